"""DataFrames of Polars or pandas as CSV text, so that one reader reads files and frames alike.

Neither library is imported: a frame brings its own.
"""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any, Protocol, TypeAlias


class Frame(Protocol):
    """A DataFrame of Polars or pandas: named columns and rows."""

    @property
    def columns(self) -> Any:
        """Names of the columns."""
        ...


Given: TypeAlias = str | Path | Frame
"""A file by its path, or a DataFrame that holds the same columns."""


def csv_text(frame: Any) -> str | None:
    """The frame as CSV with ISO dates, missing cells empty; None if it is no frame.

    A named index of pandas is a column; line ends within a cell become spaces, so that row ``k``
    (from 0) stands on line ``k + 2``.
    """
    rows = _rows(frame)
    if rows is None:
        return None
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _rows(frame: Any) -> list[tuple[Any, ...]] | None:
    """The header and every row; None if it is no frame."""
    if hasattr(frame, "rows") and hasattr(frame, "columns"):  # Polars
        return [tuple(frame.columns), *frame.rows()]
    if hasattr(frame, "itertuples"):  # pandas
        named = frame.reset_index() if any(frame.index.names) else frame
        filled = named.astype(object).where(named.notna(), None)
        return [tuple(named.columns), *filled.itertuples(index=False, name=None)]
    return None


def _cell(value: Any) -> str:
    """One value as people write it in a CSV."""
    if value is None or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return value.isoformat() if isinstance(value, date) else " ".join(str(value).split())
