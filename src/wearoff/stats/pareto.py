"""Pareto-smoothed importance sampling (Vehtari 2024): the largest weights follow a fitted tail.

Written here because the package that has it needs a second to load; a test holds every digit
against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logsumexp

if TYPE_CHECKING:
    from wearoff.records import Array

FEW, TAIL, LEAST = 225, 3, 5
"""Up to so many draws a fifth of them are the tail, else so many times their root; least of it."""
GRID = 30
"""Least number of scales that are tried."""
PRIOR_SCALE, PRIOR_SHAPE, PRIOR_DRAWS = 3, 0.5, 10
"""Of the scales; shape that is believed, and of how many draws that is worth."""


def smoothed(log_ratio: Array) -> tuple[Array, float]:
    """Normalized log weights, and the shape of their tail.

    Args:
        log_ratio: log density less log proposal of each draw, (K,); −inf where there is no density.

    Returns:
        Log weights (K,), and k-hat.

    Raises:
        ValueError: there are too few draws for a tail, or all of it is the same.
    """
    count = len(log_ratio)
    size = int(TAIL * count**0.5) if count > FEW else count // 5
    log_weights = log_ratio - np.max(log_ratio)
    order = np.argsort(log_weights)
    largest, below = order[count - size :], order[count - size - 1]
    tail, cutoff = np.exp(log_weights[largest]), np.exp(log_weights[below])
    top = np.max(log_weights[largest])
    if size < LEAST or top - np.min(log_weights[largest]) < np.finfo(float).tiny:
        raise ValueError("no tail to smooth")
    k_hat, scale = _fitted(tail - cutoff)
    if np.isfinite(k_hat):
        log_weights[largest] = np.minimum(np.log(cutoff + _quantiles(size, k_hat, scale)), top)
    return log_weights - logsumexp(log_weights), float(k_hat)


def _fitted(excess: Array) -> tuple[float, float]:
    """Shape and scale of a generalized Pareto law (Zhang & Stephens 2009).

    Args:
        excess: beyond the cutoff, in order.

    Returns:
        An infinite shape where a quarter of the tail is nothing beside the largest: no law fits.
    """
    count = len(excess)
    quarter = excess[int(count / 4 + 0.5) - 1]
    if quarter < np.finfo(float).tiny:
        return np.inf, np.nan
    grid = GRID + int(count**0.5)
    rates = 1 - np.sqrt(grid / (np.arange(1, grid + 1, dtype=float) - 0.5))
    rates /= PRIOR_SCALE * quarter
    rates += 1 / excess[-1]
    shapes = np.mean(np.log1p(-rates[:, None] * excess), axis=1)
    log_likelihood = count * (np.log(-rates / shapes) - shapes - 1)
    weights = np.exp(log_likelihood - logsumexp(log_likelihood))
    enough = weights >= 10 * np.finfo(float).eps
    weights, rates = weights[enough] / weights[enough].sum(), rates[enough]
    rate = np.sum(rates * weights)
    shape = np.mean(np.log1p(-rate * excess))
    believed = (count * shape + PRIOR_DRAWS * PRIOR_SHAPE) / (count + PRIOR_DRAWS)
    return float(believed), float(-shape / rate)


def _quantiles(count: int, shape: float, scale: float) -> Array:
    """Quantiles of a generalized Pareto law at the middles of equal parts; NaN where it is none."""
    middles = np.arange(0.5, count) / count
    if scale <= 0:
        return np.full(count, np.nan)
    if shape == 0:
        return -scale * np.log1p(-middles)
    return scale * np.expm1(-shape * np.log1p(-middles)) / shape
