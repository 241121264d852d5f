"""One trial, fitted: the posterior of its parameters and everything that is read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wearoff.errors import InputError
from wearoff.measures import scale_of
from wearoff.simulation.executor import one_blas_thread
from wearoff.stats import importance
from wearoff.stats.intervals import Estimate, estimate
from wearoff.trial import ensemble
from wearoff.trial.effects import Effects, dose_response, effects
from wearoff.trial.model import TrialModel
from wearoff.trial.predictive import checks, density
from wearoff.trial.reference import Gls, Reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.model.conditions import Condition
    from wearoff.records import Array, Trial
    from wearoff.trial.effects import Dose
    from wearoff.trial.predictive import Check, Density

HORIZON_DAYS = 169
"""Shortest course that is simulated."""
FOLDS = 10
SHOWN = 1000
"""Resampled draws for curves, checks and the exported posterior."""
PRIOR_DRAWS = 4000


@dataclass(frozen=True, kw_only=True)
class Learned:
    """A parameter before and after the trial; contraction is 1 − SD after / SD before."""

    name: str
    unit: str
    meaning: str
    prior: Estimate
    posterior: Estimate
    contraction: float


@dataclass(frozen=True, kw_only=True)
class Diagnostics:
    """Whether the draws can be trusted; effective numbers are Kish's.

    ``ensemble_effective_patients``: 95 in 100 draws have at least as many behind them.
    """

    k_hat: float
    effective_draws: float
    draws: float
    ensemble_effective_patients: float


@dataclass(frozen=True, kw_only=True)
class TrialFit:
    """Everything that one fit found; ``draws`` are equally weighted, by parameter."""

    trial: Trial
    condition: str
    effects: Effects
    dose_response: list[Dose]
    learned: list[Learned]
    checks: list[Check]
    reference: Reference
    density: Density | None
    diagnostics: Diagnostics
    draws: dict[str, Array]

    @property
    def trusted(self) -> bool:
        """Whether the sampler's own gate passed, for the fit and for every fold."""
        return self.worst_k_hat <= importance.K_HAT_LIMIT

    @property
    def worst_k_hat(self) -> float:
        """Greatest Pareto k-hat of the fit and its folds."""
        return max([self.diagnostics.k_hat, *(self.density.fold_k_hats if self.density else [])])


@one_blas_thread()
def fit_trial(
    trial: Trial,
    condition: Condition,
    *,
    seed: int,
    folds: bool,
    progress: Callable[[str], None],
    size: int = ensemble.SIZE,
) -> TrialFit:
    """Fit the hierarchical model of `TrialModel` and its reference to one trial.

    Args:
        trial: Visit scores; patients are put in the order of their folds.
        condition: Must have a scale, and the trial must report it.
        seed: Of every random number.
        folds: Also score both models on ten folds (patient number modulo 10).
        progress: Called with a line as the work goes on.
        size: Ensemble patients, a power of two.

    Raises:
        InputError: The condition has no score, or the trial reports another.
    """
    try:
        scale = scale_of(condition.name, trial.outcome)
    except InputError as error:
        raise error.at(file=trial.source) from error
    trial, groups = by_fold(trial)
    reference = Gls(trial)
    published = reference.reference()
    progress(f"simulating {size} patients for each of {len(trial.arms) - 1} toxin arms")
    horizon = max(HORIZON_DAYS, round(7 * trial.weeks[-1]) + 1)
    movable = ensemble.movable(scale, trial.arms)
    courses = ensemble.simulate(
        condition, movable, trial.arms, horizon, read=scale.relief, seed=seed, size=size
    )
    model = TrialModel(trial, courses, scale)
    progress(f"fitting {len(trial.patients)} patients together")
    posterior = importance.sample(model.log_density, model.start, seed=seed)
    held_out = None
    if folds:
        progress(f"scoring both on {len(np.unique(groups))} folds")
        held_out = density(model, reference, posterior, groups, seed)
    drawn = resampled(posterior, seed)
    behind = model.relief(model.unknowns.read(drawn)).effective
    return TrialFit(
        trial=trial,
        condition=condition.name,
        effects=effects(model, drawn, seed),
        dose_response=dose_response(model, drawn, condition, seed=seed, size=size),
        learned=_learned(model, posterior, drawn, seed),
        checks=checks(model, drawn, seed),
        reference=published,
        density=held_out,
        diagnostics=Diagnostics(
            k_hat=posterior.k_hat,
            effective_draws=posterior.effective,
            draws=float(len(posterior.draws)),
            ensemble_effective_patients=float(np.quantile(behind, 0.05)),
        ),
        draws=model.unknowns.shown(drawn),
    )


def by_fold(trial: Trial) -> tuple[Trial, Array]:
    """The trial sorted by fold.

    A patient's fold is the number modulo 10, so that it does not hang on the order of a file; where
    names are no numbers, or some fold would be empty, the place modulo 10.

    Args:
        trial: In any order.

    Returns:
        The sorted trial, and the fold of each of its patients, (N,).
    """
    fold = np.arange(len(trial.patients)) % FOLDS
    if all(name.isascii() and name.isdigit() for name in trial.patients):
        numbered = np.array([int(name) % FOLDS for name in trial.patients])
        if len(np.unique(numbered)) == len(np.unique(fold)):
            fold = numbered
    order = np.argsort(fold, kind="stable")
    return trial.take(order), fold[order]


def resampled(posterior: importance.Weighted, seed: int) -> Array:
    """Equally weighted draws, by systematic resampling.

    Args:
        posterior: Weighted draws (K, D).
        seed: Of the one random number.

    Returns:
        Standardized parameters, (1000, D).
    """
    random = np.random.default_rng(seed)
    places = (random.random() + np.arange(SHOWN)) / SHOWN
    chosen = np.searchsorted(np.cumsum(posterior.weights), places)
    return posterior.draws[np.minimum(chosen, len(posterior.draws) - 1)]


def _learned(
    model: TrialModel, posterior: importance.Weighted, drawn: Array, seed: int
) -> list[Learned]:
    """Every parameter before and after; SDs are compared on the parameter's own scale."""
    random = np.random.default_rng(seed + 2)
    before = model.unknowns.shown(random.standard_normal((PRIOR_DRAWS, len(model.unknowns))))
    after = model.unknowns.shown(drawn)
    center = posterior.weights @ posterior.draws
    sd = np.sqrt(posterior.weights @ (posterior.draws - center) ** 2)
    return [
        Learned(
            name=u.name,
            unit=u.unit,
            meaning=u.meaning,
            prior=estimate(before[u.name]),
            posterior=estimate(after[u.name]),
            contraction=float(1 - own),
        )
        for u, own in zip(model.unknowns.all, sd, strict=True)
    ]
