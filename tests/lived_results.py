"""Results whose levels come and go as a diary's do, to look at pictures of: short, long, extreme.

Everything else of them is made up by `visit_documents`.
"""

from __future__ import annotations

import math
from datetime import timedelta

from visit_documents import changed, doubts, made_result
from wearoff.diary.pieces import CourseWeek, CycleWeek, Window
from wearoff.formats.estimates import Bands

APART = 84


def bands(mean, wide=3.0):
    """A level within bands, from 0 to 28."""
    kept = [min(28.0, max(0.0, mean + wide * step)) for step in (-1, -0.4, 0, 0.4, 1)]
    keys = ("lo90", "lo50", "mean", "hi50", "hi90")
    return Bands(**dict(zip(keys, kept, strict=True)))


def relief(since):
    """Part of the level that is away so many days after a session."""
    if since < 0:
        return 0.0
    return 0.75 * (1 - math.exp(-since / 6)) / (1 + math.exp((since - 60) / 8))


def lived(sessions, *, level=20.0, slope=0.0, wandering=2.0, drop=0.0):
    """A result of so many sessions with a level that wanders and rises, and relief of each.

    Args:
        sessions: how many, 84 days apart.
        level: days in 28 before.
        slope: days in 28 a year.
        wandering: how far it wanders.
        drop: pulls relief down, so that 1 is none.
    """
    made = made_result(5, sessions=sessions)
    length, zero = sessions * APART, made.sessions[0].date
    before = (zero - made.first).days

    def under(day):
        wave = wandering * math.sin(day / 90) + wandering * math.sin(day / 37) / 2
        return min(28.0, max(0.0, level + slope * day / 365 + wave))

    def was(day):
        return under(day) * (1 - (1 - drop) * relief(day % APART if day >= 0 else -1))

    def counted(day, days):
        rate = sum(map(was, range(day, day + days))) / days + 2 * math.sin(7 * day)
        return min(28.0, max(0.0, rate))

    weeks = [
        CourseWeek(
            date=zero + timedelta(days=day),
            day=day,
            counted=4 * round(counted(day, 7) / 4),
            with_relief=bands(was(day + 3)),
            without_relief=bands(under(day + 3)),
        )
        for day in range(-before, length, 7)
    ]
    cycle = [
        CycleWeek(
            day=day + 3,
            cycles=sessions,
            days_observed=6 * sessions,
            counted=counted(day, 7),
            with_relief=bands(level * (1 - (1 - drop) * relief(day + 3)), 2),
            without_relief=bands(level, 2),
            drawn=True,
        )
        for day in range(0, APART, 7)
    ]
    windows = [
        Window(
            first=zero + timedelta(days=day),
            last=zero + timedelta(days=day + 27),
            days=28,
            written=28,
            yes=round(counted(day, 28)),
            rate=counted(day, 28),
            source="diary",
        )
        for day in range(-28 * (before // 28), length - 27, 28)
    ]
    levels = [[was(day) for day in range(k * APART, (k + 1) * APART)] for k in range(sessions)]
    cycles = [
        each.model_copy(
            update={
                "date": zero + timedelta(days=k * APART),
                "days": APART,
                "lowest_level": min(levels[k]),
                "highest_level": max(levels[k]),
            }
        )
        for k, each in enumerate(made.cycles)
    ]
    last = zero + timedelta(days=length - 1)
    return changed(
        made,
        course=weeks,
        standard_cycle=cycle,
        counted_28=windows,
        cycles=cycles,
        last=last,
        sessions=[
            each.model_copy(update={"date": cycle.date, "day": k * APART})
            for k, (each, cycle) in enumerate(zip(made.sessions, cycles, strict=True))
        ],
        method=made.method.model_copy(update={"interval_days": APART}),
    )


def counts_alone():
    """Counts of a clinic, and no day."""
    result = lived(4)
    every = [window.model_copy(update={"source": "counts"}) for window in result.counted_28[::3]]
    weeks = [
        CourseWeek(date=each.first, day=0, counted=each.rate, with_relief=None, without_relief=None)
        for each in every
    ]
    cycles = [
        each.model_copy(update={"lowest_level": None, "highest_level": None})
        for each in result.cycles
    ]
    return changed(
        result,
        counts_only=True,
        counts=len(every),
        counted_28=every,
        course=weeks,
        cycles=cycles,
        standard_cycle=[],
        wearoff_dots=None,
        wearoff_day=None,
    )


def without_sessions():
    """A year and a half of diary, and no session in it."""
    return changed(lived(6, drop=1), cycles=[], sessions=[], standard_cycle=[], wearoff_dots=None)


def few_days():
    """A diary of ten days."""
    result = lived(1)
    return changed(
        result,
        first=result.first,
        last=result.first + timedelta(days=9),
        course=result.course[:2],
        counted_28=[],
        cycles=[],
        sessions=[],
        standard_cycle=[],
        wearoff_dots=None,
    )


LIVED = {
    "ten days": few_days,
    "one session": lambda: lived(1),
    "seven sessions": lambda: lived(7, slope=3),
    "eleven sessions": lambda: lived(11),
    "twenty sessions": lambda: lived(20, slope=-1),
    "ten years": lambda: lived(43),
    "all headache": lambda: lived(5, level=28, wandering=0, drop=1),
    "no headache": lambda: lived(5, level=0, wandering=0, drop=1),
    "without sessions": without_sessions,
    "counts alone": counts_alone,
    "doubtful": lambda: changed(lived(4), doubts=doubts(2)),
}
"""Every kind of diary that a picture has to hold."""
