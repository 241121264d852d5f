"""One yes/no series a day on a latent process: its joint density with what is unknown.

    η_t = Σ_j β_j·z_jw + x_w − R·k_t        m_t = logistic(η_t)      w: the week of day t
    P(y_t = 1 | last entry y', g days ago) = ρ^g·y' + (1 − ρ^g)·m_t
    x_0 ~ N(0, σ²)      x_w = φ·x_{w−1} + N(0, σ²(1 − φ²))      φ = exp(−7/τ)

Level, trend, steps (columns z) and the size of relief R are the fixed effects β; x is the latent
process, an Ornstein–Uhlenbeck process held for a week; k is the course of relief, 0 to 1; ρ is the
day-to-day persistence. A month's count of n days without their dates enters as n·(1 − ρ)/(1 + ρ)
independent days.

Arrays end with an axis of N settings; weeks W and days (W, 7) come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wearoff.simulation.backend import jit, xp

if TYPE_CHECKING:
    from wearoff.diary.posterior.fixed_effects import Effects, EffectsPrior
    from wearoff.records import Array

FARTHEST = 15.0
"""Log-odds beyond this are taken as this: chances of 3e-7."""
WEEK = 7


class Series(NamedTuple):
    """What was observed, on weeks of seven days.

    ``y`` entries (0 where none), ``seen`` 1 where there is one, ``before`` the entry before it and
    ``gap`` the days since then (0 before the first entry): (W, 7, N or 1). ``yes`` and ``no``
    counted days without dates, (W, N or 1). ``columns`` of the design (J, W, N or 1).
    """

    y: Any
    seen: Any
    before: Any
    gap: Any
    yes: Any
    no: Any
    columns: Any


class Process(NamedTuple):
    """How days hang together: (N,) each.

    ``sd`` of the latent process in log-odds, ``phi`` its correlation from week to week, and ``rho``
    the chance that a day repeats the one before it.
    """

    sd: Any
    phi: Any
    rho: Any


class Path(NamedTuple):
    """What is unknown at given settings: fixed effects (J + 1, N) and latent process (W, N)."""

    effects: Effects
    latent: Any


class Target(NamedTuple):
    """What paths are judged by: entries, course of relief (W, 7, N), prior, latent process."""

    series: Series
    course: Any
    prior: EffectsPrior
    process: Process


class Chances(NamedTuple):
    """Chance of a yes on each day, (days, N), as treated and with the relief taken away."""

    treated: Array
    untreated: Array


class OfDay(NamedTuple):
    """Of each day given the entry before it, (W, 7, N): chance q, its slope in η, q(1 − q)."""

    chance: Any
    slope: Any
    variance: Any


def log_odds(series: Series, course: Any, path: Path) -> Any:
    """η of every day, (W, 7, N)."""
    level = (series.columns * path.effects.columns[:, None]).sum(0) + path.latent
    return xp.clip(level[:, None] - path.effects.relief * course, -FARTHEST, FARTHEST)


def repeating(series: Series, rho: Any) -> Any:
    """Chance (W, 7, N) that a day repeats the last entry: ρ^g, 0 before the first."""
    return xp.where(series.gap > 0, xp.exp(series.gap * xp.log(rho)), 0.0)


def of_day(series: Series, repeats: Any, eta: Any) -> OfDay:
    """Chance of a yes given the entry before, its slope and its variance.

    Args:
        series: entries.
        repeats: chance that a day repeats the last entry, (W, 7, N).
        eta: log-odds of a new day, (W, 7, N).
    """
    m = 1 / (1 + xp.exp(-eta))
    q = repeats * series.before + (1 - repeats) * m
    slope = (1 - repeats) * m * (1 - m)
    return OfDay(q, slope, q * (1 - q))


def log_likelihood(series: Series, rho: Any, eta: Any) -> Any:
    """Log likelihood (N,) of entries and counts.

    Args:
        series: what was observed.
        rho: persistence, (N,).
        eta: log-odds of a new day, (W, 7, N).
    """
    q = of_day(series, repeating(series, rho), eta).chance
    days = series.seen * xp.log(xp.where(series.y > 0, q, 1 - q))
    middle = eta[:, WEEK // 2]
    counts = -series.yes * xp.log1p(xp.exp(-middle)) - series.no * xp.log1p(xp.exp(middle))
    return days.sum((0, 1)) + (1 - rho) / (1 + rho) * counts.sum(0)


def _log_prior(path: Path, prior: EffectsPrior, process: Process) -> Any:
    """Log density (N,) of fixed effects and latent process, without the constants of 2π."""
    effects, latent = path.effects.values, path.latent
    mean, sd = prior.mean.values, prior.sd.values
    z = (effects - mean[:, None]) / sd[:, None]
    jump = (1 - process.phi**2) * process.sd**2
    steps = latent[1:] - process.phi * latent[:-1]
    weeks = len(latent)
    return (
        -0.5 * (z**2).sum(0)
        - xp.log(sd).sum()
        - 0.5 * (latent[0] / process.sd) ** 2
        - 0.5 * (steps**2).sum(0) / jump
        - xp.log(process.sd)
        - 0.5 * (weeks - 1) * xp.log(jump)
    )


def log_joint(target: Target, path: Path) -> Any:
    """Log density (N,) of entries, fixed effects and latent process."""
    eta = log_odds(target.series, target.course, path)
    prior = _log_prior(path, target.prior, target.process)
    return log_likelihood(target.series, target.process.rho, eta) + prior


def chances(series: Series, course: Any, path: Path) -> Chances:
    """Chance m of a yes on a new day, one that repeats no other, in single precision.

    Args:
        series: gives the design and the days.
        course: of relief, (W, 7, N).
        path: fixed effects and latent process of N draws.
    """
    return Chances(*(np.asarray(values) for values in _chances(series, course, path)))


@jit
def _chances(series: Series, course: Any, path: Path) -> tuple[Any, Any]:
    eta = log_odds(series, course, path)
    free = log_odds(series, 0 * course, path)
    days = eta.shape[0] * WEEK
    both = (1 / (1 + xp.exp(-v)) for v in (eta, free))
    treated, untreated = (v.reshape(days, -1).astype(xp.float32) for v in both)
    return treated, untreated
