"""What a randomized trial says through the model: effects, timing, spread, checks, and a rival."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import logsumexp
from threadpoolctl import threadpool_limits

from wearoff.errors import InputError
from wearoff.measures import scale_of
from wearoff.records import Arm, Array
from wearoff.stats import gaussian, importance
from wearoff.stats.estimates import Estimate, estimate
from wearoff.trial import ensemble
from wearoff.trial.model import Moments, TrialModel, leave_folds_out
from wearoff.trial.reference import Gls, Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wearoff.model.conditions import Condition
    from wearoff.records import Trial

HORIZON_DAYS = 169
FOLDS = 10
WEEK_4 = 28
LADDER = (0.125, 0.25, 0.5, 1.0, 1.5)
"""Doses of the dose-response curve, as shares of the trial's largest."""
ALL_ARMS = "all toxin arms"
SHOWN = 1000
"""Resampled draws for curves, checks and the exported posterior."""


@dataclass(frozen=True)
class Contrast:
    """Arm minus placebo at one visit, at the mean baseline; ``mechanism`` is the model's part."""

    arm: str
    week: float
    net: Estimate
    mechanism: Estimate
    unexplained: Estimate


@dataclass(frozen=True)
class Curve:
    """Net effect of an arm by day, mean over patients, from the mechanism alone (points)."""

    arm: str
    days: list[Estimate]


@dataclass(frozen=True)
class Timing:
    """Week of the greatest mean effect, and the week after it when half is gone."""

    arm: str
    peak: Estimate
    wearoff: Estimate


@dataclass(frozen=True)
class Dose:
    """Mean effect in week 4 of one dose, points."""

    units: float
    product: str
    effect: Estimate


@dataclass(frozen=True)
class Moved:
    """A parameter before and after the trial; contraction is 1 − SD after / SD before."""

    name: str
    unit: str
    meaning: str
    prior: Estimate
    posterior: Estimate
    contraction: float


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Density:
    """Joint log predictive density of follow-up scores, summed over patients, on the folds."""

    ours: float
    ours_error: float
    reference: float
    reference_error: float
    paired_error: float
    fold_k_hats: list[float]


@dataclass(frozen=True)
class TrialFit:
    """Everything that one fit found."""

    trial: Trial
    condition: str
    contrasts: list[Contrast]
    curves: list[Curve]
    timing: list[Timing]
    dose_response: list[Dose]
    spread: list[tuple[str, float, Estimate]]
    moved: list[Moved]
    checks: list[Check]
    reference: Reference
    density: Density | None
    diagnostics: dict[str, float]
    draws: dict[str, Array] = field(default_factory=dict)


@threadpool_limits.wrap(limits=1, user_api="blas")  # many small matrices: threads only wait
def fit(
    trial: Trial,
    condition: Condition,
    *,
    seed: int,
    folds: bool,
    progress: Callable[[str], None],
    size: int = ensemble.SIZE,
) -> TrialFit:
    """Fit the hierarchical model of `hierarchy` and its reference to one trial.

    Args:
        trial: visit scores; patients are put in the order of their folds.
        condition: must have a scale and the trial must report it.
        seed: of every random number.
        folds: also score both models on ten folds (patient number modulo 10).
        progress: called with a line as the work goes on.
        size: ensemble patients.

    Raises:
        InputError: the condition has no score, or the trial reports another.
    """
    scale = scale_of(condition.name)
    if trial.outcome != scale.name:
        raise InputError(
            f"{trial.source} reports {trial.outcome!r}",
            allowed=scale.name,
            fix=f"name the outcome {scale.name} if it is that scale",
        )
    trial, groups = by_fold(trial)
    reference = Gls(trial)
    published = reference.reference()
    progress(f"simulating {size} patients for each of {len(trial.arms) - 1} toxin arms")
    horizon = max(HORIZON_DAYS, int(7 * trial.weeks[-1]) + 1)
    movable = ensemble.movable(scale, trial.arms)
    courses = ensemble.simulate(condition, movable, trial.arms, horizon, seed=seed, size=size)
    model = TrialModel(trial, courses, scale.response)
    progress(f"fitting {len(trial.patients)} patients together")
    found = importance.sample(model.log_density, model.start, seed=seed)
    density = None
    if folds:
        progress(f"scoring both on {len(np.unique(groups))} folds")
        density = _density(model, reference, found, groups, seed)
    shown = _resample(found, seed)
    return TrialFit(
        trial=trial,
        condition=condition.name,
        **_effects(model, shown, seed),
        dose_response=_dose_response(model, shown, condition, seed=seed, size=size),
        moved=_moved(model, found, shown, seed),
        checks=_checks(model, shown, seed),
        reference=published,
        density=density,
        diagnostics={
            "k_hat": found.k_hat,
            "effective_draws": found.effective,
            "draws": float(len(found.draws)),
            "ensemble_effective_patients": float(
                np.quantile(model.moments(model.natural(shown)).effective, 0.05)
            ),
        },
        draws={u.name: model.shown(shown)[:, k] for k, u in enumerate(model.unknowns)},
    )


