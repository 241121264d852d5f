"""The third generator: laws of its attacks and truth, and what real untreated diaries show."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from validation.truth.attacks import KINDS, WITHOUT_RELIEF, make, repeats, untreated
from validation.truth.attacks_parts import FREE, HOURS, Attacks, Lengths, attacks, chances, fresh

LENGTHS = Lengths(6.0, 0.8)
PEOPLE = 4000
WITHIN = {
    "share, mean": 0.07,
    "share, SD": 0.04,
    "share, median": 0.09,
    "headache after headache": 0.045,
    "headache after none": 0.065,
    "run of headache, mean": 0.45,
    "run of one headache day": 0.08,
    "run of none, mean": 0.3,
    "run of one free day": 0.075,
}
"""How far it may lie from 66 real people, on either side: two of their bootstrap errors."""


def test_chances_are_those_of_sampled_attacks():
    """The renewal equation gives what many sampled diaries show, day by day and on average."""
    hazard = np.exp(np.random.default_rng(1).normal(0, 0.5, 40))
    told = chances(hazard[:, None], LENGTHS)[:, 0]
    seen = fresh(hazard, LENGTHS, np.random.default_rng(2), PEOPLE).mean(1)
    assert np.abs(told - seen).max() < 4 * 0.5 / np.sqrt(PEOPLE)
    assert abs(told.mean() - seen.mean()) < 0.006


def test_a_free_hour_follows_every_attack():
    """Nobody's next attack begins within an hour of the last one's end, though some nearly do."""
    found = attacks(np.random.default_rng(3), np.full(60, 4.0), LENGTHS, np.zeros(50))
    order = np.lexsort((found.begin, found.person))
    same = np.diff(found.person[order]) == 0
    gaps = HOURS * (found.begin[order][1:] - found.end[order][:-1])[same]
    assert FREE - 1e-9 <= gaps.min() < FREE + 0.1


def test_a_headache_day_is_one_that_an_attack_touches():
    """An attack over midnight makes two days, one that ends at midnight makes one."""
    found = Attacks(np.zeros(2, int), np.array([0.9, 3.2]), np.array([1.1, 4.0]))
    assert found.days(6)[:, 0].tolist() == [1, 1, 0, 1, 0, 0]


@pytest.mark.parametrize("kind", WITHOUT_RELIEF)
def test_without_relief_nothing_is_taken_away(kind):
    """Where there is no relief, the chance as treated is the chance untreated on every day."""
    truth = make(1, kind=kind).truth
    assert np.array_equal(truth.p0, truth.p1)
    assert truth.relief_percent == 0
    assert np.isnan(truth.wearoff_day)


@pytest.mark.parametrize("relief", ["early", "fading", "lasting"])
def test_relief_is_what_its_kind_promises(relief):
    """Relief is half on a planned course; it fades early, later, or never before a session."""
    truth = make(1, kind=f"{relief}_plain").truth
    assert abs(truth.relief_percent - 50) < 2
    assert np.all(truth.p1[56:] <= truth.p0[56:])
    assert np.isnan(truth.wearoff_day) == (relief == "lasting")
    if relief != "lasting":
        low, high = {"early": (35, 65), "fading": (50, 84)}[relief]
        assert low <= truth.wearoff_day <= high


def test_a_trend_has_its_sign():
    """A steady trend is told with its sign, and none is exactly none."""
    up, down, plain = (
        make(2, kind=f"no_relief_{stress}").truth.trend_days_28_per_year
        for stress in ("trend_up", "trend_down", "plain")
    )
    assert down < 0 == plain < up


def test_a_seed_is_a_person():
    """The same seed and kind make the same diary, another seed another one."""
    one, same, other = (make(seed, kind="early_recall").diary for seed in (4, 4, 5))
    assert np.array_equal(one.values["headache"], same.values["headache"], equal_nan=True)
    assert one.first == same.first
    assert not np.array_equal(one.values["headache"], other.values["headache"], equal_nan=True)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_made(kind):
    """Each kind gives a diary of its days with 8 or more of 28 before the first session."""
    made = make(3, kind=kind)
    assert made.diary.days == len(made.truth.p0) == len(made.truth.p1)
    assert made.truth.baseline > 7
    assert made.log.sessions[0].day == 0


@pytest.mark.shared
def test_untreated_people_are_like_real_ones(shared):
    """Shares, repetition and runs are those of 66 real untreated diaries, with their holes."""
    people: dict[str, dict[int, float]] = {}
    with (shared / "data" / "kostecki_dillon_even.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            days = people.setdefault(line["id"], {})
            days.setdefault(int(line["time"]), line["headache"] == "yes")
    real = []
    for days in people.values():
        entries = np.full(max(days) - min(days) + 1, np.nan)
        entries[np.array(list(days)) - min(days)] = list(days.values())
        real.append(entries)
    ours = []
    for again in range(10):
        for person, entries in enumerate(real):
            made = untreated(100 * again + person, len(entries))
            ours.append(np.where(np.isfinite(entries), made, np.nan))
    theirs, found = repeats(real), repeats(ours)
    assert abs(theirs["headache after headache"] - 0.785) < 0.001
    assert abs(theirs["headache after none"] - 0.395) < 0.001
    for name, far in WITHIN.items():
        assert abs(found[name] - theirs[name]) < far, f"{name}: {found[name]:.3f}, {theirs[name]}"
