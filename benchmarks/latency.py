"""How long one waits: commands of this checkout and of another, by turns, in one run.

python -m benchmarks.latency OTHER_CHECKOUT [--rounds 3]

Each command runs in a process of its own, with a filled cache of compiled code; "second analysis"
is timed inside a process that has made one. Medians of wall seconds and of CPU seconds, and the
ratio of the latter, which a busy machine moves less.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parents[1]
EXAMPLES = HERE / "src" / "wearoff" / "diary" / "examples"
SHORTER = 30
"""Rows that a diary is cut by, so that its shape is a new one."""
TWICE = """
import time, wearoff
case = wearoff.example_case("ada")
wearoff.analyze(case)
wall, cpu = time.perf_counter(), time.process_time()
wearoff.analyze(case)
print(time.perf_counter() - wall, time.process_time() - cpu)
"""


class Waited(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float


def commands(folder: Path) -> dict[str, list[str]]:
    """What is timed, as arguments of Python."""
    log = str(EXAMPLES / "ada" / "injections.csv")
    whole = EXAMPLES / "ada" / "diary.csv"
    lines = whole.read_text(encoding="utf-8").splitlines()
    shorter = folder / "diary.csv"
    shorter.write_text("\n".join(lines[:-SHORTER]) + "\n", encoding="utf-8")
    program = ["-m", "wearoff"]
    analyze = [*program, "analyze", str(whole), "--injections", log]
    few = [*program, "simulate", "chronic_migraine", "--years", "5", "--patients", "1000"]
    return {
        "--help": [*program, "--help"],
        "analyze": analyze,
        "analyze, 30 rows shorter": [*program, "analyze", str(shorter), "--injections", log],
        "analyze, another seed": [*analyze, "--seed", "7"],
        "second analysis": ["-c", TWICE],
        "simulate, 1000 people, 5 years": [*few, "--json"],
        "validate": [*program, "validate", str(HERE / "src/wearoff/evidence/data/targets.csv")],
        "demo": [*program, "demo"],
    }


def waited(arguments: list[str], checkout: Path, folder: Path) -> Waited:
    """Run one command of a checkout."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(checkout / "src")},
    )
    if arguments[0] == "-c":
        return Waited(*map(float, done.stdout.split()))
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Waited(wall, used)


def median(times: list[Waited]) -> Waited:
    """Of both, each by itself."""
    return Waited(*map(statistics.median, zip(*times, strict=True)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    checkouts = {"other": given.other.resolve(), "this": HERE}
    print("| command | other, s (CPU) | this, s (CPU) | CPU ratio |\n|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for label, arguments in commands(folder).items():
            times: dict[str, list[Waited]] = {which: [] for which in checkouts}
            for number in range(given.rounds + 1):
                for which, checkout in checkouts.items():
                    found = waited(arguments, checkout, folder)
                    if number:  # the first fills the cache
                        times[which].append(found)
            other, this = (median(times[which]) for which in checkouts)
            cells = " | ".join(f"{wait.wall:.1f} ({wait.cpu:.1f})" for wait in (other, this))
            print(f"| {label} | {cells} | {other.cpu / this.cpu:.1f} |", flush=True)


if __name__ == "__main__":
    main()
