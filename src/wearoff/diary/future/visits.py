"""Since the last visit: the same diary as it was then, and its forecast against what came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.future.forecast import since, visit_day
from wearoff.diary.posterior.fit import fit_diary
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from wearoff.diary.case import Case
    from wearoff.diary.pieces import SinceVisit
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.timeline import Timeline


def as_of_last_visit(
    case: Case, record: Timeline, *, usual_interval: int, seed: int
) -> DiaryPosterior | None:
    """What the entries before the last visit tell, alone.

    Args:
        case: What is known now.
        record: The main series of the case by day.
        usual_interval: Days between sessions where the log then had only one.
        seed: Of every random number.

    Returns:
        The visit is the last session with four weeks of diary after it; None without one, or
        without four weeks of diary before it.
    """
    day = visit_day(record)
    if day is None:
        return None
    then = record.date_of(day)
    written = (then - case.diary.first).days
    main = replace(case.main, values=case.main.values[:written])
    if np.isfinite(main.values).sum() < WINDOW:
        return None
    earlier = replace(
        case,
        diary=case.diary.until(written),
        events=tuple(event for event in case.events if event.start < then),
        scores=tuple(score for score in case.scores if score.day < then),
    )
    return fit_diary(earlier, main, usual_interval=usual_interval, seed=seed)


def since_last_visit(earlier: DiaryPosterior | None, now: Timeline) -> SinceVisit | None:
    """The forecast of `as_of_last_visit`, and what came."""
    day = visit_day(now)
    return None if earlier is None or day is None else since(earlier, now, day)
