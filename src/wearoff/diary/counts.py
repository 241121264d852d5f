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
    """Entries between two dates: days with one, days with a yes, and the rate in 28.

    The rate is None where it cannot be counted: see `countable`.
    """

    first: date
    last: date
    days: int
    written: int
    yes: float
    rate: float | None
    source: str = "diary"


@dataclass(frozen=True)
class Tally:
    """Before the first session and now, unrounded; None where nothing was written.

    Where only days with a yes were written the rates are ``at_least`` so many, and no change can
    be told.
    """

    before: Count | None
    now: Count | None
    at_least: bool = False

    @property
    def rates(self) -> tuple[float | None, float | None]:
        """Days in 28 before and now; None where it cannot be counted."""
        before, now = self.before, self.now
        return (before.rate if before else None, now.rate if now else None)

    @property
    def change(self) -> float | None:
        """Days in 28, negative is fewer."""
        before, now = self.rates
        return None if before is None or now is None or self.at_least else now - before

    @property
    def fall_percent(self) -> float | None:
        """Percent fewer than before."""
        before, now = self.rates
        if not before or now is None or self.at_least:
            return None
        return 100 * (1 - now / before)

    @property
    def told(self) -> Counted:
        """As a document holds it."""
        fall, (before, now) = self.fall_percent, self.rates
        return Counted(
            before=before,
            now=now,
            change=self.change,
            change_percent=None if fall is None else -fall,
            at_least=self.at_least,
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
    """Days with acute medicine in 28, before and now; None where nothing was written.

    Where no day without medicine is written and days are empty, an empty day may be either: at
    least so many of all days, if as many days are written at all as a count asks for.
    """
    taken = diary.values.get("acute_medication")
    if taken is None or not np.isfinite(taken).any():
        return None
    days = np.where(np.isfinite(taken), (taken > 0).astype(float), np.nan)
    found = tally(replace(record, entries=placed(record, days)), None)
    main = tally(record, None)
    before, now = _of_all(found.before, main.before), _of_all(found.now, main.now)
    at_least = (before, now) != (found.before, found.now)
    return replace(found, before=before, now=now, at_least=at_least).told


def _of_all(part: Count | None, main: Count | None) -> Count | None:
    """A count without a no, of all days of its window: as if no empty one had a yes.

    Nothing is counted where fewer days are written than a count asks for, in the main series too.
    """
    if part is None or not part.yes == part.written < part.days:
        return part
    written = max(part.written, main.written if main else 0)
    if written < thresholds()["doubts"]["fewest_written_days"]:
        return part
    return replace(part, rate=WINDOW * part.yes / part.days)


def severe(record: Timeline, headache: Array, values: Array) -> Counted:
    """Days with headache of some severity in 28; a day without headache is none of them.

    Args:
        record: The main series by day.
        headache: 1, 0 or NaN a day of the diary, (D,).
        values: Of headache days, 1, 0, or NaN where their severity is not written, (D,).
    """
    return _of_headache_days(record, np.where(headache == 0, 0.0, values))


def _of_headache_days(record: Timeline, values: Array) -> Counted:
    """A series that tells of headache days: not counted where those are not.

    Args:
        record: The main series by day.
        values: The other, 0 on days without headache, (D,).
    """
    main = tally(record, None)
    found = tally(replace(record, entries=placed(record, values)), None)

    def kept(part: Count | None, of: Count | None) -> Count | None:
        lost = part is not None and (of is None or of.rate is None)
        return replace(part, rate=None) if part and lost else part

    before, now = kept(found.before, main.before), kept(found.now, main.now)
    return replace(found, before=before, now=now).told


def hours(record: Timeline, diary: Diary) -> Counted | None:
    """Hours with headache in 28 days, before and now; None where none were written.

    A day without headache has none; a headache day without its hours is not counted as written.
    """
    written = diary.values.get("hours")
    if written is None or not np.isfinite(written).any():
        return None
    free = headache_days(diary) == 0
    return _of_headache_days(record, np.where(np.isnan(written) & free, 0.0, written))


def placed(record: Timeline, values: Array) -> Array:
    """Another series of the same diary on the days of its record.

    Args:
        record: The diary's weeks.
        values: A number a day of the diary, (D,), NaN where nothing is written.

    Returns:
        (T,), as ``record.entries``; NaN beyond the diary. Days before the record are left out.
    """
    found = np.full(len(record.entries), np.nan)
    start = record.index(record.origin)
    inside = values[max(0, -start) : len(found) - start]
    found[max(0, start) :][: len(inside)] = inside
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
        rate=WINDOW * yes / written if countable(entries) and not _listed(record) else None,
    )


def every_window(record: Timeline) -> list[Window]:
    """The whole record in windows of 28 days, of which none lies on both sides of day 0.

    Those at its ends may be shorter, and those without an entry are left out.
    """
    before = range(min(-1, record.last) + 1, record.begin, -WINDOW) if record.begin < 0 else ()
    early = [(max(end - WINDOW, record.begin), end - 1) for end in before]
    late = stretches(max(0, record.begin), record.last, WINDOW)
    found = [count(record, first, last) for first, last in [*early[::-1], *late]]
    return [Window(**vars(each)) for each in found if each]


def stretches(first: int, last: int, length: int) -> list[tuple[int, int]]:
    """First and last day of stretches of so many days; the last may be shorter."""
    return [(day, min(day + length - 1, last)) for day in range(first, last + 1, length)]


def _listed(record: Timeline) -> bool:
    """Whether a record is a list of days with a yes, and no day without is written."""
    every = record.entries[record.index(record.begin) : record.index(record.last) + 1]
    return only_yes(every, thresholds()["doubts"]["only_empty_share"])


def countable(entries: Array) -> bool:
    """Whether days in 28 can be counted: enough days were written, and not only those with a yes.

    Args:
        entries: 1, 0, or NaN where nothing was written, (days,).
    """
    enough = np.isfinite(entries).sum() >= thresholds()["doubts"]["fewest_written_days"]
    return bool(enough) and not only_yes(entries)


def only_yes(entries: Array, share: float | None = None) -> bool:
    """Whether no day without is written, and so many are empty that they may be those days.

    Args:
        entries: 1, 0, or NaN where nothing was written, (days,).
        share: Least share of empty days; as of a window if left out.
    """
    least = thresholds()["doubts"]["only_window_empty"] if share is None else share
    written = np.isfinite(entries)
    empty = 1 - written.mean() if len(written) else 0.0
    return bool(not (entries[written] < 1).any() and empty >= least)
