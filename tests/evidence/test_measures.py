"""Measures: one row each, complete, and read by everything that names one."""

from __future__ import annotations

from pathlib import Path

import pytest

import wearoff
from wearoff import measures
from wearoff.diary.profiles import PROFILES
from wearoff.diary.read import ours, scores
from wearoff.diary.rules import read as rules
from wearoff.errors import InputError
from wearoff.evidence import injections, rows
from wearoff.measures import MEASURES, SCALES, Kind, check_score, scale_of
from wearoff.model.conditions import CONDITIONS

SOURCE = Path(wearoff.__file__).parent


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda one: one.name)
def test_a_measure_is_complete(measure):
    """Every measure has a range, a unit and a source, and the rows it names exist."""
    assert measure.lowest < measure.highest
    assert measure.title
    assert measure.unit
    assert measure.source
    named = [measure.spread, measure.retest]
    for one in measure.meaningful:
        named += [one.row, one.above, one.least]
    for row in filter(None, named):
        assert row in rows.load()
    assert (measure.spread is None) == (measure.retest is None)


def test_only_burdens_are_better_when_lower():
    """Holding the head for longer is better; every other measure counts what is bad."""
    assert [m.name for m in MEASURES.values() if not m.lower_is_better] == ["neck_endurance_s"]


def test_everything_reads_a_measure_from_its_row():
    """Scores files, diaries, rules and a trial's scale have the range of the row."""
    assert set(scores.MEASURES) == {m.name for m in MEASURES.values() if m.kind is not Kind.DIARY}
    for name, within in scores.MEASURES.items():
        assert (within.lowest, within.highest) == (MEASURES[name].lowest, MEASURES[name].highest)
    assert ours.NUMBERS["jaw_pain_10"].highest == MEASURES["pain_10"].highest
    asked = {one.measure for rule in rules.shipped() for one in rule.conditions}
    assert {"hit_6", "midas"} <= asked <= {*rules.DIARY, *MEASURES}
    for condition, known in SCALES.items():
        for scale in known:
            assert scale_of(condition, scale.name).measure is MEASURES[scale.name]
            assert scale.relief in CONDITIONS[condition].outcomes
            assert {scale.response, scale.baseline, *scale.moves} <= set(rows.load())


@pytest.mark.parametrize("name", ["hit_6", "midas"])
def test_a_measure_is_described_in_one_file(name):
    """Neither the name nor the title of a questionnaire stands in another file of the package."""
    texts = (f'"{name}"', f'"{MEASURES[name].title}"')
    files = [path for path in SOURCE.rglob("*.py") if any(t in path.read_text() for t in texts)]
    assert [path.name for path in files] == ["measures.py"]


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("twstrs", 87, None),
        ("twstrs", 88, "a TWSTRS total of 0 to 87"),
        ("hit_6", 35, "a HIT-6 of 36 to 78"),
        ("a scale of its own", 1000, None),
    ],
)
def test_a_total_lies_on_its_scale(name, value, allowed):
    """What is outside a known measure is refused with its range; other scales may be anything."""
    assert check_score(name, value) == allowed


@pytest.mark.parametrize(
    ("condition", "outcome", "said"),
    [
        (
            "healthy_muscle",
            "twstrs",
            "healthy_muscle has no score to fit; allowed: cervical_dystonia",
        ),
        ("bruxism", "twstrs", "allowed: jaw_pain_10; fix: condition='cervical_dystonia'"),
        ("bruxism", "headache_days_28", "fix: condition='chronic_migraine'"),
        ("cervical_dystonia", "headache_days", "allowed: twstrs$"),
    ],
)
def test_a_score_of_another_condition_cannot_be_fitted(condition, outcome, said):
    """The error names the scores of the condition, and the conditions that have this one."""
    with pytest.raises(InputError, match=said):
        measures.scale_of(condition, outcome)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda one: one.condition)
def test_a_profile_names_what_there_is(profile):
    """A profile is of a condition, and its column, rows and plans exist."""
    assert profile.condition in CONDITIONS
    assert profile.main in ours.OUTCOMES
    named = [profile.cut_off, profile.relief, *([profile.interval.row] if profile.interval else [])]
    for row in named:
        assert row in rows.load()
    for plan in profile.plans or ():
        assert injections.plan(plan)
