"""A diary as a sheet: one row a day, or several, in ours or other words.

The header may stand below titles; rows of totals, comments and repeated headers are left out and
counted. Everything that is wrong is said at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.read import vocabulary
from wearoff.diary.read.columns import WIDEST, Headed, find_header
from wearoff.diary.read.entries import Entry, Reading, file_of, row_left_out
from wearoff.diary.read.ours import NUMBERS, OUTCOMES, WORDS
from wearoff.diary.read.values import column_of, read_cell
from wearoff.errors import Faults, InputError, argument, unknown
from wearoff.formats.cells import folded
from wearoff.formats.csvs import slip_of
from wearoff.formats.dates import is_date, read_moments
from wearoff.records import Note

if TYPE_CHECKING:
    from wearoff.diary.pieces import LeftOut, ReadFile
    from wearoff.diary.read.options import Options
    from wearoff.diary.read.readers import Source
    from wearoff.diary.read.values import Meaning
    from wearoff.formats.dates import Moments
    from wearoff.formats.tables import Row, Table

EITHER = ("intensity", "duration")
"""Columns that are one of ours by what stands in them."""
KNOWN = ("date", "time", *NUMBERS, *WORDS, *EITHER)
MOST_WORDS = 40
"""Words of a file whose reading is told."""


def recognizes(source: Source) -> bool:
    """Whether it has a header with a date and something of ours."""
    if source.table is None:
        return False
    return find_header(source.table, KNOWN, "date", source.options.columns) is not None


def read(source: Source) -> Reading:
    """The entries of a sheet.

    Raises:
        InputError: no header, or whatever is wrong with it and with the rows, a line a fault.
    """
    table, options = source.whole_table, source.options
    headed = find_header(table, KNOWN, "date", options.columns)
    if headed is None:
        raise _no_header(table)
    told = [name for name in headed.places if name in OUTCOMES or name in EITHER]
    if not told:
        raise InputError(
            "no column tells of headache or pain",
            file=table.file,
            line=headed.line,
            allowed=f"one or more of {', '.join(OUTCOMES)}",
            fix=f"name one: {argument('columns', 'headache=…')}",
        )
    return _Sheet(table, headed, options).reading()


def _no_header(table: Table) -> InputError:
    if not table.rows:
        return InputError("nothing in it", file=table.file)
    first = table.rows[0]
    for cell in first.cells[:WIDEST]:
        if slip_of(cell, KNOWN):
            return unknown("column", cell, KNOWN).at(file=table.file, line=first.line)
    shown = ", ".join(cell for cell in first.cells if cell)[:200]
    date, headache = argument("columns", "date=…"), argument("columns", "headache=…")
    return InputError(
        f"no header with a date and headache or pain; the first row is {shown!r}",
        file=table.file,
        line=first.line,
        allowed=f"date and any of {', '.join((*NUMBERS, *WORDS))}, or words for them",
        fix=f"name the columns: {date} {headache}",
    )


class _Sheet:
    """One sheet as it is read."""

    def __init__(self, table: Table, headed: Headed, options: Options) -> None:
        """The table with its header, and what was said of it."""
        self.table, self.headed, self.options = table, headed, options
        self.faults = Faults()
        self.left_out: list[LeftOut] = []
        self.said: dict[tuple[str, str], Meaning | InputError] = {}
        above = table.rows[: headed.at]
        self.above = [row for row in above if not self._dated(row)]
        within = [row for row in above if self._dated(row)]  # where a sheet was sorted with it
        self.rows = [row for row in (*within, *table.rows[headed.at + 1 :]) if self._is_row(row)]
        self.columns = {name: self._column(name) for name in headed.places}

    def reading(self) -> Reading:
        """All of it, or everything that is wrong with it."""
        moments = self._moments()
        entries = self._entries(moments)
        self.faults.check()
        skipped = [*self.table.skipped]
        skipped += [(row.line, "above the header") for row in self.above]
        notes = list(self.headed.notes())
        if moments.utc and moments.timed:
            notes.append(Note("greenwich"))
        return Reading(
            file=self._file(moments.style),
            entries=tuple(entries),
            left_out=(
                *(row_left_out(line, why) for line, why in skipped),
                *self.left_out,
            ),
            notes=tuple(notes),
        )

    def _dated(self, row: Row) -> bool:
        """Whether a row above the header is one of days all the same."""
        place = self.headed.places["date"]
        told = sum(bool(cell) for cell in row.cells) > 1  # a date alone is that of the sheet
        return told and place < len(row.cells) and is_date(row.cells[place])

    def _is_row(self, row: Row) -> bool:
        """Whether a row is one of days; what is not is left out, and counted."""
        headed, cells = self.headed, row.cells
        header = self.table.rows[headed.at].cells
        if cells[: headed.width] == header:
            self.left_out.append(row_left_out(row.line, "header again"))
            return False
        day = cells[headed.places["date"]] if headed.places["date"] < len(cells) else ""
        totals = vocabulary.cells("total")
        first = next(cell for cell in cells if cell)
        if folded(day) in totals or (not day and folded(first) in totals):
            self.left_out.append(row_left_out(row.line, "total"))
            return False
        if len(cells) < headed.width or any(cells[headed.width :]):
            self.faults.add(
                InputError(
                    f"more or fewer cells than the header ({len(cells)}, not {headed.width})",
                    file=self.table.file,
                    line=row.line,
                )
            )
            return False
        return True

    def _column(self, name: str) -> str:
        """Which of ours a column is, where its name leaves that open."""
        texts = [row.cells[self.headed.places[name]] for row in self.rows]
        header, top = self.headed.names[name], self.headed.top.get(name, 0)
        try:
            return column_of(name, header, top, texts)
        except InputError as error:
            self.faults.add(error.at(file=self.table.file, line=self.headed.line))
            return ""

    def _moments(self) -> Moments:
        place = self.headed.places["date"]
        cells = [(row.line, row.cells[place]) for row in self.rows]
        try:
            return read_moments(
                cells, asked=self.options.dates, file=self.table.file, column="date"
            )
        except InputError as error:
            self.faults.add(error)
            return read_moments([])

    def _entries(self, moments: Moments) -> list[Entry]:
        clock = self.headed.places.get("time")
        found: list[Entry] = []
        for row in self.rows:
            values: dict[str, float] = {}
            texts: dict[str, str] = {}
            for name, place in self.headed.places.items():
                if name not in {"date", "time"} and self.columns[name]:
                    self._cell(row, name, row.cells[place], values, texts)
            timed = moments.timed or bool(clock is not None and row.cells[clock])
            if row.line in moments.at:
                day = moments.at[row.line].date()
                found.append(Entry(day, row.line, values, texts, timed))
        return found

    def _cell(
        self, row: Row, name: str, text: str, values: dict[str, float], texts: dict[str, str]
    ) -> None:
        """Read one cell into its row; what a column's cells say is worked out once for all."""
        header, column = self.headed.names[name], self.columns[name]
        said = self.said.get((name, text))
        if said is None:
            said = self._meaning(column, text, header, self.headed.top.get(name, 0))
            self.said[name, text] = said
        if isinstance(said, InputError):
            self.faults.add(said.at(file=self.table.file, line=row.line, column=header))
            return
        for ours, value in said.values.items():
            values.setdefault(ours, value)
        for ours, word in said.texts.items():
            texts[ours] = f"{texts[ours]}; {word}" if ours in texts else word

    @staticmethod
    def _meaning(column: str, text: str, header: str, top: int) -> Meaning | InputError:
        try:
            return read_cell(column, text, header, top)
        except InputError as error:
            return error

    def _words(self) -> dict[str, str]:
        """What words stood for, in every column that holds them."""
        told: dict[str, list[str]] = {}
        for (name, text), said in self.said.items():
            if isinstance(said, InputError) or self.columns[name] in WORDS or text[:1].isdigit():
                continue
            for ours, value in said.values.items():
                told.setdefault(text, []).append(f"{ours} {value:g}")
        few = list(told.items())[:MOST_WORDS]
        return {text: " and ".join(dict.fromkeys(meanings)) for text, meanings in few}

    def _file(self, style: str) -> ReadFile:
        return file_of(
            self.table,
            dates=style,
            words=self._words(),
            columns={self.columns[ours]: name for ours, name in self.headed.names.items()},
        )
