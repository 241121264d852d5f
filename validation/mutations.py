"""Whether the tests of rates can fail: the program is made wrong, and they are to turn red.

python -m validation.mutations [NAME …] [--tier ci]

Each mutant is a copy of the program with a few words exchanged, as they stand in its source. The
tests of rates, intervals and false alarms run on the copy until the first fails. A mutant on which
all pass is one that they do not see: the script names it, and ends with exit code 1.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TESTS = (
    "unwritten",
    "calibration",
    "least_sure",
    "generated_diaries",
    "generated_levels",
    "negative_control",
)
"""Files of ``tests/diary`` that judge rates, the quickest first."""
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


class Change(NamedTuple):
    """Words of a file of the program, which stand there once, and what they become."""

    file: str
    was: str
    becomes: str


class Mutant(NamedTuple):
    """What is wrong with it, and by which changes."""

    says: str
    changes: tuple[Change, ...]


ESTIMANDS, INTERVALS = "diary/posterior/estimands.py", "stats/intervals.py"
MUTANTS = {
    "yes": Mutant(
        "working says yes from a chance of 0.55 on, not of 0.70",
        (
            Change(
                "diary/thresholds.toml",
                "yes = 0.70              # chance of at least so many",
                "yes = 0.55",
            ),
        ),
    ),
    "halved": Mutant(
        "intervals are half as wide",
        (
            Change(
                INTERVALS,
                "found[NAMES[level]] = float(value)",
                'found[NAMES[level]] = (found["mean"] + float(value)) / 2',
            ),
            Change(
                INTERVALS,
                "mean=mean, sd=sd, **quantile,",
                "mean=mean, sd=sd, **{k: (mean + v) / 2 for k, v in quantile.items()},",
            ),
        ),
    ),
    "doubled": Mutant(
        "relief is twice what it is",
        (
            Change(
                ESTIMANDS,
                "relief_percent=100 * (1 - treated[pooled]",
                "relief_percent=200 * (1 - treated[pooled]",
            ),
            Change(
                ESTIMANDS,
                "relief_days_28=WINDOW * (untreated[pooled] - treated[pooled])",
                "relief_days_28=2 * WINDOW * (untreated[pooled] - treated[pooled])",
            ),
        ),
    ),
    "still": Mutant(
        "the level wanders a third as far",
        (Change("diary/posterior/prior.py", "Process(sd=sd,", "Process(sd=sd / 3,"),),
    ),
    "unwritten": Mutant(
        "ever fewer written days are taken as they are",
        (
            Change(
                "diary/unwritten.py",
                "    if told.sum() < FEWEST:",
                "    if told.sum() < FEWEST or len(told):",
            ),
        ),
    ),
}
"""By name."""


def mutate(source: Path, mutant: Mutant) -> None:
    """Exchange the words of a copy of the program.

    Raises:
        ValueError: they do not stand there once; the mutant is to be written anew.
    """
    for change in mutant.changes:
        file = source / "wearoff" / change.file
        text = file.read_text(encoding="utf-8")
        if text.count(change.was) != 1:
            raise ValueError(f"{change.file}: not once in it: {change.was}")
        file.write_text(text.replace(change.was, change.becomes), encoding="utf-8")


def first_failed(source: Path, tier: str) -> str | None:
    """The first test that fails where the program is taken from a folder; None where all pass."""
    options = ["-q", "-x", "--no-header", "--numprocesses", "0"]
    path = os.pathsep.join([str(source), str(ROOT)])
    for name in TESTS:  # each by itself: together the longest would begin
        run = subprocess.run(  # noqa: S603 - pytest, with words of ours
            [sys.executable, "-m", "pytest", *options, f"tests/diary/test_{name}.py"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path, "WEAROFF_TIER": tier},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode not in {0, 1}:
            raise RuntimeError(run.stdout + run.stderr)
        if found := FAILED.search(run.stdout):
            return found[1]
    return None


def main() -> None:
    """Judge the tests, and say which mutants they do not see."""
    parser = argparse.ArgumentParser(description=__doc__)
    allowed = [*MUTANTS, []]  # argparse holds no name at all against them as well
    parser.add_argument("names", nargs="*", choices=allowed, help="all if none is named")
    parser.add_argument("--tier", default="ci")
    asked = parser.parse_args()
    unseen = []
    for name in asked.names or MUTANTS:
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder)
            shutil.copytree(ROOT / "src" / "wearoff", source / "wearoff")
            mutate(source, MUTANTS[name])
            failed = first_failed(source, asked.tier)
        unseen += [] if failed else [name]
        took = time.monotonic() - start
        print(f"{name:<10}{took:5.0f} s  {MUTANTS[name].says}: {failed or 'NOT SEEN'}", flush=True)
    if unseen:
        sys.exit(f"not seen: {', '.join(unseen)}")


if __name__ == "__main__":
    main()
