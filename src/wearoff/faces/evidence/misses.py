"""Published figures beside their predictions, the furthest off first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wearoff.faces.shared import named_rows
from wearoff.faces.shared.spreads import beside_range
from wearoff.faces.studies.forest import furthest_first
from wearoff.faces.studies.validated import TABLE, about, cells, sums
from wearoff.words import studies as words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.studies.result import Result, Row

HEADS = [column.head for column in TABLE.columns]
ORDER = ("missed", "inside", "predicted_only", "cannot_predict")
MEMORY = "memory"
"""Grade of a figure that was not seen in print again."""


class Line(NamedTuple):
    """A figure: its name, what it is of, its numbers, and whether it was seen in print again.

    ``picture`` is where it lies beside the range of its prediction, '' where there is none.
    """

    row: Row
    about: str
    cells: Sequence[str]
    seen: bool
    picture: str


class Group(NamedTuple):
    """Figures of which the same came."""

    title: str
    lines: Sequence[Line]


class Shown(NamedTuple):
    """A table of figures: misses, then the rest, and how they do together."""

    name: str
    result: Result
    groups: Sequence[Group]
    sums: Sequence[str]


def shown(name: str, result: Result) -> Shown:
    """A validation in groups, misses first, and in each the furthest off first."""
    scored = furthest_first(result)
    rest = [row for row in result.rows if row not in scored]
    lines = [_line(row) for row in (*scored, *rest)]
    groups = [
        Group(words.STATUS[status], [line for line in lines if line.row.status == status])
        for status in ORDER
    ]
    return Shown(name, result, [group for group in groups if group.lines], sums(result))


def misses(results: Mapping[str, Result]) -> list[Line]:
    """Every miss of several validations."""
    return [
        _line(row)
        for result in results.values()
        for row in furthest_first(result)
        if row.status == "missed"
    ]


def _line(row: Row) -> Line:
    return Line(row, about(row), cells(row), row.grade != MEMORY, _picture(row))


def _picture(row: Row) -> str:
    if row.inside is None or row.said is None or row.direction is None:
        return ""
    at = named_rows.FAR[row.direction] if row.distance is None else row.distance
    return beside_range(at, row.said, inside=row.inside)
