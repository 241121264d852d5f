"""Plots of days in 28: a frame with its axes, and levels, counts and names that go into it.

Each is drawn twice of the same data, wide and narrow, because a wide one on a phone is either cut
or too small to read. What names something stands outside the frame, where nothing is drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from wearoff.faces.shared.drawing import DASHES, Box, Drawing, Scale, text_box, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.faces.shared.weeks import Spot

OUTER, INNER = 0.16, 0.22
"""Opacity of the bands of 9 in 10 and 5 in 10."""
SOFT = 0.3
"""The same of columns."""
DAYS = (0, 7, 14, 21, 28)
"""Lines of days in 28: four and the foot, since many lines are stripes."""
LINES, STEPS = 4, (1, 2, 2.5, 5, 10, 20)
"""Most lines of another quantity, and what they may be apart, times a power of ten."""
NEARLY = 1e-9
"""Parts of a step that move no line: digits far behind the point."""
WEEKS_APART, MOST_NUMBERS = (1, 2, 4, 13, 26, 52, 104), 9
"""Weeks between two numbers of the flat axis, and about the most of them."""
GAP, ROW = 6, 1.35
"""Pixels between a name and what it names, and height of a row in sizes of type."""
SAMPLES = {"dot": 8, "line": 22, "dashed": 22, "column": 14, "tick": 3, "none": 0}
"""Pixels of each mark in the key."""


@dataclass(frozen=True)
class Form:
    """Sizes of a picture."""

    width: float
    high: float
    """Of its frame."""
    size: float
    """Of its type."""
    radius: float
    """Of its dots, at most."""
    named: bool = False
    """Whether lines are named at their ends, beside the frame."""

    @property
    def row(self) -> float:
        """Height of a row of text."""
        return ROW * self.size


@dataclass(frozen=True)
class Pictures:
    """A picture in two forms, which say what they show, with its finding and how to read it."""

    wide: str
    narrow: str
    finding: str = ""
    caption: str = ""


class Sample(NamedTuple):
    """A mark of a picture, and its name in the key."""

    mark: Literal["dot", "line", "dashed", "column", "tick", "none"]
    name: str
    color: str = "with"


@dataclass
class Plot:
    """A frame in a drawing."""

    drawing: Drawing
    form: Form
    across: Scale
    up: Scale

    @property
    def frame(self) -> Box:
        """The frame's edges."""
        return Box(self.across.start, self.up.end, self.across.end, self.up.start)

    def lines(self, values: Sequence[float]) -> None:
        """Lines across it with their numbers, from its foot."""
        left, _, right, foot = self.frame
        for value in values:
            y = self.up(value)
            self.drawing.rule((left, y), (right, y), "grid" if y < foot else "session")
            self.drawing.text(left - GAP, y + 0.35 * self.form.size, f"{value:g}", anchor="end")

    def band(self, spots: Sequence[Spot], color: str, *, nested: bool = True) -> None:
        """The bands of a level."""
        parts = [("lo90", "hi90", OUTER), *([("lo50", "hi50", INNER)] if nested else [])]
        for low, high, opacity in parts:
            ends = [(s.at, getattr(s.level, low), getattr(s.level, high)) for s in spots]
            self.between(ends, color, opacity)

    def between(
        self, ends: Sequence[tuple[float, float, float]], color: str, opacity: float = OUTER
    ) -> None:
        """A soft band: place, lower and upper end."""
        if len(ends) > 1:
            there = [(self.across(at), self.up(high)) for at, _, high in ends]
            back = [(self.across(at), self.up(low)) for at, low, _ in reversed(ends)]
            self.drawing.area([*there, *back], color, opacity)

    def line(self, spots: Sequence[Spot], color: str, *, dashed: bool = False) -> None:
        """The means of a level."""
        self.curve([(s.at, s.level.mean) for s in spots], color, dashed=dashed)

    def curve(
        self, points: Sequence[tuple[float, float]], color: str, *, dashed: bool = False
    ) -> None:
        """A line through points."""
        if points:
            places = [(self.across(at), self.up(value)) for at, value in points]
            self.drawing.line(places, color, DASHES if dashed else "")

    def dots(self, places: Sequence[tuple[float, float]]) -> None:
        """What was counted; many dots are smaller."""
        room = (self.across.end - self.across.start) / max(len(places), 1)
        radius = min(self.form.radius, max(1.4, 0.3 * room))
        for at, value in places:
            self.drawing.dot(self.across(at), self.up(value), radius, "session")

    def over(self, at: float, row: int, text: str, color: str) -> Box:
        """A name over the frame, moved where it would be cut; says where it is.

        Args:
            at: pixel of what it names.
            row: over the frame, 0 for the lowest.
            text: the name.
            color: of the palette.
        """
        half = text_width(text, self.form.size) / 2 + 1
        x = min(max(at, half), self.form.width - half)
        y = self.frame.top - GAP - row * self.form.row
        self.drawing.text(x, y, text, color, "middle")
        return text_box(x, y, text, self.form.size, "middle")

    def weeks(self, title: str, foot: float | None = None) -> float:
        """Numbers of weeks and a title under the frame, or lower; says where they end.

        Args:
            title: what they count.
            foot: where they begin; at the frame's foot if left out.
        """
        line = (self.frame.bottom if foot is None else foot) + 1.2 * self.form.size
        last = self.across.highest
        apart = next(step for step in (*WEEKS_APART, last) if MOST_NUMBERS * step >= last)
        for value in range(0, int(last) + 1, math.ceil(apart)):
            x, text = self.across(value), f"{value:g}"
            if text_box(x, line, text, self.form.size, "middle").right <= self.form.width:
                self.drawing.text(x, line, text, anchor="middle")
        line += self.form.row
        self.drawing.text(self.frame.right, line, title, anchor="end")
        return line + 0.4 * self.form.size

    def end_names(self, names: Sequence[tuple[float, str, str]]) -> None:
        """Names of lines beside their ends, moved apart where they would meet.

        Args:
            names: last value, name and color of each.
        """
        row, (_, top, right, foot) = self.form.row, self.frame
        upward = sorted(names, key=lambda name: name[0])
        lowest = foot + row
        ends: list[float] = []
        for value, *_ in upward:
            lowest = min(self.up(value), lowest - row)
            ends.append(lowest)
        over = max(0.0, top - min(ends, default=top))
        for y, (_, name, color) in zip(ends, upward, strict=True):
            self.drawing.text(right + GAP, y + over + 0.35 * self.form.size, name, color)


