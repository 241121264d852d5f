"""Scrambled Sobol points: numbers of a unit cube that fill it more evenly than chance does.

Point i of a dimension is the exclusive or of those of its direction numbers where the Gray code of
i has a one. Directions come from a primitive polynomial over {0, 1} and odd first numbers m_k of
fewer than k + 1 bits; they are scrambled by a random lower triangular matrix and shifted (Matoušek
1998). The points are those of ``scipy.stats.qmc.Sobol``, bit for bit, without its imports.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wearoff.records import Array

BITS = 30
"""Binary digits of a point."""
DIRECTIONS = (
    (3, (1,)),
    (7, (1, 3)),
    (11, (1, 3, 1)),
    (13, (1, 1, 1)),
    (19, (1, 1, 3, 3)),
    (25, (1, 3, 5, 13)),
    (37, (1, 1, 5, 5, 17)),
    (41, (1, 1, 5, 5, 5)),
    (47, (1, 1, 7, 11, 19)),
    (55, (1, 1, 5, 1, 1)),
    (59, (1, 1, 1, 3, 11)),
    (61, (1, 3, 5, 5, 31)),
    (67, (1, 3, 3, 9, 7, 49)),
    (91, (1, 1, 1, 15, 21, 21)),
    (97, (1, 3, 1, 13, 27, 49)),
    (103, (1, 1, 1, 15, 7, 5)),
    (109, (1, 3, 1, 15, 13, 25)),
    (115, (1, 1, 5, 5, 19, 61)),
    (131, (1, 3, 7, 11, 23, 15, 103)),
    (137, (1, 3, 7, 13, 13, 15, 69)),
)
"""Polynomial and first numbers of the dimensions after the first (Joe and Kuo 2008)."""


def sobol(size: int, count: int, *, seed: int) -> Array:
    """The first points of a scrambled sequence.

    Args:
        size: Dimensions, at most one more than `DIRECTIONS` has.
        count: Points, a power of two: only then are they even.
        seed: Of the scrambling.

    Returns:
        (count, size), from 0 to less than 1.

    Example:
        >>> sorted((8 * sobol(1, 8, seed=1)[:, 0]).astype(int).tolist())
        [0, 1, 2, 3, 4, 5, 6, 7]
    """
    rng = np.random.default_rng(seed).spawn(1)[0]
    powers = 2 ** np.arange(BITS, dtype=np.uint32)
    shift = rng.integers(2, size=(size, BITS), dtype=np.uint32) @ powers
    matrices = np.tril(rng.integers(2, size=(size, BITS, BITS), dtype=np.uint32))
    matrices[:, range(BITS), range(BITS)] = 1
    digits = _digits(size)
    scrambled = (matrices @ digits % 2).astype(np.uint32)
    directions = powers[::-1] @ scrambled
    flips = [(index & -index).bit_length() - 1 for index in range(1, count)]
    moves = np.concatenate([shift[None], directions[:, flips].T])
    return np.bitwise_xor.accumulate(moves) * 2.0**-BITS


@cache
def _digits(size: int) -> Array:
    """Binary digits, first the largest, of the direction numbers: (size, BITS, numbers)."""
    numbers = [[1 << (BITS - 1 - k) for k in range(BITS)]]
    for polynomial, first in DIRECTIONS[: size - 1]:
        degree = len(first)
        own = list(first)
        for k in range(degree, BITS):
            new = own[k - degree] ^ (own[k - degree] << degree)
            for j in range(1, degree):
                if polynomial >> (degree - j) & 1:
                    new ^= own[k - j] << j
            own.append(new)
        numbers.append([m << (BITS - 1 - k) for k, m in enumerate(own)])
    places = np.arange(BITS - 1, -1, -1)
    return (np.array(numbers)[:, None] >> places[:, None] & 1).astype(np.uint32)
