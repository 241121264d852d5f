"""A picture of named rows: the name of each over a soft bar of 9 in 10 with a dot at its mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.faces.shared.drawing import Box, Drawing, Scale, wrapped
from wearoff.faces.shared.plots import DAYS, OUTER, Form

if TYPE_CHECKING:
    from collections.abc import Sequence

FORM = Form(width=384, high=10, size=14, radius=4.5)
"""As wide as a phone; ``high`` is of a bar."""
EDGE = 10
"""Pixels beside the scale, half as wide as its last number."""


@dataclass(frozen=True)
class Span:
    """A row: its name, mean and 9 in 10; ``said`` to a reader who hears the picture."""

    text: str
    mean: float
    lo90: float
    hi90: float
    said: str


def spans(
    rows: Sequence[Span], axis: str, title: str, how: Sequence[str], *, opaque: bool = False
) -> str:
    """A bar and a dot for every row, in their order, on days in 28.

    Args:
        rows: from the top.
        axis: what is measured.
        title: the finding, one sentence.
        how: lines that say how to read it.
        opaque: whether it has a ground of its own.
    """
    drawing, y = Drawing(FORM.width, FORM.size), 0.0
    for text, color in ((title, "text"), *((line, "muted") for line in how), (axis, "text")):
        for line in wrapped(text, FORM.width, FORM.size):
            y += FORM.row
            drawing.text(0, y, line, color)
        y += FORM.row / 4
    across = Scale(DAYS[0], DAYS[-1], EDGE, FORM.width - EDGE)
    y += FORM.row
    for day in DAYS:
        drawing.text(across(day), y, f"{day}", anchor="middle")
    for row in rows:
        y += 1.2 * FORM.row
        drawing.text(0, y, row.text, "text")
        y += FORM.row
        _bar(drawing, across, row, y)
    said = " ".join([title, *how, *(f"{row.said}." for row in rows)])
    return drawing.svg(y + FORM.row, said, opaque=opaque)


def _bar(drawing: Drawing, across: Scale, row: Span, foot: float) -> None:
    top, middle = foot - FORM.high, foot - FORM.high / 2
    drawing.rule((across.start, middle), (across.end, middle), "grid")
    for day in DAYS:
        drawing.rule((across(day), top), (across(day), foot), "grid")
    box = Box(across(row.lo90), top, across(row.hi90), foot)
    drawing.box(box, "with", 2 * OUTER, FORM.high / 2)
    drawing.dot(across(row.mean), middle, FORM.radius, "with")
