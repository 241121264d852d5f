"""What could fool an answer: the same record with other dates, without a cycle, made again.

Everything here reuses the proposal of the posterior, so that it costs a batch or two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from wearoff.diary.posterior import relief
from wearoff.diary.posterior.effects import Effects
from wearoff.diary.posterior.persistence import REPLICATES, new_days, repeated
from wearoff.diary.posterior.sampler import BATCH, modes
from wearoff.stats.importance import mixture
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.likelihood import Path
    from wearoff.diary.posterior.sampler import Draws, Problem
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array

SHIFTS = (0.25, 0.5, 0.75)
"""Parts of an interval by which the sessions are shifted."""
FEWEST_WINDOWS = 3
"""Windows of 28 days that a spread of counts needs."""


@dataclass(frozen=True)
class Shifted:
    """Log evidence of sessions shifted by so many days, less that of the real dates."""

    days: int
    log_evidence: float


def evidence(problem: Problem, draws: Draws, *, seed: int) -> float:
    """Log evidence of a problem by one batch from the proposal of the posterior.

    Args:
        problem: the same record, perhaps with other doses.
        draws: the posterior, whose proposal is used.
        seed: of the points.
    """
    z, log_proposal = mixture(draws.center, draws.covariance, BATCH, seed=seed)
    fit = modes(problem, problem.prior.settings(z), start_near(problem, draws))
    ratio = fit.log_evidence + stats.norm.logpdf(z).sum(1) - log_proposal
    ratio = np.where(np.isfinite(ratio), ratio, -np.inf)
    return float(np.logaddexp.reduce(ratio) - np.log(len(ratio)))


def start_near(problem: Problem, draws: Draws) -> Path:
    """Where a search for a mode begins: the posterior mean, where it has as many weeks."""
    return draws.mean if len(draws.latent) == problem.weeks else problem.center


def shifted(
    problem: Problem, record: Timeline, draws: Draws, interval: int, *, seed: int
) -> list[Shifted]:
    """Placebo in time: evidence of the same diary had the sessions come later than they did.

    Args:
        problem: record and prior.
        record: sessions and days.
        draws: the posterior.
        interval: usual days between sessions.
        seed: of the points.
    """
    real = evidence(problem, draws, seed=seed)
    shifts: list[Shifted] = []
    for part in SHIFTS:
        days = round(part * interval)
        moved = [replace(session, day=session.day + days) for session in record.sessions]
        doses = relief.active_doses(moved, record.first, len(record.entries))
        value = evidence(replace(problem, doses=doses), draws, seed=seed)
        shifts.append(Shifted(days, value - real))
    return shifts


def without_each_cycle(problem: Problem, record: Timeline, draws: Draws) -> list[float]:
    """Chance of any relief when the entries of one cycle are left out, a cycle at a time."""
    cycles = record.cycles
    each = max(1, BATCH // max(len(cycles), 1))
    nodes = draws.resampled(each)
    chances: list[float] = []
    for place in range(0, len(cycles), BATCH // each):
        chosen = cycles[place : place + BATCH // each]
        chances += _without(problem, record, draws, nodes, chosen)
    return chances


def _without(
    problem: Problem,
    record: Timeline,
    draws: Draws,
    nodes: Array,
    cycles: Sequence[tuple[int, int]],
) -> list[float]:
    keep = np.ones((len(record.entries), BATCH))
    for k, (first, last) in enumerate(cycles):
        inside = slice(record.index(first), record.index(last) + 1)
        keep[inside, k * len(nodes) : (k + 1) * len(nodes)] = 0.0
    series = problem.series._replace(seen=problem.series.seen * relief.weeks(keep))
    settings = np.resize(draws.settings[nodes], (BATCH, draws.settings.shape[1]))
    start = start_near(problem, draws)
    fit = modes(replace(problem, series=series), settings, start)
    whole = modes(problem, settings, start).log_evidence
    size = np.asarray(fit.gaussian.center.effects.relief)
    variance = np.linalg.inv(np.asarray(fit.gaussian.schur)).diagonal(axis1=1, axis2=2)
    above = stats.norm.cdf(size / np.sqrt(Effects(variance.T).relief))
    chances: list[float] = []
    for k in range(len(cycles)):
        own = slice(k * len(nodes), (k + 1) * len(nodes))
        ratio = fit.log_evidence[own] - whole[own]
        weights = np.exp(ratio - ratio.max())
        chances.append(float(weights @ above[own] / weights.sum()))
    return chances


def predictive_tails(
    problem: Problem, record: Timeline, draws: Draws, *, seed: int
) -> dict[str, float]:
    """Two-sided tail chances of what was seen in diaries made again from the posterior.

    Args:
        problem: record and prior.
        record: what was written.
        draws: the posterior.
        seed: of the diaries.

    Returns:
        Of ``changes`` from one entry to the next, and of the ``spread`` of 28-day counts.
    """
    rng = np.random.default_rng(seed)
    places = draws.resampled(REPLICATES)
    days = np.flatnonzero(np.isfinite(record.entries))
    chance, rho = new_days(problem, draws, places)
    chance = chance[days]
    repeats = rng.random(chance.shape) < rho ** np.diff(days, prepend=days[0] - 1)[:, None]
    drawn = (rng.random(chance.shape) < chance).astype(float)
    made = repeated(drawn, repeats)
    seen = record.entries[days][:, None]
    return {
        name: _tail(statistic(seen, days)[0], statistic(made, days))
        for name, statistic in (("changes", _changes), ("spread", _spread))
    }


def _changes(entries: Array, days: Array) -> Array:
    del days
    return np.abs(np.diff(entries, axis=0)).sum(0)


def _spread(entries: Array, days: Array) -> Array:
    window = (days - days[0]) // WINDOW
    if window[-1] + 1 < FEWEST_WINDOWS:
        return np.zeros(entries.shape[1])
    counted = np.array([entries[window == w].mean(0) for w in np.unique(window)])
    return counted.std(0)


def _tail(value: float, replicates: Array) -> float:
    below, above = np.mean(replicates <= value), np.mean(replicates >= value)
    return float(min(1.0, 2 * min(below, above)))


def prior_share(problem: Problem, draws: Draws) -> float:
    """What is left of the prior's spread of relief, 0 to 1 or more."""
    size = draws.effects.relief
    mean = draws.weights @ size
    sd = np.sqrt(draws.weights @ (size - mean) ** 2)
    return float(sd / problem.prior.effects.sd.relief)
