"""From people and their sums to the document."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wearoff.formats.documents import Meta, sentence
from wearoff.formats.estimates import Estimate, equally
from wearoff.model.conditions import condition
from wearoff.runs import meta
from wearoff.stats.intervals import quantiles
from wearoff.together.answers import answers, told
from wearoff.together.gates import gates
from wearoff.together.grids import normal
from wearoff.together.leaving import GAMMAS
from wearoff.together.person_curves import GRID, STEP, blurred
from wearoff.together.relief_groups import LACK
from wearoff.together.result import (
    Density,
    DensityPoint,
    Diagnostics,
    LeavingResult,
    Needed,
    PeopleResult,
    PersonResult,
    Range,
    ReliefGroupsAt,
    ReliefGroupsResult,
    Result,
    SlopeResult,
    SubgroupAt,
    SubgroupResult,
    TrendResult,
)
from wearoff.together.sums import NORMAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.draws import StoredDraws
    from wearoff.formats.documents import Sentence
    from wearoff.together.answers import Answers, Reason, Told, TwoReliefs
    from wearoff.together.members import People
    from wearoff.together.people_table import Scale
    from wearoff.together.sums import Counts, Sums

PERCENT = 100
SHOWN = 6.0
"""Furthest trend at which the density is told."""
EVERY = 2
"""Of the grid's places, at which it is."""
UNTOLD: tuple[Reason, ...] = ("too_few_people", "too_few_draws", "no_spread")
"""Reasons with which a number is not told either."""


def result_of(
    sums: Sums,
    *,
    condition_name: str,
    seed: int,
    scale: Scale | None,
    drawn: Sequence[StoredDraws],
    people: People | None,
    summaries: int,
    spread: bool,
) -> Result:
    """The document of people who are looked at together.

    Args:
        sums: Of all of them.
        condition_name: What is treated.
        seed: Of nothing here: nothing is drawn. It is kept for who makes it again.
        scale: Of the covariate, if one was asked for.
        drawn: Draws of those who are here, not only in a summary.
        people: The same people, first those with draws, in their order.
        summaries: How many summaries were joined.
        spread: Whether the covariate differs among all of them.
    """
    said = answers(sums, spread=spread)
    counts = sums.counts
    return Result(
        meta=Meta(**meta(seed)),
        condition=condition_name,
        condition_title=condition(condition_name).title,
        people=PeopleResult(
            begun=counts.begun,
            left=counts.left,
            stayed=counts.begun - counts.left,
            used=counts.used,
            long=counts.long,
        ),
        trend=_trend(said),
        slope=_slope(said, sums, scale) if scale else None,
        subgroup=_subgroup(said),
        relief_groups=_relief_groups(said),
        leaving=_leaving(said),
        persons=_persons(drawn, people, said) if people else [],
        density=_density(said),
        diagnostics=_diagnostics(said, people, summaries, counts),
        notes=_notes(sums, people, scale),
    )


def _is_told(reasons: Sequence[Reason]) -> bool:
    return not set(reasons) & set(UNTOLD)


def _estimate(found: Told) -> Estimate:
    return Estimate(mean=found.mean, lo90=found.lo90, hi90=found.hi90)


def _range(found: Sequence[Told]) -> Range:
    return Range(lo=min(one.lo90 for one in found), hi=max(one.hi90 for one in found))


def _needed(reasons: Sequence[Reason], question: str) -> Needed | None:
    """What a gate that is shut would need."""
    limits, draws = gates()[question], gates()["draws"]
    few, short, seldom = (
        code in reasons for code in ("too_few_people", "too_short", "too_few_draws")
    )
    if not few and not short and not seldom:
        return None
    return Needed(
        people=limits["people"] if few else None,
        days=limits["days"] if short else None,
        draws=draws["effective"] if seldom else None,
        draws_percent=PERCENT * draws["share"] if seldom else None,
    )


def _numbers(found: Told, reasons: Sequence[Reason]) -> dict[str, float | None]:
    """Mean and 9 in 10 of a document; nothing where a number is not told."""
    if not _is_told(reasons):
        return dict.fromkeys(("mean", "lo90", "hi90"))
    return {"mean": found.mean, "lo90": found.lo90, "hi90": found.hi90}


def _trend(said: Answers) -> TrendResult:
    answer, reasons = said.trend
    return TrendResult(
        **_numbers(said.printed.trend, reasons),
        by_leaving=_range([one.trend for one in said.by_gamma]) if _is_told(reasons) else None,
        answer=answer,
        reason_codes=list(reasons),
        needed=_needed(reasons, "trend"),
        level_days=gates()["trend"]["level_days"],
    )


def _slope(said: Answers, sums: Sums, scale: Scale) -> SlopeResult | None:
    if said.slope is None or said.printed.slope is None:
        return None
    answer, reasons = said.slope
    slopes = [one.slope for one in said.by_gamma if one.slope]
    counts = sums.counts
    return SlopeResult(
        on=scale.name,
        step=scale.step,
        middle=scale.middle,
        kinds=list(scale.kinds),
        people=counts.with_covariate,
        unknown=counts.used - counts.with_covariate,
        **_numbers(said.printed.slope, reasons),
        by_leaving=_range(slopes) if _is_told(reasons) else None,
        answer=answer,
        reason_codes=list(reasons),
        needed=_needed(reasons, "slope"),
    )


def _subgroup(said: Answers) -> SubgroupResult:
    answer, reasons = said.group
    found = said.printed.group
    share = found.share
    open_ = not {*UNTOLD, "too_short"} & set(reasons)
    return SubgroupResult(
        rises_days=gates()["subgroup"]["rises"],
        answer=answer,
        probability=found.probability if open_ else None,
        share_percent=_in_percent(share) if answer == "yes" else None,
        reason_codes=list(reasons),
        needed=_needed(reasons, "subgroup"),
    )


