"""A slope of which diaries keep a part: measured as it is, and allowed for where it is told."""

from __future__ import annotations

import numpy as np
import pytest

from drawn_people import drawn_people, drawn_person
from pipelines.pooled_slope import on_truth
from validation.worlds import Truth
from wearoff.together.answers import Told, answers, chances, told
from wearoff.together.grids import Slope
from wearoff.together.members import people_of
from wearoff.together.person_curves import blurred
from wearoff.together.slope_kept import allowed_for, least_kept
from wearoff.together.sums import sums

MANY = 300


def truth(trend, world):
    """Somebody's truth."""
    return Truth(world, 0, 0, "kind", trend, 0.0, 0.0, units=155.0, sessions=9, left=False)


@pytest.mark.parametrize("kept", [1.0, 0.6])
def test_the_share_that_is_kept_is_found(kept):
    """Diaries that say so much of every trend keep so much of a slope, worlds apart or not."""
    worlds = np.arange(MANY) % 2
    trends = np.random.default_rng(2).normal(0.3, 1.4, MANY) + 2 * worlds
    drawn = drawn_people(kept * trends, seed=2, sd=0.8)
    found = on_truth(
        [(one, truth(t, f"w{w}")) for one, t, w in zip(drawn, trends, worlds, strict=True)]
    )
    assert found.lo90 < kept < found.hi90
    assert found.hi90 - found.lo90 < 0.35


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.9), (-0.9, -0.2), (-0.3, 0.5)])
def test_a_range_is_widened_away_from_nothing_and_keeps_its_direction(low, high):
    """Either end is kept or moved outward, none across 0, and all of a slope kept changes none."""
    slope = Told(mean=(low + high) / 2, lo90=low, hi90=high, above=0.6, near=0.9)
    assert allowed_for(slope, 1.0) == slope
    wide = allowed_for(slope, 0.5)
    assert (wide.lo90, wide.hi90) == (min(low, 2 * low), max(high, 2 * high))
    assert np.sign([wide.lo90, wide.hi90]).tolist() == np.sign([low, high]).tolist()
    assert wide.lo90 < wide.mean < wide.hi90
    assert wide.above == slope.above


@pytest.mark.parametrize("keeps_all", [True, False])
def test_the_range_holds_whatever_diaries_kept(keeps_all):
    """A slope of 1.5 is in the range if all of it is kept, and if the least; alone it is not."""
    rng = np.random.default_rng(5)
    steps = rng.uniform(-1.2, 1.2, MANY)
    said = 1.5 * steps * (1.0 if keeps_all else least_kept())
    drawn = [
        drawn_person(one, seed=5000 + at, sd=0.5, covariates={"units": 150 + 50 * step})
        for at, (one, step) in enumerate(zip(said, steps, strict=True))
    ]
    people = people_of(drawn, by="units")
    found = answers(sums(people))
    assert found.slope == ("more", ())
    assert found.printed.slope.lo90 < 1.5 < found.printed.slope.hi90
    question = Slope(people.steps)
    logs = question.refined(question.total(blurred(people.likelihood, people.misfit)))
    alone = told(question.answers[1], chances(question, logs))
    assert (alone.hi90 > 1.5) is keeps_all
