"""The questions as events: which draws of a posterior answer each of them with yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.thresholds import thresholds

if TYPE_CHECKING:
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.records import Array

DRIFTS = ("drifting_worse", "drifting_better")
QUESTIONS = ("working", "better_since", "wears_off_early", *DRIFTS)


def events(posterior: DiaryPosterior) -> dict[str, Array]:
    """The draws in which each question is answered with yes; thresholds.toml has the lines.

    Args:
        posterior: Weighted draws of one person.

    Returns:
        A mask (N,) by question; all False where it cannot be asked.
    """
    limits = thresholds()
    q = posterior.estimands
    never = np.zeros(len(posterior.draws.weights), dtype=bool)
    line = limits["drifting_worse"]["days_28_per_year"]
    drift = np.zeros(len(never)) if q.drift is None else q.drift
    since = posterior.change_since
    return {
        "better_since": never if since is None else since >= limits["better_since"]["days_28"],
        "working": q.relief_days_28 >= limits["working"]["days_28"],
        "wears_off_early": early(posterior),
        "drifting_worse": drift > line,
        "drifting_better": drift < -line,
    }


def early(posterior: DiaryPosterior) -> Array:
    """Draws in which enough of the closed cycles lose half of their gain so early.

    Args:
        posterior: Weighted draws of one person.

    Returns:
        A mask (N,); all False without a closed cycle.
    """
    least = thresholds()["wears_off_early"]["cycles"]
    counted = [
        posterior.estimands.cycles[k].wearoff_day <= day
        for k, day in closed_cycles(posterior).items()
    ]
    if not counted:
        return np.zeros(len(posterior.draws.weights), dtype=bool)
    return np.asarray(np.mean(counted, axis=0) >= least)


def closed_cycles(posterior: DiaryPosterior) -> dict[int, int]:
    """Cycles seen to 14 days before their next session: place, and days to that day.

    The session after the last one is expected after the usual interval.
    """
    ahead = thresholds()["wears_off_early"]["days_before_next"]
    starts = posterior.record.starts
    lengths = [*np.diff(starts).tolist(), posterior.interval] if starts else []
    days = [length - ahead for length in lengths]
    seen = [last - first + 1 for first, last in posterior.record.cycles]
    return {k: day for k, day in enumerate(days) if seen[k] >= day}
