"""The rows of the table: every program, what of the model it computes, and how it is made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable

RTOL, ATOL = 1e-6, 1e-9
LOOSE = 1e-3
"""A tolerance at which the fastest peer is about as far from the truth as we are."""
TIGHT = (1e-11, 1e-13)
REFERENCE = 8
"""Patients whose courses are held against the tight ones, the least of a round."""


class Row(NamedTuple):
    """A program in the table; ``make`` raises ImportError where it is not installed."""

    program: str
    case: Case
    make: Callable[[Case], Any]
    peer: bool = False
    years: bool = False
    """Whether it gives means of years instead of days."""
    compared: bool = True
    """Whether its courses are those of the same patients to the last number."""


def _numbalsoda(case: Case, *, method: str, rtol: float = RTOL) -> Any:
    from benchmarks.numbalsoda_peer import Numbalsoda

    return Numbalsoda(case, method, rtol=rtol, atol=rtol * ATOL / RTOL)


def _scipy(case: Case, *, method: str, rtol: float = RTOL, atol: float = ATOL) -> Any:
    from benchmarks.scipy_peer import Scipy

    return Scipy(case, method, rtol=rtol, atol=atol)


def _diffrax(case: Case, *, method: str) -> Any:
    from benchmarks.diffrax_peer import Diffrax

    return Diffrax(case, method, rtol=RTOL, atol=ATOL)


def _roadrunner(case: Case, *, stiff: bool) -> Any:
    from benchmarks.roadrunner_peer import Roadrunner

    return Roadrunner(case, stiff=stiff)


def _desolve(case: Case) -> Any:
    from benchmarks.desolve_peer import desolve

    return desolve(case, rtol=RTOL, atol=ATOL)


def _mrgsolve(case: Case) -> Any:
    from benchmarks.mrgsolve_peer import mrgsolve

    return mrgsolve(case, rtol=RTOL, atol=ATOL)


def _jax(case: Case, *, single: bool) -> Any:
    from benchmarks.own_jax import Jax

    return Jax(case, single=single)


def _generated(case: Case, *, single: bool, sums: bool) -> Any:
    from benchmarks.own import Generated

    return Generated(case, single=single, sums=sums)


def _summary(case: Case) -> Any:
    from benchmarks.own import Summary

    return Summary(case.patients)


def _peers() -> list[Row]:
    found: list[Row] = []
    for extent, method, rtol in (
        ("folded", "dop853", RTOL),
        ("folded", "dop853", LOOSE),
        ("folded", "lsoda", RTOL),
        ("pruned", "dop853", RTOL),
        ("whole", "dop853", RTOL),
    ):
        make = partial(_numbalsoda, method=method, rtol=rtol)
        name = f"numbalsoda {method.upper()}, {rtol:g}"
        found.append(Row(name, Case(extent, 16), make, peer=True))
    for method in ("odeint", "LSODA"):
        make = partial(_scipy, method=method)
        name = "SciPy odeint" if method == "odeint" else "SciPy solve_ivp LSODA"
        found.append(Row(name, Case("folded", REFERENCE), make, peer=True))
    for method in ("Tsit5", "Dopri8"):
        make = partial(_diffrax, method=method)
        found.append(Row(f"diffrax {method}", Case("folded", 128), make, peer=True))
    for name, make in (("deSolve lsoda", _desolve), ("mrgsolve", _mrgsolve)):
        found.append(Row(name, Case("folded", REFERENCE), make, peer=True))
    for name, stiff in (("as it comes", True), ("Adams", False)):
        make = partial(_roadrunner, stiff=stiff)
        case = Case("whole", REFERENCE)
        found.append(Row(f"libroadrunner, {name}", case, make, peer=True, compared=False))
    return found


def _ours() -> list[Row]:
    found = [
        Row("wearoff, JAX, 64 bits", Case("folded", 256), partial(_jax, single=False)),
        Row("wearoff, JAX, 32 bits", Case("folded", 256), partial(_jax, single=True)),
    ]
    for extent, exact, single, sums in (
        ("whole", False, False, False),
        ("folded", False, False, False),
        ("pruned", False, False, False),
        ("pruned", True, False, False),
        ("pruned", True, False, True),
        ("pruned", False, True, False),
        ("pruned", True, True, False),
        ("pruned", True, True, True),
    ):
        parts = [f"wearoff, {32 if single else 64} bits"]
        parts += ["chain solved"] if exact else []
        parts += ["years"] if sums else []
        case = Case(extent, 1024, exact=exact)
        make = partial(_generated, single=single, sums=sums)
        found.append(Row(", ".join(parts), case, make, years=sums))
    found.append(Row("wearoff.simulate, summary", Case("pruned", 4096), _summary, years=True))
    return found


ROWS = [*_peers(), *_ours()]
TRUTH = Row(
    "reference",
    Case("folded", REFERENCE),
    partial(_scipy, method="DOP853", rtol=TIGHT[0], atol=TIGHT[1]),
)
