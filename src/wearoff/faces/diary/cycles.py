"""All cycles on one: counted, as it was, underneath, and the day on which half of it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared.plots import Form, Pictures, Sample, plot
from wearoff.faces.shared.stacks import stack
from wearoff.faces.shared.standing import equally_likely, half_gone, last_week, next_session
from wearoff.faces.shared.weeks import by_week, counted_by_week
from wearoff.words import pictures as words

if TYPE_CHECKING:
    from wearoff.diary.pieces import CycleWeek
    from wearoff.diary.result import Result
    from wearoff.faces.shared.stacks import Stack

WIDE = Form(width=384, high=150, size=14, radius=3.4)
"""It stands beside something else."""
NARROW = Form(width=330, high=180, size=14, radius=3)


def drawn_weeks(result: Result) -> list[CycleWeek]:
    """Weeks of the standard cycle that enough of the cycles have."""
    return [week for week in result.standard_cycle if week.drawn]


def standard_cycle(result: Result) -> Pictures | None:
    """All cycles laid over one; None where there are none to draw."""
    if not drawn_weeks(result):
        return None
    columns = _columns(result)
    return Pictures(
        wide=_drawn(result, WIDE, columns),
        narrow=_drawn(result, NARROW, columns),
        finding=words.cycle_finding(
            result.outcome,
            result.answer("working").word,
            result.wearoff_day if columns and columns.mostly else None,
            result.dots.never if result.dots else 0,
            result.method.interval_days,
        ),
        caption=words.NESTED,
    )


def _columns(result: Result) -> Stack | None:
    """Equally likely days by which half of the help is gone; None where it was not asked."""
    dots = result.dots
    if dots is None or result.answer("wears_off_early").word == "not_asked":
        return None
    return stack(dots.days, dots.never, result.method.interval_days)


def _drawn(result: Result, form: Form, columns: Stack | None) -> str:
    weeks, interval = drawn_weeks(result), result.method.interval_days
    gone = result.wearoff_day if columns and columns.mostly else None
    drawn = plot(
        form,
        words.in_28(result.outcome),
        [
            Sample("dot", words.EACH_COUNT),
            Sample("line", words.AS_IT_WAS),
            Sample("dashed", words.UNDERNEATH, "without"),
        ],
        (0, last_week(weeks[-1].day, interval, columns)),
        head=1 if gone is None else 2,
    )
    was, under = (by_week(weeks, which) for which in ("with_relief", "without_relief"))
    following = next_session(drawn, interval, words.NEXT_SESSION)
    if gone is not None:
        half_gone(drawn, gone, words.half_gone(gone), following)
    drawn.band(under, "without")
    drawn.band(was, "with")
    drawn.line(under, "without", dashed=True)
    drawn.line(was, "with")
    drawn.dots(counted_by_week(weeks))
    foot = drawn.frame.bottom
    if columns:
        foot = equally_likely(drawn, columns, words.twenty(aside=columns.aside))
    foot = drawn.weeks(words.WEEKS_SINCE, foot)
    return drawn.drawing.svg(foot, words.cycle_alternative(result.outcome))
