"""What is true of a made-up person: the definitions of docs/analyze.md, written a second time.

They are written a second time on purpose: nothing here calls the package but its plain nouns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.records import Array, Diary, Event, Injection, Log, Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

WINDOW = 28
YEAR = 365.25
NOW = 84
"""The last days of a diary, against which the level before the first session is held."""
NOTHING = 1e-9
PREEMPT = (
    ("corrugator", 10, True),
    ("procerus", 5, False),
    ("frontalis", 20, True),
    ("temporalis", 40, True),
    ("occipitalis", 30, True),
    ("cervical_paraspinals", 20, True),
    ("trapezius", 30, True),
)
"""Muscle, total units, both sides: 155 units."""


@dataclass(frozen=True)
class Cycle:
    """What is true of one cycle; ``wearoff_day`` is NaN where the gain is not half gone in time."""

    day: int
    relief_percent: float
    relief_days_28: float
    wearoff_day: float


@dataclass(frozen=True)
class Truth:
    """Chance of a headache on every diary day, untreated and treated, and what follows from it."""

    p0: Array
    p1: Array
    relief_percent: float
    relief_days_28: float
    wearoff_day: float
    drift_days_28_per_year: float
    trend_days_28_per_year: float
    baseline: float
    lasting_change: float
    change_since_days_28: float
    cycles: tuple[Cycle, ...]


@dataclass(frozen=True)
class Made:
    """One generated person; ``again(rng, count)`` gives fresh diaries (days, count) of the same."""

    diary: Diary
    log: Log
    events: list[Event]
    truth: Truth
    settings: dict[str, Any]
    again: Callable[[np.random.Generator, int], Array]


def define(
    p0: Array,
    p1: Array,
    sessions: Array,
    start: int,
    *,
    without_trend: Array,
    gains: Array | None = None,
) -> Truth:
    """The estimands of docs/analyze.md.

    Args:
        p0: Chance of a headache by day (days,), the relief of the sessions taken away.
        p1: The same as treated (days,).
        sessions: Days of the sessions, the first 0.
        start: Day of the first entry.
        without_trend: ``p0`` without what goes on steadily (days,).
        gains: p0 - p1 (days,) by which a cycle's wear-off is found; that of the two if not given.

    Returns:
        What is true, in days of 28 and days since a session.
    """
    days = start + np.arange(len(p0))
    gains = p0 - p1 if gains is None else gains
    ends = np.append(sessions[1:], days[-1] + 1)
    cycles = []
    for first, end in zip(sessions, ends, strict=True):
        inside = (days >= first) & (days < end)
        gain = gains[inside]
        peak = int(np.argmax(gain))
        late = np.flatnonzero(gain[peak + 1 :] < gain[peak] / 2)
        faded = peak + 1 + late[0] if gain[peak] > NOTHING and len(late) else np.nan
        share = 100 * (1 - p1[inside].sum() / p0[inside].sum())
        fewer = WINDOW * (p0 - p1)[inside].mean()
        cycles.append(Cycle(int(first), float(share), float(fewer), float(faded)))
    treated, before = days >= 0, days < 0
    slope = np.polyfit(days[treated] / YEAR, WINDOW * p0[treated], 1)[0]
    years = treated.sum() / YEAR
    baseline = WINDOW * p1[before].mean() if before.any() else np.nan
    opening = WINDOW * p0[(days >= 0) & (days < ends[0])].mean()
    faded_days = [c.wearoff_day for c in cycles if np.isfinite(c.wearoff_day)]
    return Truth(
        p0=p0,
        p1=p1,
        relief_percent=float(100 * (1 - p1[treated].sum() / p0[treated].sum())),
        relief_days_28=float(WINDOW * (p0 - p1)[treated].mean()),
        wearoff_day=float(np.median(faded_days)) if faded_days else np.nan,
        drift_days_28_per_year=float(slope),
        trend_days_28_per_year=float(WINDOW * 2 / years * (p0 - without_trend)[treated].mean()),
        baseline=float(baseline),
        lasting_change=float(opening - baseline),
        change_since_days_28=float(baseline - WINDOW * p1[treated][-NOW:].mean()),
        cycles=tuple(cycles),
    )


def log_of(start: date, sessions: Array) -> Log:
    """Every session the usual 155 units."""
    given = tuple(
        Injection(muscle, side, units / len(sides))
        for muscle, units, paired in PREEMPT
        for sides in [("left", "right") if paired else ("midline",)]
        for side in sides
    )
    return Log(start, tuple(Session(int(day), "onabotulinumtoxinA", given) for day in sessions))
