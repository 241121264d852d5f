"""What uses the numbers that no part of the model does, by the tables of those who read them."""

from __future__ import annotations

from fnmatch import fnmatchcase

from wearoff.api import assumed
from wearoff.decision import limits, overuse, totals
from wearoff.evidence import injections
from wearoff.inference import uses as one_diary
from wearoff.observation import diaries, readouts, reported
from wearoff.observation import uses as studies

DECLARED = (
    assumed,
    diaries,
    injections,
    limits,
    one_diary,
    overuse,
    readouts,
    reported,
    studies,
    totals,
)
"""Modules with a table ``USES``: a row's name, or its pattern, to what it is used for."""


def uses(row: str) -> list[str]:
    """What uses a row, as declared where it is read."""
    tables = (module.USES for module in DECLARED)
    return [text for table in tables for name, text in table.items() if fnmatchcase(row, name)]
