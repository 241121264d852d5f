"""Pictures of the visit page: all cycles on one, the diary over time, and the model's inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.faces.shared import figures
from wearoff.faces.shared.stacks import stack

if TYPE_CHECKING:
    import polars as pl

    from wearoff.diary.underneath import Underneath
    from wearoff.faces.diary.answers import Document
    from wearoff.faces.diary.sheet import Dots

LEVELS = ("mean", "lo90", "lo50", "hi50", "hi90")
WEEKS = "weeks since the session"
TALL, DEEP = (0, 29), (-2, 29)
"""Upright axes of days in 28, with room for a dot at 28 and for marks at the foot."""
LOWEST, HIGHEST = 3.0, 26.5
"""Names of bands stay inside the picture."""
WIDE, CYCLE_HIGH, COURSE_HIGH, NARROW = 640, 150, 200, 250
"""Sizes of the pictures; ``NARROW`` is the width of those that stand three in a row."""
SHARE = 2
"""Weeks of the standard cycle that at least one in so many cycles has are drawn."""


def drawn_weeks(document: Document) -> list[dict[str, Any]]:
    """Weeks of the standard cycle that enough of the cycles have."""
    cycle = document["standard_cycle"]
    most = max((week["cycles"] for week in cycle), default=0)
    return [week | {"week": week["day"] / 7} for week in cycle if SHARE * week["cycles"] >= most]


def standard_cycle(document: Document, days: Dots | None) -> str:
    """All cycles laid over one: counted, with and without the relief, and when it is half gone."""
    weeks = drawn_weeks(document)
    if not weeks:
        return ""
    following = document["method"]["interval_days"] / 7
    columns = stack(days.days, days.never, days.interval) if days else None
    last = max(weeks[-1]["week"] + 0.5, following + 0.5, columns.end if columns else 0.0)
    axes = figures.Axes(
        "" if columns else WEEKS,
        f"{document['outcome']} in 28",
        TALL,
        across=(0, last),
        labels=not columns,
    )
    picture = figures.layered(
        figures.band(
            _levels(weeks, "without_relief", "week"), "week", axes, "without", dashed=True
        ),
        figures.band(_levels(weeks, "with_relief", "week"), "week", axes),
        figures.dots(_counted(weeks, "week"), "week", "counted", axes, "session"),
        figures.upright(following, axes, "next session"),
        *_ends(weeks, "week"),
        title="Dots: counted. Bands: 5 in 10 and 9 in 10 chance",
        width=WIDE,
        height=CYCLE_HIGH,
    )
    if columns is None:
        return figures.svg(picture)
    below = figures.stacked(columns, figures.Axes(WEEKS, "", across=(0, last)), WIDE)
    return figures.svg(figures.over(picture, below))


def course(document: Document, weeks: list[dict[str, Any]]) -> list[str]:
    """The diary over time: weekly counts with the course, then with and without the relief."""
    import polars as pl

    axes = figures.Axes("", f"{document['outcome']} in 28", DEEP, dated=True)
    dates = [s["date"] for s in document["sessions"] if s["in_diary"]]
    marks = [figures.feet(pl.DataFrame({"date": dates}), "date", axes)] if dates else []
    counted = figures.layered(
        figures.band(_levels(weeks, "with_relief", "date"), "date", axes),
        figures.dots(_counted(weeks, "date"), "date", "counted", axes, "session"),
        *marks,
        title="Dots: counted, by week. Line: the course"
        + (". Triangles: sessions" if dates else ""),
        width=WIDE,
        height=COURSE_HIGH,
    )
    if not document["standard_cycle"]:
        return [figures.svg(counted)]
    without = figures.layered(
        figures.band(
            _levels(weeks, "without_relief", "date"), "date", axes, "without", dashed=True
        ),
        figures.line(_levels(weeks, "with_relief", "date"), "date", "mean", axes),
        *marks,
        *_ends(weeks, "date"),
        title="Dashed: without the short-lived relief. Line: as it was",
        width=WIDE,
        height=COURSE_HIGH,
    )
    return [figures.svg(counted), figures.svg(without)]


def inside(model: Underneath | None) -> list[str]:
    """What muscle and load do in the model, for a typical person with these injections."""
    import polars as pl

    if model is None:
        return []
    table = pl.DataFrame(model.rows)
    return [
        figures.svg(
            figures.layered(
                figures.line(
                    table,
                    "week",
                    name,
                    figures.Axes("weeks from the first session", text.split(", ")[-1]),
                ),
                title=text.split(",")[0].capitalize(),
                width=NARROW,
            )
        )
        for name, text in model.columns.items()
    ]


def _levels(weeks: list[dict[str, Any]], which: str, x: str) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        [{x: week[x]} | {key: week[which][key] for key in LEVELS} for week in weeks],
        schema_overrides=dict.fromkeys(LEVELS, pl.Float64),
    )


def _counted(weeks: list[dict[str, Any]], x: str) -> pl.DataFrame:
    """Weeks in which something was counted."""
    import polars as pl

    rows = [{x: week[x], "counted": week["counted"]} for week in weeks]
    kind = pl.String if x == "date" else pl.Float64
    return pl.DataFrame(
        [row for row in rows if row["counted"] is not None],
        schema={x: kind, "counted": pl.Float64},
    )


def _ends(weeks: list[dict[str, Any]], x: str) -> list[Any]:
    """Names of both levels where they are farthest apart, each on the outer side of its band."""
    apart = max(weeks, key=lambda w: abs(w["without_relief"]["mean"] - w["with_relief"]["mean"]))
    over = apart["without_relief"]["mean"] >= apart["with_relief"]["mean"]
    align = "right" if 2 * weeks.index(apart) > len(weeks) else "left"
    found: list[Any] = []
    for which, text, color, above in (
        ("without_relief", "without its relief", "without", over),
        ("with_relief", "with relief", "with", not over),
    ):
        edge = apart[which]["hi90" if above else "lo90"]
        y = min(HIGHEST, edge) if above else max(LOWEST, edge)
        label = figures.label(apart[x], y, text, color, align, above=above, dated=x == "date")
        found.append(label)
    return found
