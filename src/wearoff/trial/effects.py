"""What the draws of a fitted trial say of the toxin: contrasts, curves, timing, spread and dose.

Signs are the score's: a negative effect lowers it. `Parameters.response` times the mean baseline is
what full relief would take away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wearoff.records import Arm, Array
from wearoff.stats.intervals import Estimate, estimate
from wearoff.trial import ensemble

if TYPE_CHECKING:
    from wearoff.model.conditions import Condition
    from wearoff.stats.gaussian import Posterior
    from wearoff.trial.model import TrialModel
    from wearoff.trial.parameters import Parameters

DOSE_WEEK = 4
LADDER = (0.125, 0.25, 0.5, 1.0, 1.5)
"""Doses of the dose-response curve, as shares of the trial's largest."""
ALL_ARMS = "all toxin arms"
HALF_GONE = 0.5


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """Arm minus placebo at one visit, at the mean baseline; ``mechanism`` is the model's part."""

    arm: str
    week: float
    net: Estimate
    mechanism: Estimate
    unexplained: Estimate


@dataclass(frozen=True)
class Spread:
    """SD between patients of an arm's effect at one visit, points."""

    arm: str
    week: float
    sd: Estimate


@dataclass(frozen=True)
class Curve:
    """Net effect of an arm by day, mean over patients, from the mechanism alone (points)."""

    arm: str
    days: list[Estimate]


@dataclass(frozen=True)
class Timing:
    """Week of the greatest mean effect, and the week after it when half is gone."""

    arm: str
    peak: Estimate
    wearoff: Estimate


@dataclass(frozen=True)
class Dose:
    """Mean effect in week 4 of one dose, points."""

    units: float
    product: str
    effect: Estimate


@dataclass(frozen=True, kw_only=True)
class Effects:
    """Contrasts and spread by arm and visit, curves by arm, timing by arm and of all arms."""

    contrasts: list[Contrast]
    spread: list[Spread]
    curves: list[Curve]
    timing: list[Timing]


@dataclass(frozen=True, kw_only=True)
class _Draws:
    """Of K draws: relief at visits, mean and second moment (K, arms, V), and what is left over."""

    relief: Array
    second: Array
    unexplained: Array


def draw_coefficients(given: Posterior, random: np.random.Generator) -> Array:
    """One draw of the linear coefficients of every population.

    Args:
        given: Their posterior, means (K, P) and covariances (K, P, P).
        random: Where the normal numbers are from.

    Returns:
        (K, P), in points.
    """
    factor = np.linalg.cholesky(given.covariance)
    noise = random.standard_normal(given.mean.shape)
    return given.mean + (factor @ noise[..., None])[..., 0]


def _draws(model: TrialModel, z: Array, given: Parameters, seed: int) -> _Draws:
    """Relief and one draw of the coefficients, without the large arrays."""
    random = np.random.default_rng(seed + 1)
    relief: list[Array] = []
    second: list[Array] = []
    coefficients: list[Array] = []
    for block in model.blocks(z):
        moments = block.likelihood.relief
        relief.append(moments.mean)
        second.append(np.diagonal(moments.second, axis1=2, axis2=3))
        coefficients.append(draw_coefficients(block.solved, random))
    return _Draws(
        relief=np.concatenate(relief),
        second=np.concatenate(second),
        unexplained=model.unexplained(np.concatenate(coefficients), given),
    )


def effects(model: TrialModel, z: Array, seed: int) -> Effects:
    """Contrasts, curves, timing and spread between patients.

    Args:
        model: The trial's.
        z: Equally weighted draws of the standardized parameters, (K, D).
        seed: Of the draw of the coefficients.
    """
    given = model.unknowns.read(z)
    drawn = _draws(model, z, given, seed)
    gain = given.response * model.mean_baseline
    square = given.response**2 + given.response_spread**2
    daily = -gain[:, None, None] * model.daily_relief(given)[:, model.toxin]
    contrasts: list[Contrast] = []
    spread: list[Spread] = []
    names = [model.trial.arms[arm].name for arm in model.toxin]
    for k, (arm, name) in enumerate(zip(model.toxin, names, strict=True)):
        for v, week in enumerate(map(float, model.trial.weeks)):
            relief = drawn.relief[:, arm, v]
            mechanism, rest = -gain * relief, drawn.unexplained[:, k, v]
            contrasts.append(
                Contrast(
                    arm=name,
                    week=week,
                    net=estimate(mechanism + rest),
                    mechanism=estimate(mechanism),
                    unexplained=estimate(rest),
                )
            )
            between = square * drawn.second[:, arm, v] - (given.response * relief) ** 2
            sd = model.mean_baseline * np.sqrt(np.maximum(between, 0.0))
            spread.append(Spread(name, week, estimate(sd)))
    return Effects(
        contrasts=contrasts,
        spread=spread,
        curves=[Curve(n, [estimate(day) for day in daily[:, k].T]) for k, n in enumerate(names)],
        timing=[
            *(timing(name, -daily[:, k]) for k, name in enumerate(names)),
            timing(ALL_ARMS, -daily.mean(1)),
        ],
    )


def timing(arm: str, gain: Array) -> Timing:
    """Week of the greatest gain, and the first week after it with less than half of that.

    Args:
        arm: Its name.
        gain: Points gained by day, (K, days), one curve a draw.

    Returns:
        Both weeks; a curve that never falls so far has no second one, and is left out of it.

    Example:
        >>> found = timing("toxin", np.array([[0.0, 2.0, 4.0, 3.0, 2.0, 1.0, 0.0, 0.0]]))
        >>> 7 * found.peak.mean, 7 * found.wearoff.mean
        (2.0, 5.0)
    """
    peak = gain.argmax(1)
    days = np.arange(gain.shape[1])
    after = (days > peak[:, None]) & (gain < HALF_GONE * gain.max(1, keepdims=True))
    gone = np.where(after.any(1), after.argmax(1), np.nan)
    return Timing(arm, estimate(peak / 7), estimate(gone / 7))


def dose_response(
    model: TrialModel, z: Array, condition: Condition, *, seed: int, size: int
) -> list[Dose]:
    """Mean effect in week 4 over a ladder of doses of each product, from the mechanism alone.

    Args:
        model: The trial's.
        z: Equally weighted draws of the standardized parameters, (K, D).
        condition: The trial's.
        seed: The ensemble's, so that its patients are the same.
        size: The ensemble's.

    Returns:
        One a dose, by product and then by units.
    """
    given = model.unknowns.read(z)
    weights = model.ensemble.weights(given.movable_mean, given.movable_spread)
    gain = given.response[:, None] * model.mean_baseline
    day = 7 * DOSE_WEEK
    found: list[Dose] = []
    for product in sorted({arm.product for arm in model.trial.arms if arm.units > 0}):
        top = max(arm.units for arm in model.trial.arms if arm.product == product)
        arms = [Arm(f"{top * share:g}", top * share, product) for share in LADDER]
        ladder = ensemble.simulate(
            condition,
            model.ensemble.quantities,
            arms,
            day + 1,
            read=model.scale.relief,
            seed=seed,
            size=size,
        )
        mean = -gain * (weights @ ladder.relief[:, :, day])
        found += [Dose(arm.units, product, estimate(mean[:, k])) for k, arm in enumerate(arms)]
    return found
