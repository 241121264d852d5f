"""CSV in: what every reader of ours does first, with one line for whatever is wrong."""

from __future__ import annotations

import csv
import hashlib
import math
import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from wearoff.errors import InputError, unknown
from wearoff.formats.frames import csv_text
from wearoff.formats.spreadsheets import as_it_was
from wearoff.records import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from wearoff.formats.frames import Frame, Given


MISSING = ("", "NA", "na", "NaN")
"""Cells in which nothing was written."""
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NEAR = 0.85
"""Likeness from which a column's name is taken for a slip: headche is one, back_pain_10 is not."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def number(text: str) -> float:
    """A finite number as people write it.

    Args:
        text: A cell.

    Returns:
        The number; NaN for anything else.
    """
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else math.nan


def iso_date(text: str, file: Path | str, line: int, column: str) -> date:
    """The day that a cell names, as 2026-03-31 and in no other form.

    Raises:
        InputError: it is written in another way, or there is no such day; names line and column.
    """
    try:
        # Python reads 20260331 and 2026-W14-2 as well
        return date.fromisoformat(text if DATE.fullmatch(text) else "")
    except ValueError:
        raise InputError(
            f"found {text!r}", file=file, line=line, column=column, allowed="a date as 2026-03-31"
        ) from None


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

    def read(self, text: str, file: Path | str, line: int, column: str) -> float:
        """The number in a cell.

        Raises:
            InputError: it is no number, or not one of these; names line and column.
        """
        value = number(text)
        if not self.lowest <= value <= self.highest or (self.whole and value % 1):
            raise InputError(
                f"found {text!r}", file=file, line=line, column=column, allowed=self.allowed
            )
        return value


class CsvFile:
    """A CSV file, or a frame, with a header; cells come stripped, with the line their row ends on.

    ``file`` is what errors call it: the path, or the argument that the frame was given as;
    ``name`` is that without folders, and ``digest`` the SHA-256 of the bytes.
    """

    def __init__(self, given: Given, called: str = "table") -> None:
        """Read the file, or the frame that an argument ``called`` so holds, and its header.

        Raises:
            InputError: it cannot be read as UTF-8, or is no file and no frame.
        """
        if isinstance(given, str | Path):
            self.file: Path | str = Path(given)
            self.name = self.file.name
            data = _bytes(self.file)
        else:
            self.file = self.name = called
            data = _framed(given, called)
        self.digest = hashlib.sha256(data).hexdigest()
        try:
            text = TextIOWrapper(BytesIO(data), encoding="utf-8-sig").read()
        except UnicodeDecodeError as error:
            raise _unreadable(error, self.file) from error
        self._reader = csv.reader(StringIO(text))  # a quoted cell may hold line ends
        self.header = [name.strip() for name in self._next() or []]

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
            if name not in known and get_close_matches(name.lower(), known, n=1, cutoff=NEAR):
                raise InputError(str(unknown("column", name, known)), file=self.file, line=1)

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
        while (cells := self._next()) is not None:
            if not any(cell.strip() for cell in cells):
                continue
            line = self._reader.line_num
            if len(cells) != len(self.header):
                raise InputError(
                    f"more or fewer cells than the header ({len(cells)}, not {len(self.header)})",
                    file=self.file,
                    line=line,
                )
            stripped = [as_it_was(cell.strip()) for cell in cells]
            yield line, dict(zip(self.header, stripped, strict=True))

    def _next(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            raise InputError(str(error), file=self.file, line=self._reader.line_num) from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise _unreadable(error, file) from error


def _framed(frame: Frame, called: str) -> bytes:
    text = csv_text(frame)
    if text is None:
        raise InputError(
            f"{called} is a {type(frame).__name__}",
            allowed="a path, or a DataFrame of Polars or pandas",
        )
    return text.encode()


def _unreadable(error: Exception, file: Path | str) -> InputError:
    return InputError(f"cannot be read: {error}", file=file, fix="give a UTF-8 CSV")
