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


def since_last_visit(posterior: DiaryPosterior, case: Case) -> SinceVisit | None:
    """The forecast that the entries before the last visit would have given, and what came.

    The visit is the last session with four weeks of diary after it; None without one, or without
    four weeks of diary before it.
    """
    day = visit_day(posterior.record)
    if day is None:
        return None
    then = posterior.record.date_of(day)
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
    before = fit_diary(earlier, main, usual_interval=posterior.interval, seed=posterior.seed)
    return since(before, posterior.record, day)
