"""The Gaussian around the mode of fixed effects and latent process, and paths drawn from it.

Given σ, τ, ρ and the course, Fisher scoring finds the mode of (β, x): the precision is a
tridiagonal block T of the latent process, coupled to a small dense block of the fixed effects,

    [ C  Bᵀ ]        S = C − Bᵀ·T⁻¹·B the Schur complement,  log|precision| = log|S| + Σ log pivots
    [ B  T  ]

The Gaussian proposes paths, whose exact joint density corrects it. Arrays end with an axis of N
settings; weeks W and days (W, 7) come first.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy import special

from wearoff.diary.posterior.fixed_effects import Effects
from wearoff.diary.posterior.likelihood import (
    WEEK,
    Path,
    Process,
    Target,
    log_joint,
    log_odds,
    of_day,
    repeating,
)
from wearoff.simulation.backend import jit, repeat, scan, xp

SCORING_STEPS = 4
"""Fisher scoring steps from a start near the mode."""
CENTERING_STEPS = 3
"""Steps from the mode to the middle."""
NODES = ((0.0, 2 / 3), (-(3**0.5), 1 / 6), (3**0.5, 1 / 6))
"""Gauss–Hermite nodes in SDs, and their weights."""
EFFECTS_FREEDOM = 5
"""Degrees of freedom of the proposal of the fixed effects: heavier tails than the posterior's."""


class Gaussian(NamedTuple):
    """A Gaussian of fixed effects and latent process around ``center``, by its precision.

    ``pivots`` and ``ratios`` (W, N) of T by elimination from the first week on, ``coupling``
    T⁻¹·B (W, J + 1, N), ``schur`` S (N, J + 1, J + 1).
    """

    center: Path
    pivots: Any
    ratios: Any
    coupling: Any
    schur: Any


class Mode(NamedTuple):
    """The Gaussian around the mode, and the Laplace evidence (N,)."""

    gaussian: Gaussian
    log_evidence: Any


class System(NamedTuple):
    """Gradient and Fisher information at a path.

    ``effects_slope`` (J + 1, N) and ``latent_slope`` (W, N); ``diagonal`` (W, N) and ``off`` (N,)
    of T; ``coupling`` B (W, J + 1, N) and ``corner`` C (N, J + 1, J + 1).
    """

    effects_slope: Any
    latent_slope: Any
    diagonal: Any
    off: Any
    coupling: Any
    corner: Any


class Eliminated(NamedTuple):
    """A tridiagonal matrix by elimination: pivots (W, N), ratios off/pivot, T⁻¹·right (W, r, N)."""

    pivots: Any
    ratios: Any
    solved: Any


class Proposed(NamedTuple):
    """A path a setting and the log weight (N,) that corrects its proposal."""

    path: Path
    log_weight: Any


class Form(NamedTuple):
    """Mean and SD (N,) of a number that hangs on a path."""

    mean: Any
    sd: Any


def _precision(process: Process, weeks: int) -> tuple[Any, Any]:
    """Diagonal (W, N) and off-diagonal (N,) of the latent process's prior precision."""
    unit = 1 / ((1 - process.phi**2) * process.sd**2)
    inner = (1 + process.phi**2) * unit
    ends = xp.arange(weeks)[:, None]
    edge = (ends == 0) | (ends == weeks - 1)
    return xp.where(edge, unit, inner), -process.phi * unit


def _eliminate(diagonal: Any, off: Any, right: Any) -> Eliminated:
    """Solve T·x = right, (W, r, N)."""

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
    return Eliminated(pivots, ratios, xp.concatenate([solved, last[None]]))


