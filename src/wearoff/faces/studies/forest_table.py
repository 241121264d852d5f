"""A validation as a notebook shows it: the forest, and every row in the order of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wearoff.errors import printable
from wearoff.faces.shared.pages import page
from wearoff.faces.studies.forest import forest
from wearoff.faces.studies.validated import TABLE, about, cells, mark, sums
from wearoff.words import studies as words

if TYPE_CHECKING:
    from wearoff.studies.result import Result


class FigureLine(NamedTuple):
    """A row of the table."""

    name: str
    about: str
    cells: tuple[str, ...]
    status: str


def forest_table(result: Result) -> str:
    """The forest and the table, as a part of a page."""
    rows = [
        FigureLine(
            name=f"{mark(row)}{printable(row.id)}",
            about=about(row),
            cells=cells(row),
            status=words.STATUS[row.status],
        )
        for row in result.rows
    ]
    heads = [column.head for column in TABLE.columns]
    return page("forest.html", picture=forest(result), heads=heads, rows=rows, sums=sums(result))
