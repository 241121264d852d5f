"""The published estimands of a diary, from the chance of a headache with and without the relief.

p₁(t): chance of a yes on day t as treated; p₀(t): the same person and day, the short-lived relief
taken away. Every function takes p₁ and p₀ as (days, N) and works on all N draws at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import uniform_filter1d
from scipy.special import expit

from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Array

YEAR = 365.25
MONTHS = 12
HALF = 0.5
END_OF_CYCLE = 7
"""Last days of a cycle, over which the gain that is left is averaged."""
FEWEST_DAYS = 28
"""Days of a cycle that can show a rise and a fall."""
SLOW = 43
"""Days over which a level that moves slowly is averaged, the day itself in the middle."""
SPLIT_SEED = 0
"""Of the split of draws between both kinds of level; the same on every diary."""
LEAST = 1e-6
"""Chances are kept this far from 0 and 1 before their log-odds are taken."""


@dataclass(frozen=True, kw_only=True)
class CycleDraws:
    """One cycle, (N,) each: relief in percent and in days of 28; NaN where it never wears off."""

    relief_percent: Array
    relief_days_28: Array
    wearoff_day: Array


@dataclass(frozen=True, kw_only=True)
class Estimands:
    """Everything published, (N,) each; NaN or None where a record has no such days.

    ``relief_percent`` is 100·(1 − Σp₁/Σp₀) and ``relief_days_28`` 28·mean(p₀ − p₁), over all days
    from the first session; ``wearoff_day`` is the median over cycles, in days from the session, and
    ``p_wears_off`` the share of cycles that have one; ``drift`` is the slope of 28·p₀ a year;
    ``baseline`` is 28·mean p₁ before the first session, and ``lasting_change`` 28·mean p₀ of the
    first cycle less that.
    """

    cycles: list[CycleDraws]
    relief_percent: Array
    relief_days_28: Array
    wearoff_day: Array
    p_wears_off: Array
    drift: Array | None
    baseline: Array | None
    lasting_change: Array | None


def wearoff_day(gain: Array) -> Array:
    """First day after the greatest gain on which less than half of it is left; NaN if none.

    Args:
        gain: p₀ − p₁ over the days of a cycle, (days, N).

    Returns:
        Days from the session, (N,).

    Example:
        >>> gain = np.array([[0.0, 0.0], [0.4, 0.4], [0.3, 0.3], [0.1, 0.3]])
        >>> wearoff_day(gain).tolist()
        [3.0, nan]
    """
    days = np.arange(len(gain))[:, None]
    peak = gain.argmax(0)
    under = (gain < HALF * gain.max(0)) & (days > peak)
    return np.where(under.any(0) & (gain.max(0) > 0), under.argmax(0), np.nan)


def gain_of_slow_level(treated: Array, untreated: Array) -> Array:
    """p₀ − p₁ if the level moved slowly: its log-odds averaged, the relief as it is.

        η₀ = mean of logit(p₀) over SLOW days      gain = σ(η₀) − σ(η₀ − (logit p₀ − logit p₁))

    Args:
        treated: p₁ (days, N).
        untreated: p₀ (days, N).

    Returns:
        The gain by day, (days, N).
    """
    free, under = (np.clip(p.astype(float), LEAST, 1 - LEAST) for p in (untreated, treated))
    free /= 1 - free
    under /= 1 - under
    slow = uniform_filter1d(np.log(free), SLOW, axis=0, mode="nearest")
    against = np.exp(-slow)
    return 1 / (1 + against) - 1 / (1 + against * (free / under))


def slow_draws(count: int) -> Array:
    """Which of ``count`` draws (N,) have the level that moves slowly: half of them, at random.

    At random, because places of draws mean something: every eighth comes from the prior.

    Example:
        >>> int(slow_draws(4096).sum())
        2048
    """
    return np.random.default_rng(SPLIT_SEED).permutation(count) < count // 2


def cycle(treated: Array, untreated: Array, gain: Array) -> CycleDraws:
    """Relief and wear-off over the days of one cycle.

    Args:
        treated: p₁ (days, N).
        untreated: p₀ (days, N).
        gain: p₀ − p₁ from which wear-off is read, (days, N).
    """
    return CycleDraws(
        relief_percent=100 * (1 - treated.sum(0) / untreated.sum(0)),
        relief_days_28=WINDOW * (untreated - treated).mean(0),
        wearoff_day=wearoff_day(gain),
    )


def swing(gain: Array) -> Array:
    """Fall of the gain from its greatest to the end of its cycle.

    Args:
        gain: p₀ − p₁ of one cycle, (days, N).

    Returns:
        Days in 28, (N,).
    """
    return WINDOW * (gain.max(0) - gain[-END_OF_CYCLE:].mean(0))


def slope(untreated: Array) -> Array:
    """Least-squares slope of 28·p₀ per year, (N,).

    Args:
        untreated: p₀ (days, N).

    Example:
        >>> rising = 0.5 + 0.1 * np.arange(200) / 365.25
        >>> slope(rising[:, None]).round(6).tolist()
        [2.8]
    """
    years = np.arange(len(untreated)) / YEAR
    centered = years - years.mean()
    return WINDOW * _along(centered, untreated) / (centered @ centered)


def _along(weights: Array, chances: Array) -> Array:
    """Sum over days of weights (days,) times chances (days, N): casts a little at a time."""
    return np.einsum("d,dn->n", weights, chances)


def year_wave(untreated: Array, start: float) -> tuple[Array, Array]:
    """The year's wave in 28·p₀ beside its slope, by least squares.

        28·p₀ = level + slope·years + c·cos(2π·years) + s·sin(2π·years)

    Args:
        untreated: p₀ (days, N), two years or more.
        start: part of the calendar year that is over on the first of these days.

    Returns:
        Days in 28 from the wave's lowest to its highest time, (N,), and (c, s), (2, N), of a year
        that begins with January.

    Example:
        >>> winter = 0.5 + 0.1 * np.cos(2 * np.pi * (np.arange(800) / 365.25 + 0.25))
        >>> height, (cosine, sine) = year_wave(winter[:, None], 0.25)
        >>> height.round(1).tolist(), cosine.round(1).tolist(), abs(sine.round(1)).tolist()
        ([5.6], [2.8], [0.0])
    """
    years = start + np.arange(len(untreated)) / YEAR
    turn = 2 * np.pi * years
    columns = np.stack([np.ones_like(years), years - years.mean(), np.cos(turn), np.sin(turn)])
    wave = WINDOW * np.stack([_along(row, untreated) for row in np.linalg.pinv(columns.T)[2:]])
    return 2 * np.hypot(*wave), wave


def highest_month(wave: Array) -> int:
    """Month in which such a wave is highest, from 1 to 12.

    Example:
        >>> highest_month(np.array([1.0, 0.0])), highest_month(np.array([-1.0, 0.01]))
        (1, 6)
    """
    turn = np.arctan2(wave[1], wave[0]) / (2 * np.pi) % 1
    return int(MONTHS * turn) % MONTHS + 1  # a turn a hair below 0 is a whole one


def steady_trend(level: Array, trend: Array, days: Array) -> Array:
    """What the level rises a year through its trend term: the part of the slope that goes on.

        S = 28·(2/T)·mean(σ(η) − σ(η − b·years))        T: years of these days

    Chances are of new days: what days carry over from the day before moves a mean over a diary by
    nothing that is seen.

    Args:
        level: η without the short-lived relief, by week, (W, N).
        trend: b·years of each week, (W, N).
        days: days of each week that count, (W,).

    Returns:
        Days in 28 a year, (N,); 0 where the trend term is.

    Example:
        >>> years = np.arange(52)[:, None] * 7 / 365.25
        >>> level = np.zeros((52, 1)) + 0.4 * years
        >>> steady_trend(level, 0.4 * years, np.full(52, 7)).round(1).tolist()
        [2.7]
    """
    rise = days @ (expit(level) - expit(level - trend)) / days.sum()
    return WINDOW * 2 * YEAR / days.sum() * rise


def steady_trend_per_b(level: Array, years: Array, days: Array) -> Array:
    """How much `steady_trend` rises with the trend b, the rest of the draw held.

        dS/db = 28·(2/T)·mean(years·m·(1 − m))        m = σ(η)

    Args:
        level: η without the short-lived relief, by week, (W, N).
        years: from the first session to each week, (W,).
        days: days of each week that count, (W,).

    Returns:
        Days in 28 a year for a log-odds a year, (N,).

    Example:
        >>> years = np.arange(52) * 7 / 365.25
        >>> steady_trend_per_b(np.zeros((52, 1)), years, np.full(52, 7)).round(2).tolist()
        [6.87]
    """
    m = expit(level)
    rises = (days * years) @ (m * (1 - m)) / days.sum()
    return WINDOW * 2 * YEAR / days.sum() * rises


def apart(
    values: Array, weights: Array, times: float, low: float = -np.inf, high: float = np.inf
) -> Array:
    """Draws so many times as far from their mean, kept within what can be.

    Args:
        values: one value a draw, (N,), NaN where there is none.
        weights: of the draws, (N,).
        times: 1 leaves all as it is.
        low: least that can be.
        high: most that can be.
    """
    known = np.isfinite(values)
    share = weights * known
    if not share.any():
        return values
    center = share[known] @ values[known] / share.sum()
    return np.clip(center + times * (values - center), low, high)


def widened(own: Estimands, weights: Array, times: float, lengths: Sequence[int]) -> Estimands:
    """What hangs on the level, each draw so many times as far from the mean of its draws.

    Chances themselves stay; days lost, slopes and days of wear-off keep within what can be.

    Args:
        own: as the draws have it.
        weights: of the draws (N,).
        times: 1 leaves all as it is.
        lengths: days of every cycle.

    Returns:
        The same estimands; relief is what it was.
    """

    def wide(values: Array, low: float = -np.inf, high: float = np.inf) -> Array:
        return apart(values, weights, times, low, high)

    cycles = [
        replace(one, wearoff_day=wide(one.wearoff_day, 1, days - 1))
        for one, days in zip(own.cycles, lengths, strict=True)
    ]
    return replace(
        own,
        cycles=cycles,
        wearoff_day=wide(own.wearoff_day, 1, max(lengths, default=2) - 1),
        drift=None if own.drift is None else wide(own.drift),
        baseline=None if own.baseline is None else wide(own.baseline, 0, WINDOW),
        lasting_change=None if own.lasting_change is None else wide(own.lasting_change),
    )


def estimands(
    treated: Array,
    untreated: Array,
    cycles: Sequence[tuple[int, int]],
    before: slice,
    gain: Array | None = None,
) -> Estimands:
    """Everything published, from chances by day.

    Args:
        treated: p₁ (days, N).
        untreated: p₀ (days, N).
        cycles: first and last index of each cycle; empty without sessions.
        before: indices of the days before the first session, may be empty.
        gain: p₀ − p₁ from which wear-off is read, (days, N), if not from these.

    Returns:
        One value a draw, (N,).
    """
    baseline = WINDOW * treated[before].mean(0) if before.stop > before.start else None
    if not cycles:
        nothing = np.full(treated.shape[1], np.nan)
        return Estimands(
            cycles=[],
            relief_percent=nothing,
            relief_days_28=nothing,
            wearoff_day=nothing,
            p_wears_off=nothing,
            drift=None,
            baseline=baseline,
            lasting_change=None,
        )
    read = untreated - treated if gain is None else gain
    spans = [slice(a, b + 1) for a, b in cycles]
    parts = [cycle(treated[span], untreated[span], read[span]) for span in spans]
    pooled = slice(cycles[0][0], cycles[-1][1] + 1)
    gone = np.array([part.wearoff_day for part in parts])
    known = np.isfinite(gone).any(0)
    median = np.full(gone.shape[1], np.nan)
    median[known] = np.nanmedian(gone[:, known], 0)
    first = slice(cycles[0][0], cycles[0][1] + 1)
    lasting = None if baseline is None else WINDOW * untreated[first].mean(0) - baseline
    days = pooled.stop - pooled.start
    return Estimands(
        cycles=parts,
        relief_percent=100 * (1 - treated[pooled].sum(0) / untreated[pooled].sum(0)),
        relief_days_28=WINDOW * (untreated[pooled] - treated[pooled]).mean(0),
        wearoff_day=median,
        p_wears_off=np.isfinite(gone).mean(0),
        drift=slope(untreated[pooled]) if days > 1 else None,
        baseline=baseline,
        lasting_change=lasting,
    )
