"""Slopes of a diary's log likelihood in the log-odds of its weeks, and its Fisher information."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.diary.posterior.likelihood import FARTHEST, NODES, WEEK, levels, parts
from wearoff.diary.posterior.vectors import vectors

if TYPE_CHECKING:
    from wearoff.diary.posterior.likelihood import Path, Target
    from wearoff.records import Array


class Slopes(NamedTuple):
    """Of the log likelihood in the log-odds of weeks, and what is seen of relief in them.

    ``score`` and its Fisher ``information`` (W, N), and ``relief`` (N,), score times course.
    """

    score: Array
    information: Array
    relief: Array


def slopes(target: Target, path: Path, spread: Array | None) -> Slopes:
    """Slopes of entries and counts at a path.

    Args:
        target: of N settings.
        path: where they are taken.
        spread: SD (W, N) of each week's log-odds, over which all are means; None for the path's
            own.
    """
    level, relief = levels(target.series, path), path.effects.relief
    fast = vectors(level)
    if fast is None:
        found = of_entries(target, level, relief, spread)
    else:
        found = Slopes(*fast.slopes(level, target.course, relief, target.days, spread))
    _add_counts(found, target, level, relief, spread)
    return found


def of_entries(target: Target, level: Array, size: Array, spread: Array | None) -> Slopes:
    """Slopes of entries alone, by NumPy.

    Args:
        target: of N settings.
        level: log-odds of weeks without relief, (W, N).
        size: of relief, (N,).
        spread: as `slopes` takes it.
    """
    series, course = target.series, target.course
    found = Slopes(np.zeros_like(level), np.zeros_like(level), np.zeros_like(size))
    for weeks in parts(series):
        k = course[weeks]
        copied, new = target.repeats.part(weeks)
        against = _odds_against(level[weeks], k, size)
        for node, share in _nodes(spread):
            odds = against if spread is None else against * np.exp(-node * spread[weeks, None])
            daily = _daily(odds, copied, new, series.y[weeks])
            found.information[weeks] += share * daily.information
            found.score[weeks] += share * daily.score.sum(1)
            found.relief[:] += share * np.einsum("wdn,wdn->n", daily.score, k)
    return found


def _nodes(spread: Array | None) -> tuple[tuple[float, float], ...]:
    return ((0.0, 1.0),) if spread is None else NODES


def _add_counts(
    found: Slopes, target: Target, level: Array, size: Array, spread: Array | None
) -> None:
    """Add slopes of counts without dates, where there are any."""
    series, rho = target.series, target.process.rho
    weeks = np.flatnonzero((series.yes + series.no).any(1))
    if not len(weeks):
        return
    shrink = (1 - rho) / (1 + rho)
    counted, yes = shrink * (series.yes + series.no)[weeks], shrink * series.yes[weeks]
    k = target.course[weeks, WEEK // 2]
    against = np.exp(np.clip(size * k - level[weeks], -FARTHEST, FARTHEST))
    found.score[weeks] += yes
    found.relief[:] += (yes * k).sum(0)
    for node, share in _nodes(spread):
        m = 1 / (1 + against * (1.0 if spread is None else np.exp(-node * spread[weeks])))
        found.information[weeks] += share * counted * m * (1 - m)
        found.score[weeks] -= share * counted * m
        found.relief[:] -= share * (counted * m * k).sum(0)


class _Daily(NamedTuple):
    """Score of every day (W, 7, N), and Fisher information of every week (W, N)."""

    score: Array
    information: Array


def _odds_against(level: Array, course: Array, relief: Array) -> Array:
    """e^(−η) of every day (W, 7, N), from log-odds of weeks without relief."""
    eta = relief * course
    eta -= level[:, None]
    np.clip(eta, -FARTHEST, FARTHEST, out=eta)
    return np.exp(eta, out=eta)


def _daily(odds: Array, copied: Array, new: Array, y: Array) -> _Daily:
    """Slopes of entries in the log-odds of new days, given the entries before.

        m = 1/(1 + odds)      q = copied + new·m      s = dq/dη = new·m·(1 − m)

    The score is s·(y − q)/(q·(1 − q)), its information s²/(q·(1 − q)). In place where it can be:
    what is touched stays in the processor's cache.

    Args:
        odds: against a yes, (W, 7, N), which is used up.
        copied: as `Repeats` has it.
        new: as `Repeats` has it.
        y: entries, (W, 7, N or 1).
    """
    m = odds + 1
    np.reciprocal(m, out=m)
    odds *= m  # 1 − m
    m *= new
    slope = np.multiply(odds, m, out=odds)
    q = np.add(m, copied, out=m)
    score = 1 - q
    score *= q
    np.divide(slope, score, out=score)
    information = np.einsum("wdn,wdn->wn", slope, score)
    score *= np.subtract(y, q, out=q)
    return _Daily(score, information)
