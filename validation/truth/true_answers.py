"""What is true of a made-up person, question by question: thresholds.toml, written a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from validation.truth.definitions import Truth

CLEAR = 2.0
"""Headache days in 28 that injections take away, or that are fewer than before."""
STEEP = 1.0
"""Days in 28 a year by which the level rises or falls."""
AHEAD, MOST = 14, 0.5
"""Days before the next session on which half of the gain is gone, and share of the cycles."""


def true_answers(truth: Truth, days: int) -> dict[str, bool | None]:
    """Whether the true answer to each question is yes; None where nothing is to be asked of it.

    Where no relief is, nothing wears off; without days before, nothing is better since.

    Args:
        truth: Of the person.
        days: From the first session to the last day.
    """
    drift, since = truth.drift_days_28_per_year, truth.change_since_days_28
    return {
        "working": bool(truth.relief_days_28 >= CLEAR),
        "better_since": bool(since >= CLEAR) if np.isfinite(since) else None,
        "wears_off_early": early(truth, days) if truth.relief_percent > 0 else None,
        "drifting_worse": bool(drift > STEEP),
        "drifting_better": bool(drift < -STEEP),
    }


def early(truth: Truth, days: int) -> bool | None:
    """Whether half of the gain is gone so early in enough of the cycles that were seen that far."""
    starts = [cycle.day for cycle in truth.cycles]
    lengths = np.diff(starts).tolist()
    lengths.append(float(np.median(lengths)) if lengths else np.inf)
    seen = np.diff([*starts, days])
    found = [
        cycle.wearoff_day <= length - AHEAD
        for cycle, length, written in zip(truth.cycles, lengths, seen, strict=True)
        if written >= length - AHEAD
    ]
    return bool(np.mean(found) >= MOST) if found else None
