"""What one trial says, typed: the one author of `wearoff fit --json`.

Everything that a face prints stands here as codes, values and curves, with the sentences that
`wearoff.words.trial` makes of them. Estimates hold 9 in 10 (``lo90`` to ``hi90``), some 5 in 10.
"""

from __future__ import annotations

from typing import Literal

from wearoff.formats.documents import Document, Maybe, Meta, Number
from wearoff.formats.estimates import Bands, Estimate

SCHEMA_VERSION = "1.0"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""

Answer = Literal["lower", "higher", "cannot_tell"]
"""Whether 9 in 10 of an effect lie below zero, above it, or on both sides."""


class Range(Document):
    """What an axis must hold."""

    lo: Number
    hi: Number


# Who was fitted


class Arm(Document):
    """One arm: units of its session and people."""

    arm: str
    units: Number
    product: str | None
    patients: int


class About(Document):
    """The trial as it was read."""

    source: str
    outcome: str
    outcome_title: str
    outcome_unit: str
    """Points, or days; of everything below that is told in points."""
    patients: int
    visits: list[Number]
    """Weeks after baseline."""
    arms: list[Arm]
    toxin_arms: list[str]
    """In the order of their units."""
    products: list[str]
    mean_baseline: Number
    notes: list[str]
    text: list[str]


# Effects


class Contrast(Bands):
    """Arm minus placebo at one visit and the mean baseline, points."""

    arm: str
    week: Number
    se: Number
    answer: Answer
    mechanism: Estimate
    unexplained: Estimate


class CurveDay(Bands):
    """Mean effect of an arm on one day, points, from the mechanism alone."""

    week: Number


class Curve(Document):
    """Effect of an arm by day, net of placebo."""

    arm: str
    days: list[CurveDay]


class Week(Document):
    """A week as an estimate; None where it does not come."""

    mean: Maybe
    lo90: Maybe
    hi90: Maybe


class ArmWeek(Week):
    """Of one arm."""

    arm: str


class Timing(Week):
    """Of all toxin arms, and of each."""

    by_arm: list[ArmWeek]


class Finding(Document):
    """What an arm did, in short: its greatest fall against placebo among the visits."""

    arm: str
    week: Number
    lower_by: Number
    lower_by_least: Number
    lower_by_most: Number
    unclear_weeks: list[Number]
    """Visits at which nothing can be told."""
    text: str
    timing: str
    unclear: str
    """'' where every visit has an answer."""


class Dose(Bands):
    """Effect of one dose in week 4, points, from the mechanism alone."""

    units: Number
    product: str
    week: int


class DoseCurve(Document):
    """Doses of one product, no toxin included."""

    product: str
    doses: list[Dose]
    text: str


class Spread(Estimate):
    """SD between patients of an arm's effect at a visit, points."""

    arm: str
    week: Number


class NotReproduced(Document):
    """A visit at which the mechanism and the reference are more than one error apart."""

    arm: str
    week: Number
    mechanism: Number
    reference: Number
    reference_se: Number
    standard_errors_apart: Number
    text: str


# Parameters


class Parameter(Document):
    """One number before and after the trial; contraction is 1 − SD after / SD before."""

    name: str
    unit: str
    meaning: str
    prior: Estimate
    posterior: Estimate
    contraction: Number
    in_evidence: bool
    """Whether it is a row of the evidence, which has a source."""


class Learned(Document):
    """Numbers that the trial tells of, most first, and those it hardly moves."""

    told: list[str]
    silent: list[str]
    told_from: Number
    """Contraction."""
    silent_below: Number


# Checks


class Check(Document):
    """Observed mean and SD of an arm at a visit against what the fit predicts."""

    arm: str
    week: Number
    patients: int
    inside: bool
    observed_mean: Number
    predicted_mean: Bands
    observed_sd: Number
    predicted_sd: Estimate


class IfWorse(Estimate):
    """A contrast if missing scores of the arm were so many points worse."""

    points: Number


class Leavers(Document):
    """Dropout not at random: one arm at one visit."""

    arm: str
    week: Number
    missing_share: Number
    missing_percent: Number
    if_worse: list[IfWorse]
    shown: IfWorse
    """The one that tables print."""
    tips_at_points: Maybe
    """Points worse at which the interval reaches zero; None where it does already."""


class Dropout(Document):
    """All arms and visits together."""

    most_missing_percent: Number
    worse_by: Number
    """Points, in tables."""
    tips_at_points: Maybe
    """Fewest points at which some answer tips."""
    text: str


class ReferenceContrast(Document):
    """Arm minus placebo at a visit by the reference, points."""

    arm: str
    week: Number
    mean: Number
    se: Number


class Reference(Document):
    """The published analysis, which knows nothing of toxin."""

    method: str
    correlation_per_week: Number
    sd: Number
    contrasts: list[ReferenceContrast]


class Elpd(Document):
    """Log predictive density of held-out patients, summed, and that against the reference."""

    mean: Number
    se: Number
    paired_se: Number
    ahead: Number
    """Less the reference's."""


class ReferenceElpd(Document):
    """The same of the reference."""

    mean: Number
    se: Number


class Diagnostics(Document):
    """Whether the draws can be trusted."""

    k_hat: Maybe
    fold_k_hats: list[Maybe] | None
    worst_k_hat: Maybe
    k_hat_limit: Number
    trusted: bool
    effective_draws: Number
    draws: Number
    ensemble_effective_patients: Number


class Checked(Document):
    """What the checks say, in short."""

    arm_means_inside: int
    arm_means: int
    text: list[str]


# One typical patient


class PatientDay(Document):
    """One day after the session; None where the condition has no such course."""

    week: Number
    block_percent: Maybe
    """Transmission lost."""
    muscle_percent: Maybe
    """Size, of before."""
    score: Number
    score_placebo: Number


class Demonstration(Document):
    """An invented typical patient after the trial's largest session, and after placebo."""

    arm: str
    days: list[PatientDay]
    shown: list[PatientDay]
    """The days that tables print."""
    block_greatest_week: Maybe
    muscle_smallest_week: Maybe
    score_lowest: PatientDay
    text: str


class Ranges(Document):
    """What the upright axes of pictures must hold, so that pictures of a kind share one."""

    effect: Range
    dose_response: Range
    predictive_check: Range


class Result(Document):
    """What one trial says."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    condition: str
    trial: About
    findings: list[Finding]
    contrasts: list[Contrast]
    curves: list[Curve]
    peak_week: Timing
    wearoff_week: Timing
    dose_response: list[Dose]
    dose_curves: list[DoseCurve]
    spread_between_patients: list[Spread]
    parameters: list[Parameter]
    learned: Learned
    predictive_check: list[Check]
    leavers: list[Leavers]
    dropout: Dropout
    not_reproduced: list[NotReproduced]
    reference: Reference
    elpd: Elpd | None
    reference_elpd: ReferenceElpd | None
    diagnostics: Diagnostics
    checks: Checked
    demonstration: Demonstration
    ranges: Ranges
