"""What `wearoff why` shows: one number with its source, grade and users."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wearoff.provenance import why


def screen(found: why.Why) -> list[str]:
    """The provenance of one number."""
    row = found.row
    varies = "differs between people" if row.varies == "person" else "one number for all"
    return [
        f"{row.name} = {row.value:g} {row.unit}   ({row.low:g} to {row.high:g}, {varies})",
        *wrap(row.meaning, 78, initial_indent="  ", subsequent_indent="  "),
        *_field("grade", found.document.grade_in_words),
        *_field("source", found.source.citation),
        *_field("seen", found.source.seen),
        *_field("place", row.place),
        *(_field("note", row.note) if row.note else []),
        *_calibrated(found.calibrated),
        *_field("used by", "; ".join(found.used_by) or "nothing yet"),
    ]


def _calibrated(found: why.Calibrated | None) -> list[str]:
    if not found:
        return []
    known = f"{100 * found.contraction:.0f} % better known than before"
    return _field(
        "figures",
        f"published figures move its center by {found.moved:+.1f} of its spread, {known} "
        f"(calibration of {found.date}, used by validate)",
    )


def _field(name: str, text: str) -> list[str]:
    return wrap(
        text,
        78,
        initial_indent=f"  {name:<8}",
        subsequent_indent=" " * 10,
        break_on_hyphens=False,
        break_long_words=False,
    )
