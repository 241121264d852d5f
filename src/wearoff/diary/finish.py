"""From findings to the result: what they come to in answers, sums and dates."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, get_args

from wearoff.diary import answers, flow
from wearoff.diary.explained import explained
from wearoff.diary.patterns.origin import origin
from wearoff.diary.result import Result
from wearoff.diary.rules.result import RuleGroup
from wearoff.records import Points
from wearoff.words.rules import POINTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wearoff.diary.result import Findings
    from wearoff.diary.rules.result import RuleResult


def finished(given: Findings) -> Result:
    """The result: the findings, and everything that any face tells of them.

    Args:
        given: what was counted, estimated, checked and forecast.
    """
    days = given.days_observed + given.days_missing
    written = given.days_observed - given.understood.taken_free
    groups = by_way(given.rules)
    said = answers.answers(given)
    return Result(
        **dict(given),
        days=days,
        days_written=written,
        filled_percent=100 * written / days,
        next_session_about=next_about(given),
        products=flow.products(given),
        days_flow=flow.flow(given),
        first_and_last=(first_and_last := flow.first_and_last(given)),
        rules_shown=[each for group in groups if group.points != "neither" for each in group.rules],
        rules_marks=[each for group in groups if group.points == "neither" for each in group.rules],
        rule_groups=groups,
        answers=said,
        since=answers.better_since(given),
        explained=explained(given, said),
        origin=origin(given.patterns, first_and_last),
        views=answers.views(given),
        checked=answers.checked(given),
        dots=answers.dots(given),
    )


def by_way(rules: Sequence[RuleResult]) -> list[RuleGroup]:
    """Rules by what a yes to them speaks for, those that are not due last; no empty group."""
    return [
        RuleGroup(points=way, text=POINTS[way], rules=[rule.id for rule in those])
        for way in get_args(Points)
        if (those := sorted((rule for rule in rules if rule.points == way), key=not_due))
    ]


def not_due(rule: RuleResult) -> bool:
    """Whether it is too early for a rule."""
    return rule.counted == "too_early"


def next_about(given: Findings) -> date | None:
    """Date of the next session if it comes after the usual interval; None without a session."""
    if not given.sessions:
        return None
    return given.sessions[-1].date + timedelta(days=given.method.interval_days)
