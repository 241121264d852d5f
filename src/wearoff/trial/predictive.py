"""Whether a fitted trial predicts: arm means of replicated trials, and scores held out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logsumexp

from wearoff.stats import importance
from wearoff.stats.intervals import Estimate, estimate
from wearoff.trial.effects import draw_coefficients
from wearoff.trial.model import leave_folds_out

if TYPE_CHECKING:
    from wearoff.records import Array
    from wearoff.trial.model import TrialModel
    from wearoff.trial.reference import Gls


@dataclass(frozen=True, kw_only=True)
class Check:
    """Observed mean and SD of an arm at a visit against what the fit predicts for them."""

    arm: str
    week: float
    patients: int
    observed_mean: float
    predicted_mean: Estimate
    observed_sd: float
    predicted_sd: Estimate

    @property
    def inside(self) -> bool:
        """Whether the observed mean lies in the predicted 9 in 10."""
        return self.predicted_mean.lo90 <= self.observed_mean <= self.predicted_mean.hi90


@dataclass(frozen=True, kw_only=True)
class Density:
    """Joint log predictive density of follow-up scores, summed over patients, on the folds.

    Of the model and of the reference, each with its standard error over patients, and that of their
    difference.
    """

    model: float
    model_error: float
    reference: float
    reference_error: float
    paired_error: float
    fold_k_hats: list[float]


def checks(model: TrialModel, z: Array, seed: int) -> list[Check]:
    """Means and SDs of replicated trials, by arm and visit, against the observed ones.

    Args:
        model: The trial's.
        z: Equally weighted draws of the standardized parameters, (K, D); each gives one trial.
        seed: Of the replicated scores.

    Returns:
        One an arm and visit with at least two scores.
    """
    random = np.random.default_rng(seed + 3)
    replicates: list[Array] = []
    for block in model.blocks(z):
        given = block.likelihood
        factor = np.linalg.cholesky(given.covariance)
        noise = (factor @ random.standard_normal(given.mean.shape)[..., None])[..., 0]
        coefficients = draw_coefficients(block.solved, random)
        linear = (given.design @ coefficients[:, None, :, None])[..., 0]
        replicates.append(model.mean_baseline + given.mean + linear + noise)
    scores = np.concatenate(replicates)
    found: list[Check] = []
    for k, arm in enumerate(model.trial.arms):
        for v, week in enumerate(model.trial.weeks):
            here = (model.trial.arm == k) & model.seen[:, v]
            if here.sum() < 2:  # noqa: PLR2004 - an SD needs two
                continue
            observed = model.trial.scores[here, v]
            found.append(
                Check(
                    arm=arm.name,
                    week=float(week),
                    patients=int(here.sum()),
                    observed_mean=float(observed.mean()),
                    predicted_mean=estimate(scores[:, here, v].mean(1)),
                    observed_sd=float(observed.std(ddof=1)),
                    predicted_sd=estimate(scores[:, here, v].std(1, ddof=1)),
                )
            )
    return found


def density(
    model: TrialModel, reference: Gls, draws: importance.Weighted, folds: Array, seed: int
) -> Density:
    """Held-out joint densities of both models, from one set of draws reweighted for each fold.

    Where the reweighting cannot be trusted (k-hat above the limit), that fold is sampled anew.

    Args:
        model: The trial's; patients sorted by fold.
        reference: Its rival.
        draws: Weighted draws of the standardized parameters.
        folds: Fold of each patient, (N,).
        seed: Of a fold that is sampled anew.
    """
    folded = leave_folds_out(model, draws.draws, folds)
    ours = np.zeros(len(folds))
    k_hats: list[float] = []
    for place, fold in enumerate(np.unique(folds)):
        out = folds == fold
        weights, k_hat = importance.smooth(draws.log_ratio + folded.log_evidence_without[:, place])
        densities = folded.log_predictive[:, out]
        if k_hat > importance.K_HAT_LIMIT:
            again = importance.sample(partial(model.log_density, keep=~out), model.start, seed=seed)
            weights, k_hat = again.weights, again.k_hat
            densities = leave_folds_out(model, again.draws, folds).log_predictive[:, out]
        ours[out] = logsumexp(densities, axis=0, b=weights[:, None])
        k_hats.append(k_hat)
    theirs = reference.log_predictive(folds)
    root = np.sqrt(len(folds))
    return Density(
        model=float(ours.sum()),
        model_error=float(ours.std(ddof=1) * root),
        reference=float(theirs.sum()),
        reference_error=float(theirs.std(ddof=1) * root),
        paired_error=float((ours - theirs).std(ddof=1) * root),
        fold_k_hats=k_hats,
    )
