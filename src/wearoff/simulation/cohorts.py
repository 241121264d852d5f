"""Many patients: batches of one size, so that a patient does not depend on who comes along."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.simulation.backend import keep_compilations
from wearoff.simulation.days import steps_per_day
from wearoff.simulation.executor import side_by_side
from wearoff.simulation.folding import fold
from wearoff.simulation.populations import draw
from wearoff.simulation.trajectories import batch_of_courses, schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wearoff.model.conditions import Condition
    from wearoff.model.wiring import Wiring
    from wearoff.records import Array, Session

BATCH = 256
"""Patients simulated together; small enough to stay in the cache."""
MANY = 10_000
"""Patients from which one waits for a run."""


@dataclass(frozen=True)
class Batch:
    """Readings of some patients: ``columns`` maps a name to (patients, days)."""

    patients: Array
    columns: dict[str, Array]


@dataclass(frozen=True)
class Cohort:
    """Patients of one condition under the same sessions; simulated when read, batch by batch.

    ``typical`` is one patient without any spread. ``settings`` replace evidence values by name,
    by a number or by an array with one value a patient. ``only`` limits the outcomes kept. With
    ``single`` courses are computed in 32 bits: half of the time, and the fifth digit of a reading.
    """

    condition: Condition
    sessions: tuple[Session, ...]
    days: int
    patients: int
    seed: int = 1
    typical: bool = False
    states: bool = False
    step: float = 1.0
    affected: str = "left"
    settings: Mapping[str, Any] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    single: bool = False

    @property
    def outcomes(self) -> dict[str, str]:
        """Columns of outcomes that are kept, with their ``part.output``."""
        every = dict(self.condition.outcomes)
        return {name: every[name] for name in self.only} if self.only else every

    @property
    def takes_long(self) -> bool:
        """Whether a run of it says that it has begun."""
        return self.patients >= MANY

    @cached_property
    def wiring(self) -> Wiring:
        """The condition's parts, joined for the injected muscles and the sessions' product."""
        injected = {(i.muscle, i.side) for s in self.sessions for i in s.injections}
        return self.condition.wire(injected, self.sessions[0].product, self.affected)

    def drawn(self, patients: Array) -> dict[str, Any]:
        """Values of every evidence row and chance of some patients.

        Args:
            patients: Their numbers, (N,), from 0; the same values in every cohort of a seed.

        Returns:
            By name (N,), each in its row's unit; chances from 0 to 1.
        """
        return draw(
            self.wiring, patients, seed=self.seed, typical=self.typical, settings=self.settings
        )

    def batches(self) -> Iterator[Batch]:
        """Readings of all patients in order, `BATCH` at a time."""
        keep_compilations()
        folded = fold(self.wiring, self.sessions)
        simulate = batch_of_courses(
            folded.wiring,
            self.outcomes,
            steps=steps_per_day(self.step),
            states=self.states,
            counts=folded.counts,
            single=self.single,
        )
        doses, visits = schedule(folded.wiring, self.sessions, self.days)
        size = 1 if self.typical else BATCH

        def one(start: int) -> Batch:
            numbers = np.minimum(np.arange(start, start + size), self.patients - 1)
            readings = simulate(folded.wiring.bind(self.drawn(numbers)), doses, visits)
            kept = min(size, self.patients - start)
            return Batch(numbers[:kept], self._columns(readings, kept, folded.place))

        yield from side_by_side(one, range(0, self.patients, size))

    def _columns(self, readings: dict[str, Any], kept: int, place: Array) -> dict[str, Array]:
        columns = {name: np.asarray(readings[name])[:kept] for name in self.outcomes}
        if not self.states:
            return columns
        for part in self.wiring.parts:
            for state in part.states:
                array = np.asarray(readings["states"][part.name][state.name])[:kept]
                names = self.wiring.columns(part, state.name)
                for index, name in enumerate(names):
                    columns[name] = array[..., place[index]] if part.per_muscle else array
        return columns
