"""Where every day of the diary went, and what was given and filled in at a glance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from wearoff.diary.pieces import Dated, FirstAndLast, Product, Stretch
from wearoff.measures import COUNTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wearoff.diary.pieces import Score
    from wearoff.diary.result import Findings


def flow(given: Findings) -> list[Stretch]:
    """Every day read, by stretch between sessions, and their sums in the last row.

    Without sessions, or where the stretches would not add up to the days read, there are no rows.
    """
    if given.counts_only:
        return []
    rows = [*_before(given), *_cycles(given)]
    written, empty = (sum(row.yes + row.free for row in rows), sum(row.empty for row in rows))
    if not rows or (written, empty) != (given.days_observed, given.days_missing):
        return []
    every = Stretch(
        part="all",
        session=None,
        first=rows[0].first,
        last=rows[-1].last,
        days=sum(row.days for row in rows),
        yes=sum(row.yes for row in rows),
        free=sum(row.free for row in rows),
        empty=empty,
    )
    return [*rows, every]


def _before(given: Findings) -> Iterator[Stretch]:
    days, window = given.days_before, given.counted.windows.before
    if not days:
        return
    yes, written = 0, 0
    if window is not None and window.source == "diary":
        yes, written = round(window.yes), window.written
    yield _stretch("before", given.first, days, yes=yes, written=written)


def _cycles(given: Findings) -> Iterator[Stretch]:
    for cycle in given.cycles:
        yield _stretch(
            "cycle",
            cycle.date,
            cycle.days,
            yes=cycle.yes,
            written=cycle.days_observed,
            session=cycle.session,
        )


def _stretch(
    part: Literal["before", "cycle"],
    first: date,
    days: int,
    *,
    yes: int,
    written: int,
    session: int | None = None,
) -> Stretch:
    return Stretch(
        part=part,
        session=session,
        first=first,
        last=first + timedelta(days=days - 1),
        days=days,
        yes=yes,
        free=written - yes,
        empty=days - written,
    )


def products(given: Findings) -> list[Product]:
    """Each product with its units and number of sessions, in the order in which they came."""
    found: list[Product] = []
    for name in dict.fromkeys(session.product for session in given.sessions):
        units = [session.units for session in given.sessions if session.product == name]
        found.append(
            Product(
                product=name, least_units=min(units), most_units=max(units), sessions=len(units)
            )
        )
    return found


def first_and_last(given: Findings) -> list[FirstAndLast]:
    """First and last value of every measure a clinic wrote down, with its noise where known.

    As they are told in `totals`; measures that are not told there follow as they were written, but
    for counts that are told as before and now.
    """
    told = [
        FirstAndLast(
            measure=row.measure,
            title=row.title,
            first=row.first,
            last=row.last,
            change=row.change,
            detectable_change=row.detectable_change,
        )
        for row in given.totals
    ]
    known = {row.measure for row in told} | (set(COUNTS) if given.counts_only else set())
    names = dict.fromkeys(score.measure for score in given.scores if score.measure not in known)
    own = ([score for score in given.scores if score.measure == name] for name in names)
    return told + [_as_written(scores) for scores in own]


def _as_written(own: list[Score]) -> FirstAndLast:
    first, last = own[0], own[-1]
    later = last != first
    return FirstAndLast(
        measure=first.measure,
        title=first.title,
        first=_dated(first),
        last=_dated(last) if later else None,
        change=last.value - first.value if later else None,
        detectable_change=None,
    )


def _dated(score: Score) -> Dated:
    return Dated(date=score.date, value=score.value)
