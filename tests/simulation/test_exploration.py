"""An invented person for years: the same numbers as simulate's, ranges, and what is behind them."""

from __future__ import annotations

import numpy as np
import pytest

import wearoff
from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.model.conditions import CONDITIONS
from wearoff.simulation import explore as explored
from wearoff.simulation.ready import PEOPLE

PATIENTS = 40


@pytest.fixture(scope="module", params=PEOPLE, ids=lambda person: person.id)
def person(request):
    """A ready person's five years."""
    who = request.param
    return who, wearoff.explore(who.condition, patients=PATIENTS, settings=who.settings)


def test_the_typical_person_is_the_one_of_hypothesis(person):
    """Years of the typical person are those of `hypothesis --typical`, under both assumptions."""
    who, found = person
    both = wearoff.hypothesis(who.condition, typical=True, settings=who.settings)
    off, on = found.result.courses
    for year, period in zip(range(5), both.periods(), strict=True):
        for course, name in ((off, "off"), (on, "on")):
            arms = course.years[year].injected, course.years[year].without
            for spread, arm in zip(arms, ("toxin", "placebo"), strict=True):
                assert spread.typical == pytest.approx(period[f"{name}_{arm}"], rel=1e-5)


def test_ranges_are_of_the_people_that_simulate_draws(person):
    """9 in 10 are those of `simulate`'s summary of the same people."""
    who, found = person
    summary = wearoff.simulate(who.condition, patients=PATIENTS, settings=who.settings).summary
    own = [row for row in summary if row.outcome == found.result.outcome]
    for year, row in zip(found.result.courses[0].years, own, strict=True):
        assert (year.injected.lo90, year.injected.hi90) == pytest.approx(
            (row.lo90, row.hi90), rel=1e-3
        )


def test_a_change_is_person_by_person(person):
    """The typical change is with less without, and its range is narrower than that of people.

    Three numbers of four decimals meet here, each up to half of the last one off.
    """
    _, found = person
    for course in found.result.courses:
        for year in course.years:
            assert year.change.typical == pytest.approx(
                year.injected.typical - year.without.typical, abs=1.5e-4
            )
        first = course.years[0]
        assert first.change.hi90 - first.change.lo90 < first.without.hi90 - first.without.lo90


def test_the_assumption_is_labeled(person):
    """Where the assumption is on, its label and its numbers stand with it; off has neither."""
    off, on = person[1].result.courses
    assert (off.assumption, on.assumption) == ("off", "on")
    assert (off.label, off.settings) == ("", {})
    assert on.label.startswith("ASSUMPTION ON")
    assert on.settings == {
        name: rows.get(f"hypothesis_{name}").value for name in ("kz", "lambda_z")
    }


@pytest.mark.parametrize("condition", ["bruxism", "cervical_dystonia", "piriformis"])
def test_without_neck_joints_there_is_one_course(condition):
    """A condition without neck joints has nothing to assume of them."""
    (course,) = wearoff.explore(condition, years=1, patients=3).result.courses
    assert course.assumption == "none"


@pytest.mark.parametrize("condition", ["chronic_migraine", "bruxism"])
def test_inside_is_the_typical_person(condition):
    """What is inside is the mean, lowest and highest day of each interval of a typical person."""
    found = wearoff.explore(condition, years=1, patients=3)
    frame = wearoff.simulate(condition, years=1, typical=True).frame()
    for inside in found.result.courses[0].inside:
        first = frame[inside.outcome].to_numpy()[: found.window]
        swing = inside.injected[0]
        expected = (first.mean(), first.min(), first.max())
        assert (swing.mean, swing.lowest, swing.highest) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_the_numbers_behind_an_outcome_are_all_that_move_it(condition):
    """A number that is not counted behind an outcome does not move it."""
    found = wearoff.explore(condition, years=0.3, patients=2)
    for rests in found.result.rests:
        assert sum(rests.grades.values()) == len(rests.numbers)
        assert set(rests.numbers) <= set(found.simulation.cohort.wiring.rows)
    fewest = min(found.result.rests, key=lambda rests: len(rests.numbers))
    others = set(found.simulation.cohort.wiring.rows) - set(fewest.numbers)
    moved = {name: rows.get(name).high for name in others if rows.get(name).law != "fixed"}
    plain = found.simulation.cohort
    told = wearoff.simulate(condition, years=0.3, typical=True, settings=moved).frame()
    usual = wearoff.simulate(condition, years=0.3, typical=True).frame()
    assert plain.days == len(usual)
    assert np.allclose(told[fewest.outcome], usual[fewest.outcome])


def test_numbers_have_their_grade_and_source():
    """Each number stands with what the evidence says of it, and with what it was set to."""
    found = wearoff.explore(
        "chronic_migraine", years=0.3, patients=2, settings={"deep_capacity": 0.7}
    )
    by_name = {number.name: number for number in found.result.numbers}
    assert by_name["deep_capacity"].set_to == 0.7
    for name, number in by_name.items():
        row = rows.get(name)
        assert (number.value, number.grade) == (pytest.approx(row.value, rel=1e-5), row.grade)
        assert number.citation


def test_units_of_single_sites():
    """A site takes the units that it is given, the others those of the plan."""
    found = wearoff.explore("bruxism", sites={"masseter_left": 40}, years=0.3, patients=2)
    given = {f"{i.muscle}_{i.side}": i.units for i in found.result.first_session}
    assert given == {"masseter_left": 40, "masseter_right": 25}
    with pytest.raises(InputError, match="did you mean 'masseter_left'"):
        wearoff.explore("bruxism", sites={"maseter_left": 40})
    with pytest.raises(InputError, match="a dose of -1 units"):
        wearoff.explore("bruxism", sites={"masseter_left": -1})


@pytest.mark.parametrize(
    ("options", "every", "window"),
    [
        ({}, 84, 84),
        ({"every_weeks": 16}, 112, 112),
        ({"every_weeks": 2}, 14, explored.WINDOW),
        ({"every_weeks": 40}, 280, explored.WINDOW),
        ({"sessions": 1}, None, explored.WINDOW),
    ],
)
def test_curves_are_averaged_over_an_interval(options, every, window):
    """A point of a curve is one interval, or 12 weeks where intervals are very short or long."""
    found = wearoff.explore("chronic_migraine", years=1, patients=2, **options)
    assert (found.every, found.window) == (every, window)
    assert len(found.result.courses[0].curve) == 365 // window


def test_it_says_itself_in_a_line():
    """An exploration is one short line at a prompt, and nothing runs for it."""
    assert repr(wearoff.explore("chronic_migraine")) == (
        "<Exploration chronic_migraine: 5 years, plan preempt_155>"
    )
