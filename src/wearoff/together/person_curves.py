"""A person's likelihood of a trend, or of relief, from draws under that person's own prior.

    L_i(S) ∝ Σ_k w_k δ(S − S_k) / π(S_k | rest of the draw)      π(S | rest) = N(b; m, s) / |dS/db|

Draws are dense where the prior is: dividing by it leaves what the diary says. Laid on a grid, a
likelihood is a curve, and what is asked of a population is a sum over that grid: no diary is fitted
again. Trends are steady ones, S, in headache days of 28 a year; relief, of which the same holds
with its size R in the place of b, is in percent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter1d

if TYPE_CHECKING:
    from wearoff.records import Array

STEP = 0.1
FURTHEST = 20.0
GRID: Array = np.linspace(-FURTHEST, FURTHEST, round(2 * FURTHEST / STEP) + 1)
"""Trends at which a curve is known, (G,)."""
RELIEFS: Array = np.linspace(-100.0, 100.0, 201)
"""The same of relief, in percent."""
LEAST_SLOPE = 1e-3
"""Derivative below which a draw's level has no room to move; it is kept this far from 0."""


class Curve(NamedTuple):
    """A likelihood on the grid, (G,), its highest place 1, and the sums of squares behind it.

    From the squared weights at the same places it follows how many draws stand behind a sum.
    """

    likelihood: Array
    squares: Array


def _step(grid: Array) -> float:
    return float(grid[-1] - grid[0]) / (len(grid) - 1)


def flat(grid: Array = GRID) -> Curve:
    """Of somebody whose diary says nothing."""
    return Curve(np.ones(len(grid)), np.zeros(len(grid)))


def log_prior(b: Array, per_b: Array, mean: float, sd: float) -> Array:
    """Log density of each draw's trend given the rest of it, up to a constant; so of relief in R.

    Args:
        b: Trend of the draws in log-odds a year, (N,), or size R of their relief.
        per_b: dS/db at each, (N,), or what relief changes by with R.
        mean: Of the normal prior of b, or of R.
        sd: The same.

    Returns:
        (N,).

    Example:
        >>> log_prior(np.array([2.0, 1.0]), np.array([1.0, 1.0]), 0.0, 1.0).tolist()
        [-2.0, -0.5]
    """
    away = (b - mean) / sd
    return -0.5 * away**2 - np.log(np.maximum(per_b, LEAST_SLOPE))


def curve(values: Array, log_priors: Array, grid: Array = GRID) -> Curve:
    """One person's likelihood from draws that weigh the same.

    Each draw is shared between the two places of the grid that it lies between. Draws beyond the
    grid are left out: no population that is asked about reaches there.

    Args:
        values: Trends or reliefs of the draws, (N,).
        log_priors: Their log prior density, (N,), as `log_prior` has it.
        grid: `GRID` or `RELIEFS`, (G,), evenly spaced.

    Returns:
        The curve; a flat one where no draw lies on the grid.

    Example:
        >>> found = curve(np.array([1.0, 1.0, 2.0]), np.zeros(3)).likelihood
        >>> [round(float(np.interp(at, GRID, found)), 6) for at in (1.0, 2.0, 3.0)]
        [1.0, 0.5, 0.0]
    """
    place = (values - grid[0]) / _step(grid)
    inside = (place >= 0) & (place < len(grid) - 1) & np.isfinite(log_priors)
    if not inside.any():
        return flat(grid)
    weights = np.exp(log_priors[inside].min() - log_priors[inside])
    below = place[inside].astype(int)
    share = place[inside] - below
    likelihood, squares = (
        np.bincount(below, power * (1 - share), len(grid))
        + np.bincount(below + 1, power * share, len(grid))
        for power in (weights, weights**2)
    )
    highest = likelihood.max()
    return Curve(likelihood / highest, squares / highest**2)


def blurred(likelihood: Array, sds: Array, grid: Array = GRID) -> Array:
    """Curves where what a diary says is off by a normal error.

    Args:
        likelihood: (people, G).
        sds: SD of each person's error in the unit of the grid, (people,).
        grid: Of the curves, (G,).

    Returns:
        (people, G).

    Example:
        >>> wide = blurred(curve(np.zeros(9), np.zeros(9)).likelihood[None], np.array([1.0]))[0]
        >>> round(float(np.sqrt(wide @ GRID**2 / wide.sum())), 2)
        1.0
    """
    rows = zip(likelihood, sds, strict=True)
    step = _step(grid)
    return np.array([gaussian_filter1d(row, sd / step, mode="nearest") for row, sd in rows])


def effective(likelihood: Array, squares: Array, densities: Array) -> Array:
    """Effective draws of each person (Kish) behind the sum with each population.

    Args:
        likelihood: (people, G).
        squares: (people, G).
        densities: Of populations, (G, J).

    Returns:
        (people, J); 0 where the squares are.
    """
    behind = squares @ densities**2
    return np.where(behind > 0, (likelihood @ densities) ** 2 / np.maximum(behind, 1e-300), 0.0)
