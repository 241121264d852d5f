"""What was counted, before and now: arithmetic on entries, no model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.outcomes import headache_days
from wearoff.diary.pieces import Counted, Window, Windows
from wearoff.diary.thresholds import thresholds
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from datetime import date

    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array, Diary, OutsideBaseline


COUNTS_ALONE = "counts"
"""Source of what a clinic counted where no day is written."""
OWN = ("diary", COUNTS_ALONE)
"""Sources that lie in the record; any other is a count from elsewhere."""


@dataclass(frozen=True)
class Count:
    """Entries between two dates: days with one, days with a yes, and the rate in 28."""

    first: date
    last: date
    days: int
    written: int
    yes: float
    rate: float
    source: str = "diary"


@dataclass(frozen=True)
class Tally:
    """Before the first session and now, unrounded; None where nothing was written."""

    before: Count | None
    now: Count | None

    @property
    def change(self) -> float | None:
        """Days in 28, negative is fewer."""
        return self.now.rate - self.before.rate if self.before and self.now else None

    @property
    def fall_percent(self) -> float | None:
        """Percent fewer than before."""
        if not (self.before and self.now and self.before.rate > 0):
            return None
        return 100 * (1 - self.now.rate / self.before.rate)

    @property
    def told(self) -> Counted:
        """As a document holds it."""
        fall = self.fall_percent
        return Counted(
            before=self.before.rate if self.before else None,
            now=self.now.rate if self.now else None,
            change=self.change,
            change_percent=None if fall is None else -fall,
            windows=Windows(
                before=Window(**vars(self.before)) if self.before else None,
                now=Window(**vars(self.now)) if self.now else None,
            ),
        )


def tally(record: Timeline, baseline: OutsideBaseline | None) -> Tally:
    """Entries of the days before the first session, and of the last 84 days since it."""
    most = thresholds()["too_little"]["now_days"]
    since = 0 if record.sessions else record.begin
    now = count(record, max(since, record.last - most + 1), record.last)
    before = count(record, record.begin, min(-1, record.last)) if record.sessions else None
    if before is None and baseline is not None:
        before = from_outside(baseline, record.zero)
    return Tally(before, now)


def from_outside(baseline: OutsideBaseline, zero: date) -> Count:
    """A count from elsewhere, as of the days before day 0."""
    return Count(
        first=zero - timedelta(days=baseline.days),
        last=zero - timedelta(days=1),
        days=baseline.days,
        written=baseline.days,
        yes=baseline.headache_days,
        rate=WINDOW * baseline.headache_days / baseline.days,
        source=baseline.source,
    )


def counted(record: Timeline, values: Array) -> Counted:
    """Another series of the same diary, added up before and now per 28 days.

    Args:
        record: The main series by day.
        values: The other, one number a written day of the diary, (days,); NaN where none is.
    """
    return tally(replace(record, entries=placed(record, values)), None).told


def acute_days(record: Timeline, diary: Diary) -> Counted | None:
    """Days with acute medicine in 28, before and now; None where nothing was written."""
    taken = diary.values.get("acute_medication")
    if taken is None or not np.isfinite(taken).any():
        return None
    return counted(record, np.where(np.isfinite(taken), (taken > 0).astype(float), np.nan))


def hours(record: Timeline, diary: Diary) -> Counted | None:
    """Hours with headache in 28 days, before and now; None where none were written.

    A day without headache has none; a headache day without its hours is not counted as written.
    """
    written = diary.values.get("hours")
    if written is None or not np.isfinite(written).any():
        return None
    free = headache_days(diary) == 0
    return counted(record, np.where(np.isnan(written) & free, 0.0, written))


def placed(record: Timeline, values: Array) -> Array:
    """Another series of the same diary on the days of its record.

    Args:
        record: The diary's weeks.
        values: A number a day of the diary, (D,), NaN where nothing is written.

    Returns:
        (T,), as ``record.entries``; NaN beyond the diary.
    """
    found = np.full(len(record.entries), np.nan)
    start = record.index(record.origin)
    found[start : start + len(values)] = values[: len(found) - start]
    return found


def count(record: Timeline, first: int, last: int) -> Count | None:
    """Entries from one day to another; None without any."""
    if last < first:
        return None
    entries = record.entries[record.index(first) : record.index(last) + 1]
    written = int(np.isfinite(entries).sum())
    if not written:
        return None
    yes = float(np.nansum(entries))
    return Count(
        first=record.date_of(first),
        last=record.date_of(last),
        days=last - first + 1,
        written=written,
        yes=yes,
        rate=WINDOW * yes / written,
    )
