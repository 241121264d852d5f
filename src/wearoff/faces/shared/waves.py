"""Cycles of a long diary as columns, since many waves are stripes, which hurt with migraine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared.drawing import Box
from wearoff.faces.shared.plots import SOFT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.pieces import Cycle
    from wearoff.faces.shared.plots import Form, Plot
    from wearoff.faces.shared.weeks import Span

MOST_WAVES = 10
"""Sessions whose waves are drawn."""
LEAST_PITCH = 36
"""Pixels from one wave or column to the next; what repeats in 3 to 36 is a pattern of stripes."""
FRAME = 0.88
"""About so much of a picture's width is its frame."""
APART = 10
"""Pixels between two columns."""
ROUND = 3


def are_waves(cycles: Sequence[Cycle], span: Span, form: Form) -> bool:
    """Whether the waves that sessions make are few, and far enough apart."""
    if not cycles:
        return True
    apart = sum(cycle.days for cycle in cycles) / len(cycles)
    pitch = FRAME * form.width * apart / (span.end - span.start)
    return len(cycles) <= MOST_WAVES and pitch >= LEAST_PITCH


def draw_columns(plot: Plot, cycles: Sequence[Cycle]) -> None:
    """Each cycle from its lowest to its highest level; joined to one band where they are many."""
    boxes = [
        Box(
            plot.across(cycle.date.toordinal()),
            plot.up(cycle.highest_level),
            plot.across(cycle.date.toordinal() + cycle.days),
            plot.up(cycle.lowest_level),
        )
        for cycle in cycles
        if cycle.lowest_level is not None and cycle.highest_level is not None
    ]
    if not boxes:
        return
    if (boxes[-1].right - boxes[0].left) / len(boxes) >= LEAST_PITCH:
        for left, top, right, foot in boxes:
            inner = Box(left + APART / 2, top, right - APART / 2, foot)
            if inner.left < inner.right:
                plot.drawing.box(inner, "with", SOFT, ROUND)
        return
    over = [(x, box.top) for box in boxes for x in (box.left, box.right)]
    under = [(x, box.bottom) for box in boxes for x in (box.left, box.right)]
    plot.drawing.area([*over, *reversed(under)], "with", SOFT)