def by_fold(trial: Trial) -> tuple[Trial, Array]:
    """The trial sorted by fold, and each patient's fold: number modulo 10, else place modulo 10."""
    fold = np.arange(len(trial.patients)) % FOLDS
    if all(name.isascii() and name.isdigit() for name in trial.patients):
        numbered = np.array([int(name) % FOLDS for name in trial.patients])
        if len(np.unique(numbered)) == len(np.unique(fold)):
            fold = numbered
    order = np.argsort(fold, kind="stable")
    return trial.take(order), fold[order]


def _resample(found: importance.Weighted, seed: int) -> Array:
    """Equally weighted draws, by systematic resampling."""
    random = np.random.default_rng(seed)
    places = (random.random() + np.arange(SHOWN)) / SHOWN
    chosen = np.searchsorted(np.cumsum(found.weights), places)
    return found.draws[np.minimum(chosen, len(found.draws) - 1)]


def _coefficients(given: gaussian.Posterior, random: np.random.Generator) -> Array:
    """One draw of the linear coefficients for every setting."""
    factor = np.linalg.cholesky(given.covariance)
    noise = random.standard_normal(given.mean.shape)
    return given.mean + (factor @ noise[..., None])[..., 0]


def _effects(model: TrialModel, z: Array, seed: int) -> dict[str, Any]:
    """Contrasts, curves, timing and spread between patients."""
    random = np.random.default_rng(seed + 1)
    blocks = list(_slim(model, z, random))
    relief = np.concatenate([b.mean for b, _ in blocks])
    second = np.concatenate([b.second for b, _ in blocks])
    coefficients = np.concatenate([c for _, c in blocks])
    psi = model.natural(z)
    gain = psi[:, 0] * model.mean_baseline
    tail = coefficients[:, -len(model.toxin) * len(model.days) :]
    tail = tail.reshape(len(z), len(model.toxin), len(model.days))
    left_over = np.exp(psi[:, model.index["unexplained_sd"]])[:, None, None] * (
        tail @ model.smooth.T
    )
    daily = -gain[:, None, None] * model.daily_relief(psi)[:, model.toxin]
    contrasts: list[Contrast] = []
    spread: list[tuple[str, float, Estimate]] = []
    for k, arm in enumerate(model.toxin):
        name = model.trial.arms[arm].name
        for v, week in enumerate(model.trial.weeks):
            own, rest = -gain * relief[:, arm, v], left_over[:, k, v]
            contrasts.append(
                Contrast(name, float(week), estimate(own + rest), estimate(own), estimate(rest))
            )
            between = (psi[:, 0] ** 2 + np.exp(2 * psi[:, 1])) * second[:, arm, v, v]
            between -= (psi[:, 0] * relief[:, arm, v]) ** 2
            sd = model.mean_baseline * np.sqrt(np.maximum(between, 0.0))
            spread.append((name, float(week), estimate(sd)))
    names = [model.trial.arms[arm].name for arm in model.toxin]
    timing = [_timing(name, -daily[:, k]) for k, name in enumerate(names)]
    timing.append(_timing(ALL_ARMS, -daily.mean(1)))
    curves = [Curve(name, [estimate(day) for day in daily[:, k].T]) for k, name in enumerate(names)]
    return {"contrasts": contrasts, "curves": curves, "timing": timing, "spread": spread}


