"""Tables out: a cohort's batches to Polars and Parquet, in flat memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from wearoff.formats.writing import check_writable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wearoff.simulation.cohorts import Batch


def frame(batch: Batch) -> pl.DataFrame:
    """One row a patient and day: patient, day, then the batch's columns."""
    days = next(iter(batch.columns.values())).shape[1]
    columns: dict[str, Any] = {
        "patient": np.repeat(batch.patients, days),
        "day": np.tile(np.arange(days), len(batch.patients)),
    }
    columns |= {name: values.reshape(-1) for name, values in batch.columns.items()}
    return pl.DataFrame(columns)


def write_parquet(batches: Iterable[Batch], columns: list[str], path: str | Path) -> Path:
    """Write batches as they come; the file appears only when it is whole.

    Raises:
        InputError: the folder does not exist or cannot be written.
    """
    target = Path(path)
    partial = target.with_name(f".{target.name}.partial")
    check_writable(target)
    schema: dict[str, Any] = {"patient": pl.Int64, "day": pl.Int64}
    schema |= dict.fromkeys(columns, pl.Float64)

    def source(*_: object) -> Iterator[pl.DataFrame]:
        for batch in batches:
            yield frame(batch)

    try:
        register_io_source(source, schema=schema).sink_parquet(partial, maintain_order=True)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target
