"""Drawings whose every place is known in pixels: lines, bands, dots and text, as SVG.

Of these pictures a page needs many, a wide and a narrow one of each, and their labels may lie over
nothing: so they are written here, not laid out by a library. Colors are those of `PAPER`, as
attributes, which the style sheet maps to the dim theme and a strict policy allows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Literal, NamedTuple

from wearoff.faces.shared.figures import FONT, PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Anchor = Literal["start", "middle", "end"]
    Point = tuple[float, float]

_MEASURED = (
    (0.28, "'ijl"),
    (0.36, " ,./:;\\|IJ-f"),
    (0.42, "()[]!tr"),
    (0.56, '"*_`s?zcL'),
    (0.64, "FkvxyPTYaeo$0123456789ESbdghnpqu{}"),
    (0.7, "KABVXZCR"),
    (0.82, "UNHD&GOQw"),
    (0.87, "#+<=>^~M"),
)
WIDTHS = {letter: width for width, letters in _MEASURED for letter in letters}
"""Of a letter at most, in parts of the type's size: measured of DejaVu Sans, wider than most."""
WIDEST = 1.0
CAP, DESCENT = 0.76, 0.24
"""Of type above and below the line that it stands on."""
DASHES, DOTTED = "7 5", "2 3"


def text_width(text: str, size: float) -> float:
    """Pixels that a text takes at most."""
    return size * sum(WIDTHS.get(letter, WIDEST) for letter in text)


def wrapped(text: str, room: float, size: float) -> list[str]:
    """A text in lines that take so many pixels at most, if its words do."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, room: float = 0) -> bool:
        """Whether another one is nearer than some room, or lies over it."""
        return (
            self.left < other.right + room
            and other.left < self.right + room
            and self.top < other.bottom + room
            and other.top < self.bottom + room
        )

    def within(self, other: Box) -> bool:
        """Whether it lies in another one."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def text_box(x: float, y: float, text: str, size: float, anchor: Anchor = "start") -> Box:
    """Where a text lies whose line is at ``y``."""
    width = text_width(text, size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - CAP * size, left + width, y + DESCENT * size)


@dataclass(frozen=True)
class Scale:
    """Values on a line of pixels."""

    lowest: float
    highest: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Place of a value, which is kept between both ends."""
        span = (self.highest - self.lowest) or 1.0
        share = min(1.0, max(0.0, (value - self.lowest) / span))
        return self.start + share * (self.end - self.start)


@dataclass
class Drawing:
    """A picture of some width; its height is said when it is finished."""

    width: float
    size: float
    """Of its type."""
    parts: list[str] = field(default_factory=list[str])

    def svg(self, height: float, alternative: str, *, opaque: bool = False) -> str:
        """The picture as an SVG document.

        Args:
            height: of all that was drawn.
            alternative: what it shows, for who cannot see it.
            opaque: whether it has a ground of its own, as a file needs.
        """
        ground = Drawing(self.width, self.size)
        if opaque:
            ground.box(Box(0, 0, self.width, height), "background", 1)
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" '
            f'viewBox="0 0 {_n(self.width)} {_n(height)}" '
            f'width="{_n(self.width)}" height="{_n(height)}" font-family="{escape(FONT)}" '
            f'font-size="{_n(self.size)}"><title>{escape(alternative)}</title>'
            f"{''.join([*ground.parts, *self.parts])}</svg>"
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        color: str = "muted",
        anchor: Anchor = "start",
        *,
        bold: bool = False,
    ) -> None:
        """A line of text."""
        weight = ' font-weight="600"' if bold else ""
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{weight} fill="{PAPER[color]}">'
            f"{escape(text)}</text>"
        )

    def rule(
        self,
        start: Point,
        end: Point,
        color: str,
        width: float = 1.0,
        dashes: str = "",
    ) -> None:
        """A straight line."""
        (x1, y1), (x2, y2) = start, end
        self.parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" '
            f'stroke="{PAPER[color]}" stroke-width="{_n(width)}"{_dashed(dashes)}/>'
        )

    def line(self, points: Iterable[Point], color: str, dashes: str = "") -> None:
        """A curve through points."""
        self.parts.append(
            f'<path d="{_path(points)}" fill="none" stroke="{PAPER[color]}" stroke-width="2.2" '
            f'stroke-linejoin="round"{_dashed(dashes)}/>'
        )

    def area(self, points: Iterable[Point], color: str, opacity: float) -> None:
        """A soft area inside points."""
        self.parts.append(
            f'<path d="{_path(points)} Z" fill="{PAPER[color]}" fill-opacity="{opacity}"/>'
        )

    def box(self, box: Box, color: str, opacity: float, round_by: float = 0) -> None:
        """A soft rectangle."""
        left, top, right, bottom = box
        rounded = f' rx="{_n(round_by)}"' if round_by else ""
        self.parts.append(
            f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" '
            f'height="{_n(bottom - top)}"{rounded} fill="{PAPER[color]}" '
            f'fill-opacity="{opacity}"/>'
        )

    def dot(self, x: float, y: float, radius: float, color: str, *, filled: bool = True) -> None:
        """A dot, or a ring."""
        look = (
            f'fill="{PAPER[color]}"'
            if filled
            else f'fill="none" stroke="{PAPER[color]}" stroke-width="1.2"'
        )
        inside = radius if filled else radius - 0.6
        self.parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(inside)}" {look}/>')


def not_over(boxes: Sequence[Box], room: float) -> list[bool]:
    """Which of some labels, in order, can stand so that none is too near the one kept before."""
    kept: list[Box] = []
    said: list[bool] = []
    for box in boxes:
        free = not any(box.meets(other, room) for other in kept)
        said.append(free)
        if free:
            kept.append(box)
    return said


def _path(points: Iterable[Point]) -> str:
    return "M" + " L".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _dashed(dashes: str) -> str:
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def _n(value: float) -> str:
    """A pixel to one decimal, as short as it can be."""
    return f"{value:.1f}".removesuffix(".0")
