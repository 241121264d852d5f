"""Vector code of a diary's loops: what NumPy finds, for any number of settings and any record."""

from __future__ import annotations

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest
from test_diary_posterior import at_random, problem_of, record_of, some_entries

import wearoff
from validation.truth import own
from wearoff.diary.posterior import (
    estimands,
    laplace,
    likelihood,
    persistence,
    prior,
    relief,
    sampler,
    slopes,
    vectors,
)
from wearoff.diary.posterior.likelihood import Path
from wearoff.records import OutsideBaseline

pytest.importorskip("llvmlite", reason="there is no compiler for vector code")

COUNTS = [8, 13, 24]
"""Settings: the fewest, some that are taken twice, and a multiple."""
USERS = (laplace, likelihood, persistence, relief, slopes)


def by_numpy(patch, work):
    """What work finds where nothing can be compiled."""
    with patch.context() as without:
        for user in USERS:
            without.setattr(user, "vectors", lambda _: None)
        return work()


def target_of(count, *, wide=False, counts=True):
    """A record with holes and a count, its target at random settings, and a path."""
    before = OutsideBaseline(20, 28, "letter") if counts else None
    record = record_of(some_entries(150), sessions=(0, 84), baseline=before)
    problem = problem_of(record).told
    if wide:
        kept = np.random.default_rng(2).random((problem.weeks, 7, count)) < 0.8
        series = problem.series
        problem = replace(problem, series=series._replace(seen=series.seen * kept))
    settings, path = at_random(problem, count)
    return problem.target(settings), path


def apart(ours, theirs):
    """Largest difference, as a part of the largest number; both have numbers in the same places."""
    assert np.array_equal(np.isfinite(ours), np.isfinite(theirs))
    size = np.abs(theirs[np.isfinite(theirs)])
    assert size.max() > 0
    return np.nanmax(np.abs(ours - theirs)) / size.max()


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("spread", [None, 0.7])
def test_slopes_are_those_of_numpy(monkeypatch, count, wide, spread):
    """Score, information and what is seen of relief, at a point or over a spread."""
    target, path = target_of(count, wide=wide)
    sd = None if spread is None else np.full(path.latent.shape, spread)
    ours = slopes.slopes(target, path, sd)
    theirs = by_numpy(monkeypatch, lambda: slopes.slopes(target, path, sd))
    assert max(apart(*pair) for pair in zip(ours, theirs, strict=True)) <= 1e-13
    elsewhere = slopes.slopes(target, path, np.full(path.latent.shape, 1.1))
    assert apart(elsewhere.score, theirs.score) > 1e-3


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("counts", [False, True])
def test_joint_densities_are_those_of_numpy(monkeypatch, count, wide, counts):
    """Of paths as long as the record, with and without counts of days."""
    target, path = target_of(count, wide=wide, counts=counts)
    ours = likelihood.log_joint(target, path)
    theirs = by_numpy(monkeypatch, lambda: likelihood.log_joint(target, path))
    assert ours == pytest.approx(theirs, rel=1e-13)
    assert np.ptp(ours) > 1


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("rows", [1, 6])
@pytest.mark.parametrize("weeks", [2, 61])
def test_elimination_solves(count, rows, weeks):
    """Pivots, ratios and T⁻¹·right are NumPy's, T times what was found is what was given."""
    rng = np.random.default_rng(weeks)
    off = -rng.random(count)
    diagonal = 2.1 + rng.random((weeks, count))
    right = rng.normal(size=(rows, weeks, count))
    kept = right.copy()
    fast = vectors.vectors(right)
    assert fast is not None
    ours = fast.eliminate(diagonal, off, right)
    assert np.array_equal(right, kept)
    for mine, theirs in zip(ours, laplace.eliminate(diagonal, off, right.copy()), strict=True):
        assert mine == pytest.approx(theirs, rel=1e-12)
    found = ours[2]
    product = diagonal * found
    product[:, 1:] += off * found[:, :-1]
    product[:, :-1] += off * found[:, 1:]
    assert product == pytest.approx(right, abs=1e-12)


