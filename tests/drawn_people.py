"""Made-up people with known trends, as draws that an analysis would have kept."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from wearoff.diary.draws import DRAWS, UNKNOWN, StoredDraws
from wearoff.runs import meta

PER_B = 7.0
"""dS/db of everybody: a level in the middle moves 7 days in 28 a year for each log-odds a year."""
B_SD = 0.6


def drawn_person(
    trend,
    *,
    sd=1.2,
    seed=0,
    name=None,
    days=1200,
    ended=UNKNOWN,
    prior=(0.0, B_SD),
    misread=0.0,
    **other,
):
    """A person whose diary says the trend with a normal error, analyzed under a normal prior of b.

    ``misread`` is the SD of what the diary is off by beyond that.
    """
    rng = np.random.default_rng(seed)
    said = (trend + misread * rng.normal() + sd * rng.normal()) / PER_B
    mean, own = prior
    precision = (PER_B / sd) ** 2 + own**-2
    center = (said * (PER_B / sd) ** 2 + mean * own**-2) / precision
    b = center + rng.normal(size=DRAWS) / np.sqrt(precision)
    relief = 0.6 + 0.2 * rng.normal(size=DRAWS)
    made = meta(1)
    values = {
        "name": name or f"person-{seed:04}",
        "digest": sha256(f"{name}{seed}".encode()).hexdigest(),
        "condition": "chronic_migraine",
        "b": b,
        "relief_log_odds": relief,
        "trend": PER_B * b,
        "trend_per_b": np.full(DRAWS, PER_B),
        "relief_percent": 25 * relief,
        "relief_percent_per_r": np.full(DRAWS, 25.0),
        "slope": PER_B * b + rng.normal(size=DRAWS),
        "b_mean": mean,
        "b_sd": own,
        "r_mean": 0.4,
        "r_sd": 0.5,
        "k_hat": 0.3,
        "effective": 900.0,
        "days": days,
        "written": days,
        "given": 1 + days // 84,
        "planned": 1 + days // 84,
        "ended": ended,
        "product": "onabotulinumtoxinA",
        "covariates": {"units": 155.0, "years": days / 365.25, "sessions": 1 + days // 84},
        "program": made["version"],
        "evidence": made["evidence"],
        "seed": 1,
    } | other
    arrays = {
        key: np.asarray(value, np.float32) if isinstance(value, np.ndarray) else value
        for key, value in values.items()
    }
    return StoredDraws(**arrays)


def drawn_people(trends, *, seed=0, **other):
    """A person for each of these trends."""
    return [drawn_person(trend, seed=1000 * seed + at, **other) for at, trend in enumerate(trends)]
