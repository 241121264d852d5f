"""What a person types, as rows of our own tables: what a day can be, and what a cell may hold.

The tables are those that are written and read as files (`wearoff.diary.write.tables`), so that what
was typed here is what a file would say. Nothing is counted.
"""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from wearoff.diary.outcomes import MODERATE, PAINS
from wearoff.diary.profiles import HEADACHE, profile
from wearoff.diary.read import events as event_files
from wearoff.diary.read import scores as score_files
from wearoff.diary.read.options import USUAL_CONDITION
from wearoff.diary.read.ours import ASSUMED, FREE, HEADACHE_SIGNS, NUMBERS
from wearoff.diary.write.by_hand import ANSWERED, BESIDE_HEADACHE
from wearoff.errors import InputError
from wearoff.evidence.injections import MOST_UNITS
from wearoff.formats.cells import number_in
from wearoff.formats.csvs import Range
from wearoff.formats.dates import YEARS
from wearoff.formats.spreadsheets import as_it_was
from wearoff.records import SIDES
from wearoff.units import PRODUCT_UNITS
from wearoff.words import desk as words
from wearoff.words import dictionary, phone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.diary.write.tables import Table

Cells = dict[str, str]
"""Cells of one row by column; an empty one is left out."""
Days = dict[str, Cells]
"""What was written on each day, by its date."""
LONGEST = 500
"""Characters of a text that is typed."""
CHOICES = {
    "kind": event_files.KINDS,
    "measure": tuple(score_files.MEASURES),
    "side": SIDES,
    "product": tuple(PRODUCT_UNITS),
}
"""What a cell of such a column may be."""
NEEDED = {
    "injections": ("date", "muscle", "side", "units", "product"),
    "events": ("date", "kind"),
    "scores": ("date", "measure", "value"),
}
"""Columns without which a row says nothing."""


# Tables and rows


def rows_of(table: Table) -> list[Cells]:
    """Rows of a table by column."""
    header, *rows = table
    return [{n: cell for n, cell in zip(header, row, strict=True) if cell} for row in rows]


def table_of(kind: str, rows: list[Cells]) -> Table:
    """A table of rows, by date; of a diary the columns that hold something."""
    known = list(dictionary.TABLES[kind])
    if kind == "diary":
        known = [name for name in known if name == "date" or any(name in row for row in rows)]
    ordered = sorted(rows, key=lambda row: row["date"])
    return [tuple(known), *(tuple(row.get(name, "") for name in known) for row in ordered)]


def parsed(text: str) -> Table:
    """A table of ours from the text of its file."""
    return [tuple(as_it_was(cell) for cell in row) for row in csv.reader(StringIO(text))]


def days_of(table: Table | None, unwritten: str) -> Days:
    """What was written on each day; what was only said to be free is not."""
    rows = rows_of(table) if table else []
    if unwritten == FREE:
        rows = [row for row in rows if row.get(ASSUMED) != FREE]
    return {row["date"]: row for row in rows}


# What a day was


class Question(NamedTuple):
    """What is asked of each day: the column, and what it can be, each with its name."""

    column: str
    choices: tuple[tuple[str, str], ...]


def question(days: Mapping[str, Cells], condition: str | None) -> Question:
    """What is asked of each day of a diary: what its condition is judged by, as it is written.

    A diary without severity is asked whether there was headache, one of migraine alone whether
    there was migraine: another column would change what all of its days are counted by.
    """
    held = {name for cells in days.values() for name in cells}
    main = profile(condition or USUAL_CONDITION).main
    if main in PAINS and (main in held or not held):
        return Question(main, tuple((str(pain), str(pain)) for pain in range(11)))
    signs = held & {HEADACHE, *HEADACHE_SIGNS}
    if signs == {"migraine"}:
        return Question("migraine", (("none", words.NO), ("some", words.MIGRAINE)))
    if signs and "severity_3" not in signs:
        return Question(HEADACHE, (("none", words.NO), ("some", words.HEADACHE)))
    return Question("severity_3", tuple(phone.ANSWERS.items()))


def answer_in(cells: Cells, asked: Question) -> str:
    """What was written of what is asked; '' for nothing."""
    if asked.column not in {"severity_3", HEADACHE}:
        written = cells.get(asked.column, "")
        return (
            {"0": "none", "1": "some"}.get(written, "") if asked.column == "migraine" else written
        )
    sizes = [float(cells[name]) for name in HEADACHE_SIGNS if name in cells]
    told = float(cells[HEADACHE]) if HEADACHE in cells else None
    if told is None and sizes:
        told = float(any(sizes))
    if told is None:
        return ""
    if not told:
        return "none"
    return "bad" if float(cells.get("severity_3", 0)) >= MODERATE else "some"


def answered(cells: Cells, asked: Question, answer: str) -> Cells:
    """A day with another answer; what would contradict it goes."""
    if asked.column in PAINS or asked.column == "migraine":
        value = {"none": "0", "some": "1"}.get(answer, answer)
        kept = {name: cell for name, cell in cells.items() if name != asked.column}
        return {**kept, asked.column: value} if answer else kept
    said = ANSWERED[answer] if answer else {}
    if asked.column == HEADACHE:
        said = {name: cell for name, cell in said.items() if name == HEADACHE}
    gone = BESIDE_HEADACHE if answer in {"", "none"} else ("severity_3", ASSUMED)
    return {**{name: cell for name, cell in cells.items() if name not in gone}, **said}


# What a cell may hold


def check_row(kind: str, cells: Cells, muscles: tuple[str, ...] = ()) -> dict[str, str]:
    """What is wrong with a row that was typed, by column; nothing where it can be written."""
    found: dict[str, str] = {}
    for name in NEEDED.get(kind, ("date",)):
        if name not in cells:
            found[name] = words.MISSING
    for name, text in cells.items():
        try:
            _check(name, text, cells, muscles)
        except InputError as error:
            found[name] = error.text
    return found


def _check(name: str, text: str, cells: Cells, muscles: tuple[str, ...]) -> None:
    if len(text) > LONGEST:
        raise InputError(f"{len(text)} characters", allowed=f"up to {LONGEST}")
    if name in {"date", "until"}:
        day = day_in(text)
        if name == "until" and day < day_in(cells.get("date", text)):
            raise InputError(f"found {text}", allowed=f"empty, or {cells['date']} or later")
    allowed = muscles if name == "muscle" else CHOICES.get(name)
    if allowed is not None and text not in allowed:
        raise InputError(f"found {text!r}", allowed=", ".join(allowed))
    holds = _range(name, cells)
    if holds is not None and not holds.has(number_in(text)):
        raise InputError(f"found {text!r}", allowed=holds.allowed)


def _range(name: str, cells: Cells) -> Range | None:
    """Numbers that a column may hold; None of a column of words."""
    if name == "value":
        return score_files.MEASURES.get(cells.get("measure", ""))
    return Range(0, MOST_UNITS) if name == "units" else NUMBERS.get(name)


def day_in(text: str) -> date:
    """A day, as a field of dates gives it.

    Raises:
        InputError: it is none, or no diary has it.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    # other ways to write the same day would be other days
    if found is None or found.isoformat() != text or not YEARS[0] <= found.year <= YEARS[1]:
        raise InputError(f"found {text!r}", allowed="a date as 2026-03-31")
    return found
