"""Pictures of the visit page: all cycles on one, the diary over time, and the model's inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import figures
from wearoff.faces.shared.stacks import stack
from wearoff.faces.shared.weeks import by_date, by_week, end, to_weeks
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.diary.pieces import CycleWeek
    from wearoff.diary.result import Result

WEEKS = "weeks since the session"
TALL, DEEP = (0, 29), (-2, 29)
"""Upright axes of days in 28, with room for a dot at 28 and for marks at the foot."""
WIDE, CYCLE_HIGH, COURSE_HIGH, NARROW = 640, 150, 200, 250
"""Sizes of the pictures; ``NARROW`` is the width of those that stand three in a row."""


def drawn_weeks(result: Result) -> list[CycleWeek]:
    """Weeks of the standard cycle that enough of the cycles have."""
    return [week for week in result.standard_cycle if week.drawn]


def standard_cycle(result: Result) -> str:
    """All cycles laid over one: counted, with and without the relief, and when it is half gone."""
    drawn = drawn_weeks(result)
    if not drawn:
        return ""
    weeks, days, interval = by_week(drawn), result.dots, result.method.interval_days
    columns = stack(days.days, days.never, interval) if days else None
    following = to_weeks(interval)
    last = end(to_weeks(drawn[-1].day), following)
    if columns:
        last = end(last, columns.end, room=0)
    axes = figures.Axes(
        "" if columns else WEEKS,
        f"{result.outcome} in 28",
        TALL,
        across=(0, last),
        labels=not columns,
    )
    picture = figures.layered(
        figures.band(weeks.levels("without_relief"), "week", axes, "without", dashed=True),
        figures.band(weeks.levels("with_relief"), "week", axes),
        figures.dots(weeks.counted(), "week", "counted", axes, "session"),
        figures.upright(following, axes, "next session"),
        *weeks.names(),
        title="Dots: counted. Bands: 5 in 10 and 9 in 10 chance",
        width=WIDE,
        height=CYCLE_HIGH,
    )
    if columns is None:
        return figures.svg(picture)
    below = figures.stacked(columns, figures.Axes(WEEKS, "", across=(0, last)), WIDE)
    return figures.svg(figures.over(picture, below))


def course(result: Result) -> list[str]:
    """The diary over time: weekly counts with the course, then with and without the relief."""
    import polars as pl

    weeks = by_date(result.course)
    axes = figures.Axes("", f"{result.outcome} in 28", DEEP, dated=True)
    dates = [session.date.isoformat() for session in result.sessions if session.in_diary]
    marks = [figures.feet(pl.DataFrame({"date": dates}), "date", axes)] if dates else []
    fitted = not result.counts_only
    counted = figures.layered(
        *([figures.band(weeks.levels("with_relief"), "date", axes)] if fitted else []),
        figures.dots(weeks.counted(), "date", "counted", axes, "session"),
        *marks,
        title=("Dots: counted, by week. Line: the course" if fitted else "Dots: counted")
        + (". Triangles: sessions" if dates else ""),
        width=WIDE,
        height=COURSE_HIGH,
    )
    if not result.standard_cycle:
        return [figures.svg(counted)]
    without = figures.layered(
        figures.band(weeks.levels("without_relief"), "date", axes, "without", dashed=True),
        figures.line(weeks.levels("with_relief"), "date", "mean", axes),
        *marks,
        *weeks.names(),
        title="Dashed: without the short-lived relief. Line: as it was",
        width=WIDE,
        height=COURSE_HIGH,
    )
    return [figures.svg(counted), figures.svg(without)]


def inside(result: Result) -> list[str]:
    """What muscle and load do in the model, for a typical person with these injections."""
    import polars as pl

    model = result.underneath
    if model is None:
        return []
    table = pl.DataFrame([{"week": row.week, **row.values} for row in model.rows])
    return [
        figures.svg(
            figures.layered(
                figures.line(
                    table,
                    "week",
                    column.name,
                    figures.Axes("weeks from the first session", column.unit or column.title),
                ),
                title=numbers.sentence(column.title),
                width=NARROW,
            )
        )
        for column in model.columns
    ]
