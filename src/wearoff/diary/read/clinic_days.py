"""Days of a clinic's sheet: of many people, so that one slip is one row's and not the file's."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.formats.dates import ASKED, YEARS, is_date, month_of, read_moments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MONTH = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})|(?P<m>\d{1,2})[-/.](?P<y>\d{4})"
    r"|(?P<name>[^\W\d_]{3,})\.?[\s-]+(?P<named>\d{4})"
)
"""A month without a day: 2024-03, 03/2024, March 2024."""
MONTHS = 12
RARE = 0.2
"""Dates that fit the other order alone are slips up to this share of those that fit this one."""


@dataclass
class Days:
    """Days by line, and how they are written.

    ``months`` are lines that name a month, whose day is its last; ``faults`` are what is wrong with
    a line's.
    """

    style: str = "month"
    at: dict[int, date] = field(default_factory=dict[int, date])
    months: set[int] = field(default_factory=set[int])
    faults: dict[int, InputError] = field(default_factory=dict[int, InputError])


def read_days(
    cells: Mapping[int, str], *, asked: str | None, file: Path | str, column: str
) -> Days:
    """The days of a column.

    Args:
        cells: By line.
        asked: ``day-first`` or ``month-first`` where somebody has said so.
        file: What errors call the file.
        column: What they call the column.

    Raises:
        InputError: nothing tells day-first from month-first.
    """
    months = {line: end for line, text in cells.items() if (end := month_end(text))}
    found = Days(at=dict(months), months=set(months))
    dated = [(line, text) for line, text in cells.items() if line not in months]
    good = [(line, text) for line, text in dated if is_date(text)]
    order = asked or _order(good)
    if order is None and good:
        moments = read_moments(good, file=file, column=column)
        found.at |= {line: moment.date() for line, moment in moments.at.items()}
        found.style = moments.style
    elif good:
        styles: Counter[str] = Counter()
        for line, text in good:
            try:
                own = read_moments([(line, text)], asked=order, file=file, column=column)
            except InputError as error:
                found.faults[line] = error
            else:
                found.at[line] = own.at[line].date()
                styles[own.style] += 1
        found.style = "+".join(name for name, _ in styles.most_common())
    for line, text in dated:
        if line not in found.at and line not in found.faults:
            problem = f"found {text!r}"
            found.faults[line] = InputError(
                problem, file=file, line=line, column=column, allowed="a date as 2026-03-31"
            )
    return found


def _order(cells: Sequence[tuple[int, str]]) -> str | None:
    """What nearly all dates say of their order; None where they do not depend on it, or all agree.

    A date that fits the other order alone is a slip of its row where it is rare.
    """
    ways = Counter(way for cell in cells if (way := _one_way(cell)))
    if len(ways) < len(ASKED):
        return None
    (way, many), (_, few) = ways.most_common()
    return way if few <= RARE * many else None


def _one_way(cell: tuple[int, str]) -> str | None:
    """The only order in which a date can be read."""
    fits = [way for way in ASKED if _fits(cell, way)]
    return fits[0] if len(fits) == 1 else None


def _fits(cell: tuple[int, str], way: str) -> bool:
    try:
        read_moments([cell], asked=way)
    except InputError:
        return False
    return True


def month_end(text: str) -> date | None:
    """The last day of a month that is written without a day; None for anything else.

    Example:
        >>> from wearoff.diary.read.clinic_days import month_end
        >>> str(month_end("2024-02")), str(month_end("März 2025")), month_end("2024-02-01")
        ('2024-02-29', '2025-03-31', None)
    """
    found = MONTH.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"] or found["y"] or found["named"])
    month = int(found["month"] or found["m"] or month_of(found["name"] or ""))
    if not (1 <= month <= MONTHS and YEARS[0] <= year <= YEARS[1]):
        return None
    return date(year, month, monthrange(year, month)[1])
