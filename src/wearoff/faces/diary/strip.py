"""The whole diary as one strip: counts in 28 days, the level as it was, and the one underneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.diary import about
from wearoff.faces.shared.calendar import foot
from wearoff.faces.shared.plots import Form, Pictures, Sample, plot
from wearoff.faces.shared.waves import are_waves, draw_columns
from wearoff.faces.shared.weeks import Span, counted_28, whole
from wearoff.words import pictures as words

if TYPE_CHECKING:
    from wearoff.diary.result import Result
    from wearoff.faces.shared.weeks import Session, Spot

WIDE = Form(width=800, high=176, size=14, radius=3.4, named=True)
NARROW = Form(width=330, high=190, size=14, radius=2.8)


def strip(result: Result) -> Pictures:
    """The whole diary in one picture."""
    return Pictures(
        wide=_drawn(result, WIDE),
        narrow=_drawn(result, NARROW),
        finding=_finding(result),
        caption=caption(result),
    )


def caption(result: Result) -> str:
    """How to read a picture over time."""
    if result.counts_only:
        return words.OF_COUNTS
    return words.CAPTION if result.cycles else words.WITHOUT_SESSIONS


def alternative(result: Result, span: Span, *, waves: bool = True) -> str:
    """What a picture over time shows."""
    level = words.AS_IT_WAS if waves else words.COLUMN
    under = [words.UNDERNEATH] if result.cycles else []
    levels = [] if result.counts_only else [level, *under]
    return words.alternative(
        result.outcome, span.dates, len(span.sessions(sessions(result))), levels
    )


def underneath(result: Result, span: Span) -> list[Spot]:
    """The level without the short-lived relief, which only sessions can bring."""
    if not result.cycles:
        return []
    return span.since(result.cycles[0].date).levels(result.course, "without_relief")


def sessions(result: Result) -> list[Session]:
    """Number and date of each session that begins a cycle."""
    return [(cycle.session, cycle.date) for cycle in result.cycles]


def _finding(result: Result) -> str:
    working, level = result.answer("working"), result.answer("underneath")
    if result.counts_only:
        return words.counts_finding(result.counts)
    if not counted_28(result.counted_28) and not result.course[1:]:
        return words.TOO_LITTLE
    if not result.cycles:
        return words.without_sessions(result.outcome)
    return words.strip_finding(result.outcome, working.word, level.word)


def _drawn(result: Result, form: Form) -> str:
    cycles = result.cycles
    span = whole(result.first, result.last, cycles[0].date if cycles else None)
    if about.to_check(result):  # a date that may be wrong draws no empty years
        span = span.holding(result.counted_28)
    waves = are_waves(cycles, span, form)
    waved = span if waves else span.until(cycles[0].date)
    was, under = waved.levels(result.course, "with_relief"), underneath(result, span)
    ends = [
        (spots[-1].level.mean, name, color)
        for spots, name, color in (
            (was if waves else [], words.AS_IT_WAS, "with"),
            (under, words.UNDERNEATH, "without"),
        )
        if spots[1:] and form.named
    ]
    drawn = plot(
        form,
        words.in_28(result.outcome),
        _samples(result, waves=waves, named=form.named),
        span,
        names=[name for _, name, _ in ends],
    )
    drawn.band(under, "without", nested=False)
    if not waves:
        draw_columns(drawn, cycles)
    drawn.band(was, "with", nested=False)
    drawn.line(under, "without", dashed=True)
    drawn.line(was, "with")
    drawn.dots(counted_28(result.counted_28))
    drawn.end_names(ends)
    under_it = foot(drawn, span.sessions(sessions(result)))
    return drawn.drawing.svg(under_it, alternative(result, span, waves=waves))


def _samples(result: Result, *, waves: bool, named: bool) -> list[Sample]:
    """What the key names: lines that have no name at their ends, and everything else."""
    level, treated = not result.counts_only, bool(result.cycles)
    found = [Sample("dot", words.EACH_COUNT if result.counts_only else words.COUNTED)]
    if level and not waves:
        found.append(Sample("column", words.COLUMN))
    if level and not named:
        found += [Sample("line", words.AS_IT_WAS)] if waves else []
        found += [Sample("dashed", words.UNDERNEATH, "without")] if treated else []
    return [*found, *([Sample("tick", words.SESSIONS)] if treated else [])]
