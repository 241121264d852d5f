"""One yes/no series a day on a latent process: its joint density with what is unknown.

    η_t = Σ_j β_j·z_jw + x_w − R·k_t        m_t = logistic(η_t)      w: the week of day t
    P(y_t = 1 | last entry y', g days ago) = ρ^g·y' + (1 − ρ^g)·m_t
    x_0 ~ N(0, σ²)      x_w = φ·x_{w−1} + N(0, σ²(1 − φ²))      φ = exp(−7/τ)

Level, trend, steps (columns z) and the size of relief R are the fixed effects β; x is the latent
process, an Ornstein–Uhlenbeck process held for a week; k is the course of relief, 0 to 1; ρ is the
day-to-day persistence. A month's count of n days without their dates enters as n·(1 − ρ)/(1 + ρ)
independent days.

Arrays end with an axis of N settings; weeks W and days (W, 7) come first. They are NumPy's, or
JAX's where a gradient is taken: what is computed here is computed by the library of its arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wearoff.diary.posterior.fixed_effects import Effects
from wearoff.diary.posterior.vectors import Days, vectors

if TYPE_CHECKING:
    from wearoff.diary.posterior.fixed_effects import EffectsPrior
    from wearoff.records import Array

NO_ENTRY = 2.0
"""Taken for q of a day without an entry, where y is 0 and q hangs on nothing unknown.

|q − (1 − y)| is 1 there, which changes no product of a week, and q·(1 − q), by which slopes of 0
are divided, is not 0: no day needs a question of its own.
"""
FARTHEST = 15.0
"""Log-odds beyond this are taken as this: chances of 3e-7."""
NODES = ((0.0, 2 / 3), (-(3**0.5), 1 / 6), (3**0.5, 1 / 6))
"""Gauss–Hermite nodes in SDs, and their weights."""
WEEK = 7
BLOCK = 16
"""Weeks whose days are computed at a time."""


def library(array: Any) -> Any:
    """What an array is computed with: NumPy or JAX."""
    return array.__array_namespace__()


class Series(NamedTuple):
    """What was observed, on weeks of seven days.

    ``y`` entries (0 where none), ``seen`` 1 where there is one, ``before`` the entry before it and
    ``gap`` the days since then (0 before the first entry): (W, 7, N or 1). ``yes`` and ``no``
    counted days without dates, (W, N or 1). ``columns`` of the design (J, W).
    """

    y: Any
    seen: Any
    before: Any
    gap: Any
    yes: Any
    no: Any
    columns: Any

    def part(self, weeks: slice) -> Series:
        """What was observed in some of the weeks."""
        y, seen, before, gap, yes, no = (values[weeks] for values in self[:-1])
        return Series(y, seen, before, gap, yes, no, self.columns[:, weeks])


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

    def part(self, draws: Any) -> Path:
        """Of some of the settings: a slice, or places that may stand more than once."""
        return Path(Effects(self.effects.values[:, draws]), self.latent[:, draws])


class Repeats(NamedTuple):
    """How a day hangs on the entry before it, (W, 7, N): chance q of a yes is copied + new·m.

    ``copied`` is ρ^g·y' and ``new`` 1 − ρ^g. A day without an entry has ``NO_ENTRY`` and 0.
    """

    copied: Any
    new: Any

    def part(self, weeks: slice) -> Repeats:
        """Of some of the weeks."""
        return Repeats(self.copied[weeks], self.new[weeks])


@dataclass(frozen=True)
class Target:
    """What paths are judged by: entries, course of relief (W, 7, N), prior, latent process."""

    series: Series
    course: Array
    prior: EffectsPrior
    process: Process

    @cached_property
    def repeats(self) -> Repeats:
        """Of every day."""
        return repeating(self.series, self.process.rho)

    @cached_property
    def days(self) -> Days:
        """The same as `vectors` takes it."""
        y, seen, before, gap = self.series[:4]
        given = (y * seen, seen, before, gap)
        shape = np.broadcast_shapes(*(values.shape for values in given))
        every = (np.ascontiguousarray(np.broadcast_to(values, shape)) for values in given)
        return Days(np.asarray(self.process.rho), *every)

    @cached_property
    def design(self) -> Array:
        """What each fixed effect adds to log-odds (J + 1, W, N): relief by its week's mean."""
        columns, relief = self.series.columns[..., None], -self.course.mean(1)
        columns = np.broadcast_to(columns, (len(columns), *relief.shape))
        return Effects.joined(columns, relief).values


class Chances(NamedTuple):
    """Chance of a yes on each day, (days, N), as treated and with the relief taken away."""

    treated: Array
    untreated: Array


def parts(series: Series) -> list[slice]:
    """Weeks with something observed, some at a time, so that their days stay in the cache."""
    blocks = [slice(k, k + BLOCK) for k in range(0, len(series.y), BLOCK)]
    return [w for w in blocks if series.seen[w].any() or (series.yes + series.no)[w].any()]


