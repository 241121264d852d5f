"""The Gaussian around the mode of fixed effects and latent process, and paths drawn from it.

Given σ, τ, ρ and the course, Fisher scoring finds the mode of (β, x): the precision is a
tridiagonal block T of the latent process, coupled to a small dense block of the fixed effects,

    [ C  Bᵀ ]        S = C − Bᵀ·T⁻¹·B the Schur complement,  log|precision| = log|S| + Σ log pivots
    [ B  T  ]

The Gaussian proposes paths, and so does that under a wider prior of relief; the exact joint density
corrects both together. Arrays end with an axis of N settings; weeks W and days (W, 7) come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import gammaln

from wearoff.diary.posterior.fixed_effects import RELIEF, Effects
from wearoff.diary.posterior.likelihood import (
    FARTHEST,
    Path,
    Process,
    Target,
    chance,
    levels,
    log_joint,
    relieved,
)
from wearoff.diary.posterior.slopes import slopes
from wearoff.diary.posterior.vectors import vectors
from wearoff.stats import definite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.fixed_effects import EffectsPrior
    from wearoff.records import Array

SCORING_STEPS = 4
"""Fisher scoring steps from a start near the mode."""
CENTERING_STEPS = 3
"""Steps from the mode to the middle."""
EFFECTS_FREEDOM = 5
"""Degrees of freedom of the proposal of the fixed effects: heavier tails than the posterior's."""

QUIET = np.errstate(over="ignore", divide="ignore", invalid="ignore")
"""Settings far out may overflow; what is no number there has no weight."""


class Gaussian(NamedTuple):
    """A Gaussian of fixed effects and latent process around ``center``, by its precision.

    ``pivots`` and ``ratios`` (W, N) of T by elimination from the first week on, ``coupling``
    T⁻¹·B (J + 1, W, N), ``root`` L (J + 1, J + 1, N) with S = L·Lᵀ.
    """

    center: Path
    pivots: Array
    ratios: Array
    coupling: Array
    root: Array

    @property
    def effects_sd(self) -> Effects:
        """SD of each fixed effect, (J + 1, N)."""
        size = len(self.root)
        unit = np.zeros((size, *self.root.shape[1:]))
        unit[np.arange(size), np.arange(size)] = 1.0
        return Effects(np.sqrt((definite.solve_lower(self.root, unit) ** 2).sum(0)))


class Mode(NamedTuple):
    """The Gaussian around the mode, and the Laplace evidence (N,)."""

    gaussian: Gaussian
    log_evidence: Array


class System(NamedTuple):
    """Gradient and Fisher information at a path.

    ``effects_slope`` (J + 1, N); ``diagonal`` (W, N) and ``off`` (N,) of T; ``right`` what T is
    solved for, (J + 2, W, N): the slope of the latent process, then B.
    """

    effects_slope: Array
    diagonal: Array
    off: Array
    right: Array

    @property
    def coupling(self) -> Array:
        """B (J + 1, W, N)."""
        return self.right[1:]


class Proposed(NamedTuple):
    """A path a setting and the log weight (N,) that corrects its proposal."""

    path: Path
    log_weight: Array


class Part(NamedTuple):
    """A Gaussian of which a share of the paths is proposed."""

    share: float
    of: Gaussian

    def log_density(self, effects: Array) -> Array:
        """Log of its share of the density (N,) of fixed effects (J + 1, N), without constants."""
        size = len(self.of.root)
        away = effects - self.of.center.effects.values
        z = np.einsum("jkn,jn->kn", self.of.root, away)
        tail = -0.5 * (EFFECTS_FREEDOM + size) * np.log1p((z**2).sum(0) / EFFECTS_FREEDOM)
        return np.log(self.share) + tail + 0.5 * definite.log_determinant(self.of.root)


class Form(NamedTuple):
    """Mean and SD (N,) of a number that hangs on a path."""

    mean: Array
    sd: Array


def _precision(process: Process, weeks: int) -> tuple[Array, Array]:
    """Diagonal (W, N) and off-diagonal (N,) of the latent process's prior precision."""
    unit = 1 / ((1 - process.phi**2) * process.sd**2)
    diagonal = np.tile((1 + process.phi**2) * unit, (weeks, 1))
    diagonal[[0, -1]] = unit
    return diagonal, -process.phi * unit


def eliminate(diagonal: Array, off: Array, right: Array) -> tuple[Array, Array, Array]:
    """Pivots and ratios (W, N) of a tridiagonal T, and T⁻¹·right (r, W, N)."""
    fast = vectors(right)
    if fast:
        return fast.eliminate(diagonal, off, right)
    pivots, ratios, right = diagonal.copy(), np.empty_like(diagonal), right.copy()
    for week in range(1, len(pivots)):
        ratio = np.divide(off, pivots[week - 1], out=ratios[week - 1])
        pivots[week] -= ratio * off
        right[:, week] -= ratio * right[:, week - 1]
    np.divide(off, pivots[-1], out=ratios[-1])
    right /= pivots
    return pivots, ratios, _back(right, ratios)