@pytest.mark.parametrize("count", COUNTS)
def test_days_are_those_of_numpy(monkeypatch, count):
    """Chances of every day are rounded where NumPy rounds them."""
    problem = problem_of(record_of(some_entries(200), sessions=(0, 84)))
    settings, path = at_random(problem, count)
    ours = persistence.daily(problem, settings, path)
    theirs = by_numpy(monkeypatch, lambda: persistence.daily(problem, settings, path))
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == pytest.approx(other, rel=1e-6)
        assert np.mean(mine == other) > 0.999
    assert np.abs(ours.treated - ours.untreated).max() > 0.01


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("products", [1, 2])
def test_courses_are_those_of_numpy(monkeypatch, count, products):
    """Sessions of one product or two block what the part of the model says, day by day."""
    other = ["onabotulinumtoxinA", "abobotulinumtoxinA"][products - 1]
    first, second = own.log_of([0, 84], 155.0).sessions
    doses = relief.active_doses([first, replace(second, product=other)], -14, 280)
    assert doses.active.shape == (280, products)
    shape = prior.shape(at_random(problem_of(record_of(some_entries(30))), count)[0])
    ours = relief.course(doses, shape)
    theirs = by_numpy(monkeypatch, lambda: relief.course(doses, shape))
    assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-15)
    assert ours[:2].max() == 0
    assert ours.max() > 0.1


def test_settings_far_out_are_no_numbers_there_either(monkeypatch):
    """Where a course is no number, so is what is found of its setting, and others stay."""
    target, path = target_of(9)
    course = target.course.copy()
    course[..., 4] = np.nan
    spoiled = replace(target, course=course)
    ours = likelihood.log_joint(spoiled, path)
    theirs = by_numpy(monkeypatch, lambda: likelihood.log_joint(spoiled, path))
    assert np.isnan(ours[4])
    assert np.isnan(theirs[4])
    others = np.arange(9) != 4
    assert np.array_equal(ours[others], likelihood.log_joint(target, path)[others])
    assert np.isnan(slopes.slopes(spoiled, path, None).score[:, 4]).all()


def test_modes_do_not_turn_on_how_they_are_found(monkeypatch):
    """A search for modes and its evidence are the same either way."""
    problem = problem_of(record_of(some_entries(300), sessions=(0, 84, 168)))
    settings, _ = at_random(problem, 16)

    def found():
        fit = sampler.modes(problem, settings, problem.center).centered()
        return fit.log_evidence, fit.gaussian.center.latent

    for ours, theirs in zip(found(), by_numpy(monkeypatch, found), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_other_libraries_and_few_settings_do_without():
    """A gradient is taken through plain arithmetic, and one setting is no vector."""
    assert vectors.vectors(jnp.ones((3, 8))) is None
    assert vectors.vectors(np.ones((3, 7))) is None
    assert vectors.vectors(np.ones((3, 8))) is not None


def test_days_beyond_what_answers_read_are_left_out():
    """What is computed of every day ends 49 days after the last week that tells something."""
    problem = problem_of(record_of(some_entries(300), sessions=(0, 84)))
    settings, path = at_random(problem, 8)
    some = persistence.daily(problem.shown, settings, path)
    every = persistence.daily(problem, settings, path)
    days = 7 * (problem.told.weeks + 7)
    assert len(some.treated) == days < len(every.treated)
    assert days >= 7 * problem.told.weeks + estimands.SLOW
    for ours, theirs in zip(some, every, strict=True):
        assert np.array_equal(ours, theirs[:days])


def test_answers_are_the_same_without_a_compiler(monkeypatch):
    """Every number of a document is the same to its last digit, or next to it."""
    case = wearoff.example_case("ben")
    short = replace(case, diary=case.diary.until(300), files=())

    def numbers(found):
        if isinstance(found, dict):
            return [number for value in found.values() for number in numbers(value)]
        if isinstance(found, list):
            return [number for value in found for number in numbers(value)]
        return [found] if isinstance(found, float) else []

    def answered():
        return numbers(wearoff.analyze(short, prospects=False).to_dict())

    ours, theirs = answered(), by_numpy(monkeypatch, answered)
    assert len(ours) > 100
    assert ours == pytest.approx(theirs, rel=2e-5, abs=1e-6)


def test_paths_may_be_longer_than_what_is_told(monkeypatch):
    """Later weeks of a path enter its prior alone."""
    target, path = target_of(8)
    more = np.vstack([path.latent, 0.1 * path.latent[:3]])
    longer = Path(path.effects, more)
    ours = likelihood.log_joint(target, longer)
    assert ours == pytest.approx(
        by_numpy(monkeypatch, lambda: likelihood.log_joint(target, longer)), rel=1e-13
    )
