"""The header of an injection log: which row it is, and which of its columns is which of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wearoff.errors import InputError, argument, unknown
from wearoff.formats.dates import is_date
from wearoff.formats.tables import Row
from wearoff.records import Note
from wearoff.simulation.log_words import columns_named, is_total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.formats.tables import Table

BY_MUSCLE = ("date", "muscle", "side", "units", "product")
BY_PLAN = ("date", "plan", "units", "product")
KNOWN = tuple(dict.fromkeys((*BY_MUSCLE, *BY_PLAN)))
ALLOWED = f"{','.join(BY_MUSCLE)} or {','.join(BY_PLAN)}, or dates alone, one a line"
ABOVE = 10
"""Rows of a title that may stand above the header."""
LIST_MARK = re.compile(r"^(?:[-*\u2022\u2013\u2014]|\d{1,3}[.):])\s+")
"""A dash, dot or number by which a line is one of a list."""
NUMBERS = re.compile(r"\d\D+\d")
"""Two numbers; a title has at most a year."""


class Headed(NamedTuple):
    """Places of known columns, the header they have, and the rows of a file below it."""

    places: dict[str, int]
    header: tuple[str, ...]
    rows: Sequence[Row]
    file: str
    above: int = 0

    @property
    def names(self) -> dict[str, str]:
        """Columns of the file by the names of ours."""
        return {name: self.header[at] for name, at in self.places.items() if self.header}

    @property
    def sessions(self) -> list[Row]:
        """Rows that are none of totals, nor the header again, as of two files put together."""
        return [row for row in self.rows if row.cells != self.header and not self._adds_up(row)]

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is passed over: rows above the header and of totals, and columns."""
        totals = sum(self._adds_up(row) for row in self.rows)
        found = [Note("rows_above", {"rows": self.above, "file": self.file})] * bool(self.above)
        found += [Note("total_rows", {"rows": totals, "file": self.file})] * bool(totals)
        found += [
            Note("column_not_read", {"column": text})
            for place, text in enumerate(self.header)
            if place not in self.places.values() and any(text_at(row, place) for row in self.rows)
        ]
        return tuple(found)

    def _adds_up(self, row: Row) -> bool:
        return is_total(text_at(row, self.places["date"]))


def text_at(row: Row, place: int) -> str:
    """A cell, '' where the row is shorter."""
    return row.cells[place] if place < len(row.cells) else ""


def is_log(table: Table) -> bool:
    """Whether a table has dates and what a log says beside them."""
    if _dates_alone(table):
        return True
    at = _row(table)
    found = (
        {name for name in KNOWN if columns_named(table.rows[at].cells, name)} if at >= 0 else set()
    )
    return "date" in found and bool(found & {"muscle", "plan", "product"})


def headed(table: Table, asked: Mapping[str, str]) -> Headed:
    """The columns of a log; a table of dates alone has no header.

    Args:
        table: Rows of a log.
        asked: Columns of the file by the names of ours, as somebody said. Of a date it may be
            said of another file.

    Raises:
        InputError: There is no column of dates, one that was named is not there, two may be the
            same one of ours, or what looks like a row stands above the header.
    """
    if not table.rows:
        raise InputError("nothing in it", file=table.file, allowed=ALLOWED)
    alone, called = _dates_alone(table), table.name
    if alone:
        return Headed({"date": 0}, (), alone, called, len(table.rows) - len(alone))
    at = max(_row(table, asked), 0)
    line, header = table.rows[at]
    found = _named(table, at, asked)
    if "date" not in found:
        raise InputError(
            f"missing column date; found {', '.join(header)}",
            file=table.file,
            line=line,
            allowed=ALLOWED,
        )
    for row in table.rows[:at]:
        if any(is_date(text) for text in row.cells):
            raise InputError("a row above the header", file=table.file, line=row.line)
    places = {name: header.index(own) for name, own in found.items()}
    return Headed(places, header, table.rows[at + 1 :], called, at)


def _dates_alone(table: Table) -> Sequence[Row]:
    """The rows of a table that begin with a date alone, below a title; none where it has columns.

    Marks of a list before a date do not count. What looks like a date is no title: it is told as
    one that cannot be read.
    """
    if _row(table) >= 0:
        return ()
    rows = [Row(line, (_unmarked(cells[0]), *cells[1:])) for line, cells in table.rows]
    if not any(is_date(row.cells[0]) for row in rows):
        return ()
    for at, row in enumerate(rows[: ABOVE + 1]):
        if is_date(row.cells[0]) or NUMBERS.search(row.cells[0]):
            return () if any(row.cells[1:]) else rows[at:]
    return ()


def _unmarked(text: str) -> str:
    """A date without the dash, dot or number by which it is one of a list; else as it is."""
    bare = LIST_MARK.sub("", text)
    return bare if is_date(bare) and not is_date(text) else text


def _named(table: Table, at: int, asked: Mapping[str, str]) -> dict[str, str]:
    """Columns of the file by the names of ours, as somebody said or by their words."""
    line, header = table.rows[at]
    found = {name: columns_named(header, name) for name in KNOWN}
    written = {text.casefold(): text for text in header}
    for name, theirs in asked.items():
        if name in KNOWN and theirs.casefold() in written:
            found[name] = [written[theirs.casefold()]]
        elif name in KNOWN[1:]:
            said = unknown("column", theirs, [text for text in header if text])
            raise said.at(file=table.file, line=line)
    for name, own in found.items():
        if len(own) > 1:
            raise InputError(
                f"columns {' and '.join(own)} may each be {name}",
                file=table.file,
                line=line,
                fix=f"say which: {argument('columns', f'{name}={own[0]}')}",
            )
    return {name: own[0] for name, own in found.items() if own}


def _row(table: Table, asked: Mapping[str, str] | None = None) -> int:
    """Which row is the header: the first with a column of dates; -1 where there is none."""
    named = (asked or {}).get("date", "").casefold()
    for at, row in enumerate(table.rows[: ABOVE + 1]):
        own = {text.casefold() for text in row.cells if text}
        if columns_named(row.cells, "date") or named in own:
            return at
    return -1
