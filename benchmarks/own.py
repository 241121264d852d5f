"""wearoff itself: its generated code, and a whole `simulate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import wearoff
from benchmarks.case import CONDITION, YEARS
from wearoff.simulation.kernel.running import Kernel
from wearoff.simulation.schedule import SESSION_DAY_SPLIT, steps_of_days

if TYPE_CHECKING:
    from benchmarks.case import Case
    from wearoff.records import Array

YEAR = 365
AS_JAX = (SESSION_DAY_SPLIT,) * 2


def years(days: int) -> Array:
    """The year of each day, the last one with what is left over."""
    return np.minimum(np.arange(days) // YEAR, max(days // YEAR, 1) - 1)


def year_means(daily: Array) -> Array:
    """Means over years of (…, days)."""
    year = years(daily.shape[-1])
    return np.stack([daily[..., year == k].mean(-1) for k in range(year[-1] + 1)], -1)


class Generated:
    """Generated code; every day, or means of years only."""

    def __init__(self, case: Case, *, single: bool, sums: bool) -> None:
        """Print and compile."""
        self.case, self.kernel = case, Kernel(case.system, single=single)
        days = case.cohort.days
        self.rows = years(days) if sums else np.arange(days)
        visits = case.schedule[1]
        self.steps = steps_of_days(visits)
        if not case.exact:
            self.steps = steps_of_days(visits, AS_JAX, later=1)

    def run(self) -> Array:
        """Means of every outcome over the days of each row, (patients, outcomes, rows)."""
        doses, visits = self.case.schedule
        sums = self.kernel(
            self.case.parameters,
            doses=doses,
            visits=visits,
            steps=self.steps,
            rows=self.rows,
        )
        return (sums / np.bincount(self.rows)[:, None]).transpose(2, 0, 1)


class Summary:
    """`wearoff.simulate` with its summary: drawing, courses, means and bands."""

    def __init__(self, patients: int) -> None:
        """So many patients."""
        self.patients = patients

    def run(self) -> None:
        """Simulate and summarize."""
        _ = wearoff.simulate(CONDITION, years=YEARS, patients=self.patients).summary
