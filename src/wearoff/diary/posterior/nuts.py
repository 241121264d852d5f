"""The posterior of one person by the No-U-Turn Sampler: for the few diaries on which weights fail.

The same density as `sampler`, over settings and fixed effects in units of their prior and the
latent process in units of its SD. Slower by far (docs/comparison.md), so it runs only where k-hat
is above its gate.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wearoff.diary.posterior import likelihood, relief
from wearoff.diary.posterior.fixed_effects import Effects
from wearoff.diary.posterior.likelihood import Path
from wearoff.diary.posterior.persistence import daily
from wearoff.diary.posterior.prior import process, shape
from wearoff.diary.posterior.sampler import Draws, Problem
from wearoff.simulation.backend import OPS, jit, keep_compilations, key, scan, split, xp
from wearoff.stats.importance import smooth

if TYPE_CHECKING:
    from collections.abc import Callable

WARM_UP, KEPT = 400, 800
TARGET = 0.85
"""Acceptance that the step size aims at."""


class Position(NamedTuple):
    """Settings (6,) and fixed effects (J + 1,) in units of their prior, latent (W,) of its SD."""

    z: Any
    effects: Any
    latent: Any


def log_density(problem: Problem) -> Callable[[Position], Any]:
    """Unnormalized log posterior of a position."""
    prior = problem.prior

    def density(at: Position) -> Any:
        settings = xp.exp(prior.center + prior.spread * at.z)[None]
        latent_process = process(settings)
        course = _course(problem.doses, shape(settings))
        mean, sd = prior.effects.mean.values, prior.effects.sd.values
        effects = Effects((mean + sd * at.effects)[:, None])
        path = Path(effects, latent_process.sd * at.latent[:, None])
        odds = likelihood.log_odds(problem.series, course, path)
        likely = likelihood.log_likelihood(problem.series, latent_process.rho, odds)
        believed = likelihood.log_prior(path, prior.effects, latent_process)
        scaled = len(at.latent) * xp.log(latent_process.sd)
        return likely[0] + believed[0] + scaled[0] - 0.5 * (at.z**2).sum()

    return density


def _course(doses: relief.Doses, of: relief.Shape) -> Any:
    """As `relief.course`, for a gradient."""
    toward = 1 - xp.exp(-1 / of.lag)
    share = relief.blocked(doses, of, OPS)
    _, lagged = scan(lambda now, here: (now + toward * (here - now), now), 0 * toward, share)
    return relief.weeks(lagged)


def start(problem: Problem, near: Draws) -> Position:
    """The mean of draws of the same problem."""
    prior = problem.prior
    settings = np.exp(near.weights @ np.log(near.settings))
    mean, sd = prior.effects.mean.values, prior.effects.sd.values
    return Position(
        xp.asarray((np.log(settings) - prior.center) / prior.spread),
        xp.asarray((near.mean.effects.values - mean) / sd),
        xp.asarray(near.mean.latent / np.asarray(process(settings[None]).sd)[0]),
    )


def draws(problem: Problem, near: Draws, *, seed: int, kept: int = KEPT) -> Draws:
    """Equally weighted draws of one chain, begun at the mean of draws whose weights failed.

    Args:
        problem: record and prior.
        near: draws of the same problem.
        seed: of the chain.
        kept: draws after the warm-up.
    """
    import blackjax

    keep_compilations()
    density = log_density(problem)
    first, second = split(key(seed))
    warm: Any = blackjax.window_adaptation(blackjax.nuts, density, target_acceptance_rate=TARGET)
    (state, parameters), _ = warm.run(first, start(problem, near), num_steps=WARM_UP)
    kernel = blackjax.nuts(density, **parameters)
    step = jit(lambda now, one: _kept(kernel.step(one, now)[0]))
    _, positions = scan(step, state, split(second, kept))
    return as_draws(problem, positions, near)


def _kept(state: Any) -> tuple[Any, Any]:
    return state, state.position


def as_draws(problem: Problem, positions: Position, near: Draws) -> Draws:
    """Positions of a chain, one after the other, as draws that weigh the same.

    Under the wider prior of relief they are weighed anew: the person comes first here.

    Args:
        problem: record and prior.
        positions: with a first axis of positions.
        near: what the chain began at, whose k-hat and evidence are kept.
    """
    prior = problem.prior
    z, effects, latent = (np.asarray(p) for p in positions)
    settings = prior.settings(z)
    latent_process = process(settings)
    mean, sd = prior.effects.mean.values, prior.effects.sd.values
    path = Path(
        Effects((mean + sd * effects).T), (latent * np.asarray(latent_process.sd)[:, None]).T
    )
    wide_weights, wide_k_hat = smooth(prior.log_wider(path.effects.relief))
    return Draws(
        settings=settings,
        effects=path.effects,
        latent=path.latent,
        weights=np.full(len(z), 1 / len(z)),
        k_hat=near.k_hat,
        wide_weights=wide_weights,
        wide_k_hat=wide_k_hat,
        log_evidence=near.log_evidence,
        daily=partial(daily, problem, settings, path),
        center=near.center,
        covariance=near.covariance,
        method="No-U-Turn sampler, because importance weights failed",
        equal=True,
    )
