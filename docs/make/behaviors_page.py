"""The page of behaviors: what the texts say, one sentence, one picture, one table and the test."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from behaviors_courses import WITH, WITHOUT, Panel
from behaviors_words import SECTIONS, Section
from wearoff.evidence.claims import claims
from wearoff.faces.shared import figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DOCS = Path(__file__).resolve().parents[1]
COLUMNS = 120
TESTS = "tests/model/test_behaviors.py"
WIDE, BESIDE, TWIN = (460, 230), (330, 210), (430, 300)
"""Width and height of a picture alone, of one of two, and of an assumption and its opposite."""
LOOKS = (("with", False), ("without", True), ("muted", False), ("text", True))
"""Color and dash of the curves, in order."""
LETTER, LINE = 6.6, 9.0
"""Width of a letter and half the height of a line of a label, in pixels."""
CLASH = 1000.0
"""Cost of a label that lies on something else."""
HEAD = """# What the texts describe, in the model

Made by `python docs/make/behaviors.py`: typical patients with the evidence values, unless a line
says otherwise. *Without toxin* is the same person at the same visits, with injections that hold
none. A sentence that begins "In the model" says what the model does, not what was found in people;
what was found stands in brackets behind each claim, and `wearoff claims C19` shows its sources.
"""


# Pictures


def looks(names: Sequence[str]) -> dict[str, tuple[str, bool]]:
    """Color and dash of each curve; with and without toxin look the same everywhere."""
    fixed = {name: look for name, look in ((WITH, LOOKS[0]), (WITHOUT, LOOKS[1])) if name in names}
    free = iter([look for look in LOOKS if look not in fixed.values()])
    return {name: fixed[name] if name in fixed else next(free) for name in names}


def upright(panels: Sequence[Panel]) -> tuple[float, float]:
    """Range that holds these panels: from 0 unless they say otherwise, with room for names."""
    values = [
        float(value) for panel in panels for curve in panel.curves.values() for value in curve
    ]
    values += [value + side * se for p in panels for _, value, se in p.points for side in (-2, 2)]
    low = max(panel.least for panel in panels) or min(0.0, *values)
    high = max(0.0, *values)
    room = (high - low) / 8
    foot = 2 * room if low < 0 and any(panel.says for panel in panels) else 0.0
    return low - foot, high + room * (high > 0)


def spots(panel: Panel, size: tuple[int, int], span: tuple[float, float]) -> dict[str, Any]:
    """Where the name of each curve starts: beside its curve and, if there is room, on nothing."""
    width, height = size
    at = np.asarray(panel.x[1], dtype=float)
    right = np.linspace(0, width, 200)
    across = at[0] + (at[-1] - at[0]) * right / width

    def down(value: Any) -> Any:
        return height * (span[1] - np.asarray(value)) / (span[1] - span[0])

    curves = {name: down(np.interp(across, at, values)) for name, values in panel.curves.items()}
    taken = [(0.0, height - 44.0, float(width), float(height))] if panel.says else []
    for x, value, se in panel.points:
        middle = width * (x - at[0]) / (at[-1] - at[0])
        taken.append((middle - 8, down(value + 2 * se), middle + 8, down(value - 2 * se)))
    found: dict[str, Any] = {}
    for name, own in curves.items():
        long = LETTER * len(name) + 8
        best = (np.inf, 0.0, 0.0)
        for start in np.linspace(0, width - long, 41):
            under = (right >= start) & (right <= start + long)
            for y in (own[under].min() - LINE - 3, own[under].max() + LINE + 3):
                others = [curve[under] for other, curve in curves.items() if other != name]
                near = min((np.abs(other - y).min() for other in others), default=np.inf)
                clashes = (near < LINE + 3) + (not LINE <= y <= height - LINE)
                clashes += near < np.abs(own[under] - y).min()
                clashes += sum(
                    a < start + long and start < c and b < y + LINE and y - LINE < d
                    for a, b, c, d in taken
                )
                steep = np.ptp(own[under]) + 0.05 * abs(start + long / 2 - width / 2)
                best = min(best, (CLASH * clashes + steep, float(start), float(y)))
        _, start, y = best
        taken.append((start, y - LINE, start + long, y + LINE))
        found[name] = (
            at[0] + (at[-1] - at[0]) * start / width,
            span[1] - (span[1] - span[0]) * y / height,
        )
    return found


def drawn(panel: Panel, size: tuple[int, int], span: tuple[float, float], title: Any) -> Any:
    """A panel: its curves with their names on them, and what is published or assumed."""
    width, height = size
    axes = figures.Axes(panel.x[0], panel.y, range=span)
    layers = []
    for name, (color, dashed) in looks(list(panel.curves)).items():
        table = pl.DataFrame({"x": panel.x[1], "y": np.round(panel.curves[name], 4)})
        layers.append(figures.line(table, "x", "y", axes, color=color, dashed=dashed))
    for name, (x, y) in spots(panel, size, span).items():
        layers.append(figures.label(x, y, name, looks(list(panel.curves))[name][0]))
    if panel.points:
        wide = {"lo90": -1.645, "lo50": -0.674, "mean": 0.0, "hi50": 0.674, "hi90": 1.645}
        bars = {"x": [point[0] for point in panel.points]} | {
            name: [value + by * se for _, value, se in panel.points] for name, by in wide.items()
        }
        layers.append(figures.marks(pl.DataFrame(bars), "x", axes, "session"))
    if span[0] < 0:
        layers.append(figures.zero_line())
    if panel.says:
        layers.append(figures.caption(*panel.says, height))
    return figures.layered(*layers, title=title, width=width, height=height)


def place(section: Section) -> str:
    """Where the behavior's picture lies, seen from the page."""
    return f"pictures/behaviors/{section.test.removeprefix('test_')}.svg"


