"""What a level that only wanders does: paths of a posterior's wander, without any trend or step.

η_w = level + x_w      x: the Ornstein–Uhlenbeck process of the likelihood, from one week to the
                          next; level: the mean of the fixed effects since the first session
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from wearoff.diary.posterior.fixed_effects import Effects
from wearoff.diary.posterior.likelihood import WEEK
from wearoff.diary.posterior.prior import process

if TYPE_CHECKING:
    from wearoff.diary.posterior.sampler import Draws
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array

PATHS = 1000
"""Diaries that are drawn: a share of a quarter is then known to 1.4 in 100."""


def wandering(record: Timeline, draws: Draws, seed: int) -> Array:
    """Chances of new days in diaries of this length whose level wanders as this person's.

    Args:
        record: gives the days and the columns of the fixed effects.
        draws: of the person; settings and level come from them.
        seed: of the run.

    Returns:
        Chance of a yes by day of the record, (days, PATHS), days after the last entry left out.
    """
    places = draws.resampled(PATHS)
    around = process(draws.settings[places])
    end = record.index(record.last) + 1
    weeks = -(-end // WEEK)
    since = record.columns[:, record.index(0) // WEEK : weeks].mean(1)
    level = since @ Effects(draws.effects.values[:, places]).columns
    steps = np.random.default_rng([seed, PATHS]).normal(size=(weeks, PATHS))
    path = np.empty_like(steps)
    path[0] = around.sd * steps[0]
    jump = around.sd * np.sqrt(1 - around.phi**2)
    for week in range(1, weeks):
        path[week] = around.phi * path[week - 1] + jump * steps[week]
    return np.repeat(expit(level + path), WEEK, axis=0)[:end]


def as_much(drawn: Array, found: float) -> float:
    """Share of drawn values that are at least as far from zero, the same way.

    Example:
        >>> as_much(np.array([-3.0, -1.0, 1.0, 3.0]), 2.0)
        0.25
    """
    return float(np.mean(np.sign(found) * drawn >= abs(found)))
