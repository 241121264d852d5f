"""The same days written again: diaries made from draws of the posterior, with their copying."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.posterior import likelihood, relief
from wearoff.diary.posterior.prior import shape, wander

if TYPE_CHECKING:
    from wearoff.diary.posterior.sampler import Draws, Problem
    from wearoff.records import Array

REPLICATES = 200
"""Draws from which days are written again."""


def fresh(given: Problem, draws: Draws, places: Array) -> tuple[Array, Array]:
    """Of these draws the chance of a yes on a day that copies no other (days, M), and ρ (M,)."""
    settings = draws.settings[places]
    course = relief.course(given.doses, shape(settings))
    border, path = draws.border[places].T, draws.wander[:, places]
    chance, _ = likelihood.chances(given.series, course, border, path)
    return chance, np.asarray(wander(settings).rho)


def with_copies(drawn: Array, copies: Array) -> Array:
    """Entries (days, M): as drawn, or that of the day before where a day copies it."""
    made = drawn.copy()
    for t in range(1, len(made)):
        made[t] = np.where(copies[t], made[t - 1], drawn[t])
    return made
