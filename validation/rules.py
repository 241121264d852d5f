"""Are the chances beside each rule true, and how often is plain counting wrong?

python -m validation.rules [--diaries 600] [--processes 2]    writes docs/rules.md

Diaries are those of `foreign.py`; the truth of a rule is its own arithmetic on the generator's
chances over the same days.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from validation.comparison_page import share, table
from validation.rule_truth import asked
from validation.seeds import BLOCKS, judging
from validation.truth.foreign import make
from validation.truth.judged import analyzed, started

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.rule_truth import Asked
    from wearoff.records import Array

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
KINDS = {"mixed": 1.0, "no_relief": 1 / 3}
"""Kinds of diaries, and how many of each beside the first."""
BINS = 10
FEWEST = 30
"""Cases of a bin; fewer are joined with the next bin."""
NEAR = 0.10
"""Counts this close to the line, as a share of it."""


@dataclass(frozen=True)
class Bin:
    """Chances that were told and how often they came true, from so many diaries."""

    cases: int
    diaries: int
    told: float
    true: float


def bins(chances: Array, held: Array, diaries: Array, fewest: int = FEWEST) -> list[Bin]:
    """Ten bins of chances; one with few cases is joined with the next, or at last the one before.

    Args:
        chances: what was told, (cases,).
        held: 1 where it came true, or how often it did.
        diaries: a number for the diary of each case.
        fewest: cases of a bin.
    """
    place = np.minimum((BINS * chances).astype(int), BINS - 1)
    groups: list[Array] = [np.array([], int)]
    for k in range(BINS):
        groups[-1] = np.concatenate([groups[-1], np.flatnonzero(place == k)])
        if len(groups[-1]) >= fewest:
            groups.append(np.array([], int))
    left = groups.pop()
    if groups:
        groups[-1] = np.concatenate([groups[-1], left])
    elif len(left):
        groups = [left]
    return [
        Bin(
            len(group),
            len(np.unique(diaries[group])),
            float(chances[group].mean()),
            float(held[group].mean()),
        )
        for group in groups
    ]


def of_one(task: tuple[str, int]) -> list[Asked]:
    """Every rule of one diary."""
    kind, seed = task
    made = make(seed, kind=kind)
    return asked(analyzed(made), made)


def gathered(tasks: Sequence[tuple[str, int]], processes: int) -> list[list[Asked]]:
    """Every rule of every diary."""
    with ProcessPoolExecutor(processes, get_context("spawn"), started) as pool:
        return list(pool.map(of_one, tasks))


def table_of_bins(rows: Sequence[Bin], names: tuple[str, str]) -> str:
    """Bins as a table."""
    said = [
        [
            f"{100 * row.told:.0f} in 100",
            f"{100 * row.true:.0f} in 100",
            f"{100 * (row.true - row.told):+.0f}",
            f"{row.cases}",
            f"{row.diaries}",
        ]
        for row in rows
    ]
    return table([*names, "difference", "cases", "of diaries"], said)


def errors(cases: Sequence[Asked]) -> tuple[float, float]:
    """How often counting is wrong, and how often the likelier answer is."""
    if not cases:
        return np.nan, np.nan
    naive = np.mean([(one.counted == "yes") != one.truly for one in cases])
    ours = np.mean([(one.chance >= 0.5) != one.truly for one in cases])  # noqa: PLR2004 - likelier
    return float(naive), float(ours)


def by_rule(cases: Sequence[Asked]) -> str:
    """Errors of each rule."""
    rows: list[list[str]] = []
    for name in dict.fromkeys(one.rule for one in cases):
        own = [one for one in cases if one.rule == name]
        near = [one for one in own if abs(one.margin) <= NEAR]
        told, true = (100 * np.mean(values) for values in zip(*chances(own), strict=True))
        level = [f"{told:.0f} in 100", f"{true:.0f} in 100"]
        both = [*map(share, errors(own)), f"{len(near)}", *map(share, errors(near))]
        rows.append([f"`{name}`", *level, *both])
    wrong = ["counted wrong", "likelier wrong"]
    return table(["rule", "mean chance", "truly met", *wrong, "near", *wrong], rows)


def chances(cases: Sequence[Asked]) -> list[tuple[float, bool]]:
    """What was told and what is true."""
    return [
        (one.chance, one.truly) for one in cases if one.chance is not None and one.truly is not None
    ]


def told_and_true(found: Sequence[Sequence[Asked]]) -> list[Bin]:
    """Bins of the chance that a rule is truly met."""
    cases = [(one.chance, one.truly, k) for k, d in enumerate(found) for one in answered(d)]
    chance, truly, diary = np.array(cases, float).T
    return bins(chance, truly, diary)


def told_and_again(found: Sequence[Sequence[Asked]]) -> list[Bin]:
    """Bins of the chance that a fresh diary is counted differently."""
    cases = [(one.differs, one.again, k) for k, d in enumerate(found) for one in answered(d)]
    differs, again, diary = np.array(cases, float).T
    return bins(differs, again, diary)


def answered(diary: Sequence[Asked]) -> list[Asked]:
    """Rules that were counted yes or no."""
    return [one for one in diary if one.truly is not None]


def worst(rows: Sequence[Bin]) -> str:
    """Largest difference of a bin, in points."""
    return f"{100 * max(abs(row.true - row.told) for row in rows):.0f}"


def page(found: dict[str, list[list[Asked]]], first: int) -> str:
    """The page."""
    diaries = [diary for several in found.values() for diary in several]
    cases = [one for diary in diaries for one in answered(diary)]
    near = [one for one in cases if abs(one.margin) <= NEAR]
    rows, again = told_and_true(diaries), told_and_again(diaries)
    kinds = {kind: told_and_true(several) for kind, several in found.items()}
    naive, ours = errors(cases)
    naive_near, ours_near = errors(near)
    return TEXT.format(
        first=first,
        counts=", ".join(f"{len(several)} {kind}" for kind, several in found.items()),
        cases=len(cases),
        worst=worst(rows),
        bins="\n\n".join(
            f"Kind `{kind}`, largest difference {worst(of_kind)} points:\n\n"
            f"{table_of_bins(of_kind, ('chance told', 'truly met'))}"
            for kind, of_kind in kinds.items()
        ),
        naive=share(naive),
        ours=share(ours),
        near=len(near),
        naive_near=share(naive_near),
        ours_near=share(ours_near),
        rules=by_rule(cases),
        again=table_of_bins(again, ("chance told", "counted differently")),
        worst_again=worst(again),
    )


TEXT = """# What rules ask: are the chances true?

