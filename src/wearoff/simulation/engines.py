"""What carries patients through their days: generated vector code, or JAX.

Where LLVM cannot make code, JAX does the same, several times slower, and it is said once. JAX also
takes the courses in other steps than a day, so that a halved step checks the code as well, and
those on another device than the processor, where `JAX_PLATFORMS` names one.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.simulation.folding import fold
from wearoff.simulation.kernel import system
from wearoff.simulation.kernel.compiling import NoCompilerError, compiles
from wearoff.simulation.schedule import STRETCH, schedule, steps_of_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.model.wiring import Nested, Wiring
    from wearoff.records import Array, Session
    from wearoff.simulation.folding import Folded
    from wearoff.simulation.kernel.running import Kernel

Engine = Callable[["Nested", "Array"], "Array"]
"""(parameters of many, row of each day) -> sums of the readings (readings, rows, patients)."""

FEWEST = 256
"""Patients that JAX takes together, if more than one."""
_COMPILING = threading.Lock()
"""Threads that begin together compile once."""


def on_another_device() -> bool:
    """Whether JAX was told to compute elsewhere than on the processor."""
    return os.environ.get("JAX_PLATFORMS", "") not in {"", "cpu"}


def computed_by(steps: int) -> str:
    """What carries patients here by this many steps a day: ``llvm`` or ``jax``.

    Their readings differ in the last digits.
    """
    return "llvm" if steps == 1 and not on_another_device() and compiles() else "jax"


def engine(
    wiring: Wiring,
    outcomes: dict[str, str],
    sessions: Sequence[Session],
    days: int,
    *,
    steps: int = 1,
    states: bool = False,
    single: bool = False,
) -> tuple[Folded, Engine]:
    """What simulates patients of a wiring under these sessions.

    Args:
        wiring: The parts, joined.
        outcomes: Column to ``part.output``.
        sessions: Of the course.
        days: How long it is.
        steps: Steps in a day.
        states: Whether every state is read, after the outcomes.
        single: Compute in 32 bits: the fifth digit of a reading. Patients whose numbers overflow
            there are computed in 64.

    Returns:
        The folded wiring, whose parameters are to be bound, and the engine: its readings are the
        outcomes, then the folded wiring's states, part by part and muscle by muscle.
    """
    folded = fold(wiring, sessions)
    doses, visits = schedule(folded.wiring, sessions, days)
    by_day = steps_of_days(visits)

    by_jax = _jax(folded, outcomes, steps=steps, states=states)

    def follow(p: Nested, rows: Array, *, single: bool) -> Array:
        compiled = None
        if steps == 1 and not on_another_device():
            compiled = _kernel(folded, tuple(outcomes.values()), p, states=states, single=single)
        if compiled is None:
            return by_jax(p, doses, visits, rows, single=single)
        return compiled(p, doses=doses, visits=visits, steps=by_day, rows=rows)

    def carry(p: Nested, rows: Array) -> Array:
        found = follow(p, rows, single=single)
        lost = ~np.isfinite(found).all(axis=(0, 1))
        if single and lost.any():
            found = np.where(lost, follow(p, rows, single=False), found)
        return found

    return folded, carry


def _kernel(
    folded: Folded, outcomes: tuple[str, ...], p: Nested, *, states: bool, single: bool
) -> Kernel | None:
    from wearoff.simulation.kernel.running import compiled

    try:
        with _COMPILING:
            return compiled(
                folded.wiring.skeleton,
                outcomes,
                states=states,
                counts=folded.counts,
                given=system.shapes(p),
                places=system.geometry(folded.wiring, p),
                single=single,
                exact=True,
            )
    except NoCompilerError as error:
        _tell(str(error))
        return None


@cache
def _tell(why: str) -> None:
    logging.getLogger("wearoff").warning(
        "no compiler for the fast simulator here (%s): JAX simulates, several times slower", why
    )


def _jax(
    folded: Folded, outcomes: dict[str, str], *, steps: int, states: bool
) -> Callable[..., Array]:
    """The same by JAX: (parameters, doses, visits, rows, single=) -> sums."""

    def carry(p: Nested, doses: Array, visits: Array, rows: Array, *, single: bool) -> Array:
        from wearoff.simulation.backend import keep_compilations
        from wearoff.simulation.trajectories import stretches

        keep_compilations()
        follow = stretches(
            folded.wiring, outcomes, steps=steps, states=states, counts=folded.counts, single=single
        )
        p, people, together = _evenly_many(p)
        readings = len(outcomes) + (folded.wiring.states if states else 0)
        sums = np.zeros((readings, int(rows.max()) + 1, together))
        first = 0
        for stretch in follow(p, doses, visits):
            here = rows[first : first + STRETCH]
            found = _flat(folded.wiring, outcomes, stretch, states=states)[:, :, : len(here)]
            for row in np.unique(here):
                sums[:, row] += found[:, :, here == row].sum(axis=2)
            first += STRETCH
        return sums[:, :, :people]

    return carry


def _evenly_many(p: Nested) -> tuple[Nested, int, int]:
    """Parameters of so many patients that few programs serve all; how many are real, and all.

    JAX compiles for every number of them, and rounds by it. So the last is repeated until they are
    one, `FEWEST`, or a larger power of two.
    """
    people = len(next(iter(next(named for named in p.values() if named).values())))
    together = 1 if people == 1 else max(FEWEST, 1 << (people - 1).bit_length())
    numbers = np.minimum(np.arange(together), people - 1)
    repeated = {
        part: {name: value[numbers] for name, value in named.items()} for part, named in p.items()
    }
    return repeated, people, together


def _flat(
    wiring: Wiring, outcomes: dict[str, str], readings: dict[str, Any], *, states: bool
) -> Array:
    """Readings of a stretch as (readings, patients, days), in an engine's order."""
    found = [np.asarray(readings[name]) for name in outcomes]
    if states:
        for part in wiring.parts:
            for state in part.states:
                array = np.asarray(readings["states"][part.name][state.name])
                found += list(np.moveaxis(array, 2, 0)) if part.per_muscle else [array]
    return np.stack(found)
