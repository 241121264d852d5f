"""libroadrunner: the exported SBML model, compiled by it, one patient after the other."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import wearoff
from benchmarks.case import CONDITION, YEARS
from wearoff.simulation.export import values

if TYPE_CHECKING:
    from benchmarks.case import Case
    from wearoff.records import Array


class Roadrunner:
    """CVODE by backward differences, its default, or by Adams; sessions are events.

    What the model sets by initial assignments (each muscle's ED50) keeps the typical patient's
    value when a patient's numbers are put in, which costs the same time; so courses of drawn
    patients are not compared. The typical course is, in `tests/simulation/test_export.py`.
    """

    def __init__(self, case: Case, *, stiff: bool) -> None:
        """Export, load and compile; tolerances are its own."""
        import roadrunner

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.xml"
            self.exported = wearoff.export(CONDITION, path=path, years=YEARS)
            self.model = roadrunner.RoadRunner(str(path))
        self.model.integrator.stiff = stiff
        self.patients = case.patients
        self.drawn = case.cohort.drawn(np.arange(case.patients))

    def run(self) -> Array:
        """Every outcome every day, (patients, outcomes, days)."""
        days = self.exported.simulation.cohort.days
        outcomes = self.exported.system.outcomes.values()
        self.model.timeCourseSelections = ["time", *outcomes]
        found: list[Array] = []
        for patient in range(self.patients):
            for name, value in values(self.exported.system, self.drawn, patient).items():
                self.model[name] = value
            self.model.reset()
            found.append(np.asarray(self.model.simulate(0, days - 1, days))[:, 1:].T)
        self.model.resetAll()
        return np.stack(found)
