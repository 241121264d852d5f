"""Whether relief comes in two groups, asked of people whose relief is known.

`validation.pooled` prints it. Relief says nothing of a world's trends, so that people of all worlds
are taken together: some have no relief, the others relief of one size, and these are the share that
is looked for. The controls are one group each: those of relief alone, and those of none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from validation.worlds import populations
from wearoff.together.answers import answers
from wearoff.together.members import people_of
from wearoff.together.sums import sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validation.worlds import Truth
    from wearoff.diary.draws import StoredDraws
    from wearoff.together.members import People

BOTH, SOME, NONE = "both", "relief", "no relief"
"""Whom a population is drawn from."""


class JudgedRelief(NamedTuple):
    """One population beside the truth; who is told no groups covers nothing."""

    among: str
    size: int
    answer: str
    covered: bool
    """Whether 9 in 10 of the share with more relief holds the truth."""
    in_range: bool
    """Whether the range over every γ does."""
    log_factor: float


def judge_relief(among: str, people: People, true: float) -> JudgedRelief:
    """Ask a population, in which so large a share has relief, for two groups."""
    said = answers(sums(people))
    if said.reliefs is None or said.printed.reliefs is None:
        raise ValueError("two groups of relief were not asked for")
    shares = [one.reliefs.share for one in said.by_gamma if one.reliefs]
    first = shares[0]
    lowest, highest = min(one.lo90 for one in shares), max(one.hi90 for one in shares)
    return JudgedRelief(
        among=among,
        size=len(people.names),
        answer=said.reliefs[0],
        covered=first.lo90 <= true <= first.hi90,
        in_range=lowest <= true <= highest,
        log_factor=said.printed.reliefs.log_factor,
    )


def of_reliefs(
    pairs: Sequence[tuple[StoredDraws, Truth]], sizes: Sequence[int], count: int
) -> Iterator[JudgedRelief]:
    """Every population of those with and without relief, and of either alone."""
    people = people_of([drawn for drawn, _ in pairs], reliefs=True)
    some = np.array([truth.relief > 0 for _, truth in pairs])
    for among, of in ((BOTH, some | ~some), (SOME, some), (NONE, ~some)):
        whom = np.flatnonzero(of)
        for size in [size for size in sizes if size <= len(whom)]:
            for places in populations(len(whom), size, 1 if size == len(whom) else count):
                yield judge_relief(among, people.take(whom[places]), float(some[whom].mean()))


def relief_line(rows: Sequence[JudgedRelief]) -> str:
    """What came of the populations of one kind and size."""
    first, count = rows[0], len(rows)
    yes = [row for row in rows if row.answer == "yes"]
    cells = (
        f"{first.among:<12}{first.size:>5}{count:>5}{len(yes):>7}/{count}",
        f"{sum(row.covered for row in yes):>7}/{len(yes)}",
        f"{sum(row.in_range for row in yes):>7}/{len(yes)}",
        f"{min(row.log_factor for row in rows):>8.1f} to {max(row.log_factor for row in rows):.1f}",
    )
    return "".join(cells)


RELIEF_HEAD = (
    "among        size runs    told   cover   range   log Bayes factor\n"
    "told: two groups of relief are; cover, range: of these, 9 in 10 of the share with more\n"
    "relief, and its range over leaving, hold the truth"
)
