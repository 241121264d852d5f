"""Dates of a whole column, as people write them; day-first and month-first are never guessed.

``03/04/2024`` is a day in April or in March. Where any date of the column can be read in one way
alone, so are the others; where none can, both readings are shown and the reader has to say.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from wearoff.errors import Faults, InputError, argument, unknown
from wearoff.formats.cells import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
ASKED = (DAY_FIRST, MONTH_FIRST)
ISO, NAMED, SERIAL = "iso", "named", "serial"
YEARS = (1950, 2100)
"""Dates of a diary or a log lie between; toxin has been injected since about 1980."""
CENTURY = 2000
SERIALS = (18000, 74000)
"""Days since the end of 1899 in which a whole number is a spreadsheet's date: 1949 to 2102."""
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - local days, as written
LONGEST = 60
"""Most characters of a date with its weekday, time and zone."""
HALF_DAY = 12
_TIME = (
    r"(?:(?:T|,?\s+)(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?)?"
)
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?P<between>[-/.])(?P<b>\d{{1,2}})(?P=between)(?P<c>\d{{1,2}}){_TIME}",
    re.ASCII,
)
COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<b>\d\d)(?P<c>\d\d)", re.ASCII)
YEAR_LAST = re.compile(
    rf"{_WEEKDAY}(?P<a>\d{{1,2}})(?P<between>[-/.\s])\s?(?P<b>\d{{1,2}})(?P=between)\s?"
    rf"(?P<year>\d{{4}}|\d\d){_TIME}"
)
DAY_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<a>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de\s+)?(?P<name>[^\W\d_]{{3,}})\.?"
    rf"[\s,-]*(?:de\s+)?(?P<year>\d{{4}}|\d\d)\b{_TIME}"
)
NAMED_DAY = re.compile(
    rf"{_WEEKDAY}(?P<name>[^\W\d_]{{3,}})\.?\s*(?P<a>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b{_TIME}"
)
NUMBER = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Moments:
    """The dates of a column by line: local times as written, and how they were read.

    ``style`` is iso, day-first, month-first, named (with the month's name) or serial (a
    spreadsheet's number), joined by + where rows differ; ``timed`` says whether any has a time of
    day other than midnight, ``utc`` whether any says that it is Greenwich's.
    """

    style: str
    at: Mapping[int, datetime]
    timed: bool
    utc: bool


class _Read(NamedTuple):
    """One cell as it can be read: the same twice where there is one way."""

    style: str
    day_first: datetime | None
    month_first: datetime | None
    utc: bool = False


def read_moments(
    cells: Sequence[tuple[int, str]],
    *,
    asked: str | None = None,
    file: Path | str | None = None,
    column: str | None = None,
) -> Moments:
    """The dates of a column.

    Args:
        cells: Line and text of each cell; none is empty.
        asked: ``day-first`` or ``month-first`` where somebody has said so.
        file: What errors call the file.
        column: What they call the column.

    Raises:
        InputError: cells that are no date, days that do not exist, dates that are written in both
            ways, or in a way that could be either; all of them at once.

    Example:
        >>> from wearoff.formats.dates import read_moments
        >>> found = read_moments([(2, "03/04/2024"), (3, "13/04/2024")])
        >>> found.style, found.at[2].date().isoformat()
        ('day-first', '2024-04-03')
    """
    if asked is not None and asked not in ASKED:
        raise unknown(argument("dates"), asked, ASKED)
    read = {line: _read(text) for line, text in cells}
    order = asked or _order(cells, read, file, column)
    faults = Faults()
    at: dict[int, datetime] = {}
    for line, text in cells:
        found = read[line]
        moment = found.month_first if order == MONTH_FIRST else found.day_first
        if moment is None or not YEARS[0] <= moment.year <= YEARS[1]:
            other = found.day_first or found.month_first
            mend = other is not None and YEARS[0] <= other.year <= YEARS[1]
            usual = "a year from {} to {}".format(*YEARS) if other else "a date as 2026-03-31"
            faults.add(
                InputError(
                    f"found {text!r}",
                    file=file,
                    line=line,
                    column=column,
                    allowed=f"a {order} date, as the others" if mend else usual,
                    fix="mend this date" if mend else None,
                )
            )
        else:
            at[line] = moment
    faults.check()
    styles = Counter(order or ISO if found.style == "" else found.style for found in read.values())
    return Moments(
        style="+".join(style for style, _ in styles.most_common()) or ISO,
        at=at,
        timed=any(moment.time() != time.min for moment in at.values()),
        utc=any(found.utc for found in read.values()),
    )


def is_date(text: str) -> bool:
    """Whether a cell can be read as a date, day-first or month-first.

    Example:
        >>> from wearoff.formats.dates import is_date
        >>> is_date("31.3.2026"), is_date("Total")
        (True, False)
    """
    found = _read(text)
    return any(
        moment is not None and YEARS[0] <= moment.year <= YEARS[1]
        for moment in (found.day_first, found.month_first)
    )


