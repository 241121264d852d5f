"""Small pictures of curves over years, written as SVG while one waits.

A plotting library takes about 0.2 s for each; a page that redraws five after every change cannot
wait for that. The look is that of `figures`: the same colors, soft bands, names at the lines' ends.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from wearoff.faces.shared.figures import PAPER
from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH, FONT = 360, 14
"""A picture is as wide as the narrowest phone can show, with type that can still be read there."""
LEFT, RIGHT, TOP = 44, 74, 50
LINE, APART = 19, 17
"""Height of a line of text, and the least between two names at lines' ends."""
LETTERS = 48
"""Characters that fit into a line at the foot."""
STEPS = 4
"""Between grid lines."""
BAND = 0.16
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
    foot: Sequence[str] = field(default=())
    """Lines inside every picture, so that they survive a screenshot."""


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
    title: str, said: str, curves: Sequence[Curve], frame: Frame, *, own: Sequence[str] = ()
) -> str:
    """A picture as SVG.

    Args:
        title: Above it.
        said: What it shows, for who hears it.
        curves: From the first, which is drawn on top.
        frame: Shared with the pictures beside it.
        own: Lines at the foot of this picture alone, before those of the frame.
    """
    foot = [line for text in (*own, *frame.foot) for line in textwrap.wrap(text, LETTERS)]
    below = TOP + frame.height
    height = below + 2 * LINE + LINE * len(foot) + 8
    drawn = [
        _text(0, 14, title, "text", bold=True),
        _text(0, TOP - 16, frame.up, "muted"),
        *_grid(frame, below),
        *(_shape(curve, frame, below) for curve in reversed(curves)),
        *_names(curves, frame, below),
        *(_text(0, below + (3 + k) * LINE, line, "text") for k, line in enumerate(foot)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(said)}" font-size="{FONT}" '
        f'font-family="system-ui, DejaVu Sans, sans-serif">{"".join(drawn)}</svg>'
    )


def _text(
    x: float, y: float, text: str, color: str, *, anchor: str = "start", bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{PAPER[color]}" text-anchor="{anchor}"{weight}>'
        f"{escape(text)}</text>"
    )


def _grid(frame: Frame, below: int) -> list[str]:
    """Soft lines with their numbers, and the years underneath."""
    drawn: list[str] = []
    for step in range(STEPS + 1):
        value = frame.top * step / STEPS
        y = _up(value, frame, below)
        place = f'x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"'
        drawn += [
            f'<line {place} stroke="{PAPER["grid"]}"/>',
            _text(LEFT - 6, y + 5, numbers.amount(value), "muted", anchor="end"),
        ]
    for year in range(frame.right + 1):
        drawn.append(_text(_across(year, frame), below + LINE, str(year), "muted", anchor="middle"))
    return [*drawn, _text(LEFT, below + 2 * LINE - 1, frame.across, "muted")]


def _shape(curve: Curve, frame: Frame, below: int) -> str:
    """The band, and the line over it."""
    if not curve.points:
        return ""

    def path(points: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{_across(x, frame):.1f},{_up(y, frame, below):.1f}" for x, y in points)

    upper = [(x, high) for x, _, _, high in curve.points]
    lower = [(x, low) for x, _, low, _ in reversed(curve.points)]
    dash = ' stroke-dasharray="7 5"' if curve.dashed else ""
    return (
        f'<polygon points="{path([*upper, *lower])}" fill="{PAPER[curve.color]}" opacity="{BAND}"/>'
        f'<polyline points="{path((x, y) for x, y, _, _ in curve.points)}" fill="none" '
        f'stroke="{PAPER[curve.color]}" stroke-width="2.5"{dash}/>'
    )


def _names(curves: Sequence[Curve], frame: Frame, below: int) -> list[str]:
    """Each name beside the end of its line, moved apart where two lines end together."""
    ends = sorted(
        ((_up(c.points[-1][1], frame, below), c) for c in curves if c.points),
        key=lambda end: end[0],
    )
    places = _apart([y for y, _ in ends], TOP, below)
    return [
        _text(WIDTH - RIGHT + 6, y + 5, curve.name, curve.color)
        for y, (_, curve) in zip(places, ends, strict=True)
    ]


def _apart(places: Sequence[float], highest: float, lowest: float) -> list[float]:
    """Places from the top, each at least so far below the one before, none below the foot."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + APART if found else highest))
    for number in range(len(found) - 1, -1, -1):
        limit = lowest if number == len(found) - 1 else found[number + 1] - APART
        found[number] = min(found[number], limit)
    return found


def _across(x: float, frame: Frame) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * x / frame.right


def _up(y: float, frame: Frame, below: int) -> float:
    return below - frame.height * min(y, frame.top) / frame.top
