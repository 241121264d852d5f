"""One table: patients a CPU-second of every program on the same model, and how far it is off.

python -m benchmarks.peers [--rounds 5] [--only WORD]

Each program runs in a process of its own, in turn, a round after the other, so that what else the
machine does meets all alike; the rate is the median of the rounds, compiling left out. Error: the
largest difference of any outcome from a reference at a tolerance of 1e-11, of the outcome's range;
of means of years where only those are given. Memory: peak of the process, Python and libraries
included. Output: what one patient's answer takes.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.measuring import cpu, hardware, megabytes
from benchmarks.own import year_means
from benchmarks.rows import REFERENCE, ROWS, TRUTH, Row

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from wearoff.records import Array

STILL = 1e-9
"""Range below which an outcome does not move."""
FAR = 1e-4
"""Error from which on a peer is not held against us."""
WHOLE = 100
"""Numbers from here on are written without decimals."""
PACKAGES = ("numpy", "scipy", "jax", "llvmlite", "numba", "numbalsoda", "diffrax", "libroadrunner")


def serve(row: Row, pipe: Connection) -> None:
    """A program in its process: the first patients' courses, a rate for each request, memory."""
    try:
        program = row.make(row.case)
    except ImportError as missing:
        pipe.send(f"{missing.name} is not installed")
        return
    pid = getattr(program, "pid", 0)  # of the process that works, where it is not this one
    found = program.run()
    size = 0 if found is None else found.nbytes / row.case.patients
    pipe.send((None if found is None else np.array(found[:REFERENCE], float), size))
    while pipe.recv():
        start = cpu(pid)
        program.run()
        pipe.send(row.case.patients / (cpu(pid) - start))
    pipe.send(megabytes(pid))


@dataclass
class Contestant:
    """The other end of a program's pipe, and what was measured."""

    row: Row
    found: Array | None = None
    output: float = 0.0
    trouble: str | None = None
    rates: list[float] = field(default_factory=list)
    memory: float = 0.0

    def __post_init__(self) -> None:
        """Start it."""
        context = get_context("spawn")
        self.pipe, there = context.Pipe()
        self.process = context.Process(target=serve, args=(self.row, there), daemon=True)
        self.process.start()
        there.close()

    def ready(self) -> bool:
        """Wait until it has compiled; whether it can be measured."""
        try:
            said: Any = self.pipe.recv()
        except EOFError:
            said = "it failed"
        if isinstance(said, str):
            self.trouble = said
        else:
            self.found, self.output = said
        return self.trouble is None

    def measure(self) -> None:
        """One round."""
        self.pipe.send(True)
        self.rates.append(self.pipe.recv())

    def finish(self) -> None:
        """Its memory, and its end."""
        self.pipe.send(False)
        self.memory = self.pipe.recv()
        self.process.join()

    @property
    def rate(self) -> float:
        """Patients a CPU-second."""
        return float(np.median(self.rates))

    def error(self, truth: Array | None) -> float | None:
        """Largest difference from the truth, of each outcome's range."""
        if truth is None or self.found is None or not self.row.compared:
            return None
        span = np.ptp(truth, axis=(0, 2))
        span = np.where(span > STILL, span, 1.0)
        there = year_means(truth) if self.row.years else truth
        return float((np.abs(self.found - there).max(axis=(0, 2)) / span).max())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="rows whose program has this word")
    options = parser.parse_args()
    every = [Contestant(row) for row in ROWS if options.only in row.program]
    truth = reference()
    here = [one for one in every if one.ready()]
    for _ in range(options.rounds):
        for one in here:
            one.measure()
    for one in here:
        one.finish()
    print(hardware(*PACKAGES), "\n", sep="")
    print("| program | computes | states | patients/CPU-s | error | peak memory | output | ratio |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    errors = {id(one): one.error(truth) for one in here}
    rivals = [
        one
        for one in here
        if one.row.peer and one.row.case.extent == "folded" and (errors[id(one)] or 0) <= FAR
    ]
    best = max((one.rate for one in rivals), default=None)
    for one in every:
        print(line(one, errors.get(id(one)), best))


def reference() -> Array | None:
    """The tight courses; none without Numba, which compiles them."""
    try:
        return TRUTH.make(TRUTH.case).run()
    except ImportError:
        return None


def short(number: float) -> str:
    """Two digits, or all before the point."""
    return f"{number:.2g}" if number < WHOLE else f"{number:,.0f}"


def line(one: Contestant, error: float | None, best: float | None) -> str:
    """A row of the table."""
    case = one.row.case
    if one.trouble is not None:
        return f"| {one.row.program} | {case.extent} | | {one.trouble} | | | | |"
    cells = [
        one.row.program,
        case.extent,
        str(len(case.system.live)),
        short(one.rate),
        "" if error is None else f"{error:.1e}",
        f"{one.memory:.0f} MB",
        f"{one.output / 1024:.1f} kB" if one.output else "",
        "" if best is None else short(one.rate / best),
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
