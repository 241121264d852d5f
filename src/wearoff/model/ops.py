"""Arithmetic that the parts share, smooth everywhere, for JAX and SymPy alike.

An ``ops`` object offers ``exp``, ``log``, ``sqrt``, ``sigmoid``, ``sum`` and ``step`` on its own
arrays; the functions here build the rest from those, so that a part never asks which it has.
"""

from __future__ import annotations

from typing import Any, Protocol

TINY = 1e-12
SWITCH_WIDTH = 0.01
"""Width, in the unit of a share, over which a kink is smoothed."""


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
    width: float = SWITCH_WIDTH,
) -> Any:
    """Rate of a state that follows its target, faster one way than the other.

    ``(target − value)·(s/rise + (1 − s)/fall)`` with ``s`` a logistic switch of the gap: at rest
    exactly 0, and smooth where falling turns into rising. Times in days, rate per day.
    """
    gap = target - value
    rising = ops.sigmoid(gap / width)
    return gap * (rising / rise_time + (1 - rising) / fall_time)


def positive_part(x: Any, ops: Ops) -> Any:
    """``max(x, 0)`` with a smooth kink: exactly 0 at 0."""
    return x * ops.sigmoid(x / SWITCH_WIDTH)


def smooth_abs(x: Any, width: float, ops: Ops) -> Any:
    """``√(x² + width²) − width``: the absolute value, 0 at 0 and smooth there."""
    return ops.sqrt(x * x + width * width) - width
