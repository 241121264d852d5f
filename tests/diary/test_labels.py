"""What was injected stands beside what labels ask: exact at the edges, never across products."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.diary.labels import label_checks
from wearoff.errors import InputError
from wearoff.evidence import injections, rows
from wearoff.model.conditions import CONDITIONS, condition
from wearoff.records import Injection, Session
from wearoff.simulation.labels import over_label
from wearoff.simulation.logs import read_log
from wearoff.words import labels as words

ONA, ABO, INCO = "onabotulinumtoxinA", "abobotulinumtoxinA", "incobotulinumtoxinA"
ZERO = date(2025, 1, 6)
WINDOW = 84


def session(day, units=155.0, product=ONA, muscle="temporalis", side="left"):
    """A session of one injection that no plan spreads so."""
    return Session(day, product, (Injection(muscle, side, units),))


def checks(*sessions, condition_name="chronic_migraine"):
    """Rows by check; a check that stands once."""
    found = label_checks(sessions, ZERO, condition_name)
    assert len({row.check for row in found}) == len(found)
    return {row.check: row for row in found}


logs = st.lists(
    st.builds(
        session,
        st.integers(0, 400),
        st.integers(0, 800).map(lambda tenths: tenths / 2),
        st.sampled_from([ONA, ABO, INCO]),
        st.sampled_from(["sternocleidomastoid", "trapezius"]),
        st.sampled_from(["left", "right"]),
    ),
    max_size=6,
)


# Laws


@given(logs, st.randoms(use_true_random=False), st.sampled_from(sorted(CONDITIONS)))
def test_the_order_of_sessions_does_not_matter(sessions, random, name):
    """A log read in another order gives the same rows."""
    mixed = list(sessions)
    random.shuffle(mixed)
    assert label_checks(mixed, ZERO, name) == label_checks(sessions, ZERO, name)


@given(logs, logs)
def test_one_more_session_never_brings_a_total_inside(sessions, more):
    """What is outside stays outside when sessions are added: totals, muscles and intervals."""
    kinds = {"rolling_total", "muscle_total", "interval"}
    outside = {
        (row.check, "onabot" in row.text)
        for row in label_checks(sessions, ZERO)
        if row.result == "outside" and row.check in kinds
    }
    after = {
        (row.check, "onabot" in row.text)
        for row in label_checks([*sessions, *more], ZERO)
        if row.result == "outside"
    }
    assert outside <= after


@given(logs, st.integers(-300, 300))
def test_a_shift_of_all_days_moves_only_the_dates(sessions, days):
    """Day 0 on another date changes no result."""
    later = ZERO + timedelta(days=days)
    assert [row.result for row in label_checks(sessions, later)] == [
        row.result for row in label_checks(sessions, ZERO)
    ]


@given(logs)
def test_a_note_of_a_simulated_course_agrees_with_the_check_of_a_log(sessions):
    """The two doors to the label's total say the same."""
    noted = bool(over_label(sessions))
    rolling = [row for row in label_checks(sessions, ZERO) if row.check == "rolling_total"]
    assert noted == any(row.result == "outside" for row in rolling)


# Intervals


@pytest.mark.parametrize(("days", "result"), [(83, "outside"), (84, "inside"), (85, "inside")])
def test_twelve_weeks_are_eighty_four_days(days, result):
    """An interval of 83 days is shorter than the migraine label's; one of 84 is not."""
    row = checks(session(0), session(days))["interval"]
    assert row.result == result
    assert f"{days} days" in row.text
    assert (ZERO + timedelta(days=days)).isoformat() in row.text


@pytest.mark.parametrize(("days", "result"), [(69, "outside"), (70, "inside")])
def test_ten_weeks_are_of_dystonia_alone(days, result):
    """The European label of cervical dystonia asks about ten weeks; that of migraine does not."""
    dystonia = checks(session(0), session(days), condition_name="cervical_dystonia")["interval"]
    assert dystonia.result == result
    assert "European" in dystonia.text
    assert checks(session(0), session(days))["interval"].result == "outside"


def test_the_shortest_of_many_intervals_is_told():
    """The shortest interval is told with its end, and how many are shorter than the label's."""
    row = checks(session(170), session(0), session(91), session(255))["interval"]
    assert row.result == "outside"
    assert "79 days" in row.text
    assert "1 of 3" in row.text


