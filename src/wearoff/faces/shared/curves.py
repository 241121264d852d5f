"""Small pictures of curves over years: soft bands, names at the lines' ends, lines at the foot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.faces.shared.drawing import Drawing, Scale, wrapped
from wearoff.faces.shared.plots import LINES, Form, Plot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORM = Form(width=360, high=150, size=14, radius=3)
"""As wide as the narrowest phone can show, with type that can still be read there."""
LEFT, RIGHT, TOP = 44, 74, 50
"""Room for numbers, for names at lines' ends, and for the title."""
ROUND = (1, 2, 4, 5, 8, 10)
"""Tops of an axis, before powers of ten: each gives even steps."""


@dataclass(frozen=True)
class Curve:
    """One line and the band around it, points from the left: (x, y, low, high)."""

    name: str
    points: Sequence[tuple[float, float, float, float]]
    color: str = "with"
    dashed: bool = False


@dataclass(frozen=True)
class Frame:
    """What pictures that are compared have in common: axes from 0, their names, their height."""

    across: str
    up: str
    right: int
    top: float
    height: int = 150
    labels: Sequence[str] = ()
    """Those that one of the pictures has: each has room for the longest."""
    foot: str = ""
    """Inside every picture, so that it survives a screenshot."""


def round_top(curves: Iterable[Curve]) -> float:
    """The least round number above everything that is drawn."""
    highest = max((high for curve in curves for *_, high in curve.points), default=0.0)
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(own * power for own in ROUND if own * power >= highest * 0.999)


def last_year(curves: Iterable[Curve]) -> int:
    """The end of the flat axis: the first whole year after everything that is drawn."""
    return max((math.ceil(curve.points[-1][0]) for curve in curves if curve.points), default=1)


def picture(
    title: str, said: str, curves: Sequence[Curve], frame: Frame, *, label: str, how: str
) -> str:
    """A picture as SVG.

    Args:
        title: Above it.
        said: What it shows, for who hears it.
        curves: From the first, which is drawn on top.
        frame: Shared with the pictures beside it.
        label: At the foot of this picture; it has as much room as the longest of the frame's.
        how: How to read it, below.
    """
    drawing = Drawing(FORM.width, FORM.size)
    drawing.text(0, FORM.size, title, "text", bold=True)
    drawing.text(0, TOP - 16, frame.up)
    shown = Plot(
        drawing,
        FORM,
        Scale(0, frame.right, LEFT, FORM.width - RIGHT),
        Scale(0, frame.top, TOP + frame.height, TOP),
    )
    shown.lines([frame.top * step / LINES for step in range(LINES + 1)])
    drawn = [curve for curve in curves if curve.points]
    for curve in reversed(drawn):
        shown.between([(x, low, high) for x, _, low, high in curve.points], curve.color)
        shown.curve([(x, y) for x, y, *_ in curve.points], curve.color, dashed=curve.dashed)
    shown.end_names([(curve.points[-1][1], curve.name, curve.color) for curve in drawn])
    line = shown.frame.bottom + FORM.row
    for year in range(frame.right + 1):
        drawing.text(shown.across(year), line, str(year), anchor="middle")
    line += FORM.row
    drawing.text(LEFT, line, frame.across)
    for row, part in enumerate(_lines(label), start=1):
        drawing.text(0, line + row * FORM.row, part, "text")
    line += FORM.row * max(map(len, map(_lines, frame.labels)), default=0)
    for part in (*_lines(how), *_lines(frame.foot)):
        line += FORM.row
        drawing.text(0, line, part, "text")
    return drawing.svg(line + 0.4 * FORM.size, said)


def _lines(text: str) -> list[str]:
    return wrapped(text, FORM.width, FORM.size)
