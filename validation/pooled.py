"""People of worlds with a known truth, looked at together: coverage, false groups, power, relief.

python -m validation.pooled FOLDER [--worlds NAME …] [--sizes 60 120 400] [--populations 20]

FOLDER is what `validation.worlds` filled. Of every world so many populations of each size are
drawn, nobody twice in one; of a size that is all of the people there is one population, told
singly. What is true of a population is true of all people of its world that were made: their mean
steady trend, its slope on units, and the world's own sentence on a group. Two groups of relief are
asked of people of these worlds together (`validation.pooled_reliefs`).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from validation.pooled_reliefs import RELIEF_HEAD, of_reliefs, relief_line
from validation.worlds import WORLDS, kept, populations
from wearoff.together.answers import answers
from wearoff.together.members import people_of
from wearoff.together.people_table import STEPS
from wearoff.together.sums import sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validation.worlds import Truth
    from wearoff.together.members import People

SIZES = (60, 120, 400)
BY = "units"
RISES = "worsening"
"""The world in which there is a group that rises."""
SLOPED = "covariate"
"""The world in which the trend goes along with units."""


class WorldTruth(NamedTuple):
    """What is true of a world: mean steady trend, and its slope for one step of units."""

    mean: float
    slope: float


class Judged(NamedTuple):
    """One population beside the truth; slope is None where it was not asked for."""

    world: str
    size: int
    left: int
    covered: bool
    """Whether 9 in 10 of the mean holds the truth."""
    in_range: bool
    """Whether the range over every γ does."""
    slope_covered: bool | None
    trend: str
    group: str
    off: float
    """Mean less the truth."""
    width: float
    seconds: float


def truth_of(truths: Sequence[Truth]) -> WorldTruth:
    """What is true of a world, from all of its people."""
    trends = np.array([one.trend for one in truths])
    _, step = STEPS[BY]
    units = np.array([one.units for one in truths]) / step
    slope = float(np.polyfit(units, trends, 1)[0]) if np.ptp(units) else 0.0
    return WorldTruth(float(trends.mean()), slope)


def judge(world: str, people: People, true: WorldTruth) -> Judged:
    """Look at a population together, and hold what is told against the truth."""
    start = time.perf_counter()
    said = answers(sums(people))
    seconds = time.perf_counter() - start
    mean, slope = said.printed.trend, said.printed.slope
    lows, highs = zip(*((one.trend.lo90, one.trend.hi90) for one in said.by_gamma), strict=True)
    return Judged(
        world=world,
        size=len(people.names),
        left=int(people.left.sum()),
        covered=mean.lo90 <= true.mean <= mean.hi90,
        in_range=min(lows) <= true.mean <= max(highs),
        slope_covered=slope.lo90 <= true.slope <= slope.hi90 if slope else None,
        trend=said.trend[0],
        group=said.group[0],
        off=mean.mean - true.mean,
        width=mean.hi90 - mean.lo90,
        seconds=seconds,
    )


def of_world(folder: Path, world: str, sizes: Sequence[int], count: int) -> Iterator[Judged]:
    """Every population of a world, smallest first."""
    pairs = kept(folder, world)
    true = truth_of([truth for _, truth in pairs])
    people = people_of([drawn for drawn, _ in pairs], by=BY if world == SLOPED else None)
    for size in sizes:
        if size > len(pairs):
            continue
        times = 1 if size == len(pairs) else count
        for places in populations(len(pairs), size, times):
            yield judge(world, people.take(np.array(places)), true)


def line(rows: Sequence[Judged]) -> str:
    """What came of the populations of one world and size."""
    first, count = rows[0], len(rows)
    slopes = [row.slope_covered for row in rows if row.slope_covered is not None]
    told = sum(row.trend in {"rising", "falling"} for row in rows)
    cells = (
        f"{first.world:<12}{first.size:>5}{count:>5}",
        f"{np.mean([row.left for row in rows]):>6.0f}",
        f"{sum(row.covered for row in rows):>6}/{count}",
        f"{sum(row.in_range for row in rows):>6}/{count}",
        f"{f'{sum(slopes)}/{len(slopes)}' if slopes else '-':>8}",
        f"{told:>6}/{count}",
        f"{sum(row.group == 'yes' for row in rows):>6}/{count}",
        f"{np.mean([row.off for row in rows]):>+8.2f}{np.mean([row.width for row in rows]):>7.2f}",
        f"{max(row.seconds for row in rows):>6.1f}",
    )
    return "".join(cells)


HEAD = (
    "world        size runs  left   cover   range   slope   moves   group     off  width     s\n"
    "cover, range: the mean's 9 in 10, and its range over leaving, hold the truth; slope: its\n"
    "9 in 10; moves: rising or falling is told; group: a group is told; s: slowest, seconds"
)


def main() -> None:
    """Judge every world that is there, and print a line a world and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worlds", nargs="+", default=list(WORLDS), choices=list(WORLDS))
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--populations", type=int, default=20)
    asked = parser.parse_args()
    print(HEAD)
    false = runs = 0
    for world in asked.worlds:
        rows = list(of_world(asked.folder, world, asked.sizes, asked.populations))
        for size in sorted({row.size for row in rows}):
            print(line([row for row in rows if row.size == size]), flush=True)
        if world != RISES:
            false += sum(row.group == "yes" for row in rows)
            runs += len(rows)
    print(f"a group is told where there is none: {false} of {runs}")
    pairs = [pair for world in asked.worlds for pair in kept(asked.folder, world)]
    rows = list(of_reliefs(pairs, asked.sizes, asked.populations))
    print(f"\n{RELIEF_HEAD}")
    for kind in dict.fromkeys((row.among, row.size) for row in rows):
        print(relief_line([row for row in rows if (row.among, row.size) == kind]))


if __name__ == "__main__":
    main()