@pytest.mark.parametrize("product", [ONA, ABO])
def test_two_sessions_of_a_day_make_no_interval(product):
    """Two sessions of one day, of one product or of two, are no interval of 0 days."""
    row = checks(session(0, 100), session(0, 55, product))["interval"]
    assert row.result == "not_recorded"


@pytest.mark.parametrize("name", ["bruxism", "piriformis", "episodic_migraine"])
def test_without_a_label_there_is_no_interval(name):
    """A condition that is on no label has no interval to compare with."""
    row = checks(session(0), session(10), condition_name=name)["interval"]
    assert (row.result, row.source) == ("not_recorded", None)


def test_the_interval_of_one_product_is_not_lent_to_another():
    """The interval is of onabotulinumtoxinA: a log of another product alone is not judged by it."""
    assert checks(session(0, 500, ABO), session(9, 500, ABO))["interval"].result == ("not_recorded")


# Totals


@pytest.mark.parametrize(("units", "result"), [(200, "inside"), (201, "outside")])
def test_four_hundred_units_are_inside(units, result):
    """400 units within the window are inside the label, 401 are outside."""
    row = checks(session(0, 200), session(WINDOW - 1, units))["rolling_total"]
    assert row.result == result
    assert f"{200 + units} units" in row.text
    assert "400" in row.text


@pytest.mark.parametrize(("day", "result"), [(83, "outside"), (84, "inside")])
def test_the_window_holds_its_first_day_and_not_its_last(day, result):
    """Sessions 83 days apart share a window of 84 days; sessions 84 days apart do not."""
    assert checks(session(0, 300), session(day, 300))["rolling_total"].result == result


def test_sessions_of_one_day_add_up():
    """Two sessions of one product on one day are one total."""
    assert checks(session(0, 200), session(0, 200.5))["rolling_total"].result == "outside"


@pytest.mark.parametrize(
    "doses", [(19.8, 9.8, 12.9, 95.9, 261.6), (128.9, 148.3, 60.8, 24.8, 37.2)]
)
def test_four_hundred_units_in_tenths_are_not_above_400(doses):
    """Tenths that add up to 400 are 400, although as binary numbers they add up to more."""
    assert max(sum(doses), math.fsum(doses)) > 400
    parts = [session(day, units) for day, units in enumerate(doses)]
    one = Session(0, ONA, tuple(part.injections[0] for part in parts))
    for log in (parts, [one]):
        assert over_label(log) == []
        assert checks(*log)["rolling_total"].result == "inside"


def test_the_largest_window_is_told():
    """Of many windows the largest total is told, with the day on which it starts."""
    row = checks(session(0, 100), session(90, 200), session(150, 150))["rolling_total"]
    assert "350 units" in row.text
    assert (ZERO + timedelta(days=90)).isoformat() in row.text


def test_products_are_never_added_up():
    """300 units of each of two products within a window are not 600 of anything."""
    found = label_checks([session(0, 300), session(10, 300, INCO)], ZERO)
    totals = [row for row in found if row.check in {"rolling_total", "unknown_product"}]
    assert [(row.check, row.result) for row in totals] == [
        ("unknown_product", "not_recorded"),
        ("rolling_total", "inside"),
    ]
    assert not any("600" in row.text for row in found)


def test_a_placebo_is_no_toxin():
    """Sessions of zero units make no interval, no total and no change of product."""
    row = checks(session(0), session(20, 0, ABO), session(84))
    assert row["interval"].result == "inside"
    assert row["product_change"].result == "inside"
    assert label_checks([session(0, 0)], ZERO) == []
    assert label_checks([], ZERO) == []


# Muscles and sites


@pytest.mark.parametrize(("right", "result"), [(50, "inside"), (50.5, "outside")])
def test_both_sternocleidomastoids_are_one_total(right, result):
    """The label's 100 units are of both sides in one session, whatever the other muscles got."""
    given_ = (
        Injection("sternocleidomastoid", "left", 50),
        Injection("sternocleidomastoid", "right", right),
        Injection("trapezius", "left", 90),
    )
    row = checks(Session(0, ONA, given_), condition_name="cervical_dystonia")["muscle_total"]
    assert row.result == result
    assert f"{50 + right:g} units" in row.text


def test_sessions_do_not_share_a_muscle():
    """The limit of a muscle is of a session: two sessions of 60 units are not 120."""
    parts = [session(day, 60, muscle="sternocleidomastoid") for day in (0, 30)]
    assert checks(*parts)["muscle_total"].result == "inside"


