"""SciPy: its solvers, from Python, with a right-hand side that Numba compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.integrate import odeint, solve_ivp

from benchmarks.scalar import scalar

if TYPE_CHECKING:
    from benchmarks.case import Case
    from wearoff.records import Array

MOST_STEPS = 100_000


class Scipy:
    """Courses of one patient after the other; the solver starts anew at each session."""

    def __init__(self, case: Case, method: str, *, rtol: float, atol: float) -> None:
        """``odeint``, or a method of ``solve_ivp``."""
        self.case, self.method, self.rtol, self.atol = case, method, rtol, atol
        self.functions = scalar(case.system)

    def run(self) -> Array:
        """Every outcome every day, (patients, outcomes, days)."""
        return np.stack([self._course(given) for given in self.case.leaves])

    def _course(self, given: Array) -> Array:
        doses, visits = self.case.schedule
        f = self.functions
        held, y = np.zeros(f.held), np.array(f.start)
        out = np.zeros((f.readings, len(visits)))
        f.of_patient(given, held)
        reading = np.zeros(f.readings)
        for first, last in self.case.segments:
            f.needle(y, held, doses[first])
            f.of_session(y, held)
            days = self._solved(y, held, np.arange(first, last + 1.0))
            for day, now in zip(range(first, last), days, strict=False):
                f.read(now, held, reading)
                out[:, day] = reading
            y = days[-1].copy()
        return out

    def _solved(self, y: Array, held: Array, times: Array) -> Array:
        """States (times, states) from ``y`` on."""
        rates = self.functions.rates

        def change(t: float, now: Array) -> Array:
            found = np.empty_like(now)
            rates(t, now, found, held)
            return found

        tolerances = {"rtol": self.rtol, "atol": self.atol}
        if self.method == "odeint":
            return np.asarray(
                odeint(change, y, times, tfirst=True, mxstep=MOST_STEPS, **tolerances)
            )
        span = (times[0], times[-1])
        solved = solve_ivp(change, span, y, self.method, t_eval=times, **tolerances)
        return np.ascontiguousarray(solved.y.T)
