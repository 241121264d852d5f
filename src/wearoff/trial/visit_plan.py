"""Visits matched to the visits that were planned, where a file holds the days on which they were.

A trial is fitted at its planned visits. Where weeks of a file are those of a plan, nothing is done;
visits beside it are taken for the planned one that they are nearest to, once a person, or are left
out as unscheduled. Where every person came on days of their own, the plan is found: as many visits
as people usually have, each at the median of those who have so many.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SELDOM = 0.1
"""A week with fewer than this share of the scores of the fullest week is no planned one."""
FULL = 5
"""Scores of the fullest week from which on a week with one score alone is no planned one."""
APART = 3 / 7
"""Weeks between two planned visits at least: days of each person's own lie nearer."""
MOST = 0.8
"""Share of all scores that stand in planned weeks, where weeks of a file are those of a plan."""
REACHED = 0.25
"""Share of people who have as many visits as are planned."""
STRAY = 0.1
"""Share of scores that may fit no visit of a plan that was found."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """Scores by planned week, one mapping a person, and what was done for it.

    ``moved`` scores stand at another week than in the file, at most ``farthest`` weeks away;
    ``unscheduled`` ones were left out.
    """

    weeks: list[float]
    scores: list[dict[float, float]]
    moved: int
    farthest: float
    unscheduled: int


def as_given(people: Sequence[Mapping[float, float]]) -> Planned:
    """Scores of which the file says that they stand at planned weeks."""
    weeks = sorted({week for scores in people for week in scores})
    scores = [dict(one) for one in people]
    return Planned(weeks=weeks, scores=scores, moved=0, farthest=0.0, unscheduled=0)


def planned(people: Sequence[Mapping[float, float]], file: Path | str) -> Planned:
    """Match the scores of people to the visits that were planned.

    Args:
        people: score by week after the baseline, one mapping a person.
        file: where they are from, for a message.

    Returns:
        The same scores at planned weeks.

    Raises:
        InputError: every person came on days of their own, and more than a tenth of the scores fit
            no plan.

    Example:
        >>> found = planned([{2.0: 30.0, 4.0: 28.0}, {2.0: 33.0, 4.0: 30.0, 5.5: 31.0}], "trial")
        >>> found.weeks, found.moved, found.unscheduled
        ([2.0, 4.0, 5.5], 0, 0)
    """
    counts = Counter(week for scores in people for week in scores)
    fullest, whole = max(counts.values()), sum(counts.values())
    least = max(SELDOM * fullest, 2 if fullest >= FULL else 1)
    usual = sorted(week for week, count in counts.items() if count >= least)
    visits = _usual_count(people)
    apart = all(b - a >= APART for a, b in pairwise(usual))
    most = sum(counts[week] for week in usual) >= MOST * whole
    in_plan = apart and most and len(usual) <= 2 * visits
    weeks = usual if in_plan else _found(people, visits)
    matched = [_matched(scores, weeks) for scores in people]
    away = [abs(at - week) for one in matched for week, (at, _) in one.items()]
    left = whole - len(away)
    if not in_plan and left > STRAY * whole:
        shown = ", ".join(f"{week:g}" for week in weeks)
        raise InputError(
            f"{left} of {whole} scores fit no plan of {visits} visits (weeks {shown})",
            file=file,
            fix="put the planned week of each visit into the column week",
        )
    return Planned(
        weeks=weeks,
        scores=[{week: score for week, (_, score) in one.items()} for one in matched],
        moved=sum(far > 0 for far in away),
        farthest=max(away, default=0.0),
        unscheduled=left,
    )


def _usual_count(people: Sequence[Mapping[float, float]]) -> int:
    """The most visits that a quarter of people reached."""
    each = sorted((len(scores) for scores in people), reverse=True)
    return each[int(REACHED * (len(each) - 1))]


def _found(people: Sequence[Mapping[float, float]], visits: int) -> list[float]:
    """The plan behind days of each person's own, in whole weeks where these differ."""
    full = [sorted(scores) for scores in people if len(scores) == visits]
    medians = np.median(full, axis=0)
    whole = np.maximum(1, np.round(medians))
    return (whole if len(set(whole)) == visits else medians).tolist()


def _matched(
    scores: Mapping[float, float], weeks: Sequence[float]
) -> dict[float, tuple[float, float]]:
    """Week and value of the score nearest to each planned week, if any is near enough.

    Near enough is half the way to the next visit; before the first one half the way from the
    baseline, after the last one half the way from the one before. Of two that are nearest to one
    visit, the nearer stays.
    """
    plan = np.array(weeks)
    ways = np.diff(plan, prepend=0)
    found: dict[float, tuple[float, float]] = {}
    for at, score in sorted(scores.items()):
        place = int(np.argmin(np.abs(plan - at)))
        week = weeks[place]
        outside = at < weeks[0] or at > weeks[-1]
        if outside and abs(week - at) > ways[place] / 2:
            continue
        if week not in found or abs(week - at) < abs(week - found[week][0]):
            found[week] = at, score
    return dict(sorted(found.items()))
