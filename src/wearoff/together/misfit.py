"""How far diaries' trends are off beyond what their draws say.

The draws of one diary take their own model for true. Real levels need not move as it does, and the
shorter a diary, the more of that looks like a trend: each person's error. And people may have begun
alike, in a bad month or with less of a first fall than is believed beforehand: an error that they
share, which no number of people averages out. Both are set on made-up people of other mechanisms
(``fitted/misfit.csv``, `docs/together.md`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from wearoff.formats import fitted

if TYPE_CHECKING:
    from wearoff.records import Array

COLUMNS = ("days", "own_sd", "shared_sd")


@cache
def _table() -> Array:
    """Days of diary, SD of a person's own error and of the shared one; short and long, (2, 3)."""
    rows = fitted.table("together", "misfit")
    return np.array([[float(row[key]) for key in COLUMNS] for row in rows])


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


def shared_sd(long: float) -> float:
    """SD of the error of a mean that people share, by the share of them with long diaries.

    Args:
        long: share of the people, from 0 to 1.

    Example:
        >>> shared_sd(0.0) > shared_sd(1.0) > 0
        True
    """
    short_sd, long_sd = _table()[:, 2]
    return float((1 - long) * short_sd + long * long_sd)
