"""Arithmetic that the parts share, smooth everywhere, for JAX, SymPy and recorded code alike.

An ``ops`` object offers ``exp``, ``log``, ``sqrt``, ``sigmoid``, ``positive``, ``sum`` and ``step``
on its own arrays; the functions here build the rest from those, so that a part never asks which it
has.
"""

from __future__ import annotations

from typing import Any, Protocol

TINY = 1e-12
SWITCH_WIDTH = 0.01
"""Width, in the unit of a share, over which a kink is smoothed."""
TURN_WIDTH = 0.001
"""Width of the turn from falling to rising, in the unit of a share: recovery keeps its own time."""


class Ops(Protocol):
    """Elementwise arithmetic on the arrays of one library."""

    def exp(self, x: Any) -> Any:
        """Exponential."""
        ...

    def log(self, x: Any) -> Any:
        """Natural logarithm."""
        ...

    def sqrt(self, x: Any) -> Any:
        """Square root."""
        ...

    def sigmoid(self, x: Any) -> Any:
        """Logistic function."""
        ...

    def step(self, x: Any) -> Any:
        """1 where x > 0, else 0; only for what happens at a session, never in a rate."""
        ...

    def positive(self, x: Any) -> Any:
        """``max(x, 0)``."""
        ...

    def sum(self, x: Any) -> Any:
        """Sum over the last axis, the muscles."""
        ...


def power(x: Any, exponent: Any, ops: Ops) -> Any:
    """``x**exponent`` for x ≥ 0, exponent ≥ 1: exact at 0 and 1, with a finite gradient."""
    return x * ops.exp((exponent - 1) * ops.log(x + TINY * (1 - x)))


def follow(
    value: Any,
    target: Any,
    fall_time: Any,
    rise_time: Any,
    ops: Ops,
    *,
    width: float = TURN_WIDTH,
) -> Any:
    """Rate of a state that follows its target, faster one way than the other.

    ``(target − value)·(1/fall + s·(1/rise − 1/fall))`` with ``s`` a logistic switch of the gap: at
    rest exactly 0, and smooth where falling turns into rising. Times in days, rate per day.
    """
    gap = target - value
    return gap * (1 / fall_time + ops.sigmoid(gap / width) * (1 / rise_time - 1 / fall_time))


def positive_part(x: Any, ops: Ops, *, width: float = SWITCH_WIDTH) -> Any:
    """``max(x, 0)`` with a smooth start: ``(x₊² − (x − w)₊²) / 2w``.

    Exactly 0 up to 0, a parabola up to w, ``x − w/2`` beyond; it never falls.
    """
    above, beyond = ops.positive(x), ops.positive(x - width)
    return (above * above - beyond * beyond) / (2 * width)


def smooth_abs(x: Any, width: float, ops: Ops) -> Any:
    """``√(x² + width²) − width``: the absolute value, 0 at 0 and smooth there."""
    return ops.sqrt(x * x + width * width) - width
