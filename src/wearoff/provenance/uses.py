"""What uses the numbers that no part of the model does, by the tables of those who read them."""

from __future__ import annotations

from fnmatch import fnmatchcase

from wearoff import measures
from wearoff.diary import overuse, profiles
from wearoff.diary import uses as one_diary
from wearoff.evidence import injections
from wearoff.simulation import hypothesis, labels
from wearoff.studies import readouts, reported
from wearoff.studies import uses as studies

DECLARED = (
    hypothesis,
    profiles,
    injections,
    labels,
    one_diary,
    overuse,
    readouts,
    reported,
    studies,
    measures,
)
"""Modules with a table ``USES``: a row's name, or its pattern, to what it is used for."""


def uses(row: str) -> list[str]:
    """What uses a row, as declared where it is read."""
    tables = (module.USES for module in DECLARED)
    return [text for table in tables for name, text in table.items() if fnmatchcase(row, name)]
