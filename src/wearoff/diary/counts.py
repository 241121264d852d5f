"""What was counted, before and now: arithmetic on entries, no model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.thresholds import thresholds

if TYPE_CHECKING:
    from datetime import date

    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array, OutsideBaseline

WINDOW = 28


@dataclass(frozen=True)
class Window:
    """Entries between two dates: days with one, days with a yes, and the rate in 28."""

    first: date
    last: date
    days: int
    written: int
    yes: float
    rate: float
    source: str = "diary"


@dataclass(frozen=True)
class Counted:
    """Before the first session and now; None where nothing was written."""

    before: Window | None
    now: Window | None

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


def counted(record: Timeline, baseline: OutsideBaseline | None) -> Counted:
    """Entries of the days before the first session, and of the last 84 days since it."""
    most = thresholds()["too_little"]["now_days"]
    since = 0 if record.sessions else record.begin
    now = window(record, max(since, record.last - most + 1), record.last)
    before = window(record, record.begin, min(-1, record.last)) if record.sessions else None
    if before is None and baseline is not None:
        rate = WINDOW * baseline.headache_days / baseline.days
        before = Window(
            record.date_of(-baseline.days),
            record.date_of(-1),
            baseline.days,
            baseline.days,
            baseline.headache_days,
            rate,
            baseline.source,
        )
    return Counted(before, now)


def window(record: Timeline, first: int, last: int) -> Window | None:
    """Entries from one day to another; None without any."""
    if last < first:
        return None
    return _window(
        record, record.entries[record.index(first) : record.index(last) + 1], first, last
    )


def _window(record: Timeline, entries: Array, first: int, last: int) -> Window | None:
    written = int(np.isfinite(entries).sum())
    if not written:
        return None
    yes = float(np.nansum(entries))
    return Window(
        record.date_of(first),
        record.date_of(last),
        last - first + 1,
        written,
        yes,
        WINDOW * yes / written,
    )
