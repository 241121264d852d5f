"""What muscle and load do in the model, for a typical person with one person's injections."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.pieces import BodyColumn, BodyRow, Underneath
from wearoff.errors import InputError
from wearoff.model.conditions import condition as find_condition
from wearoff.words.body import COLUMNS

if TYPE_CHECKING:
    from wearoff.records import Array, Log
    from wearoff.simulation.cohorts import Batch

MONTH, CYCLE, MONTHLY = 28, 84, 400
"""Days of a row, of a row of a longer course, and the longest course that is told by months."""
ROOM = 336
"""Days to which a course is rounded up, so that compiled code serves many."""
SIZE = "muscle_size_percent"
READ = ("neck_strength_percent", "frown_percent", "neck_load", "jaw_load", "nerve_pressure")
"""Outcomes that are read where the condition has them."""


def underneath(log: Log | None, condition: str, days: int) -> Underneath | None:
    """One typical patient of the condition with exactly these sessions, simulated.

    Args:
        log: sessions; None, logs of two products and muscles that the condition's model does not
            have give None.
        condition: condition.
        days: from the first session to the last day of the diary, both included.

    Returns:
        By 28 days, or by 84 of a longer course (cycles drawn by months over years would be
        stripes): size of the injected muscles, and what the condition reads of strength and load.
        Nothing in it was measured in the person.
    """
    if log is None or days < MONTH or len({s.product for s in log.sessions}) != 1:
        return None
    from wearoff.simulation.cohorts import Cohort

    chosen = find_condition(condition)
    try:
        chosen.sites((i.muscle, i.side) for s in log.sessions for i in s.injections)
    except InputError:
        return None
    read = tuple(name for name in READ if name in chosen.outcomes)
    cohort = Cohort(
        chosen,
        tuple(session for session in log.sessions if session.day < days),
        ROOM * math.ceil(days / ROOM),
        1,
        typical=True,
        states=True,
        only=read or (chosen.main,),
    )
    batch = next(cohort.batches())
    injected = {i.site for session in cohort.sessions for i in session.injections if i.units > 0}
    daily = {SIZE: _size(batch, injected)} | {name: batch.columns[name][0] for name in read}
    step = MONTH if days <= MONTHLY else CYCLE
    rows = [
        BodyRow(
            first_day=start,
            last_day=start + step - 1,
            week=(start + step / 2) / 7,
            values={name: v[start : start + step].mean() for name, v in daily.items()},
        )
        for start in range(0, days - step + 1, step)
    ]
    columns = [
        BodyColumn(name=name, text=COLUMNS[name].text, **COLUMNS[name]._asdict()) for name in daily
    ]
    return Underneath(columns=columns, rows=rows, step=step)


def _size(batch: Batch, injected: set[str]) -> Array:
    """Mean size of the injected muscles by day, percent of before (days,)."""
    sizes = [
        values[0]
        for name, values in batch.columns.items()
        if name.startswith("muscle__") and name.endswith("__m") and name.split("__")[1] in injected
    ]
    days = next(iter(batch.columns.values())).shape[1]
    return 100 * np.mean(sizes, axis=0) if sizes else np.full(days, 100.0)
