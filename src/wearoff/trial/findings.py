"""From a fitted trial to its `Result`: answers, short findings, and what cannot be reproduced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.evidence import rows
from wearoff.formats.documents import Meta, rounded
from wearoff.formats.estimates import Bands, nine_in_ten
from wearoff.measures import scale_of
from wearoff.runs import meta
from wearoff.stats.importance import K_HAT_LIMIT
from wearoff.trial import result
from wearoff.trial.demonstration import demonstration
from wearoff.trial.dropout import sensitivity
from wearoff.trial.effects import ALL_ARMS, DOSE_WEEK
from wearoff.words import trial as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.formats import estimates
    from wearoff.stats.intervals import Estimate
    from wearoff.trial import dropout, effects
    from wearoff.trial.posterior import TrialFit

TOLD, SILENT = 0.3, 0.1
"""Contraction from which the trial tells of a number, and below which it hardly moves it."""


def result_of(fit: TrialFit, seed: int) -> result.Result:
    """Everything that a fit says, numbers rounded as they enter.

    Args:
        fit: The fitted trial.
        seed: Of the fit.
    """
    contrasts = [_contrast(c) for c in fit.effects.contrasts]
    curves = [_curve(curve) for curve in fit.effects.curves]
    drawn = [*contrasts, *(day for curve in curves for day in curve.days)]
    peak, gone = _timing(fit, "peak"), _timing(fit, "wearoff")
    doses = [_dose(dose) for dose in fit.dose_response]
    checks = _checks(fit)
    scale = scale_of(fit.condition, fit.trial.outcome)
    unit, (_, some, _) = scale.measure.unit, scale.worse_by
    left = sensitivity(fit.trial, fit.effects.contrasts, scale.worse_by)
    leavers = [_leavers(one, some) for one in left]
    dropout = _dropout(leavers, some, unit)
    elpd = _elpd(fit)
    diagnostics = _diagnostics(fit)
    learned = sorted(fit.learned, key=lambda number: -number.contraction)
    return result.Result(
        meta=Meta(**meta(seed)),
        condition=fit.condition,
        trial=_about(fit),
        findings=[
            _finding(contrasts, *weeks, unit)
            for weeks in zip(peak.by_arm, gone.by_arm, strict=True)
        ],
        contrasts=contrasts,
        curves=curves,
        peak_week=peak,
        wearoff_week=gone,
        dose_response=doses,
        dose_curves=[
            _dose_curve(product, doses, unit) for product in dict.fromkeys(d.product for d in doses)
        ],
        spread_between_patients=[
            result.Spread(arm=s.arm, week=s.week, **_nine(s.sd)) for s in fit.effects.spread
        ],
        parameters=[
            result.Parameter(
                name=number.name,
                unit=number.unit,
                meaning=number.meaning,
                prior=nine_in_ten(number.prior),
                posterior=nine_in_ten(number.posterior),
                contraction=number.contraction,
                in_evidence=number.name in rows.load(),
            )
            for number in fit.learned
        ],
        learned=result.Learned(
            told=[number.name for number in learned if number.contraction >= TOLD],
            silent=[number.name for number in learned if number.contraction < SILENT],
            told_from=TOLD,
            silent_below=SILENT,
        ),
        predictive_check=checks,
        leavers=leavers,
        dropout=dropout,
        not_reproduced=not_reproduced(fit),
        reference=_reference(fit),
        elpd=elpd,
        reference_elpd=fit.density
        and result.ReferenceElpd(mean=fit.density.reference, se=fit.density.reference_error),
        diagnostics=diagnostics,
        checks=_checked(checks, dropout, elpd, diagnostics, unit),
        demonstration=demonstration(fit),
        ranges=result.Ranges(
            effect=_range(drawn, zero=True),
            dose_response=_range(doses, zero=True),
            predictive_check=_range([check.predicted_mean for check in checks]),
        ),
    )


def answer(net: Estimate) -> result.Answer:
    """Whether 9 in 10 of an effect leave zero out, and on which side.

    Example:
        >>> import numpy as np
        >>> from wearoff.stats.intervals import estimate
        >>> answer(estimate(np.array([-3.0, -2.0, -1.0])))
        'lower'
    """
    if net.hi90 < 0:
        return "lower"
    return "higher" if net.lo90 > 0 else "cannot_tell"


def not_reproduced(fit: TrialFit) -> list[result.NotReproduced]:
    """Visits at which the mechanism and the reference differ by more than one standard error.

    The reference is free of the mechanism, so this is where a monotone effect of the toxin cannot
    give the observed course.
    """
    weeks = list(fit.trial.weeks)
    names = [arm.name for arm in fit.trial.arms[1:]]
    found: list[result.NotReproduced] = []
    for contrast in fit.effects.contrasts:
        place = (names.index(contrast.arm), weeks.index(contrast.week))
        reference = float(fit.reference.contrasts[place])
        error = float(fit.reference.errors[place])
        apart = (reference - contrast.mechanism.mean) / error
        if abs(apart) > 1:
            both = {
                "mechanism": rounded(contrast.mechanism.mean),
                "reference": rounded(reference),
                "reference_se": rounded(error),
            }
            found.append(
                result.NotReproduced(
                    arm=contrast.arm,
                    week=contrast.week,
                    **both,
                    standard_errors_apart=apart,
                    text=words.not_reproduced(contrast.arm, contrast.week, **both),
                )
            )
    return found


def _nine(estimate: Estimate) -> dict[str, float]:
    """Mean and 9 in 10."""
    return {"mean": estimate.mean, "lo90": estimate.lo90, "hi90": estimate.hi90}


def _bands(estimate: Estimate) -> dict[str, float]:
    """The same with 5 in 10."""
    return {**_nine(estimate), "lo50": estimate.lo50, "hi50": estimate.hi50}


def _about(fit: TrialFit) -> result.About:
    trial, measure = fit.trial, scale_of(fit.condition, fit.trial.outcome).measure
    people = [int((trial.arm == k).sum()) for k in range(len(trial.arms))]
    products = sorted({arm.product for arm in trial.arms if arm.product})
    names = [arm.name for arm in trial.arms]
    return result.About(
        source=trial.source,
        outcome=trial.outcome,
        outcome_title=measure.title,
        outcome_unit=measure.unit,
        patients=len(trial.patients),
        visits=list(trial.weeks),
        arms=[
            result.Arm(arm=a.name, units=a.units, product=a.product or None, patients=own)
            for a, own in zip(trial.arms, people, strict=True)
        ],
        toxin_arms=[arm.name for arm in trial.arms if arm.units > 0],
        products=products,
        mean_baseline=float(trial.baseline.mean()),
        notes=list(trial.notes),
        text=[
            words.who(fit.condition, len(trial.patients), dict(zip(names, people, strict=True))),
            words.what(products, measure.title, trial.source),
        ],
    )


def _contrast(contrast: effects.Contrast) -> result.Contrast:
    return result.Contrast(
        arm=contrast.arm,
        week=contrast.week,
        **_bands(contrast.net),
        se=contrast.net.sd,
        answer=answer(contrast.net),
        mechanism=nine_in_ten(contrast.mechanism),
        unexplained=nine_in_ten(contrast.unexplained),
    )


def _curve(curve: effects.Curve) -> result.Curve:
    days = [
        result.CurveDay(week=day / 7, **_bands(effect)) for day, effect in enumerate(curve.days)
    ]
    return result.Curve(arm=curve.arm, days=days)


def _timing(fit: TrialFit, which: str) -> result.Timing:
    """Peak or wear-off of all arms, and of each."""
    weeks = {timing.arm: _nine(getattr(timing, which)) for timing in fit.effects.timing}
    return result.Timing(
        **weeks[ALL_ARMS],
        by_arm=[result.ArmWeek(arm=n, **week) for n, week in weeks.items() if n != ALL_ARMS],
    )


def _finding(
    contrasts: Sequence[result.Contrast], peak: result.ArmWeek, gone: result.ArmWeek, unit: str
) -> result.Finding:
    """The visit of an arm's greatest fall, and those at which nothing can be told."""
    own = [contrast for contrast in contrasts if contrast.arm == peak.arm]
    best = min(own, key=lambda contrast: contrast.mean)
    unclear = [contrast.week for contrast in own if contrast.answer == "cannot_tell"]
    return result.Finding(
        arm=peak.arm,
        week=best.week,
        lower_by=-best.mean,
        lower_by_least=-best.hi90,
        lower_by_most=-best.lo90,
        unclear_weeks=unclear,
        text=words.effect(
            peak.arm,
            best.week,
            (-best.mean, -best.hi90, -best.lo90),
            unit,
        ),
        timing=words.timing((peak.mean, peak.lo90, peak.hi90), (gone.mean, gone.lo90, gone.hi90)),
        unclear=words.unclear(unclear),
    )


