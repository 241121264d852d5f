"""What many people's diaries say together, typed: the one author of `wearoff pool --json`.

Trends are steady ones, in headache days of 28 a year. No answer is the share of people who get
worse, and none says what a trend came from.
"""

from __future__ import annotations

from typing import Literal

from wearoff.formats.documents import Document, Maybe, Meta, Number, Sentence
from wearoff.formats.estimates import Estimate
from wearoff.together.answers import GroupAnswer, Reason, SlopeAnswer, TrendAnswer, Untold

SCHEMA_VERSION = "1.2"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""


class PeopleResult(Document):
    """Whom it is about."""

    begun: int
    left: int
    """Of them those of whom it is written that injections stopped, or that they left."""
    stayed: int
    used: int
    """Whose draws say something of a trend."""
    long: int
    """Of these, with as many days of diary as the question after a group needs in half of them."""


class Needed(Document):
    """What an answer would need that is not there; null where it is not that."""

    people: int | None
    days: int | None
    """Of diary, from the first session, in half of the people."""
    draws: int | None
    """Effective ones of each, by Kish's formula, in `draws_percent` of the people."""
    draws_percent: Maybe


class Range(Document):
    """From the lowest end to the highest, over every γ."""

    lo: Number
    hi: Number


class TrendResult(Document):
    """The mean steady trend; numbers are null where too few people or draws tell it."""

    mean: Maybe
    lo90: Maybe
    hi90: Maybe
    by_leaving: Range | None
    """Lowest and highest end of 9 in 10, however leaving goes with the trend."""
    answer: TrendAnswer | Untold
    reason_codes: list[Reason]
    needed: Needed | None
    level_days: Number
    """A mean within so many days is level."""


class SlopeResult(Document):
    """How the trend goes with a covariate: days of 28 a year for one step of it."""

    on: str
    step: Number
    middle: Number
    kinds: list[str]
    """Two words of which the slope is the second against the first; else none."""
    people: int
    """With draws and a value of the covariate."""
    unknown: int
    """With draws and without one."""
    mean: Maybe
    lo90: Maybe
    hi90: Maybe
    by_leaving: Range | None
    answer: SlopeAnswer | Untold
    reason_codes: list[Reason]
    needed: Needed | None


class SubgroupResult(Document):
    """Whether some people are a group of their own, whose mean trend is 2 or more."""

    rises_days: Number
    answer: GroupAnswer | Untold
    """There is no "no": a group smaller than could be seen is never ruled out."""
    probability: Maybe
    """Of such a group, where one is as likely as none beforehand; null below a gate."""
    share_percent: Estimate | None
    """Of it among the people, where the answer is yes."""
    reason_codes: list[Reason]
    needed: Needed | None


class SubgroupAt(Document):
    """The same at one γ."""

    probability: Maybe


class ReliefGroupsResult(Document):
    """Whether the relief that comes and goes with sessions has two groups."""

    apart_percent: Number
    """Between the most common relief of either group, at least."""
    answer: GroupAnswer | Untold
    """There is no "no": groups nearer to each other could not be seen."""
    probability: Maybe
    """Of two groups, where they are as likely as none beforehand; null below a gate."""
    share_percent: Estimate | None
    """Of those with more relief among the people, where the answer is yes."""
    by_leaving: Range | None
    """Lowest and highest end of it, however leaving goes with lacking relief."""
    less: Estimate | None
    """Mean relief of those with less, percent of headache days; where the answer is yes."""
    more: Estimate | None
    """Of those with more."""
    reason_codes: list[Reason]
    needed: Needed | None


class ReliefGroupsAt(Document):
    """The same at one γ: odds for each step of relief that somebody lacks."""

    step_percent: Number
    """One step: so many points of relief less."""
    probability: Maybe
    share_percent: Estimate | None


class LeavingResult(Document):
    """The answers where leaving goes with the trend."""

    gamma: Number
    odds_times: Number
    """Odds of having left, for each day of 28 a year that somebody's trend is higher."""
    trend: Estimate | None
    slope: Estimate | None
    subgroup: SubgroupAt
    relief_groups: ReliefGroupsAt | None
    """Null where they were not asked for."""


class PersonResult(Document):
    """One person: what the diary says alone, and beside the others."""

    place: int
    """From the lowest trend beside the others, 1, to the highest."""
    name: str
    days: int
    left: bool
    alone: Estimate
    together: Estimate
    """Drawn to the mean of all, the more the less the diary says; misfit is in it."""


class DensityPoint(Document):
    """How common a trend is: people of 100 for each day of 28 a year, and 9 in 10 of that."""

    trend: Number
    mean: Number
    lo90: Number
    hi90: Number


class Density(Document):
    """How common trends are among people, if they are one normal population."""

    reach: Range
    """Lowest and highest trend that holds 9 in 10 of people, by the mean of the population."""
    points: list[DensityPoint]


class Diagnostics(Document):
    """What stands behind the numbers."""

    sources: Literal["draws", "summaries", "draws_and_summaries"]
    summaries: int
    enough_draws_percent: Number
    """Of the people used, with as many effective draws as a gate needs."""
    median_days: Maybe
    """Of the people used; null where there are summaries, which do not hold it."""
    as_drawn: Estimate | None
    """The mean trend if every diary says what its draws say, without misfit."""
    bayes_factor: Maybe
    """For a group that rises against none; null below a gate."""
    relief_bayes_factor: Maybe
    """For two groups of relief against none; null below a gate, or where not asked for."""
    relief_enough_draws_percent: Maybe
    """Of the people used, with as many effective draws of relief; null where not asked for."""


class Result(Document):
    """Many people's diaries together: a mean trend, its slope, whether a group rises, relief."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    condition: str
    condition_title: str
    """The condition as people say it."""
    people: PeopleResult
    trend: TrendResult
    slope: SlopeResult | None
    subgroup: SubgroupResult
    relief_groups: ReliefGroupsResult | None
    """Null where they were not asked for."""
    leaving: list[LeavingResult]
    persons: list[PersonResult]
    """The lowest trend first; those of summaries are not in it, nor is who has no draws."""
    density: Density | None
    """Null below a gate."""
    diagnostics: Diagnostics
    notes: list[Sentence]
