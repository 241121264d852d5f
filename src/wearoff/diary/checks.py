"""What could fool an answer: each check computed, judged, and said in one sentence.

Computed are the same record with other dates, without a cycle, and made again from the posterior.
All of it reuses the proposal of the posterior, so that it costs a batch or two. A yes must pass
every check.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from wearoff.diary.posterior import relief
from wearoff.diary.posterior.persistence import REPLICATES, new_days, repeated
from wearoff.diary.posterior.sampler import BATCH, modes
from wearoff.diary.result import Check
from wearoff.diary.thresholds import thresholds
from wearoff.formats.documents import sentence
from wearoff.simulation.executor import side_by_side
from wearoff.stats.importance import log_normal, mixture
from wearoff.units import WINDOW
from wearoff.words import checks as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.posterior.likelihood import Path
    from wearoff.diary.posterior.sampler import Draws, Problem
    from wearoff.formats.documents import Value
    from wearoff.records import Array

SHIFTS = (0.25, 0.5, 0.75)
"""Parts of an interval by which the sessions are shifted."""
FEWEST_WINDOWS = 3
"""Windows of 28 days that a spread of counts needs."""


# Judged


def checks(posterior: DiaryPosterior) -> list[Check]:
    """All checks of a person."""
    asked = bool(posterior.record.sessions)
    return [
        _placebo(posterior) if asked else _not_asked("placebo_in_time", "no_sessions"),
        _left_out(posterior) if asked else _not_asked("leave_cycle_out", "no_sessions"),
        _beyond_prior(posterior) if asked else _not_asked("beyond_the_prior", "no_sessions"),
        _predictive(posterior),
        _sampler(posterior),
    ]


def failed(asked: list[Check]) -> list[Check]:
    """Those that failed."""
    return [check for check in asked if check.result == "fail"]


def _not_asked(name: str, code: str) -> Check:
    text = sentence(code).rendered(words.SENTENCES)
    return Check(name=name, result="not_asked", code=code, text=text, value=None)


def _check(name: str, sentences: str, value: float, *, passed: bool, **values: Value) -> Check:
    """A check that was asked, and its sentence of the two that it has."""
    code = f"{sentences}_{'passed' if passed else 'failed'}"
    said = sentence(code, **values)
    return Check(
        name=name,
        result="pass" if passed else "fail",
        code=code,
        values=said.values,
        text=said.rendered(words.SENTENCES),
        value=value,
    )


def _placebo(posterior: DiaryPosterior) -> Check:
    best = max(shifted(posterior), key=lambda shift: shift.log_evidence)
    limit = thresholds()["checks"]["placebo_log_evidence"]
    return _check(
        "placebo_in_time",
        "placebo",
        best.log_evidence,
        passed=best.log_evidence <= limit,
        days=best.days,
    )


def _left_out(posterior: DiaryPosterior) -> Check:
    limit = thresholds()["checks"]["cycle_left_out"]
    if posterior.chance(posterior.draws.effects.relief > 0) < limit:
        return _not_asked("leave_cycle_out", "no_relief")
    least = min(without_each_cycle(posterior))
    passed = least >= limit
    return _check("leave_cycle_out", "cycles", least, passed=passed, chance=least)


def _beyond_prior(posterior: DiaryPosterior) -> Check:
    share = prior_share(posterior)
    passed = share <= thresholds()["checks"]["prior_share"]
    return _check("beyond_the_prior", "prior", share, passed=passed, share=share)


def _predictive(posterior: DiaryPosterior) -> Check:
    tails = predictive_tails(posterior)
    worst = min(tails, key=lambda name: tails[name])
    passed = tails[worst] >= thresholds()["checks"]["predictive"]
    return _check("predictive_fit", "made_again", tails[worst], passed=passed, of=worst)


def _sampler(posterior: DiaryPosterior) -> Check:
    draws = posterior.draws
    return _check(
        "sampler",
        "sampler",
        draws.k_hat,
        passed=draws.trusted,
        method=draws.method,
        k_hat=draws.k_hat,
    )


# Computed


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
    ratio = fit.log_evidence + log_normal(z) - log_proposal
    ratio = np.where(np.isfinite(ratio), ratio, -np.inf)
    return float(np.logaddexp.reduce(ratio) - np.log(len(ratio)))


def start_near(problem: Problem, draws: Draws) -> Path:
    """Where a search for a mode begins: the posterior mean, where it has as many weeks."""
    return draws.mean if len(draws.latent) == problem.weeks else problem.center


def shifted(posterior: DiaryPosterior) -> list[Shifted]:
    """Placebo in time: evidence of the same diary had the sessions come later than they did."""
    problem, record, draws = posterior.problem, posterior.record, posterior.draws
    seed = posterior.seed
    later = [round(part * posterior.interval) for part in SHIFTS]

    def of(days: int) -> float:
        moved = [replace(session, day=session.day + days) for session in record.sessions]
        doses = relief.active_doses(moved, record.first, len(record.entries))
        return evidence(replace(problem, doses=doses), draws, seed=seed)

    real, *moved = side_by_side(of, [0, *later])
    return [Shifted(days, value - real) for days, value in zip(later, moved, strict=True)]


def without_each_cycle(posterior: DiaryPosterior) -> list[float]:
    """Chance of any relief when the entries of one cycle are left out, a cycle at a time."""
    cycles = posterior.record.cycles
    each = max(1, BATCH // max(len(cycles), 1))
    nodes = posterior.draws.resampled(each)
    chances: list[float] = []
    for place in range(0, len(cycles), BATCH // each):
        chosen = cycles[place : place + BATCH // each]
        chances += _without(posterior, nodes, chosen)
    return chances


def _without(
    posterior: DiaryPosterior, nodes: Array, cycles: Sequence[tuple[int, int]]
) -> list[float]:
    problem, record, draws = posterior.problem, posterior.record, posterior.draws
    keep = np.ones((len(record.entries), BATCH))
    for k, (first, last) in enumerate(cycles):
        inside = slice(record.index(first), record.index(last) + 1)
        keep[inside, k * len(nodes) : (k + 1) * len(nodes)] = 0.0
    series = problem.series._replace(seen=problem.series.seen * relief.weeks(keep))
    settings = draws.settings[nodes]
    start = start_near(problem, draws)
    whole = modes(problem, settings, start).log_evidence
    every = np.resize(settings, (BATCH, settings.shape[1]))
    fit = modes(replace(problem, series=series), every, start)
    size = np.asarray(fit.gaussian.center.effects.relief)
    above = ndtr(size / fit.gaussian.effects_sd.relief)
    chances: list[float] = []
    for k in range(len(cycles)):
        own = slice(k * len(nodes), (k + 1) * len(nodes))
        ratio = fit.log_evidence[own] - whole
        weights = np.exp(ratio - ratio.max())
        chances.append(float(weights @ above[own] / weights.sum()))
    return chances


def predictive_tails(posterior: DiaryPosterior) -> dict[str, float]:
    """Two-sided tail chances of what was seen in diaries made again from the posterior.

    Returns:
        Of ``changes`` from one entry to the next, and of the ``spread`` of 28-day counts.
    """
    record, draws = posterior.record, posterior.draws
    rng = np.random.default_rng(posterior.seed)
    places = draws.resampled(REPLICATES)
    days = np.flatnonzero(np.isfinite(record.entries))
    chance, rho = new_days(posterior.problem, draws, places)
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


def prior_share(posterior: DiaryPosterior) -> float:
    """What is left of the prior's spread of relief, 0 to 1 or more."""
    draws = posterior.draws
    size = draws.effects.relief
    mean = draws.weights @ size
    sd = np.sqrt(draws.weights @ (size - mean) ** 2)
    return float(sd / posterior.prior.effects.sd.relief)
