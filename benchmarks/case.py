"""What every program simulates: drawn patients of one condition under its usual plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

import wearoff
from wearoff.simulation.folding import Folded, fold
from wearoff.simulation.kernel import system
from wearoff.simulation.schedule import schedule

if TYPE_CHECKING:
    from wearoff.model.wiring import Nested
    from wearoff.records import Array
    from wearoff.simulation.cohorts import Cohort
    from wearoff.simulation.kernel.system import System

CONDITION, YEARS = "chronic_migraine", 5


@dataclass(frozen=True)
class Case:
    """One condition over years.

    ``extent`` says how much of it is computed: ``whole``, every state of every muscle; ``folded``,
    both sides of a muscle as one where they are treated alike, which gives the same course;
    ``pruned``, of the folded states only those that an outcome reads.
    """

    extent: str
    patients: int
    exact: bool = False
    """Whether states of chains are solved instead of integrated."""

    @cached_property
    def cohort(self) -> Cohort:
        """Its condition, plan and outcomes."""
        return wearoff.simulate(CONDITION, years=YEARS, patients=1).cohort

    @cached_property
    def folded(self) -> Folded:
        """Its wiring, with how many muscles each one stands for."""
        wiring = self.cohort.wiring
        if self.extent != "whole":
            return fold(wiring, self.cohort.sessions)
        muscles = len(wiring.sites)
        return Folded(wiring, (1.0,) * muscles, np.arange(muscles))

    @cached_property
    def schedule(self) -> tuple[Array, Array]:
        """Doses (days, muscles) and visits (days,)."""
        return schedule(self.folded.wiring, self.cohort.sessions, self.cohort.days)

    @cached_property
    def segments(self) -> list[tuple[int, int]]:
        """Days from one session to the next."""
        _, visits = self.schedule
        starts = np.flatnonzero(visits).tolist()
        return list(zip(starts, [*starts[1:], len(visits)], strict=True))

    @cached_property
    def parameters(self) -> Nested:
        """Numbers of the patients."""
        return self.folded.wiring.bind(self.cohort.drawn(np.arange(self.patients)))

    @cached_property
    def leaves(self) -> Array:
        """The same as the system has them, (patients, parameters)."""
        p, named = self.parameters, self.system.parameters
        flat = [p[part][name].reshape(self.patients, -1)[:, place] for part, name, place in named]
        return np.stack(flat, 1)

    @cached_property
    def system(self) -> System:
        """Its recorded arithmetic."""
        wiring, p = self.folded.wiring, self.parameters
        recorded = system.record(
            wiring,
            tuple(self.cohort.outcomes.values()),
            states=False,
            counts=self.folded.counts,
            given=system.shapes(p),
            places=system.geometry(wiring, p),
            exact=self.exact,
        )
        if self.extent == "pruned":
            return recorded
        every = tuple(range(len(recorded.start)))
        moved = {k for k in every if recorded.rates[k].number != 0}
        chained = {k for chain in recorded.chains for k in (chain.first, chain.second)}
        return replace(recorded, live=every, integrated=tuple(sorted(moved - chained)))
