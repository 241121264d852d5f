"""A mean with the intervals that hold 9 in 10 and 5 in 10.

`estimate` is for draws that count alike, `interval` for draws with weights. Draws without a value
(NaN) are left out and counted. Their quantiles follow two rules: of N draws that count alike the
k-th stands at (k − 1)/(N − 1), as in NumPy; a weighted draw at the middle of its weight, because
there is no such place when weights differ. With equal weights the two are less than one draw apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Array

NINE_IN_TEN = (0.05, 0.95)
FIVE_AND_NINE = (0.05, 0.25, 0.75, 0.95)
NAMES = {0.05: "lo90", 0.25: "lo50", 0.75: "hi50", 0.95: "hi90"}
FEWEST = 1e-3
"""Weight of draws with a value below which there is no estimate."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Mean, SD and intervals of draws; ``share`` of draws that had a value."""

    mean: float
    sd: float
    lo90: float
    lo50: float
    hi50: float
    hi90: float
    share: float = 1.0

    def plus(self, by: float) -> Estimate:
        """The same, moved by a constant.

        Example:
            >>> estimate(np.array([1.0, 3.0])).plus(10.0).mean
            12.0
        """
        moved = {name: getattr(self, name) + by for name in ("mean", *NAMES.values())}
        return replace(self, **moved)


def estimate(draws: Array) -> Estimate:
    """Summary of equally weighted draws, (N,).

    Quantiles lie between draws by linear interpolation; the SD is that of the draws. All is NaN
    where no draw has a value.

    Example:
        >>> found = estimate(np.array([0.0, 1.0, 2.0, 3.0, 4.0, np.nan]))
        >>> found.mean, found.lo50, round(found.share, 2)
        (2.0, 1.0, 0.83)
    """
    known = draws[np.isfinite(draws)]
    mean, sd, quantile = np.nan, np.nan, dict.fromkeys(NAMES.values(), np.nan)
    if len(known):
        mean, sd = float(known.mean()), float(known.std())
        quantile = dict(zip(NAMES.values(), map(float, np.quantile(known, [*NAMES])), strict=True))
    return Estimate(mean=mean, sd=sd, **quantile, share=len(known) / len(draws))


def quantiles(values: Array, weights: Array, levels: Sequence[float]) -> Array:
    """Quantiles of weighted draws, between draws by interpolation.

    Args:
        values: Draws, (N,), none of them NaN.
        weights: Their weights, (N,), of any sum.
        levels: Between 0 and 1.

    Returns:
        One value a level.

    Example:
        >>> quantiles(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 1.0]), [0.5]).tolist()
        [2.0]
    """
    order = np.argsort(values)
    cumulated = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(levels, cumulated / weights.sum(), values[order])


def interval(
    values: Array, weights: Array, levels: Sequence[float] = NINE_IN_TEN
) -> dict[str, float] | None:
    """Mean and quantiles of weighted draws that have a value; None where hardly any has.

    Args:
        values: Draws, (N,), NaN where one has no value.
        weights: Their weights, (N,).
        levels: Of `NAMES`, which names them.

    Example:
        >>> interval(np.array([1.0, 2.0, 3.0]), np.ones(3) / 3)
        {'mean': 2.0, 'lo90': 1.0, 'hi90': 3.0}
    """
    known = np.isfinite(values) & (weights > 0)
    share = weights[known]
    if share.sum() < FEWEST:
        return None
    kept = values[known]
    found = {"mean": float(kept @ share / share.sum())}
    for level, value in zip(levels, quantiles(kept, share, levels), strict=True):
        found[NAMES[level]] = float(value)
    return found
