"""Simulation-based calibration: diaries drawn from our own prior and likelihood."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from conftest import TIER, TIERS
from validation.truth import own
from watched import unwatched_after

REPLICATES = TIERS["calibration replicates"][TIER]
LEVEL = 0.01 / len(own.JUDGED)
"""Bonferroni: a calibrated program fails a test one run in a hundred over the four quantities."""
PLANS = ((56, 3, 84), (28, 4, 84), (84, 2, 98), (42, 5, 70))
"""Days before, sessions and interval, in turn."""


@pytest.fixture(scope="module")
def ranks():
    """Rank of the truth in the posterior, by quantity, and k-hat of every replicate."""
    found = []
    for seed in unwatched_after(range(REPLICATES)):
        before, sessions, interval = PLANS[seed % len(PLANS)]
        person = own.drawn(seed, before=before, sessions=sessions, interval=interval)
        draws = own.posterior(person)
        found.append(own.ranks(person, draws, seed=seed) | {"k_hat": draws.k_hat})
    return found


def known(ranks, name):
    """The ranks of a quantity where its truth has one."""
    values = np.array([rank[name] for rank in ranks])
    return values[np.isfinite(values)]


@pytest.mark.parametrize("name", own.JUDGED)
def test_ranks_are_uniform(ranks, name):
    """The truth lies anywhere in its posterior equally often: chi-square, 1 % over all four."""
    values = known(ranks, name)
    assert len(values) > len(ranks) / 4 or len(ranks) < 20
    assert ((values >= 0) & (values <= 1)).all()
    bins = int(np.clip(len(values) // 10, 2, 20))
    counts = np.histogram(values, bins=bins, range=(0, 1))[0]
    chance = stats.chisquare(counts).pvalue if len(values) else 1.0
    assert chance >= LEVEL, f"{name}: {counts.tolist()}, p {chance:.4f}"


@pytest.mark.parametrize("name", own.JUDGED)
def test_ranks_lean_to_no_side_and_lie_no_wider(ranks, name):
    """Mean and spread of the ranks are those of a uniform: Neyman's smooth test of order two.

    A posterior that lies to a side or is too narrow moves them before single bins tell. Where the
    level wanders a third as far in the program as in the people, the day of wear-off is told late.
    """
    x = 2 * known(ranks, name) - 1
    scores = np.array([np.sqrt(3) * x, np.sqrt(5) * (3 * x**2 - 1) / 2])  # Legendre, variance 1
    moments = scores.sum(1) / np.sqrt(max(1, len(x)))
    chance = stats.chi2.sf(moments @ moments, len(moments))
    assert chance >= LEVEL, f"{name}: {moments.round(2).tolist()}, p {chance:.1e}"


def test_draws_can_be_trusted(ranks):
    """Pareto k-hat is below 0.7 in 95 % of the replicates, less what chance allows."""
    bad = sum(rank["k_hat"] > 0.7 for rank in ranks)
    assert bad <= stats.binom.ppf(0.99, len(ranks), 0.05)
