"""Many patients of one trial together: the hierarchical model of visit scores.

    score_it = ȳ + α + covariates + site_j − c·exp(−t/τ) − g_i·y_i0·R_i(t) + d_a(t) + ε_it
    g_i ~ N(g, s_g²)    R_i(t): relief of the simulated course of a patient of the population
    d_a ~ GP(0, s_d², 6 weeks) per toxin arm    ε: continuous-time AR(1) plus independent noise

y_i0 is the baseline score: the involuntary pull is a share of it. R_i differs between patients in
the quantities of `ensembles.movable`, whose means and spreads are parameters; the courses of a
population enter by their mean and covariance, so given the parameters everything else is linear and
Gaussian and is integrated exactly. d_a is what the mechanism cannot reproduce: it keeps the
intervals honest where the model is wrong, and is reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from scipy.special import expit

from wearoff.evidence import rows
from wearoff.simulation.populations import normal_scale
from wearoff.stats import gaussian, splines
from wearoff.trial.ensemble import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wearoff.records import Array, Trial
    from wearoff.trial.ensemble import Ensemble

DISCREPANCY_WEEKS = 6.0
"""Correlation length of what the mechanism leaves over, weeks."""
MODEST, WIDE = 0.5, 0.7
"""Prior SDs of logarithms of spreads."""
CHUNK = 64


@dataclass(frozen=True)
class Unknown:
    """A parameter of the trial: prior center and SD, and how it is shown (log or as it is)."""

    name: str
    center: float
    sd: float
    scale: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Moments:
    """Mean (K, arms, visits) and second moment (K, arms, visits, visits) of relief."""

    mean: Array
    second: Array
    effective: Array


class TrialModel:
    """The trial's likelihood over its `unknowns`, standardized to prior mean 0 and SD 1."""

    def __init__(self, trial: Trial, ensemble: Ensemble, response_row: str) -> None:
        """Precompute designs; patients must come sorted by fold if folds are asked for."""
        self.trial = trial
        self.ensemble = ensemble
        self.seen = np.isfinite(trial.scores)
        self.mean_baseline = float(trial.baseline.mean())
        self.spread = float(trial.baseline.std()) or 1.0
        self.days = np.round(7 * trial.weeks).astype(int)
        self.unknowns = self._unknowns(response_row)
        self.index = {u.name: k for k, u in enumerate(self.unknowns)}
        self.fixed = self._fixed()
        self.toxin = [k for k, arm in enumerate(trial.arms) if arm.units > 0]
        apart = np.abs(trial.weeks[:, None] - trial.weeks)
        self.apart = apart
        self.smooth = np.linalg.cholesky(
            np.exp(-apart / DISCREPANCY_WEEKS) + 1e-9 * np.eye(len(apart))
        )

    def _unknowns(self, response_row: str) -> list[Unknown]:
        response = rows.get(response_row)
        center, sd = normal_scale(response)
        fade = quantity("expectation_fade_time")
        s = self.spread
        movable = self.ensemble.quantities
        return [
            Unknown(response_row, center, sd, "plain", "share", response.meaning),
            Unknown(
                "response_spread",
                np.log(0.5 * center),
                WIDE,
                "log",
                "share",
                "SD of that share between patients",
            ),
            *(
                Unknown(q.row, q.center, q.sd, "log", rows.get(q.row).unit, rows.get(q.row).meaning)
                for q in movable
            ),
            *(
                Unknown(
                    f"{q.row}_spread",
                    np.log(0.3),
                    MODEST,
                    "log",
                    "share",
                    f"SD between patients of the logarithm of {q.row}",
                )
                for q in movable
            ),
            Unknown(
                "expectation_fade_time",
                fade.center,
                fade.sd,
                "log",
                "week",
                rows.get("expectation_fade_time").meaning,
            ),
            Unknown(
                "residual_sd",
                np.log(0.8 * s),
                MODEST,
                "log",
                "score_point",
                "SD of the wandering part of a patient's scores",
            ),
            Unknown(
                "residual_correlation",
                2.0,
                1.0,
                "logit",
                "share",
                "correlation of that part a week apart",
            ),
            Unknown(
                "noise_sd",
                np.log(0.2 * s),
                WIDE,
                "log",
                "score_point",
                "SD of the independent part of a score",
            ),
            Unknown("site_sd", np.log(0.2 * s), WIDE, "log", "score_point", "SD between sites"),
            Unknown(
                "unexplained_sd",
                np.log(0.15 * s),
                WIDE,
                "log",
                "score_point",
                "SD of an arm's course around what the mechanism gives",
            ),
        ]

    def _fixed(self) -> Array:
        """Columns a patient: intercept, baseline, covariates, sites."""
        trial = self.trial
        columns = [np.ones((len(trial.patients), 1)), splines.baseline_columns(trial)]
        columns.append(splines.covariates(trial))
        self.sites = sorted(set(trial.site or []))
        if trial.site is not None:
            columns.append((np.array(trial.site)[:, None] == np.array(self.sites)).astype(float))
        self.widths = [c.shape[1] for c in columns]
        return np.concatenate(columns, 1)

    @cached_property
    def start(self) -> Array:
        """The prior center, in standardized units."""
        return np.zeros(len(self.unknowns))

    def natural(self, z: Array) -> Array:
        """Parameters on their working scale (log, logit or plain) from standardized ones."""
        center = np.array([u.center for u in self.unknowns])
        sd = np.array([u.sd for u in self.unknowns])
        return center + sd * z

    def shown(self, z: Array) -> Array:
        """Parameters on the scale of their unit."""
        values = self.natural(z)
        for k, u in enumerate(self.unknowns):
            if u.scale == "log":
                values[:, k] = np.exp(values[:, k])
            elif u.scale == "logit":
                values[:, k] = expit(values[:, k])
        return values

    def population(self, psi: Array) -> tuple[Array, Array]:
        """Mean and spread (K, D) of the ensemble quantities."""
        names = [q.row for q in self.ensemble.quantities]
        mean = np.stack([psi[:, self.index[name]] for name in names], 1)
        spread = np.stack([np.exp(psi[:, self.index[f"{name}_spread"]]) for name in names], 1)
        return mean, spread

    @cached_property
    def _flat_ensemble(self) -> Array:
        relief = self.ensemble.relief[:, :, self.days]
        second = relief[..., :, None] * relief[..., None, :]
        people = len(relief)
        return np.concatenate([relief.reshape(people, -1), second.reshape(people, -1)], 1)

    def moments(self, psi: Array) -> Moments:
        """Mean and second moment of relief at the visits, by population."""
        weights = self.ensemble.weights(*self.population(psi))
        flat = weights @ self._flat_ensemble
        arms, visits = len(self.trial.arms), len(self.days)
        return Moments(
            flat[:, : arms * visits].reshape(-1, arms, visits),
            flat[:, arms * visits :].reshape(-1, arms, visits, visits),
            1 / (weights**2).sum(1),
        )

    def daily_relief(self, psi: Array) -> Array:
        """Mean relief (K, arms, days) of populations."""
        weights = self.ensemble.weights(*self.population(psi))
        people, arms, days = self.ensemble.relief.shape
        return (weights @ self.ensemble.relief.reshape(people, -1)).reshape(-1, arms, days)

    def parts(self, z: Array) -> tuple[Array, Array, Array, Array, Moments]:
        """Design, fixed mean, covariance (missed visits as identity), prior variance, moments."""
        psi = self.natural(z)
        get = {name: psi[:, k] for name, k in self.index.items()}
        trial, count = self.trial, len(psi)
        moments = self.moments(psi)
        gain = get[self.unknowns[0].name]
        gain_spread = np.exp(get["response_spread"])
        severity = trial.baseline
        relief = moments.mean[:, trial.arm]
        mean = -gain[:, None, None] * severity[:, None] * relief
        between = (gain**2 + gain_spread**2)[:, None, None, None] * moments.second
        between -= (gain**2)[:, None, None, None] * (
            moments.mean[..., :, None] * moments.mean[..., None, :]
        )
        noise = np.exp(get["residual_sd"])[:, None, None] ** 2 * (
            expit(get["residual_correlation"])[:, None, None] ** self.apart
        )
        noise = noise + np.exp(get["noise_sd"])[:, None, None] ** 2 * np.eye(len(self.apart))
        covariance = noise[:, None] + severity[:, None, None] ** 2 * between[:, trial.arm]
        both = self.seen[:, :, None] & self.seen[:, None]
        covariance = np.where(both, covariance, np.eye(len(self.apart)))
        return self._design(get, count), mean, covariance, self._variance(get, count), moments

    def _design(self, get: dict[str, Array], count: int) -> Array:
        patients, visits = self.seen.shape
        fade = np.exp(-self.trial.weeks / np.exp(get["expectation_fade_time"])[:, None])
        blocks = [
            np.broadcast_to(self.fixed[:, None], (count, patients, visits, self.fixed.shape[1])),
            np.broadcast_to(fade[:, None, :, None], (count, patients, visits, 1)),
        ]
        size = np.exp(get["unexplained_sd"])[:, None, None, None]
        for arm in self.toxin:
            own = (self.trial.arm == arm)[:, None, None] * self.smooth
            blocks.append(size * own)
        return np.concatenate(blocks, -1) * self.seen[..., None]

    def _variance(self, get: dict[str, Array], count: int) -> Array:
        intercept, baseline, covariates, *site = self.widths
        s = self.spread
        known = [(3 * s) ** 2] * intercept + [(2 * s) ** 2] * baseline
        known += [(0.3 * s) ** 2] * covariates
        blocks = [np.broadcast_to(np.array(known), (count, len(known)))]
        if site:
            of_site = np.exp(get["site_sd"])[:, None] ** 2
            blocks.append(np.broadcast_to(of_site, (count, site[0])))
        blocks.append(np.full((count, 1), (0.6 * s) ** 2))
        blocks.append(np.ones((count, len(self.toxin) * len(self.days))))
        return np.concatenate(blocks, 1)

    def residual(self, mean: Array) -> Array:
        """Scores less the mean baseline and every fixed part; zero where missed."""
        centered = np.where(self.seen, self.trial.scores, 0.0) - self.mean_baseline
        return np.where(self.seen, centered - mean, 0.0)

    def log_prior(self, z: Array) -> Array:
        """Standard normal in standardized units."""
        return stats.norm.logpdf(z).sum(1)

    def blocks(self, z: Array) -> Iterator[Block]:
        """The linear part solved, for a few draws at a time."""
        for start in range(0, len(z), CHUNK):
            chunk = z[start : start + CHUNK]
            x, mean, covariance, variance, moments = self.parts(chunk)
            residual = self.residual(mean)
            each = gaussian.per_patient(x, residual, covariance, self.seen)
            whole = gaussian.solve(each.over(1), variance)
            yield Block(chunk, x, mean, residual, covariance, variance, moments, each, whole)

    def log_density(self, z: Array, keep: Array | None = None) -> Array:
        """Unnormalized log posterior (K,) of standardized parameters (K, D), of patients kept."""
        evidence: list[Array] = []
        for block in self.blocks(z):
            solved = block.solved
            if keep is not None:
                solved = gaussian.solve(block.each.only(keep).over(1), block.variance)
            evidence.append(solved.log_evidence)
        return np.concatenate(evidence) + self.log_prior(z)