def log_odds(series: Series, course: Any, path: Path) -> Any:
    """η of every day, (W, 7, N)."""
    return relieved(levels(series, path), course, path.effects.relief)


def levels(series: Series, path: Path) -> Any:
    """η of every week without relief, (W, N)."""
    return series.columns.T @ path.effects.columns + path.latent


def relieved(level: Any, course: Any, relief: Any) -> Any:
    """η of every day (W, 7, N), from those of weeks without relief."""
    return library(level).clip(level[:, None] - relief * course, -FARTHEST, FARTHEST)


def chance(eta: Any) -> Any:
    """Chance m of a yes at log-odds η."""
    odds_against = library(eta).exp(-eta)
    odds_against += 1  # in place where arrays can be: what is touched stays in the cache
    return 1 / odds_against


def repeating(series: Series, rho: Any) -> Repeats:
    """How days hang on the entry before: ρ^g, 0 before the first."""
    xp = library(rho)
    again = xp.where(series.gap > 0, xp.exp(series.gap * xp.log(rho)), 0.0)
    seen = series.seen > 0
    copied = xp.where(seen, again * series.before, NO_ENTRY)
    return Repeats(copied, xp.where(seen, 1 - again, 0.0))


def log_likelihood(series: Series, rho: Any, eta: Any, repeats: Repeats | None = None) -> Any:
    """Log likelihood (N,) of entries and counts.

    Args:
        series: what was observed.
        rho: persistence, (N,).
        eta: log-odds of a new day, (W, 7, N).
        repeats: how days hang on the entry before, where it is known already.
    """
    xp = library(eta)
    copied, new = repeating(series, rho) if repeats is None else repeats
    m = chance(eta)
    counts = _counted(series, rho, eta[:, WEEK // 2])
    m *= new
    m += copied
    m -= (
        1 - series.y * series.seen
    )  # q of a yes, −(1 − q) of a no: one logarithm serves the days of a week
    return xp.log(abs(m.prod(1))).sum(0) + counts


def _counted(series: Series, rho: Any, eta: Any) -> Any:
    """Log likelihood (N,) of counts without dates, from log-odds (W, N) of their weeks' middles."""
    counts = (series.yes + series.no) * library(eta).log(chance(eta)) - series.no * eta
    return (1 - rho) / (1 + rho) * counts.sum(0)  # log(1 − m) is log m − η


def log_prior(path: Path, prior: EffectsPrior, process: Process) -> Any:
    """Log density (N,) of fixed effects and latent process, without the constants of 2π."""
    effects, latent = path.effects.values, path.latent
    xp = library(latent)
    mean, sd = prior.mean.values, prior.sd.values
    z = (effects - mean[:, None]) / sd[:, None]
    jump = (1 - process.phi**2) * process.sd**2
    steps = latent[1:] - process.phi * latent[:-1]
    weeks = len(latent)
    return (
        -0.5 * (z**2).sum(0)
        - np.log(sd).sum()
        - 0.5 * (latent[0] / process.sd) ** 2
        - 0.5 * (steps**2).sum(0) / jump
        - xp.log(process.sd)
        - 0.5 * (weeks - 1) * xp.log(jump)
    )


def log_joint(target: Target, path: Path) -> Any:
    """Log density (N,) of entries, fixed effects and latent process.

    The path may have later weeks than the target, of which nothing is told.
    """
    series, rho = target.series, target.process.rho
    eta = levels(series, path._replace(latent=path.latent[: len(series.y)]))
    relief = path.effects.relief
    total = log_prior(path, target.prior, target.process)
    fast = vectors(eta)
    if fast:
        counted = (series.yes + series.no).any(1)
        middle = relieved(eta[counted], target.course[counted, WEEK // 2][:, None], relief)[:, 0]
        total = total + _counted(series.part(counted), rho, middle)
        return total + fast.likelihood(eta, target.course, relief, target.days)
    for weeks in parts(series):
        odds = relieved(eta[weeks], target.course[weeks], relief)
        total = total + log_likelihood(series.part(weeks), rho, odds, target.repeats.part(weeks))
    return total


def chances(series: Series, course: Any, path: Path) -> Chances:
    """Chance m of a yes on a new day, one that repeats no other, in single precision.

    Args:
        series: gives the design and the days.
        course: of relief, (W, 7, N).
        path: fixed effects and latent process of N draws.
    """
    level = levels(series, path)
    weekly = chance(np.clip(level, -FARTHEST, FARTHEST))
    treated = np.empty(course.shape, np.float32)
    for k in range(0, len(course), BLOCK):
        weeks = slice(k, k + BLOCK)
        treated[weeks] = chance(relieved(level[weeks], course[weeks], path.effects.relief))
    return Chances(
        treated.reshape(-1, treated.shape[-1]), np.repeat(weekly.astype(np.float32), WEEK, 0)
    )
