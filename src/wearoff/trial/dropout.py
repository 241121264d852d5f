"""Leavers: what if those who left did worse than those who stayed?

A fit assumes that a missed score is like the ones seen, given the patient's others. Here the
missing scores of the toxin arms alone are made worse by a number of points (delta adjustment in a
pattern mixture), which moves the contrast by that number times the share missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wearoff.records import Trial
    from wearoff.stats.estimates import Estimate
    from wearoff.trial.effects import Contrast

WORSE_BY = (5.0, 10.0, 20.0)
"""Points by which leavers are taken to be worse."""


@dataclass(frozen=True)
class Leavers:
    """Missing share of an arm at a visit, its contrast if leavers did worse, and where it tips.

    ``tips_at`` is how many points worse they must be for the interval to reach zero; None when it
    includes zero already or nobody is missing.
    """

    arm: str
    week: float
    missing_share: float
    if_worse: list[tuple[float, Estimate]]
    tips_at: float | None


def sensitivity(trial: Trial, contrasts: list[Contrast]) -> list[Leavers]:
    """For every toxin arm and visit."""
    names = [arm.name for arm in trial.arms]
    weeks = list(trial.weeks)
    found: list[Leavers] = []
    for contrast in contrasts:
        inside = trial.arm == names.index(contrast.arm)
        share = float(np.isnan(trial.scores[inside, weeks.index(contrast.week)]).mean())
        moved = [(worse, contrast.net.plus(share * worse)) for worse in WORSE_BY]
        clear = contrast.net.hi90 < 0 and share > 0
        found.append(
            Leavers(
                contrast.arm,
                contrast.week,
                share,
                moved,
                -contrast.net.hi90 / share if clear else None,
            )
        )
    return found
