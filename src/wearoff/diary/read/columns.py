"""The header of a diary: which of its columns is which of ours, in several languages, or by name.

A header is matched whole, then without what stands in brackets (``Headache (y/n)``), then without
the range of its scale (``Pain 0-10``). What is nearly one of ours is refused as a slip.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.diary.read.vocabulary import headers
from wearoff.errors import Faults, InputError, argument, unknown
from wearoff.formats.cells import folded
from wearoff.formats.csvs import slip_of
from wearoff.records import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from wearoff.formats.tables import Table

BRACKETS = re.compile(r"[(\[{][^()\[\]{}]{0,80}[)\]}]")
SCALE = re.compile(r"\b0\s*(?:-|–|—|to|bis|a|à|tot)\s*(\d+)\b|/\s*(\d+)\b")
OF_PAIN = (10, 100)
"""Greatest values of scales that no yes or no has: ``Headache (0-10)`` is pain."""
WIDEST = 500
"""Cells that a header has at most; programs write up to 82."""
LONGEST = 200
"""Most characters of a header that could be one of ours."""
DEEPEST = 40
"""Rows above which a header is looked for; titles and addresses may stand before it."""


@dataclass(frozen=True)
class Headed:
    """A table with its header found.

    ``places`` is our column to its place, ``names`` our column to the header as written, ``top``
    our column to the greatest value of the scale that the header names; ``unread`` are headers of
    none of ours, and ``at`` is the place of the header among the rows.
    """

    at: int
    line: int
    width: int
    places: Mapping[str, int]
    names: Mapping[str, str]
    top: Mapping[str, int]
    unread: tuple[str, ...]

    def notes(self) -> tuple[Note, ...]:
        """What is not read."""
        return tuple(Note("column_not_read", {"column": name}) for name in self.unread)


def find_header(
    table: Table, known: Collection[str], needed: str, columns: Mapping[str, str]
) -> Headed | None:
    """The first row that names the needed column and another one; None where there is none.

    Args:
        table: Rows of text.
        known: Our columns that the table may have.
        needed: The one without which it is no header.
        columns: Our columns to those of the file, as somebody named them.

    Raises:
        InputError: two columns are the same one of ours, or one is a slip of the pen; or a column
            that was named is not there.
    """
    for at, row in enumerate(table.rows[:DEEPEST]):
        if len(row.cells) > WIDEST:
            continue
        found = [column_named(cell, known, columns) for cell in row.cells]
        if needed in found and sum(name is not None for name in found) > 1:
            return _headed(table, at, found, known, columns)
    written = [cell for row in table.rows[:DEEPEST] for cell in row.cells if cell]
    for theirs in columns.values():
        if theirs.casefold() not in {cell.strip().casefold() for cell in written}:
            first = [cell for cell in table.rows[0].cells if cell] if table.rows else []
            raise unknown("column", theirs, first).at(file=table.file)
    return None


def column_named(cell: str, known: Collection[str], columns: Mapping[str, str]) -> str | None:
    """Which of ours a cell of a header names, as somebody said or by its words; None for none."""
    if len(cell) > LONGEST:
        return None
    for ours, theirs in columns.items():
        if cell.strip().casefold() == theirs.strip().casefold():
            return ours
    if cell in known and cell not in columns:
        return cell
    for text in (cell, BRACKETS.sub(" ", cell), SCALE.sub(" ", BRACKETS.sub(" ", cell))):
        name = headers().get(folded(text))
        if name == "headache" and top_of(cell) in OF_PAIN:
            name = "pain_10"
        if name in known and name not in columns:
            return name
        plain = folded(text).replace(" ", "_")
        if plain in known and plain not in columns:
            return plain
    return None


def _headed(
    table: Table,
    at: int,
    found: list[str | None],
    known: Collection[str],
    columns: Mapping[str, str],
) -> Headed:
    row, faults = table.rows[at], Faults()
    places: dict[str, int] = {}
    names: dict[str, str] = {}
    unread: list[str] = []
    for place, (name, cell) in enumerate(zip(found, row.cells, strict=True)):
        if name is None:
            slip = slip_of(cell, known)
            if slip:
                faults.add(unknown("column", cell, known).at(file=table.file, line=row.line))
            if cell or any(place < len(r.cells) and r.cells[place] for r in table.rows[at + 1 :]):
                unread.append(cell)
        elif name in places:
            same = names[name] == cell
            said = f"column {cell} twice" if same else f"{names[name]!r} and {cell!r} are {name}"
            which = None if same else f"say which: {argument('columns', f'{name}={cell}')}"
            faults.add(InputError(said, file=table.file, line=row.line, fix=which))
        else:
            places[name], names[name] = place, cell
    for ours, theirs in columns.items():
        if ours in known and ours not in places:
            lost = unknown("column", theirs, [cell for cell in row.cells if cell])
            faults.add(lost.at(file=table.file, line=row.line))
    faults.check()
    tops = {name: top_of(cell) for name, cell in names.items()}
    return Headed(
        at=at,
        line=row.line,
        width=len(row.cells),
        places=places,
        names=names,
        top={name: top for name, top in tops.items() if top},
        unread=tuple(unread),
    )


def top_of(cell: str) -> int:
    """The greatest value of the scale that a header names; 0 where it names none."""
    found = SCALE.search(cell)
    return int(found[1] or found[2]) if found else 0
