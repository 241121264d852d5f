"""A course: one patient's days, as the scan of the day map; and its batch over patients."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.simulation.backend import JaxOps, day_before, jit, scan, tree_map, vmap
from wearoff.simulation.days import day_map

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.model.wiring import Nested, Wiring
    from wearoff.records import Array, Session


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
) -> Callable[[Nested, Array, Array], dict[str, Any]]:
    """Compiled function (parameters of many, doses, visits) -> readings (patients, days, …).

    ``counts`` says how many muscles of the body each of the wiring's stands for; 1 if left out.
    """
    every = counts or (1.0,) * len(wiring.sites)
    return _compiled(wiring, tuple(outcomes.items()), steps, states, every)


@lru_cache(maxsize=KEPT)
def _compiled(
    wiring: Wiring,
    outcomes: tuple[tuple[str, str], ...],
    steps: int,
    states: bool,
    counts: tuple[float, ...],
) -> Callable[[Nested, Array, Array], dict[str, Any]]:
    ops = JaxOps(counts)
    day = day_map(wiring, dict(outcomes), ops, steps=steps, states=states)
    start = wiring.start()

    def course(p: Nested, doses: Any, visits: Any) -> dict[str, Any]:
        state = tree_map(lambda value: value + 0.0 * doses[0, 0], start)
        given = (doses, visits, day_before(visits))
        _, readings = scan(lambda now, today: day(now, today, p), state, given)
        return readings

    return jit(vmap(course, in_axes=(0, None, None)))
