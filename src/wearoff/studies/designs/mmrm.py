"""Mixed model for repeated measures: all visits at once, any covariance between them.

    y_iv = a_v + δ_v·treated_i + b_v·before_i + e_iv,      e_i ~ N(0, Σ), Σ unstructured

by restricted likelihood, of the visits that were seen; what was not is taken to be like what others
with the same visits show (missing at random). The mixed models of statsmodels have no unstructured
covariance of residuals, and take a trial at a time. All that the likelihood needs of people with
the same visits seen is their cross-products, so that a trial takes milliseconds here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.studies.designs.samples import LEAST, Estimates, by_t, check_differ, check_enough

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Array
    from wearoff.studies.designs.samples import Sample
    from wearoff.studies.designs.trial_form import Analysis

COLUMNS = 3
"""Of each visit: intercept, arm, level before."""
ARM = 1
CLOSE = 1e-7
"""Share of a variance by which the last step may move a covariance."""
MOST_STEPS = 500


class Patterns(NamedTuple):
    """Cross-products of the people of each trial who were seen at the same visits."""

    seen: Array
    """Visits, (patterns, visits): 1 where seen."""
    people: Array
    """How many, (trials, patterns)."""
    xx: Array
    """(trials, patterns, columns, columns)."""
    xy: Array
    """(trials, patterns, columns, visits); 0 where not seen."""
    yy: Array
    """(trials, patterns, visits, visits)."""


class Fitted(NamedTuple):
    """Of each trial."""

    coefficients: Array
    """(trials, visits, columns)."""
    covariance: Array
    """Of the coefficients, (trials, visits, columns, visits, columns)."""
    residual: Array
    """Σ, (trials, visits, visits)."""


def mmrm(arms: Sequence[Sample], asked: Analysis) -> Estimates:
    """Difference of changes at the last visit, adjusted for the level before.

    The error is that of the generalized least squares; Student's t has the people seen at that
    visit less 3 as degrees of freedom, which is exact where every visit is seen.

    Args:
        arms: The treatment's, and the one it is against.
        asked: Its alpha.

    Returns:
        δ at the last visit of each trial, in the outcome's unit.
    """
    check_enough(arms[0].at.shape[-1] + LEAST, *(arm.people for arm in arms))
    change = np.concatenate([arm.at - arm.before[:, :, None] for arm in arms], axis=1)
    before = np.concatenate([arm.before for arm in arms], axis=1)
    check_differ(before, np.any(np.isfinite(change), axis=-1))
    treated = np.repeat([1.0, 0.0], [arm.before.shape[-1] for arm in arms])
    apart = before - before.mean(-1, keepdims=True)
    columns = np.stack([np.ones_like(before), np.broadcast_to(treated, before.shape), apart], -1)
    fitted = fit(columns, change)
    last = change.shape[-1] - 1
    effect = fitted.coefficients[:, last, ARM]
    se = np.sqrt(fitted.covariance[:, last, ARM, last, ARM])
    count = np.isfinite(change[:, :, last]).sum(-1)
    return by_t(effect, se, count - COLUMNS, asked.alpha)


def patterns(columns: Array, y: Array) -> Patterns:
    """Sort people by the visits that were seen; who was never seen tells nothing.

    Args:
        columns: (trials, people, columns).
        y: (trials, people, visits), NaN where not seen.
    """
    seen = np.isfinite(y)
    kinds, kind = np.unique(seen.reshape(-1, y.shape[-1]), axis=0, return_inverse=True)
    kind = kind.reshape(y.shape[:2])
    both = np.concatenate([columns, np.where(seen, y, 0.0)], -1)
    width = columns.shape[-1]
    products = np.zeros((len(y), len(kinds), both.shape[-1], both.shape[-1]))
    for trial, (own, of) in enumerate(zip(both, kind, strict=True)):
        for place in np.unique(of):
            some = own[of == place]
            products[trial, place] = some.T @ some
    some_seen = kinds.any(-1)
    products = products[:, some_seen]
    return Patterns(
        kinds[some_seen].astype(float),
        products[:, :, 0, 0],
        products[:, :, :width, :width],
        products[:, :, :width, width:],
        products[:, :, width:, width:],
    )


def fit(columns: Array, y: Array) -> Fitted:
    """Restricted maximum likelihood by expectation and maximization.

    Coefficients and what was not seen are what expectations are taken over, the coefficients from
    a flat prior; then Σ is the mean of the residuals' cross-products.

    Args:
        columns: (trials, people, columns), the first of ones.
        y: (trials, people, visits), NaN where not seen.
    """
    data = patterns(columns, y)
    residual = (np.nanvar(y, axis=1) + CLOSE)[:, :, None] * np.eye(y.shape[-1])
    for _ in range(MOST_STEPS):
        new = _next(residual, data)
        moved = np.abs(new - residual).max((1, 2)) / new.max((1, 2))
        residual = new
        if moved.max() < CLOSE:
            break
    return _least_squares(residual, _weights(residual, data.seen), data)


def _next(residual: Array, data: Patterns) -> Array:
    """Expected mean of the residuals' cross-products, (trials, visits, visits)."""
    weight = _weights(residual, data.seen)
    cross = _residuals(_least_squares(residual, weight, data), data)
    filled = residual[:, None] @ weight
    known = filled @ cross @ np.swapaxes(filled, -1, -2)
    lost = residual[:, None] - filled @ residual[:, None]
    whole = (known + data.people[..., None, None] * lost).sum(1)
    return whole / data.people.sum(-1)[:, None, None]


def _weights(residual: Array, seen: Array) -> Array:
    """Inverse of Σ at the visits seen, 0 at the others: (trials, patterns, visits, visits)."""
    both = seen[:, :, None] * seen[:, None, :]
    unseen = np.eye(seen.shape[-1]) * (1 - seen)[:, None, :]
    return both * np.linalg.inv(residual[:, None] * both + unseen)


def _least_squares(residual: Array, weight: Array, data: Patterns) -> Fitted:
    """Generalized least squares with these weights, which are of Σ."""
    information = np.einsum("tpkl,tpij->tkilj", weight, data.xx)
    towards = np.einsum("tpil,tplk->tki", data.xy, weight)
    trials, visits, width = towards.shape
    flat = information.reshape(trials, visits * width, visits * width)
    covariance = np.linalg.inv(flat)
    best = (covariance @ towards.reshape(trials, -1, 1)).reshape(towards.shape)
    return Fitted(best, covariance.reshape(information.shape), residual)


def _residuals(found: Fitted, data: Patterns) -> Array:
    """Expected cross-products of residuals at the visits seen, (trials, patterns, visits, visits).

    With what is not known of the coefficients; entries of visits that were not seen mean nothing.
    """
    best = found.coefficients[:, None]
    fitted = best @ data.xy
    doubt = np.einsum("tpij,tkilj->tpkl", data.xx, found.covariance)
    explained = best @ data.xx @ np.swapaxes(best, -1, -2)
    return data.yy - fitted - np.swapaxes(fitted, -1, -2) + explained + doubt
