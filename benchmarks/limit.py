"""How much of one core's arithmetic the generated code uses.

python -m benchmarks.limit

The peak is that of independent multiply-adds in registers, compiled as the courses are, and
measured between them, so that other work on the machine meets both: the share is the median of
rounds, the other numbers are the best of them. What a course does is counted while it runs: every
stretch of its code gets a counter, and each run of it counts for the additions, subtractions,
multiplications and divisions written there, a multiply-add as two; comparing, choosing, integers
and loads count for nothing. A function such as exp counts as the operations it is made of. A
division counts as one, though it takes the time of dozens: the last column has each as as many
operations as multiply-adds do in the time of an independent division, measured likewise. Both
kinds can be under way at once, so that this column may pass 100 %.
"""

from __future__ import annotations

import ctypes
import re
import time
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.case import Case
from benchmarks.measuring import hardware
from benchmarks.own import Generated
from wearoff.simulation.kernel.compiling import Program
from wearoff.simulation.kernel.elementary import DOUBLE, SINGLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.simulation.kernel.elementary import Lanes

CHAINS = 24
"""Multiply-adds under way at once: more than latency times units, fewer than registers."""
REPEATS, ROUNDS = 5_000_000, 7
GIGA = 1e9
PATIENTS = 1024
ARITHMETIC = re.compile(r"= (fadd|fsub|fmul|fdiv) |= call [^@]*@llvm\.(fma|fmuladd)\.")


def seconds(run: Callable[[], object]) -> float:
    """CPU time of this thread that a call takes."""
    start = time.thread_time()
    run()
    return time.thread_time() - start


class Peak:
    """A loop of multiply-adds, or of divisions, on registers."""

    def __init__(self, lanes: Lanes, *, divisions: bool = False) -> None:
        """Compile it."""
        self.repeats = REPEATS // 10 if divisions else REPEATS
        self.operations = (1 if divisions else 2) * lanes.width * CHAINS * self.repeats
        self._program = Program(_loop(lanes, divisions=divisions))
        kinds = (ctypes.c_int64, ctypes.c_void_p)
        self._run = ctypes.CFUNCTYPE(None, *kinds)(self._program.address("peak"))
        self._out = (ctypes.c_double * 16)()

    def rate(self) -> float:
        """Operations a CPU-second."""
        out = ctypes.addressof(self._out)
        return self.operations / seconds(lambda: self._run(self.repeats, out))


def _loop(lanes: Lanes, *, divisions: bool) -> str:
    vector, width = lanes.vector, lanes.width
    fused = f"@llvm.fma.v{width}{lanes.suffix}"
    chains = range(CHAINS)
    begin = [f"%a{k} = phi {vector} [{lanes.all(k + 1)}, %entry], [%b{k}, %loop]" for k in chains]
    factor, term = lanes.all(0.5), lanes.all(1.0)
    step = [
        f"%b{k} = fdiv {vector} {term}, %a{k}"
        if divisions
        else f"%b{k} = call {vector} {fused}({vector} %a{k}, {vector} {factor}, {vector} {term})"
        for k in chains
    ]
    total = [
        f"%s{k + 1} = fadd {vector} {f'%s{k}' if k else lanes.all(0.0)}, %b{k}" for k in chains
    ]
    lines = [
        f"declare {vector} {fused}({vector}, {vector}, {vector})",
        "define void @peak(i64 %count, ptr %out) {",
        "entry:",
        "br label %loop",
        "loop:",
        "%i = phi i64 [0, %entry], [%next, %loop]",
        *begin,
        *step,
        "%next = add i64 %i, 1",
        "%more = icmp ult i64 %next, %count",
        "br i1 %more, label %loop, label %done",
        "done:",
        *total,
        f"store {vector} %s{CHAINS}, ptr %out, align {lanes.bytes}",
        "ret void",
        "}",
    ]
    return "\n".join(lines)


