"""What a cohort did: each outcome over periods of days, between patients, in little memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.simulation.cohorts import Batch

FOUR_WEEKS = 28
YEAR = 365
SHORT = 400
"""Courses of at most this many days are summarized by four weeks, longer ones by year."""


@dataclass(frozen=True)
class Summary:
    """Mean of one outcome over a period: between patients, and 9 in 10 of them."""

    outcome: str
    unit: str
    from_day: int
    to_day: int
    mean: float
    lo90: float
    hi90: float


def periods(days: int) -> list[tuple[int, int]]:
    """First and last day of each period of a course."""
    width = FOUR_WEEKS if days <= SHORT else YEAR
    starts = list(range(0, days, width))
    ends = [min(start + width, days) - 1 for start in starts]
    whole = [(a, b) for a, b in zip(starts, ends, strict=True) if b - a + 1 > width // 4]
    return whole or [(0, days - 1)]


class Summarizer:
    """Collects period means of every patient while batches pass by."""

    def __init__(self, outcomes: dict[str, str], days: int) -> None:
        """``outcomes`` maps column to unit."""
        self.outcomes = outcomes
        self.periods = periods(days)
        self._means: dict[str, list[Any]] = {name: [] for name in outcomes}

    def add(self, batch: Batch) -> None:
        """Take one batch in."""
        for name in self.outcomes:
            column = batch.columns[name]
            self._means[name].append(
                np.stack([column[:, a : b + 1].mean(1) for a, b in self.periods], 1)
            )

    def rows(self) -> Sequence[Summary]:
        """One row an outcome and period."""
        found: list[Summary] = []
        for name, unit in self.outcomes.items():
            means = np.concatenate(self._means[name])
            lo, hi = np.quantile(means, [0.05, 0.95], axis=0)
            found += [
                Summary(name, unit, a, b, float(means[:, k].mean()), float(lo[k]), float(hi[k]))
                for k, (a, b) in enumerate(self.periods)
            ]
        return found
