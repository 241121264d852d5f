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
"""Bonferroni: a calibrated program fails one run in a hundred over the four quantities."""
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


@pytest.mark.parametrize("name", own.JUDGED)
def test_ranks_are_uniform(ranks, name):
    """The truth lies anywhere in its posterior equally often: chi-square, 1 % over all four."""
    values = np.array([rank[name] for rank in ranks])
    values = values[np.isfinite(values)]
    assert len(values) > len(ranks) / 4 or len(ranks) < 20
    assert ((values >= 0) & (values <= 1)).all()
    bins = int(np.clip(len(values) // 10, 2, 20))
    counts = np.histogram(values, bins=bins, range=(0, 1))[0]
    chance = stats.chisquare(counts).pvalue if len(values) else 1.0
    assert chance >= LEVEL, f"{name}: {counts.tolist()}, p {chance:.4f}"


def test_draws_can_be_trusted(ranks):
    """Pareto k-hat is below 0.7 in 95 % of the replicates, less what chance allows."""
    bad = sum(rank["k_hat"] > 0.7 for rank in ranks)
    assert bad <= stats.binom.ppf(0.99, len(ranks), 0.05)
