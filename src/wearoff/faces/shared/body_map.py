"""Where units go, drawn: head and neck from front and back, both sides of the jaw, and the hip.

Outlines and places are ours, from simple anatomy: drawn so that a name finds its region, not
measured. What a table of units says stands in it, never more.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from wearoff.faces.shared.figures import PAPER
from wearoff.words import numbers
from wearoff.words.explore import DRAWN, INVENTED, VIEWS

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH, FONT = 420, 14
DOT, NAMES = 19, 258
"""Radius of a soft area, and where names begin."""
LINE = 19
HEIGHTS = {"front": 312, "sides": 224, "back": 304, "hip": 218}
"""Of each view. The person's left is at the left, but in front it is at the right."""


@dataclass(frozen=True)
class Place:
    """Where a muscle of one side is drawn, and how high its name stands."""

    view: str
    muscle: str
    side: str
    x: float
    y: float
    name_y: float


@cache
def places() -> dict[str, Place]:
    """Every place by its site, such as ``temporalis_left``."""
    found: dict[str, Place] = {}
    for row in _table("map_places"):
        x, y, name_y = (float(row[key]) for key in ("x", "y", "name_y"))
        place = Place(row["view"], row["muscle"], row["side"], x, y, name_y)
        found[f"{place.muscle}_{place.side}"] = place
    return found


@cache
def outlines() -> dict[str, list[str]]:
    """The lines of each view, as SVG has them."""
    found: dict[str, list[str]] = {view: [] for view in HEIGHTS}
    for row in _table("map_outlines"):
        found[row["view"]].append(row["path"])
    return found


def _table(name: str) -> list[dict[str, str]]:
    text = files("wearoff.faces.shared").joinpath(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def body_map(units: Mapping[str, float]) -> list[str]:
    """A picture as SVG of each view that something is injected in.

    Args:
        units: By site.
    """
    shown = {site: (places()[site], given) for site, given in units.items()}
    views = [view for view in HEIGHTS if any(place.view == view for place, _ in shown.values())]
    return [
        _view(view, [(place, given) for place, given in shown.values() if place.view == view])
        for view in views
    ]


def _view(view: str, shown: list[tuple[Place, float]]) -> str:
    height = HEIGHTS[view] + 3 * LINE
    said = ", ".join(_said(place, given) for place, given in shown)
    last = {place.muscle: place for place, _ in sorted(shown, key=lambda each: each[0].x)}
    drawn = [
        *(_line(path) for path in outlines()[view]),
        *(_dot(place, given) for place, given in shown),
        *(_name(place) for place in last.values()),
        *_sides(view),
        _text(0, HEIGHTS[view] + LINE, DRAWN, "text"),
        _text(0, HEIGHTS[view] + 2 * LINE, INVENTED, "text"),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(VIEWS[view])}: {escape(said)}" font-size="{FONT}" '
        f'font-family="system-ui, DejaVu Sans, sans-serif">{"".join(drawn)}</svg>'
    )


def _said(place: Place, given: float) -> str:
    side = "" if place.side == "midline" else f" {place.side}"
    return f"{numbers.named(place.muscle)}{side} {numbers.amount(given)} U"


def _sides(view: str) -> list[str]:
    """Which side is which."""
    first, second = ("right", "left") if view == "front" else ("left", "right")
    return [
        _text(2, 14, first, "muted"),
        _text(NAMES - 10, 14, second, "muted", anchor="end"),
        _text(NAMES, 14, VIEWS[view], "text"),
    ]


def _line(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{PAPER["session"]}" stroke-width="1.5"/>'


def _dot(place: Place, given: float) -> str:
    """A soft area with its units, which no line of the outline crosses."""
    circle = f'<circle cx="{place.x:g}" cy="{place.y:g}" r="{DOT}"'
    area = f'{circle} fill="{PAPER["background"]}"/>{circle} fill="{PAPER["with"]}" opacity="0.3"/>'
    return area + _text(place.x, place.y + 5, numbers.amount(given), "text", anchor="middle")


def _name(place: Place) -> str:
    """A name with a thin line to the rightmost place of its muscle."""
    line = (
        f'<line x1="{place.x + DOT:g}" y1="{place.y:g}" x2="{NAMES - 6}" y2="{place.name_y:g}" '
        f'stroke="{PAPER["session"]}"/>'
    )
    name = numbers.named(place.muscle)
    return line + _text(NAMES, place.name_y + 5, name, "text")


def _text(x: float, y: float, text: str, color: str, *, anchor: str = "start") -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{PAPER[color]}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
