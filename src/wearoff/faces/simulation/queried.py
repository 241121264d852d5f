"""What `wearoff query` shows: its rows as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.errors import printable
from wearoff.faces.shared import layout
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.formats.documents import Value
    from wearoff.simulation.result import QueryResult

MOST = 40
"""Rows on a screen."""
DIGITS = 6
"""As the document has them."""


def screen(found: QueryResult) -> list[str]:
    """The first rows under the names of their columns, and how many more there are."""
    shown = [tuple(_cell(value) for value in row) for row in found.rows[:MOST]]
    heads = tuple(printable(name) for name in found.columns)
    lines = [line.rstrip() for line in layout.aligned([heads, *shown])]
    more = layout.beyond(range(found.count), MOST)
    written = "all are in the file" if found.wrote else "-o F.csv writes all"
    return [*lines, *([f"and {more} more rows: {written}"] if more else [])]


def _cell(value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return numbers.significant(value, DIGITS)
    return printable(str(value))
