"""A picture of named rows: a name at the left of each, and beside it a dot."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from wearoff.faces.shared.figures import BANDS, NAMES, PAPER, ROW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Item = TypeVar("Item")
WIDE = 420
"""Width of the bars, pixels."""
MOST = 120
"""Rows that one picture can hold."""
FURTHEST = 60
"""Rows that are kept of more."""
FAR = {"lower": -math.inf, "higher": math.inf}
"""Places beyond any scale, by their side."""
NEAREST_EDGE, FURTHEST_EDGE = 2, 4
"""How far a scale of distances reaches at least and at most."""


@dataclass(frozen=True)
class Line:
    """A row of a picture: a name and its dot, or a heading, which has no dot.

    ``at``: its distance, which may be infinite; ``said``: of a dot, to a reader who hears the
    picture; ``beyond``: what is written beside a dot that stands at the edge.
    """

    text: str
    at: float | None = None
    inside: bool = True
    said: str = ""
    beyond: str = ""


class Kept(NamedTuple, Generic[Item]):
    """What a picture shows, and how many more there are."""

    rows: Sequence[Item]
    left: int


def furthest(rows: Sequence[Item]) -> Kept[Item]:
    """Rows that fit into one picture, of those that come with the furthest first."""
    kept = rows if len(rows) <= MOST else rows[:FURTHEST]
    return Kept(kept, len(rows) - len(kept))


def _within(line: Line, edge: int) -> Line:
    """What lies beyond the edge stands there with its distance."""
    if line.at is None or abs(line.at) <= edge:
        return line
    beyond = "far off" if math.isinf(line.at) else f"{line.at:.3g}".replace("-", "−")
    return replace(line, at=math.copysign(edge, line.at), beyond=beyond)


def distances(parts: Mapping[str, Sequence[Line]], title: str, how: Sequence[str]) -> Any:
    """Dots beside a band from −1 to 1, diamonds of another color outside it, a name before each.

    Args:
        parts: rows under the heading of each part, in their order.
        title: the finding, one sentence.
        how: lines that say how to read it.
    """
    import altair as alt

    furthest_off = max(abs(line.at or 0.0) for part in parts.values() for line in part)
    edge = max(NEAREST_EDGE, math.ceil(min(furthest_off, FURTHEST_EDGE)))
    lines: list[Line] = []
    for heading, part in parts.items():
        lines += [Line("")] if lines else []
        lines += [Line(heading), *(_within(line, edge) for line in part)]
    height = ROW * len(lines)
    rows = [{"row": row, **asdict(line)} for row, line in enumerate(lines)]
    place = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[len(lines) - 0.5, -0.5]))
    ticks = [-edge, -1, 0, 1, edge]
    axis = alt.Axis(orient="top", values=ticks, format="d", tickCount=len(ticks))
    across = alt.X(
        "at:Q",
        title="lower than predicted  ·  higher than predicted",
        axis=axis,
        scale=alt.Scale(domain=[-edge, edge], nice=False),
    )

    def layer(chosen: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=chosen)).encode(y=place)

    def point(shape: str, color: str, size: int, *, inside: bool) -> Any:
        chosen = [row for row in rows if row["at"] is not None and row["inside"] is inside]
        mark = layer(chosen).mark_point(
            shape=shape, color=PAPER[color], filled=True, size=size, opacity=1
        )
        return mark.encode(x=across, description="said:N")

    def names(color: str, weight: int, *, heading: bool) -> Any:
        chosen = [row for row in rows if (row["at"] is None) is heading]
        mark = layer(chosen).mark_text(
            align="right", fontSize=12, fontWeight=weight, color=PAPER[color]
        )
        return mark.encode(text="text:N", x=alt.value(-NAMES), description="text:N")

    inner = (
        alt.Chart(alt.Data(values=[{"at": -1, "to": 1}]))
        .mark_rect(color=PAPER["with"], opacity=BANDS[0][2], description="9 in 10 of every figure")
        .encode(x=across, x2="to:Q", y=alt.value(0), y2=alt.value(height))
    )
    far = layer([row for row in rows if row["beyond"]])
    numbers = [
        far.transform_filter(f"datum.at {side} 0")
        .mark_text(align=align, dx=dx, fontSize=12, color=PAPER["muted"])
        .encode(x=across, text="beyond:N")
        for side, align, dx in (("<", "left", 9), (">", "right", -9))
    ]
    return alt.layer(
        inner,
        names("text", 600, heading=True),
        names("muted", 400, heading=False),
        point("circle", "with", 50, inside=True),
        point("diamond", "without", 90, inside=False),
        *numbers,
    ).properties(
        width=WIDE,
        height=height,
        title=alt.TitleParams(
            title, subtitle=list(how), subtitleColor=PAPER["muted"], subtitleFontSize=12, offset=14
        ),
    )
