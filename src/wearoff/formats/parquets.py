"""Columns out to Parquet and in again: numbers, texts, and lists of numbers.

Parquet notices no byte that has changed within a number, so that a digest of all cells is kept in
the file and compared when it is read.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError
from wearoff.formats.tables import file_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polars import DataFrame

WHOLE = b"PAR1"
"""How a Parquet file ends."""
NUMBERS = "numbers"
"""Kind of a column whose cells are lists of single-precision numbers."""
MOST_BYTES = 2**30
"""Of a file: draws of 20,000 people."""
DIGEST = "wearoff_digest"
"""Of all cells, among what a file says of itself; a file made before it was kept has none."""


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
    table = pl.DataFrame(series)
    table.write_parquet(data, metadata={DIGEST: _digest(table)})
    return data.getvalue()


def read_parquet(file: str | Path, columns: Mapping[str, type | str]) -> list[dict[str, Any]]:
    """Rows of a Parquet file that `parquet` wrote; lists of numbers are arrays, no list is None.

    Args:
        file: Its path.
        columns: Kind of each, as it was written.

    Raises:
        InputError: it cannot be read, is damaged or no Parquet, has other columns, or holds
            something else than what was written.
    """
    import polars as pl

    data = file_bytes(Path(file), MOST_BYTES)
    try:
        table = pl.read_parquet(BytesIO(data))
        kept = pl.read_parquet_metadata(BytesIO(data)).get(DIGEST)
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise InputError("is damaged, or no Parquet file", file=file) from error
    if dict(table.schema) != _schema(columns):
        missing = sorted(columns.keys() - set(table.columns))
        said = f"no column {', '.join(missing)}" if missing else "other columns"
        raise InputError(said, file=file, allowed=", ".join(columns))
    if kept is not None and kept != _digest(table):
        raise InputError(
            "is damaged: it does not hold what was written",
            file=file,
            fix="put it back from a backup, or make it again",
        )
    rows: list[dict[str, Any]] = table.drop(_lists(columns)).to_dicts()
    for name in _lists(columns):
        for row, values in zip(rows, table[name], strict=True):
            row[name] = None if values is None else values.to_numpy()
    return rows


def _digest(table: DataFrame) -> str:
    """SHA-256 of names and cells, in their order."""
    import polars as pl

    found = sha256()
    for name in table.columns:
        found.update(f"{name}\n".encode())
        for cell in table[name]:
            some = cell.to_numpy().tobytes() if isinstance(cell, pl.Series) else repr(cell).encode()
            found.update(some + b"\n")
    return found.hexdigest()


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