class Counted:
    """A program's text with a counter in every stretch of code that runs without a jump."""

    def __init__(self, text: str) -> None:
        """Write the counters in."""
        self.arithmetic: list[int] = []
        self.divisions: list[int] = []
        lines: list[str] = []
        pending = False
        for line in text.splitlines():
            starts = line.startswith("define") or re.fullmatch(r"[\w.]+:", line)
            # a counter stands after what must be first in its stretch
            if pending and not starts and " = phi " not in line:
                lines += self._counter()
                pending = False
            pending = pending or bool(starts)
            if ARITHMETIC.search(line):
                self.arithmetic[-1] += 2 if "llvm.fm" in line else 1
                self.divisions[-1] += "= fdiv " in line
            lines.append(line)
        size = f"[{len(self.arithmetic)} x i64]"
        self.text = "\n".join(
            [
                f"@counters = internal global {size} zeroinitializer",
                "define ptr @counted() {\n  ret ptr @counters\n}",
                *(line.replace("SIZE", size) for line in lines),
            ]
        )

    def _counter(self) -> list[str]:
        k = len(self.arithmetic)
        self.arithmetic.append(0)
        self.divisions.append(0)
        return [
            f"  %place.{k} = getelementptr SIZE, ptr @counters, i64 0, i64 {k}",
            f"  %before.{k} = load i64, ptr %place.{k}",
            f"  %after.{k} = add i64 %before.{k}, 1",
            f"  store i64 %after.{k}, ptr %place.{k}",
        ]


def operations(course: Generated) -> tuple[float, float]:
    """Arithmetic operations that one run does, and divisions among them, all lanes."""
    kernel = course.kernel
    counted = Counted(kernel.text)
    program = Program(counted.text)  # stays while its code runs
    run = kernel._run  # noqa: SLF001 - the same call of the same text, with counters
    kernel._run = type(run)(program.address("course"))  # noqa: SLF001 - see above
    course.run()
    address = ctypes.CFUNCTYPE(ctypes.c_void_p)(program.address("counted"))()
    times = (ctypes.c_int64 * len(counted.arithmetic)).from_address(address)
    every, divided = (
        kernel.lanes.width * sum(often * each for often, each in zip(times, counts, strict=True))
        for counts in (counted.arithmetic, counted.divisions)
    )
    return every, divided


def row(*, single: bool, exact: bool, sums: bool) -> str:
    """A line of the table."""
    lanes = SINGLE if single else DOUBLE
    case = Case("pruned", PATIENTS, exact=exact)
    course, peak = Generated(case, single=single, sums=sums), Peak(lanes)
    course.run()
    done, divided = operations(Generated(case, single=single, sums=sums))
    dividing = Peak(lanes, divisions=True)
    peaks = [peak.rate()]
    used: list[float] = []
    for _ in range(ROUNDS):
        used.append(seconds(course.run))
        peaks.append(peak.rate())
    around = [(before + after) / 2 for before, after in pairwise(peaks)]
    share = median(done / spent / most for spent, most in zip(used, around, strict=True))
    cost = max(peaks) / max(dividing.rate() for _ in range(ROUNDS))
    fully = share * (1 + (cost - 1) * divided / done)
    cells = (
        f"{lanes.bytes * 8}",
        "solved" if exact else "integrated",
        "years" if sums else "days",
        f"{done / PATIENTS / case.cohort.days:,.0f}",
        f"{divided / PATIENTS / case.cohort.days:,.0f}",
        f"{PATIENTS / min(used):,.0f}",
        f"{done / min(used) / GIGA:.0f}",
        f"{max(peaks) / GIGA:.0f}",
        f"{share:.0%}",
        f"{fully:.0%}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    print(hardware("llvmlite"), "\n", sep="")
    head = ("bits", "chain", "output", "operations a patient-day", "divisions", "patients/CPU-s")
    print(f"| {' | '.join((*head, 'GFLOP/s', 'peak', 'share', 'divisions by time'))} |")
    print("|--:|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for single in (False, True):
        for exact, sums in ((False, True), (True, True), (True, False)):
            print(row(single=single, exact=exact, sums=sums), flush=True)


if __name__ == "__main__":
    main()
