"""Linear Gaussian models of patients' follow-up scores, many settings at once.

    y_i ~ N(X_i b, S_i) for patient i;   b ~ N(0, diag(v)), v = ∞ where flat

Everything a fit, a fold and a prediction need are five sums over patients, so leaving a fold out is
a subtraction. Arrays lead with an axis K of settings, then patients N, visits V, coefficients P.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wearoff.records import Array


LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Σ XᵀS⁻¹X, Σ XᵀS⁻¹r, Σ rᵀS⁻¹r, Σ log|S| and the number of scores, per patient or group."""

    xx: Array
    xr: Array
    rr: Array
    logdet: Array
    count: Array

    def over(self, axis: int) -> Sums:
        """Summed over an axis of patients."""
        return Sums(
            xx=self.xx.sum(axis),
            xr=self.xr.sum(axis),
            rr=self.rr.sum(axis),
            logdet=self.logdet.sum(axis),
            count=self.count.sum(-1, keepdims=True),
        )

    def only(self, keep: Array) -> Sums:
        """The sums of some patients.

        Args:
            keep: Mask (N,) or places (kept,) of patients.
        """
        return Sums(
            xx=self.xx[:, keep],
            xr=self.xr[:, keep],
            rr=self.rr[:, keep],
            logdet=self.logdet[:, keep],
            count=self.count[keep],
        )

    def by_fold(self, starts: Array) -> Sums:
        """The sums of each fold, patients being sorted by fold.

        Args:
            starts: Place of the first patient of each fold, (folds,).

        Returns:
            Sums with folds in the place of patients.
        """

        def grouped(values: Array, axis: int = 1) -> Array:
            return np.add.reduceat(values, starts, axis)

        return Sums(
            xx=grouped(self.xx),
            xr=grouped(self.xr),
            rr=grouped(self.rr),
            logdet=grouped(self.logdet),
            count=grouped(self.count, -1),
        )

    def without(self, part: Sums) -> Sums:
        """All of these but the part, which has one axis more (folds) after K."""
        return Sums(
            xx=self.xx[:, None] - part.xx,
            xr=self.xr[:, None] - part.xr,
            rr=self.rr[:, None] - part.rr,
            logdet=self.logdet[:, None] - part.logdet,
            count=self.count - part.count,
        )


@dataclass(frozen=True)
class Posterior:
    """Log evidence of the scores, and mean and covariance of the coefficients given a setting."""

    log_evidence: Array
    mean: Array
    covariance: Array


def per_patient(x: Array, residual: Array, covariance: Array, seen: Array) -> Sums:
    """Sums of each patient.

    Args:
        x: (K, N, V, P), zero where a visit was missed.
        residual: (K, N, V), scores less every fixed part, zero where missed.
        covariance: (K, N, V, V), with an identity row where missed.
        seen: (N, V), 1 where there is a score.
    """
    precision = np.linalg.inv(covariance)
    weighted = precision @ x
    whitened = (precision @ residual[..., None])[..., 0]
    return Sums(
        xx=x.swapaxes(-1, -2) @ weighted,
        xr=(weighted.swapaxes(-1, -2) @ residual[..., None])[..., 0],
        rr=(residual * whitened).sum(-1),
        logdet=np.linalg.slogdet(covariance)[1],
        count=seen.sum(-1),
    )


def solve(sums: Sums, variance: Array) -> Posterior:
    """Posterior of the coefficients and the log evidence.

    With flat coefficients (infinite variance) the evidence is the restricted likelihood.

    Args:
        sums: Of K settings, summed over patients.
        variance: Prior variance of the coefficients, (K, P).

    Example:
        >>> one = np.ones((1, 1, 1, 1))  # a patient with one visit, at 2, of variance 1
        >>> sums = per_patient(one, 2 * one[..., 0], one, one[0, 0])
        >>> solve(sums.over(1), np.ones((1, 1))).mean.tolist()
        [[1.0]]
    """
    flat = np.isinf(variance)
    precision = np.where(flat, 0.0, 1 / variance)
    information = sums.xx + np.eye(variance.shape[-1]) * precision[..., None, :]
    covariance = np.linalg.inv(information)
    mean = (covariance @ sums.xr[..., None])[..., 0]
    prior_logdet = np.where(flat, 0.0, np.log(np.where(flat, 1.0, variance))).sum(-1)
    scores = sums.count - flat.sum(-1)
    log_evidence = -0.5 * (
        sums.rr
        - (mean * sums.xr).sum(-1)
        + sums.logdet
        + prior_logdet
        + np.linalg.slogdet(information)[1]
        + np.squeeze(scores) * LOG_2PI
    )
    return Posterior(log_evidence, mean, covariance)


def log_predictive(
    x: Array, residual: Array, covariance: Array, seen: Array, given: Posterior
) -> Array:
    """Joint log density of each patient's scores under a posterior for that patient: (K, N).

    Args:
        x: Design, (K, N, V, P), zero where a visit was missed.
        residual: Scores less every fixed part, (K, N, V), zero where missed.
        covariance: Of the scores, (K, N, V, V), with an identity row where missed.
        seen: (N, V), 1 where there is a score.
        given: Of coefficients, (K, N, P) and (K, N, P, P).
    """
    error = residual - (x @ given.mean[..., None])[..., 0]
    total = covariance + x @ given.covariance @ x.swapaxes(-1, -2)
    scaled = (np.linalg.inv(total) @ error[..., None])[..., 0]
    return -0.5 * ((error * scaled).sum(-1) + np.linalg.slogdet(total)[1] + seen.sum(-1) * LOG_2PI)
