"""Throughput beside a peer, in one run: this simulator against SciPy on the same equations.

The peer integrates the right-hand side that SymPy writes out of the same parts, one patient at a
time, restarting at each session (LSODA, relative tolerance 1e-6). Printed: patients per CPU-second,
the ratio, and the error of both against DOP853 at 1e-10.
"""

from __future__ import annotations

import platform
import resource
import time
from itertools import pairwise
from typing import Any

import numpy as np
import sympy
from scipy.integrate import solve_ivp

import wearoff
from wearoff.model import symbolic
from wearoff.simulation.courses import schedule

STILL = 1e-9
"""Range below which a state does not move."""
CONDITION, YEARS, PATIENTS, PEER_PATIENTS = "cervical_dystonia", 5, 2048, 3


class NumpyOps:
    """The contract of the parts' arithmetic on NumPy arrays."""

    exp = staticmethod(np.exp)
    log = staticmethod(np.log)

    @staticmethod
    def step(x: Any) -> Any:
        """1 where x > 0."""
        return np.where(x > 0, 1.0, 0.0)


def peer(cohort: Any, method: str, tolerance: float) -> tuple[np.ndarray[Any, Any], list[str]]:
    """States (days, states) of a typical patient by SciPy."""
    wiring = cohort.wiring
    values = {name: array[0] for name, array in cohort.drawn(np.arange(1)).items()}
    p = wiring.bind(values)
    equations = symbolic.rates(wiring, p)
    symbols = list(equations)
    rates = sympy.lambdify([symbols], list(equations.values()), "numpy", cse=True)
    names = [str(symbol) for symbol in symbols]
    doses, visits = schedule(wiring, cohort.sessions, cohort.days)
    state = wiring.start()
    days = [session.day for session in cohort.sessions] + [cohort.days - 1]
    table = np.zeros((cohort.days, len(names)))
    for start, end in pairwise(days):
        state = wiring.session(state, doses[start], visits[start], p, NumpyOps())
        flat = np.array(
            [x for part in state.values() for v in part.values() for x in np.atleast_1d(v)]
        )
        found = solve_ivp(
            lambda _, y: rates(y),
            (start, end),
            flat,
            method=method,
            rtol=tolerance,
            atol=tolerance * 1e-3,
            t_eval=np.arange(start, end + 1),
        )
        table[start : end + 1] = found.y.T
        last, place = found.y[:, -1], 0
        for part in state.values():
            for name, value in part.items():
                width = np.size(value)
                part[name] = last[place : place + width] if np.ndim(value) else last[place]
                place += width
    return table, names


def cpu() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print one table."""
    typical = wearoff.simulate(CONDITION, years=YEARS, typical=True, states=True)
    exact, names = peer(typical.cohort, "DOP853", 1e-10)
    span = np.where(np.ptp(exact, 0) > STILL, np.ptp(exact, 0), 1.0)
    ours = typical.frame().select(names).to_numpy()
    start = cpu()
    for _ in range(PEER_PATIENTS):
        theirs, _ = peer(typical.cohort, "LSODA", 1e-6)
    peer_rate = PEER_PATIENTS / (cpu() - start)
    many = wearoff.simulate(CONDITION, years=YEARS, patients=PATIENTS)
    _ = many.summary
    start, clock = cpu(), time.perf_counter()
    again = wearoff.simulate(CONDITION, years=YEARS, patients=PATIENTS, seed=2)
    _ = again.summary
    rate, wall = PATIENTS / (cpu() - start), time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{CONDITION}, {YEARS} years, {platform.processor() or platform.machine()}")
    print(f"{'program':<22}{'patients/CPU-s':>16}{'error, of range':>18}")
    print(
        f"{'SciPy LSODA 1e-6':<22}{peer_rate:>16.2f}{np.max(np.abs(theirs - exact) / span):>18.1e}"
    )
    print(f"{'wearoff, 1-day RK4':<22}{rate:>16.1f}{np.max(np.abs(ours - exact) / span):>18.1e}")
    print(f"ratio {rate / peer_rate:.0f}")
    print(f"{PATIENTS} patients in {wall:.1f} s, peak memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
