"""Courses of one person: laws of the comparison, and what the command says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import wearoff
from wearoff.diary.examples import example_diary
from wearoff.diary.future import courses as asked
from wearoff.diary.future.counterfactual import NextYear
from wearoff.diary.future.course_files import shipped
from wearoff.diary.thresholds import thresholds
from wearoff.words.courses import REASONS


@pytest.fixture(scope="module")
def planned():
    """A made-up person under the shipped courses."""
    folder = example_diary("ada")
    return wearoff.plan(folder / "diary.csv", injections=folder / "injections.csv", seed=1)


@pytest.fixture(scope="module")
def person(planned):
    """The person behind it."""
    return planned.analysis.assessment.posterior


@pytest.fixture(scope="module")
def year(person):
    """The person's next year as things are."""
    record = person.record
    return NextYear(person, [*record.sessions, *record.later], asked.coming(person, asked.AS_NOW))


def course(**changes):
    """A course that changes so much."""
    return replace(asked.AS_NOW, id="own", name="own", **changes)


def test_the_same_course_changes_nothing(person, year):
    """As now against as now: not a tenth of a day in any draw, and nothing is known of it."""
    same = year.of(asked.coming(person, asked.AS_NOW))
    assert np.abs(same.change).max() < 1e-9
    assert same.shares is None


def test_more_often_is_never_more_headache(person, year):
    """In every draw with relief shorter intervals give as few days or fewer, none gives most."""
    helped = year.extended.path.effects.relief > 0
    days = [
        year.of(asked.coming(person, course(interval_weeks=weeks))).days_28[helped]
        for weeks in (8, 12, 16, 26)
    ]
    days.append(year.of([]).days_28[helped])
    # a session that falls just outside the year may cost a little
    assert all((later - earlier).mean() > 0 for earlier, later in pairwise(days))
    assert (days[-1] >= days[0] - 1e-9).all()


def test_more_units_help_more_where_relief_is(person, year):
    """With relief a larger session gives fewer days, a smaller one more; shares add up to 1."""
    usual = person.record.sessions[-1].units
    helped = year.extended.path.effects.relief > 0
    more, less = (
        year.of(asked.coming(person, course(units=usual * f)), other_dose=True) for f in (1.5, 0.5)
    )
    assert (more.change[helped] <= 1e-9).all()
    assert (less.change[helped] >= -1e-9).all()
    for found in (more, less):
        parts = (found.shares.diary, found.shares.other_people, found.shares.assumed)
        assert sum(parts) == pytest.approx(1)
        assert min(parts) >= 0
    assert more.shares.assumed > year.of([]).shares.assumed


def test_sessions_of_a_course(person):
    """Intervals, a pause and stopping as they are said; left-out muscles get nothing."""
    record, interval = person.record, person.interval
    latest = record.sessions[-1].day
    now = asked.coming(person, asked.AS_NOW)
    assert now[0].day == max(latest + interval, record.last + 1)
    assert {b.day - a.day for a, b in pairwise(now)} == {interval}
    assert all(record.last < s.day <= record.last + 364 for s in now)
    assert asked.coming(person, course(stop=True)) == []
    late = asked.coming(person, course(pause_weeks=22))
    assert late[0].day == now[0].day + 154
    neck = next(c for c in shipped() if c.id == "without_neck")
    without = asked.changed(record.sessions[-1], neck)
    assert 0 < without.units < record.sessions[-1].units
    assert not {i.muscle for i in without.injections} & set(neck.without)
    assert asked.changed(record.sessions[-1], course(units=195)).units == pytest.approx(195)


def test_other_products_and_muscles_are_not_asked(person):
    """A course in another product's units, or without muscles that are not injected, is refused."""
    other = course(units=500, product="abobotulinumtoxinA")
    refused = asked.refusal(person, other, "chronic_migraine")
    assert "abobotulinumtoxinA" in refused.rendered(REASONS)
    jaw = course(without=("masseter",))
    assert asked.refusal(person, jaw, "chronic_migraine") is not None
    assert asked.refusal(person, course(exercise=True), "bruxism") is not None
    usual = next(c for c in shipped() if c.id == "155_units")
    assert "chronic migraine" in asked.refusal(person, usual, "bruxism").rendered(REASONS)
    assert asked.refusal(person, course(interval_weeks=10), "bruxism") is None


