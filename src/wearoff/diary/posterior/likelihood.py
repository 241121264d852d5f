"""One yes/no series a day whose level wanders: the likelihood, its mode, and draws around it.

    η_t = Σ_j β_j·z_jw + x_w − R·k_t        m_t = logistic(η_t)      w: the week of day t
    P(y_t = 1 | last entry y', g days ago) = ρ^g·y' + (1 − ρ^g)·m_t
    x_0 ~ N(0, σ²)      x_w = φ·x_{w−1} + N(0, σ²(1 − φ²))      φ = exp(−7/τ)

Level, trend, steps (columns z) and the size of relief R are the border β; x is the wander, an
Ornstein–Uhlenbeck process held for a week; k is the course of relief, 0 to 1. A month's count of n
days without their dates enters as n·(1 − ρ)/(1 + ρ) independent days.

Given (σ, τ, ρ) and the course, Fisher scoring finds the mode of (β, x): a tridiagonal matrix with a
border. The Gaussian around it proposes paths, whose exact joint density corrects it. Arrays end
with an axis of N settings; weeks W and days (W, 7) come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import special

from wearoff.simulation.backend import jit, repeat, scan, xp

if TYPE_CHECKING:
    from wearoff.records import Array

SCORING_STEPS = 4
"""Fisher scoring steps from a start near the mode."""
CENTERING_STEPS = 3
"""Steps from the mode to the middle."""
NODES = ((0.0, 2 / 3), (-(3**0.5), 1 / 6), (3**0.5, 1 / 6))
"""Gauss–Hermite nodes in SDs, and their weights."""
BORDER_FREEDOM = 5
"""Degrees of freedom of the proposal of the border: heavier tails than the posterior's."""
FARTHEST = 15.0
"""Log-odds beyond this are taken as this: chances of 3e-7."""
WEEK = 7


class Series(NamedTuple):
    """What was observed, on weeks of seven days.

    ``y`` entries (0 where none), ``seen`` 1 where there is one, ``before`` the entry before it and
    ``gap`` the days since then (0 before the first entry): (W, 7, N or 1). ``yes`` and ``no``
    counted days without dates, (W, N or 1). ``columns`` (J, W, N or 1).
    """

    y: Any
    seen: Any
    before: Any
    gap: Any
    yes: Any
    no: Any
    columns: Any


class Wander(NamedTuple):
    """SD, correlation of a week, and day-to-day persistence: (N,) each."""

    sd: Any
    phi: Any
    rho: Any


class Border(NamedTuple):
    """Prior mean and SD of β, relief last: (J + 1,)."""

    mean: Any
    sd: Any


class Target(NamedTuple):
    """What border and wander are judged by: entries, course of relief, prior, kind of wander."""

    series: Series
    course: Any
    prior: Border
    around: Wander


class Mode(NamedTuple):
    """Mode of border (J + 1, N) and wander (W, N), and the Gaussian around it."""

    border: Any
    wander: Any
    pivots: Any
    ratios: Any
    coupling: Any
    schur: Any
    log_evidence: Any


def log_odds(series: Series, course: Any, border: Any, wander: Any) -> Any:
    """η of every day, (W, 7, N)."""
    level = (series.columns * border[:-1, None]).sum(0) + wander
    return xp.clip(level[:, None] - border[-1] * course, -FARTHEST, FARTHEST)


def _copied(series: Series, rho: Any) -> Any:
    """Chance (W, 7, N) that a day copies the last entry: ρ^g, 0 before the first."""
    return xp.where(series.gap > 0, xp.exp(series.gap * xp.log(rho)), 0.0)


def _of_day(series: Series, copied: Any, eta: Any) -> tuple[Any, Any, Any]:
    """Chance of a yes given the entry before, and its slope and information in η."""
    m = 1 / (1 + xp.exp(-eta))
    q = copied * series.before + (1 - copied) * m
    slope = (1 - copied) * m * (1 - m)
    return q, slope, q * (1 - q)


