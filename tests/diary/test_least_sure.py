"""The least sure yes: people whom injections bring a little less than what "working" asks for.

Whether a yes comes at too small a chance shows in them alone: who has much relief is told so with a
large chance, who has none hardly ever comes near. All have few headache days, so that two fewer are
more than the other lines of the question ask, and relief that is gone before the next session.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from conftest import TIER, TIERS
from generated import at_most, needs_many
from validation.seeds import judging
from validation.truth import foreign
from validation.truth.definitions import WINDOW
from validation.truth.judged import analyzed, started
from watched import unwatched_after

pytestmark = needs_many
FEW = {"center": -1.4, "context": 0.4, "sessions": 4, "skip": 0.0, "half_gain": 50.0}
MOST = 6.5
"""Headache days in 28 after the first session, were there no relief."""
BROUGHT = 1.6
"""Headache days in 28 that injections take away: the question asks for two."""
SURE = 0.70
"""The least chance beside a yes, see docs/analyze.md; a second time."""
NEAR = 0.15
"""How far below it, or above, a chance is near it."""


class Told(NamedTuple):
    """What one of them was told of the question, and the chance of it."""

    answer: str
    chance: float


@pytest.fixture(scope="module")
def told():
    """Everybody with few enough headache days."""
    started()
    seeds = judging("answers", TIERS["people near the line"][TIER])
    found = []
    for seed in unwatched_after(seeds, watched=4):
        made = foreign.make(seed, kind="no_relief", **FEW)
        level = WINDOW * made.truth.p0[made.settings["before"] :].mean()
        if level <= MOST:
            relief = 100 * BROUGHT / level
            made = foreign.make(seed, kind="no_relief", **FEW, relief=relief)
            assert made.truth.relief_days_28 < BROUGHT + 0.1
            working = analyzed(made).verdicts[0]
            found.append(Told(working.answer, working.probability))
    return found


def test_nobody_is_told_yes_at_a_smaller_chance(told, record_property):
    """Where the chance of two days fewer is 55 to 70 in 100 it stays open, whatever else holds."""
    near = [one for one in told if SURE - NEAR <= one.chance < SURE]
    record_property("diaries", len(near))
    assert len(near) >= len(told) / 20
    said = [one for one in near if one.answer != "cannot_tell"]
    assert not said, f"{len(said)} of {len(near)}: {said}"


def test_most_are_told_yes_at_a_larger_one(told, record_property):
    """The control: where it is 70 to 85, half or more are told yes, the rest being as it was."""
    near = [one for one in told if SURE <= one.chance < SURE + NEAR]
    missed = sum(one.answer != "yes" for one in near)
    record_property("power", 1 - missed / len(near))
    assert at_most(missed, len(near), 0.5), f"{missed} of {len(near)}"


def test_who_has_less_than_is_asked_for_is_rather_not_told_yes(told, record_property):
    """Of all of them, whose relief is short of the two days, at most half are told that it works.

    And nobody that it does not: that would be as wrong to somebody with so much relief.
    """
    wrong = sum(one.answer == "yes" for one in told)
    record_property("rate", wrong / len(told))
    assert at_most(wrong, len(told), 0.5), f"{wrong} of {len(told)}"
    assert sum(one.answer == "no" for one in told) <= len(told) / 20