def test_the_document_keeps_its_order_and_its_shares(planned):
    """As now first, then the file's order; every course says where it comes from."""
    document = planned.to_dict()
    ids = [row["id"] for row in document["courses"]]
    assert ids == ["as_now", *(c.id for c in shipped() if c.id in ids)]
    assert not document["not_asked"]
    for row in document["courses"][1:]:
        days, change = row["headache_days_28"], row["change_days_28"]
        assert 0 <= days["lo90"] <= days["mean"] <= days["hi90"] <= 28
        now = document["courses"][0]["headache_days_28"]["mean"]
        assert days["mean"] - now == pytest.approx(change["mean"], abs=1e-3)
        share = row["data_share"]
        if share is None:
            assert abs(change["mean"]) < 1e-3
            continue
        assert sum(share.values()) == pytest.approx(1, abs=1e-4)
        assert row["mostly_assumed"] == (share["assumed"] > 0.5)
        assert row["source"]
    by_id = {row["id"]: row for row in document["courses"]}
    assert by_id["stop"]["p_worse_by_2"] > 0.9
    assert by_id["exercise"]["mostly_assumed"]


def test_the_screen_says_what_the_document_says(planned):
    """At most 80 columns; every mean stands in its line; nothing is ranked, no word of advice."""
    from wearoff.faces.diary.planned import screen

    document = planned.to_dict()
    lines = screen(planned.result)
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for row in document["courses"]:
        line = next(line for line in lines if line.startswith(row["name"]))
        assert f"{row['headache_days_28']['mean']:.1f} (" in line
    assert "not by benefit" in text
    assert not {"should", "must", "recommend", "best"} & set(text.lower().split())


def test_a_plan_says_and_shows_itself(planned):
    """At a prompt it is a short line, in a notebook every course is drawn."""
    assert (
        repr(planned)
        == f"<Planned {planned.analysis.name}: chronic_migraine; {planned.result.across.text}>"
    )
    shown = planned._repr_html_()
    assert shown.startswith("<svg")
    assert all(course.name in shown for course in planned.courses)


def test_the_words_of_a_plan_follow_its_thresholds(planned):
    """Screen and picture say the lines that the document holds."""
    from wearoff.faces.diary.planned import picture, screen

    changed = {"better_by_days_28": 3.0, "mostly_assumed_above": 0.75}
    moved = planned.result.model_copy(update=changed)
    text = " ".join(screen(moved))
    assert "3 fewer: chance out of 100." in text
    assert "more than three quarters is assumed" in text
    assert "more than three quarters is assumed" in picture(moved)
    usual = " ".join(screen(planned.result))
    assert "2 fewer: chance out of 100." in usual
    assert "more than half is assumed" in usual


def test_chances_of_a_plan_follow_its_thresholds(person, monkeypatch):
    """How much better is asked, and what is mostly assumed, are read where all thresholds are."""
    limits = thresholds() | {
        "courses": thresholds()["courses"] | {"better_days_28": -99.0, "mostly_assumed": 1.0}
    }
    monkeypatch.setattr(asked, "thresholds", lambda: limits)
    ((_, told), _) = asked.alternatives(person, [course(interval_weeks=10)], "chronic_migraine")
    assert told.p_better_by_2 == told.p_worse_by_2 == 1.0
    assert told.mostly_assumed is False


def test_a_person_without_sessions_is_refused(run, tmp_path):
    """Without a session in the time of the diary: one line, exit code 2."""
    diary = tmp_path / "diary.csv"
    diary.write_text("date,headache\n2024-01-01,1\n2024-01-02,0\n", encoding="utf-8")
    log = tmp_path / "injections.csv"
    row = "2024-02-01,preempt_155,155,onabotulinumtoxinA"
    log.write_text(f"date,plan,units,product\n{row}\n", encoding="utf-8")
    code, out, err = run("plan", str(diary), "--injections", str(log))
    assert code == 2
    assert not out
    assert "no session in the time of the diary" in err.splitlines()[-1]
