"""Predictions: a published figure before it is seen, with all that makes studies differ.

A prediction interval holds what is not known of the populations (the posterior of their centers),
how studies differ (τ), how far the model misses (κ) and the study's own sampling error. A cohort
never helps to predict itself: its figures are left out, and rows that were first read from its
publications start from twice the spread.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from scipy.stats import qmc

from wearoff.evidence import rows
from wearoff.simulation.populations import center_variance
from wearoff.studies.calibrate import calibrate, kind, sampling_error
from wearoff.studies.groups import center_array, grouped
from wearoff.studies.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.records import Array, Target
    from wearoff.studies.calibrate import Calibration
    from wearoff.studies.groups import Group

DRAWS = 32
"""Populations behind an interval, a power of two for the Sobol points."""
WORKERS = 2
LEVELS = (0.05, 0.95)
WINDOW = 28
LUCK = stats.norm.ppf((np.arange(100) + 0.5) / 100)
"""Evenly spread normal numbers: the noise around each population's figure."""


@dataclass(frozen=True)
class Prediction:
    """Mean and 9 in 10 of a figure, and whether its cohort had to be left out."""

    mean: float
    lo90: float
    hi90: float
    left_out: bool


@cache
def fold(cohort: str | None) -> Calibration:
    """The posterior without one cohort, or of all."""
    system = shipped()
    return calibrate(system.without(cohort) if cohort else system)


def fold_of(target: Target) -> str | None:
    """The cohort of calibration that a figure is of, by its cohort's or its source's name."""
    system = shipped()
    own = {target.cohort.lower(), target.source.lower()} - {""}
    pairs = zip(system.cohorts, system.sources, strict=True)
    return next((c for c, source in pairs if own & {c.lower(), source.lower()}), None)


def doubts(known: Calibration, seed: int) -> tuple[Array, Array]:
    """τ and κ of every kind, (DRAWS, kinds) each, as far as they are known."""
    logs = np.log([*known.between, *known.missed])
    luck = _normal(len(logs), seed) @ np.linalg.cholesky(known.doubt).T
    between, missed = np.split(np.exp(logs + luck), 2, axis=1)
    return between, missed


def _normal(size: int, seed: int) -> Array:
    points = qmc.Sobol(size, rng=seed).random(DRAWS)
    return stats.norm.ppf(np.clip(points, 1e-6, 1 - 1e-6))


def centers(known: Calibration, names: Sequence[str], between: Array, seed: int) -> Array:
    """Centers of the rows in ``DRAWS`` new studies that differ by ``between``, (DRAWS, names)."""
    place = {name: index for index, name in enumerate(known.names)}
    mean, covariance = np.zeros(len(names)), np.diag([center_variance(name) for name in names])
    apart = np.sqrt(np.diag(covariance))
    mine = [index for index, name in enumerate(names) if name in place]
    theirs = [place[names[index]] for index in mine]
    mean[mine] = known.mean[theirs]
    covariance[np.ix_(mine, mine)] = known.covariance[np.ix_(theirs, theirs)]
    luck = _normal(2 * len(names), seed)
    ours, theirs_alone = luck[:, : len(names)], luck[:, len(names) :]
    common = mean + ours @ np.linalg.cholesky(covariance).T
    return common + between[:, None] * apart * theirs_alone


def bounds(quantity: str) -> tuple[float, float]:
    """Values that a quantity can have at all: shares from 0 to 100, days and ratios from 0."""
    if "change" in quantity or "_vs_" in quantity:
        return -np.inf, np.inf
    if quantity == "headache_days":
        return 0, WINDOW
    if quantity.endswith("_percent"):
        return 0, 100
    if quantity == "emg_percent_reduction":
        return -np.inf, 100
    named = ("_days", "_day", "_ratio", "_baseline")
    return (0, np.inf) if quantity.endswith(named) else (-np.inf, np.inf)


def _group(group: Group, seed: int) -> list[Prediction]:
    left_out = fold_of(group.first)
    known = fold(left_out)
    between, missed = (one[:, kind(group.first)] for one in doubts(known, seed))
    drawn = centers(known, group.names, between, seed)
    found: list[Prediction] = []
    for target, figure in zip(
        group.targets, group.figures(center_array(group.names, drawn)), strict=True
    ):
        own = [sampling_error(target, float(sd)) for sd in figure.sd]
        unseen = rows.value("unseen_miss", "share")
        noise = np.hypot(own, np.hypot(missed, unseen) * figure.value)
        spread = figure.value[:, None] + noise[:, None] * LUCK
        lo, hi = np.quantile(np.clip(spread, *bounds(target.quantity)), LEVELS)
        mean = float(figure.value.mean())
        found.append(Prediction(mean, float(lo), float(hi), left_out is not None))
    return found


def predict(
    targets: Sequence[Target],
    *,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Prediction]:
    """Every target's prediction by its id.

    Raises:
        InputError: a figure that the model cannot reach.
    """
    groups = grouped(targets)
    found: dict[str, Prediction] = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        done = pool.map(lambda group: _group(group, seed), groups)
        for number, (group, predictions) in enumerate(zip(groups, done, strict=True), start=1):
            found |= dict(zip((t.id for t in group.targets), predictions, strict=True))
            progress(f"virtual studies {number} of {len(groups)}")
    return found