def log_likelihood(series: Series, rho: Any, eta: Any) -> Any:
    """Log likelihood (N,) of entries and counts."""
    q, _, _ = _of_day(series, _copied(series, rho), eta)
    days = series.seen * xp.log(xp.where(series.y > 0, q, 1 - q))
    middle = eta[:, WEEK // 2]
    counts = -series.yes * xp.log1p(xp.exp(-middle)) - series.no * xp.log1p(xp.exp(middle))
    return days.sum((0, 1)) + (1 - rho) / (1 + rho) * counts.sum(0)


def _log_prior(border: Any, wander: Any, prior: Border, around: Wander) -> Any:
    """Log density (N,) of border and wander, without the constants of 2π."""
    z = (border - prior.mean[:, None]) / prior.sd[:, None]
    jump = (1 - around.phi**2) * around.sd**2
    steps = wander[1:] - around.phi * wander[:-1]
    weeks = len(wander)
    return (
        -0.5 * (z**2).sum(0)
        - xp.log(prior.sd).sum()
        - 0.5 * (wander[0] / around.sd) ** 2
        - 0.5 * (steps**2).sum(0) / jump
        - xp.log(around.sd)
        - 0.5 * (weeks - 1) * xp.log(jump)
    )


def log_joint(target: Target, border: Any, wander: Any) -> Any:
    """Log density (N,) of entries, border and wander."""
    eta = log_odds(target.series, target.course, border, wander)
    prior = _log_prior(border, wander, target.prior, target.around)
    return log_likelihood(target.series, target.around.rho, eta) + prior


def _precision(around: Wander, weeks: int) -> tuple[Any, Any]:
    """Diagonal (W, N) and off-diagonal (N,) of the wander's prior precision."""
    unit = 1 / ((1 - around.phi**2) * around.sd**2)
    inner = (1 + around.phi**2) * unit
    ends = xp.arange(weeks)[:, None]
    edge = (ends == 0) | (ends == weeks - 1)
    return xp.where(edge, unit, inner), -around.phi * unit


def _eliminate(diagonal: Any, off: Any, right: Any) -> tuple[Any, Any, Any]:
    """Pivots (W, N), ratios off/pivot, and T⁻¹·right (W, r, N) of a tridiagonal matrix."""

    def down(carry: Any, row: Any) -> tuple[Any, Any]:
        pivot, above = carry
        ratio = off / pivot
        pivot = row[0] - ratio * off
        here = row[1] - ratio * above
        return (pivot, here), (pivot, here)

    first = (diagonal[0], right[0])
    _, (pivots, reduced) = scan(down, first, (diagonal[1:], right[1:]))
    pivots = xp.concatenate([diagonal[:1], pivots])
    reduced = xp.concatenate([right[:1], reduced])
    ratios = off / pivots

    def up(below: Any, row: Any) -> tuple[Any, Any]:
        here = row[0] / row[1] - row[2] * below
        return here, here

    last = reduced[-1] / pivots[-1]
    _, solved = scan(up, last, (reduced[:-1], pivots[:-1], ratios[:-1]), reverse=True)
    return pivots, ratios, xp.concatenate([solved, last[None]])


def _system(
    target: Target, copied: Any, border: Any, wander: Any, spread: Any = None
) -> tuple[Any, ...]:
    """Gradient and Fisher information of border and wander; the course by its week's mean.

    With ``spread``, the SD (W, N) of each week's log-odds, both are means over that spread.
    """
    series, course, prior, around = target
    middle_odds = log_odds(series, course, border, wander)
    nodes = ((0.0, 1.0),) if spread is None else NODES
    score, information = xp.zeros_like(middle_odds), xp.zeros_like(wander)
    middle, curvature = xp.zeros_like(wander), xp.zeros_like(wander)
    for node, share in nodes:
        eta = middle_odds if spread is None else middle_odds + node * spread[:, None]
        q, slope, variance = _of_day(series, copied, eta)
        score = score + share * series.seen * (series.y - q) * slope / variance
        information = information + share * (series.seen * slope**2 / variance).sum(1)
        m = 1 / (1 + xp.exp(-eta[:, WEEK // 2]))
        middle, curvature = middle + share * m, curvature + share * m * (1 - m)
    shrink = (1 - around.rho) / (1 + around.rho)
    counted = shrink * (series.yes + series.no)
    information = information + counted * curvature
    weekly = score.sum(1) + shrink * series.yes - counted * middle
    diagonal, off = _precision(around, len(wander))
    neighbors = xp.pad(wander[:-1], ((1, 0), (0, 0))) + xp.pad(wander[1:], ((0, 1), (0, 0)))
    slope_wander = weekly - diagonal * wander - off * neighbors
    mean_course = course.mean(1)
    relief_slope = -(score * course).sum((0, 1)) - (
        (weekly - score.sum(1)) * course[:, WEEK // 2]
    ).sum(0)
    fixed = series.columns + 0 * border[0]
    design = xp.concatenate([fixed, -mean_course[None] + 0 * border[:1][:, None]])
    slope_border = xp.concatenate([(weekly * fixed).sum(1), relief_slope[None]])
    slope_border = slope_border - (border - prior.mean[:, None]) / prior.sd[:, None] ** 2
    coupling = xp.moveaxis(information * design, 0, 1)
    corner = _products(coupling, xp.moveaxis(design, 0, 1)) + xp.diag(prior.sd**-2.0)
    return slope_border, slope_wander, diagonal + information, off, coupling, corner


def _spread(target: Target, now: tuple[Any, ...]) -> Any:
    """SD (W, N) of each week's log-odds in the Gaussian around a mode."""
    pivots, ratios, coupling, schur = now[2:]

    def up(below: Any, row: Any) -> tuple[Any, Any]:
        here = 1 / row[0] + row[1] ** 2 * below
        return here, here

    last = 1 / pivots[-1]
    _, inner = scan(up, last, (pivots[:-1], ratios[:-1]), reverse=True)
    own = xp.concatenate([inner, last[None]])
    fixed = target.series.columns + 0 * pivots[:1]
    design = xp.concatenate([fixed, -target.course.mean(1)[None]])
    beyond = xp.moveaxis(design, 0, 1) - coupling
    solved = xp.linalg.solve(schur, xp.transpose(beyond, (2, 1, 0)))
    return xp.sqrt(own + (beyond * xp.transpose(solved, (2, 1, 0))).sum(1))


def _products(left: Any, right: Any) -> Any:
    """Σ_w left_wj·right_wk, (N, J, K)."""
    return xp.moveaxis((left[:, :, None] * right[:, None]).sum(0), 2, 0)


def _scoring_step(
    target: Target, copied: Any, now: tuple[Any, ...], *, averaged: bool = False
) -> tuple[Any, ...]:
    border, wander = now[:2]
    spread = _spread(target, now) if averaged else None
    g_border, g_wander, diagonal, off, coupling, corner = _system(
        target, copied, border, wander, spread
    )
    right = xp.concatenate([g_wander[:, None], coupling], 1)
    pivots, ratios, solved = _eliminate(diagonal, off, right)
    schur = corner - _products(coupling, solved[:, 1:])
    rest = g_border - (coupling * solved[:, :1]).sum(0)
    step = xp.linalg.solve(schur, rest.T[..., None])[..., 0].T
    toward = solved[:, 0] - (solved[:, 1:] * step).sum(1)
    largest = xp.maximum(xp.abs(step).max(0), xp.abs(toward).max(0))
    shorter = xp.minimum(1.0, 2.0 / largest)
    return (
        border + shorter * step,
        wander + shorter * toward,
        pivots,
        ratios,
        solved[:, 1:],
        schur,
    )


@jit
def mode(target: Target, start: Any) -> Mode:
    """Mode of border and wander for every setting, and the Laplace evidence."""
    weeks, settings = target.course.shape[0], target.around.sd.shape[0]
    size = len(target.prior.mean)
    border = start[0][:, None] + xp.zeros((size, settings))
    wander = start[1][:, None] + xp.zeros((weeks, settings))
    blank = (
        border,
        wander,
        xp.ones((weeks, settings)),
        xp.ones((weeks, settings)),
        xp.zeros((weeks, size, settings)),
        xp.zeros((settings, size, size)),
    )
    copied = _copied(target.series, target.around.rho)
    found = repeat(
        SCORING_STEPS,
        lambda now: _scoring_step(target, copied, now),
        blank,
    )
    border, wander, pivots, ratios, coupling, schur = found
    joint = log_joint(target, border, wander)
    volume = 0.5 * xp.log(pivots).sum(0) + 0.5 * xp.linalg.slogdet(schur)[1]
    return Mode(border, wander, pivots, ratios, coupling, schur, joint - volume)


@jit
def centered(target: Target, at: Mode) -> Mode:
    """The Gaussian nearest the posterior on the whole: slopes averaged over its own spread.

    Near all or no headache days the posterior leans, and a Gaussian at its mode proposes badly.
    """
    copied = _copied(target.series, target.around.rho)
    border, wander, pivots, ratios, coupling, schur = repeat(
        CENTERING_STEPS,
        lambda now: _scoring_step(target, copied, now, averaged=True),
        tuple(at[:-1]),
    )
    return Mode(border, wander, pivots, ratios, coupling, schur, at.log_evidence)


@jit
def paths(target: Target, at: Mode, z: Any, chi: Any) -> tuple[Any, Any, Any]:
    """Border, wander and log weight of one path a setting.

    ``z`` (J + 1 + W, N) standard normal, ``chi`` (N,) chi-square of BORDER_FREEDOM over it.
    """
    size = len(target.prior.mean)
    root = xp.linalg.cholesky(at.schur)
    heavy = z[:size] / xp.sqrt(chi)
    moved = xp.linalg.solve(xp.swapaxes(root, 1, 2), heavy.T[..., None])[..., 0].T

    def up(below: Any, row: Any) -> tuple[Any, Any]:
        here = row[0] / xp.sqrt(row[1]) - row[2] * below
        return here, here

    last = z[-1] / xp.sqrt(at.pivots[-1])
    rows = (z[size:-1], at.pivots[:-1], at.ratios[:-1])
    _, free = scan(up, last, rows, reverse=True)
    free = xp.concatenate([free, last[None]])
    border = at.border + moved
    wander = at.wander + free - (at.coupling * moved).sum(1)
    log_heavy = -0.5 * (BORDER_FREEDOM + size) * xp.log1p((heavy**2).sum(0) / BORDER_FREEDOM)
    log_free = -0.5 * (z[size:] ** 2).sum(0) + 0.5 * xp.log(at.pivots).sum(0)
    log_proposal = log_heavy + xp.log(xp.abs(xp.diagonal(root, axis1=1, axis2=2))).sum(1)
    joint = log_joint(target, border, wander)
    return border, wander, joint - log_proposal - log_free + _normal_over_t(size)


def _normal_over_t(size: int) -> float:
    """Normal over t normalizing constant in so many dimensions, so that weights of both add up."""
    return float(
        -special.gammaln((BORDER_FREEDOM + size) / 2)
        + special.gammaln(BORDER_FREEDOM / 2)
        + 0.5 * size * np.log(BORDER_FREEDOM / 2)
    )


@jit
def weighted_sum(target: Target, at: Mode, treated: Any, untreated: Any) -> tuple[Any, Any]:
    """Mean and SD (N,) of Σ_t u_t·p₀(t) − v_t·p₁(t) in the Gaussian around a mode.

    ``untreated`` u and ``treated`` v are weights of days, (W, 7, N or 1).
    """
    series, course = target.series, target.course
    eta = log_odds(series, course, at.border, at.wander)
    free = log_odds(series, 0 * course, at.border, at.wander)
    p1, p0 = 1 / (1 + xp.exp(-eta)), 1 / (1 + xp.exp(-free))
    value = (untreated * p0 - treated * p1).sum((0, 1))
    own = treated * p1 * (1 - p1)
    by_week = (untreated * p0 * (1 - p0) - own).sum(1)
    fixed = (series.columns * by_week).sum(1)
    by_border = xp.concatenate([fixed, (own * course).sum((0, 1))[None]])
    return value, xp.sqrt(_quadratic(at, by_border, by_week))


def _quadratic(at: Mode, by_border: Any, by_week: Any) -> Any:
    """Variance (N,) of a linear form of border and wander."""

    def down(above: Any, row: Any) -> tuple[Any, Any]:
        here = row[0] - row[1] * above
        return here, here

    _, rest = scan(down, by_week[0], (by_week[1:], at.ratios[:-1]))
    reduced = xp.concatenate([by_week[:1], rest])
    beyond = by_border - (at.coupling * by_week[:, None]).sum(0)
    solved = xp.linalg.solve(at.schur, beyond.T[..., None])[..., 0]
    return (reduced**2 / at.pivots).sum(0) + (beyond.T * solved).sum(1)


def chances(series: Series, course: Any, border: Any, wander: Any) -> tuple[Array, Array]:
    """Chance m of a yes on a day that copies no other, as treated and without the relief.

    Both (days, N) in single precision.
    """
    treated, untreated = _chances(series, course, border, wander)
    return np.asarray(treated), np.asarray(untreated)


@jit
def _chances(series: Series, course: Any, border: Any, wander: Any) -> tuple[Any, Any]:
    eta = log_odds(series, course, border, wander)
    free = log_odds(series, 0 * course, border, wander)
    days = eta.shape[0] * WEEK
    both = (1 / (1 + xp.exp(-v)) for v in (eta, free))
    treated, untreated = (v.reshape(days, -1).astype(xp.float32) for v in both)
    return treated, untreated
