"""Draws of a diary's posterior as the estimates that documents hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.parts import Bands, Estimate
from wearoff.stats.intervals import NINE_IN_TEN, interval

if TYPE_CHECKING:
    from wearoff.records import Array

FIVE_AND_NINE = (0.05, 0.25, 0.75, 0.95)


def estimate(values: Array, weights: Array) -> Estimate | None:
    """Mean and 9 in 10 of weighted draws; None where hardly any has a value."""
    found = interval(values, weights)
    return None if found is None else Estimate(**found)


def bands(values: Array, weights: Array) -> Bands | None:
    """The same with the interval that holds 5 in 10."""
    found = interval(values, weights, FIVE_AND_NINE)
    return None if found is None else Bands(**found)


def equally(draws: Array) -> Estimate:
    """Mean and 9 in 10 of equally likely draws that all have a value."""
    lo, hi = np.quantile(draws, NINE_IN_TEN)
    return Estimate(mean=float(np.mean(draws)), lo90=float(lo), hi90=float(hi))
