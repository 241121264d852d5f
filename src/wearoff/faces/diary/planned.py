"""What `wearoff plan` shows: the same person's next year under every course, in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import layout
from wearoff.faces.shared.words import CLOSING
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.diary.future.plan_result import CourseResult, PlanResult

NAME, DAYS, CHANGE, CHANCE = 21, 19, 22, 7
"""Columns of the table; the rest holds the shares."""
ORDER = "In a fixed order, not by benefit; nothing is ranked."
SHARES = (
    "diary/others/assumed: of 100, how much of what is said of the change comes from this diary, "
    "from other people's data, or is assumed"
)


def screen(result: PlanResult) -> list[str]:
    """The courses as lines of at most 80 columns."""
    who = f"wearoff {result.meta.version}  {numbers.named(result.condition)}"
    when = f"next year, {result.first} to {result.last}: {result.outcome} per 28"
    fewer = f"{numbers.amount(result.better_by_days_28)} fewer"
    head = (
        f"{'Course':<{NAME}}{'days (9 in 10)':<{DAYS}}{'against as now':<{CHANGE}}"
        f"{fewer:>{CHANCE}}  shares"
    )
    lines = [who, when, result.across.text, "", head]
    lines += [line for course in result.courses for line in _line(course)]
    told = f"{fewer}: chance out of 100. {SHARES}; {_mostly(result)} {ORDER}"
    lines += ["", *layout.lines_of(told)]
    lines += layout.lines_of(result.body.text if result.body else "")
    for refused in result.not_asked:
        lines += layout.lines_of(f"Not asked: {refused.name} ({refused.reason}).")
    for one in result.doubts:
        lines += layout.lines_of(f"Doubt: {numbers.ended(f'{one.where}: {one.text}')}")
    for note in result.notes:
        lines += layout.lines_of(f"Note: {numbers.named(note)}.")
    return [*lines, CLOSING]


def _mostly(result: PlanResult) -> str:
    return f"* more than {numbers.part(result.mostly_assumed_above)} is assumed."


def _line(course: CourseResult) -> list[str]:
    name, *rest = layout.in_column(f"{course.name}{'*' if course.mostly_assumed else ''}", NAME)
    cells = f"{numbers.between(course.headache_days_28):<{DAYS}}"
    if course.change_days_28 is not None:
        share = course.data_share
        parts = "as now"
        if share is not None:
            shares = (share.diary, share.other_people, share.assumed)
            parts = "/".join(numbers.of_100(one) for one in shares)
        change = numbers.between(course.change_days_28, sign=True)
        chance = numbers.chance_of_100(course.p_better_by_2)
        cells = f"{cells}{change:<{CHANGE}}{chance:>{CHANCE}}  {parts}"
    return [f"{name:<{NAME}}{cells}".rstrip(), *(f"  {line}" for line in rest)]


def picture(result: PlanResult, *, opaque: bool = True) -> str:
    """SVG: a soft bar of each course's days, in the order of the table.

    Args:
        result: what the courses come to.
        opaque: whether it has a ground of its own, as a file needs and a page does not.
    """
    from wearoff.faces.shared.spans import Span, spans

    lines = [
        Span(
            f"{course.name}{' *' if course.mostly_assumed else ''}",
            **course.headache_days_28.model_dump(),
            said=f"{course.name}: {numbers.between(course.headache_days_28)} days in 28",
        )
        for course in result.courses
    ]
    how = (f"Bar: 9 in 10 chance. Dot: mean. {_mostly(result)}", ORDER)
    axis = f"{result.outcome} in 28, next year"
    return spans(lines, axis, result.across.text, how, opaque=opaque)