def _dose(dose: effects.Dose) -> result.Dose:
    return result.Dose(
        units=dose.units, product=dose.product, week=DOSE_WEEK, **_bands(dose.effect)
    )


def _dose_curve(product: str, doses: Sequence[result.Dose], unit: str) -> result.DoseCurve:
    own = [dose for dose in doses if dose.product == product]
    nothing = result.Dose(
        units=0, product=product, week=DOSE_WEEK, mean=0, lo90=0, hi90=0, lo50=0, hi50=0
    )
    first, last = own[0], own[-1]
    text = words.doses(product, (first.units, first.mean), (last.units, last.mean), unit)
    return result.DoseCurve(product=product, doses=[nothing, *own], text=text)


def _checks(fit: TrialFit) -> list[result.Check]:
    return [
        result.Check(
            arm=check.arm,
            week=check.week,
            patients=check.patients,
            inside=check.inside,
            observed_mean=check.observed_mean,
            predicted_mean=Bands(**_bands(check.predicted_mean)),
            observed_sd=check.observed_sd,
            predicted_sd=nine_in_ten(check.predicted_sd),
        )
        for check in fit.checks
    ]


def _leavers(left: dropout.Dropout, some: float) -> result.Leavers:
    worse = [result.IfWorse(points=w.points, **_nine(w.net)) for w in left.if_worse]
    return result.Leavers(
        arm=left.arm,
        week=left.week,
        missing_share=left.missing_share,
        missing_percent=100 * left.missing_share,
        if_worse=worse,
        shown=next(w for w in worse if w.points == some),
        tips_at_points=left.tips_at,
    )