def _in_percent(share: Told) -> Estimate:
    return Estimate(mean=PERCENT * share.mean, lo90=PERCENT * share.lo90, hi90=PERCENT * share.hi90)


def _relief_groups(said: Answers) -> ReliefGroupsResult | None:
    found = said.printed.reliefs
    if said.reliefs is None or found is None:
        return None
    answer, reasons = said.reliefs
    ends = _range([one.reliefs.share for one in said.by_gamma if one.reliefs])
    yes = answer == "yes"
    return ReliefGroupsResult(
        apart_percent=gates()["relief"]["apart"],
        answer=answer,
        probability=found.probability if _is_told(reasons) else None,
        share_percent=_in_percent(found.share) if yes else None,
        by_leaving=Range(lo=PERCENT * ends.lo, hi=PERCENT * ends.hi) if yes else None,
        less=_estimate(found.less) if yes else None,
        more=_estimate(found.more) if yes else None,
        reason_codes=list(reasons),
        needed=_needed(reasons, "relief"),
    )


def _relief_groups_at(found: TwoReliefs | None, said: Answers) -> ReliefGroupsAt | None:
    """Two groups of relief at one γ."""
    if said.reliefs is None or found is None:
        return None
    answer, reasons = said.reliefs
    return ReliefGroupsAt(
        step_percent=LACK,
        probability=found.probability if _is_told(reasons) else None,
        share_percent=_in_percent(found.share) if answer == "yes" else None,
    )


def _leaving(said: Answers) -> list[LeavingResult]:
    """The answers at every γ."""
    of_trend, of_group = said.trend[1], said.group[1]
    of_slope = said.slope[1] if said.slope else UNTOLD
    open_ = not {*UNTOLD, "too_short"} & set(of_group)
    return [
        LeavingResult(
            gamma=gamma,
            odds_times=math.exp(gamma),
            trend=_estimate(one.trend) if _is_told(of_trend) else None,
            slope=_estimate(one.slope) if one.slope and _is_told(of_slope) else None,
            subgroup=SubgroupAt(probability=one.group.probability if open_ else None),
            relief_groups=_relief_groups_at(one.reliefs, said),
        )
        for gamma, one in zip(GAMMAS, said.by_gamma, strict=True)
    ]


def _persons(drawn: Sequence[StoredDraws], people: People, said: Answers) -> list[PersonResult]:
    """Everybody with draws, alone and beside the others; the lowest trend first."""
    population = normal(*NORMAL.answers) @ said.chances
    curves = blurred(people.likelihood, people.misfit)[: len(drawn)] * population
    together = [told(GRID, curve / curve.sum()) for curve in curves]
    order = sorted(range(len(drawn)), key=lambda at: (together[at].mean, drawn[at].name))
    return [
        PersonResult(
            place=place,
            name=drawn[at].name,
            days=drawn[at].days,
            left=bool(people.left[at]),
            alone=equally(drawn[at].trend.astype(float)),
            together=_estimate(together[at]),
        )
        for place, at in enumerate(order, 1)
    ]


def _density(said: Answers) -> Density | None:
    """How common a trend is, over what is not known of the population."""
    if not _is_told(said.trend[1]):
        return None
    at = np.flatnonzero(np.abs(GRID) <= SHOWN + STEP / 2)[::EVERY]
    masses = normal(*NORMAL.answers)
    points: list[DensityPoint] = []
    for trend, row in zip(GRID[at].tolist(), PERCENT * masses[at] / STEP, strict=True):
        lo90, hi90 = quantiles(row, said.chances, (0.05, 0.95))
        mean = float(row @ said.chances)
        points.append(DensityPoint(trend=trend, mean=mean, lo90=lo90, hi90=hi90))
    of_people = told(GRID, masses @ said.chances)
    return Density(reach=Range(lo=of_people.lo90, hi=of_people.hi90), points=points)


def _diagnostics(
    said: Answers, people: People | None, summaries: int, counts: Counts
) -> Diagnostics:
    here = people is not None
    days = people.days[people.used] if people is not None and not summaries else None
    found, reliefs = said.printed.group, said.printed.reliefs
    closed = {*UNTOLD, "too_short"} & set(said.group[1])
    return Diagnostics(
        sources="draws_and_summaries" if here and summaries else "draws" if here else "summaries",
        summaries=summaries,
        enough_draws_percent=PERCENT * said.enough_draws,
        median_days=None if days is None else float(np.median(days)),
        as_drawn=_estimate(said.as_drawn.trend) if _is_told(said.trend[1]) else None,
        bayes_factor=None if closed else _factor(found.log_factor),
        relief_bayes_factor=_factor(reliefs.log_factor)
        if reliefs and said.reliefs and _is_told(said.reliefs[1])
        else None,
        relief_enough_draws_percent=PERCENT * counts.with_relief / max(counts.used, 1)
        if reliefs
        else None,
    )


def _factor(log_factor: float) -> float:
    """A Bayes factor, however large, as a number."""
    return math.exp(min(log_factor, 700))


def _notes(sums: Sums, people: People | None, scale: Scale | None) -> list[Sentence]:
    """What is to be known of these numbers."""
    notes = [sentence("wandering")]
    counts = sums.counts
    if counts.used < counts.begun:
        notes.append(sentence("without_draws", people=counts.begun - counts.used))
    if not counts.left:
        notes.append(sentence("nobody_left"))
    if scale and counts.with_covariate < counts.used:
        unknown = counts.used - counts.with_covariate
        notes.append(sentence("unknown_covariate", name=scale.name, people=unknown))
    if people is None:
        notes.append(sentence("summaries_alone"))
    return [*notes, sentence("before_diaries"), sentence("not_causes")]
