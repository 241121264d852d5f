"""Size of a muscle: what is lost to block, how far, for how long, and what force has of it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import wearoff
from wearoff.evidence import rows

WEEK, YEARS = 7, 8
JAW = "masseter_24_per_side"
EVERY = {"every_weeks": 12.0}
AT_HALF_A_YEAR = 26 * WEEK


@cache
def jaw(units=48.0, sessions=1, every_weeks=None, step=1.0, **settings):
    """A typical masseter: columns by name, states by their own."""
    options = {"every_weeks": every_weeks} if every_weeks else {}
    table = wearoff.simulate(
        "healthy_muscle",
        plan=JAW,
        units=units,
        sessions=sessions,
        years=YEARS,
        typical=True,
        states=True,
        step=step,
        settings=settings,
        **options,
    ).frame()
    return {
        name.replace("muscle__masseter_left__", ""): table[name].to_numpy()
        for name in table.columns
        if "right" not in name
    }


def loss(course):
    """Percent of its size that the muscle lacks, by day."""
    return 100 - course["size_percent"]


@pytest.mark.parametrize("units", [1.0, 10.0, 48.0, 200.0, 5000.0])
@pytest.mark.parametrize("sessions", [1, 30])
def test_no_dose_and_no_repetition_takes_more_than_the_share(units, sessions):
    """A loss is never more than a lasting full block's, its slow part never more than the loss."""
    course = jaw(units, sessions, **EVERY if sessions > 1 else {})
    most = 100 * rows.value("atrophy_share_jaw", "share")
    assert 0 < loss(course).max() <= most
    assert np.all(course["s"] >= 0)
    assert np.all(100 * course["s"] <= loss(course) + 1e-9)


def test_a_lasting_full_block_takes_about_the_share():
    """A third of the jaw, half of the face: 9 parts in 10 of the share at a dose without end."""
    for plan, row, share in ((JAW, "jaw", 0.35), ("procerus_20", "face", 0.5)):
        most = rows.value(f"atrophy_share_{row}", "share")
        assert most == pytest.approx(share)
        table = wearoff.simulate(
            "healthy_muscle", plan=plan, units=1e5, sessions=1, years=2, typical=True
        ).frame()
        assert 0.9 * most < 1 - table["size_percent"].min() / 100 <= most


def test_the_dose_saturates():
    """Eight times the dose takes more, and far less than eight times as much."""
    depths = [loss(jaw(units)).max() for units in (6.0, 48.0, 384.0)]
    assert depths == sorted(depths)
    assert 1.2 < depths[2] / depths[1] < 2


def test_a_muscle_is_smallest_when_force_is_largely_back():
    """Block is greatest in week 2, size lowest in weeks 6 to 12, when half of the force is back."""
    course = jaw()
    lowest = int(course["size_percent"].argmin())
    assert 6 * WEEK <= lowest <= 12 * WEEK
    assert course["response_percent"].argmin() < 3 * WEEK
    lacking = 100 - course["strength_percent"]
    assert lacking[lowest] < 0.6 * lacking.max()
    assert lacking[12 * WEEK] < lacking.max() / 4
    assert loss(course)[12 * WEEK] > 0.8 * loss(course).max()
    assert lacking[AT_HALF_A_YEAR] < loss(course)[AT_HALF_A_YEAR] / 2


def test_a_deeper_block_takes_longer_to_be_smallest():
    """Where more is given, a muscle is smallest later, by week 12 at ten times the dose."""
    lowest = [int(jaw(units)["size_percent"].argmin()) for units in (6.0, 48.0, 480.0)]
    assert lowest == sorted(set(lowest))
    assert lowest[-1] > 12 * WEEK


def test_repetition_goes_on_near_the_peak_of_one_session():
    """Ten years' worth of sessions every 12 weeks take less than twice what one does."""
    once, often = (loss(course).max() for course in (jaw(), jaw(sessions=34, **EVERY)))
    assert once < often < 2 * once


def test_two_fifths_or_more_are_missing_at_half_a_year():
    """At half a year a part of the loss is left, a year on less, and in the end none."""
    course = jaw()
    left = loss(course) / loss(course).max()
    assert 0.4 < left[AT_HALF_A_YEAR] < 0.8
    assert 0.1 < left[2 * AT_HALF_A_YEAR] < left[AT_HALF_A_YEAR]
    assert left[-1] < 0.02


def test_regrowth_has_a_fast_and_a_slow_part():
    """What is left halves in months at first and in a year or more later on."""
    left = loss(jaw())
    first = left[52 * WEEK] / left[26 * WEEK]
    later = left[130 * WEEK] / left[104 * WEEK]
    assert first < 0.6 < later < 0.8


def test_repetition_makes_more_of_the_loss_slow():
    """A year after the third session more is left than after the first, and the first rests."""
    once, thrice = jaw(), jaw(sessions=3, every_weeks=26.0)
    last = 52 * WEEK
    assert loss(thrice)[last + 52 * WEEK] > 1.5 * loss(once)[52 * WEEK]
    assert np.array_equal(once["m"][:AT_HALF_A_YEAR], thrice["m"][:AT_HALF_A_YEAR])


def test_a_loss_that_never_settles_is_fast():
    """Positive control: where nothing settles, regrowth has one rate, and three leave as one."""
    never = {"settling_loss_time": 5 * 160.0}
    once, thrice = jaw(**never), jaw(sessions=3, every_weeks=26.0, **never)
    usual = loss(jaw())[104 * WEEK]
    assert loss(once)[104 * WEEK] < usual / 4
    assert loss(thrice)[156 * WEEK] < loss(jaw(sessions=3, every_weeks=26.0))[156 * WEEK] / 4


@pytest.mark.parametrize("felt", [0.0, 0.5, 1.0])
def test_force_has_its_own_share_of_a_lost_size(felt):
    """Strength is what block leaves, times what is felt of size, times the contractile share."""
    course = jaw(size_in_force=felt)
    expected = course["response_percent"] * (1 - felt * loss(course) / 100) * course["q"]
    assert course["strength_percent"] == pytest.approx(expected, rel=1e-6)


def test_size_and_what_a_muscle_is_made_of_are_apart():
    """A share lost for good moves no size, and a greater loss of size no contractile share."""
    most = rows.get("permanent_share").high
    assert np.array_equal(jaw(permanent_share=most)["m"], jaw()["m"])
    assert np.array_equal(jaw(atrophy_share_jaw=0.5)["q"], jaw()["q"])


def test_halving_the_step_changes_nothing():
    """Size and its slow part agree with a step of half a day."""
    for name in ("m", "s", "r"):
        assert jaw(step=0.5)[name] == pytest.approx(jaw()[name], abs=1e-4)


def test_regions_shrink_by_their_own_share():
    """Every muscle's share is a row of its region; the face's is the largest of people."""
    shares = {
        name.removeprefix("atrophy_share_"): rows.value(name, "share")
        for name in rows.load()
        if name.startswith("atrophy_share_") and not name.endswith("_rabbit")
    }
    assert max(shares, key=shares.get) == "face"
    assert shares["child_leg"] == min(shares.values())
