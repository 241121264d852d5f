"""Published figures as they were last predicted: a validation takes minutes, so its result ships.

`make renew PAGE=validation` writes them with the page of the same numbers, which says when it no
longer holds.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wearoff.formats import fitted
from wearoff.studies.result import Result

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("targets", "more_targets", "unseen")
"""Figures that calibration has, those that were read since, and others that set no number."""


def path(table: str) -> Path:
    """File of the predictions of a table."""
    return fitted.path("studies", f"predicted_{table}").with_suffix(".json")


@cache
def kept(table: str) -> Result:
    """Predictions of a table of published figures, each without its own cohort.

    Example:
        >>> kept("targets").scored
        53
    """
    return Result.model_validate_json(path(table).read_text(encoding="utf-8"))


def keep(table: str, result: Result) -> None:
    """Write the predictions of a table."""
    path(table).write_text(result.to_json(), encoding="utf-8")
