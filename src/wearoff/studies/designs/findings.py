"""From the trials of a design to the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binomtest

from wearoff.formats.documents import Meta, sentence
from wearoff.formats.estimates import Estimate, equally
from wearoff.model.conditions import condition
from wearoff.runs import meta
from wearoff.simulation.populations import NINE_IN_TEN
from wearoff.studies.designs.people import People
from wearoff.studies.designs.responses import FALLS
from wearoff.studies.designs.result import (
    AnalysisResult,
    ArmResult,
    Result,
    SearchResult,
    TriedSize,
)
from wearoff.studies.designs.trial_form import CYCLES

if TYPE_CHECKING:
    from wearoff.formats.documents import Sentence
    from wearoff.records import Array
    from wearoff.studies.designs.samples import Estimates
    from wearoff.studies.designs.sizes import Search, Tried
    from wearoff.studies.designs.trial_form import Analysis, Arm, TrialDesign
    from wearoff.studies.designs.trials import ArmMeans

PERCENT = 100
LEVEL = 0.9
"""Of the interval around a share of trials."""


def result_of(found: Tried, seed: int, search: Search | None, power: float | None) -> Result:
    """The document of a virtual trial, or of the one that a search ended with."""
    design, trials = found
    return Result(
        meta=Meta(**meta(seed)),
        design=design,
        condition_title=condition(design.condition).title,
        product=People(design, 0, np.zeros(1, dtype=int), seed).sessions[0].product,
        trials=len(trials.contrasts[0]),
        people=design.people,
        search=_search(search, power) if search and power else None,
        arms=[_arm(arm, own) for arm, own in zip(design.arm, trials.arms, strict=True)],
        analyses=[
            _analysis(one, estimates, contrast, primary=index == 0)
            for index, (one, estimates, contrast) in enumerate(
                zip(design.analysis, trials.estimates, trials.contrasts, strict=True)
            )
        ],
        notes=_notes(design),
    )


def _search(search: Search, power: float) -> SearchResult:
    return SearchResult(
        power=power,
        found=search.smallest is not None,
        tried=[
            TriedSize(
                people=one.design.people,
                power=share(one.trials.estimates[0].p < one.design.analysis[0].alpha),
            )
            for one in search.tried
        ],
    )


def assumed(design: TrialDesign) -> str:
    """Numbers that a design sets for everybody, as ``kz = 0.006``."""
    return ", ".join(f"{name} = {value:g}" for name, value in (design.settings or {}).items())


def _notes(design: TrialDesign) -> list[Sentence]:
    notes = [sentence("population", drawn=design.population == "drawn")]
    if design.settings:
        notes.insert(0, sentence("assumed", what=assumed(design)))
    if design.leaving:
        notes.append(sentence("leaving", strategy=design.estimand.intercurrent.leaving))
    if design.missed:
        notes.append(sentence("missed", percent=PERCENT * design.missed))
    if not design.leaving and not design.missed:
        notes.append(sentence("everybody"))
    if design.entry.screening:
        notes.append(sentence("screening"))
    if design.alone:
        notes.append(sentence("alone"))
    if design.estimand.variable == CYCLES:
        notes.append(sentence("cycles"))
    return notes


def _arm(arm: Arm, own: ArmMeans) -> ArmResult:
    return ArmResult(
        name=arm.name,
        size=arm.size,
        sessions=len(arm.weeks),
        placebo_sessions=len(arm.placebo),
        known_from=arm.known_from,
        before=equally(own.before),
        change=equally(own.change),
        responders50_percent=equally(PERCENT * own.responders),
        left_percent=PERCENT * float(own.left.mean()),
        seen_percent=PERCENT * float(own.seen.mean()),
    )


def _analysis(
    asked: Analysis, estimates: Estimates, contrast: Array, *, primary: bool
) -> AnalysisResult:
    truth = float(contrast.mean())
    significant = estimates.p < asked.alpha
    unit = PERCENT if asked.variable in FALLS else 1
    holds = (estimates.lo <= truth) & (truth <= estimates.hi)
    return AnalysisResult(
        method=asked.method,
        variable=asked.variable,
        missing=asked.missing,
        alpha=asked.alpha,
        primary=primary,
        significant=int(significant.sum()),
        power=share(significant),
        estimate=equally(unit * estimates.estimate),
        truth=over_trials(unit * contrast),
        bias=over_trials(unit * (estimates.estimate - contrast)),
        coverage=share(holds),
        level_percent=100 * (1 - asked.alpha),
        mean_se=unit * float(estimates.se.mean()),
        sd_of_estimates=unit * float(estimates.estimate.std(ddof=1)),
    )


def over_trials(values: Array) -> Estimate:
    """Mean over trials, and 9 in 10 of its Monte Carlo error.

    Args:
        values: One a trial, (trials,), of two trials or more.

    Example:
        >>> import numpy as np
        >>> over_trials(np.array([0.0, 2.0])).mean
        1.0
    """
    mean, error = values.mean(), values.std(ddof=1) / np.sqrt(len(values))
    return Estimate(mean=mean, lo90=mean - NINE_IN_TEN * error, hi90=mean + NINE_IN_TEN * error)


def share(happened: Array) -> Estimate:
    """Share of trials, and 9 in 10 of its Monte Carlo error: Clopper and Pearson's.

    Args:
        happened: Whether it did, (trials,).

    Example:
        >>> import numpy as np
        >>> share(np.array([True] * 20)).lo90 > 0.85
        True
    """
    found = binomtest(int(happened.sum()), len(happened))
    ends = found.proportion_ci(LEVEL, method="exact")
    return Estimate(mean=found.statistic, lo90=ends.low, hi90=ends.high)
