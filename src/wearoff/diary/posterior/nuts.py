"""The posterior of one person by the No-U-Turn Sampler: for the few diaries on which weights fail.

The same density as `patients`, over settings and border in units of their prior and the wander in
units of its SD. Slower by far (docs/comparison.md), so it runs only where k-hat is above its gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wearoff.diary.posterior import likelihood, relief
from wearoff.diary.posterior.persistence import carried
from wearoff.diary.posterior.prior import shape, wander
from wearoff.diary.posterior.sampler import Draws, Problem
from wearoff.simulation.backend import jit, key, scan, split, xp

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array

WARM_UP, KEPT = 400, 800
TARGET = 0.85
"""Acceptance that the step size aims at."""


class Position(NamedTuple):
    """Settings and border in units of their prior, wander in units of its SD."""

    z: Any
    border: Any
    wander: Any


def log_density(given: Problem) -> Callable[[Position], Any]:
    """Unnormalized log posterior of a position."""
    prior = given.prior

    def density(at: Position) -> Any:
        settings = xp.exp(prior.center + prior.spread * at.z)[None]
        around = wander(settings)
        course = relief.course(given.doses, shape(settings))
        border = (prior.border.mean + prior.border.sd * at.border)[:, None]
        path = around.sd * at.wander[:, None]
        target = likelihood.Target(given.series, course, prior.border, around)
        joint = likelihood.log_joint(target, border, path)
        scaled = len(at.wander) * xp.log(around.sd)
        return joint[0] + scaled[0] - 0.5 * (at.z**2).sum()

    return density


def draws(given: Problem, near: Draws, *, seed: int, kept: int = KEPT) -> Draws:
    """Equally weighted draws of one chain, begun at the mean of draws whose weights failed."""
    import blackjax

    density = log_density(given)
    prior = given.prior
    settings = np.exp(near.weights @ np.log(near.settings))
    around = wander(settings[None])
    start = Position(
        xp.asarray((np.log(settings) - prior.center) / prior.spread),
        xp.asarray((near.weights @ near.border - prior.border.mean) / prior.border.sd),
        xp.asarray(near.wander @ near.weights / np.asarray(around.sd)[0]),
    )
    first, second = split(key(seed))
    warm: Any = blackjax.window_adaptation(blackjax.nuts, density, target_acceptance_rate=TARGET)
    (state, parameters), _ = warm.run(first, start, num_steps=WARM_UP)
    kernel = blackjax.nuts(density, **parameters)
    step = jit(lambda now, one: _kept(kernel.step(one, now)[0]))
    _, positions = scan(step, state, split(second, kept))
    return _draws(given, positions, near, kept)


def _kept(state: Any) -> tuple[Any, Any]:
    return state, state.position


def _draws(given: Problem, positions: Position, near: Draws, kept: int) -> Draws:
    prior = given.prior
    z, border, path = (np.asarray(p) for p in positions)
    settings = prior.settings(z)
    around = wander(settings)
    border = (prior.border.mean + prior.border.sd * border).T
    wandered: Array = (path * np.asarray(around.sd)[:, None]).T
    course = relief.course(given.doses, shape(settings))
    fresh = likelihood.chances(given.series, course, border, wandered)
    treated, untreated = (carried(one, around.rho) for one in fresh)
    return Draws(
        settings,
        border.T,
        wandered,
        np.full(kept, 1 / kept),
        near.k_hat,
        near.log_evidence,
        treated,
        untreated,
        near.center,
        near.covariance,
        "No-U-Turn sampler, because importance weights failed",
        equal=True,
    )
