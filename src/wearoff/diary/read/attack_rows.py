"""Rows of a list of attacks, by our columns, and everything that is wrong or doubtful in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.read.attack_headers import END, LENGTH, Header
from wearoff.diary.read.attacks import MOST_DAYS
from wearoff.diary.read.columns import top_of
from wearoff.diary.read.entries import row_left_out
from wearoff.diary.read.values import column_of
from wearoff.diary.read.vocabulary import cells, is_lasting, is_missing
from wearoff.errors import Faults, InputError, argument
from wearoff.formats.cells import folded
from wearoff.words.doubts import at, doubt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from wearoff.formats.tables import Row, Table
    from wearoff.records import Doubt


class Rows:
    """The rows of a list that are attacks; what else stands in the file is left out.

    Attributes:
        table: All rows.
        header: Which of them is the header.
        faults: What is wrong, to be said at once.
        left_out: What is no attack, and why.
    """

    def __init__(self, table: Table, header: Header) -> None:
        """Sort out which rows are attacks.

        Raises:
            InputError: there are more of them than a life has.
        """
        if len(table.rows) > MOST_DAYS:
            problem = f"{len(table.rows)} rows of attacks"
            raise InputError(problem, file=table.file, allowed=f"up to {MOST_DAYS} rows")
        self.table, self.header = table, header
        self.faults = Faults()
        for column, names in header.doubled:
            self._doubled(column, names)
        self.left_out = [row_left_out(line, reason) for line, reason in table.skipped]
        self.left_out += [
            row_left_out(row.line, "above the header") for row in table.rows[: header.at]
        ]
        self._doubted: dict[str, list[tuple[Row, datetime]]] = {}
        self._attacks = [row for row in table.rows[header.at + 1 :] if self._is_attack(row)]

    def __iter__(self) -> Iterator[Row]:
        """The rows that are attacks."""
        return iter(self._attacks)

    def cells(self, row: Row, column: str) -> list[str]:
        """What is written in the columns of a row that are one of ours, on one line each."""
        places = self.header.places.get(column)
        if places is None:
            return []
        found = [" ".join(row.cells[place].split()) for place in places if place < len(row.cells)]
        open_end = column in (*END, *LENGTH)
        return [c for c in found if not is_missing(c) and not (open_end and is_lasting(c))]

    def cell(self, row: Row, *columns: str) -> str:
        """What is written in the first of these columns that holds anything; '' for nothing."""
        return next((cell for column in columns for cell in self.cells(row, column)), "")

    def meaning(self, column: str) -> str:
        """Which of ours a column is, where its name leaves that open; '' where nothing tells."""
        place = self.header.places[column][0]
        name = self.header.names[place]
        told = [row.cells[place] for row in self if place < len(row.cells)]
        told = [text for text in told if not is_lasting(text)]
        try:
            return column_of(column, name, top_of(name), told)
        except InputError as error:
            if column not in LENGTH or not self.header.has(*END):  # else the end tells
                line = self.table.rows[self.header.at].line
                self.faults.add(error.at(file=self.table.file, line=line))
            return ""

    def fault(self, row: Row, error: InputError, column: str | None = None) -> None:
        """Something is wrong with a row, or with a column of it."""
        self.faults.add(error.at(file=self.table.file, line=row.line, column=column))

    def doubt(self, code: str, row: Row, start: datetime) -> None:
        """The attack of a row looks like a slip, or like something else."""
        self._doubted.setdefault(code, []).append((row, start))

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """One a kind, with the first row of it and how many there are."""
        return tuple(
            doubt(
                code,
                at(self.table.name, found[0][0].line),
                date=found[0][1].date().isoformat(),
                rows=len(found),
            )
            for code, found in self._doubted.items()
        )

    def _doubled(self, column: str, names: list[str]) -> None:
        same = len(set(names)) == 1
        told = f"column {names[0]} twice" if same else f"{' and '.join(names)} are both {column}"
        fix = None if same else f"say which: {argument('columns', f'{column}={names[0]}')}"
        line = self.table.rows[self.header.at].line
        self.faults.add(InputError(told, file=self.table.file, line=line, fix=fix))

    def _is_attack(self, row: Row) -> bool:
        reason = self._reason(row)
        width = len(self.header.names)
        if reason:
            self.left_out.append(row_left_out(row.line, reason))
        elif any(row.cells[width:]):
            text = f"more cells than the header ({len(row.cells)}, not {width})"
            self.fault(row, InputError(text, fix='put "" around a cell that holds the separator'))
        elif not self._begins(row):
            self.fault(row, InputError("nothing says when the attack began"))
        else:
            return True
        return False

    def _reason(self, row: Row) -> str:
        """Why a row is no attack; '' where it is one."""
        written = [cell for cell in row.cells if cell]
        if row.cells == self.header.names:
            return "header again"
        if not written[0][0].isdigit() and folded(written[0]) in cells("total"):
            return "total"
        return "a remark" if len(written) == 1 and not self._begins(row) else ""

    def _begins(self, row: Row) -> bool:
        return bool(self.cell(row, "start", "start_date", "date"))
