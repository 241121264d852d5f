"""How much of a slope of trends on a covariate the diaries keep, and slopes divided by it.

Trends that people tell together differ by less than true ones: a slope on the true trends
themselves is not 1 but less, whatever the length of diaries, the level and the tightness of the
prior, and most where relief fades (`docs/together.md`). So a slope on a covariate is divided by the
share that is kept, as regression calibration divides by reliability, and its interval holds what is
not known of that share.

``fitted/slope_kept.csv`` is made by `pipelines.pooled_slope` (block ``worlds_tried``).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from wearoff.formats import fitted

if TYPE_CHECKING:
    from wearoff.records import Array

KEPT = "slope_kept"
"""Name of the table: the share and its SD."""
PLACES = 9
"""Shares that stand for a normal distribution of it, alike in chance."""


@cache
def shares_kept() -> Array:
    """Shares of a slope that diaries may keep, (PLACES,), each as likely as the others.

    Example:
        >>> bool(0.5 < shares_kept().min() < shares_kept().max() < 1)
        True
    """
    (row,) = fitted.table("together", KEPT)
    middles = (np.arange(PLACES) + 0.5) / PLACES
    return float(row["kept"]) + float(row["sd"]) * ndtri(middles)


def undiluted(slopes: Array, chances: Array, kept: Array) -> tuple[Array, Array]:
    """True slopes behind those that diaries tell: each divided by each share that may be kept.

    Args:
        slopes: As the curves have them, (R,).
        chances: Of each, (R,).
        kept: Shares, above 0, (K,), as likely as each other.

    Returns:
        Slopes and their chances, (R·K,) each; what lies above 0 stays there.

    Example:
        >>> slopes, chances = undiluted(np.array([0.0, 1.0]), np.array([0.5, 0.5]), np.array([0.5]))
        >>> slopes.tolist(), chances.tolist()
        ([0.0, 2.0], [0.5, 0.5])
    """
    return np.outer(slopes, 1 / kept).ravel(), np.repeat(chances / len(kept), len(kept))
