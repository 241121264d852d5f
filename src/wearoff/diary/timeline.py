"""One person's record on a common clock: weeks of seven days, the first session at a week's start.

Days count from the first session (day 0); without sessions, from the first entry. The weeks start
early enough for every entry, count and session, and are padded to few lengths so that compiled code
serves every diary.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.posterior.fixed_effects import TREND, design
from wearoff.diary.read.events import STOPPED
from wearoff.measures import COUNTS, HEADACHE
from wearoff.units import WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wearoff.diary.case import Case
    from wearoff.records import Array, Event, OutsideBaseline, Score, Session

YEAR = 365.25
SETTLING = 14.0
"""Days in which a lasting step, of context or of another treatment, comes about."""
LENGTHS = (40, 80, 120, 160, 240, 320, 480, 640)
"""Weeks to which records are padded; beyond, multiples of the last."""


@dataclass(frozen=True)
class Timeline:
    """A record on weeks.

    ``entries`` (T,) holds 1, 0 and NaN, T = 7·weeks; index i is day ``first`` + i. ``yes`` and
    ``no`` (weeks,) are days counted without their dates. ``columns`` (J, weeks) are the
    `design` of the fixed effects: the trend in years from day 0, every other from 0 to 1.
    ``last`` is the last day with an entry, ``begin`` the first; ``origin`` the diary's own first.
    """

    zero: date
    origin: int
    first: int
    begin: int
    last: int
    entries: Array
    yes: Array
    no: Array
    columns: Array
    sessions: tuple[Session, ...]
    later: tuple[Session, ...]
    events: tuple[Event, ...]

    @property
    def weeks(self) -> int:
        """Weeks, padding included."""
        return len(self.yes)

    def date_of(self, day: int) -> date:
        """Date of a day."""
        return self.zero + timedelta(days=day)

    def index(self, day: int) -> int:
        """Place of a day in ``entries``."""
        return day - self.first

    @property
    def starts(self) -> list[int]:
        """Days on which cycles start: days with a session, up to the last entry."""
        return sorted({session.day for session in self.sessions})

    @property
    def cycles(self) -> list[tuple[int, int]]:
        """First and last day of each: to the day before the next session, or the last entry."""
        starts = self.starts
        ends = [day - 1 for day in starts[1:]] + [self.last]
        return list(zip(starts, ends, strict=True)) if starts else []


def timeline(entries: Array, case: Case, *, counts: bool = True) -> Timeline:
    """Put a yes/no series of a case, its sessions, events and counts on one clock.

    Args:
        entries: the series, one value a day of the diary: 1, 0, or NaN without an entry.
        case: gives the dates; sessions after the last entry are set aside as ``later``, and events
            outside the record are left out.
        counts: whether counts of headache days, of scores and from before, belong to the series;
            one is used only where the diary has no entry.
    """
    diary, log = case.diary, case.log
    scores, baseline = (case.scores, case.baseline) if counts else ((), None)
    zero = log.first if log else diary.first
    start = (diary.first - zero).days
    seen = np.flatnonzero(np.isfinite(entries))
    begin, last = (start + int(seen[0]), start + int(seen[-1])) if len(seen) else (start, start)
    windows = _windows(scores, baseline, zero, min(begin, 0) if log else begin)
    within = [s for s in (log.sessions if log else ()) if s.day <= last]
    later = [s for s in (log.sessions if log else ()) if s.day > last]
    earliest = min([begin, *(s.day for s in within), *(day for day, *_ in windows)])
    first = WEEK * math.floor(earliest / WEEK)
    latest = max([last, *(day + length - 1 for day, length, _ in windows)])
    weeks = padded(math.ceil((latest + 1 - first) / WEEK))
    placed = np.full(WEEK * weeks, np.nan)
    placed[start - first + seen] = entries[seen]
    yes, no = np.zeros(weeks), np.zeros(weeks)
    for day, length, headache in windows:
        free = [i for i in range(day - first, day - first + length) if not np.isfinite(placed[i])]
        if len(free) < length:
            continue
        share = headache / length
        for i in free:
            yes[i // WEEK] += share
            no[i // WEEK] += 1 - share
    middle = first + WEEK * np.arange(weeks) + WEEK // 2
    dated = [
        (e, (e.start - zero).days, (e.until - zero).days if e.until else None)
        for e in case.events
        if e.kind != STOPPED
    ]
    inside = [item for item in dated if item[1] <= last and (item[2] is None or item[2] >= begin)]
    columns = design(
        level=np.ones(weeks),
        trend=middle / YEAR,
        context=_step(middle, 0, None) if within else 0.0 * middle,
        events=[_step(middle, since, until) for _, since, until in inside],
    )
    return Timeline(
        zero=zero,
        origin=start,
        first=first,
        begin=begin,
        last=last,
        entries=placed,
        yes=yes,
        no=no,
        columns=columns,
        sessions=tuple(within),
        later=tuple(later),
        events=tuple(item[0] for item in inside),
    )


def padded(weeks: int) -> int:
    """The least length of LENGTHS that holds so many weeks."""
    for length in LENGTHS:
        if weeks <= length:
            return length
    return LENGTHS[-1] * math.ceil(weeks / LENGTHS[-1])


def _step(middle: Array, since: int, until: int | None) -> Array:
    """A step that comes about in a fortnight or so, and goes as it came."""
    up = -np.expm1(-np.maximum(middle - since, 0) / SETTLING)
    if until is None:
        return up
    return up * np.exp(-np.maximum(middle - until, 0) / SETTLING)


def _windows(
    scores: Sequence[Score], baseline: OutsideBaseline | None, zero: date, before: int
) -> list[tuple[int, int, float]]:
    """Counts without dates: first day, length, headache days."""
    found: list[tuple[int, int, float]] = []
    for score in scores:
        measure = COUNTS.get(score.measure)
        if measure is not None and measure.of == HEADACHE:
            first = (score.day - zero).days - measure.days + 1
            found.append((first, measure.days, score.value))
    if baseline:
        found.append((before - baseline.days, baseline.days, baseline.headache_days))
    return found


def extended(record: Timeline, sessions: Sequence[Session], last: int) -> Timeline:
    """The same record with room until a later day and sessions that are to come."""
    weeks = padded(math.ceil((last + 1 - record.first) / WEEK))
    more = max(0, weeks - record.weeks)
    middle = record.first + WEEK * np.arange(record.weeks + more) + WEEK // 2
    held = np.repeat(record.columns[:, -1:], more, axis=1)
    columns = np.concatenate([record.columns, held], axis=1)
    columns[TREND] = middle / YEAR
    return replace(
        record,
        last=last,
        entries=np.pad(record.entries, (0, WEEK * more), constant_values=np.nan),
        yes=np.pad(record.yes, (0, more)),
        no=np.pad(record.no, (0, more)),
        columns=columns,
        sessions=tuple(s for s in sessions if s.day <= last),
    )


def before_and_gap(entries: Array) -> tuple[Array, Array]:
    """The entry before each day and the days since then; 0 before the first.

    Args:
        entries: (days,) or (days, N), NaN without an entry.
    """
    days = np.arange(len(entries)).reshape(-1, *[1] * (entries.ndim - 1))
    latest = np.maximum.accumulate(np.where(np.isfinite(entries), days, -1), axis=0)
    previous = np.concatenate([np.full_like(latest[:1], -1), latest[:-1]])
    known = previous >= 0
    before = np.take_along_axis(np.nan_to_num(entries), np.maximum(previous, 0), axis=0)
    return np.where(known, before, 0.0), np.where(known, days - previous, 0)
