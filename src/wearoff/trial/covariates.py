"""Columns of visits and covariates that the model and its reference share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.stats.splines import restricted_cubic, spline_of, standardized

if TYPE_CHECKING:
    from wearoff.records import Array, Trial


def week_columns(weeks: Array) -> Array:
    """Spline of week with knots at the quartiles of the visits; below four visits, one each.

    Args:
        weeks: Visits after baseline, (V,), in order.

    Returns:
        Columns without intercept: (V, 2), or (V, V − 1) below four visits.

    Example:
        >>> week_columns(np.array([2.0, 4.0, 8.0, 12.0, 16.0])).shape
        (5, 2)
    """
    if len(weeks) < 4:  # noqa: PLR2004 - three knots need four visits
        return np.eye(len(weeks))[:, 1:]
    return restricted_cubic(weeks, np.quantile(weeks, (0.25, 0.5, 0.75)))


def covariates(trial: Trial) -> Array:
    """Columns a patient, without intercept: numeric splines, categories, and their products.

    As in the published analysis of the open dystonia trial: spline of age times sex.

    Args:
        trial: Its ``numeric`` and ``categorical`` covariates; the site is none of them.

    Returns:
        (N, P), each column of mean 0; P is 0 without covariates.
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
    """Standardized spline of the baseline score.

    Args:
        trial: Its ``baseline``, (N,) points.

    Returns:
        (N, 2), or (N, 1) where few scores differ.
    """
    return standardized(spline_of(trial.baseline, 3))
