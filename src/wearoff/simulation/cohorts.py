"""Many patients: batches of one size, so that a patient does not depend on who comes along."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.errors import InputError, argument
from wearoff.simulation.engines import engine
from wearoff.simulation.executor import side_by_side
from wearoff.simulation.populations import draw
from wearoff.simulation.schedule import steps_per_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from wearoff.model.conditions import Condition
    from wearoff.model.wiring import Wiring
    from wearoff.records import Array, Session

BATCH = 256
"""Patients simulated together where every day is kept."""
CHUNK = 1024
"""Patients simulated together where only means are."""
MANY = 10_000
"""Patients from which one waits for a run."""


@dataclass(frozen=True)
class Batch:
    """Readings of some patients: ``columns`` maps a name to (patients, days), or (…, periods)."""

    patients: Array
    columns: dict[str, Array]

    def check_finite(self, settings: Mapping[str, Any]) -> None:
        """Refuse a course that numbers far from their ranges led beyond what steps can follow.

        Args:
            settings: Evidence values that were replaced.

        Raises:
            InputError: a reading is not finite.
        """
        for name, values in self.columns.items():
            if not math.isfinite(values.sum()):
                raise InputError(
                    f"{argument('settings')} {', '.join(settings) or '(nothing)'}: {name} has no "
                    "finite value",
                    allowed="values nearer the ranges that `why` tells",
                )


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

    @property
    def parts(self) -> range:
        """Numbers of the batches by which every day is kept."""
        return self._parts(BATCH)

    def batch(self, part: int) -> Batch:
        """Readings of some patients on every day: the same whatever else is simulated.

        Args:
            part: Number of the batch, of `parts`.
        """
        return self._daily(part)

    def batches(self) -> Iterator[Batch]:
        """Readings of all patients on every day, in order, `BATCH` at a time."""
        yield from side_by_side(self.batch, self.parts)

    def means(self, periods: Sequence[tuple[int, int]]) -> Iterator[Batch]:
        """Means of all patients over periods, in order, `CHUNK` at a time.

        Args:
            periods: First and last day of each, one after another; days outside of all are left
                out.

        Returns:
            Batches whose columns are (patients, periods).
        """
        rows = np.full(self.days, len(periods))
        for row, (first, last) in enumerate(periods):
            rows[first : last + 1] = row
        lengths = np.array([last - first + 1 for first, last in periods])
        read = self._reader(rows, CHUNK)

        def means(part: int) -> Batch:
            batch = read(part)
            columns = {name: v[:, : len(lengths)] / lengths for name, v in batch.columns.items()}
            return Batch(batch.patients, columns)

        yield from side_by_side(means, self._parts(CHUNK))

    def _parts(self, most: int) -> range:
        return range(-(-self.patients // (1 if self.typical else most)))

    @cached_property
    def _daily(self) -> Callable[[int], Batch]:
        return self._reader(np.arange(self.days), BATCH)

    def _reader(self, rows: Array, most: int) -> Callable[[int], Batch]:
        """What adds up the readings of a batch, by its number and the row of their day."""
        folded, carry = engine(
            self.wiring,
            self.outcomes,
            self.sessions,
            self.days,
            steps=steps_per_day(self.step),
            states=self.states,
            single=self.single,
        )
        size = 1 if self.typical else most

        def read(part: int) -> Batch:
            numbers = np.arange(part * size, min((part + 1) * size, self.patients))
            sums = carry(folded.wiring.bind(self.drawn(numbers)), rows)
            return Batch(numbers, self._columns(sums, folded.place))

        return read

    def _columns(self, sums: Array, place: Array) -> dict[str, Array]:
        """Readings by name; ``place`` finds the folded muscle that stands for each."""
        columns = {name: sums[k].T for k, name in enumerate(self.outcomes)}
        if not self.states:
            return columns
        first = len(columns)
        muscles = int(place.max()) + 1
        for part in self.wiring.parts:
            for state in part.states:
                for muscle, name in zip(
                    place if part.per_muscle else [0],
                    self.wiring.columns(part, state.name),
                    strict=True,
                ):
                    columns[name] = sums[first + muscle].T
                first += muscles if part.per_muscle else 1
        return columns
