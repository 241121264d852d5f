"""The picture of `wearoff validate`: every published figure on the scale of its own prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.errors import printable
from wearoff.faces.shared import figures, named_rows
from wearoff.faces.shared.layout import short_name
from wearoff.words import studies as words
from wearoff.words.numbers import sentence

if TYPE_CHECKING:
    from wearoff.studies.result import Result, Row

NAME = 30
"""Letters of an id beside its dot."""


def furthest_first(result: Result) -> list[Row]:
    """Rows with a prediction and a published figure, the furthest off first."""
    rows = {row.id: row for row in result.rows}
    return [rows[name] for name in result.furthest_first]


def forest(result: Result) -> str:
    """SVG: a dot for each published figure, by condition, the furthest off first."""
    drawn = named_rows.furthest(furthest_first(result))
    paper = figures.PAPER["background"]
    if not drawn.rows:
        return figures.svg(figures.sentence(result.finding, words.BEYOND), paper)
    title = words.drawn(result.finding, len(drawn.rows)) if drawn.left else result.finding
    conditions = dict.fromkeys(row.condition_title for row in drawn.rows)
    parts = {
        sentence(name): [_line(row) for row in drawn.rows if row.condition_title == name]
        for name in conditions
    }
    return figures.svg(named_rows.distances(parts, title, words.HOW), paper)


def _line(row: Row) -> named_rows.Line:
    return named_rows.Line(
        short_name(row.id, NAME),
        at=named_rows.FAR[row.direction or ""] if row.distance is None else row.distance,
        inside=bool(row.inside),
        said=f"{printable(row.id)}: {row.said}",
    )
