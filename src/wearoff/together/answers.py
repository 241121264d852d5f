"""What sums of people tell: a mean trend, a slope, groups, at every γ, and whether a gate is shut.

An answer is given only where it is the same as the draws have it, with misfit, and however leaving
goes with the trend. Below a gate it is ``cannot_tell``, with the number that would be needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

import numpy as np
from scipy.special import expit

from wearoff.together.gates import gates
from wearoff.together.leaving import GAMMAS, summed_out
from wearoff.together.misfit import shared_sd
from wearoff.together.slope_kept import shares_kept, undiluted
from wearoff.together.sums import BEYOND_ANY_STEP, GROUPS, NORMAL, TWO_RELIEFS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.records import Array
    from wearoff.together.grids import Question
    from wearoff.together.sums import Sums, Total

TrendAnswer = Literal["rising", "falling", "level"]
SlopeAnswer = Literal["more", "less"]
GroupAnswer = Literal["yes"]
Untold = Literal["cannot_tell"]
Reason = Literal[
    "too_few_people",
    "too_short",
    "too_few_draws",
    "no_spread",
    "misfit",
    "leaving",
    "not_clear",
]
Answer = TypeVar("Answer", bound=str)
ENDS = (0.05, 0.95)


class Told(NamedTuple):
    """A number: its mean, 9 in 10, and the chances that it is above 0 and near 0."""

    mean: float
    lo90: float
    hi90: float
    above: float
    near: float


class Group(NamedTuple):
    """Whether a group rises: the Bayes factor for it, and its share of the people if there is."""

    log_factor: float
    share: Told
    enough: float
    """Chance that the share is above the gate's."""

    @property
    def probability(self) -> float:
        """Of a group, where one is as likely as none before any diary."""
        return float(expit(self.log_factor))


class TwoReliefs(NamedTuple):
    """Whether relief comes in two groups: the Bayes factor for it, and both if there are."""

    log_factor: float
    share: Told
    """Of those with more relief among the people."""
    enough: float
    """Chance that neither share is as small as the gate's."""
    less: Told
    more: Told
    """Mean relief of either group, percent."""

    @property
    def probability(self) -> float:
        """Of two groups, where they are as likely as none before any diary."""
        return float(expit(self.log_factor))


class Variant(NamedTuple):
    """What is told under one assumption; None is what was not asked for."""

    trend: Told
    group: Group
    slope: Told | None
    reliefs: TwoReliefs | None


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Everything that sums tell.

    Attributes:
        as_drawn: Without misfit.
        by_gamma: With it, at every γ of `GAMMAS`; the first is what is printed.
        trend: The answer, and why there is none.
        group: The same of a group that rises by 2 or more.
        slope: The same of the covariate; None where none was asked for.
        reliefs: The same of two groups of relief; None where they were not asked for.
        chances: Of the refined answers of one normal population, (R,), as printed.
        enough_draws: Share of the people used with enough effective draws.
    """

    as_drawn: Variant
    by_gamma: tuple[Variant, ...]
    trend: tuple[TrendAnswer | Untold, tuple[Reason, ...]]
    group: tuple[GroupAnswer | Untold, tuple[Reason, ...]]
    slope: tuple[SlopeAnswer | Untold, tuple[Reason, ...]] | None
    reliefs: tuple[GroupAnswer | Untold, tuple[Reason, ...]] | None
    chances: Array
    enough_draws: float

    @property
    def printed(self) -> Variant:
        """With misfit, where leaving says nothing of a trend."""
        return self.by_gamma[0]


def chances(question: Question, logs: Array) -> Array:
    """Chances (R,) of refined answers from their log-likelihoods, under the question's prior."""
    weighed = logs + question.log_prior
    return np.exp(weighed - np.logaddexp.reduce(weighed))


def cells(values: Array, weights: Array, start: float | None = None) -> tuple[Array, Array]:
    """Edges of the cells of values on a grid, and the chance of lying below each edge.

    A value stands for its cell, from half-way to its neighbors, over which its chance is even.

    Args:
        values: (R,), in any order, some of them alike.
        weights: Their chances, (R,), of sum 1.
        start: Where the first cell begins; the least value if left out.

    Returns:
        (cells + 1,) each.
    """
    places, back = np.unique(np.round(values, 9), return_inverse=True)
    first = places[:1] if start is None else np.array([start])
    edges = np.concatenate([first, (places[1:] + places[:-1]) / 2, places[-1:]])
    return edges, np.concatenate([[0.0], np.cumsum(np.bincount(back, weights))])


