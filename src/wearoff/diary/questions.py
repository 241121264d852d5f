"""The questions as events: which draws of a posterior answer each of them with yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.thresholds import thresholds

if TYPE_CHECKING:
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.records import Array

QUESTIONS = ("working", "wears_off_early", "drifting_worse", "drifting_better")


def events(found: DiaryPosterior) -> dict[str, Array]:
    """For every question the draws (N,) in which it is so; all False where it cannot be asked."""
    limits = thresholds()
    q = found.estimands
    never = np.zeros(len(found.draws.weights), dtype=bool)
    line = limits["drifting_worse"]["days_28_per_year"]
    drift = np.zeros(len(never)) if q.drift is None else q.drift
    return {
        "working": q.relief_days_28 >= limits["working"]["days_28"],
        "wears_off_early": early(found),
        "drifting_worse": drift > line,
        "drifting_better": drift < -line,
    }


def early(found: DiaryPosterior) -> Array:
    """Draws in which half of the cycles or more lose half of their gain 14 days early or more.

    A cycle counts when it was seen to 14 days before the next session, which for the last one is
    expected after the usual interval.
    """
    ahead = thresholds()["wears_off_early"]["days_before_next"]
    counted: list[Array] = []
    starts = found.record.starts
    for k, (cycle, (first, last)) in enumerate(
        zip(found.estimands.cycles, found.record.cycles, strict=True)
    ):
        length = starts[k + 1] - first if k + 1 < len(starts) else found.interval
        if last - first + 1 >= length - ahead:
            counted.append(cycle.wearoff_day <= length - ahead)
    if not counted:
        return np.zeros(len(found.draws.weights), dtype=bool)
    return np.asarray(np.mean(counted, axis=0) >= 0.5)  # noqa: PLR2004 - half of the cycles


def closed_cycles(found: DiaryPosterior) -> int:
    """Cycles seen to 14 days before their next session."""
    ahead = thresholds()["wears_off_early"]["days_before_next"]
    starts = found.record.starts
    lengths = [*np.diff(starts), found.interval] if starts else []
    seen = [last - first + 1 for first, last in found.record.cycles]
    return sum(int(s >= n - ahead) for s, n in zip(seen, lengths, strict=True))
