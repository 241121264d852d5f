"""Cycles of one person and the curves over time: counted, and what the posterior says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.counts import count, only_yes, stretches
from wearoff.diary.pieces import CourseWeek, Cycle, CycleWeek
from wearoff.formats.estimates import bands, estimate
from wearoff.stats.intervals import quantiles
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.records import Array

SHARE = 2
"""Weeks of the standard cycle that at least one in so many cycles has are drawn."""
DOTS = 20
"""Equally likely wear-off days that are drawn."""


def cycles(posterior: DiaryPosterior) -> list[Cycle]:
    """Relief and wear-off of every cycle."""
    record, weights = posterior.record, posterior.draws.weights
    told: list[Cycle] = []
    for k, (cycle, (first, last)) in enumerate(
        zip(posterior.estimands.cycles, record.cycles, strict=True), start=1
    ):
        seen = count(record, first, last)
        levels = _levels(posterior, first, last)
        told.append(
            Cycle(
                session=k,
                date=record.date_of(first),
                days=last - first + 1,
                relief_percent=estimate(cycle.relief_percent, weights),
                relief_days_28=estimate(cycle.relief_days_28, weights),
                wearoff_day=estimate(cycle.wearoff_day, weights),
                p_wears_off=float(weights @ np.isfinite(cycle.wearoff_day)),
                days_observed=seen.written if seen else 0,
                yes=round(seen.yes) if seen else 0,
                counted=seen.rate if seen else None,
                lowest_level=min(levels),
                highest_level=max(levels),
                open=last == record.last,
            )
        )
    return told


def _levels(posterior: DiaryPosterior, first: int, last: int) -> list[float]:
    """The level as it was in each week between two days, days in 28."""
    record, draws = posterior.record, posterior.draws
    return [
        WINDOW * float(draws.treated[record.index(a) : record.index(b) + 1].mean(0) @ draws.weights)
        for a, b in stretches(first, last, WEEK)
    ]


def standard_cycle(posterior: DiaryPosterior) -> list[CycleWeek]:
    """All cycles laid over one, by weeks since the session: counted, with and without relief."""
    record, weights = posterior.record, posterior.draws.weights
    longest = max((last - first + 1 for first, last in record.cycles), default=0)
    starts = range(0, min(longest, 2 * posterior.interval), WEEK)
    seen = [(a, b) for a, b in record.cycles if count(record, a, b)]
    shared = [sum(1 for first, last in seen if last - first >= s) for s in starts]
    told = not only_yes(record.entries)  # of a list of attacks it would be 28 of 28 all along
    weeks: list[CycleWeek] = []
    for start, sharing in zip(starts, shared, strict=True):
        places = [
            record.index(day)
            for first, last in record.cycles
            for day in range(first + start, min(first + start + WEEK, last + 1))
        ]
        weeks.append(
            CycleWeek(
                day=start + WEEK // 2,
                cycles=sharing,
                days_observed=int(np.isfinite(record.entries[places]).sum()),
                counted=_rate(record.entries[places]),
                with_relief=bands(WINDOW * posterior.draws.treated[places].mean(0), weights),
                without_relief=bands(WINDOW * posterior.draws.untreated[places].mean(0), weights),
                drawn=told and sharing > 0 and SHARE * sharing >= max(shared),
            )
        )
    return weeks


def course(posterior: DiaryPosterior) -> list[CourseWeek]:
    """By week of the record: counted, and the level with and without the short-lived relief."""
    record, weights = posterior.record, posterior.draws.weights
    weeks: list[CourseWeek] = []
    for day, end in stretches(record.begin, record.last, WEEK):
        inside = slice(record.index(day), record.index(end) + 1)
        weeks.append(
            CourseWeek(
                date=record.date_of(day),
                day=day,
                counted=_rate(record.entries[inside]),
                with_relief=bands(WINDOW * posterior.draws.treated[inside].mean(0), weights),
                without_relief=bands(WINDOW * posterior.draws.untreated[inside].mean(0), weights),
            )
        )
    return weeks


def _rate(entries: Array) -> float | None:
    """Days in 28 of those written; None where nothing was."""
    written = int(np.isfinite(entries).sum())
    return WINDOW * float(np.nansum(entries)) / written if written else None


def wearoff_dots(posterior: DiaryPosterior) -> list[float | None] | None:
    """Twenty equally likely days by which half of a cycle's gain is gone; None: not in time.

    Of all cycles and draws alike. None as a whole where no cycle could show one.
    """
    own = posterior.estimands.cycles
    if not own:
        return None
    days = np.concatenate([cycle.wearoff_day for cycle in own])
    weights = np.tile(posterior.draws.weights / len(own), len(own))
    known = np.isfinite(days)
    share = float(weights[known].sum())
    before = round(DOTS * share)
    dots: list[float | None] = [None] * DOTS
    if before:
        levels = (np.arange(before) + 0.5) / before
        drawn = quantiles(days[known], weights[known], levels.tolist())
        dots[:before] = [float(day) for day in drawn]
    return dots
