"""Many small positive definite matrices at once: arrays (D, D, N) of N matrices.

A matrix that is none gives NaN, and the others are as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wearoff.records import Array


def cholesky(matrices: Array) -> Array:
    """Lower triangular roots L with L·Lᵀ the matrices.

    Args:
        matrices: symmetric, (D, D, N).

    Returns:
        (D, D, N).

    Example:
        >>> cholesky(np.array([[4.0, 2.0], [2.0, 5.0]])[..., None])[..., 0].tolist()
        [[2.0, 0.0], [1.0, 2.0]]
    """
    left, root = matrices.copy(), np.zeros_like(matrices)
    for k in range(len(root)):
        root[k:, k] = left[k:, k] / np.sqrt(left[k, k])
        below = root[k + 1 :, k]
        left[k + 1 :, k + 1 :] -= below[:, None] * below
    return root


def log_determinant(root: Array) -> Array:
    """Log determinant of L·Lᵀ, (N,)."""
    return 2 * np.log(np.diagonal(root)).sum(1)


def solve(root: Array, right: Array) -> Array:
    """Solve L·Lᵀ·x = right.

    Args:
        root: L, (D, D, N).
        right: (D, ..., N).

    Returns:
        X, of the shape of ``right``.
    """
    return solve_transposed(root, solve_lower(root, right))


def solve_lower(root: Array, right: Array) -> Array:
    """Solve L·x = right, of the shapes of `solve`."""
    found = right.copy()
    for k in range(len(root)):
        found[k] /= root[k, k]
        found[k + 1 :] -= _beside(root[k + 1 :, k], found) * found[k]
    return found


def solve_transposed(root: Array, right: Array) -> Array:
    """Solve Lᵀ·x = right, of the shapes of `solve`."""
    found = right.copy()
    for k in reversed(range(len(root))):
        found[k] /= root[k, k]
        found[:k] -= _beside(root[k, :k], found) * found[k]
    return found


def _beside(column: Array, right: Array) -> Array:
    """A column (D, N) that goes with what is solved for, (D, ..., N)."""
    return np.expand_dims(column, tuple(range(1, right.ndim - 1)))
