"""What is told of a chance: the number where it comes true, else what such chances come to.

Beside a yes or a no the number holds in made-up people of both generators. A chance that settles
nothing does not: how often it is true hangs on how many of those asked have what is asked for, and
nobody knows that of a person. `pipelines.chances` writes what it comes to in both.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from wearoff.diary.pieces import ChanceRange
from wearoff.diary.thresholds import thresholds
from wearoff.formats import fitted

EDGE = 0.01
"""Chances nearer to 0 or 1 are taken for this one: their logit says little."""
RULE = "rule"
"""What is asked where the chance is that a rule is truly met."""


def chance_range(asked: str, chance: float | None) -> ChanceRange | None:
    """What such a chance comes to, from the lowest share that was true to the highest.

    Args:
        asked: A question that stays open, or `RULE`.
        chance: Of a yes, from 0 to 1; None where there is none.

    Returns:
        The range; None where the number itself may be told, or nothing is known.

    Example:
        >>> chance_range("working", 0.6).hi - chance_range("working", 0.6).lo > 0.2
        True
        >>> chance_range("working", 0.001) is None
        True
    """
    if chance is None or not is_known(asked):
        return None
    told, low, high = _table()[asked]
    lo, hi = (float(np.interp(chance, told, ends)) for ends in (low, high))
    if max(hi - chance, chance - lo) <= thresholds()["chances"]["within"]:
        return None
    return ChanceRange(lo=lo, hi=hi)


def is_known(asked: str) -> bool:
    """Whether it is known what chances come to of what is asked and stays open."""
    return asked in _table()


@cache
def _table() -> dict[str, tuple[tuple[float, ...], ...]]:
    """Chances told, and the ends of what they come to, by what was asked."""
    rows = fitted.table("diary", "chances")
    return {
        asked: tuple(
            tuple(float(row[key]) for row in rows if row["asked"] == asked)
            for key in ("told", "lo", "hi")
        )
        for asked in dict.fromkeys(row["asked"] for row in rows)
    }
