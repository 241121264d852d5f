"""Restricted cubic splines and the covariate columns that both trial models share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import linalg

if TYPE_CHECKING:
    from wearoff.records import Array, Trial

RANK_TOLERANCE = 1e-9
KNOT_QUANTILES = {3: (0.1, 0.5, 0.9), 4: (0.05, 0.35, 0.65, 0.95)}
"""Default knot places of Harrell, Regression Modeling Strategies, 2nd ed., table 2.3."""


def restricted_cubic(x: Array, knots: Array) -> Array:
    """Basis of a cubic spline that is linear beyond the outer knots: (n, knots − 1).

    Harrell, Regression Modeling Strategies, 2nd ed., equation 2.25, divided by the squared range.
    """
    t = np.asarray(knots, dtype=float)

    def cube(u: Array) -> Array:
        return np.maximum(u, 0.0) ** 3

    last = t[-1] - t[-2]
    columns = [np.asarray(x, dtype=float)]
    for knot in t[:-2]:
        term = cube(x - knot) - cube(x - t[-2]) * (t[-1] - knot) / last
        term = term + cube(x - t[-1]) * (t[-2] - knot) / last
        columns.append(term / (t[-1] - t[0]) ** 2)
    return np.stack(columns, -1)


def spline_of(x: Array, knots: int) -> Array:
    """Spline columns with Harrell's knots, or the plain column where values are too few."""
    places = np.quantile(x, KNOT_QUANTILES[knots])
    if len(np.unique(places)) < knots:
        return np.asarray(x, dtype=float)[:, None]
    return restricted_cubic(x, places)


def week_columns(weeks: Array) -> Array:
    """Spline of week with knots at the quartiles of the visits; below four visits, one each."""
    if len(weeks) < 4:  # noqa: PLR2004 - three knots need four visits
        return np.eye(len(weeks))[:, 1:]
    return restricted_cubic(weeks, np.quantile(weeks, (0.25, 0.5, 0.75)))


def independent(columns: Array) -> Array:
    """Which columns of (n, P) add something to the others, by pivoted QR; a mask (P,)."""
    factors: Any = linalg.qr(columns, mode="economic", pivoting=True)
    _, triangle, order = factors
    size = np.abs(np.diag(triangle))
    rank = int((size > RANK_TOLERANCE * size[0]).sum()) if size.size and size[0] > 0 else 0
    mask = np.zeros(columns.shape[1], dtype=bool)
    mask[order[:rank]] = True
    return mask


def standardized(columns: Array) -> Array:
    """Columns with mean 0 and SD 1; a constant column becomes 0."""
    spread = columns.std(0)
    return (columns - columns.mean(0)) / np.where(spread > 0, spread, 1.0)


def covariates(trial: Trial) -> Array:
    """Columns a patient, without intercept: numeric splines, categories, and their products.

    As in the published analysis of the open dystonia trial: spline of age times sex.
    """
    numeric = [standardized(spline_of(x, 4)) for x in trial.numeric.values()]
    levels: list[Array] = []
    for values in trial.categorical.values():
        known = sorted(set(values))
        indicators = [[float(v == level) for v in values] for level in known[1:]]
        levels += [np.asarray(column)[:, None] - np.mean(column) for column in indicators]
    products = [columns * level for columns in numeric for level in levels]
    blocks = [*numeric, *levels, *products]
    return np.concatenate(blocks, 1) if blocks else np.zeros((len(trial.patients), 0))


def baseline_columns(trial: Trial) -> Array:
    """Standardized spline of the baseline score."""
    return standardized(spline_of(trial.baseline, 3))
