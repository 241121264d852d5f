"""Days that are written ever more seldom: how much of a rise they could pretend.

Who tires of writing may leave out free days first. What is lost that way is not known; at most

    δ = slope of 28·h_b/w_b − slope of 28·(h_b/w_b)·l_b/max l

days in 28 a year of a rise come from it. h_b is the headache days of the b-th 28 days, w_b those
written, and l the straight line through w: every day by which the line is lower than at its highest
is taken to have been free. Where as many days are written all the time δ is near 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.units import WINDOW

if TYPE_CHECKING:
    from wearoff.records import Array

YEAR = 365.25
FEWEST = 3
"""Blocks of which a slope is asked."""
LEAST = 4
"""Days of a block that are written, or its share of headache tells nothing."""


def pretended_rise(entries: Array) -> float:
    """The most of a rise that ever more unwritten free days could make.

    Args:
        entries: From the first session to the last day written, (days,): 1, 0, and NaN where
            nothing is written.

    Returns:
        δ in days of 28 a year, at least 0.

    Example:
        >>> always = np.tile([1.0, 0.0], 182)
        >>> pretended_rise(always)
        0.0
    """
    blocks = entries[: len(entries) // WINDOW * WINDOW].reshape(-1, WINDOW)
    written = np.isfinite(blocks).sum(1)
    told = written >= LEAST
    if told.sum() < FEWEST:
        return 0.0
    years = (np.arange(len(blocks)) + 0.5)[told] * WINDOW / YEAR
    headache, days = np.nansum(blocks[told], 1), written[told]
    line = np.polyval(np.polyfit(years, days, 1), years)
    as_written = WINDOW * headache / days
    with_free = as_written * np.clip(line / line.max(), 0.0, 1.0)
    return max(0.0, float(np.polyfit(years, as_written - with_free, 1)[0]))
