"""Dropout not at random: what if those who left did worse than those who stayed?

A fit assumes that a missed score is like the ones seen, given the patient's others. Here the
missing scores of the toxin arms alone are made worse by a number of points (delta adjustment in a
pattern mixture), which moves the contrast by that number times the share missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Trial
    from wearoff.stats.intervals import Estimate
    from wearoff.trial.effects import Contrast


@dataclass(frozen=True)
class Worse:
    """A contrast if the missing scores were so many points worse."""

    points: float
    net: Estimate


@dataclass(frozen=True, kw_only=True)
class Dropout:
    """Missing share of an arm at a visit, its contrast if those did worse, and where it tips.

    ``tips_at`` is how many points worse they must be for the interval to reach zero; None when it
    includes zero already or nobody is missing.
    """

    arm: str
    week: float
    missing_share: float
    if_worse: list[Worse]
    tips_at: float | None


def sensitivity(
    trial: Trial, contrasts: list[Contrast], worse_by: Sequence[float]
) -> list[Dropout]:
    """How far each contrast depends on scores that are missing.

    Args:
        trial: Its scores, NaN where missing.
        worse_by: By how much those are taken to be worse, in the score's unit.
        contrasts: Net effects as fitted, points.

    Returns:
        One a contrast, in their order.
    """
    names = [arm.name for arm in trial.arms]
    weeks = list(trial.weeks)
    found: list[Dropout] = []
    for contrast in contrasts:
        inside = trial.arm == names.index(contrast.arm)
        share = float(np.isnan(trial.scores[inside, weeks.index(contrast.week)]).mean())
        clear = contrast.net.hi90 < 0 and share > 0
        found.append(
            Dropout(
                arm=contrast.arm,
                week=contrast.week,
                missing_share=share,
                if_worse=[Worse(by, contrast.net.plus(share * by)) for by in worse_by],
                tips_at=-contrast.net.hi90 / share if clear else None,
            )
        )
    return found
