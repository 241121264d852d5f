"""The numbers of a condition as a table: value, spread, grade and source, a row each."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from wearoff.evidence import rows
from wearoff.formats.spreadsheets import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COLUMNS = (
    *("name", "value", "unit", "low", "high", "law", "varies", "grade"),
    *("meaning", "source", "place", "note", "set_to"),
)
"""``low`` to ``high`` holds 9 in 10 of what is plausible; ``set_to`` replaces the value here."""


def numbers_text(names: Iterable[str], settings: Mapping[str, float]) -> str:
    """The table as CSV.

    Args:
        names: Of evidence rows.
        settings: Numbers that were set, in their rows' units.

    Returns:
        `COLUMNS`, then a row a number.

    Example:
        >>> numbers_text(["kS"], {}).splitlines()[1].split(",")[:4]
        ['kS', '0.216', '1/day', '0.15']
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name in names:
        row = rows.get(name)
        figures = (repr(row.value), row.unit, repr(row.low), repr(row.high))
        said = (row.meaning, rows.sources()[row.source].citation, row.place, row.note)
        given = repr(settings[name]) if name in settings else ""
        kind = (row.law, row.varies, row.grade)
        writer.writerow([name, *figures, *kind, *map(neutral, said), given])
    return text.getvalue()
