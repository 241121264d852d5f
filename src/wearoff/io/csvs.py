"""CSV in: what every reader of ours does first, with one line for whatever is wrong."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator


NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def number(text: str) -> float:
    """A finite number as people write it; NaN for anything else."""
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else math.nan


class CsvFile:
    """A CSV file with a header; cells come stripped, with the line they stand on."""

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
        self._reader = csv.reader(text.splitlines())
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

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line number and cells of every row; blank lines are passed over.

        Raises:
            InputError: a row has more or fewer cells than the header.
        """
        while (cells := self._next()) is not None:
            if not cells:
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