def test_another_product_has_no_limit_of_a_muscle():
    """Units of another product are not compared with the limit of onabotulinumtoxinA."""
    found = checks(session(0, 250, ABO, "sternocleidomastoid"))
    assert not {"muscle_total", "site"} & set(found)


@pytest.mark.parametrize(("units", "result"), [(50, "inside"), (50.5, "not_recorded")])
def test_a_log_can_show_that_no_site_had_too_much_and_no_more(units, result):
    """A row of 50 units holds no site above 50; one of more does not say how many sites."""
    row = checks(session(0, units, muscle="splenius_capitis"))["site"]
    assert row.result == result
    assert f"{units:g} units into splenius capitis left" in row.text


@pytest.mark.parametrize("name", ["chronic_migraine", "cervical_dystonia"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_muscles_that_a_plan_filled_in_are_not_judged(tmp_path, name, side):
    """A log by plan says nothing of muscles, so their limits are not checked, at any dose."""
    chosen = condition(name)
    path = tmp_path / "log.csv"
    path.write_text(f"date,plan,units,product\n2025-01-06,{chosen.usual_plan},390,{ONA}\n")
    log = read_log(path, chosen, side)
    found = [row for row in label_checks(log.sessions, log.first, name) if "plan" in row.text]
    assert [row.check for row in found if row.check != "plan_total"] == ["muscle_total"]
    assert found[0].result == "not_recorded"


def test_written_muscles_are_judged_beside_a_plan():
    """In a log of both kinds the written session is judged and the other is named."""
    usual = condition("cervical_dystonia").usual
    _, spread = injections.spread(injections.plan("neck"), usual, "left", 900, ONA)
    parts = [Session(0, ONA, spread), session(90, 110, muscle="sternocleidomastoid")]
    row = checks(*parts, condition_name="cervical_dystonia")["muscle_total"]
    assert row.result == "outside"
    assert "110 units" in row.text
    assert "1 of 2 sessions" in row.text


# Products and plan


def test_a_change_of_product_is_a_note():
    """A change is told with its date and that units are not interchangeable; it is no limit."""
    row = checks(session(0), session(84, 500, ABO), session(168))["product_change"]
    assert row.result == "note"
    assert "2 times" in row.text
    assert "not interchangeable" in row.text
    assert (ZERO + timedelta(days=84)).isoformat() in row.text


def test_two_products_of_every_session_are_no_change():
    """Two products on each day are told apart, without a change that never was."""
    parts = [session(day, 100, product) for day in (0, 84) for product in (ONA, ABO)]
    row = checks(*[p for p in parts if p.product == ONA], *[p for p in parts if p.product == ABO])
    assert row["product_change"].result == "note"
    assert "changed" not in row["product_change"].text
    assert "not interchangeable" in row["product_change"].text


@pytest.mark.parametrize(
    ("units", "result"), [(154, "note"), (155, "inside"), (195, "inside"), (195.5, "note")]
)
def test_the_totals_of_the_plan_are_no_limit(units, result):
    """Sessions outside 155 to 195 units are a note in chronic migraine and nothing elsewhere."""
    row = checks(session(0, units))["plan_total"]
    assert row.result == result
    assert "155 to 195" in row.text
    assert "plan_total" not in checks(session(0, units), condition_name="bruxism")


# Wording


FORBIDDEN = ("should", "must", "recommend", "eligible", "damage", "fail", "exceed", "too much")


@given(logs, st.sampled_from(["chronic_migraine", "cervical_dystonia", "bruxism"]))
def test_a_check_says_what_was_found_and_nothing_to_do(sessions, name):
    """Every row says its values in one line, with its source, and has no word of advice."""
    for row in label_checks(sessions, ZERO, name):
        assert row.text == row.rendered(words.SENTENCES)
        assert row.result in {"inside", "outside", "not_recorded", "note"}
        assert "\n" not in row.text
        assert not any(word in row.text.lower() for word in FORBIDDEN)
        assert (row.source is None) == (row.grade is None)
        assert row.grade in {None, *rows.GRADES}
        if row.result in {"inside", "outside"}:
            assert row.source


def test_an_unknown_condition_is_refused():
    """A condition that does not exist is refused by its name."""
    with pytest.raises(InputError, match="toothache"):
        label_checks([session(0)], ZERO, "toothache")
