"""Tables out: a cohort's batches to Polars, Parquet and CSV, in flat memory."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.formats.writing import check_writable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wearoff.simulation.cohorts import Batch, Cohort

KINDS: dict[str, Callable[[pl.LazyFrame, Path], object]] = {
    ".parquet": lambda table, path: table.sink_parquet(path, maintain_order=True),
    ".csv": lambda table, path: table.sink_csv(path, maintain_order=True),
}
"""What writes a table, by the suffix of its file."""
KIND_OF_COLUMN: dict[type, Any] = {
    bool: pl.Boolean,
    int: pl.Int64,
    float: pl.Float64,
    str: pl.String,
}
"""How Polars keeps values of a kind."""
REFUSED = re.compile(r"([^:]+)\(os error \d+\)")
"""What the system said, at the end of what Polars says."""


def frame(batch: Batch) -> pl.DataFrame:
    """One row a patient and day: patient, day, then the batch's columns."""
    days = next(iter(batch.columns.values())).shape[1]
    columns: dict[str, Any] = {
        "patient": np.repeat(batch.patients, days),
        "day": np.tile(np.arange(days), len(batch.patients)),
    }
    columns |= {name: values.reshape(-1) for name, values in batch.columns.items()}
    return pl.DataFrame(columns)


def parquet(batch: Batch) -> bytes:
    """A batch as the bytes of a Parquet file, the same wherever it is made."""
    data = BytesIO()
    frame(batch).write_parquet(data)
    return data.getvalue()


def parameters(cohort: Cohort) -> pl.DataFrame:
    """One row a patient: patient, then each number in which people differ.

    A row that differs between people has its value in its own unit, also where it was set; a
    chance, such as that of antibodies, has the uniform random number that decided it.
    """
    patients = np.arange(cohort.patients)
    numbers = [name for name in cohort.wiring.rows if rows.get(name).drawn]
    drawn = cohort.drawn(patients)
    names = [*numbers, *cohort.wiring.chances]
    return pl.DataFrame({"patient": patients} | {name: drawn[name] for name in names})


def check_table(path: str | Path) -> Path:
    """Refuse a file that cannot be written as a table, before any work is done.

    Raises:
        InputError: the suffix names no kind of table, or its folder does not exist.
    """
    target = Path(path)
    check_writable(target)
    if target.suffix not in KINDS:
        raise InputError("not a kind of table", file=target, allowed=", ".join(KINDS))
    return target


def write_table(batches: Iterable[Batch], columns: list[str], path: str | Path) -> Path:
    """Write batches as they come; the file appears only when it is whole.

    Raises:
        InputError: as `check_table`, or the system refuses the file.
    """
    target = check_table(path)
    schema: dict[str, Any] = {"patient": pl.Int64, "day": pl.Int64}
    schema |= dict.fromkeys(columns, pl.Float64)

    def source(*_: object) -> Iterator[pl.DataFrame]:
        for batch in batches:
            yield frame(batch)

    return _sink(register_io_source(source, schema=schema), target)


def write_rows(
    columns: Mapping[str, type], batches: Iterable[Sequence[tuple[Any, ...]]], path: str | Path
) -> Path:
    """Write batches of rows as they come; the file appears only when it is whole.

    Args:
        columns: Kind of each: bool, int, float or str.
        batches: Rows of values of these kinds, or None.
        path: File to write.

    Raises:
        InputError: as `write_table`.
    """
    target = check_table(path)
    schema = {name: KIND_OF_COLUMN[kind] for name, kind in columns.items()}

    def source(*_: object) -> Iterator[pl.DataFrame]:
        for some in batches:
            yield pl.DataFrame(some, schema=schema, orient="row", strict=False)

    return _sink(register_io_source(source, schema=schema), target)


def _sink(table: pl.LazyFrame, target: Path) -> Path:
    partial = target.with_name(f".{target.name}.partial")
    try:
        KINDS[target.suffix](table, partial)
        partial.replace(target)
    except (OSError, pl.exceptions.ComputeError) as error:
        refused = REFUSED.search(str(error))
        if not refused:
            raise
        raise InputError(f"cannot be written: {refused[1].strip()}", file=target) from error
    finally:
        partial.unlink(missing_ok=True)
    return target
