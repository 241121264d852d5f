"""Summaries of weighted draws: mean and intervals, without resampling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Array

NINE_IN_TEN = (0.05, 0.95)
NAMES = {0.05: "lo90", 0.25: "lo50", 0.75: "hi50", 0.95: "hi90"}
FEWEST = 1e-3
"""Weight of draws with a value below which there is no estimate."""


def quantiles(values: Array, weights: Array, levels: Sequence[float]) -> Array:
    """Quantiles of weighted draws, between draws by interpolation."""
    order = np.argsort(values)
    cumulated = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(levels, cumulated / weights.sum(), values[order])


def interval(
    values: Array, weights: Array, levels: Sequence[float] = NINE_IN_TEN
) -> dict[str, float] | None:
    """Mean and quantiles of the draws that have a value; None where hardly any has."""
    known = np.isfinite(values) & (weights > 0)
    share = weights[known]
    if share.sum() < FEWEST:
        return None
    kept = values[known]
    found = {"mean": float(kept @ share / share.sum())}
    for level, value in zip(levels, quantiles(kept, share, levels), strict=True):
        found[NAMES[level]] = float(value)
    return found
