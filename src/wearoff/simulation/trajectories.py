"""A course: one patient's days, as the scan of the day map; and its batch over patients.

Courses are simulated in stretches of one length, so that a wiring compiles once for any course.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.simulation.backend import JaxOps, jit, scan, tree_map, vmap
from wearoff.simulation.days import day_map
from wearoff.simulation.schedule import STRETCH, day_before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wearoff.model.wiring import Nested, Wiring
    from wearoff.records import Array


KEPT = 16
"""Systems kept compiled: the arms of a trial differ only in their doses."""


def batch_of_courses(
    wiring: Wiring, outcomes: dict[str, str], **options: Any
) -> Callable[[Nested, Array, Array], dict[str, Any]]:
    """Compiled function (parameters of many, doses, visits) -> readings (patients, days, …).

    Options and readings are those of `stretches`, joined: the reference of tests and benchmarks.
    """
    follow = stretches(wiring, outcomes, **options)

    def simulate(p: Nested, doses: Array, visits: Array) -> dict[str, Any]:
        found = list(follow(p, doses, visits))
        return tree_map(lambda *parts: np.concatenate(parts, axis=1)[:, : len(visits)], *found)

    return simulate


def stretches(
    wiring: Wiring,
    outcomes: dict[str, str],
    *,
    steps: int,
    states: bool,
    counts: tuple[float, ...] | None = None,
    single: bool = False,
) -> Callable[[Nested, Array, Array], Iterator[dict[str, Any]]]:
    """Compiled function (parameters of many, doses, visits) -> readings by stretch.

    Args:
        wiring: The parts, joined.
        outcomes: Column to ``part.output``.
        steps: Steps of Runge and Kutta in a day.
        states: Whether a reading holds every state beside the outcomes.
        counts: Muscles of the body that each of the wiring's stands for; 1 if left out.
        single: Compute in 32 bits, in half of the time.

    Returns:
        The function; its readings are arrays (patients, STRETCH, …), also of the last stretch.
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
) -> Callable[..., Iterator[dict[str, Any]]]:
    ops = JaxOps(counts)
    day = day_map(wiring, dict(outcomes), ops, steps=steps, states=states)

    def stretch(p: Nested, state: Nested, *given: Any) -> tuple[Nested, dict[str, Any]]:
        return scan(lambda now, today: day(now, today, p), state, given)

    together = jit(vmap(stretch, in_axes=(0, 0, None, None, None)))

    def follow(p: Nested, doses: Array, visits: Array, *, kind: str) -> Iterator[dict[str, Any]]:
        padding = -len(visits) % STRETCH
        given = [
            np.pad(x, [(0, padding), *[(0, 0)] * (x.ndim - 1)]).astype(kind)
            for x in (doses, visits, day_before(visits))
        ]
        p = tree_map(lambda v: np.asarray(v, kind), p)
        people = len(next(values for part in p.values() for values in part.values()))
        state = tree_map(lambda v: np.full((people, *np.shape(v)), v, kind), wiring.start())
        for first in range(0, len(visits), STRETCH):
            state, readings = together(p, state, *(x[first : first + STRETCH] for x in given))
            yield readings

    return follow
