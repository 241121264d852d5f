"""Misses for docs/validation.md: every figure outside its interval, and what is known of why."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import wearoff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wearoff.studies.result import Row

CAUSES = Path(__file__).resolve().parents[2] / "validation" / "misses.csv"
"""Kind and cause of a miss by the figure's id, from what its study says of itself."""
NOT_FOUND = ("not found", "no cause found yet")
HEAD = """## Missed, and why

{missed} figures of {cohorts} of {studies} cohorts lie outside, by what is known of their studies:
{kinds}.
No number was changed for one of them. Where a figure had been read as what it is not, it is now
read as what it is, and so is every figure of its kind: three medians as medians, responders who
were followed as responders, and *back to before* with the error of the same people's other weeks.
That was seen first, so the {mended} that lie inside since are not a blind result. Nor is what came
in by three mendings that were looked for because of misses, though no number of them is from these
figures: days of whole cycles are counted where the study counted so, raters who know of the toxin
see more of a fall by as much as in trials that were rated twice, and a rabbit's muscle shrinks and
regrows in a rabbit's time, by the quarter power of its mass.

| figure | published | 9 in 10 | kind | what is known of why |
|---|--:|--:|---|---|"""
OTHER_SEEDS = (2, 3, 4, 5)
"""Seeds with which it is asked how far the share inside is luck of the draw."""
MENDED = ("onan", "bite12", "rab15-1")
"""Figures outside before they were read as what they are."""


def inside_by_luck(table: Path) -> list[int]:
    """How many figures of a table lie inside with each of the other seeds."""
    return [wearoff.validate(table, seed=seed).result.inside for seed in OTHER_SEEDS]


def missed(rows: Iterable[Row], number: Callable[[float | None], str]) -> list[str]:
    """Every figure outside as a table, and how many are of which kind."""
    every = tuple(rows)
    outside = [row for row in every if row.inside is False]
    with CAUSES.open(encoding="utf-8", newline="") as file:
        causes = {row["figure"]: (row["kind"], row["cause"]) for row in csv.DictReader(file)}
    found = {row.id: causes.get(row.id, NOT_FOUND) for row in outside}
    kinds = [kind for kind, _ in found.values()]
    counts = sorted({(-kinds.count(kind), kind) for kind in kinds})
    mended = sum(name not in found for name in MENDED)
    head = HEAD.format(
        missed=len(outside),
        cohorts=len({row.cohort for row in outside}),
        studies=len({row.cohort for row in every}),
        kinds=", ".join(f"{kind} {-count}" for count, kind in counts),
        mended=mended,
    )
    lines = [
        f"| {row.id} | {number(row.value)} | {number(row.lo90)} to {number(row.hi90)} "
        f"| {' | '.join(found[row.id])} |"
        for row in outside
    ]
    return [head, *lines, ""]
