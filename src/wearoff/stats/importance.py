"""Adaptive importance sampling with Pareto-smoothed weights.

A mode by L-BFGS, its curvature as the first multivariate-t proposal, two rounds of adaptation on
scrambled Sobol points, then the final draw. The likelihood is evaluated in batches of values, never
through a gradient. Pareto k-hat is the gate: above 0.7 the weights are not to be trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy.special import gammaincinv, gammaln, ndtri

from wearoff.stats.pareto import smoothed
from wearoff.stats.sobol import sobol

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array


LogDensity: TypeAlias = "Callable[[Array], Array]"
"""(K, D) -> (K,) unnormalized log posterior."""

FREEDOM = 7
"""Degrees of freedom of the proposal: heavier tails than the posterior's."""
CURVATURE_FLOOR = 0.3
"""Smallest curvature trusted, in units of a parameter's own prior scale."""
WIDEN = 1.25
K_HAT_LIMIT = 0.7
PRIOR_PART = 8
"""One in so many points of a mixture comes from the prior."""


@dataclass(frozen=True)
class Weighted:
    """Draws (K, D) with normalized weights, the gate and the effective number of draws."""

    draws: Array
    weights: Array
    log_ratio: Array
    k_hat: float

    @property
    def effective(self) -> float:
        """Kish's effective sample size, 1/Σw²."""
        return float(1 / np.sum(self.weights**2))


def smooth(log_ratio: Array) -> tuple[Array, float]:
    """Pareto-smoothed importance weights and their gate.

    Args:
        log_ratio: Log density less log proposal of each draw, (K,); −inf where there is no density.

    Returns:
        Weights (K,) that sum to 1, and k-hat: above `K_HAT_LIMIT` they are not to be trusted.
    """
    log_weights, k_hat = smoothed(log_ratio)
    weights = np.exp(log_weights - np.max(log_weights))
    return weights / weights.sum(), k_hat


def sample(
    log_density: LogDensity, start: Array, *, seed: int, pilot: int = 1024, final: int = 2048
) -> Weighted:
    """Weighted draws from a log density whose parameters have a scale of about one.

    Args:
        log_density: unnormalized, evaluated in batches.
        start: where the search for the mode begins.
        seed: of the scrambled Sobol points.
        pilot: points in each of two rounds of adaptation.
        final: points of the last round; powers of two.
    """
    center, covariance = _mode(log_density, start)
    for round_number, points in enumerate((pilot, pilot, final)):
        draws = _student_t(center, covariance, points, seed + round_number)
        log_ratio = log_density(draws) - _log_student_t(draws, center, covariance)
        log_ratio = np.where(np.isfinite(log_ratio), log_ratio, -np.inf)
        weights, k_hat = smooth(log_ratio)
        if points == final and round_number > 1:
            return Weighted(draws, weights, log_ratio, k_hat)
        center = weights @ draws
        spread = (draws - center) * weights[:, None]
        covariance = WIDEN * (draws - center).T @ spread
    raise AssertionError("unreachable: the last round returns")


def log_normal(z: Array) -> Array:
    """Log density (N,) of independent standard normal numbers (N, D).

    Example:
        >>> float(log_normal(np.zeros((1, 2)))[0].round(4))
        -1.8379
    """
    return (-(z**2) / 2 - np.log(np.sqrt(2 * np.pi))).sum(1)


def adapted(
    log_density: LogDensity, size: int, points: int, *, seed: int, rounds: int = 3
) -> tuple[Array, Array]:
    """Center and covariance of a proposal, found from a standard normal prior.

    Each round weighs Sobol points of the last proposal; where few points carry the weight, the
    weights are tempered until a twentieth of the points counts.

    Args:
        log_density: unnormalized, of ``points`` rows at a time.
        size: dimensions.
        points: points of a round, a power of two.
        seed: of the scrambled Sobol points.
        rounds: proposals tried.

    Returns:
        Center, (size,), and covariance, (size, size).
    """
    center, covariance = np.zeros(size), np.eye(size)
    for round_number in range(rounds):
        draws = _student_t(center, covariance, points, seed + round_number)
        log_ratio = log_density(draws) - _log_student_t(draws, center, covariance)
        weights = _tempered(log_ratio, points / 20)
        center = weights @ draws
        spread = (draws - center) * weights[:, None]
        covariance = WIDEN * (draws - center).T @ spread + 0.02 * np.eye(size)
    return center, covariance


