"""CSV in: what every reader of ours does first, with one line for whatever is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from wearoff.errors import InputError, unknown
from wearoff.formats.cells import number_in
from wearoff.formats.dates import read_moments
from wearoff.formats.tables import read_table
from wearoff.records import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from pathlib import Path

    from wearoff.formats.frames import Given


MISSING = ("", "NA", "na", "NaN")
"""Cells in which nothing was written."""
NEAR = 0.85
"""Likeness from which a column's name is taken for a slip: headche is one, back_pain_10 is not."""


def slip_of(name: str, known: Collection[str]) -> bool:
    """Whether a column's name is nearly one of these, and none of them."""
    if name in known or len(name) > 2 * max(map(len, known)):
        return False
    return bool(get_close_matches(name.lower(), known, n=1, cutoff=NEAR))


@dataclass(frozen=True)
class Range:
    """Numbers that a cell may hold, ends included."""

    lowest: float
    highest: float
    whole: bool = False

    @property
    def allowed(self) -> str:
        """What may stand in the cell, in words."""
        if self.whole and (self.lowest, self.highest) == (0, 1):
            return "0 or 1"
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.lowest:g} to {self.highest:g}"

    def has(self, value: float) -> bool:
        """Whether a number is one of them; NaN is not."""
        return self.lowest <= value <= self.highest and not (self.whole and value % 1)

    def read(self, text: str, file: Path | str, line: int, column: str) -> float:
        """The number in a cell.

        Raises:
            InputError: it is no number, or not one of these; names line and column.
        """
        value = number_in(text)
        if not self.has(value):
            raise InputError(
                f"found {text!r}", file=file, line=line, column=column, allowed=self.allowed
            )
        return value


class CsvFile:
    """A table with a header on its first row; cells come stripped, with the line their row ends on.

    ``file`` is what errors call it: the path, or the argument that the frame was given as; ``name``
    is that without folders, ``digest`` the SHA-256 of the bytes, ``written`` the header as it
    stands.
    """

    def __init__(self, given: Given, called: str = "table", *, capitals: bool = True) -> None:
        """Read the file, or the frame that an argument ``called`` so holds, and its header.

        Without ``capitals`` names of columns are the same with and without them.

        Raises:
            InputError: it cannot be read, or is no file and no frame.
        """
        self.table = read_table(given, called)
        self.file, self.name, self.digest = self.table.file, self.table.name, self.table.digest
        self.written = self.table.rows[0].cells if self.table.rows else ()
        self.header = [name if capitals else name.casefold() for name in self.written]
        self.dates = "iso"

    @classmethod
    def of(cls, given: str | Path | CsvFile) -> CsvFile:
        """A file that may be open already."""
        return given if isinstance(given, CsvFile) else cls(given)

    def require(self, names: tuple[str, ...], allowed: str) -> None:
        """Refuse a header without these columns, or with one of them twice."""
        missing = [name for name in names if name not in self.header]
        if missing:
            found = ", ".join(self.header) or "nothing"
            raise InputError(
                f"missing column {', '.join(missing)}; found {found}",
                file=self.file,
                line=1,
                allowed=allowed,
            )
        twice = sorted({name for name in self.header if self.header.count(name) > 1})
        if twice:
            raise InputError(f"column {', '.join(twice)} twice", file=self.file, line=1)

    def refuse_slips(self, known: Collection[str]) -> None:
        """Refuse a column that is nearly one of these, with the one it may be meant for."""
        for name in self.header:
            if slip_of(name, known):
                raise unknown("column", name, known).at(file=self.file, line=1)

    def unread(self, known: Collection[str]) -> list[Note]:
        """Notes that name the columns that are none of these; '' is one without a name."""
        return [
            Note("column_not_read", {"column": name}) for name in self.header if name not in known
        ]

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line number and cells of every row; lines and rows with nothing in them are passed over.

        Raises:
            InputError: a row has more or fewer cells than the header.
        """
        for line, row in self.each():
            if isinstance(row, InputError):
                raise row
            yield line, row

    def each(self) -> Iterator[tuple[int, dict[str, str] | InputError]]:
        """Line number and cells of every row, or what is wrong with its shape."""
        for line, cells in self.table.rows[1:]:
            if len(cells) == len(self.header):
                yield line, dict(zip(self.header, cells, strict=True))
                continue
            said = f"more or fewer cells than the header ({len(cells)}, not {len(self.header)})"
            yield line, InputError(said, file=self.file, line=line)

    def days(self, column: str, asked: str | None) -> dict[int, date]:
        """The dates of a column by line, where one is written, in whatever way the column has.

        Args:
            column: Its name.
            asked: ``day-first`` or ``month-first`` where somebody has said so.

        Raises:
            InputError: as `wearoff.formats.dates.read_moments`.
        """
        place = self.header.index(column)
        cells = [
            (row.line, row.cells[place])
            for row in self.table.rows[1:]
            if len(row.cells) == len(self.header) and row.cells[place] not in MISSING
        ]
        found = read_moments(cells, asked=asked, file=self.file, column=column)
        self.dates = found.style
        return {line: moment.date() for line, moment in found.at.items()}
