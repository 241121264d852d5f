"""What we fitted and ship: dated tables of a program, written by `pipelines` and read at run time.

They stand in the ``fitted`` folder of their program, apart from what papers say.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def path(program: str, name: str) -> Path:
    """File of a fitted table: ``program`` is ``diary`` or ``studies``."""
    return Path(str(files("wearoff").joinpath(program, "fitted", f"{name}.csv")))


def table(program: str, name: str) -> list[dict[str, str]]:
    """Records of a fitted table as text.

    Example:
        >>> table("studies", "calibration_centers")[0]["row"]
        'ED50_face'
    """
    with path(program, name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(program: str, name: str, records: Sequence[Mapping[str, object]]) -> None:
    """Write a fitted table; the first record names its columns."""
    with path(program, name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