def _order(
    cells: Sequence[tuple[int, str]],
    read: Mapping[int, _Read],
    file: Path | str | None,
    column: str | None,
) -> str | None:
    """Day-first or month-first, as the column tells; None where no date of it depends on that."""
    open_to = [(line, text) for line, text in cells if read[line].style == ""]
    only_day = [line for line, _ in open_to if read[line].month_first is None]
    only_month = [line for line, _ in open_to if read[line].day_first is None]
    told = dict(open_to)
    days = [line for line in only_day if read[line].day_first is not None]
    months = [line for line in only_month if read[line].month_first is not None]
    if days and months:
        few, many = sorted((days, months), key=len)
        shown = ", ".join(f"{told[line]!r} on line {line}" for line in few[:3])
        way = DAY_FIRST if many is days else MONTH_FIRST
        raise InputError(
            f"{told[many[0]]!r} on line {many[0]} can only be {way}, {shown} only the other",
            file=file,
            column=column,
            allowed="one way of writing dates",
            fix=f"mend {'the other' if len(few) == 1 else f'the {len(few)} others'}",
        )
    if days or months:
        return DAY_FIRST if days else MONTH_FIRST
    unsure = [
        (line, text)
        for line, text in open_to
        if read[line].day_first and read[line].day_first != read[line].month_first
    ]
    if not unsure:
        return DAY_FIRST if open_to else None
    line, text = unsure[0]
    first, second = read[line].day_first, read[line].month_first
    if first is None or second is None:  # excluded above
        return None
    raise InputError(
        f"{text!r} is {first.date()} day-first, {second.date()} month-first, and no date of the "
        "column tells which",
        file=file,
        line=line,
        column=column,
        fix=f"say {argument('dates', DAY_FIRST)} or {argument('dates', MONTH_FIRST)}",
    )


def _read(text: str) -> _Read:
    text = " ".join(text.split()) if len(text) <= LONGEST else ""
    for pattern in (YEAR_FIRST, COMPACT):
        if found := pattern.fullmatch(text):
            year, month, day = int(found["year"]), int(found["b"]), int(found["c"])
            return _both(ISO, found, year, month, day)
    if found := YEAR_LAST.fullmatch(text):
        a, b, year = int(found["a"]), int(found["b"]), _year(found["year"])
        first, second = _at(found, year, b, a), _at(found, year, a, b)
        if found["between"] == ".":  # nobody writes a month first before a full stop
            second = first
            return _Read(DAY_FIRST, first, second, _greenwich(found))
        return _Read("", first, second, _greenwich(found))
    for pattern in (DAY_NAMED, NAMED_DAY):
        if found := pattern.fullmatch(text):
            month = month_of(found["name"])
            if month:
                return _both(NAMED, found, _year(found["year"]), month, int(found["a"]))
    if NUMBER.fullmatch(text) and SERIALS[0] <= float(text) <= SERIALS[1]:
        moment = EPOCH + timedelta(seconds=round(86400 * float(text)))
        return _Read(SERIAL, moment, moment)
    return _Read(ISO, None, None)


def _both(style: str, found: re.Match[str], year: int, month: int, day: int) -> _Read:
    moment = _at(found, year, month, day)
    return _Read(style, moment, moment, _greenwich(found))


def _greenwich(found: re.Match[str]) -> bool:
    return found.groupdict().get("zone") in {"Z", "UTC", "+00:00", "+0000"}


def _at(found: re.Match[str], year: int, month: int, day: int) -> datetime | None:
    parts = found.groupdict()
    hour, half = int(parts.get("hour") or 0), (parts.get("half") or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= HALF_DAY:
            return None
        hour = hour % HALF_DAY + (HALF_DAY if half == "pm" else 0)
    try:
        return datetime(  # noqa: DTZ001 - local time as written
            year, month, day, hour, int(parts.get("minute") or 0), int(parts.get("second") or 0)
        )
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) + (CENTURY if len(text) == len("24") else 0)


def month_of(name: str) -> int:
    """The month that a word or its first three letters or more name; 0 for none, or for several.

    Example:
        >>> from wearoff.formats.dates import month_of
        >>> month_of("März"), month_of("Sept"), month_of("jui")
        (3, 9, 0)
    """
    word = folded(name)
    known = _months()
    if word in known:
        return known[word]
    begun = {month for full, month in known.items() if full.startswith(word)}
    return begun.pop() if len(begun) == 1 else 0


@cache
def _months() -> dict[str, int]:
    text = (files("wearoff.formats") / "months.csv").read_text(encoding="utf-8")
    return {folded(row["word"]): int(row["month"]) for row in csv.DictReader(StringIO(text))}
