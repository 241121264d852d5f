"""What `wearoff why` shows: one number with its source, grade and users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import layout
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.evidence.rows import Row
    from wearoff.provenance import why


WIDTH = 78
"""Columns of its lines."""


def screen(found: why.Why) -> list[str]:
    """The provenance of one number."""
    row = found.row
    calibrated = moved(found.calibrated)
    return [
        f"{row.name} = {numbers.amount(row.value)} {row.unit}   ({span(row)}, {varies(row)})",
        *layout.lines_of(row.meaning, head="  ", width=WIDTH),
        *_field("grade", found.result.grade_in_words),
        *_field("source", found.source.citation),
        *_field("seen", found.source.seen),
        *_field("place", row.place),
        *(_field("note", row.note) if row.note else []),
        *(_field("figures", calibrated) if calibrated else []),
        *_field("used by", "; ".join(found.used_by) or "nothing yet"),
    ]


def span(row: Row) -> str:
    """The ends of what is plausible of a number."""
    return f"{numbers.amount(row.low)} to {numbers.amount(row.high)}"


def varies(row: Row) -> str:
    """Whether people differ in a number."""
    return "differs between people" if row.varies == "person" else "one number for all"


def moved(found: why.Calibrated | None) -> str:
    """What published figures say of a number; '' where they say nothing."""
    if not found:
        return ""
    by = numbers.signed(found.moved)
    known = f"{numbers.of_100(found.contraction)} % better known than before"
    return (
        f"published figures move its center by {by} of its spread, {known} "
        f"(calibration of {found.date}, used by validate)"
    )


def _field(name: str, text: str) -> list[str]:
    return layout.whole_words(text, WIDTH, first=f"  {name:<8}", rest="          ")
