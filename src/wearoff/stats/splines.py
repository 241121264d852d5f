"""Restricted cubic splines and columns of a design."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import linalg

if TYPE_CHECKING:
    from wearoff.records import Array

RANK_TOLERANCE = 1e-9
KNOT_QUANTILES = {3: (0.1, 0.5, 0.9), 4: (0.05, 0.35, 0.65, 0.95)}
"""Default knot places of Harrell, Regression Modeling Strategies, 2nd ed., table 2.3."""


def restricted_cubic(x: Array, knots: Array) -> Array:
    """Basis of a cubic spline that is linear beyond the outer knots: (n, knots − 1).

    Harrell, Regression Modeling Strategies, 2nd ed., equation 2.25, divided by the squared range.

    Args:
        x: Where, (n,).
        knots: In x's unit, from the lowest, (knots,).
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
    """Spline columns of values with Harrell's knots.

    Args:
        x: Values, (n,), in any unit.
        knots: 3 or 4, at `KNOT_QUANTILES` of the values.

    Returns:
        (n, knots − 1), or the values as one column (n, 1) where two knots would be the same.

    Example:
        >>> spline_of(np.arange(10.0), 3).shape, spline_of(np.ones(10), 3).shape
        ((10, 2), (10, 1))
    """
    places = np.quantile(x, KNOT_QUANTILES[knots])
    if len(np.unique(places)) < knots:
        return np.asarray(x, dtype=float)[:, None]
    return restricted_cubic(x, places)


def independent(columns: Array) -> Array:
    """Which columns add something to the others, by a QR decomposition with pivots.

    Args:
        columns: Of a design, (n, P).

    Returns:
        A mask (P,), true for as many columns as the design has ranks.

    Example:
        >>> independent(np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 2.0]])).sum()
        np.int64(2)
    """
    factors: Any = linalg.qr(columns, mode="economic", pivoting=True)
    _, triangle, order = factors
    size = np.abs(np.diag(triangle))
    rank = int((size > RANK_TOLERANCE * size[0]).sum()) if size.size and size[0] > 0 else 0
    mask = np.zeros(columns.shape[1], dtype=bool)
    mask[order[:rank]] = True
    return mask


def standardized(columns: Array) -> Array:
    """Columns with mean 0 and SD 1; a constant column becomes 0.

    Args:
        columns: (n, P), in any units.

    Returns:
        (n, P), without units.

    Example:
        >>> standardized(np.array([[1.0, 5.0], [3.0, 5.0]])).tolist()
        [[-1.0, 0.0], [1.0, 0.0]]
    """
    spread = columns.std(0)
    return (columns - columns.mean(0)) / np.where(spread > 0, spread, 1.0)
