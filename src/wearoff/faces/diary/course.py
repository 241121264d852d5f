"""The diary over time, a year to a picture: weekly counts, as it was, and underneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.diary import about
from wearoff.faces.diary.strip import alternative, caption, sessions, underneath
from wearoff.faces.shared.calendar import foot
from wearoff.faces.shared.plots import Form, Pictures, Sample, plot
from wearoff.faces.shared.weeks import whole
from wearoff.words import pictures as words

if TYPE_CHECKING:
    from wearoff.diary.pieces import CourseWeek
    from wearoff.diary.result import Result
    from wearoff.faces.shared.weeks import Span

WIDE = Form(width=800, high=150, size=14, radius=3)
NARROW = Form(width=330, high=150, size=14, radius=2.4)


def course(result: Result) -> list[Pictures]:
    """The diary, a year to a picture; the first names what is drawn, the last says how to read."""
    every = whole(result.first, result.last)
    years = every.years()
    if about.to_check(result):
        years = [year for year in years if year.counted(result.course)] or years[:1]
    return [
        Pictures(
            *(_year(result, form, span, every, named=span == years[0]) for form in (WIDE, NARROW)),
            caption=_caption(result) if span == years[-1] else "",
        )
        for span in years
    ]


def drawn_weeks(result: Result) -> list[CourseWeek]:
    """Weeks that are told; where a date may be wrong those with an entry, not empty years."""
    kept = [week for week in result.course if week.counted is not None]
    return kept if about.to_check(result) else list(result.course)


def _caption(result: Result) -> str:
    read = caption(result)
    return read if result.counts_only else f"{read} {words.NESTED}"


def _year(result: Result, form: Form, span: Span, every: Span, *, named: bool) -> str:
    was, under = span.levels(result.course, "with_relief"), underneath(result, span)
    drawn = plot(
        form,
        words.in_28(result.outcome) if named else "",
        _samples(result) if named else [],
        span,
    )
    drawn.band(under, "without")
    drawn.band(was, "with")
    drawn.line(under, "without", dashed=True)
    drawn.line(was, "with")
    drawn.dots(span.counted(result.course))
    under_it = foot(drawn, span.sessions(sessions(result)))
    return drawn.drawing.svg(under_it, alternative(result, span.within(every)))


def _samples(result: Result) -> list[Sample]:
    if result.counts_only:
        return [Sample("dot", words.EACH_COUNT)]
    found = [Sample("dot", words.BY_WEEK), Sample("line", words.AS_IT_WAS)]
    if result.cycles:
        found += [Sample("dashed", words.UNDERNEATH, "without"), Sample("tick", words.SESSIONS)]
    return found