def _system(target: Target, repeats: Any, path: Path, spread: Any = None) -> System:
    """Gradient and Fisher information of a path; the course by its week's mean.

    With ``spread``, the SD (W, N) of each week's log-odds, both are means over that spread.
    """
    series, course, prior, process = target
    effects, latent = path.effects.values, path.latent
    middle_odds = log_odds(series, course, path)
    nodes = ((0.0, 1.0),) if spread is None else NODES
    score, information = xp.zeros_like(middle_odds), xp.zeros_like(latent)
    middle, curvature = xp.zeros_like(latent), xp.zeros_like(latent)
    for node, share in nodes:
        eta = middle_odds if spread is None else middle_odds + node * spread[:, None]
        q, slope, variance = of_day(series, repeats, eta)
        score = score + share * series.seen * (series.y - q) * slope / variance
        information = information + share * (series.seen * slope**2 / variance).sum(1)
        m = 1 / (1 + xp.exp(-eta[:, WEEK // 2]))
        middle, curvature = middle + share * m, curvature + share * m * (1 - m)
    shrink = (1 - process.rho) / (1 + process.rho)
    counted = shrink * (series.yes + series.no)
    information = information + counted * curvature
    weekly = score.sum(1) + shrink * series.yes - counted * middle
    diagonal, off = _precision(process, len(latent))
    neighbors = xp.pad(latent[:-1], ((1, 0), (0, 0))) + xp.pad(latent[1:], ((0, 1), (0, 0)))
    latent_slope = weekly - diagonal * latent - off * neighbors
    relief_slope = -(score * course).sum((0, 1)) - (
        (weekly - score.sum(1)) * course[:, WEEK // 2]
    ).sum(0)
    design = _design(target, effects[0])
    column_slopes = (weekly * design.columns).sum(1)
    effects_slope = Effects.joined(column_slopes, relief_slope).values
    effects_slope = effects_slope - (effects - prior.mean.values[:, None]) / (
        prior.sd.values[:, None] ** 2
    )
    coupling = xp.moveaxis(information * design.values, 0, 1)
    corner = _products(coupling, xp.moveaxis(design.values, 0, 1))
    corner = corner + xp.diag(prior.sd.values**-2.0)
    return System(
        effects_slope=effects_slope,
        latent_slope=latent_slope,
        diagonal=diagonal + information,
        off=off,
        coupling=coupling,
        corner=corner,
    )


def _design(target: Target, like: Any) -> Effects:
    """What each fixed effect adds to a week's log-odds, (J + 1, W, N): relief by its week's mean.

    ``like`` (N,) gives the number of settings.
    """
    columns = target.series.columns + 0 * like
    return Effects.joined(columns, -target.course.mean(1) + 0 * like)


def _spread(target: Target, at: Gaussian) -> Any:
    """SD (W, N) of each week's log-odds in a Gaussian."""

    def up(below: Any, row: Any) -> tuple[Any, Any]:
        here = 1 / row[0] + row[1] ** 2 * below
        return here, here

    last = 1 / at.pivots[-1]
    _, inner = scan(up, last, (at.pivots[:-1], at.ratios[:-1]), reverse=True)
    own = xp.concatenate([inner, last[None]])
    design = _design(target, at.pivots[0]).values
    beyond = xp.moveaxis(design, 0, 1) - at.coupling
    solved = xp.linalg.solve(at.schur, xp.transpose(beyond, (2, 1, 0)))
    return xp.sqrt(own + (beyond * xp.transpose(solved, (2, 1, 0))).sum(1))


def _products(left: Any, right: Any) -> Any:
    """Σ_w left_wj·right_wk, (N, J, K)."""
    return xp.moveaxis((left[:, :, None] * right[:, None]).sum(0), 2, 0)


def _scoring_step(
    target: Target, repeats: Any, now: Gaussian, *, averaged: bool = False
) -> Gaussian:
    """One step of Fisher scoring, shortened where it is long.

    Args:
        target: what is sought the mode of.
        repeats: chance that a day repeats the last entry, (W, 7, N).
        now: where the step begins.
        averaged: whether slopes are means over the Gaussian's own spread.
    """
    effects, latent = now.center.effects.values, now.center.latent
    spread = _spread(target, now) if averaged else None
    system = _system(target, repeats, now.center, spread)
    right = xp.concatenate([system.latent_slope[:, None], system.coupling], 1)
    pivots, ratios, solved = _eliminate(system.diagonal, system.off, right)
    schur = system.corner - _products(system.coupling, solved[:, 1:])
    rest = system.effects_slope - (system.coupling * solved[:, :1]).sum(0)
    step = xp.linalg.solve(schur, rest.T[..., None])[..., 0].T
    toward = solved[:, 0] - (solved[:, 1:] * step).sum(1)
    largest = xp.maximum(xp.abs(step).max(0), xp.abs(toward).max(0))
    shorter = xp.minimum(1.0, 2.0 / largest)
    center = Path(Effects(effects + shorter * step), latent + shorter * toward)
    return Gaussian(center, pivots, ratios, coupling=solved[:, 1:], schur=schur)


@jit
def find_mode(target: Target, start: Path) -> Mode:
    """Mode of fixed effects and latent process for every setting, and the Laplace evidence.

    Args:
        target: of N settings.
        start: one path from which each search begins, effects (J + 1,) and latent (W,).
    """
    weeks, settings = target.course.shape[0], target.process.sd.shape[0]
    size = len(target.prior.mean.values)
    center = Path(
        Effects(start.effects.values[:, None] + xp.zeros((size, settings))),
        start.latent[:, None] + xp.zeros((weeks, settings)),
    )
    blank = Gaussian(
        center,
        pivots=xp.ones((weeks, settings)),
        ratios=xp.ones((weeks, settings)),
        coupling=xp.zeros((weeks, size, settings)),
        schur=xp.zeros((settings, size, size)),
    )
    repeats = repeating(target.series, target.process.rho)
    gaussian = repeat(SCORING_STEPS, lambda now: _scoring_step(target, repeats, now), blank)
    joint = log_joint(target, gaussian.center)
    volume = 0.5 * xp.log(gaussian.pivots).sum(0) + 0.5 * xp.linalg.slogdet(gaussian.schur)[1]
    return Mode(gaussian, joint - volume)


@jit
def centered(target: Target, at: Gaussian) -> Gaussian:
    """The Gaussian nearest the posterior on the whole: slopes averaged over its own spread.

    Near all or no headache days the posterior leans, and a Gaussian at its mode proposes badly.
    """
    repeats = repeating(target.series, target.process.rho)
    return repeat(
        CENTERING_STEPS, lambda now: _scoring_step(target, repeats, now, averaged=True), at
    )


@jit
def propose(target: Target, at: Gaussian, z: Any, chi: Any) -> Proposed:
    """One path a setting from the Gaussian, heavier tails for the fixed effects.

    Args:
        target: whose exact joint density weighs the path.
        at: the Gaussian.
        z: standard normal numbers, (J + 1 + W, N).
        chi: chi-square of EFFECTS_FREEDOM over it, (N,).
    """
    size = len(target.prior.mean.values)
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
    path = Path(
        Effects(at.center.effects.values + moved),
        at.center.latent + free - (at.coupling * moved).sum(1),
    )
    log_heavy = -0.5 * (EFFECTS_FREEDOM + size) * xp.log1p((heavy**2).sum(0) / EFFECTS_FREEDOM)
    log_free = -0.5 * (z[size:] ** 2).sum(0) + 0.5 * xp.log(at.pivots).sum(0)
    log_proposal = log_heavy + xp.log(xp.abs(xp.diagonal(root, axis1=1, axis2=2))).sum(1)
    joint = log_joint(target, path)
    return Proposed(path, joint - log_proposal - log_free + _normal_over_t(size))


def _normal_over_t(size: int) -> float:
    """Normal over t normalizing constant in so many dimensions, so that weights of both add up."""
    return float(
        -special.gammaln((EFFECTS_FREEDOM + size) / 2)
        + special.gammaln(EFFECTS_FREEDOM / 2)
        + 0.5 * size * np.log(EFFECTS_FREEDOM / 2)
    )


@jit
def weighted_sum(target: Target, at: Gaussian, treated: Any, untreated: Any) -> Form:
    """Mean and SD (N,) of Σ_t u_t·p₀(t) − v_t·p₁(t) in a Gaussian, by the delta method.

    Args:
        target: gives the design and the course.
        at: the Gaussian.
        treated: weights v of days, (W, 7, N or 1).
        untreated: weights u of days, (W, 7, N or 1).
    """
    series, course = target.series, target.course
    eta = log_odds(series, course, at.center)
    free = log_odds(series, 0 * course, at.center)
    p1, p0 = 1 / (1 + xp.exp(-eta)), 1 / (1 + xp.exp(-free))
    value = (untreated * p0 - treated * p1).sum((0, 1))
    own = treated * p1 * (1 - p1)
    by_week = (untreated * p0 * (1 - p0) - own).sum(1)
    by_column = (series.columns * by_week).sum(1)
    by_effect = Effects.joined(by_column, (own * course).sum((0, 1))).values
    return Form(value, xp.sqrt(_quadratic(at, by_effect, by_week)))


def _quadratic(at: Gaussian, by_effect: Any, by_week: Any) -> Any:
    """Variance (N,) of a linear form of fixed effects (J + 1, N) and latent process (W, N)."""

    def down(above: Any, row: Any) -> tuple[Any, Any]:
        here = row[0] - row[1] * above
        return here, here

    _, rest = scan(down, by_week[0], (by_week[1:], at.ratios[:-1]))
    reduced = xp.concatenate([by_week[:1], rest])
    beyond = by_effect - (at.coupling * by_week[:, None]).sum(0)
    solved = xp.linalg.solve(at.schur, beyond.T[..., None])[..., 0]
    return (reduced**2 / at.pivots).sum(0) + (beyond.T * solved).sum(1)
