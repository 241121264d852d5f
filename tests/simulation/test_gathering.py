"""Visits that are one session: nothing is lost but what is written twice, and all of it is said."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wearoff.diary.labels import label_checks
from wearoff.diary.read.injected import read_injected
from wearoff.diary.thresholds import thresholds
from wearoff.evidence.injections import plan, spread
from wearoff.model.conditions import condition
from wearoff.records import Injection, Log, Session
from wearoff.simulation.gathering import gathered
from wearoff.simulation.logs import read_log

ONA, ABO, INCO = "onabotulinumtoxinA", "abobotulinumtoxinA", "incobotulinumtoxinA"
MIGRAINE = condition("chronic_migraine")
LIMITS = thresholds()["sessions"]
ALL = ("session_twice", "session_split", "top_up")
ZERO = date(2024, 1, 8)
HEAD = "date,plan,units,product\n"


def visit(day, units=155.0, muscle="trapezius", product=ONA, sites=1):
    """A session of some rows into one muscle."""
    rows = (Injection(muscle, "left", units / sites),) * sites
    return Session(day, product, rows)


def log_of(*visits):
    """A log of these sessions, each on a line of its own."""
    ordered = sorted(visits, key=lambda one: one.day)
    zero = ordered[0].day
    sessions = tuple(Session(s.day - zero, s.product, s.injections) for s in ordered)
    lines = tuple(range(2, len(ordered) + 2))
    return Log(ZERO + timedelta(days=zero), sessions, lines=lines)


def gather(*visits, confirm=()):
    """The log of these sessions, gathered."""
    return gathered(log_of(*visits), MIGRAINE, LIMITS, confirm)


def seen(log):
    """Day and units of each session."""
    return [(session.day, round(session.units, 6)) for session in log.sessions]


def done(log):
    """Code, days and lines of what was done."""
    return [(g.code, [(day - log.first).days for day in g.dates], g.lines) for g in log.gathered]


YEAR = [visit(84 * k) for k in range(4)]


# What is left as it is


def test_sessions_of_a_plan_stay_as_they_are():
    """Sessions twelve weeks apart are sessions, and nothing is said."""
    found = gather(*YEAR)
    assert found.sessions == log_of(*YEAR).sessions
    assert found.given == found.sessions
    assert found.gathered == ()


@given(st.lists(st.integers(56, 200), min_size=1, max_size=12), st.data())
def test_sessions_eight_weeks_apart_are_never_gathered(gaps, data):
    """However units differ, what is eight weeks apart or more is left alone."""
    days = [sum(gaps[:k]) for k in range(len(gaps) + 1)]
    units = data.draw(st.lists(st.integers(1, 400), min_size=len(days), max_size=len(days)))
    sites = data.draw(st.sampled_from([1, 3]))
    visits = [visit(d, u, sites=sites) for d, u in zip(days, units, strict=True)]
    assert gather(*visits).sessions == log_of(*visits).sessions
    assert gather(*visits).gathered == ()


@pytest.mark.parametrize("sites", [2, 4])
def test_like_rows_of_one_muscle_are_sites(sites):
    """Several like rows of a session are sites where every session is so, or where it is alone."""
    rows = [visit(84 * k, 40, sites=sites) for k in range(3)]
    assert gather(*rows).gathered == ()
    assert gather(rows[0]).gathered == ()


def test_a_plan_and_a_muscle_of_one_day_are_one_session_without_a_word():
    """Different rows of one day add up: that is what a session is."""
    found = gather(*YEAR, visit(84, 20, "masseter"))
    assert seen(found) == [(0, 155), (84, 175), (168, 155), (252, 155)]
    assert found.gathered == ()


# Twice


@pytest.mark.parametrize("later", [0, 1, 3, 14])
def test_a_session_that_stands_twice_counts_once(later):
    """The same session again, of the same day or a few days on, is one, and both are named."""
    found = gather(*YEAR, visit(84 + later))
    assert seen(found) == [(0, 155), (84, 155), (168, 155), (252, 155)]
    assert done(found) == [("session_twice", [84, 84 + later], (3, 4))]
    assert [one.units for one in found.gathered] == [(155, 155)]


def test_the_only_session_twice_is_told_by_the_plan():
    """Without another session the usual plan tells a double from two halves."""
    assert seen(gather(visit(0), visit(0))) == [(0, 155)]
    assert seen(gather(visit(0), visit(2))) == [(0, 155)]
    halves = gather(visit(0, 77.5), visit(2, 77.5))
    assert seen(halves) == [(0, 155)]
    assert done(halves) == [("session_split", [0, 2], (2, 3))]


def test_without_anything_usual_only_a_same_day_repeat_is_a_double():
    """Of a product without a plan, like sessions of one day are one; days apart they add up."""
    assert seen(gather(visit(0, 500, product=ABO), visit(0, 500, product=ABO))) == [(0, 500)]
    apart = gather(visit(0, 250, product=ABO), visit(3, 250, product=ABO))
    assert seen(apart) == [(0, 500)]
    assert done(apart) == [("session_split", [0, 3], (2, 3))]


def test_halves_on_two_visits_are_not_doubles():
    """Like halves of each session, as others of the log show, add up."""
    halves = [visit(84 * k + d, 77.5) for k in (1, 2) for d in (0, 2)]
    found = gather(YEAR[0], YEAR[3], *halves)
    assert seen(found) == [(0, 155), (84, 155), (168, 155), (252, 155)]
    assert {one.code for one in found.gathered} == {"session_split"}


def test_all_rows_of_a_session_twice_are_its_double():
    """A session by muscle whose every row stands twice, and which is twice the usual, is halved."""
    rows = (Injection("trapezius", "left", 75.0), Injection("masseter", "right", 80.0))
    once = [Session(84 * k, ONA, rows) for k in range(3)]
    found = gather(*once, Session(252, ONA, rows + rows))
    assert seen(found) == [(84 * k, 155) for k in range(4)]
    assert done(found) == [("session_twice", [252, 252], (5, 5))]


def test_the_rows_of_the_only_session_twice_are_told_by_their_many_sites():
    """Of thirteen sites none was injected evenly by chance, as a muscle of two sites may be."""
    _, rows = spread(plan("preempt_155"), MIGRAINE.usual, "left", 155, ONA)
    found = gather(Session(0, ONA, rows + rows))
    assert seen(found) == [(0, 155)]
    assert done(found) == [("session_twice", [0, 0], (2, 2))]
    assert gather(Session(0, ONA, rows)).gathered == ()


# Split, and topped up


@pytest.mark.parametrize("apart", [1, 3, 14])
def test_a_session_over_two_visits_is_one_on_the_first_day(apart):
    """Two visits within a fortnight are one session; its units are those of both."""
    parts = [
        one
        for k in range(4)
        for one in (visit(84 * k, 75), visit(84 * k + apart, 80, "occipitalis"))
    ]
    found = gather(*parts)
    assert seen(found) == [(84 * k, 155) for k in range(4)]
    assert found.lines == (2, 4, 6, 8)
    assert done(found)[1] == ("session_split", [84, 84 + apart], (4, 5))
    assert [one.day for one in found.given] == [one.day for one in parts]


def test_a_chain_of_visits_is_cut_a_fortnight_after_its_first():
    """What follows the first visit by more than a fortnight is another session."""
    found = gather(visit(0, 80), visit(10, 90), visit(20, 100))
    assert seen(found) == [(0, 170), (20, 100)]


@pytest.mark.parametrize("later", [5, 14, 15, 42])
def test_a_top_up_belongs_to_its_cycle(later):
    """A small dose up to six weeks after a session is a part of it."""
    found = gather(*YEAR, visit(84 + later, 25, "masseter"))
    assert seen(found) == [(0, 155), (84, 180), (168, 155), (252, 155)]
    assert done(found) == [("top_up", [84, 84 + later], (3, 4))]


@pytest.mark.parametrize(("later", "units"), [(43, 25), (30, 80), (30, 0)])
def test_what_is_late_or_large_begins_a_cycle(later, units):
    """Half a cycle on, or with more than half of the units, a visit is a session of its own."""
    found = gather(*YEAR, visit(84 + later, units, "masseter"))
    assert (84 + later, units) in seen(found)
    assert found.gathered == ()


def test_products_of_one_visit_begin_one_cycle():
    """Two products a few days apart are two sessions of one day, their units apart."""
    found = gather(visit(0), visit(4, 60, product=INCO), visit(84))
    assert [(s.day, s.product, s.units) for s in found.sessions] == [
        (0, INCO, 60),
        (0, ONA, 155),
        (84, ONA, 155),
    ]
    assert done(found) == [("session_split", [0, 4], (2, 3))]


# Confirmed


@given(
    days=st.lists(st.integers(0, 200), min_size=1, max_size=12),
    units=st.lists(st.sampled_from([10, 20, 77.5, 155]), min_size=12, max_size=12),
)
@example(days=[15, 44, 58, 59], units=[77.5, 20, 10, 10])
def test_units_are_conserved(days, units):
    """Nothing is lost but what is written twice, and with that confirmed nothing at all."""
    visits = [visit(day, u, sites=1) for day, u in zip(days, units, strict=False)]
    total = sum(one.units for one in visits)
    found, kept = gather(*visits), gather(*visits, confirm=ALL)
    twice = [one for one in found.gathered if one.code == "session_twice"]
    dropped = sum(sum(one.units[1:]) for one in twice)
    assert sum(one.units for one in found.sessions) == pytest.approx(total - dropped)
    assert sum(one.units for one in found.given) == pytest.approx(total - dropped)
    assert sum(one.units for one in kept.sessions) == pytest.approx(total)
    assert {one.day for one in kept.sessions} == {one.day for one in log_of(*visits).sessions}
    assert all(b.day - a.day > LIMITS["together_days"] for a, b in pairwise(found.sessions))
    assert [one.code for one in found.gathered if one.code == "session_twice"] == [
        one.code for one in kept.gathered if one.code == "session_twice"
    ]


@pytest.mark.parametrize(
    ("code", "extra"),
    [
        ("session_twice", visit(84)),
        ("session_twice", visit(86)),
        ("session_split", visit(86, 100, "masseter")),
        ("top_up", visit(90, 20, "masseter")),
        ("top_up", visit(110, 20, "masseter")),
    ],
)
def test_what_is_confirmed_stays_as_written(code, extra):
    """A confirmed code leaves the visits alone, and is told all the same."""
    found = gather(*YEAR, extra, confirm=[code])
    days = sorted({*(one.day for one in YEAR), extra.day})
    assert [one.day for one in found.sessions] == days
    assert [one.code for one in found.gathered] == [code]
    assert gather(*YEAR, extra, confirm={*ALL} - {code}).gathered == found.gathered
    assert len(gather(*YEAR, extra, confirm={*ALL} - {code}).sessions) == len(YEAR)


# In a case


def test_a_log_of_a_case_says_what_was_done(tmp_path):
    """A session twice in a file is a doubt with its rows, and every row has its day."""
    file = tmp_path / "log.csv"
    row = "2024-01-08,preempt_155,155,Botox\n"
    file.write_text(HEAD + row + row + "2024-04-01,preempt_155,155,Botox\n", encoding="utf-8")
    found = read_injected(file, MIGRAINE)
    assert seen(found.log) == [(0, 155), (84, 155)]
    assert [(one.code, one.where, one.effect) for one in found.doubts] == [
        ("session_twice", "log.csv, line 2 and 3", "said")
    ]
    assert "2024-01-08" in found.doubts[0].text
    assert found.days == {2: ZERO, 3: ZERO, 4: date(2024, 4, 1)}
    assert (found.file.dates, found.file.separator, found.file.format) == ("iso", ",", "csv")
    assert found.file.columns["product"] == "product"


def test_what_was_done_again_and_again_is_one_doubt(tmp_path):
    """Every session over two visits is said once, with the first of them and how many more."""
    file = tmp_path / "log.csv"
    days = [ZERO + timedelta(days=84 * k + later) for k in range(3) for later in (0, 3)]
    rows = [f"{day},preempt_155,{70 + k % 2 * 15},Botox" for k, day in enumerate(days)]
    file.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    (said,) = read_injected(file, MIGRAINE).doubts
    assert said.where == "log.csv, line 2 and 3"
    assert said.text == (
        "the visits of 2024-01-08 and 2024-01-11 (and 2 more pairs) are taken for one session"
    )
    (kept,) = read_injected(file, MIGRAINE, confirm=["session_split"]).doubts
    assert kept == said


def test_totals_of_labels_are_of_what_was_given():
    """A label's window holds each visit on its own day; an interval is between sessions."""
    found = gather(*YEAR, visit(84 + 40, 60, "masseter"), visit(84 + 70, 190))
    rows = {
        row.check: row
        for row in label_checks(found.sessions, found.first, "chronic_migraine", found.given)
    }
    assert "405 units" in rows["rolling_total"].text
    assert (ZERO + timedelta(days=84)).isoformat() in rows["rolling_total"].text
    assert rows["interval"].values["shortest"] == 70


@pytest.mark.shared
def test_logs_of_visits_that_people_brought(shared):
    """Of a log of split visits four sessions are left, and of a double one."""
    for name, code, count in (("split-sessions", "session_split", 4), ("session-twice", ALL[0], 1)):
        log = read_log(shared / "cases" / f"log-{name}.csv", MIGRAINE)
        found = gathered(log, MIGRAINE, LIMITS)
        assert [round(one.units, 9) for one in found.sessions] == [155] * 4
        assert [one.code for one in found.gathered] == [code] * count
