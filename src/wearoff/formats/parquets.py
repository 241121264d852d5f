"""Columns out to Parquet and in again: numbers, texts, and lists of numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError
from wearoff.formats.tables import file_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WHOLE = b"PAR1"
"""How a Parquet file ends."""
NUMBERS = "numbers"
"""Kind of a column whose cells are lists of single-precision numbers."""
MOST_BYTES = 2**30
"""Of a file: draws of 20,000 people."""


def parquet(columns: Mapping[str, type | str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as the bytes of a Parquet file, the same wherever they are made.

    Args:
        columns: Kind of each: int, float, str or `NUMBERS`.
        rows: A value or None by column.

    Example:
        >>> data = parquet({"name": str, "of": NUMBERS}, [{"name": "ada", "of": [1.0, 2.0]}])
        >>> data.endswith(WHOLE)
        True
    """
    import polars as pl

    data = BytesIO()
    schema = _schema(columns)
    series = [
        pl.Series(name, [row[name] for row in rows], kind).cast(kind)  # lists of one length too
        for name, kind in schema.items()
    ]
    pl.DataFrame(series).write_parquet(data)
    return data.getvalue()


def read_parquet(file: str | Path, columns: Mapping[str, type | str]) -> list[dict[str, Any]]:
    """Rows of a Parquet file that `parquet` wrote; lists of numbers are arrays.

    Args:
        file: Its path.
        columns: Kind of each, as it was written.

    Raises:
        InputError: it cannot be read, is damaged or no Parquet, or has other columns.
    """
    import polars as pl

    data = file_bytes(Path(file), MOST_BYTES)
    try:
        table = pl.read_parquet(BytesIO(data))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError("is damaged, or no Parquet file", file=file) from error
    if dict(table.schema) != _schema(columns):
        missing = sorted(columns.keys() - set(table.columns))
        said = f"no column {', '.join(missing)}" if missing else "other columns"
        raise InputError(said, file=file, allowed=", ".join(columns))
    rows: list[dict[str, Any]] = table.drop(_lists(columns)).to_dicts()
    for name in _lists(columns):
        for row, values in zip(rows, table[name], strict=True):
            row[name] = values.to_numpy()
    return rows


def _lists(columns: Mapping[str, type | str]) -> list[str]:
    return [name for name, kind in columns.items() if kind == NUMBERS]


def _schema(columns: Mapping[str, type | str]) -> dict[str, Any]:
    import polars as pl

    kinds: dict[type | str, Any] = {
        int: pl.Int64(),
        float: pl.Float64(),
        str: pl.String(),
        NUMBERS: pl.List(pl.Float32()),
    }
    return {name: kinds[kind] for name, kind in columns.items()}