def back(rows: Array, ratios: Array) -> Array:
    """Rows (W, N) from the last week to the first: each less its ratio times the one after it."""
    fast = vectors(rows)
    return fast.back(rows, ratios) if fast else _back(rows.copy(), ratios)


def _back(rows: Array, ratios: Array) -> Array:
    """The same of (..., W, N) by NumPy, in place."""
    for week in range(len(ratios) - 2, -1, -1):
        rows[..., week, :] -= ratios[week] * rows[..., week + 1, :]
    return rows


def _system(target: Target, path: Path, spread: Array | None) -> System:
    """Gradient and Fisher information of a path; the course by its week's mean."""
    prior, effects, latent = target.prior, path.effects.values, path.latent
    score, information, relief = slopes(target, path, spread)
    diagonal, off = _precision(target.process, len(latent))
    right = np.empty((len(effects) + 1, *score.shape))
    latent_slope = np.subtract(score, diagonal * latent, out=right[0])
    latent_slope[1:] -= off * latent[:-1]
    latent_slope[:-1] -= off * latent[1:]
    np.multiply(information, target.design, out=right[1:])
    variance = prior.sd.values[:, None] ** 2
    effects_slope = Effects.joined(target.series.columns @ score, -relief).values
    effects_slope -= (effects - prior.mean.values[:, None]) / variance
    return System(
        effects_slope=effects_slope, diagonal=diagonal + information, off=off, right=right
    )


def _spread(target: Target, at: Gaussian) -> Array:
    """SD (W, N) of each week's log-odds in a Gaussian."""
    own = back(1 / at.pivots, -(at.ratios**2))
    beyond = definite.solve_lower(at.root, target.design - at.coupling)
    return np.sqrt(own + np.einsum("jwn,jwn->wn", beyond, beyond))


def _scoring_step(target: Target, now: Gaussian, *, averaged: bool = False) -> Gaussian:
    """One step of Fisher scoring, shortened where it is long.

    Args:
        target: what is sought the mode of.
        now: where the step begins.
        averaged: whether slopes are means over the Gaussian's own spread.
    """
    effects, latent = now.center.effects.values, now.center.latent
    spread = _spread(target, now) if averaged else None
    system = _system(target, now.center, spread)
    pivots, ratios, solved = eliminate(system.diagonal, system.off, system.right)
    alone, coupling = solved[0], solved[1:]
    # C − Bᵀ·T⁻¹·B, where C is that of the prior and Bᵀ times the design
    schur = np.einsum("jwn,kwn->jkn", system.coupling, target.design - coupling)
    schur += np.diag(target.prior.sd.values**-2.0)[..., None]
    root = definite.cholesky(schur)
    rest = system.effects_slope - np.einsum("jwn,wn->jn", system.coupling, alone)
    step = definite.solve(root, rest)
    toward = alone - np.einsum("jwn,jn->wn", coupling, step)
    largest = np.maximum(np.abs(step).max(0), np.abs(toward).max(0))
    shorter = np.minimum(1.0, 2.0 / largest)
    center = Path(Effects(effects + shorter * step), latent + shorter * toward)
    return Gaussian(center, pivots, ratios, coupling, root)


@QUIET
def find_mode(target: Target, start: Path) -> Mode:
    """Mode of fixed effects and latent process for every setting, and the Laplace evidence.

    Args:
        target: of N settings.
        start: one path from which each search begins, effects (J + 1,) and latent (W,), or longer.
    """
    settings = np.zeros_like(target.process.sd)
    effects = Effects(start.effects.values[:, None] + settings)
    blank = np.empty(0)
    latent = start.latent[: len(target.course), None] + settings
    now = Gaussian(Path(effects, latent), blank, blank, blank, blank)
    for _ in range(SCORING_STEPS):
        now = _scoring_step(target, now)
    volume = 0.5 * np.log(now.pivots).sum(0) + 0.5 * definite.log_determinant(now.root)
    return Mode(now, log_joint(target, now.center) - volume)


@QUIET
def centered(target: Target, at: Gaussian) -> Gaussian:
    """The Gaussian nearest the posterior on the whole: slopes averaged over its own spread.

    Near all or no headache days the posterior leans, and a Gaussian at its mode proposes badly.
    """
    for _ in range(CENTERING_STEPS):
        at = _scoring_step(target, at, averaged=True)
    return at


@QUIET
def lengthened(at: Gaussian, process: Process, weeks: int) -> Gaussian:
    """A Gaussian with later weeks, of which nothing is told: they follow from the last that is.

    Args:
        at: of the first weeks.
        process: by which weeks follow each other.
        weeks: how many there are then.
    """
    known = len(at.pivots)
    if known == weeks:
        return at
    prior, off = _precision(process, weeks)
    pivots = np.concatenate([at.pivots, prior[known:]])
    ratios = np.concatenate([at.ratios, np.empty_like(prior[known:])])
    pivots[known - 1] += prior[known - 1] - prior[-1]  # it was the last, and is no more
    for week in range(known, weeks):
        ratios[week - 1] = off / pivots[week - 1]
        pivots[week] -= ratios[week - 1] * off
    ratios[-1] = off / pivots[-1]
    fading = process.phi ** np.arange(1, weeks - known + 1)[:, None]
    (effects, latent), coupling = at.center, at.coupling
    latent = np.concatenate([latent, fading * latent[-1]])
    coupling = np.concatenate([coupling, fading * coupling[:, -1:]], axis=1)
    return Gaussian(Path(effects, latent), pivots, ratios, coupling, at.root)


