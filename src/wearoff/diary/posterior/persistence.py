"""Day-to-day persistence: with chance ρ a day repeats the day before it, else it is new.

P_t = ρ·P_{t−1} + (1 − ρ)·m_t        m_t: chance of a yes on a new day
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.posterior import likelihood, relief
from wearoff.diary.posterior.likelihood import Chances
from wearoff.diary.posterior.prior import process, shape
from wearoff.diary.posterior.vectors import vectors

if TYPE_CHECKING:
    from wearoff.diary.posterior.likelihood import Path
    from wearoff.diary.posterior.sampler import Draws, Problem
    from wearoff.records import Array

REPLICATES = 200
"""Draws from which the days of a diary are written again."""
CACHED = 1024
"""Draws whose days are computed at a time: few enough for the processor's cache, not too few."""


def with_persistence(new: Array, rho: Any) -> Array:
    """Chance P of a yes on every day.

    Args:
        new: chance m of a yes on a new day, (days, N).
        rho: chance that a day repeats the one before it, (N,).

    Returns:
        (days, N), in the precision of ``new``.

    Example:
        >>> with_persistence(np.array([[1.0], [0.0], [0.0]]), np.array([0.5])).ravel().tolist()
        [1.0, 0.5, 0.25]
    """
    kept = np.asarray(rho, new.dtype)
    chance = (1 - kept) * new
    # in double precision, so that a day is rounded once, as where one step multiplies and adds
    carried, before = kept.astype(float), new[0]
    for now in chance:
        before = np.add(carried * before, now, out=now, casting="same_kind")
    return chance


def daily(problem: Problem, settings: Array, path: Path) -> Chances:
    """Chance of a yes on every day, persistence included.

    Args:
        problem: The record and its prior.
        settings: In their units, (N, 6); of those that stand more than once the course is computed
            once.
        path: Fixed effects and latent process of N draws; later weeks are left out.

    Returns:
        As treated and with the relief taken away, (days, N) in single precision.
    """
    distinct, own = np.unique(settings, axis=0, return_inverse=True)
    course, own = relief.course(problem.doses, shape(distinct)), own.reshape(-1)
    np.nan_to_num(course, copy=False)  # settings far out have no course, and no weight either
    rho = np.asarray(process(settings).rho)
    days = (likelihood.WEEK * problem.weeks, len(settings))
    found = Chances(np.empty(days, np.float32), np.empty(days, np.float32))
    path = path._replace(latent=path.latent[: problem.weeks])
    for k in range(0, len(settings), CACHED):
        some = slice(k, k + CACHED)
        alone, part = np.take(course, own[some], -1), path.part(some)
        fast = vectors(rho[some])
        if fast:
            level, every = (
                likelihood.levels(problem.series, part),
                [days[:, some] for days in found],
            )
            fast.days(level, alone, part.effects.relief, rho[some], (every[0], every[1]))
            continue
        new = likelihood.chances(problem.series, alone, part)
        for every, one in zip(found, new, strict=True):
            every[:, some] = with_persistence(one, rho[some])
    return found


def new_days(problem: Problem, draws: Draws, places: Array) -> tuple[Array, Array]:
    """What new days are drawn from, of some draws of a posterior.

    Args:
        problem: The record and its prior.
        draws: The posterior's.
        places: Of the draws asked for, (M,).

    Returns:
        Chance m of a yes on a new day as treated, (days, M), and persistence ρ, (M,).
    """
    settings = draws.settings[places]
    course = relief.course(problem.doses, shape(settings))
    chances = likelihood.chances(problem.series, course, draws.paths(places))
    return chances.treated, np.asarray(process(settings).rho)


def repeated(drawn: Array, repeats: Array) -> Array:
    """Entries (days, M): as drawn, or that of the day before where a day repeats it.

    Args:
        drawn: entries of new days, (days, M).
        repeats: whether each day repeats the one before it, (days, M).
    """
    entries = drawn.copy()
    for t in range(1, len(entries)):
        entries[t] = np.where(repeats[t], entries[t - 1], drawn[t])
    return entries
