"""The flat axis of a plot over time: sessions as numbered ticks at its foot, and dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wearoff.faces.shared.drawing import Box, not_over, text_box, text_width
from wearoff.faces.shared.plots import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wearoff.faces.shared.plots import Plot

MONTHS = 12
STEPS = (1, 2, 3, 6, 12, 24, 60)
"""Months between two dates on the axis."""
EVERY = (1, 2, 5, 10, 20, 50)
"""Sessions between two that are numbered."""
FEWEST = 2
"""Dates that an axis needs."""
TICK = 7
"""Pixels."""


def foot(plot: Plot, sessions: Sequence[tuple[int, date]]) -> float:
    """Draw both rows under a plot over time, and say where they end.

    Args:
        plot: its flat axis counts days.
        sessions: number and date of each that lies on it.
    """
    y = plot.frame.bottom
    line = y + TICK + plot.form.size + 1
    for number, day in _numbered(plot, sessions, line):
        x = plot.across(day.toordinal())
        plot.drawing.rule((x, y + 1), (x, y + TICK), "session", 1.5)
        plot.drawing.text(_inside(plot, x, str(number)), line, str(number), anchor="middle")
    if sessions:
        line += plot.form.row
    _dates(plot, line)
    return line + 0.4 * plot.form.size


def _numbered(
    plot: Plot, sessions: Sequence[tuple[int, date]], line: float
) -> list[tuple[int, date]]:
    """All sessions, or every so many, so that their numbers stand apart."""
    chosen, size = list(sessions), plot.form.size
    for every in EVERY:
        chosen = [session for session in sessions if session[0] % every == 0]
        boxes = [
            text_box(_inside(plot, plot.across(day.toordinal()), text), line, text, size, "middle")
            for text, day in ((str(number), day) for number, day in chosen)
        ]
        if all(not_over(boxes, GAP)):
            return chosen
    return chosen[:1]


def _inside(plot: Plot, x: float, text: str) -> float:
    """Where the middle of a text stands so that all of it is in the picture."""
    half = text_width(text, plot.form.size) / 2
    return min(max(x, half), plot.drawing.width - half)


def _dates(plot: Plot, line: float) -> None:
    """Firsts of months or years, as many as stand apart; of a short time both of its ends."""
    size, (left, top, right, _) = plot.form.size, plot.frame
    room = Box(0, top, plot.drawing.width, line + size)
    for step in STEPS:
        labels = [
            (plot.across(day.toordinal()), f"{day:%Y}" if step >= MONTHS else f"{day:%b %Y}")
            for day in _firsts(plot, step)
        ]
        boxes = [text_box(x, line, text, size, "middle") for x, text in labels]
        kept = [(label, box) for label, box in zip(labels, boxes, strict=True) if box.within(room)]
        if len(kept) >= FEWEST and all(not_over([box for _, box in kept], 3 * GAP)):
            for (x, text), _ in kept:
                plot.drawing.text(x, line, text, anchor="middle")
            return
    ends = (plot.across.lowest, plot.across.highest)
    begin, end = (f"{date.fromordinal(int(day)):%b %Y}" for day in ends)
    plot.drawing.text(left, line, begin)
    if begin != end:
        plot.drawing.text(right, line, end, anchor="end")


def _firsts(plot: Plot, step: int) -> Iterator[date]:
    """Firsts of every so many months on the axis."""
    first, last = (date.fromordinal(int(day)) for day in (plot.across.lowest, plot.across.highest))
    for month in range(MONTHS * first.year + first.month - 1, MONTHS * last.year + last.month):
        day = date(month // MONTHS, month % MONTHS + 1, 1)
        if month % step == 0 and first <= day <= last:
            yield day
