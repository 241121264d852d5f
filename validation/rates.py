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

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from validation.truth.judged import Judged


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


class Chance(NamedTuple):
    """The chance of a yes that was told on average, and how often yes was true."""

    generator: str
    question: str
    told: float
    true: float
    of: int


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


def chances(found: Iterable[Judged]) -> list[Chance]:
    """Chances of a yes by question and generator, in bins of ten points."""
    rows = []
    told = list(found)
    for generator in (FOREIGN, ATTACKS):
        own = [one for one in told if generator_of(one.kind) == generator]
        for question in QUESTIONS:
            cases = [
                (chance, truly, place)
                for place, one in enumerate(own)
                if (chance := one.chances[question]) is not None
                and (truly := one.truly[question]) is not None
            ]
            if cases:
                rows += [
                    Chance(generator, question, round(b.told, 3), round(b.true, 3), b.cases)
                    for b in bins(*np.array(cases, float).T)
                ]
    return rows


def _by_kind(found: Iterable[Judged]) -> list[tuple[str, list[Judged]]]:
    kinds: dict[str, list[Judged]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one)
    return list(kinds.items())
