"""How far diaries' trends are off beyond what their draws say.

The draws of one diary take their own model for true. Real levels need not move as it does, and the
shorter a diary, the more of that looks like a trend: each person's error. And people may have begun
alike, in a bad month or with less of a first fall than is believed beforehand: an error that they
share, which no number of people averages out.

``fitted/misfit.csv`` holds both, and no pipeline makes it: ``own_sd`` is what a feasibility study
on 790 made-up people of four populations found, ``shared_sd`` was set on 160 people of the third
generator without a trend (block ``attacks_made``); see `docs/together.md`. The same of relief,
``fitted/relief_misfit.csv``, is made by `pipelines.pooled_misfit` (block ``worlds_tried``).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from wearoff.formats import fitted

if TYPE_CHECKING:
    from wearoff.records import Array

TREND, RELIEF = "misfit", "relief_misfit"
"""Names of the tables: a row of short diaries, and one of long ones."""


@cache
def _table(name: str, *columns: str) -> Array:
    """Columns of a table by name, (columns, 2)."""
    rows = fitted.table("together", name)
    return np.array([[float(row[key]) for row in rows] for key in columns])


def own_sd(days: Array) -> Array:
    """SD of each person's own error, in days of 28 a year: (people,) to (people,).

    Between the lengths of the table by interpolation, beyond them as at its ends.

    Example:
        >>> short, long = own_sd(np.array([100, 2000]))
        >>> bool(short > long > 0)
        True
    """
    return np.interp(days, *_table(TREND, "days", "own_sd"))


def relief_sd(days: Array) -> Array:
    """The same of relief, in percent: (people,) to (people,).

    Example:
        >>> short, long = relief_sd(np.array([100, 2000]))
        >>> bool(short > long > 0)
        True
    """
    return np.interp(days, *_table(RELIEF, "days", "own_sd"))


def shared_sd(long: float) -> float:
    """SD of the error of a mean that people share, by the share of them with long diaries.

    Args:
        long: share of the people, from 0 to 1.

    Example:
        >>> shared_sd(0.0) > shared_sd(1.0) > 0
        True
    """
    ((short_sd, long_sd),) = _table(TREND, "shared_sd")
    return float((1 - long) * short_sd + long * long_sd)
