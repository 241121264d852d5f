"""What `wearoff.explore` shows: the years with and without injections, and one outcome inside.

Each assumption stands beside the other; all pictures are of one size, and those of one outcome have
one pair of axes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wearoff.faces.shared import curves
from wearoff.faces.shared.curves import Curve, Frame
from wearoff.faces.simulation import simulated
from wearoff.words import explore as words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.simulation.explored_result import (
        Course,
        ExploreResult,
        Point,
        Spread,
        Swing,
        Year,
    )

DAYS_IN_28 = 28.0
TITLES = {"off": words.OFF_TITLE, "on": words.ON_TITLE, "none": "Over the years"}


@dataclass(frozen=True)
class Panel:
    """One course: its picture, what the picture shows, its years, and what is inside."""

    title: str
    finding: str
    svg: str
    years: tuple[Year, ...]
    inside: str


@dataclass(frozen=True)
class Shown:
    """One scenario: its letter where there are two, its panels, and what they rest on."""

    letter: str
    found: ExploreResult
    panels: list[Panel]
    measured: str
    measured_inside: str
    harms: list[str]


class _Look(NamedTuple):
    """How scenarios are looked at: the axes of each main outcome, and what is looked at inside."""

    frames: Mapping[str, Frame]
    inside: str
    within: Frame | None


def shown(found: Mapping[str, ExploreResult], inside: str) -> list[Shown]:
    """Scenarios by letter, drawn so that they can be compared.

    Args:
        found: One without a letter, or two with one.
        inside: The outcome to look at inside.
    """
    every = list(found.values())
    frames = {each.outcome: _frame(every, each.outcome) for each in every}
    look = _Look(frames, inside, _frame_inside(every, inside))
    return [_shown(letter, each, look) for letter, each in found.items()]


def _shown(letter: str, found: ExploreResult, look: _Look) -> Shown:
    panels = [_panel(letter, found, course, look) for course in found.courses]
    rests = {each.outcome: words.measured(each.grades) for each in found.rests}
    inside = rests.get(look.inside, "")
    harms = [simulated.said(harm) for harm in found.published_harms]
    return Shown(letter, found, panels, rests[found.outcome], inside, harms)


def _panel(letter: str, found: ExploreResult, course: Course, look: _Look) -> Panel:
    """One assumption, its label inside both pictures."""
    title = f"{letter}. {TITLES[course.assumption]}" if letter else TITLES[course.assumption]
    label = _label(course)
    finding = _finding(found, course)
    frame = look.frames[found.outcome]
    return Panel(
        title,
        finding,
        curves.picture(title, finding, _main(course), frame, label=label, how=words.BAND),
        course.years,
        _inside(course, title, label, look),
    )


def _label(course: Course) -> str:
    return {"off": words.OFF_LABEL, "on": course.label, "none": ""}[course.assumption]


def _labels(found: Sequence[ExploreResult]) -> list[str]:
    """Every label that one of the pictures has."""
    return [_label(course) for each in found for course in each.courses]


def _finding(found: ExploreResult, course: Course) -> str:
    last = course.years[-1]
    said = words.OUTCOMES[found.outcome].said
    change = last.change
    return words.change(change.typical, change.lo90, change.hi90, said, last.year)


def _inside(course: Course, title: str, label: str, look: _Look) -> str:
    drawn = _within(course, look.inside)
    if not (drawn and look.within):
        return ""
    said = f"{title}: {words.OUTCOMES[look.inside].axis}, injected and without"
    return curves.picture(title, said, drawn, look.within, label=label, how=words.SWING)


def _frame(found: Sequence[ExploreResult], outcome: str) -> Frame:
    drawn = [
        curve
        for each in found
        if each.outcome == outcome
        for course in each.courses
        for curve in _main(course)
    ]
    top = DAYS_IN_28 if outcome == "headache_days" else curves.round_top(drawn)
    return Frame(
        words.ACROSS,
        words.OUTCOMES[outcome].axis,
        curves.last_year(drawn),
        top,
        labels=_labels(found),
        foot=words.INVENTED,
    )


def _frame_inside(found: Sequence[ExploreResult], inside: str) -> Frame | None:
    drawn = [
        curve for each in found for course in each.courses for curve in _within(course, inside)
    ]
    if not drawn:
        return None
    top = DAYS_IN_28 if inside == "headache_days" else curves.round_top(drawn)
    axis = words.OUTCOMES[inside].axis
    last, labels = curves.last_year(drawn), _labels(found)
    return Frame(words.ACROSS, axis, last, top, 84, labels=labels, foot=words.INVENTED)


def _main(course: Course) -> list[Curve]:
    def points(side: str) -> list[tuple[float, float, float, float]]:
        return [_point(point, getattr(point, side)) for point in course.curve]

    return [
        Curve(words.WITH, points("injected")),
        Curve(words.WITHOUT, points("without"), "without", dashed=True),
    ]


def _point(point: Point, spread: Spread) -> tuple[float, float, float, float]:
    return point.year, spread.typical, spread.lo90, spread.hi90


def _within(course: Course, outcome: str) -> list[Curve]:
    def points(swings: Sequence[Swing]) -> list[tuple[float, float, float, float]]:
        return [(each.year, each.mean, each.lowest, each.highest) for each in swings]

    return [
        curve
        for inside in course.inside
        if inside.outcome == outcome
        for curve in (
            Curve(words.WITH, points(inside.injected)),
            Curve(words.WITHOUT, points(inside.without), "without", dashed=True),
        )
    ]
