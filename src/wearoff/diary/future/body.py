"""What the model alone says of another course: muscle, load, and what does not go through relief.

A diary tells of relief as a whole. Leaving muscles out, or training others, also changes pull and
load of the neck; that part is simulated in invented people whose sensory endings are left alone:

    shift(t) = logit p(another course, t) − logit p(as now, t)      over a first year of each
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.model.conditions import condition as find_condition
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.records import Array, Session

PEOPLE = 64
EXERCISE = "exercise"
"""Evidence row of a deep-muscle training program."""
LOADS = ("overload", "neck_load", "jaw_load", "nerve_pressure")
"""Outcomes that read load, of which a condition has one or none."""
TRAINED = "overload"
"""Outcome of conditions with deep muscles, which exercise trains."""


@dataclass(frozen=True)
class Body:
    """Of a typical person over a year, in percent: None where the condition has none.

    Lowest size of the injected muscles, of before; mean load less that of before, of what full
    strength carries.
    """

    muscle_percent: float | None
    load_change_percent: float | None


def trains(name: str) -> bool:
    """Whether the condition's model has muscles that exercise trains."""
    asked = find_condition(name)
    return TRAINED in asked.outcomes


def body(
    name: str, sessions: Sequence[Session], days: int, settings: Mapping[str, float] | None = None
) -> Body:
    """A typical person's first year of a course.

    Args:
        name: condition.
        sessions: of the course from day 0; may be none.
        days: how long.
        settings: evidence values that are set.
    """
    if not any(session.units for session in sessions):
        return Body(None, 0.0 if _load(name) else None)
    load = _load(name)
    main = find_condition(name).main
    only = (load or main,)
    columns = _columns(
        name, sessions, days, people=1, settings=settings or {}, only=only, states=True
    )
    injected = {i.site for session in sessions for i in session.injections if i.units > 0}
    sizes = [
        values[0]
        for column, values in columns.items()
        if column.startswith("muscle__")
        and column.endswith("__m")
        and column.split("__")[1] in injected
    ]
    size = 100 * float(np.mean(sizes, axis=0).min()) if sizes else None
    if load is None:
        return Body(size, None)
    course = columns[load][0]
    return Body(size, 100 * float(course.mean() - course[0]))


def shift(
    name: str,
    now: Sequence[Session],
    then: Sequence[Session],
    days: int,
    settings: Mapping[str, float],
) -> Array:
    """Change of the log-odds of a headache day beside relief, (days, PEOPLE).

    Args:
        name: a headache condition.
        now: sessions of the course as it is, from day 0.
        then: sessions of the other course.
        days: how long.
        settings: evidence values that the other course sets.
    """
    quiet = {f"sensory_response_{name}": 0.0}
    main = (find_condition(name).main,)
    odds: list[Array] = []
    for sessions, given in ((now, quiet), (then, quiet | dict(settings))):
        columns = _columns(name, sessions, days, people=PEOPLE, settings=given, only=main)
        days_28 = columns[main[0]]
        odds.append(np.log(days_28 / (WINDOW - days_28)))
    return (odds[1] - odds[0]).T


def _load(name: str) -> str | None:
    outcomes = find_condition(name).outcomes
    return next((load for load in LOADS if load in outcomes), None)


def _columns(
    name: str,
    sessions: Sequence[Session],
    days: int,
    *,
    people: int,
    settings: Mapping[str, Any],
    only: tuple[str, ...],
    states: bool = False,
) -> dict[str, Array]:
    from wearoff.simulation.cohorts import Cohort

    cohort = Cohort(
        find_condition(name),
        tuple(sessions),
        days,
        people,
        typical=people == 1,
        states=states,
        settings=settings,
        only=only,
    )
    batches = [batch.columns for batch in cohort.batches()]
    return {column: np.concatenate([b[column] for b in batches]) for column in batches[0]}
