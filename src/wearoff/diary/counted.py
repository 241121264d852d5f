"""Counts without a daily diary: headache days of the last 28 or 30, as a clinic writes them down.

A count says how many of its days had a headache, and not which. Spread evenly over them it adds up
as a diary does, so that before, now and the rules are told of it; what needs days is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.counts import COUNTS_ALONE, Count, Tally, from_outside
from wearoff.diary.thresholds import thresholds
from wearoff.errors import InputError
from wearoff.measures import COUNTS, HEADACHE
from wearoff.records import Diary
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wearoff.diary.case import Case
    from wearoff.records import Array, Log, Note, Score

HALF = 0.5
"""Least share of its days that a count keeps beside a later one; else it is not used."""


@dataclass(frozen=True)
class Spread:
    """A count and its days; some of them may belong to a later count."""

    first: date
    last: date
    rate: float

    @property
    def days(self) -> int:
        """How many days it stands for."""
        return (self.last - self.first).days + 1


def counts_alone(diary: Diary) -> bool:
    """Whether nothing is written by day."""
    return not any(np.isfinite(column).any() for column in diary.values.values())


def blank(scores: Sequence[Score], log: Log | None, file: str, notes: Sequence[Note] = ()) -> Diary:
    """A diary of the time of a clinic's scores in which nothing is written.

    Args:
        scores: What the clinic wrote down.
        log: The sessions.
        file: What errors call where the scores are from.
        notes: What was said while reading them.

    Raises:
        InputError: there is no score.
    """
    if not scores:
        raise InputError("no diary, and no count or total", file=file)
    own = [count for measure in COUNTS.values() for count in spread(scores, log, measure.of)]
    first = min([*(count.first for count in own), *(score.day for score in scores)])
    last = max([*(count.last for count in own), *(score.day for score in scores)])
    nothing = np.full((last - first).days + 1, np.nan)
    values = {"headache": nothing}
    return Diary(source=file, first=first, values=values, notes=tuple(notes), dated=0)


def spread(scores: Sequence[Score], log: Log | None, of: str = HEADACHE) -> list[Spread]:
    """The counts that can be added up, in order.

    A count on the day of a session is of the days before it. One that goes on over the first
    session is neither of before nor of since, and is not used; where two overlap the days belong
    to the later one.
    """
    visits = {log.first + timedelta(days=session.day) for session in log.sessions} if log else set()
    found: list[Spread] = []
    for score in sorted(scores, key=lambda score: score.day, reverse=True):
        measure = COUNTS.get(score.measure)
        if measure is None or measure.of != of:
            continue
        last = score.day - timedelta(days=1) if score.day in visits else score.day
        first = last - timedelta(days=measure.days - 1)
        if log and first < log.first <= last:
            continue
        if found:
            last = min(last, found[-1].first - timedelta(days=1))
        own = Spread(first, last, score.value / measure.days)
        if own.days >= HALF * measure.days:
            found.append(own)
    return found[::-1]


def by_day(case: Case) -> Array:
    """Headache a day of the case's blank diary, spread over the days of each count; NaN elsewhere.

    Returns:
        A share a day, (D,).
    """
    days = np.full(case.diary.days, np.nan)
    for count in spread(case.scores, case.log):
        start = (count.first - case.diary.first).days
        days[start : start + count.days] = count.rate
    return days


def tally_of_counts(case: Case, of: str = HEADACHE) -> Tally:
    """The counts before the first session, and those of the last 84 days since it.

    Whole counts alone: one that lies partly in the last 84 days is left out.
    """
    found = spread(case.scores, case.log, of)
    if not found:
        return Tally(None, None)
    zero = case.log.first if case.log else None
    since = found[-1].last - timedelta(days=thresholds()["too_little"]["now_days"] - 1)
    before = [count for count in found if zero and count.last < zero]
    now = [count for count in found if count.first >= max(since, zero or since)]
    told = _together(before)
    if told is None and case.baseline is not None and of == HEADACHE:
        told = from_outside(case.baseline, zero or found[0].first)
    return Tally(told, _together(now))


def _together(counts: Sequence[Spread]) -> Count | None:
    if not counts:
        return None
    written = sum(count.days for count in counts)
    yes = sum(count.rate * count.days for count in counts)
    first, last = counts[0].first, counts[-1].last
    return Count(
        first=first,
        last=last,
        days=(last - first).days + 1,
        written=written,
        yes=yes,
        rate=WINDOW * yes / written,
        source=COUNTS_ALONE,
    )