@QUIET
def under(at: Gaussian, prior: EffectsPrior, other: EffectsPrior) -> Gaussian:
    """The Gaussian under a prior of relief R with another SD, by one Newton step from its center.

        S' = S + δ·e·eᵀ        S'·Δβ = δ·(m − R)·e        δ = 1/s'² − 1/s²        e: relief's axis

    Given the fixed effects the latent process is as before.

    Args:
        at: the Gaussian under ``prior``.
        prior: of which s is the SD of relief, and m its mean.
        other: of which s' is; its mean is the same.
    """
    more = other.sd.relief**-2 - prior.sd.relief**-2
    schur = np.einsum("jkn,lkn->jln", at.root, at.root)
    schur[RELIEF, RELIEF] += more
    root = definite.cholesky(schur)
    (effects, latent), slope = at.center, np.zeros_like(at.center.effects.values)
    slope[RELIEF] = more * (prior.mean.relief - effects.relief)
    step = definite.solve(root, slope)
    moved = latent - np.einsum("jwn,jn->wn", at.coupling, step)
    return at._replace(center=Path(Effects(effects.values + step), moved), root=root)


@QUIET
def propose(target: Target, parts: Sequence[Part], place: int, z: Array, chi: Array) -> Proposed:
    """One path a setting from a part of a proposal, heavier tails for the fixed effects.

    A path is weighed by the density of all parts together, which no part alone can make too small.
    They differ in the fixed effects only: given those, the latent process is the same in all.

    Args:
        target: whose exact joint density weighs the path; later weeks of the Gaussian tell nothing.
        parts: of the proposal; their shares sum to one.
        place: of the part from which the paths come.
        z: standard normal numbers, (J + 1 + W, N).
        chi: chi-square of EFFECTS_FREEDOM over it, (N,).
    """
    at = parts[place].of
    size = len(at.root)
    moved = definite.solve_transposed(at.root, z[:size] / np.sqrt(chi))
    free = back(z[size:] / np.sqrt(at.pivots), at.ratios)
    path = Path(
        Effects(at.center.effects.values + moved),
        at.center.latent + free - np.einsum("jwn,jn->wn", at.coupling, moved),
    )
    log_effects = np.logaddexp.reduce([part.log_density(path.effects.values) for part in parts])
    log_free = -0.5 * (z[size:] ** 2).sum(0) + 0.5 * np.log(at.pivots).sum(0)
    joint = log_joint(target, path)
    return Proposed(path, joint - log_effects - log_free + _normal_over_t(size))


def _normal_over_t(size: int) -> float:
    """Normal over t normalizing constant in so many dimensions, so that weights of both add up."""
    return float(
        -gammaln((EFFECTS_FREEDOM + size) / 2)
        + gammaln(EFFECTS_FREEDOM / 2)
        + 0.5 * size * np.log(EFFECTS_FREEDOM / 2)
    )


@QUIET
def weighted_sum(target: Target, at: Gaussian, treated: Array, untreated: Array) -> Form:
    """Mean and SD (N,) of Σ_t u_t·p₀(t) − v_t·p₁(t) in a Gaussian, by the delta method.

    Args:
        target: gives the design and the course.
        at: the Gaussian.
        treated: weights v of days, (W, 7, N or 1).
        untreated: weights u of days, (W, 7, N or 1).
    """
    series, course, path = target.series, target.course, at.center
    level = levels(series, path)
    p0 = chance(np.clip(level, -FARTHEST, FARTHEST))
    p1 = chance(relieved(level, course, path.effects.relief))
    slope = treated * p1
    value = untreated.sum(1) * p0 - slope.sum(1)
    slope *= 1 - p1
    by_week = untreated.sum(1) * p0 * (1 - p0) - slope.sum(1)
    by_column = series.columns @ by_week
    by_effect = Effects.joined(by_column, np.einsum("wdn,wdn->n", slope, course)).values
    return Form(value.sum(0), np.sqrt(_quadratic(at, by_effect, by_week)))


def _quadratic(at: Gaussian, by_effect: Array, by_week: Array) -> Array:
    """Variance (N,) of a linear form of fixed effects (J + 1, N) and latent process (W, N)."""
    reduced = by_week.copy()
    for week in range(1, len(reduced)):
        reduced[week] -= at.ratios[week - 1] * reduced[week - 1]
    beyond = by_effect - np.einsum("jwn,wn->jn", at.coupling, by_week)
    return (reduced**2 / at.pivots).sum(0) + (definite.solve_lower(at.root, beyond) ** 2).sum(0)
