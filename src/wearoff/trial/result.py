"""Findings of a trial fit: the answers, and what the model cannot reproduce."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.stats.importance import K_HAT_LIMIT
from wearoff.trial.dropout import sensitivity
from wearoff.trial.effects import ALL_ARMS

if TYPE_CHECKING:
    from wearoff.stats.estimates import Estimate
    from wearoff.trial.effects import Contrast, TrialFit

SURE = 0.9
"""Chance that an answer needs; the interval holds as much."""


def interval(estimate: Estimate) -> dict[str, float]:
    """Mean and 9 in 10."""
    return {"mean": estimate.mean, "lo90": estimate.lo90, "hi90": estimate.hi90}


def half(estimate: Estimate) -> dict[str, float]:
    """5 in 10."""
    return {"lo50": estimate.lo50, "hi50": estimate.hi50}


def answer(net: Estimate) -> str:
    """``lower``, ``higher`` or ``cannot_tell``, from whether 9 in 10 leaves zero out."""
    if net.hi90 < 0:
        return "lower"
    return "higher" if net.lo90 > 0 else "cannot_tell"


def unreproduced(fit: TrialFit) -> list[dict[str, Any]]:
    """Visits at which the mechanism and the reference differ by more than one standard error.

    The reference is free of the mechanism, so this is where a monotone effect of the toxin cannot
    give the observed course.
    """
    weeks = list(fit.trial.weeks)
    names = [arm.name for arm in fit.trial.arms[1:]]
    found: list[dict[str, Any]] = []
    for contrast in fit.contrasts:
        place = (names.index(contrast.arm), weeks.index(contrast.week))
        reference = float(fit.reference.contrasts[place])
        error = float(fit.reference.errors[place])
        apart = (reference - contrast.mechanism.mean) / error
        if abs(apart) > 1:
            found.append(
                {
                    "arm": contrast.arm,
                    "week": contrast.week,
                    "mechanism": contrast.mechanism.mean,
                    "reference": reference,
                    "reference_se": error,
                    "standard_errors_apart": apart,
                }
            )
    return found


def trusted(fit: TrialFit) -> bool:
    """Whether the sampler's own gate passed."""
    k_hats = [fit.diagnostics["k_hat"], *(fit.density.fold_k_hats if fit.density else [])]
    return all(k_hat <= K_HAT_LIMIT for k_hat in k_hats)


def document(fit: TrialFit) -> dict[str, Any]:
    """The fit as one document; the keys are a contract."""
    timing = {t.arm: t for t in fit.timing}
    trial = fit.trial
    found: dict[str, Any] = {
        "condition": fit.condition,
        "trial": {
            "source": trial.source,
            "outcome": trial.outcome,
            "patients": len(trial.patients),
            "visits": list(trial.weeks),
            "arms": [
                {
                    "arm": a.name,
                    "units": a.units,
                    "product": a.product or None,
                    "patients": int((trial.arm == k).sum()),
                }
                for k, a in enumerate(trial.arms)
            ],
            "mean_baseline": float(trial.baseline.mean()),
            "notes": list(trial.notes),
        },
        "contrasts": [_contrast(c) for c in fit.contrasts],
        "peak_week": {
            **interval(timing[ALL_ARMS].peak),
            "by_arm": [{"arm": n, **interval(t.peak)} for n, t in timing.items() if n != ALL_ARMS],
        },
        "wearoff_week": {
            **interval(timing[ALL_ARMS].wearoff),
            "by_arm": [
                {"arm": n, **interval(t.wearoff)} for n, t in timing.items() if n != ALL_ARMS
            ],
        },
        "dose_response": [
            {
                "units": d.units,
                "product": d.product,
                "week": 4,
                **interval(d.effect),
                **half(d.effect),
            }
            for d in fit.dose_response
        ],
        "spread_between_patients": [
            {"arm": arm, "week": week, **interval(sd)} for arm, week, sd in fit.spread
        ],
        "parameters": [
            {
                "name": m.name,
                "unit": m.unit,
                "meaning": m.meaning,
                "prior": interval(m.prior),
                "posterior": interval(m.posterior),
                "contraction": m.contraction,
            }
            for m in fit.moved
        ],
        "predictive_check": [
            {
                "arm": c.arm,
                "week": c.week,
                "patients": c.patients,
                "inside": c.inside,
                "observed_mean": c.observed_mean,
                "predicted_mean": interval(c.predicted_mean) | half(c.predicted_mean),
                "observed_sd": c.observed_sd,
                "predicted_sd": interval(c.predicted_sd),
            }
            for c in fit.checks
        ],
        "leavers": [
            {
                "arm": left.arm,
                "week": left.week,
                "missing_share": left.missing_share,
                "if_worse": [{"points": p, **interval(e)} for p, e in left.if_worse],
                "tips_at_points": left.tips_at,
            }
            for left in sensitivity(trial, fit.contrasts)
        ],
        "not_reproduced": unreproduced(fit),
        "reference": _reference(fit),
        "diagnostics": {
            **fit.diagnostics,
            "fold_k_hats": fit.density.fold_k_hats if fit.density else None,
            "k_hat_limit": K_HAT_LIMIT,
            "trusted": trusted(fit),
        },
    }
    density = fit.density
    found["elpd"] = density and {
        "mean": density.ours,
        "se": density.ours_error,
        "paired_se": density.paired_error,
    }
    found["reference_elpd"] = density and {"mean": density.reference, "se": density.reference_error}
    return found


def _contrast(contrast: Contrast) -> dict[str, Any]:
    return {
        "arm": contrast.arm,
        "week": contrast.week,
        **interval(contrast.net),
        **half(contrast.net),
        "se": contrast.net.sd,
        "answer": answer(contrast.net),
        "mechanism": interval(contrast.mechanism),
        "unexplained": interval(contrast.unexplained),
    }


def _reference(fit: TrialFit) -> dict[str, Any]:
    reference = fit.reference
    return {
        "method": "generalized least squares, continuous-time AR(1), restricted likelihood",
        "correlation_per_week": reference.rho,
        "sd": reference.sigma,
        "contrasts": [
            {
                "arm": arm.name,
                "week": float(week),
                "mean": reference.contrasts[k, v],
                "se": reference.errors[k, v],
            }
            for k, arm in enumerate(fit.trial.arms[1:])
            for v, week in enumerate(fit.trial.weeks)
        ],
    }
