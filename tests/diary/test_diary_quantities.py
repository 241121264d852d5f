"""The published quantities against their second writing, and summaries of weighted draws."""

from __future__ import annotations

import numpy as np
import pytest

from validation.truth import definitions
from wearoff.diary.posterior.estimands import (
    estimands,
    gain_of_slow_level,
    slow_draws,
    wearoff_day,
    widened,
)
from wearoff.diary.posterior.persistence import with_persistence
from wearoff.stats.intervals import interval, quantiles


def test_quantities_agree_with_their_second_writing():
    """Relief, wear-off, drift, baseline and lasting change equal the generator's own."""
    rng = np.random.default_rng(1)
    for _ in range(25):
        before, days = int(rng.integers(1, 80)), int(rng.integers(60, 500))
        starts = np.unique([0, *rng.integers(1, days, int(rng.integers(0, 6)))])
        level = np.cumsum(rng.normal(0, 0.2, before + days))
        p0 = 1 / (1 + np.exp(-level))
        shift = np.repeat(rng.normal(0.5, 1, (before + days) // 5 + 1), 5)[: before + days]
        p1 = 1 / (1 + np.exp(shift * (np.arange(before + days) >= before) - level))
        truth = definitions.define(p0, p1, starts, -before, without_trend=p0)
        ends = [*(starts[1:] - 1), days - 1]
        cycles = [(before + a, before + b) for a, b in zip(starts, ends, strict=True)]
        found = estimands(p1[:, None], p0[:, None], cycles, slice(0, before))
        for name in ("relief_percent", "relief_days_28", "wearoff_day", "baseline"):
            assert getattr(found, name)[0] == pytest.approx(getattr(truth, name), nan_ok=True)
        assert found.drift[0] == pytest.approx(truth.drift_days_28_per_year)
        assert found.lasting_change[0] == pytest.approx(truth.lasting_change)
        for ours, theirs in zip(found.cycles, truth.cycles, strict=True):
            assert ours.relief_percent[0] == pytest.approx(theirs.relief_percent)
            assert ours.wearoff_day[0] == pytest.approx(theirs.wearoff_day, nan_ok=True)


def test_both_kinds_of_level_see_every_part_of_the_proposal():
    """Half of the draws move slowly; of every place in a round of eight it is about half."""
    slow = slow_draws(4096)
    assert slow.sum() == len(slow) // 2
    shares = slow.reshape(-1, 8).mean(0)
    assert np.all((shares > 0.4) & (shares < 0.6))
    assert np.array_equal(slow, slow_draws(4096))


def of_random_chances(draws=400, days=200, first=56, seed=4):
    """Estimands of chances that move at random, 28 days before and two cycles."""
    rng = np.random.default_rng(seed)
    level = np.cumsum(rng.normal(0, 0.1, (days, draws)), axis=0) + rng.normal(0, 1, draws)
    p0 = 1 / (1 + np.exp(-level))
    cycles = [(first, first + 83), (first + 84, days - 1)]
    relief = np.sin(np.arange(days) / 27.0)[:, None] ** 2
    found = estimands(p0 * (1 - 0.6 * relief), p0, cycles, slice(0, first))
    return found, rng.dirichlet(np.ones(draws)), [84, days - first - 84]


def test_what_hangs_on_the_level_is_widened_about_its_mean():
    """Spread grows by the factor, means stay, relief stays, and every value is possible."""
    own, weights, lengths = of_random_chances()
    wide = widened(own, weights, 1.2, lengths)
    assert wide.relief_percent is own.relief_percent
    assert wide.relief_days_28 is own.relief_days_28
    assert weights @ wide.drift == pytest.approx(weights @ own.drift)
    assert wide.drift.std() == pytest.approx(1.2 * own.drift.std())
    assert np.ptp(wide.lasting_change) == pytest.approx(1.2 * np.ptp(own.lasting_change))
    assert wide.baseline.std() > own.baseline.std()
    assert ((wide.baseline >= 0) & (wide.baseline <= 28)).all()
    for one, theirs, days in zip(wide.cycles, own.cycles, lengths, strict=True):
        known = np.isfinite(theirs.wearoff_day)
        assert (np.isfinite(one.wearoff_day) == known).all()
        assert (one.wearoff_day[known] < days).all()
        assert (one.wearoff_day[known] >= 1).all()


def test_widening_by_one_changes_nothing():
    """And what a record has not is not made up."""
    own, weights, lengths = of_random_chances()
    same = widened(own, weights, 1.0, lengths)
    assert same.drift == pytest.approx(own.drift)
    assert same.wearoff_day == pytest.approx(own.wearoff_day, nan_ok=True)
    none = estimands(np.full((9, 3), 0.5), np.full((9, 3), 0.5), [], slice(0, 0))
    still = widened(none, np.full(3, 1 / 3), 1.2, [])
    assert still.baseline is still.drift is still.lasting_change is None
    assert np.isnan(still.wearoff_day).all()


def test_persistent_chance_is_the_share_of_many_diaries():
    """Diaries that repeat a day with chance ρ have headache as often as the chance says."""
    rng = np.random.default_rng(2)
    rho, new = 0.4, np.where(np.arange(12) < 6, 0.9, 0.2)
    many = 200_000
    written = rng.random(many) < new[0]
    shares = [written.mean()]
    for chance in new[1:]:
        written = np.where(rng.random(many) < rho, written, rng.random(many) < chance)
        shares.append(written.mean())
    found = with_persistence(new[:, None], np.array([rho]))[:, 0]
    assert found == pytest.approx(shares, abs=0.005)
    assert found[6] > new[6]


def test_gain_of_a_level_that_rests_is_the_same():
    """Where nothing but relief moves, averaging the level changes nothing."""
    relief = 1.2 * np.exp(-((np.arange(84) / 60.0) ** 4))[:, None]
    p0, p1 = np.full((84, 1), 0.7), 1 / (1 + np.exp(relief - np.log(7 / 3)))
    assert gain_of_slow_level(p1, p0) == pytest.approx(p0 - p1, abs=1e-6)


def test_gain_of_a_slow_level_passes_over_a_bad_week():
    """A bad week hides relief for that week; with a slow level relief has not worn off."""
    days = np.arange(84)
    level = np.where((days >= 30) & (days < 37), 5.0, 0.5)[:, None]
    relief = np.where(days < 60, 1.0, 0.2)[:, None]
    p0, p1 = (1 / (1 + np.exp(-x)) for x in (level, level - relief))
    assert wearoff_day(p0 - p1)[0] == 30
    assert wearoff_day(gain_of_slow_level(p1, p0))[0] == 60


def test_interval_of_equal_weights_is_the_quantile():
    """With equal weights mean and ends are those of NumPy; a weight of two is a draw twice."""
    values = np.random.default_rng(1).normal(size=4000)
    found = interval(values, np.full(4000, 1 / 4000))
    assert found["mean"] == pytest.approx(values.mean())
    assert found["lo90"] == pytest.approx(np.quantile(values, 0.05), abs=1e-2)
    assert found["hi90"] == pytest.approx(np.quantile(values, 0.95), abs=1e-2)
    weights = np.where(np.arange(4000) < 1000, 2.0, 1.0)
    twice = np.concatenate([values[:1000], values])
    assert quantiles(values, weights, (0.3,)) == pytest.approx(np.quantile(twice, 0.3), abs=1e-2)


def test_interval_passes_over_draws_without_a_value():
    """Draws without a value or weight do not count; hardly any with one is no estimate."""
    values, weights = np.array([np.nan, 1.0, 3.0, 99.0]), np.array([0.4, 0.3, 0.3, 0.0])
    found = interval(values, weights)
    assert found["mean"] == 2
    assert 1 <= found["lo90"] <= found["hi90"] <= 3
    assert interval(np.array([np.nan, 1.0]), np.array([1 - 1e-4, 1e-4])) is None
