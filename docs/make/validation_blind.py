"""Figures opened once, for docs/validation.md: what the model said before anybody looked."""

from __future__ import annotations

import csv
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).resolve().parents[2] / "validation"
ONCE = """## Opened once

Predicted once, on {opened}, by the model of commit {commit}, from the designs alone; nothing was
changed after it, and nobody can open these again. Their designs were written down in the commit
before any of them was predicted (validation/muscle_kept.csv, validation/collected.csv).

**The half of the figures of muscle that had been kept**: of {kept} figures in it {muscle} have a
size and are of something that the model has, all of one study of ten people: {muscle_inside} of
{muscle} lie inside. That is too few to judge by, and both halves' summary had been read by who
proposed numbers. Of the two that are about the injected muscle {masseter} lie inside. The other two
are a temple muscle that is said to have grown by two fifths in twelve weeks: the collection had
called that implausible, since another series of ten saw no change.

**Figures collected since**: every second cohort of {cohorts} was opened: {since_inside} of {since}
lie inside. Outside is the mean of the series of late2017, whose share of late responders is told
above: who had not responded to cycle 1 fell further from cycle to cycle than anything in the model
lets them, whoever is counted. The other half, {closed} figures, stays closed since {day}.

| figure | quantity | week | published | predicted | 9 in 10 | inside |
|---|---|--:|--:|--:|--:|---|"""
DIRECTIONS = """
Findings of the kept half without a size, and what the model said of them:

- Masseters thinner at 3 and at 6 months (25 people): {erdil13:.0f} and {erdil26:.0f} %, both
  intervals below 0: {erdil}.
- No difference between 25 and 35 units a side (16 and 16 people): {kjh25:.0f} and {kjh35:.0f} % at
  week 12, less apart than such groups can tell.
- Two sessions thinner than one at month 6 on one side, not on the other (12 and 11 people):
  {two:.0f} and {one:.0f} %, the same direction, further apart than one side showed.
"""
MASSETER, ERDIL = ("jcs25-m-rest", "jcs25-m-clench"), ("erdil-13", "erdil-26")


def records(name: str) -> list[dict[str, str]]:
    """Rows of a table of validation."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _tests() -> dict[str, list[dict[str, str]]]:
    """Rows with a published value by the test that they are of."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in records("opened_once"):
        if row["inside"]:
            found.setdefault(row["test"], []).append(row)
    return found


def inside(own: list[dict[str, str]]) -> int:
    """How many of these lie inside."""
    return sum(row["inside"] == "yes" for row in own)


def lines_of_the_head() -> list[str]:
    """Each test as a line of the table at the head of the page."""
    found = []
    for test, own in _tests().items():
        widths = [
            (float(row["hi90"]) - float(row["lo90"])) / 2 / abs(float(row["published"]))
            for row in own
        ]
        share = f"{inside(own)} of {len(own)} ({inside(own) / len(own):.2f})"
        found.append(
            f"| blind, {own[0]['opened']}: {test} | {share} | {statistics.median(widths):.0%} | |"
        )
    return found


def section(number: Callable[[float | None], str]) -> list[str]:
    """The section of these figures."""
    once = {row["figure"]: row for row in records("opened_once")}
    asked = {row["id"]: row for name in ("muscle_kept", "collected") for row in records(name)}
    muscle, since = _tests().values()
    collected = records("collected")

    def predicted(name: str) -> float:
        return float(once[name]["predicted"])

    text = ONCE.format(
        opened=muscle[0]["opened"],
        commit=muscle[0]["commit"],
        kept=sum(row["half"] == "kept" for row in records("muscle_split")),
        muscle=len(muscle),
        muscle_inside=inside(muscle),
        masseter=inside([once[name] for name in MASSETER]),
        cohorts=len({row["cohort"] for row in collected}),
        since=len(since),
        since_inside=inside(since),
        closed=sum(row["half"] == "kept" for row in collected),
        day=collected[0]["since"],
    )
    lines = [text]
    for row in (*muscle, *since):
        own = asked[row["figure"]]
        values = [number(float(row[key])) for key in ("published", "predicted", "lo90", "hi90")]
        cells = (row["figure"], own["quantity"].replace("_", " "), own["week"], *values[:2])
        lines.append(f"| {' | '.join(cells)} | {values[2]} to {values[3]} | {row['inside']} |")
    below = all(float(once[name]["hi90"]) < 0 for name in ERDIL)
    directions = DIRECTIONS.format(
        erdil13=predicted("erdil-13"),
        erdil26=predicted("erdil-26"),
        erdil="yes" if below else "no",
        kjh25=predicted("kjh07-25"),
        kjh35=predicted("kjh07-35"),
        one=predicted("abo75-1x-26"),
        two=predicted("abo75-2x-26"),
    )
    return [*lines, directions]
