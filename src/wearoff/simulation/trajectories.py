"""A course: one patient's days, as the scan of the day map; and its batch over patients.

Courses are simulated in stretches of one length, so that a wiring compiles once for any course.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.simulation.backend import JaxOps, jit, scan, tree_map, vmap
from wearoff.simulation.days import day_map

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.model.wiring import Nested, Wiring
    from wearoff.records import Array, Session


STRETCH = 28
"""Days simulated by one call; longer courses go on where the last stretch ended."""
KEPT = 16
"""Systems kept compiled: the arms of a trial differ only in their doses."""


def schedule(wiring: Wiring, sessions: Sequence[Session], days: int) -> tuple[Array, Array]:
    """Doses (days, muscles) and visits (days,) of these sessions; same-day doses add up.

    Only muscles of the wiring are taken; a folded one has a muscle for both of its sides.
    """
    place = {site: index for index, site in enumerate(wiring.sites)}
    doses = np.zeros((days, len(wiring.sites)))
    visits = np.zeros(days)
    for session in sessions:
        if session.day >= days:
            continue
        visits[session.day] = 1.0
        for injection in session.injections:
            if (injection.muscle, injection.side) in place:
                doses[session.day, place[injection.muscle, injection.side]] += injection.units
    return doses, visits


def batch_of_courses(
    wiring: Wiring,
    outcomes: dict[str, str],
    *,
    steps: int,
    states: bool,
    counts: tuple[float, ...] | None = None,
    single: bool = False,
) -> Callable[[Nested, Array, Array], dict[str, Any]]:
    """Compiled function (parameters of many, doses, visits) -> readings (patients, days, …).

    ``counts`` says how many muscles of the body each of the wiring's stands for; 1 if left out.
    ``single`` computes in 32 bits, in half of the time.
    """
    every = counts or (1.0,) * len(wiring.sites)
    found = _compiled(wiring.skeleton, tuple(outcomes.items()), steps, states, every)
    return partial(found, kind="float32" if single else "float64")


@lru_cache(maxsize=KEPT)
def _compiled(
    wiring: Wiring,
    outcomes: tuple[tuple[str, str], ...],
    steps: int,
    states: bool,
    counts: tuple[float, ...],
) -> Callable[..., dict[str, Any]]:
    ops = JaxOps(counts)
    day = day_map(wiring, dict(outcomes), ops, steps=steps, states=states)

    def stretch(p: Nested, state: Nested, *given: Any) -> tuple[Nested, dict[str, Any]]:
        return scan(lambda now, today: day(now, today, p), state, given)

    together = jit(vmap(stretch, in_axes=(0, 0, None, None, None)))

    def simulate(p: Nested, doses: Array, visits: Array, *, kind: str) -> dict[str, Any]:
        days = len(visits)
        padding = -days % STRETCH
        before = np.concatenate([[0.0], visits[:-1]])
        given = [
            np.pad(x, [(0, padding), *[(0, 0)] * (x.ndim - 1)]).astype(kind)
            for x in (doses, visits, before)
        ]
        p = tree_map(lambda v: np.asarray(v, kind), p)
        people = len(next(values for part in p.values() for values in part.values()))
        state = tree_map(lambda v: np.full((people, *np.shape(v)), v, kind), wiring.start())
        found: list[dict[str, Any]] = []
        for first in range(0, days, STRETCH):
            state, readings = together(p, state, *(x[first : first + STRETCH] for x in given))
            found.append(readings)
        return tree_map(lambda *parts: np.concatenate(parts, axis=1)[:, :days], *found)

    return simulate
