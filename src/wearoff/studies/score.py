"""Scores of predicted figures: inside or not, the interval score, and a naive predictor's.

    interval score = (hi − lo) + 2/α·(how far the figure lies outside), α = 0.1

The naive predictor takes the mean of other cohorts' figures of the same condition, quantity and
arm. A cohort counts once; how far cohorts differ is pooled over all figures of the quantity:

    mean ± t(ν)·s·√(1 + 1/k)    s² = Σ over conditions and arms of (figure − their mean)², over ν

with k cohorts, and ν the cohorts less the means. Few of a condition would give an interval so wide
that anything beats it. Interval score: Gneiting and Raftery 2007.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

from scipy import stats

from wearoff.evidence import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Target
    from wearoff.studies.predict import Prediction

ALPHA = 0.1
FEWEST = 3
"""Differences of cohorts, ν, that the naive predictor needs to know how far they lie apart."""
TABLES = ("targets", "more_targets")
"""The project's own figures, which the naive predictor knows beside those of a file."""


class Known(NamedTuple):
    """A published figure that the naive predictor may use."""

    cohort: str
    condition: str
    quantity: str
    arm: str
    value: float


class Interval(NamedTuple):
    """Ends of 9 in 10, in the figure's unit."""

    lo90: float
    hi90: float


@dataclass(frozen=True)
class Scored:
    """A prediction beside what was published; None where nothing was, or nothing can be said."""

    prediction: Prediction
    value: float | None
    inside: bool | None
    interval_score: float | None
    naive: Interval | None
    ratio: float | None


@dataclass(frozen=True)
class Summary:
    """Of all rows with a value: coverage, and our score over the naive predictor's."""

    predicted: int
    scored: int
    compared: int
    coverage90: float | None
    mean_interval_score_ratio: float | None
    median_interval_score_ratio: float | None


def known_figures(targets: Sequence[Target]) -> list[Known]:
    """Figures of the file, and those of the project's own tables that the file does not hold."""
    known = [
        Known(t.cohort, t.condition, t.quantity, t.arm, t.value)
        for t in targets
        if t.value is not None
    ]
    asked = {(t.cohort, t.id) for t in targets}
    for record in (one for name in TABLES for one in rows.table(name)):
        if (record["cohort"], record["id"]) not in asked:
            named = (record[column] for column in ("cohort", "condition", "quantity", "arm"))
            known.append(Known(*named, value=float(record["value"])))
    return known


def naive(target: Target, figures: Sequence[Known]) -> Interval | None:
    """The naive predictor's 9 in 10; None if no other cohort has such a figure, or ν is too small.

    Args:
        target: the figure; neither its value nor any of its cohort is used.
        figures: what was published.
    """
    of_cohorts: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(dict)
    for known in figures:
        if known.cohort != target.cohort and known.quantity == target.quantity:
            same = of_cohorts[known.condition, known.arm]
            same.setdefault(known.cohort, []).append(known.value)
    means = {which: [mean(own) for own in same.values()] for which, same in of_cohorts.items()}
    others = means.get((target.condition, target.arm))
    freedom = sum(len(alike) - 1 for alike in means.values())
    if not others or freedom < FEWEST:
        return None
    apart = sum((value - mean(alike)) ** 2 for alike in means.values() for value in alike)
    sd = math.sqrt(apart / freedom * (1 + 1 / len(others)))
    reach = float(stats.t.ppf(1 - ALPHA / 2, freedom)) * sd
    return Interval(mean(others) - reach, mean(others) + reach)


def interval_score(low: float, high: float, value: float) -> float:
    """Width, and a penalty for missing.

    Example:
        >>> interval_score(3.0, 7.0, 5.0), interval_score(3.0, 7.0, 8.0)
        (4.0, 24.0)
    """
    return high - low + 2 / ALPHA * (max(low - value, 0.0) + max(value - high, 0.0))


def distance(scored: Scored) -> float:
    """Where a published figure lies: 0 as predicted, −1 and 1 at the ends of the 9 in 10.

    Each side has its own scale, for an interval need not be even. Infinite if it lies on a side
    without width; NaN if there is no figure.
    """
    if scored.value is None:
        return math.nan
    low, high, middle = scored.prediction.lo90, scored.prediction.hi90, scored.prediction.mean
    if not low <= middle <= high:
        middle = (low + high) / 2
    off = scored.value - middle
    width = high - middle if off > 0 else middle - low
    if width:
        return off / width
    return math.copysign(math.inf, off) if off else 0.0


def score(target: Target, prediction: Prediction, figures: Sequence[Known]) -> Scored:
    """A prediction against its published figure and the naive predictor.

    Args:
        target: the figure.
        prediction: of it, in its unit.
        figures: what the naive predictor may use.
    """
    value, beside = target.value, naive(target, figures)
    if value is None:
        return Scored(prediction, None, None, None, naive=beside, ratio=None)
    ours = interval_score(prediction.lo90, prediction.hi90, value)
    theirs = interval_score(*beside, value) if beside else 0.0
    return Scored(
        prediction=prediction,
        value=value,
        inside=prediction.lo90 <= value <= prediction.hi90,
        interval_score=ours,
        naive=beside,
        ratio=ours / theirs if ours and theirs else None,
    )


def summary(scored: Sequence[Scored]) -> Summary:
    """Coverage and score ratios of all rows."""
    inside = [row.inside for row in scored if row.inside is not None]
    ratios = [row.ratio for row in scored if row.ratio is not None]
    return Summary(
        predicted=len(scored),
        scored=len(inside),
        compared=len(ratios),
        coverage90=mean(map(float, inside)) if inside else None,
        mean_interval_score_ratio=math.exp(mean(map(math.log, ratios))) if ratios else None,
        median_interval_score_ratio=median(ratios) if ratios else None,
    )
