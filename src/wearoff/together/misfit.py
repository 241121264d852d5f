"""How far a diary's trend is off beyond what its draws say, by its length.

The draws of one diary take their own model for true; real levels need not move as it does, and the
shorter a diary, the more of that looks like a trend. Fitted on made-up diaries of other mechanisms
(``fitted/misfit.csv``, written by ``pipelines/pool_misfit.py``).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from wearoff.formats import fitted

if TYPE_CHECKING:
    from wearoff.records import Array


@cache
def _table() -> Array:
    """Days, SD of a person's own error, and of the error that people share; (rows, 3)."""
    rows = fitted.table("together", "misfit")
    return np.array([[float(row[key]) for key in ("days", "own_sd", "mean_sd")] for row in rows])


def own_sd(days: Array) -> Array:
    """SD of each person's own error, in days of 28 a year: (people,) to (people,).

    Between the lengths of the table by interpolation, beyond them as at its ends.

    Example:
        >>> short, long = own_sd(np.array([100, 2000]))
        >>> bool(short > long > 0)
        True
    """
    at, own, _ = _table().T
    return np.interp(days, at, own)
