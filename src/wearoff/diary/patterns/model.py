"""Patterns within one person's diary: what goes before headache, and headache around bleeding.

What goes before (`lead`): with y a day's headache and d the deviation of the other column from its
own running mean,

    logit P(y[t+1] = 1) = level(t) + a·y[t] + c·y[t-1] + b·d[t]/step + weekday + days since session

The level moves by days, penalized as a random walk whose step has the most evidence (Laplace);
b has a normal prior. Deviations remove slow levels that both may share, yesterday and today remove
the persistence of headache. The persistence of the other column makes b no surer than it is: its
variance grows by

    f = 1 + 2 Σ (1 - k/(K+1))·r(k)·s(k),  k = 1 … K,  at least 1,

with r and s the autocorrelations of the score's two factors, which is the variance of a product of
two unrelated series (Bartlett 1935). Shah & Peters, Annals of Statistics 2020;48:1514, show why it
is enough to have removed what can be foretold from either of the two.

Around bleeding (`around`): in every cycle the share of headache days in the window minus that in
the other days near it, so that levels slower than a cycle drop out, then Student's t over cycles.

Both are orders in time, never causes. Nothing is random: the same diary gives the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import linalg
from scipy.special import expit, ndtr, ndtri, stdtr, stdtrit

from wearoff.errors import InputError
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Array

LEVEL_DAYS = 21
"""Days of the running mean that is a person's own usual."""
SPACING = 14
"""Days between the nodes of the headache level; it is a straight line between them."""
STEPS = (0.01, 0.03, 0.1, 0.3, 1.0)
"""Variances of the level's change from node to node, in log-odds squared."""
PRIOR_SD = 1.5
"""Of b: a step that makes the odds twelve times as high or more has about 5 in 100."""
WEEKDAY_SD = 1.0
SESSION_SD = 1.0
WIDE_SD = 5.0
"""Of the level and of persistence: keeps the fit finite where headache never changes."""
SESSION_KNOTS = (0.0, 7.0, 14.0, 28.0, 56.0, 84.0)
"""Days since the last session between which its mean course is a straight line."""
LAGS = 14
NEWTON_STEPS = 25
CONVERGED = 1e-3
BEYOND = 30.0
"""Log-odds that no effect reaches."""
HALVINGS = 60
"""Of that range, until doubles end."""
NODES = 21
"""Of the Gauss-Hermite rule for the mean."""
PRIOR_CYCLES = 4
"""How many cycles the variance that persistence alone gives counts for."""
LO, HI = 0.05, 0.95


@dataclass(frozen=True, kw_only=True)
class Effect:
    """More headache days in 28 such days than in 28 others, with 9 in 10, and from how many days.

    ``probability`` is the chance of at least the asked difference. ``days`` are pairs of days for
    `lead` and days inside and outside the window for `around`; ``cycles`` is 0 for `lead`.
    """

    mean: float
    lo90: float
    hi90: float
    probability: float
    days: int
    cycles: int = 0


class Window(NamedTuple):
    """Days from the first day of bleeding (0) that count, and those near it to compare with."""

    first: int
    last: int
    reach: int
    least_inside: int
    least_others: int


