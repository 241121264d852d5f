"""CSV in: what every reader of ours does first, with one line for whatever is wrong."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from wearoff.errors import InputError, unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


MISSING = ("", "NA", "na", "NaN")
"""Cells in which nothing was written."""
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NEAR = 0.85
"""Likeness from which a column's name is taken for a slip: headche is one, back_pain_10 is not."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def number(text: str) -> float:
    """A finite number as people write it; NaN for anything else."""
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else math.nan


def iso_date(text: str, file: Path, line: int, column: str) -> date:
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

    def read(self, text: str, file: Path, line: int, column: str) -> float:
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
    """A CSV file with a header; cells come stripped, with the line on which their row ends."""

    def __init__(self, path: str | Path) -> None:
        """Read the file and its header.

        Raises:
            InputError: it cannot be read as UTF-8.
        """
        self.file = Path(path)
        try:
            text = self.file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"cannot be read: {error}", file=self.file, fix="give a UTF-8 CSV"
            ) from error
        self._reader = csv.reader(StringIO(text))  # a quoted cell may hold line ends
        self.header = [name.strip() for name in self._next() or []]

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

    def unread(self, known: Collection[str]) -> list[str]:
        """Notes that name the columns that are none of these."""
        return [
            f"column {name} is not read" if name else "a column without a name is not read"
            for name in self.header
            if name not in known
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
            stripped = [cell.strip() for cell in cells]
            yield line, dict(zip(self.header, stripped, strict=True))

    def _next(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            raise InputError(str(error), file=self.file, line=self._reader.line_num) from error