Made by `python -m validation.rules`. The diaries are made up, by a generator that is not our model
([foreign.py](../validation/truth/foreign.py)), and have a known truth: each rule's own arithmetic
on the generator's chance of a headache, over the same days. Diaries: {counts}, seeds from {first};
none of them set a number. Every shipped rule that asks about headache days is asked, and the two
of the example of a clinic's own file ([payer-rules.toml](examples/payer-rules.toml)), of these days
only; where a rule asks about other measures too, they are left out. {cases} answers were counted
yes or no. Several rules of one diary are one diary: the differences below are less sure than so
many cases would make them.

## "Truly so"

The chance that the underlying level meets a rule, in ten bins (a bin of fewer than 30 is joined
with the next). Of all kinds together the largest difference is {worst} points. In `no_relief`
nothing fades after a session; a diary does not know that it is of that kind, so its chances need
not come true among those alone. Of attacks with lengths, chances below 50 in 100 are
up to 19 points too low ([error-rates.md](error-rates.md)): where a chance settles nothing a range
is printed.

{bins}

## Counting alone

Counting is wrong about the underlying level in {naive} of all answers; the likelier answer (50 in
100 or more is yes) in {ours}. Of {near} counts within 10 % of their line, counting is wrong in
{naive_near}, the likelier answer in {ours_near}. *Near*: how many such counts.

{rules}

## "A fresh window would say otherwise"

The chance that a fresh diary of the same windows, every day written, would be counted differently,
what was counted before kept; beside it how often that is so when the generator makes 400 such
diaries. The largest difference is {worst_again} points.

{again}
"""


def main() -> None:
    """Ask, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=600)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    found = {}
    for kind, part in KINDS.items():
        seeds = judging("rules", round(part * given.diaries))
        found[kind] = gathered([(kind, seed) for seed in seeds], given.processes)
    text = page(found, BLOCKS["rules"].first)
    print(text)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
