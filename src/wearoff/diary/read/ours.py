"""Diaries: one row a day, ``date`` and any of the columns below.

A missing day is a missing row or an empty cell, never 0. What the columns say of headache is
`wearoff.diary.outcomes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.errors import InputError
from wearoff.formats.csvs import MISSING, CsvFile, Range, iso_date
from wearoff.measures import MEASURES
from wearoff.records import Diary, Note

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from wearoff.records import Array


class Column(NamedTuple):
    """A column of numbers: what a cell may hold, and whether a diary can stand on it alone."""

    name: str
    holds: Range
    kind: str


def _range(measure: str) -> Range:
    found = MEASURES[measure]
    return Range(found.lowest, found.highest, found.whole)


OUTCOME, BESIDE = "outcome", "beside"
YES_NO = Range(0, 1, whole=True)
PAIN, SEVERITY = _range("pain_10"), _range("severity_3")
DOSES = Range(0, 50)
"""0 or 1, or doses; half a tablet is one."""
COLUMNS = (
    Column("headache", YES_NO, OUTCOME),
    Column("severity_3", SEVERITY, OUTCOME),
    Column("pain_10", PAIN, OUTCOME),
    Column("hours", Range(0, 24), OUTCOME),
    Column("migraine", YES_NO, OUTCOME),
    Column("neck_pain_10", PAIN, OUTCOME),
    Column("jaw_pain_10", PAIN, OUTCOME),
    Column("leg_pain_10", PAIN, OUTCOME),
    Column("acute_medication", DOSES, BESIDE),
    Column("menstruation", YES_NO, BESIDE),
)
WORDS = ("acute_class", "side_effect", "note")
NUMBERS = {column.name: column.holds for column in COLUMNS}
OUTCOMES = tuple(column.name for column in COLUMNS if column.kind == OUTCOME)
KNOWN = ("date", *NUMBERS, *WORDS)
HEADACHE_SIGNS = ("severity_3", "pain_10", "hours", "migraine")
MOST_YEARS = 40
"""No diary is that long; a longer one has a slip in a year."""


class _Cell(NamedTuple):
    text: str
    value: float | str
    line: int


@dataclass
class _Day:
    line: int
    rows: int = 0
    cells: dict[str, _Cell] = field(default_factory=dict)


def read_diary(given: str | Path | CsvFile) -> Diary:
    """The diary in a CSV file; rows may come in any order.

    A day written twice is kept once if its rows agree, an empty cell agreeing with anything. Empty
    rows before the first and after the last entry are as good as absent. ``notes`` say what was
    merged, left out or not read.

    Raises:
        InputError: an unreadable file, no ``date``, a column that looks like a slip of a known one,
            no column or no value that tells of pain, a cell outside its range, a date that is not
            one, dates more than 40 years apart, or rows of a day that disagree; names line and
            column.
    """
    source = CsvFile.of(given)
    source.refuse_slips(KNOWN)
    source.require(("date",), f"date and any of {', '.join(KNOWN[1:])}")
    named = [name for name in KNOWN[1:] if name in source.header]
    days = _days(source, named)
    if not any(name in day.cells for day in days.values() for name in OUTCOMES):
        raise InputError(
            "no day with an entry of headache or pain",
            file=source.file,
            allowed=f"one or more of {', '.join(OUTCOMES)}",
        )
    _check_span(days, source.file)
    first, last, notes = _bounds(days)
    values = {
        name: np.array(_series(days, name, first, last, np.nan))
        for name in named
        if name not in WORDS
    }
    texts = {
        name: tuple(str(word) for word in _series(days, name, first, last, ""))
        for name in named
        if name in WORDS
    }
    return Diary(
        source=source.name,
        first=first,
        values=values,
        texts=texts,
        notes=(*source.unread(KNOWN), *notes, *_contradictions(values)),
        dated=len(days),
        merged=sum(day.rows - 1 for day in days.values()),
    )


def _days(source: CsvFile, named: list[str]) -> dict[date, _Day]:
    """Every day that has a row, with the cells in which something was written."""
    days: dict[date, _Day] = {}
    for line, record in source.rows():
        date_of_row = iso_date(record["date"], source.file, line, "date")
        day = days.setdefault(date_of_row, _Day(line))
        day.rows += 1
        for name in named:
            text = record[name]
            if text in MISSING:
                continue
            value = text if name in WORDS else NUMBERS[name].read(text, source.file, line, name)
            known = day.cells.setdefault(name, _Cell(text, value, line))
            if known.value != value:
                raise InputError(
                    f"{date_of_row} has {text!r} here and {known.text!r} on line {known.line}",
                    file=source.file,
                    line=line,
                    column=name,
                    fix="keep the row that is right",
                )
    return days


def _check_span(days: dict[date, _Day], file: Path | str) -> None:
    early, late = min(days), max(days)
    if (late - early).days > MOST_YEARS * 365.25:
        raise InputError(
            f"{early} on line {days[early].line} and {late} on line {days[late].line}",
            file=file,
            column="date",
            allowed=f"dates up to {MOST_YEARS} years apart",
        )


def _bounds(days: dict[date, _Day]) -> tuple[date, date, list[Note]]:
    """First and last day with an entry, and notes of what was merged and left out."""
    written = [day for day, found in days.items() if found.cells]
    first, last = min(written), max(written)
    notes: list[Note] = []
    twice = sum(found.rows > 1 for found in days.values())
    if twice:
        notes.append(Note("written_twice", {"days": twice}))
    outside = sum(not first <= day <= last for day in days)
    if outside:
        notes.append(Note("empty_around", {"days": outside}))
    return first, last, notes


def _series(
    days: dict[date, _Day], name: str, first: date, last: date, missing: float | str
) -> list[float | str]:
    """One column, an entry a day from the first to the last."""
    column = [missing] * ((last - first).days + 1)
    for day, found in days.items():
        if name in found.cells:
            column[(day - first).days] = found.cells[name].value
    return column


def _contradictions(values: dict[str, Array]) -> list[Note]:
    signs = [values[name] > 0 for name in HEADACHE_SIGNS if name in values]
    if "headache" not in values or not signs:
        return []
    count = int(np.sum((values["headache"] == 0) & np.any(signs, axis=0)))
    return [Note("severity_without_headache", {"days": count})] if count else []
