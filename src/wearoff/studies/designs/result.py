"""What a virtual trial would find, typed: the one author of `wearoff trial --json`.

Trials are repeated with new people. What is counted over trials (power, coverage, bias, the truth)
has the interval that holds 9 in 10 of its Monte Carlo error; what single trials find has the range
of 9 in 10 of them.
"""

from __future__ import annotations

from wearoff.formats.documents import Document, Meta, Number, Sentence
from wearoff.formats.estimates import Estimate
from wearoff.studies.designs.trial_form import TrialDesign

SCHEMA_VERSION = "2.0"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""


class ArmResult(Document):
    """People who were treated alike, in all trials."""

    name: str
    size: int
    sessions: int
    placebo_sessions: int
    known_from: Number | None
    """Week from which people know that they get toxin."""
    before: Estimate
    """Mean level that a change is from, and 9 in 10 of the trials' means."""
    change: Estimate
    """Mean change to the estimand's week of who was seen, and 9 in 10 of the trials' means."""
    responders50_percent: Estimate
    """Share of who was seen with half of the level at entry or less, and 9 in 10 of the trials'."""
    left_percent: Number
    """Who had left before the estimand's week, of all trials together."""
    seen_percent: Number
    """Who was seen at it."""


class AnalysisResult(Document):
    """One analysis, over all trials; changes in the outcome's unit, responders in percent."""

    method: str
    variable: str
    missing: str
    """What is taken for a visit that was not seen."""
    alpha: Number
    primary: bool
    significant: int
    """Trials with a p below alpha, whichever arm did better."""
    power: Estimate
    """Their share."""
    estimate: Estimate
    """Mean of the trials' estimates, and 9 in 10 of them."""
    truth: Estimate
    """The same contrast as the estimand has it, in everybody of all trials together."""
    bias: Estimate
    """Mean estimate less the truth."""
    coverage: Estimate
    """Share of the trials' intervals that hold the truth."""
    level_percent: Number
    """What an interval is meant to hold."""
    mean_se: Number
    """Standard error that the trials report, on average."""
    sd_of_estimates: Number
    """How the trials' estimates in fact differ."""


class TriedSize(Document):
    """A size of the design that the search held."""

    people: int
    """Of one trial."""
    power: Estimate


class SearchResult(Document):
    """The search for the smallest trial with a power."""

    power: Number
    """Asked for."""
    found: bool
    """Whether a size has it; what is told is then of the smallest, else of the largest tried."""
    tried: list[TriedSize]
    """In the order of their sizes."""


class Result(Document):
    """Power, bias and coverage of a trial that was not held."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    design: TrialDesign
    """What was held, in the words of the design file."""
    condition_title: str
    """The condition as people say it."""
    product: str
    """Of the toxin."""
    trials: int
    people: int
    """Of one trial."""
    search: SearchResult | None
    """None where no power was asked for."""
    arms: list[ArmResult]
    analyses: list[AnalysisResult]
    """The first is the primary one."""
    notes: list[Sentence]
    """What is to be known of these numbers."""