def picture(section: Section) -> str:
    """The behavior's picture: one panel, two of them, or an assumption beside its opposite."""
    panels = section.show().panels
    if len(panels) == 1:
        chart = drawn(panels[0], WIDE, upright(panels), section.title)
    else:
        first, second = panels
        size = TWIN if first.says else BESIDE
        same = first.y == second.y
        spans = [upright(panels if same else [panel]) for panel in panels]
        left, right = (
            drawn(panel, size, span, panel.title) for panel, span in zip(panels, spans, strict=True)
        )
        chart = figures.beside(left, right) if same else left | right
        chart = chart.properties(title=section.title)
    return figures.svg(chart, figures.PAPER["background"])


# Page


def cells(values: Sequence[Any]) -> list[str]:
    """Values of a column as text, with two decimals, or one if it reaches ten."""
    if any(isinstance(value, str | int) for value in values):
        return [str(value) for value in values]
    digits = 1 if max(abs(value) for value in values) >= 10 else 2  # noqa: PLR2004 - three figures
    return [f"{round(float(value), digits) + 0:g}" for value in values]


def tabled(table: Mapping[str, Sequence[Any]]) -> list[str]:
    """A small table in Markdown: the first column is text, the others are numbers."""
    lines = zip(*(cells(values) for values in table.values()), strict=True)
    return [
        f"| {' | '.join(table)} |",
        f"|---|{'--:|' * (len(table) - 1)}",
        *(f"| {' | '.join(line)} |" for line in lines),
    ]


def said(section: Section) -> str:
    """What the texts say: every claim that names the behavior's test, with its grade."""
    named = [c for c in claims().values() if c.test == f"{TESTS}::{section.test}"]
    texts = "; ".join(f"*{c.words}* ({c.id}, {c.text}: {c.grade})" for c in named)
    return f"The texts: {texts or section.instead}"


def page() -> str:
    """The whole page in Markdown."""
    lines = [HEAD]
    for section in SECTIONS:
        found = section.show()
        finding = section.finding.format(**found.numbers)
        lines += [
            f"## {section.title}",
            "",
            fill(said(section), COLUMNS),
            "",
            fill(finding, COLUMNS),
            "",
            f"![{finding}]({place(section)})",
            "",
            *tabled(found.table),
            "",
            f"Test: `{TESTS}::{section.test}`",
            "",
        ]
    return "\n".join(lines)


def write() -> None:
    """Write the page and its pictures."""
    (DOCS / "pictures" / "behaviors").mkdir(parents=True, exist_ok=True)
    for section in SECTIONS:
        (DOCS / place(section)).write_text(picture(section), encoding="utf-8")
    (DOCS / "behaviors.md").write_text(page(), encoding="utf-8")
