"""From findings to the result: what they come to in answers, sums and dates."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wearoff.diary import answers, flow
from wearoff.diary.result import Result

if TYPE_CHECKING:
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
    services = [rule for rule in given.rules if rule.kind != "mark"]
    return Result(
        **dict(given),
        days=days,
        days_written=written,
        filled_percent=100 * written / days,
        next_session_about=next_about(given),
        products=flow.products(given),
        days_flow=flow.flow(given),
        first_and_last=flow.first_and_last(given),
        rules_shown=[rule.id for rule in sorted(services, key=not_due)],
        rules_marks=[rule.id for rule in given.rules if rule.kind == "mark"],
        answers=answers.answers(given),
        views=answers.views(given),
        checked=answers.checked(given),
        dots=answers.dots(given),
    )


def not_due(rule: RuleResult) -> bool:
    """Whether it is too early for a rule."""
    return rule.counted == "too_early"


def next_about(given: Findings) -> date | None:
    """Date of the next session if it comes after the usual interval; None without a session."""
    if not given.sessions:
        return None
    return given.sessions[-1].date + timedelta(days=given.method.interval_days)
