"""When attacks of a list began and ended, on the clock of the person.

A day and a time of day may stand in one column or in two. An end that is a time alone is the next
one after the beginning, unless a duration of days says otherwise. A duration is time that passed;
where the file says how the clock was set between beginning and end, the end is moved with it.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from wearoff.diary.read.attack_headers import CLOCK, END, LENGTH, OFFSETS
from wearoff.errors import InputError
from wearoff.formats.cells import hours_in, number_in
from wearoff.formats.dates import ASKED, Moments, is_date, read_moments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.diary.read.attack_rows import Rows
    from wearoff.diary.read.options import Options
    from wearoff.formats.tables import Row

TIME_ALONE = re.compile(
    r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?", re.ASCII | re.IGNORECASE
)
MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
EPOCH = re.compile(r"\d{12,13}", re.ASCII)
"""Milliseconds since 1970, as programs keep moments."""
DAY = timedelta(days=1)
WESTMOST = timedelta(hours=10)
"""Clocks are up to 10 hours behind Greenwich, and up to 14 before it; a few islands aside."""
SLACK = timedelta(hours=1, minutes=6)
"""A change of clocks, and a duration rounded to tenths of an hour."""
MOST_HOURS = 100_000.0
"""Of a duration, so that its end is a date at all; what is too long is told later."""


class Span(NamedTuple):
    """From when to when; ``timed`` is whether times of day are written."""

    start: datetime
    end: datetime | None
    timed: bool


class Spans(NamedTuple):
    """When each attack was, by its line, and how dates are written."""

    by_line: Mapping[int, Span]
    dates: str


def spans(rows: Rows, options: Options) -> Spans:
    """When each attack was; rows whose dates cannot be read are faults, and left out."""
    starts = {row.line: _start_text(rows, row) for row in rows}
    ends = {row.line: _text(rows.cell(row, "end_date"), rows.cell(row, "end")) for row in rows}
    order = _order(rows, options, starts, ends)
    begun = _moments(rows, starts, order, "start", "start_date", "date")
    ended = _moments(rows, _on_day(ends, begun.at), order or _asked(begun), *END)
    length = next((rows.meaning(c) for c in (*LENGTH, "minutes") if rows.header.has(c)), "")
    found: dict[int, Span] = {}
    for row in rows:
        if row.line not in begun.at:
            continue
        start, end_text = begun.at[row.line], ends[row.line]
        lasted = _lasted(rows, row, length) if length else None
        end = ended.at.get(row.line)
        if end is not None and TIME_ALONE.fullmatch(end_text):
            end = None if lasted is not None and lasted >= DAY else end + DAY * (end < start)
        end = _end(rows, row, start, end, lasted)
        timed = _has_time(starts[row.line], start) or (lasted is not None and not end_text)
        if end is not None and end_text:
            timed = timed and _has_time(end_text, end)
        east = _east(rows, row, start) if begun.utc else timedelta()
        found[row.line] = Span(start + east, end and end + east, timed)
    return Spans(found, begun.style)


def _start_text(rows: Rows, row: Row) -> str:
    return _text(rows.cell(row, "start_date", "date"), rows.cell(row, "start", "time"))


def _text(day: str, clock: str) -> str:
    """A day and a time of day as one; a moment that stands in either is that."""
    if not day or (clock and not TIME_ALONE.fullmatch(clock)):
        return clock
    return f"{MIDNIGHT.sub('', day)} {clock}" if clock else day


def _order(
    rows: Rows, options: Options, starts: Mapping[int, str], ends: Mapping[int, str]
) -> str | None:
    """Day-first or month-first: as somebody said, the program writes, or all dates together tell.

    None where they do not tell, or contradict each other: reading a column says how.
    """
    if options.dates:
        return options.dates
    known = rows.header.export.dates if rows.header.export else None
    texts = (*starts.values(), *ends.values())
    told = [(n, text) for n, text in enumerate(texts) if text and not TIME_ALONE.fullmatch(text)]
    for asked in dict.fromkeys((known, None)):
        try:
            return _asked(read_moments(told, asked=asked))
        except InputError:
            continue
    return None


def _asked(moments: Moments) -> str | None:
    return next((order for order in ASKED if order in moments.style.split("+")), None)


def _moments(rows: Rows, texts: Mapping[int, str], order: str | None, *columns: str) -> Moments:
    """The moments of a column; of one with a fault those that can be read."""
    told = [(line, _epoch(text)) for line, text in texts.items()]
    try:
        name = rows.header.name(*columns)
        return read_moments(told, asked=order, file=rows.table.file, column=name)
    except InputError as error:
        rows.faults.add(error)
    try:
        return read_moments([(line, text) for line, text in told if is_date(text)], asked=order)
    except InputError:
        return read_moments([])


def _on_day(ends: Mapping[int, str], begun: Mapping[int, datetime]) -> dict[int, str]:
    """The ends that are written; of a time alone on the day of its beginning."""
    return {
        line: f"{begun[line]:%Y-%m-%d} {text}" if TIME_ALONE.fullmatch(text) else text
        for line, text in ends.items()
        if text and line in begun
    }


def _epoch(text: str) -> str:
    if not EPOCH.fullmatch(text):
        return text
    return f"{datetime.fromtimestamp(int(text) / 1000, UTC):%Y-%m-%d %H:%M:%S}Z"


def _has_time(text: str, moment: datetime) -> bool:
    return ":" in text or moment.time() != time.min


def _end(
    rows: Rows, row: Row, start: datetime, end: datetime | None, lasted: timedelta | None
) -> datetime | None:
    """The end that is written, else that of the duration."""
    if lasted is None:
        return end
    if end is None:
        return start + lasted + _clock_set(rows, row)
    if abs(end - start - lasted) > SLACK:
        rows.doubt("attack_length", row, start)
    return end


def _lasted(rows: Rows, row: Row, length: str) -> timedelta | None:
    """A duration; None where none is written, or 0, as programs write while it lasts."""
    text = rows.cell(row, *LENGTH, "minutes")
    if not text:
        return None
    plain = number_in(text)
    hours = hours_in(text) if math.isnan(plain) else plain
    if length == "minutes" and math.isfinite(plain):
        hours = plain / 60
    if not 0 <= hours <= MOST_HOURS:
        allowed = "a duration as 3h 30m, 3:30 or 90 min"
        error = InputError(f"found {text[:40]!r}", allowed=allowed)
        rows.fault(row, error, rows.header.name(*LENGTH, "minutes"))
        return None
    return timedelta(hours=hours) or None


def _clock_set(rows: Rows, row: Row) -> timedelta:
    """How far the clock was set between beginning and end, by summer time or travel."""
    before, after = (number_in(rows.cell(row, name)) for name in OFFSETS)
    set_by = timedelta(minutes=after - before) if math.isfinite(after - before) else timedelta()
    return set_by if abs(set_by) <= DAY else timedelta()


def _east(rows: Rows, row: Row, start: datetime) -> timedelta:
    """How far a person's clock is before Greenwich's, where the row has its hour and minute."""
    hour, minute = (number_in(rows.cell(row, name)) for name in CLOCK)
    if math.isnan(hour + minute):
        rows.doubt("times_utc", row, start)
        return timedelta()
    clock = timedelta(hours=hour % 24, minutes=minute % 60)
    greenwich = timedelta(hours=start.hour, minutes=start.minute)
    return (clock - greenwich + WESTMOST) % DAY - WESTMOST
