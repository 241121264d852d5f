"""Many patients of one trial together: the hierarchical model of visit scores.

    score_it = ȳ + α + covariates + site_j − c·exp(−t/τ) − g_i·y_i0·R_i(t) + d_a(t) + ε_it
    g_i ~ N(g, s_g²)    R_i(t): relief of the simulated course of a patient of the population
    d_a ~ GP(0, s_d², 6 weeks) per toxin arm    ε: continuous-time AR(1) plus independent noise

y_i0 is the baseline score: the involuntary pull is a share of it. R_i differs between patients in
the quantities of `ensemble.movable`, whose means and spreads are parameters; the courses of a
population enter by their mean and covariance, so given the parameters everything else is linear and
Gaussian and is integrated exactly. d_a is what the mechanism cannot reproduce: it keeps the
intervals honest where the model is wrong, and is reported.

Arrays lead with K populations, then N patients, V visits, P coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.stats import gaussian
from wearoff.stats.importance import log_normal
from wearoff.trial.covariates import baseline_columns, covariates
from wearoff.trial.parameters import Unknowns, response_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wearoff.measures import Scale
    from wearoff.records import Array, Trial
    from wearoff.trial.ensemble import Ensemble
    from wearoff.trial.parameters import Parameters

DISCREPANCY_WEEKS = 6.0
"""Correlation length of what the mechanism leaves over, weeks."""
CHUNK = 64


class FixedEffects(NamedTuple):
    """Which columns of the design are which effect; the last are visits within toxin arms."""

    level: slice
    baseline: slice
    covariates: slice
    site: slice
    expectation: slice
    unexplained: slice


@dataclass(frozen=True)
class Relief:
    """Relief in K populations: mean (K, arms, V) and second moment (K, arms, V, V) at visits.

    ``effective`` (K,) is how many ensemble patients stand behind them, by Kish.
    """

    mean: Array
    second: Array
    effective: Array


@dataclass(frozen=True, kw_only=True)
class Likelihood:
    """The scores of K populations: mean + design·b + N(0, covariance), b ~ N(0, variance).

    ``design`` (K, N, V, P) is zero and ``covariance`` (K, N, V, V) the identity where a visit was
    missed; ``mean`` (K, N, V) is the toxin's part, ``variance`` is (K, P).
    """

    design: Array
    mean: Array
    covariance: Array
    variance: Array
    relief: Relief


@dataclass(frozen=True, kw_only=True)
class Block:
    """Everything known of some populations: their likelihood, and its linear part solved."""

    likelihood: Likelihood
    residual: Array
    each: gaussian.Sums
    solved: gaussian.Posterior


class TrialModel:
    """The trial's likelihood over its `unknowns`, standardized to prior mean 0 and SD 1."""

    def __init__(self, trial: Trial, ensemble: Ensemble, scale: Scale) -> None:
        """Precompute designs; patients must come sorted by fold if folds are asked for."""
        self.trial = trial
        self.scale = scale
        self.ensemble = ensemble
        self.seen = np.isfinite(trial.scores)
        self.mean_baseline = float(trial.baseline.mean())
        self.score_sd = float(trial.baseline.std()) or 1.0
        self.days = np.round(7 * trial.weeks).astype(int)
        response = response_of(scale, self.mean_baseline)
        self.unknowns = Unknowns(response, ensemble.quantities, self.score_sd)
        self.toxin = [k for k, arm in enumerate(trial.arms) if arm.units > 0]
        self.of_patient, self.effects = self._columns()
        self.apart = np.abs(trial.weeks[:, None] - trial.weeks)
        self.smooth = np.linalg.cholesky(
            np.exp(-self.apart / DISCREPANCY_WEEKS) + 1e-9 * np.eye(len(self.apart))
        )

    def _columns(self) -> tuple[Array, FixedEffects]:
        """Columns that do not differ between visits (N, P'), and the places of all."""
        trial = self.trial
        patients, visits = trial.scores.shape
        blocks = [np.ones((patients, 1)), baseline_columns(trial), covariates(trial)]
        site = np.zeros((patients, 0))
        if trial.site is not None:
            site = (np.array(trial.site)[:, None] == np.array(sorted(set(trial.site)))).astype(
                float
            )
        blocks.append(site)
        widths = [*(block.shape[1] for block in blocks), 1, len(self.toxin) * visits]
        ends = np.cumsum(widths).tolist()
        effects = FixedEffects(*map(slice, [0, *ends[:-1]], ends))
        return np.concatenate(blocks, 1), effects

    @cached_property
    def start(self) -> Array:
        """The prior center, in standardized units, (unknowns,)."""
        return np.zeros(len(self.unknowns))

    @cached_property
    def _flat_ensemble(self) -> Array:
        relief = self.ensemble.relief[:, :, self.days]
        second = relief[..., :, None] * relief[..., None, :]
        people = len(relief)
        return np.concatenate([relief.reshape(people, -1), second.reshape(people, -1)], 1)

    def relief(self, given: Parameters) -> Relief:
        """Mean and second moment of relief at the visits, by population."""
        weights = self.ensemble.weights(given.movable_mean, given.movable_spread)
        flat = weights @ self._flat_ensemble
        arms, visits = len(self.trial.arms), len(self.days)
        return Relief(
            flat[:, : arms * visits].reshape(-1, arms, visits),
            flat[:, arms * visits :].reshape(-1, arms, visits, visits),
            1 / (weights**2).sum(1),
        )

    def daily_relief(self, given: Parameters) -> Array:
        """Mean relief of populations by day.

        Args:
            given: Parameters of K populations.

        Returns:
            (K, arms, days), from 0 to 1, before the response of the score to it.
        """
        weights = self.ensemble.weights(given.movable_mean, given.movable_spread)
        people, arms, days = self.ensemble.relief.shape
        return (weights @ self.ensemble.relief.reshape(people, -1)).reshape(-1, arms, days)

    def likelihood(self, given: Parameters) -> Likelihood:
        """Distribution of the scores of every patient in each population.

        A patient's covariance is what differs between patients in g and in relief, times the
        baseline score squared, plus the scores' own wandering and noise.
        """
        trial = self.trial
        relief = self.relief(given)
        response = given.response[:, None, None]
        severity = trial.baseline
        mean = -response * severity[:, None] * relief.mean[:, trial.arm]
        square = (given.response**2 + given.response_spread**2)[:, None, None, None]
        between = square * relief.second
        between -= (given.response**2)[:, None, None, None] * (
            relief.mean[..., :, None] * relief.mean[..., None, :]
        )
        noise = given.residual_sd[:, None, None] ** 2 * (
            given.residual_correlation[:, None, None] ** self.apart
        )
        noise = noise + given.noise_sd[:, None, None] ** 2 * np.eye(len(self.apart))
        covariance = noise[:, None] + severity[:, None, None] ** 2 * between[:, trial.arm]
        both = self.seen[:, :, None] & self.seen[:, None]
        return Likelihood(
            design=self._design(given),
            mean=mean,
            covariance=np.where(both, covariance, np.eye(len(self.apart))),
            variance=self._variance(given),
            relief=relief,
        )

    def _design(self, given: Parameters) -> Array:
        patients, visits = self.seen.shape
        leading = (given.count, patients, visits)
        fade = np.exp(-self.trial.weeks / given.fade_weeks[:, None])
        blocks = [
            np.broadcast_to(self.of_patient[:, None], (*leading, self.of_patient.shape[1])),
            np.broadcast_to(fade[:, None, :, None], (*leading, 1)),
        ]
        size = given.unexplained_sd[:, None, None, None]
        for arm in self.toxin:
            own = (self.trial.arm == arm)[:, None, None] * self.smooth
            blocks.append(size * own)
        return np.concatenate(blocks, -1) * self.seen[..., None]

    def _variance(self, given: Parameters) -> Array:
        """Prior variance (K, P) of the coefficients, points squared."""
        effects, s = self.effects, self.score_sd
        variance = np.ones((given.count, effects.unexplained.stop))
        variance[:, effects.level] = (3 * s) ** 2
        variance[:, effects.baseline] = (2 * s) ** 2
        variance[:, effects.covariates] = (0.3 * s) ** 2
        variance[:, effects.site] = given.site_sd[:, None] ** 2
        variance[:, effects.expectation] = (0.6 * s) ** 2
        return variance

    def unexplained(self, coefficients: Array, given: Parameters) -> Array:
        """What the mechanism leaves over of each toxin arm at each visit.

        Args:
            coefficients: (K, P).
            given: Parameters of K populations.

        Returns:
            Points, (K, toxin arms, V).
        """
        raw = coefficients[:, self.effects.unexplained]
        raw = raw.reshape(len(raw), len(self.toxin), len(self.days))
        return given.unexplained_sd[:, None, None] * (raw @ self.smooth.T)

    def residual(self, mean: Array) -> Array:
        """Scores less the mean baseline and the toxin's part.

        Args:
            mean: The toxin's part, (K, N, V) points.

        Returns:
            Points, (K, N, V); zero where a visit was missed.
        """
        centered = np.where(self.seen, self.trial.scores, 0.0) - self.mean_baseline
        return np.where(self.seen, centered - mean, 0.0)

    def log_prior(self, z: Array) -> Array:
        """Log density of the prior: standard normal.

        Args:
            z: Standardized parameters, (K, D).

        Returns:
            (K,).
        """
        return log_normal(z)

    def blocks(self, z: Array) -> Iterator[Block]:
        """The linear part solved, for `CHUNK` populations at a time, which bounds the memory.

        Args:
            z: Standardized parameters, (K, D).
        """
        for start in range(0, len(z), CHUNK):
            found = self.likelihood(self.unknowns.read(z[start : start + CHUNK]))
            residual = self.residual(found.mean)
            each = gaussian.per_patient(found.design, residual, found.covariance, self.seen)
            whole = gaussian.solve(each.over(1), found.variance)
            yield Block(likelihood=found, residual=residual, each=each, solved=whole)

    def log_density(self, z: Array, keep: Array | None = None) -> Array:
        """Unnormalized log posterior, the coefficients integrated out.

        Args:
            z: Standardized parameters, (K, D).
            keep: Mask of patients, (N,); None for all.

        Returns:
            (K,).
        """
        evidence: list[Array] = []
        for block in self.blocks(z):
            solved = block.solved
            if keep is not None:
                kept = block.each.only(keep).over(1)
                solved = gaussian.solve(kept, block.likelihood.variance)
            evidence.append(solved.log_evidence)
        return np.concatenate(evidence) + self.log_prior(z)


@dataclass(frozen=True)
class Folded:
    """For every draw: log evidence ratio without each fold, and held-out density per patient."""

    log_evidence_without: Array
    log_predictive: Array


def leave_folds_out(model: TrialModel, z: Array, folds: Array) -> Folded:
    """Held-out densities of every patient for every draw; patients must be sorted by fold.

    Args:
        model: The trial's.
        z: Standardized parameters, (K, D).
        folds: Fold of each patient, (N,).

    Returns:
        Log evidence ratios (K, folds) and densities (K, N).
    """
    starts = np.searchsorted(folds, np.unique(folds))
    place = np.unique(folds, return_inverse=True)[1]
    ratios: list[Array] = []
    densities: list[Array] = []
    for block in model.blocks(z):
        found = block.likelihood
        rest = gaussian.solve(
            block.each.over(1).without(block.each.by_fold(starts)), found.variance[:, None]
        )
        ratios.append(rest.log_evidence - block.solved.log_evidence[:, None])
        own = gaussian.Posterior(rest.log_evidence, rest.mean[:, place], rest.covariance[:, place])
        densities.append(
            gaussian.log_predictive(found.design, block.residual, found.covariance, model.seen, own)
        )
    return Folded(np.concatenate(ratios), np.concatenate(densities))
