"""How much of a slope of trends on a covariate the diaries keep.

Trends that people tell together differ by less than true ones: a slope on the true trends
themselves is not 1 but less, whatever the length of diaries, the level and the tightness of the
prior, and most where relief fades (`docs/together.md`). So is it of made-up people whose levels
wander as those of the third generator; of people who say their trend with a normal error all is
kept. Which are like real ones is not known: the range of a slope holds both.

``fitted/slope_kept.csv`` is made by `pipelines.pooled_slope` (block ``worlds_tried``).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wearoff.formats import fitted

if TYPE_CHECKING:
    from wearoff.together.answers import Told

KEPT = "slope_kept"
"""Name of the table."""


@cache
def least_kept() -> float:
    """Least share of a slope that diaries keep, of all of it.

    Example:
        >>> 0.5 < least_kept() < 1
        True
    """
    (row,) = fitted.table("together", KEPT)
    return float(row["kept"])


def allowed_for(slope: Told, kept: float) -> Told:
    """A slope of which diaries kept all, the share ``kept``, or anything between.

    Its ends are the outer ones of both, its mean lies half-way between both. What is above 0 stays.

    Args:
        slope: As the curves have it.
        kept: Least share, above 0 and up to 1.

    Example:
        >>> from wearoff.together.answers import Told
        >>> found = allowed_for(Told(mean=1.0, lo90=-0.2, hi90=1.5, above=0.9, near=0.5), 0.5)
        >>> found.mean, found.lo90, found.hi90, found.above
        (1.5, -0.4, 3.0, 0.9)
    """
    return slope._replace(
        mean=(slope.mean + slope.mean / kept) / 2,
        lo90=min(slope.lo90, slope.lo90 / kept),
        hi90=max(slope.hi90, slope.hi90 / kept),
    )
