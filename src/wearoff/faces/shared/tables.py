"""Tables on a screen: a name with a mark before it, and numbers that keep to their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wearoff.faces.shared.layout import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence


class Column(NamedTuple):
    """Heading, and the room that its cells have, one blank before them."""

    head: str
    width: int


@dataclass(frozen=True)
class Table:
    """Rows of named numbers; ``name`` is the room of a name and its mark."""

    name: int
    columns: tuple[Column, ...]

    def head(self, title: str, rows: int) -> str:
        """The first line: what the rows are, how many, and what stands in the columns."""
        return f"{f'{title} ({rows})':<{self.name}}{self._cells([c.head for c in self.columns])}"

    def line(self, name: str, cells: Sequence[str], mark: str = "") -> str:
        """A row; ``mark`` is at most one letter."""
        room = self.name - 1
        return f"{mark:1}{short_name(name, room):<{room}}{self._cells(cells)}".rstrip()

    def _cells(self, texts: Sequence[str]) -> str:
        pairs = zip(texts, self.columns, strict=True)
        return "".join(f"{text:>{column.width}}" for text, column in pairs)


def fitting(value: float | None, form: str, most: int) -> str:
    """A number, only its size where it is too long for its place, or nothing."""
    if value is None:
        return ""
    text = f"{value:{form}}"
    return text if len(text) <= most else f"{value:.0e}"
