"""A slope of which diaries keep a part: measured as it is, and allowed for where it is told."""

from __future__ import annotations

import numpy as np
import pytest

from drawn_people import drawn_people, drawn_person
from pipelines.pooled_slope import on_truth
from validation.worlds import Truth
from wearoff.together.answers import answers, chances, told
from wearoff.together.grids import Slope
from wearoff.together.members import people_of
from wearoff.together.person_curves import blurred
from wearoff.together.slope_kept import shares_kept, undiluted
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


@pytest.mark.parametrize("center", [0.8, -0.8, 0.1])
def test_a_slope_is_divided_and_keeps_its_direction(center):
    """Its mean is that of both, its SD holds what is not known of the share, and 0 stays."""
    grid = np.linspace(-4.0, 4.0, 801)
    weights = np.exp(-0.5 * ((grid - center) / 0.2) ** 2)
    weights /= weights.sum()
    alone = told(grid, weights)
    assert told(*undiluted(grid, weights, np.ones(1))) == pytest.approx(alone)
    kept = np.array([0.7, 0.8, 0.9])
    found = told(*undiluted(grid, weights, kept))
    assert found.mean == pytest.approx(center * (1 / kept).mean())
    assert found.above == pytest.approx(alone.above, abs=1e-3)
    sd = np.sqrt((1 / kept**2).mean() * (0.2**2 + center**2) - found.mean**2)
    assert found.hi90 - found.lo90 == pytest.approx(2 * 1.645 * sd, rel=0.03)


def test_a_diary_keeps_most_of_a_slope_and_not_all():
    """Set on made-up people: 0.85, and its 9 in 10 lie below 1."""
    kept = shares_kept()
    assert kept.mean() == pytest.approx(0.85, abs=0.01)
    assert (kept > 0.7).all()
    assert (kept < 1.0).all()


def slope_told(keeps, seed):
    """The slope with misfit of people who say so much of 1.5, as told and as the curves have it."""
    rng = np.random.default_rng(seed)
    steps = rng.uniform(-1.2, 1.2, MANY)
    drawn = [
        drawn_person(
            1.5 * keeps * step, seed=5000 + at, sd=0.5, covariates={"units": 150 + 50 * step}
        )
        for at, step in enumerate(steps)
    ]
    people = people_of(drawn, by="units")
    question = Slope(people.steps)
    logs = question.refined(question.total(blurred(people.likelihood, people.misfit)))
    found = answers(sums(people))
    assert found.slope == ("more", ())
    return found.printed.slope, told(question.answers[1], chances(question, logs))


def test_the_range_holds_what_diaries_diluted():
    """A slope of 1.5 of which the usual share is kept is in the range; undivided it is not."""
    found, curves = slope_told(shares_kept().mean(), 5)
    assert found.lo90 < 1.5 < found.hi90
    assert curves.hi90 < 1.5


def test_the_range_is_too_high_where_all_is_kept():
    """What is divided by too small a share comes out too large, by as much: nothing hides it."""
    found, curves = slope_told(1.0, 6)
    assert curves.lo90 < 1.5 < curves.hi90
    assert found.mean == pytest.approx(curves.mean * (1 / shares_kept()).mean(), rel=0.01)
