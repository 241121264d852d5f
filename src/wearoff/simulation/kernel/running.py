"""Courses of many patients by generated code, in the place of `wearoff.simulation.trajectories`."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from wearoff.simulation.kernel import printer, system
from wearoff.simulation.kernel.compiling import Program
from wearoff.simulation.kernel.elementary import DOUBLE, SINGLE
from wearoff.simulation.kernel.multistep import TOLERANCE

if TYPE_CHECKING:
    from wearoff.model.wiring import Nested, Wiring
    from wearoff.records import Array
    from wearoff.simulation.kernel.system import Geometry, Shapes

KEPT = 64
"""Programs kept in memory."""


@lru_cache(maxsize=KEPT)
def compiled(
    wiring: Wiring,
    outcomes: tuple[str, ...],
    *,
    states: bool,
    counts: tuple[float, ...],
    given: Shapes,
    places: Geometry,
    single: bool,
    exact: bool,
) -> Kernel:
    """The program of a wiring, as `system.record` and `printer.course` make it."""
    recorded = system.record(
        wiring,
        outcomes,
        states=states,
        counts=counts,
        given=given,
        places=places,
        exact=exact,
    )
    return Kernel(recorded, single=single)


class Kernel:
    """A compiled course."""

    def __init__(self, recorded: system.System, *, single: bool) -> None:
        """Print and compile it."""
        self.system, self.lanes = recorded, SINGLE if single else DOUBLE
        self.text = printer.course(recorded, self.lanes)
        self._program = Program(self.text)
        kinds = [*[ctypes.c_int64] * 3, *[ctypes.c_void_p] * 7]
        self._run = ctypes.CFUNCTYPE(None, *kinds)(self._program.address("course"))

    def __call__(
        self, p: Nested, *, doses: Array, visits: Array, steps: Array, rows: Array
    ) -> Array:
        """Sums of the readings over days, also of patients whom the multistep method cannot follow.

        A patient whose largest correction is above `multistep.TOLERANCE` is carried again by Runge
        and Kutta, whoever else is there.

        Args:
            p: Parameters of patients, as `Wiring.bind` gives them.
            doses: As `sums` takes them.
            visits: The same.
            steps: The same.
            rows: The same.

        Returns:
            (readings, rows, patients): outcomes, then states.
        """
        days = {"doses": doses, "visits": visits, "rows": rows}
        leaves = self.leaves(p)
        found, corrected = self.sums(leaves, steps=steps, **days)
        lost = ~(corrected <= TOLERANCE)
        if lost.any():
            found[:, :, lost], _ = self.sums(leaves[:, lost], steps=np.maximum(steps, 1), **days)
        return found

    def leaves(self, p: Nested) -> Array:
        """Parameters as the code takes them, (leaves, patients), from those of `Wiring.bind`."""
        people = len(next(iter(next(named for named in p.values() if named).values())))
        found = np.empty((len(self.system.parameters), people), self.lanes.kind)
        with np.errstate(over="ignore"):  # what 32 bits cannot hold is infinite there
            for place, (part, name, entry) in enumerate(self.system.parameters):
                found[place] = p[part][name].reshape(people, -1)[:, entry]
        return found

    def sums(
        self, leaves: Array, *, doses: Array, visits: Array, steps: Array, rows: Array
    ) -> tuple[Array, Array]:
        """Sums of the readings over days, each taken as it is told.

        Args:
            leaves: Parameters of patients, as `leaves` gives them.
            doses: Units, (days, muscles).
            visits: Whether a session is on the day, (days,).
            steps: In how many equal steps each day is taken, (days,), of `schedule.STEPS`, or
                `schedule.MULTISTEP`.
            rows: The row of the result that each day's readings are added to, (days,), from 0.

        Returns:
            (readings, rows, patients): outcomes, then states. And of each patient the largest
            correction of a multistep day: the root of its squares over all states, (patients,).
        """
        kind, people = self.lanes.kind, leaves.shape[1]
        together = people + -people % self.lanes.width
        count = int(rows.max()) + 1
        out = np.zeros((len(self.system.readings), count, together), kind)
        squares = np.zeros(together, kind)
        # arrays must stay until the call is over
        given = [
            np.ascontiguousarray(leaves[:, np.minimum(np.arange(together), people - 1)]),
            np.ascontiguousarray(doses, kind),
            np.ascontiguousarray(visits, np.int8),
            np.ascontiguousarray(steps, np.int8),
            np.ascontiguousarray(rows, np.int64),
            out,
            squares,
        ]
        self._run(together, len(visits), count, *(array.ctypes.data for array in given))
        return out[:, :, :people], np.sqrt(squares[:people])
