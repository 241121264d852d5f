"""An estimate: mean and the intervals that hold 5 in 10 and 9 in 10."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wearoff.records import Array


@dataclass(frozen=True)
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
        """The same, moved by a constant."""
        return Estimate(
            self.mean + by,
            self.sd,
            self.lo90 + by,
            self.lo50 + by,
            self.hi50 + by,
            self.hi90 + by,
            self.share,
        )


def estimate(draws: Array) -> Estimate:
    """Summary of equally weighted draws; draws without a value (NaN) are left out and counted."""
    known = draws[np.isfinite(draws)]
    if not len(known):
        return Estimate(*[np.nan] * 6, share=0.0)
    quantiles = np.quantile(known, [0.05, 0.25, 0.75, 0.95])
    share = len(known) / len(draws)
    return Estimate(float(known.mean()), float(known.std()), *map(float, quantiles), share=share)
