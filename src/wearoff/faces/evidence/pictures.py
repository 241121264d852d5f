"""What one session does in a part: its sentence, its picture, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wearoff.faces.shared import figures
from wearoff.faces.shared.words import unit
from wearoff.words import evidence as words
from wearoff.words.numbers import sentence, significant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.provenance.result import CourseDay, PartCourse

COLUMNS = ("day", "middle", "lo50", "hi50", "lo90", "hi90")


class Figure(NamedTuple):
    """One course as a page shows it."""

    course: PartCourse
    finding: str
    picture: str
    unit: str
    rows: Sequence[Sequence[str]]


def figure(course: PartCourse) -> Figure:
    """A course with its sentence, its picture and a short table."""
    return Figure(
        course,
        finding(course),
        picture(course),
        unit(course.unit),
        [_cells(day) for day in course.days if day.day in course.listed_days],
    )


def finding(course: PartCourse) -> str:
    """What the picture shows, as one sentence or two."""
    if course.furthest_day is None or course.rises is None:
        return words.still(course.quantity)
    far = course.days[course.furthest_day]
    return words.moved(
        course.quantity,
        unit(course.unit),
        day=far.day,
        rises=course.rises,
        middle=far.middle,
        lo90=far.lo90,
        hi90=far.hi90,
        half_gone=course.half_gone_day,
        last=course.days[-1].day,
    )


def picture(course: PartCourse) -> str:
    """SVG: the middle of the people by week, with 5 in 10 and 9 in 10."""
    import polars as pl

    rows = [{"mean": day.middle, **day.model_dump()} for day in course.days]
    axes = figures.Axes("weeks since the session", unit(course.unit))
    band = figures.band(pl.DataFrame(rows), "week", axes)
    return figures.svg(figures.layered(band, title=sentence(course.quantity)))


def table(course: PartCourse) -> list[tuple[str, ...]]:
    """Every day as cells, in the order of `COLUMNS`."""
    return [_cells(day) for day in course.days]


def _cells(day: CourseDay) -> tuple[str, ...]:
    values = (day.middle, day.lo50, day.hi50, day.lo90, day.hi90)
    return (str(day.day), *(significant(value, 4) for value in values))
