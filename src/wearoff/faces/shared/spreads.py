"""Small pictures of a spread: a quantity with its bands by week, and a figure beside its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared.drawing import Box, Drawing, Scale
from wearoff.faces.shared.plots import OUTER, Form, Plot, Sample, plot, round_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.faces.shared.weeks import Spot

FORM = Form(width=330, high=150, size=14, radius=2.8)
"""As wide as the narrowest phone can show."""
STRIP, HIGH, RADIUS = 132.0, 22.0, 4.5
EDGE = 4.0
"""Half-widths of its range that a figure is drawn away from its prediction, at most."""


def spread(title: str, measured: str, spots: Sequence[Spot]) -> Plot:
    """A quantity over weeks with its bands, upright from 0 or around it, with few lines.

    Args:
        title: the quantity.
        measured: its unit, beside the title or, without room, below it.
        spots: its levels by week.
    """
    lowest = min(spot.level.lo90 for spot in spots)
    lines = round_lines(lowest, max(spot.level.hi90 for spot in spots))
    drawn = plot(FORM, title, [Sample("none", measured)], (0, spots[-1].at), lines=lines)
    drawn.band(spots, "with")
    drawn.line(spots, "with")
    return drawn


def beside_range(at: float, said: str, *, inside: bool) -> str:
    """A figure as a dot beside the range of its prediction, or as a ring outside of it.

    Args:
        at: 0 as predicted, −1 and 1 at the ends of the range; may be infinite.
        said: the same in words.
        inside: whether it lies in the range.
    """
    drawing = Drawing(STRIP, HIGH)
    across = Scale(-EDGE, EDGE, RADIUS + 1, STRIP - RADIUS - 1)
    middle = HIGH / 2
    drawing.rule((across.start, middle), (across.end, middle), "grid")
    drawing.box(Box(across(-1), 3, across(1), HIGH - 3), "with", 2 * OUTER, 3)
    drawing.rule((across(0), 3), (across(0), HIGH - 3), "session")
    drawing.dot(across(at), middle, RADIUS, "with" if inside else "without", filled=inside)
    return drawing.svg(HIGH, said)