def plot(
    form: Form,
    title: str,
    samples: Sequence[Sample],
    across: tuple[float, float],
    *,
    head: int = 0,
    lines: Sequence[float] = DAYS,
    names: Sequence[str] = (),
) -> Plot:
    """A frame with its lines and their numbers, under its title and key.

    Args:
        form: its sizes.
        title: what the upright axis is.
        samples: what the key names.
        across: ends of the flat axis.
        head: rows of names that stand just over the frame.
        lines: numbers of the upright axis, from its foot to its top, each with a line.
        names: what stands beside the ends of lines, if there is room for it.
    """
    drawing = Drawing(form.width, form.size)
    beside = max((text_width(name, form.size) for name in names), default=0.0)
    left = max(text_width(f"{value:g}", form.size) for value in lines) + GAP + 1
    right = form.width - (beside + GAP + 1 if names else form.radius + 1)
    top = _key(drawing, form, [Sample("none", title), *samples]) + head * form.row
    up = Scale(lines[0], lines[-1], start=top + form.high, end=top)
    drawn = Plot(drawing, form, Scale(*across, start=left, end=right), up)
    drawn.lines(lines)
    return drawn


def from_zero(form: Form, title: str, weeks: Sequence[float], values: Sequence[float]) -> Plot:
    """A quantity over weeks, upright from 0."""
    drawn = plot(form, title, [], (0, max(weeks)), lines=round_lines(0, max(values)))
    drawn.curve(list(zip(weeks, values, strict=True)), "with")
    return drawn


def round_lines(lowest: float, highest: float) -> list[float]:
    """The foot and four round numbers at most over it, that hold 0 and both of these."""
    low, high = min(lowest, 0.0), max(highest, 0.0)
    power = 10.0 ** math.floor(math.log10((high - low or 1.0) / LINES))
    places = [
        (
            power * part,
            math.floor(low / power / part + NEARLY),
            math.ceil(high / power / part - NEARLY),
        )
        for part in STEPS
    ]
    step, first, last = next(one for one in places if one[2] - one[1] <= LINES)
    return [step * k for k in range(first, max(last, first + 1) + 1)]


def _key(drawing: Drawing, form: Form, samples: Sequence[Sample]) -> float:
    """Draw the title and the key, in as many rows as they need, and say where they end."""
    x, y = 0.0, form.size
    named = [sample for sample in samples if sample.name]
    if not named:
        return y
    for sample in named:
        sized = SAMPLES[sample.mark]
        swatch = sized + GAP if sized else 0
        wide = swatch + text_width(sample.name, form.size)
        if x and x + wide > form.width:
            x, y = 0.0, y + form.row
        _swatch(drawing, sample, x, y - 0.35 * form.size)
        drawing.text(x + swatch, y, sample.name)
        x += wide + 3 * GAP
    return y + form.row


def _swatch(drawing: Drawing, sample: Sample, x: float, y: float) -> None:
    end = x + SAMPLES[sample.mark]
    middle = (x + end) / 2
    if sample.mark == "dot":
        drawing.dot(middle, y, (end - x) / 2 - 0.6, "session")
    elif sample.mark == "column":
        drawing.box(Box(x, y - 6, end, y + 6), sample.color, SOFT, 3)
    elif sample.mark == "tick":
        drawing.rule((middle, y - 4), (middle, y + 4), "session", 1.5)
    elif sample.mark != "none":
        drawing.line([(x, y), (end, y)], sample.color, DASHES if sample.mark == "dashed" else "")