def told(values: Array, weights: Array, near: float = 1.0, start: float | None = None) -> Told:
    """A number that has a chance at each place of a grid, as `cells` has it.

    Args:
        values: (R,).
        weights: Their chances, (R,), of sum 1.
        near: How far from 0 counts as near.
        start: See `cells`.

    Example:
        >>> found = told(np.array([0.0, 1.0, 2.0, 1.0]), np.array([0.25, 0.25, 0.25, 0.25]))
        >>> found.mean, found.above
        (1.0, 1.0)
    """
    edges, below = cells(values, weights, start)
    lo90, hi90 = np.interp(ENDS, below, edges)
    zero, low, high = np.interp([0.0, -near, near], edges, below)
    return Told(
        mean=float(weights @ values),
        lo90=float(lo90),
        hi90=float(hi90),
        above=float(1 - zero),
        near=float(high - low),
    )


def answers(sums: Sums, *, spread: bool = True) -> Answers:
    """Everything that sums of people tell.

    Args:
        sums: Of them.
        spread: Whether the covariate differs among them; else a slope would be its prior alone.
    """
    limits, counts = gates(), sums.counts
    shared = shared_sd(counts.long / max(counts.used, 1))
    as_drawn = _variant(sums, lambda question, total: question.refined(total.as_drawn))
    by_gamma = [_variant(sums, partial(_at_gamma, at), shared) for at in range(len(GAMMAS))]
    variants = (as_drawn, *by_gamma)
    enough = float(_of_kept(sums) @ sums.enough / max(counts.used, 1))

    def shut(people: int, question: str, enough: float = enough) -> list[Reason]:
        few = people < limits[question]["people"]
        return [
            *(["too_few_people"] if few else []),
            *(["too_few_draws"] if enough < limits["draws"]["share"] else []),
        ]

    short: list[Reason] = ["too_short"] if 2 * counts.long < counts.used else []
    same: list[Reason] = [] if spread else ["no_spread"]
    slopes = [_slopes(one.slope) for one in variants if one.slope]
    reliefs = [_two_groups(one.reliefs) for one in variants if one.reliefs]
    with_relief = counts.with_relief / max(counts.used, 1)
    return Answers(
        as_drawn=as_drawn,
        by_gamma=tuple(by_gamma),
        trend=agreed(
            [_directions(one.trend) for one in variants],
            ("rising", "falling", "level"),
            shut(counts.used, "trend"),
        ),
        group=agreed(
            [_groups(one.group) for one in variants],
            ("yes",),
            [*shut(counts.used, "subgroup"), *short],
        ),
        slope=agreed(slopes, ("more", "less"), [*shut(counts.with_covariate, "slope"), *same])
        if slopes
        else None,
        reliefs=agreed(reliefs, ("yes",), shut(counts.used, "relief", with_relief))
        if reliefs
        else None,
        chances=chances(NORMAL, NORMAL.refined(sums.trend.with_misfit)),
        enough_draws=enough,
    )


def _at_gamma(at: int, question: Question, total: Total) -> Array:
    """Log-likelihoods of refined answers with misfit, at a γ by its place."""
    if GAMMAS[at] == 0:
        return question.refined(total.with_misfit)
    return summed_out(question, total.by_leaving[at - 1])


def _of_kept(sums: Sums) -> Array:
    """Chances (J,) of the answers of `Normal` at which sums are kept, as likely beforehand."""
    logs = sums.trend.as_drawn
    return np.exp(logs - np.logaddexp.reduce(logs))


