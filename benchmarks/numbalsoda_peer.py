"""numbalsoda: LSODA and DOP853 in compiled code, called from a loop that Numba compiles too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.scalar import Scalar, scalar

if TYPE_CHECKING:
    from benchmarks.case import Case
    from wearoff.records import Array

MOST_STEPS = 100_000


class Numbalsoda:
    """Courses of one patient after the other; the solver starts anew at each session."""

    def __init__(self, case: Case, method: str, *, rtol: float, atol: float) -> None:
        """Compile the right-hand side, and the course around ``lsoda`` or ``dop853``."""
        import numba
        import numbalsoda

        self.case, self.rtol, self.atol = case, rtol, atol
        functions = scalar(case.system)
        rates = numba.cfunc(numbalsoda.lsoda_sig)(_with_pointers(functions.rates))
        self._kept = rates
        self._course = _course(functions, getattr(numbalsoda, method), rates.address)

    def run(self) -> Array:
        """Every outcome every day, (patients, outcomes, days)."""
        doses, visits = self.case.schedule
        out = np.zeros((self.case.patients, len(self.case.system.readings), len(visits)))
        for given, found in zip(self.case.leaves, out, strict=True):
            if not self._course(given, doses, visits, (self.rtol, self.atol), found):
                raise RuntimeError("the solver gave up")
        return out


def _with_pointers(rates: Any) -> Any:
    def call(t: float, y: Any, change: Any, held: Any) -> None:
        rates(t, y, change, held)

    return call


def _course(functions: Scalar, solver: Any, address: int) -> Any:
    import numba

    of_patient, of_session, _, read, needle, start, held_size, readings = functions
    first = np.array(start)

    @numba.njit
    def course(
        given: Array, doses: Array, visits: Array, tolerances: tuple[float, float], out: Array
    ) -> bool:
        held, y, reading = np.zeros(held_size), first.copy(), np.zeros(readings)
        of_patient(given, held)
        of_session(y, held)
        day, days, fine = 0, len(visits), True
        rtol, atol = tolerances
        while day < days:
            if visits[day] > 0:
                needle(y, held, doses[day])
                of_session(y, held)
            end = day + 1
            while end < days and visits[end] == 0:
                end += 1
            times = np.arange(day, end + 1) * 1.0
            found, success = solver(address, y, times, held, rtol, atol, MOST_STEPS)
            fine = fine and success
            for k in range(end - day):
                read(found[k], held, reading)
                out[:, day + k] = reading
            y = found[end - day].copy()
            day = end
        return fine

    return course
