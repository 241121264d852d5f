"""What a large cohort costs: time and memory by its size, one core and two, and a million patients.

python -m benchmarks.scaling [--rounds 5] [--million] [--ten-million]

Summaries by month of drawn patients under the usual plan over five years, as `simulate` makes them.
Each row is a process of its own, in turn, a round after the other; what it took is the median of
the rounds, compiling and starting left out. ``--million`` simulates half a million with toxin and
the same half a million with saline, ``--ten-million`` so many with toxin: once each.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import wearoff
from benchmarks.case import CONDITION, YEARS
from benchmarks.measuring import cpu, hardware, megabytes

if TYPE_CHECKING:
    from wearoff.simulation.simulate import Simulation

SIZES = (10_000, 30_000, 100_000)
SOME, HALF, TEN_MILLION = 4_096, 500_000, 10_000_000
TOXIN = "toxin"
ARMS = (TOXIN, "saline")


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds by the clock and of the processor, and its peak memory."""

    patients: int
    seconds: float
    cpu_seconds: float
    memory: float

    @property
    def text(self) -> str:
        """Cells of the table."""
        each = 1e6 * self.cpu_seconds / self.patients
        return (
            f"{self.patients:,} | {self.seconds:.1f} s | {self.cpu_seconds:.1f} s | {each:.0f} µs "
            f"| {self.memory:.0f} MB |"
        )


def middle(rounds: list[Cost]) -> Cost:
    """Medians of runs of the same, each number by itself."""
    return Cost(
        rounds[0].patients,
        median(one.seconds for one in rounds),
        median(one.cpu_seconds for one in rounds),
        median(one.memory for one in rounds),
    )


def arm_of(patients: int, arm: str) -> Simulation:
    """The usual plan's patients; saline is a session without units."""
    made = wearoff.simulate(CONDITION, years=YEARS, patients=patients, by="month")
    if arm == TOXIN:
        return made
    sessions = tuple(
        replace(s, injections=tuple(replace(i, units=0.0) for i in s.injections))
        for s in made.cohort.sessions
    )
    return replace(made, cohort=replace(made.cohort, sessions=sessions))


def simulate(patients: int, *arms: str) -> Cost:
    """Summaries of the arms by month."""
    for arm in arms:
        _ = arm_of(SOME, arm).summary  # compiles, and takes the memory of its threads
    start, used = time.perf_counter(), cpu()
    for arm in arms:
        _ = arm_of(patients, arm).summary
    return Cost(patients * len(arms), time.perf_counter() - start, cpu() - used, megabytes())


def alone(patients: int, *arms: str, cores: int) -> Cost:
    """The same in a process of its own, on so many cores."""
    given = [str(patients), str(cores), *arms]
    command = [sys.executable, "-m", "benchmarks.scaling", "--alone", *given]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - itself
    return Cost(**json.loads(said.stdout))


def main() -> None:
    """Print the table and what follows from it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--ten-million", action="store_true")
    parser.add_argument("--alone", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        patients, cores, *arms = options.alone
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(cores)])
        print(json.dumps(asdict(simulate(int(patients), *arms))))
        return
    both = len(os.sched_getaffinity(0))
    print(hardware("numpy", "llvmlite"), "\n", sep="")
    print("| what | cores | patients | time | CPU time | a patient | peak memory |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    turns = [(patients, both) for patients in SIZES] + [(SIZES[-1], 1)]
    rounds = [[alone(n, TOXIN, cores=cores) for n, cores in turns] for _ in range(options.rounds)]
    costs = [middle(list(runs)) for runs in zip(*rounds, strict=True)]
    for (_, cores), cost in zip(turns, costs, strict=True):
        print(f"| one arm | {cores} | {cost.text}")
    if options.million:
        print(f"| two arms | {both} | {alone(HALF, *ARMS, cores=both).text}", flush=True)
    if options.ten_million:
        print(f"| one arm | {both} | {alone(TEN_MILLION, TOXIN, cores=both).text}", flush=True)
    each = [cost.cpu_seconds / cost.patients for cost in costs[: len(SIZES)]]
    print(f"\nA patient costs the same within {max(each) / min(each) - 1:.0%}.")
    faster = costs[-1].seconds / costs[-2].seconds
    print(f"{both} cores are {faster:.2f} times as fast as one.")


if __name__ == "__main__":
    main()
