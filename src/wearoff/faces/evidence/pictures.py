"""What one session does in a part: its sentence, its picture, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wearoff.faces.shared.spreads import spread
from wearoff.faces.shared.weeks import Spot
from wearoff.faces.shared.words import unit
from wearoff.words import evidence as words
from wearoff.words.numbers import named, sentence, significant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.provenance.result import CourseDay, PartCourse

SAID = {"share": "as a share"}
"""Units that are said otherwise behind a number."""
DIGITS = 4
"""Of a number of the table."""
COLUMNS = ("day", "mean", "lo50", "hi50", "lo90", "hi90")


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
        _unit(course),
        [_cells(day) for day in course.days if day.day in course.listed_days],
    )


def finding(course: PartCourse) -> str:
    """What the picture shows, as one sentence or two."""
    if course.furthest_day is None or course.rises is None:
        return words.still(course.quantity)
    far = course.days[course.furthest_day]
    return words.moved(
        course.quantity,
        _unit(course),
        day=far.day,
        rises=course.rises,
        level=far.level,
        half_gone=course.half_gone_day,
        last=course.days[-1].day,
    )


def picture(course: PartCourse) -> str:
    """SVG: the mean of the people by week, with 5 in 10 and 9 in 10."""
    spots = [Spot(day.week, day.level) for day in course.days]
    drawn = spread(sentence(course.quantity), _unit(course), spots)
    foot = drawn.weeks(words.WEEKS_SINCE)
    return drawn.drawing.svg(foot, finding(course))


def table(course: PartCourse) -> list[tuple[str, ...]]:
    """Every day as cells, in the order of `COLUMNS`."""
    return [_cells(day) for day in course.days]


def _unit(course: PartCourse) -> str:
    """The unit of a course as people say it."""
    return SAID.get(course.unit, named(unit(course.unit)))


def _cells(day: CourseDay) -> tuple[str, ...]:
    level = day.level
    values = (level.mean, level.lo50, level.hi50, level.lo90, level.hi90)
    return (str(day.day), *(significant(value, DIGITS) for value in values))
