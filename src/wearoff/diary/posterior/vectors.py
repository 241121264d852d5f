"""The loops over a diary's weeks by vector code, where it can be compiled and there is enough.

What is found is what NumPy finds in `slopes`, `likelihood`, `laplace` and `persistence`, to
rounding, in a fraction of the time: what is between lies in registers, and other threads go on.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wearoff.simulation.kernel.compiling import NoCompilerError, Program
from wearoff.simulation.kernel.elementary import DOUBLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array


def vectors(like: Any) -> Vectors | None:
    """The compiled loops.

    Args:
        like: What is computed has this library and this many settings, (…, N).

    Returns:
        None where there are too few settings, arrays are not NumPy's, or nothing can be compiled.
    """
    enough = isinstance(like, np.ndarray) and like.shape[-1] >= DOUBLE.width
    return _compiled() if enough else None


@cache
def _compiled() -> Vectors | None:
    try:
        return Vectors()
    except NoCompilerError:
        return None


class Days(NamedTuple):
    """Entries as the code takes them: ρ (N,), and as `Series` has them, all (W, 7, 1 or N)."""

    rho: Array
    y: Array
    seen: Array
    before: Array
    gap: Array


class Vectors:
    """The program of `vector_code`, called with arrays (W, N) and (W, 7, N)."""

    def __init__(self) -> None:
        """Compile it, or take what was compiled before.

        Raises:
            NoCompilerError: LLVM is not there, or cannot make code for this processor.
        """
        from wearoff.diary.posterior.vector_code import program  # knows what calls this

        self._program = Program(program())
        self._functions: dict[str, Callable[..., None]] = {}

    def _call(
        self, name: str, *numbers: int, given: tuple[Array, ...], out: tuple[Array, ...]
    ) -> None:
        """Call a function; arrays stay until the call is over."""
        whole = [*(np.ascontiguousarray(array, float) for array in given), *out]
        if name not in self._functions:
            kinds = [*[ctypes.c_int64] * len(numbers), *[ctypes.c_void_p] * len(whole)]
            self._functions[name] = ctypes.CFUNCTYPE(None, *kinds)(self._program.address(name))
        self._functions[name](*numbers, *(array.ctypes.data for array in whole))

    def slopes(
        self, level: Array, course: Array, relief: Array, days: Days, spread: Array | None
    ) -> tuple[Array, Array, Array]:
        """Score and information of weeks (W, N), and score times course (N,), of entries."""
        out = tuple(np.empty_like(like) for like in (level, level, relief))
        name = "slopes" if spread is None else "slopes_spread"
        given = (level, course, relief, *days, level if spread is None else spread)
        self._call(_of(name, days), *level.shape, given=given, out=out)
        score, information, along = out
        return score, information, along

    def likelihood(self, level: Array, course: Array, relief: Array, days: Days) -> Array:
        """Log likelihood (N,) of entries."""
        found = np.empty_like(relief)
        given = (level, course, relief, *days)
        self._call(_of("likelihood", days), *level.shape, given=given, out=(found,))
        return found

    def eliminate(self, diagonal: Array, off: Array, right: Array) -> tuple[Array, Array, Array]:
        """Pivots and ratios (W, N) of a tridiagonal T of two weeks or more, and T⁻¹·right."""
        out = tuple(np.empty_like(like) for like in (right, diagonal, diagonal, right))
        self._call("eliminate", *diagonal.shape, len(right), given=(diagonal, off, right), out=out)
        _, pivots, ratios, found = out
        return pivots, ratios, found

    def back(self, rows: Array, ratios: Array) -> Array:
        """From the last week to the first, each less its ratio times the one after it, (W, N)."""
        found = np.empty_like(rows)
        self._call("back", *rows.shape, given=(rows, ratios), out=(found,))
        return found

    def days(
        self,
        level: Array,
        course: Array,
        relief: Array,
        rho: Array,
        out: tuple[Array, Array],
    ) -> None:
        """Chances of every day, as treated and without relief, into columns of (7·W, draws)."""
        draws = out[0].strides[0] // out[0].itemsize
        given = (level, course, relief, rho)
        self._call("days", *level.shape, draws, given=given, out=out)

    def course(self, active: Array, half: Array, hill: Array, stay: Array) -> Array:
        """Course of relief by day (days, N), of what is active (days, P) and half at (P, N)."""
        days, products = active.shape
        found = np.empty((days, len(hill)))
        given = (active, half, hill, stay)
        self._call("course", days, len(hill), products, given=given, out=(found,))
        return found


def _of(name: str, days: Days) -> str:
    """The function for entries (W, 7, 1), or for those of every setting (W, 7, N)."""
    return name if days.y.shape[-1] == 1 else f"{name}_wide"
