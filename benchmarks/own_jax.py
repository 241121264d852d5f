"""wearoff's course in JAX, the reference of its generated code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.simulation.trajectories import batch_of_courses

if TYPE_CHECKING:
    from benchmarks.case import Case
    from wearoff.records import Array


class Jax:
    """All patients in one compiled program."""

    def __init__(self, case: Case, *, single: bool) -> None:
        """As a cohort calls it."""
        folded, self.case = case.folded, case
        self._course = batch_of_courses(
            folded.wiring,
            case.cohort.outcomes,
            steps=1,
            states=False,
            counts=folded.counts,
            single=single,
        )

    def run(self) -> Array:
        """Every outcome every day, (patients, outcomes, days)."""
        found = self._course(self.case.parameters, *self.case.schedule)
        return np.stack([found[name] for name in self.case.cohort.outcomes], 1)
