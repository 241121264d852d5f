"""What stands upright in a picture of one cycle: the next session, and when half of it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared.drawing import DOTTED, Box
from wearoff.faces.shared.plots import GAP
from wearoff.faces.shared.stacks import BIN
from wearoff.units import WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.faces.shared.plots import Plot
    from wearoff.faces.shared.stacks import Stack
    from wearoff.formats.estimates import Estimate

SHADE = 0.08
"""Opacity of an interval of days."""
HIGHEST, APART = 60, 9
"""Most height of stacked dots, and most between two of them, pixels."""
ROOM = 0.5
"""Weeks after the last thing that is drawn."""


def last_week(day: float, interval: float, columns: Stack | None) -> float:
    """Where a flat axis of weeks ends, so that everything has room."""
    last = max(day, interval) / WEEK + ROOM
    return max(last, columns.end) if columns else last


def next_session(plot: Plot, interval: float, name: str) -> Box:
    """A line at the next session with its name over the frame; says where the name is."""
    at = plot.across(interval / WEEK)
    plot.drawing.rule((at, plot.frame.top), (at, plot.frame.bottom), "session")
    return plot.over(at, 0, name, "muted")


def half_gone(plot: Plot, gone: Estimate, name: str, beside: Box) -> None:
    """A soft band where half of the help goes, a thin line at its day, and its name above.

    The line goes up to its name where it does not cross the name below it.
    """
    _, top, _, foot = plot.frame
    low, at, high = (plot.across(day / WEEK) for day in (gone.lo90, gone.mean, gone.hi90))
    plot.drawing.box(Box(low, top, high, foot), "text", SHADE)
    crosses = beside.left - GAP < at < beside.right + GAP
    up = top if crosses else top - plot.form.row
    plot.drawing.rule((at, up), (at, foot), "session", 1, DOTTED)
    plot.over(at, 1, name, "text")


def equally_likely(plot: Plot, columns: Stack, names: Sequence[str]) -> float:
    """Equally likely days as columns of dots under the frame; says where their foot is."""
    form, (left, _, right, line) = plot.form, plot.frame
    for name in names:
        line += form.row
        plot.drawing.text(left, line, name)
    week = plot.across(1) - plot.across(0)
    pitch = min(APART, BIN * week / WEEK, HIGHEST / columns.tallest)
    foot = line + 0.5 * form.size + pitch * columns.tallest
    for dot in columns.dots:
        x, y = plot.across(dot["week"]), foot - pitch * dot["high"]
        plot.drawing.dot(x, y, 0.45 * pitch, "with", filled=dot["comes"])
    plot.drawing.rule((left, foot + 1), (right, foot + 1), "grid")
    return foot
