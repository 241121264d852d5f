"""The reference: generalized least squares with continuous-time AR(1), as published.

    score at weeks 2-16 ~ arm × spline of week + spline of baseline + spline of age × sex
    corr = ρ^|weeks apart|, one variance, by restricted likelihood

Harrell, Regression Modeling Strategies, 2nd ed., chapter 7; there with R's nlme. It knows nothing
of toxin: arms are free curves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import optimize
from scipy.special import expit

from wearoff.errors import InputError
from wearoff.stats import gaussian, splines
from wearoff.trial.covariates import baseline_columns, covariates, week_columns

if TYPE_CHECKING:
    from wearoff.records import Array, Trial


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Fitted GLS: correlation a week apart, SD in points, contrasts and their standard errors.

    ``contrasts`` and ``errors`` are (arms − 1, visits), each arm less the first, points.
    """

    rho: float
    sigma: float
    contrasts: Array
    errors: Array


class Design(NamedTuple):
    """``columns`` (N, V, P) of the scores, ``contrasts`` (arms − 1, V, P) of their coefficients."""

    columns: Array
    contrasts: Array


class Fitted(NamedTuple):
    """Correlation a week apart, variance of a score, and the coefficients of some patients."""

    rho: float
    variance: float
    coefficients: gaussian.Posterior


class _Profile(NamedTuple):
    """At one correlation: the restricted log likelihood, and what maximizes it."""

    log_likelihood: float
    variance: float
    coefficients: gaussian.Posterior


def _check_differ(trial: Trial) -> None:
    """Refuse scores, or changes, that are the same in everybody of an arm at each visit."""
    arms = range(len(trial.arms))
    for scores in (trial.scores, trial.scores - trial.baseline[:, None]):
        each = (one[np.isfinite(one)] for k in arms for one in scores[trial.arm == k].T)
        if not any(len(one) and np.ptp(one) for one in each):
            raise InputError(
                "people of an arm do not differ at any visit",
                file=trial.source,
                allowed="scores of single people",
                fix="give each patient's own score, not the mean of the arm",
            )


def design(trial: Trial) -> Design:
    """Columns of the regression, and the rows that take an arm's contrast from its coefficients.

    Args:
        trial: Its weeks, arms, baseline scores and covariates.

    Raises:
        InputError: There are no more people than columns that differ between them, or the people
            of an arm do not differ.
    """
    _check_differ(trial)
    curve = np.concatenate([np.ones((len(trial.weeks), 1)), week_columns(trial.weeks)], 1)
    arms = np.arange(1, len(trial.arms))
    of_arm = (trial.arm[:, None] == arms).astype(float)
    patients, visits = trial.scores.shape
    fixed = np.concatenate([baseline_columns(trial), covariates(trial)], 1)
    between = int(splines.independent(np.column_stack([np.ones(patients), of_arm, fixed])).sum())
    if between >= patients:
        raise InputError(
            f"{patients} people for {between} columns of arms and covariates",
            file=trial.source,
            fix="more people, or fewer covariates",
        )
    blocks = [np.broadcast_to(curve, (patients, *curve.shape))]
    blocks += [of_arm[:, k, None, None] * curve for k in range(len(arms))]
    blocks += [np.broadcast_to(fixed[:, None], (patients, visits, fixed.shape[1]))]
    width = curve.shape[1]
    columns = np.concatenate(blocks, -1)
    contrasts = np.zeros((len(arms), visits, columns.shape[-1]))
    for k in range(len(arms)):
        contrasts[k, :, width * (k + 1) : width * (k + 2)] = curve
    return Design(columns, contrasts)


class Gls:
    """GLS of one trial, of all patients or of some."""

    def __init__(self, trial: Trial) -> None:
        """Keep the design and where scores are missing."""
        self.seen = np.isfinite(trial.scores)
        columns, self.contrasts = design(trial)
        self.x = columns * self.seen[..., None]
        self.scores = np.where(self.seen, trial.scores, 0.0)
        self.apart = np.abs(trial.weeks[:, None] - trial.weeks)

    def _correlation(self, rho: float, keep: Array) -> Array:
        both = self.seen[keep][:, :, None] & self.seen[keep][:, None]
        return np.where(both, rho**self.apart, np.eye(len(self.apart)))

    def _at(self, rho: float, keep: Array, use: Array) -> _Profile:
        """The restricted likelihood at a correlation, with the columns in use."""
        sums = gaussian.per_patient(
            self.x[keep][None][..., use],
            self.scores[keep][None],
            self._correlation(rho, keep)[None],
            self.seen[keep],
        ).over(1)
        flat = np.full(int(use.sum()), np.inf)
        given = gaussian.solve(sums, flat)
        freedom = float(sums.count[0]) - len(flat)
        variance = float((sums.rr - (given.mean * sums.xr).sum(-1))[0]) / freedom
        information = float(np.linalg.slogdet(sums.xx)[1][0])
        log_likelihood = -0.5 * (
            freedom * np.log(variance) + float(sums.logdet[0]) + information + freedom
        )
        return _Profile(log_likelihood, variance, given)

    def fit(self, keep: Array) -> Fitted:
        """Fit the patients kept, a mask (N,).

        A column that the patients kept cannot tell from the others gets no coefficient.
        """
        use = splines.independent(self.x[keep][self.seen[keep]])
        best = optimize.minimize_scalar(
            lambda z: -self._at(float(expit(z)), keep, use).log_likelihood,
            bounds=(-4, 6),
            method="bounded",
        )
        rho = float(expit(best.x))
        _, variance, given = self._at(rho, keep, use)
        mean = np.zeros((1, len(use)))
        mean[:, use] = given.mean
        covariance = np.zeros((1, len(use), len(use)))
        covariance[:, np.outer(use, use)] = (given.covariance * variance).reshape(1, -1)
        return Fitted(rho, variance, gaussian.Posterior(given.log_evidence, mean, covariance))

    def reference(self) -> Reference:
        """Contrasts of every arm with the first at every visit."""
        rho, variance, given = self.fit(np.ones(len(self.seen), dtype=bool))
        mean = self.contrasts @ given.mean[0]
        square = np.einsum("avp,pq,avq->av", self.contrasts, given.covariance[0], self.contrasts)
        return Reference(rho=rho, sigma=variance**0.5, contrasts=mean, errors=np.sqrt(square))

    def log_predictive(self, folds: Array) -> Array:
        """Joint log density of each patient's scores from a fit without the patient's fold.

        Args:
            folds: Fold of each patient, (N,).

        Returns:
            (N,), to be compared with the model's.
        """
        density = np.zeros(len(self.seen))
        for fold in np.unique(folds):
            out = folds == fold
            rho, variance, given = self.fit(~out)
            scale = np.where(self.seen[out][:, :, None] & self.seen[out][:, None], variance, 1.0)
            density[out] = gaussian.log_predictive(
                self.x[out][None],
                self.scores[out][None],
                (self._correlation(rho, out) * scale)[None],
                self.seen[out],
                gaussian.Posterior(
                    given.log_evidence, given.mean[:, None], given.covariance[:, None]
                ),
            )[0]
        return density
