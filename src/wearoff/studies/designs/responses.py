"""Who has responded: a fall from the level at entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wearoff.records import Array

FALLS = {"responder30": 0.3, "responder50": 0.5}
"""Fall from the level at entry, as a share of it, that makes a responder."""


def responds(entry: Array, now: Array, variable: str) -> Array:
    """Whether people have responded.

    Args:
        entry: At entry, any shape.
        now: Counted or rated now, of the same shape.
        variable: Of `FALLS`.

    Example:
        >>> import numpy as np
        >>> responds(np.array([20.0, 20.0]), np.array([10.0, 12.0]), "responder50").tolist()
        [True, False]
    """
    return now <= (1 - FALLS[variable]) * entry
