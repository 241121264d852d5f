"""`validation.pooled`: what it holds against the truth, on people made for the purpose."""

from __future__ import annotations

import numpy as np

from drawn_people import drawn_people
from validation.pooled import HEAD, judge, line, truth_of
from validation.worlds import Truth
from wearoff.together.members import people_of


def truths(trends, units):
    """The truth of people with these trends and units."""
    return [
        Truth(
            "w",
            at,
            at,
            "kind",
            trend=trend,
            slope=0.0,
            relief=0.0,
            units=unit,
            sessions=9,
            left=False,
        )
        for at, (trend, unit) in enumerate(zip(trends, units, strict=True))
    ]


def test_the_truth_of_a_world_is_that_of_its_people():
    """Mean and slope for one step of units are read off the people; without units there is none."""
    units = np.array([100.0, 150.0, 200.0])
    true = truth_of(truths(units / 50, units))
    np.testing.assert_allclose(true, (3.0, 1.0))
    assert truth_of(truths([1.0, 2.0], [155.0, 155.0])).slope == 0.0


def test_a_population_is_held_against_the_truth():
    """An interval that holds the truth counts as one, and one far away does not."""
    people = people_of(drawn_people(np.full(70, 1.0), seed=3, sd=0.8))
    near, far = (judge("w", people, truth_of(truths([t, t], [155.0, 155.0]))) for t in (1.0, 4.0))
    assert (near.covered, near.in_range, near.slope_covered) == (True, True, None)
    assert (far.covered, far.in_range) == (False, False)
    assert near.trend == "rising"
    assert near.group == "cannot_tell"
    assert line([near, far]).split()[:5] == ["w", "70", "2", "0", "1/2"]
    assert HEAD.split()[:4] == ["world", "size", "runs", "left"]
