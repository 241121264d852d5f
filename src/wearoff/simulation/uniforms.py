"""Uniform random numbers by name and patient, the same on every machine.

Threefry-2x32 with 20 rounds (Salmon 2011) mixes a key and a counter, two words of 32 bits each,
into two random words. Seed, name and patient are folded into the key one after the other, as
`jax.random.fold_in` does, and the numbers are those of JAX bit for bit. In NumPy they need neither
its import nor a program compiled for every number of patients.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Array

WORD = np.uint32
ZERO = np.zeros((1, 1), WORD)
PARITY = WORD(0x1BD11BDA)
TURNS = ((13, 15, 26, 6), (17, 29, 16, 24))
"""Bits by which a word is turned in four rounds, between two additions of the key."""
ONE = np.uint64(0x3FF0000000000000)
"""The bits of 1.0: with 52 random bits below them, a number from 1 to 2."""
LEAST = 1e-9
"""Least of the numbers, so that none is 0."""
NARROWER = 1 - (1 - LEAST)
BLOCK = 2**15
"""Numbers made at a time: their words stay in the processor's cache."""


def uniforms(seed: int, patients: Array, names: Sequence[str]) -> Array:
    """One uniform number in (0, 1) a patient for each of several named quantities.

    A patient's number depends neither on which others are drawn nor on which other names there are.

    Args:
        seed: from 0.
        patients: their numbers, (N,), from 0.
        names: of the quantities.

    Returns:
        Numbers, (names, N).
    """
    root = (ZERO + WORD(seed >> 32), ZERO + WORD(seed & 0xFFFFFFFF))
    hashes = np.array([zlib.crc32(name.encode()) for name in names], WORD)
    named = _threefry(root, (ZERO, hashes[:, None]))
    found = np.empty((len(names), len(patients)))
    width = BLOCK // max(len(names), 1) + 1
    for start in range(0, len(patients), width):
        some = patients[start : start + width].astype(WORD)
        high, low = _threefry(_threefry(named, (ZERO, some)), (ZERO, ZERO))
        bits = (high.astype(np.uint64) << np.uint64(20)) | (low >> WORD(12))
        share = (bits | ONE).view(float) - 1
        # rounded once, as by a processor that multiplies and adds in one step
        found[:, start : start + width] = share + (LEAST - NARROWER * share)
    return found


def _threefry(key: tuple[Array, Array], counter: tuple[Array, Array]) -> tuple[Array, Array]:
    """Two random words for every key and counter, which broadcast."""
    keys = (*key, key[0] ^ key[1] ^ PARITY)
    x, y = np.broadcast_arrays(counter[0] + key[0], counter[1] + key[1])
    x, y = x.copy(), y.copy()
    shifted = np.empty_like(y)
    for number in range(1, 6):
        for turn in TURNS[1 - number % 2]:  # in place: new arrays would cost a quarter more
            x += y
            np.left_shift(y, WORD(turn), out=shifted)
            y >>= WORD(32 - turn)
            y |= shifted
            y ^= x
        x += keys[number % 3]
        y += keys[(number + 1) % 3] + WORD(number)
    return x, y