def _dropout(leavers: Sequence[result.Leavers], some: float, unit: str) -> result.Dropout:
    most = max(left.missing_percent for left in leavers)
    return result.Dropout(
        most_missing_percent=most,
        worse_by=some,
        tips_at_points=min((t for left in leavers if (t := left.tips_at_points)), default=None),
        text=words.missing(most, some, unit),
    )


def _reference(fit: TrialFit) -> result.Reference:
    reference = fit.reference
    return result.Reference(
        method=words.REFERENCE,
        correlation_per_week=reference.rho,
        sd=reference.sigma,
        contrasts=[
            result.ReferenceContrast(
                arm=arm.name,
                week=float(week),
                mean=float(reference.contrasts[k, v]),
                se=float(reference.errors[k, v]),
            )
            for k, arm in enumerate(fit.trial.arms[1:])
            for v, week in enumerate(fit.trial.weeks)
        ],
    )


def _elpd(fit: TrialFit) -> result.Elpd | None:
    density = fit.density
    return density and result.Elpd(
        mean=density.model,
        se=density.model_error,
        paired_se=density.paired_error,
        ahead=density.model - density.reference,
    )


def _diagnostics(fit: TrialFit) -> result.Diagnostics:
    return result.Diagnostics(
        k_hat=fit.diagnostics.k_hat,
        fold_k_hats=list(fit.density.fold_k_hats) if fit.density else None,
        worst_k_hat=fit.worst_k_hat,
        k_hat_limit=K_HAT_LIMIT,
        trusted=fit.trusted,
        effective_draws=fit.diagnostics.effective_draws,
        draws=fit.diagnostics.draws,
        ensemble_effective_patients=fit.diagnostics.ensemble_effective_patients,
    )


def _checked(
    checks: Sequence[result.Check],
    dropout: result.Dropout,
    elpd: result.Elpd | None,
    gate: result.Diagnostics,
    unit: str,
) -> result.Checked:
    """The checks in short: prediction, dropout, density and the sampler's gate."""
    inside = sum(check.inside for check in checks)
    text = [words.arm_means(inside, len(checks))]
    if dropout.tips_at_points is not None:
        text.append(words.tips(dropout.tips_at_points, unit))
    if elpd:
        text.append(words.density(elpd.ahead, elpd.paired_se))
    text += [
        words.sampler(gate.k_hat, gate.worst_k_hat, gate.k_hat_limit, trusted=gate.trusted),
        words.draws(gate.effective_draws, gate.draws, gate.ensemble_effective_patients),
    ]
    return result.Checked(arm_means_inside=inside, arm_means=len(checks), text=text)


def _range(estimates: Sequence[estimates.Estimate], *, zero: bool = False) -> result.Range:
    """What holds the 9 in 10 of all of them, and zero if asked for."""
    known = [0.0] if zero else []
    return result.Range(
        lo=min(*known, *(e.lo90 for e in estimates)), hi=max(*known, *(e.hi90 for e in estimates))
    )