def _slim(
    model: TrialModel, z: Array, random: np.random.Generator
) -> Iterator[tuple[Moments, Array]]:
    """Relief moments and one draw of the coefficients, without the large arrays."""
    for block in model.blocks(z):
        yield block.moments, _coefficients(block.solved, random)


def _timing(name: str, gain: Array) -> Timing:
    """Peak and half-gone week of curves (draws, days) of gain."""
    peak = gain.argmax(1)
    days = np.arange(gain.shape[1])
    after = (days > peak[:, None]) & (gain < 0.5 * gain.max(1, keepdims=True))
    gone = np.where(after.any(1), after.argmax(1), np.nan)
    return Timing(name, estimate(peak / 7), estimate(gone / 7))


def _dose_response(
    model: TrialModel, z: Array, condition: Condition, *, seed: int, size: int
) -> list[Dose]:
    """Mean effect in week 4 over a ladder of doses of each product, from the mechanism alone."""
    psi = model.natural(z)
    weights = model.ensemble.weights(*model.population(psi))
    found: list[Dose] = []
    for product in sorted({arm.product for arm in model.trial.arms if arm.units > 0}):
        top = max(arm.units for arm in model.trial.arms if arm.product == product)
        arms = [Arm(f"{top * share:g}", top * share, product) for share in LADDER]
        ladder = ensemble.simulate(
            condition, model.ensemble.quantities, arms, WEEK_4 + 1, seed=seed, size=size
        )
        mean = -psi[:, :1] * model.mean_baseline * (weights @ ladder.relief[:, :, WEEK_4])
        found += [Dose(arm.units, product, estimate(mean[:, k])) for k, arm in enumerate(arms)]
    return found


def _moved(model: TrialModel, found: importance.Weighted, z: Array, seed: int) -> list[Moved]:
    """Every parameter before and after; SDs are compared on the working scale."""
    random = np.random.default_rng(seed + 2)
    before = model.shown(random.standard_normal((4000, len(model.unknowns))))
    after = model.shown(z)
    center = found.weights @ found.draws
    sd = np.sqrt(found.weights @ (found.draws - center) ** 2)
    return [
        Moved(
            u.name,
            u.unit,
            u.meaning,
            estimate(before[:, k]),
            estimate(after[:, k]),
            float(1 - sd[k]),
        )
        for k, u in enumerate(model.unknowns)
    ]


def _checks(model: TrialModel, z: Array, seed: int) -> list[Check]:
    """Means and SDs of replicated trials, by arm and visit, against the observed ones."""
    random = np.random.default_rng(seed + 3)
    replicates: list[Array] = []
    for block in model.blocks(z):
        factor = np.linalg.cholesky(block.covariance)
        noise = (factor @ random.standard_normal(block.mean.shape)[..., None])[..., 0]
        linear = (block.x @ _coefficients(block.solved, random)[:, None, :, None])[..., 0]
        replicates.append(model.mean_baseline + block.mean + linear + noise)
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
                    arm.name,
                    float(week),
                    int(here.sum()),
                    float(observed.mean()),
                    estimate(scores[:, here, v].mean(1)),
                    float(observed.std(ddof=1)),
                    estimate(scores[:, here, v].std(1, ddof=1)),
                )
            )
    return found


def _density(
    model: TrialModel, reference: Gls, found: importance.Weighted, folds: Array, seed: int
) -> Density:
    """Held-out joint densities of both models, from one set of draws reweighted for each fold.

    Where the reweighting cannot be trusted (k-hat above the limit), that fold is sampled anew.
    """
    folded = leave_folds_out(model, found.draws, folds)
    ours = np.zeros(len(folds))
    k_hats: list[float] = []
    for place, fold in enumerate(np.unique(folds)):
        out = folds == fold
        weights, k_hat = importance.smooth(found.log_ratio + folded.log_evidence_without[:, place])
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
        float(ours.sum()),
        float(ours.std(ddof=1) * root),
        float(theirs.sum()),
        float(theirs.std(ddof=1) * root),
        float((ours - theirs).std(ddof=1) * root),
        k_hats,
    )
