"""What a cohort did: each outcome over periods of days, between patients, in little memory."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.errors import InputError, argument
from wearoff.simulation.executor import side_by_side
from wearoff.stats.intervals import NINE_IN_TEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.simulation.cohorts import Batch

WIDTHS = {"month": 28, "year": 365}
"""Days of a period, by its name."""
SHORT = 400
"""Courses of at most this many days are summarized by month unless told, longer ones by year."""
BANDS_FROM = 8_192
"""Most patients whose own means are kept, for 9 in 10 of them: chance moves what so many put at
5 % by 0.24 points."""


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


def periods(days: int, by: str | None = None) -> list[tuple[int, int]]:
    """First and last day of each period of a course.

    Args:
        days: Of the course.
        by: Name of a period, of `WIDTHS`; by the length of the course if left out.

    Raises:
        InputError: another name.
    """
    name = by or ("month" if days <= SHORT else "year")
    if name not in WIDTHS:
        raise InputError(f"{argument('by')} {name}", allowed=" or ".join(WIDTHS))
    width = WIDTHS[name]
    starts = list(range(0, days, width))
    ends = [min(start + width, days) - 1 for start in starts]
    whole = [(a, b) for a, b in zip(starts, ends, strict=True) if b - a + 1 > width // 4]
    return whole or [(0, days - 1)]


class Summarizer:
    """Collects period means while batches pass by, in memory that does not grow with the cohort.

    The mean is over all patients. The 5 and 95 % are those of the first `BANDS_FROM` patients:
    patients are drawn one like the other, so the first are a random sample of all. Sums are added
    patient by patient, so that nothing depends on the size of a batch.
    """

    def __init__(self, outcomes: dict[str, str], days: int, by: str | None = None) -> None:
        """``outcomes`` maps column to unit; ``by`` as `periods` takes it."""
        self.outcomes = outcomes
        self.periods = periods(days, by)
        self._patients = 0
        self._first: dict[str, list[Any]] = {name: [] for name in outcomes}
        self._sums = {name: np.zeros(len(self.periods)) for name in outcomes}

    def add(self, batch: Batch) -> None:
        """Take in one batch whose columns are means over the periods."""
        room = max(BANDS_FROM - self._patients, 0)
        for name in self.outcomes:
            means = batch.columns[name]
            self._sums[name] = np.cumsum(np.vstack([self._sums[name], means]), axis=0)[-1]
            if room:
                self._first[name].append(means[:room])
        self._patients += len(batch.patients)

    def rows(self) -> Sequence[Summary]:
        """One row an outcome and period."""
        return list(chain.from_iterable(side_by_side(self._rows_of, list(self.outcomes))))

    def _rows_of(self, name: str) -> list[Summary]:
        """Those of one outcome."""
        parts = [means.T for means in self._first[name]]
        first = np.ascontiguousarray(np.concatenate(parts, axis=1))  # so rows add up in one order
        everyone = self._patients <= BANDS_FROM
        total = self._sums[name]
        mean = first.mean(1) if everyone else total / self._patients
        first.sort(axis=1)  # vector code: sooner done than parting at the four places asked for
        lo, hi = np.quantile(first, NINE_IN_TEN, axis=1, overwrite_input=True)
        return [
            Summary(
                outcome=name,
                unit=self.outcomes[name],
                from_day=a,
                to_day=b,
                mean=float(mean[k]),
                lo90=float(lo[k]),
                hi90=float(hi[k]),
            )
            for k, (a, b) in enumerate(self.periods)
        ]