def _tempered(log_ratio: Array, enough: float) -> Array:
    """Normalized weights, their logarithms halved until so many draws count."""
    log_ratio = log_ratio - log_ratio.max()
    while True:
        weights = np.exp(log_ratio)
        weights /= weights.sum()
        if 1 / np.sum(weights**2) >= enough:
            return weights
        log_ratio = log_ratio / 2


def mixture(center: Array, covariance: Array, points: int, *, seed: int) -> tuple[Array, Array]:
    """Points of a proposal, an eighth of them from the prior, so that no weight is without bound.

        q(z) = 1/8·N(z; 0, I) + 7/8·t₇(z; center, covariance)

    Args:
        center: Of the multivariate t, (D,).
        covariance: Its scale matrix, (D, D).
        points: How many, K: a multiple of 8, of which every eighth is of the prior.
        seed: Of the scrambled Sobol points.

    Returns:
        Points (K, D) and log q at each, (K,).
    """
    size = len(center)
    from_prior = points // PRIOR_PART
    u = np.clip(sobol(size, from_prior, seed=seed + 101), 1e-12, 1 - 1e-12)
    wide = _student_t(center, covariance, points, seed + 100)[from_prior:]
    ordered: Any = np.vstack([ndtri(u), wide]).reshape(PRIOR_PART, from_prior, size)
    draws: Array = ordered.swapaxes(0, 1).reshape(points, size)
    proposal = _log_student_t(draws, center, covariance)
    share = 1 / PRIOR_PART
    return draws, np.logaddexp(np.log(share) + log_normal(draws), np.log1p(-share) + proposal)


def _mode(log_density: LogDensity, start: Array) -> tuple[Array, Array]:
    """Mode and inverse curvature, by finite differences evaluated in one batch."""
    from scipy import optimize

    size = len(start)

    def value_and_slope(x: Array, h: float = 1e-4) -> tuple[float, Array]:
        points = np.vstack([x, x + h * np.eye(size), x - h * np.eye(size)])
        values = -log_density(points)
        return float(values[0]), (values[1 : size + 1] - values[size + 1 :]) / (2 * h)

    found = optimize.minimize(value_and_slope, start, jac=True, method="L-BFGS-B")
    h = 1e-2
    rows = [
        (value_and_slope(found.x + h * e)[1] - value_and_slope(found.x - h * e)[1]) / (2 * h)
        for e in np.eye(size)
    ]
    curvature = (np.array(rows) + np.array(rows).T) / 2
    values, vectors = np.linalg.eigh(curvature)
    return np.asarray(found.x), (vectors / np.maximum(values, CURVATURE_FLOOR)) @ vectors.T


def _student_t(center: Array, covariance: Array, points: int, seed: int) -> Array:
    """Multivariate-t points from a scrambled Sobol sequence."""
    size = len(center)
    u = sobol(size + 1, points, seed=seed)
    chi = 2 * gammaincinv(FREEDOM / 2, np.clip(u[:, size], 1e-12, None))
    scale = np.sqrt(FREEDOM / chi)
    z = ndtri(np.clip(u[:, :size], 1e-12, 1 - 1e-12)) * scale[:, None]
    return center + z @ np.linalg.cholesky(covariance).T


def _log_student_t(draws: Array, center: Array, covariance: Array) -> Array:
    """Log density of the proposal."""
    root = np.linalg.cholesky(covariance)
    square = (np.linalg.solve(root, (draws - center).T) ** 2).sum(0)
    size, half = len(center), 0.5 * (FREEDOM + len(center))
    constant = gammaln(half) - gammaln(0.5 * FREEDOM) - 0.5 * size * np.log(FREEDOM * np.pi)
    return constant - np.log(np.diag(root)).sum() - half * np.log1p(square / FREEDOM)
