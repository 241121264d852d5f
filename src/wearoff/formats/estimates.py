"""Estimates as documents hold them, and how draws become one.

Every document has the mean and the interval that holds 9 in 10, some the one of 5 in 10 as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.formats.documents import Document, Number
from wearoff.stats import intervals

if TYPE_CHECKING:
    from wearoff.records import Array
    from wearoff.words.numbers import Interval


class Estimate(Document):
    """Mean, and the interval that holds 9 in 10."""

    mean: Number
    lo90: Number
    hi90: Number


class Bands(Estimate):
    """An estimate with the interval that holds 5 in 10 as well."""

    lo50: Number
    hi50: Number


def estimate(values: Array, weights: Array) -> Estimate | None:
    """Mean and 9 in 10 of weighted draws.

    Args:
        values: (N,), NaN where a draw has no value.
        weights: (N,), of any sum.

    Returns:
        None where hardly any draw has a value.
    """
    found = intervals.interval(values, weights)
    return None if found is None else Estimate(**found)


def bands(values: Array, weights: Array) -> Bands | None:
    """The same as `estimate`, of (N,) and (N,), with the interval that holds 5 in 10."""
    found = intervals.interval(values, weights, intervals.FIVE_AND_NINE)
    return None if found is None else Bands(**found)


def equally(draws: Array) -> Estimate:
    """Mean and 9 in 10 of equally weighted draws, (N,), of which one at least has a value."""
    return nine_in_ten(intervals.estimate(draws))


def nine_in_ten(found: Interval) -> Estimate:
    """What a document keeps of a summary: the mean and 9 in 10."""
    return Estimate(mean=found.mean, lo90=found.lo90, hi90=found.hi90)
