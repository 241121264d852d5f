"""How often an answer is given and wrong, an interval holds the truth, a chance comes true.

Counted over made-up diaries of both generators, by kind: `pipelines.error_rates` writes the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from validation.rules import bins
from validation.seeds import ATTACKS, FOREIGN
from validation.truth import attacks
from validation.truth.judged import ESTIMATES, QUESTIONS
from wearoff.diary.chances import RULE, chance_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from validation.truth.judged import Judged

ASKED = (*QUESTIONS, RULE)
"""Of what chances may stay open."""
STEADY = "steady"
"""Told where the level neither rises nor falls, with the chance of both."""
DRIFTS = ("drifting_worse", "drifting_better")
OPEN = "cannot_tell"


class Rate(NamedTuple):
    """One question in the diaries of a kind: how many, how often yes is true, what was said.

    ``yes_wrong`` and ``no_wrong`` are those of ``yes`` and ``no`` that are not true; all others
    were told that one cannot tell.
    """

    generator: str
    kind: str
    question: str
    of: int
    truly: int
    yes: int
    yes_wrong: int
    no: int
    no_wrong: int


class Covered(NamedTuple):
    """How many intervals of nine in ten hold the truth, of how many that were told."""

    generator: str
    kind: str
    estimate: str
    inside: int
    of: int


class Case(NamedTuple):
    """A chance and whether it was true, of which diary.

    ``said`` is the answer: of a yes or a no the chance is how sure it is, and whether it is right;
    of what stays open how likely yes is, and whether it is true.
    """

    generator: str
    asked: str
    said: str
    chance: float
    truly: bool
    diary: int


class Chance(NamedTuple):
    """Chances of a bin: the mean of the model's, the range that is told, how often it was true.

    Both ends are the chance itself where the number is told. ``of`` counts diaries: of rules many
    are asked of one, which go together.
    """

    generator: str
    asked: str
    said: str
    chance: float
    lo: float
    hi: float
    true: float
    of: int

    @property
    def apart(self) -> float:
        """How far the share that was true lies outside of what is told."""
        return max(self.lo - self.true, self.true - self.hi, 0.0)

    @property
    def error(self) -> float:
        """Standard error of that share, were what is told true."""
        told = min(max(self.true, self.lo), self.hi)
        return float(np.sqrt(told * (1 - told) / self.of))


def generator_of(kind: str) -> str:
    """Which generator has a kind.

    >>> generator_of("no_relief_plain"), generator_of("no_relief")
    ('attacks', 'foreign')
    """
    return ATTACKS if kind in attacks.KINDS else FOREIGN


def rates(found: Iterable[Judged]) -> list[Rate]:
    """Every question of every kind, in the order in which the kinds come."""
    return [_rate(kind, question, own) for kind, own in _by_kind(found) for question in QUESTIONS]


def _rate(kind: str, question: str, found: Sequence[Judged]) -> Rate:
    said = {
        answer: [one.truly[question] for one in found if one.answers[question] == answer]
        for answer in ("yes", "no")
    }
    return Rate(
        generator=generator_of(kind),
        kind=kind,
        question=question,
        of=len(found),
        truly=sum(one.truly[question] is True for one in found),
        yes=len(said["yes"]),
        yes_wrong=sum(truly is not True for truly in said["yes"]),
        no=len(said["no"]),
        no_wrong=sum(truly is not False for truly in said["no"]),
    )


def coverage(found: Iterable[Judged]) -> list[Covered]:
    """Every estimate of every kind; kinds of which none was told are left out."""
    rows = []
    for kind, own in _by_kind(found):
        for name in ESTIMATES:
            inside = [hit for one in own if (hit := one.inside(name)) is not None]
            if inside:
                rows.append(Covered(generator_of(kind), kind, name, sum(inside), len(inside)))
    return rows


def cases(found: Iterable[Judged]) -> list[Case]:
    """Every chance that was told and whose truth is known, of questions and of rules."""
    return [case for place, one in enumerate(found) for case in _cases(place, one)]


def _cases(place: int, one: Judged) -> list[Case]:
    of = generator_of(one.kind)
    told: list[Case] = []
    for question in QUESTIONS:
        said, chance, truly = one.answers[question], one.chances[question], one.truly[question]
        if chance is None or truly is None:
            continue
        if said == "no":
            chance, truly = 1 - chance, not truly
        told.append(Case(of, question, said, chance, truly, place))
    if all(one.answers[drift] == "no" for drift in DRIFTS):
        neither = 1 - sum(one.chances[drift] or 0.0 for drift in DRIFTS)
        truly = not any(one.truly[drift] for drift in DRIFTS)
        told.append(Case(of, STEADY, "yes", neither, truly, place))
    told += [
        Case(of, RULE, OPEN, chance, truly, place)
        for chance, _, truly in one.rules.values()
        if chance is not None and truly is not None
    ]
    return told


def chances(found: Iterable[Judged]) -> list[Chance]:
    """What is told of chances and what came true, by answer, in bins of ten points."""
    every = cases(found)
    groups = [
        (generator, asked, said)
        for generator in (FOREIGN, ATTACKS)
        for asked in (*ASKED, STEADY)
        for said in ("yes", "no", OPEN)
    ]
    return [row for group in groups for row in _chances(every, group)]


def _chances(every: Sequence[Case], group: tuple[str, str, str]) -> list[Chance]:
    own = [case for case in every if case[:3] == group]
    if not own:
        return []
    _, asked, said = group
    told = np.array([case.chance for case in own])
    truly = np.array([case.truly for case in own], float)
    places = np.array([case.diary for case in own])
    ends = [told_of(asked, case.chance) if said == OPEN else (case.chance,) * 2 for case in own]
    low, high = np.array(ends).T
    return [
        Chance(
            *group,
            chance=round(lo.told, 3),
            lo=round(lo.true, 3),
            hi=round(hi.true, 3),
            true=round(share.true, 3),
            of=share.diaries,
        )
        for lo, hi, share in zip(
            *(bins(told, values, places) for values in (low, high, truly)), strict=True
        )
    ]


def told_of(asked: str, chance: float) -> tuple[float, float]:
    """Ends of what is told of a chance that stays open: twice itself where the number is."""
    found = chance_range(asked, chance)
    return (chance, chance) if found is None else (found.lo, found.hi)


def _by_kind(found: Iterable[Judged]) -> list[tuple[str, list[Judged]]]:
    kinds: dict[str, list[Judged]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one)
    return list(kinds.items())