def _variant(
    sums: Sums, logs: Callable[[Question, Total], Array], shared_error: float = 0.0
) -> Variant:
    """What is told where these are the log-likelihoods, and people share an error of that SD."""
    mean, _ = NORMAL.answers
    of_mean = NORMAL.shaken(chances(NORMAL, logs(NORMAL, sums.trend)), shared_error)
    near = gates()["trend"]["level_days"]
    slope = None
    if sums.slope is not None:
        _, values = BEYOND_ANY_STEP.answers
        as_told = chances(BEYOND_ANY_STEP, logs(BEYOND_ANY_STEP, sums.slope))
        slope = told(*undiluted(values, as_told, shares_kept()))
    reliefs = sums.reliefs and _reliefs(logs(TWO_RELIEFS, sums.reliefs))
    return Variant(
        trend=told(mean, of_mean, near),
        group=_group(logs(GROUPS, sums.groups)),
        slope=slope,
        reliefs=reliefs,
    )


def _group(logs: Array) -> Group:
    """Whether a group rises, from the log-likelihoods of all answers with and without one."""
    weighed, share = logs + GROUPS.log_prior, GROUPS.share
    some = share > 0
    with_one = np.logaddexp.reduce(weighed[some])
    mass = np.exp(weighed[some] - with_one)
    edges, below = cells(share[some], mass, start=0.0)
    return Group(
        log_factor=float(with_one - np.logaddexp.reduce(weighed[~some])),
        share=told(share[some], mass, start=0.0),
        enough=float(1 - np.interp(gates()["subgroup"]["share"], edges, below)),
    )


def _reliefs(logs: Array) -> TwoReliefs:
    """Whether relief comes in two groups, from the log-likelihoods of all mixtures."""
    weighed, two = logs + TWO_RELIEFS.log_prior, TWO_RELIEFS.two
    with_two = np.logaddexp.reduce(weighed[two])
    mass = np.exp(weighed[two] - with_two)
    less, more, share = (part[two] for part in TWO_RELIEFS.mixtures)
    means, _ = TWO_RELIEFS.components
    small = gates()["relief"]["share"]
    return TwoReliefs(
        log_factor=float(with_two - np.logaddexp.reduce(weighed[~two])),
        share=told(share, mass, start=0.0),
        enough=float(mass[(share > small) & (share < 1 - small)].sum()),
        less=told(means[less], mass),
        more=told(means[more], mass),
    )


def _directions(mean: Told) -> set[TrendAnswer]:
    """What is so of a mean trend, as far as its chances tell."""
    least = gates()["trend"]["chance"]
    true: dict[TrendAnswer, bool] = {
        "rising": mean.above >= least,
        "falling": 1 - mean.above >= least,
        "level": mean.near >= least,
    }
    return {name for name, so in true.items() if so}


def _slopes(slope: Told) -> set[SlopeAnswer]:
    least = gates()["slope"]["chance"]
    true: dict[SlopeAnswer, bool] = {
        "more": slope.above >= least,
        "less": 1 - slope.above >= least,
    }
    return {name for name, so in true.items() if so}


def _groups(group: Group) -> set[GroupAnswer]:
    limits = gates()["subgroup"]
    sure = group.log_factor > np.log(limits["bayes_factor"]) and group.enough >= limits["chance"]
    return {"yes"} if sure else set()


def _two_groups(found: TwoReliefs) -> set[GroupAnswer]:
    limits = gates()["relief"]
    sure = found.log_factor > np.log(limits["bayes_factor"]) and found.enough >= limits["chance"]
    return {"yes"} if sure else set()


def agreed(
    said: Sequence[set[Answer]], order: Sequence[Answer], shut: Sequence[Reason]
) -> tuple[Answer | Untold, tuple[Reason, ...]]:
    """The answer that is so under every assumption, or why there is none.

    Args:
        said: What is so as the draws have it, with misfit, and at every further γ.
        order: Answers, the first that is so is told.
        shut: Gates that are shut.

    Example:
        >>> agreed([{"yes"}, {"yes"}, set()], ["yes"], [])
        ('cannot_tell', ('leaving',))
    """
    if shut:
        return "cannot_tell", tuple(shut)
    drawn, printed, *_ = said
    for answer in order:
        if all(answer in one for one in said):
            return answer, ()
    if drawn & printed:
        return "cannot_tell", ("leaving",)
    return "cannot_tell", ("misfit",) if drawn | printed else ("not_clear",)
