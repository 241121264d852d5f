"""The picture of `wearoff validate`: every published figure on the scale of its own prediction."""

from __future__ import annotations

import math
from typing import Any

from wearoff.faces.shared import words
from wearoff.model.conditions import CONDITIONS

Document = dict[str, Any]
MOST = 120
"""Rows that one picture can hold."""
FURTHEST = 60
"""Rows that are kept of more."""
NEAREST_EDGE, FURTHEST_EDGE = 2, 4
NAME = 30
"""Letters of an id beside its dot."""
HOW = (
    "Each figure on the scale of its own prediction: 0 is the prediction,",
    "the band its 9 in 10. Dots lie inside the band, diamonds outside.",
)
NOTHING = "No published figure to compare with a prediction"


def distance(row: Document) -> float:
    """Where a published figure lies: 0 as predicted, −1 and 1 at the ends of the 9 in 10.

    Each side has its own scale, for an interval need not be even. Infinite if it lies on a side
    without width.
    """
    low, high, middle = row["lo90"], row["hi90"], row["predicted"]
    if not low <= middle <= high:
        middle = (low + high) / 2
    off = row["value"] - middle
    width = high - middle if off > 0 else middle - low
    if width:
        return off / width
    return math.copysign(math.inf, off) if off else 0.0


def compared(document: Document) -> list[Document]:
    """Rows with a prediction and a published figure, the furthest off first."""
    rows = [row for row in document["rows"] if None not in {row["value"], row["lo90"]}]
    return sorted(rows, key=lambda row: -abs(distance(row)))


def called(condition: str) -> str:
    """A condition as people say it."""
    known = CONDITIONS.get(condition)
    return known.title if known else words.named(condition)


def printable(text: str) -> str:
    """A text of a file on one line, without what a screen or a picture cannot show."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def shortened(name: str, most: int) -> str:
    """A name cut to so many letters."""
    name = printable(name)
    return name if len(name) <= most else f"{name[: most - 1]}…"


def finding(rows: list[Document], drawn: int) -> str:
    """What the picture shows, as one sentence."""
    if not rows:
        return NOTHING
    inside = sum(row["inside"] for row in rows)
    figures, lie, their = (
        ("figure", "lies", "its") if len(rows) == 1 else ("figures", "lie", "their")
    )
    text = f"{inside} of {len(rows)} published {figures} {lie} inside {their} 9-in-10 interval"
    return text if drawn == len(rows) else f"{text}; the {drawn} furthest off are drawn"


def forest(document: Document) -> str:
    """SVG: a dot for each published figure, by condition, the furthest off first."""
    from wearoff.faces.shared.figures import PAPER, sentence, svg
    from wearoff.faces.shared.named_rows import Line, distances

    rows = compared(document)
    drawn = rows if len(rows) <= MOST else rows[:FURTHEST]
    title = finding(rows, len(drawn))
    if not drawn:
        chart = sentence(title, "Rows without a published value are predicted only.")
        return svg(chart, PAPER["background"])
    furthest = min(abs(distance(drawn[0])), FURTHEST_EDGE)
    edge = max(NEAREST_EDGE, math.ceil(furthest))
    lines: list[Line] = []
    for condition in dict.fromkeys(row["condition"] for row in drawn):
        heading = called(condition)
        lines += [Line("")] if lines else []
        lines += [Line(f"{heading[0].upper()}{heading[1:]}")]
        lines += [_line(row, edge) for row in drawn if row["condition"] == condition]
    chart = distances(lines, edge, title, HOW)
    return svg(chart, PAPER["background"])


def _line(row: Document, edge: int) -> Any:
    """A row of the picture; what lies beyond the edge stands there with its distance."""
    from wearoff.faces.shared.named_rows import Line

    at = distance(row)
    beyond = "" if abs(at) <= edge else f"{at:.3g}".replace("-", "−")
    low, high, value = (f"{row[key]:.4g}" for key in ("lo90", "hi90", "value"))
    where = "inside" if row["inside"] else "outside"
    return Line(
        shortened(row["id"], NAME),
        at=max(-edge, min(edge, at)),
        inside=row["inside"],
        beyond="far off" if math.isinf(at) else beyond,
        said=f"{printable(row['id'])}: published {value}, {where} {low} to {high}",
    )
