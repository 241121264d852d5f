"""Predictions: a published figure before it is seen, with all that makes studies differ.

A prediction interval holds what is not known of the populations (the posterior of their centers),
how studies differ (τ), how far the model misses (κ) and the study's own sampling error. A cohort
never helps to predict itself: its figures are left out, and rows that were first read from its
publications start from twice the spread.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import stats
from scipy.stats import qmc

from wearoff.evidence import rows
from wearoff.simulation.executor import side_by_side
from wearoff.simulation.populations import center_variance
from wearoff.stats.intervals import NINE_IN_TEN
from wearoff.studies.calibrate import calibrate, kind, sampling_error
from wearoff.studies.design import HEADACHE, OF_THE_CYCLE
from wearoff.studies.groups import center_array, grouped
from wearoff.studies.shipped import shipped
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.records import Array, Target
    from wearoff.studies.calibrate import Calibration
    from wearoff.studies.design import Published
    from wearoff.studies.groups import Group

DRAWS = 32
"""Populations behind an interval, a power of two for the Sobol points."""
NOISE = stats.norm.ppf((np.arange(100) + 0.5) / 100)
"""Evenly spread normal numbers: the noise around each population's figure."""


@dataclass(frozen=True)
class Prediction:
    """Mean and 9 in 10 of a figure, in its unit, and whether its cohort had to be left out."""

    mean: float
    lo90: float
    hi90: float
    left_out: bool


class Heterogeneity(NamedTuple):
    """How studies differ (τ) and how far the model misses (κ), draws of (DRAWS, kinds) each."""

    between: Array
    missed: Array


class Bounds(NamedTuple):
    """Least and greatest value that a quantity can have."""

    least: float
    most: float


@cache
def fold(cohort: str | None) -> Calibration:
    """The posterior without one cohort, or of all.

    Example:
        >>> bool((fold("PREEMPT").covariance.diagonal() >= 0).all())
        True
    """
    system = shipped()
    return calibrate(system.without(cohort) if cohort else system)


def fold_of(target: Target) -> str | None:
    """The cohort of calibration that a figure is of, by its cohort's or its source's name."""
    system = shipped()
    own = {target.cohort.lower(), target.source.lower()} - {""}
    pairs = zip(system.cohorts, system.sources, strict=True)
    return next((c for c, source in pairs if own & {c.lower(), source.lower()}), None)


def heterogeneity(posterior: Calibration, seed: int) -> Heterogeneity:
    """Draws of τ and κ of every kind, as far as they are known."""
    logs = np.log([*posterior.between, *posterior.missed])
    luck = _normal(len(logs), seed) @ np.linalg.cholesky(posterior.doubt).T
    return Heterogeneity(*np.split(np.exp(logs + luck), 2, axis=1))


def _normal(size: int, seed: int) -> Array:
    points = qmc.Sobol(size, rng=seed).random(DRAWS)
    return stats.norm.ppf(np.clip(points, 1e-6, 1 - 1e-6))


def draw_centers(posterior: Calibration, names: Sequence[str], between: Array, seed: int) -> Array:
    """Centers of rows in `DRAWS` new studies, evenly spread; see `centers_of`.

    Args:
        posterior: of the centers that calibration knows.
        names: rows.
        between: τ of the studies, (DRAWS,).
        seed: of the Sobol points.

    Returns:
        Standard normal centers, (DRAWS, names).
    """
    return centers_of(posterior, names, between, _normal(2 * len(names), seed))


def centers_of(
    posterior: Calibration, names: Sequence[str], between: Array | float, luck: Array
) -> Array:
    """Centers of rows in new studies: θ + τ·D^½·ε, θ from the posterior where a row is in it.

    Args:
        posterior: of the centers that calibration knows.
        names: rows.
        between: τ of the studies, (studies,) or one for all.
        luck: standard normal numbers, (studies, 2·names); zeros give the posterior's mean.

    Returns:
        Standard normal centers, (studies, names).
    """
    place = {name: index for index, name in enumerate(posterior.names)}
    mean, covariance = np.zeros(len(names)), np.diag([center_variance(name) for name in names])
    apart = np.sqrt(np.diag(covariance))
    mine = [index for index, name in enumerate(names) if name in place]
    theirs = [place[names[index]] for index in mine]
    mean[mine] = posterior.mean[theirs]
    covariance[np.ix_(mine, mine)] = posterior.covariance[np.ix_(theirs, theirs)]
    ours, theirs_alone = luck[:, : len(names)], luck[:, len(names) :]
    common = mean + ours @ np.linalg.cholesky(covariance).T
    return common + np.multiply.outer(between, apart) * theirs_alone


def bounds(quantity: str) -> Bounds:
    """Values that a quantity can have at all: shares from 0 to 100, days and ratios from 0.

    Example:
        >>> bounds("responder50_percent")
        Bounds(least=0, most=100)
    """
    if "change" in quantity or "_vs_" in quantity:
        return Bounds(-np.inf, np.inf)
    if quantity in {HEADACHE, f"{HEADACHE}_median", OF_THE_CYCLE}:
        return Bounds(0, WINDOW)
    if quantity.endswith("_percent"):
        return Bounds(0, 100)
    if quantity == "emg_percent_reduction":
        return Bounds(-np.inf, 100)
    named = ("_days", "_day", "_ratio", "_baseline")
    return Bounds(0 if quantity.endswith(named) else -np.inf, np.inf)


def _group(group: Group, seed: int) -> list[Prediction]:
    left_out = fold_of(group.first.target)
    posterior = fold(left_out)
    of_kind = kind(group.first.design.column)
    between, missed = (draws[:, of_kind] for draws in heterogeneity(posterior, seed))
    centers = center_array(group.names, draw_centers(posterior, group.names, between, seed))
    unseen = rows.value("unseen_miss", "share")
    predictions: list[Prediction] = []
    for one, figure in zip(group.published, group.figures(centers), strict=True):
        own = [sampling_error(one.target, float(sd)) for sd in figure.sd]
        noise = np.hypot(own, np.hypot(missed, unseen) * figure.value)
        spread = figure.value[:, None] + noise[:, None] * NOISE
        lo, hi = np.quantile(np.clip(spread, *bounds(one.target.quantity)), NINE_IN_TEN)
        mean = float(figure.value.mean())
        predictions.append(Prediction(mean, float(lo), float(hi), left_out is not None))
    return predictions


def predict(
    published: Sequence[Published],
    *,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Prediction]:
    """Every figure's prediction by its id, each without its own cohort.

    Args:
        published: figures; their values are not looked at.
        seed: of the populations drawn.
        progress: takes a line as the work goes on.
    """
    groups = grouped(published)
    predictions: dict[str, Prediction] = {}
    done = side_by_side(lambda group: _group(group, seed), groups)
    for number, (group, own) in enumerate(zip(groups, done, strict=True), start=1):
        predictions |= dict(zip((one.target.id for one in group.published), own, strict=True))
        progress(f"virtual studies {number} of {len(groups)}")
    return predictions