@dataclass(frozen=True)
class Block:
    """Everything known of some draws: design, mean, residual, covariance, and the solution."""

    z: Array
    x: Array
    mean: Array
    residual: Array
    covariance: Array
    variance: Array
    moments: Moments
    each: gaussian.Sums
    solved: gaussian.Posterior


@dataclass(frozen=True)
class Folded:
    """For every draw: log evidence ratio without each fold, and held-out density per patient."""

    log_evidence_without: Array
    log_predictive: Array


def leave_folds_out(model: TrialModel, z: Array, folds: Array) -> Folded:
    """Held-out densities of every patient for every draw; patients must be sorted by fold."""
    starts = np.searchsorted(folds, np.unique(folds))
    place = np.unique(folds, return_inverse=True)[1]
    ratios: list[Array] = []
    densities: list[Array] = []
    for block in model.blocks(z):
        rest = gaussian.solve(
            block.each.over(1).without(block.each.by_fold(starts)), block.variance[:, None]
        )
        ratios.append(rest.log_evidence - block.solved.log_evidence[:, None])
        own = gaussian.Posterior(rest.log_evidence, rest.mean[:, place], rest.covariance[:, place])
        densities.append(
            gaussian.log_predictive(block.x, block.residual, block.covariance, model.seen, own)
        )
    return Folded(np.concatenate(ratios), np.concatenate(densities))