def usual(values: Array, days: int = LEVEL_DAYS) -> Array:
    """Mean of what was written within half of so many days on either side; NaN where nothing was.

    Args:
        values: one entry a day (D,), NaN where nothing was written.
        days: length of the window, the day itself included when odd.
    """
    seen = np.isfinite(values)
    kernel = np.ones(2 * (days // 2) + 1)
    middle = slice(days // 2, days // 2 + len(values))
    total = np.convolve(np.where(seen, values, 0.0), kernel)[middle]
    count = np.convolve(seen.astype(float), kernel)[middle]
    return np.where(count > 0, total / np.maximum(count, 1.0), np.nan)


def pairs(headache: Array, before: Array) -> Array:
    """Days t on which both were written, and headache on the day after as well.

    Args:
        headache: one entry a day (D,), NaN where nothing was written.
        before: the other column (D,), NaN where nothing was written.

    Example:
        >>> pairs(np.array([0.0, 1.0, np.nan, 1.0]), np.array([2.0, 5.0, 1.0, 0.0])).tolist()
        [0]
    """
    seen = np.isfinite(headache)
    return np.flatnonzero(seen[:-1] & np.isfinite(before[:-1]) & seen[1:])


def lead(
    headache: Array,
    before: Array,
    *,
    step: float,
    least: float = 0.0,
    sessions: Sequence[int] = (),
) -> Effect:
    """More headache on the day after a day with ``before`` one step above its usual than at it.

    Args:
        headache: 0 or 1 a day (D,), NaN where nothing was written.
        before: the other column (D,), NaN where nothing was written.
        step: how far above its own usual, in the column's unit.
        least: the smallest difference that ``probability`` counts, in days of 28.
        sessions: days of the sessions, as places in the arrays; negative before the first entry.

    Returns:
        28·mean over pairs of P(headache tomorrow | one step above) - P(… | at its usual).

    Raises:
        InputError: on no two days in a row were both written.
    """
    days = pairs(headache, before)
    if not len(days):
        raise InputError("no two days in a row with both columns written")
    columns, precision = _design(headache, (before - usual(before)) / step, days, sessions)
    fit = _fit(columns, headache[days + 1], precision)
    sd = float(np.sqrt(fit.inverse[0] * _dependence(days, fit, columns)))
    center = float(fit.weights[0])
    rest = columns[:, 1:] @ fit.weights[1:]
    at_usual = expit(rest).mean()

    def extra(b: float) -> float:
        return float(WINDOW * (expit(rest + b).mean() - at_usual))

    nodes, masses = np.polynomial.hermite_e.hermegauss(NODES)
    mean = sum(m * extra(center + sd * x) for x, m in zip(nodes, masses, strict=True))
    low, high = (extra(center + sd * float(ndtri(q))) for q in (LO, HI))
    chance = 1 - float(ndtr((_reaches(extra, least) - center) / sd))
    return Effect(
        mean=float(mean / masses.sum()), lo90=low, hi90=high, probability=chance, days=len(days)
    )


def _reaches(extra: Any, least: float) -> float:
    """The b at which the effect is ``least``; it only grows with b."""
    if extra(BEYOND) <= least:
        return BEYOND
    low, high = -BEYOND, BEYOND
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if extra(middle) < least else (low, middle)
    return (low + high) / 2


# The fit


class _Fit(NamedTuple):
    """Weights (P,), the first row of their covariance (P,), and what is left of each day (n,)."""

    weights: Array
    inverse: Array
    left: Array


def _design(
    headache: Array, deviation: Array, days: Array, sessions: Sequence[int]
) -> tuple[Array, Array]:
    """Columns (n, P) with b's first, and the precision of the prior (P, P) but for the level's.

    The level's differences come last; their precision is added by `_fit`. A headache entry of the
    day before that was not written is taken at its local mean: it only adjusts.
    """
    filled = np.where(np.isfinite(headache), headache, usual(headache))
    filled = np.where(np.isfinite(filled), filled, np.nanmean(headache))
    tomorrow = days + 1
    earlier = filled[np.maximum(days - 1, 0)]
    weekday = np.eye(WEEK)[tomorrow % WEEK]
    course = _since(tomorrow, sessions)
    start = np.ones(len(days))
    blocks = [deviation[days], headache[days], earlier, start]
    precise = [PRIOR_SD, WIDE_SD, WIDE_SD, WIDE_SD]
    precise += [WEEKDAY_SD] * WEEK + [SESSION_SD] * course.shape[1]
    walk = _ramps(tomorrow / SPACING, len(headache) // SPACING + 1)
    columns = np.column_stack([*blocks, weekday, course, walk])
    precision = np.concatenate([1 / np.asarray(precise) ** 2, np.full(walk.shape[1], np.nan)])
    return columns, precision


def _ramps(place: Array, count: int) -> Array:
    """Part of every step between nodes that was gone by then, 0 to 1: (n, count)."""
    return np.clip(place[:, None] - np.arange(count), 0.0, 1.0)


def _since(days: Array, sessions: Sequence[int]) -> Array:
    """Broken line in the days since the last session, (n, knots - 1); no columns without any."""
    known = np.sort(np.asarray(sessions, dtype=float))
    if not len(known):
        return np.zeros((len(days), 0))
    at = np.searchsorted(known, days, side="right") - 1
    since = np.where(at >= 0, days - known[np.maximum(at, 0)], SESSION_KNOTS[-1])
    knots = np.asarray(SESSION_KNOTS)
    return np.clip((since[:, None] - knots[:-1]) / np.diff(knots), 0.0, 1.0)


def _fit(columns: Array, outcome: Array, precision: Array) -> _Fit:
    """Penalized logistic regression at the level's step of most evidence, from the smallest up."""
    walk = np.isnan(precision)
    weights = np.zeros(columns.shape[1])
    most, best = _newton(columns, outcome, np.where(walk, 1 / STEPS[0], precision), weights, walk)
    for step in STEPS[1:]:
        held = np.where(walk, 1 / step, precision)
        evidence, fit = _newton(columns, outcome, held, best.weights, walk)
        if evidence < most:
            break
        most, best = evidence, fit
    return best


def _newton(
    columns: Array, outcome: Array, held: Array, weights: Array, walk: Array
) -> tuple[float, _Fit]:
    """Log evidence (Laplace, up to a constant) and the fit with those precisions of the prior."""
    factor: Any = None
    for _ in range(NEWTON_STEPS):
        chance = expit(columns @ weights)
        curvature = (columns.T * (chance * (1 - chance))) @ columns + np.diag(held)
        factor = linalg.cho_factor(curvature)
        move = linalg.cho_solve(factor, columns.T @ (outcome - chance) - held * weights)
        weights = weights + move
        if np.abs(move).max() < CONVERGED:
            break
    odds = columns @ weights
    evidence = (outcome * odds - np.logaddexp(0, odds)).sum() - 0.5 * (held * weights) @ weights
    evidence += 0.5 * np.log(held[walk]).sum() - np.log(np.diag(factor[0])).sum()
    first = np.zeros(len(weights))
    first[0] = 1.0
    inverse = np.asarray(linalg.cho_solve(factor, first))
    return float(evidence), _Fit(weights, inverse, outcome - expit(odds))


def _dependence(days: Array, fit: _Fit, columns: Array) -> float:
    """Factor f of the variance of b, by calendar lags of what was written."""
    length = int(days[-1]) + 1
    there, left, moved = np.zeros(length), np.zeros(length), np.zeros(length)
    there[days], left[days], moved[days] = 1.0, fit.left, columns @ fit.inverse
    if not left.any() or not moved.any():
        return 1.0
    factor = 1.0
    for k in range(1, min(LAGS, length - 1) + 1):
        both = float(there[k:] @ there[:-k])
        if both:
            r = (left[k:] @ left[:-k]) / (left @ left)
            s = (moved[k:] @ moved[:-k]) / (moved @ moved)
            factor += 2 * (1 - k / (LAGS + 1)) * r * s * len(days) / both
    return max(1.0, float(factor))


# Around bleeding


def first_days(bleeding: Array, headache: Array, apart: int) -> Array:
    """Days on which bleeding began: the first written one after so many days without any.

    The day before has to be a day on which the diary was kept, else bleeding may have begun
    earlier. Where only bleeding days were written, a kept day without an entry is taken as free.

    Args:
        bleeding: 1 on a day with bleeding, (days,); NaN where nothing was written.
        headache: The same of headache, (days,).
        apart: Days without bleeding before a first day.

    Returns:
        Places of the days, (onsets,).
    """
    kept = np.isfinite(headache) | np.isfinite(bleeding)
    onsets: list[int] = []
    last = -apart
    for day in np.flatnonzero(bleeding > 0):
        if day - last >= apart and day and kept[day - 1]:
            onsets.append(int(day))
        if day - last >= apart:
            last = int(day)
    return np.asarray(onsets, dtype=int)


def around(headache: Array, onsets: Array, window: Window, *, least: float = 0.0) -> Effect | None:
    """More headache in the window around bleeding than on other days near it; None without cycles.

    Every cycle's difference is weighed by n·m/(n + m), n days inside and m others. Their variance
    is that between cycles, mixed with what persistence alone gives, p(1 - p)(1 + r)/(1 - r) with r
    the correlation of a day's headache with the next, as if that were four more cycles; then
    Student's t.

    Args:
        headache: 0 or 1 a day (D,), NaN where nothing was written.
        onsets: first days of bleeding, as places in the array.
        window: which days count, and how many a cycle needs.
        least: the smallest difference that ``probability`` counts, in days of 28.
    """
    cycles = _cycles(headache, onsets, window)
    if not len(cycles):
        return None
    differences, inside, others = cycles.T
    weights = inside * others / (inside + others)
    mean = float(weights @ differences / weights.sum())
    spread = float(weights @ (differences - mean) ** 2)
    freedom = PRIOR_CYCLES + len(cycles) - 1
    variance = (PRIOR_CYCLES * _persistent_variance(headache) + spread) / freedom
    center, scale = WINDOW * mean, WINDOW * np.sqrt(variance / weights.sum())
    ends = center + scale * stdtrit(freedom, np.array([LO, HI]))
    low, high = np.clip(ends, -WINDOW, WINDOW).tolist()
    days = int(inside.sum() + others.sum())
    return Effect(
        mean=center,
        lo90=low,
        hi90=high,
        probability=float(stdtr(freedom, (center - least) / scale)),
        days=days,
        cycles=len(cycles),
    )


def _cycles(headache: Array, onsets: Array, window: Window) -> Array:
    """Difference, days inside and others of every cycle with enough of both, (K, 3)."""
    if not len(onsets):
        return np.zeros((0, 3))
    days = np.arange(len(headache))
    since = days[:, None] - onsets
    nearest = np.abs(since).argmin(1)
    inside = ((since >= window.first) & (since <= window.last)).any(1)
    near = np.abs(since).min(1) <= window.reach
    seen = np.isfinite(headache)
    rows: list[tuple[float, int, int]] = []
    for k in range(len(onsets)):
        own = seen & (nearest == k) & near
        within, others = headache[own & inside], headache[own & ~inside]
        if len(within) >= window.least_inside and len(others) >= window.least_others:
            rows.append((within.mean() - others.mean(), len(within), len(others)))
    return np.asarray(rows, dtype=float).reshape(-1, 3)


def _persistent_variance(headache: Array) -> float:
    """p(1 - p)(1 + r)/(1 - r): the variance of a day's headache, its persistence included."""
    rate = float(np.nanmean(headache))
    left = headache - usual(headache)
    both = np.isfinite(left[1:]) & np.isfinite(left[:-1])
    size = float(np.nansum(left**2))
    r = float((left[1:] * left[:-1])[both].sum()) / size if size else 0.0
    r = min(max(r, 0.0), 0.9)
    least = 1 / (np.isfinite(headache).sum() + 2)
    return max(rate * (1 - rate), float(least)) * (1 + r) / (1 - r)
