"""An estimate: mean and the interval that holds 9 in 10."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Estimate:
    """Mean, 5th and 95th percentile and SD of draws; ``share`` of draws that had a value."""

    mean: float
    lo90: float
    hi90: float
    sd: float
    share: float = 1.0


def estimate(draws: Array) -> Estimate:
    """Summary of equally weighted draws; draws without a value (NaN) are left out and counted."""
    known = draws[np.isfinite(draws)]
    if not len(known):
        return Estimate(np.nan, np.nan, np.nan, np.nan, 0.0)
    lo, hi = np.quantile(known, [0.05, 0.95])
    share = len(known) / len(draws)
    return Estimate(float(known.mean()), float(lo), float(hi), float(known.std()), share)
