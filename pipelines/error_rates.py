"""How often the program is wrong on made-up diaries nobody looked at; writes what ships.

python -m pipelines.error_rates FOLDER [--foreign 200] [--attacks 60] [--processes 2]

Analyzes so many diaries of each kind of both generators, of blocks that judge, and keeps them in
FOLDER, so that a run that was stopped goes on. Then writes how often each answer is given and wrong
(diary/fitted/error_rates.csv), how often intervals hold the truth (validation/coverage.csv) and
what chances come to (validation/chances.csv). The visit page prints how often it says "working"
without any relief, the page of facts a few more, docs/error-rates.md all of them.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from validation import rates
from validation.seeds import ROOT, git, judging
from validation.truth import attacks, foreign
from validation.truth.judged import Judged, judge, started
from wearoff.formats import fitted
from wearoff.formats.resumable import begin, is_whole, put, timed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

PART = 10
"""Diaries of a kind that a process takes at a time."""
WHOLE = b"]\n"
TABLES = ROOT / "validation"
BLOCKS = {"foreign": "error_rates", "attacks": "attacks"}
"""Which diaries judge, by generator."""


def analyzed(folder: Path, task: tuple[str, range]) -> Path:
    """Diaries of a kind, each made and analyzed once, in a file of their own."""
    kind, seeds = task
    file = folder / f"{kind}-{seeds.start}.json"
    if not is_whole(file, WHOLE):
        found = [asdict(judge(kind, seed)) for seed in seeds]
        put(json.dumps(found).encode() + b"\n", file)
    return file


def parts(kinds: Sequence[str], seeds: range) -> list[tuple[str, range]]:
    """Tasks, of every kind in turn: what was stopped has some of each."""
    return [(kind, seeds[k : k + PART]) for k in range(0, len(seeds), PART) for kind in kinds]


def judged_in(
    folder: Path, seeds: Mapping[str, range], commit: str, processes: int
) -> list[Judged]:
    """Diaries of every kind of both generators, kept in a folder and analyzed where they are not.

    Args:
        folder: New, or of a run of the same commit that was stopped.
        seeds: By generator, of each of its kinds.
        commit: The program that analyzes.
        processes: At a time.
    """
    tasks = parts(foreign.KINDS, seeds["foreign"]) + parts(attacks.KINDS, seeds["attacks"])
    run = {"commit": commit} | {name: len(own) for name, own in seeds.items()}
    folder = begin(folder, run, resume=True)
    with ProcessPoolExecutor(processes, get_context("spawn"), started) as pool:
        done = timed(pool.map(partial(analyzed, folder), tasks), len(tasks), _say)
        return [Judged(**one) for file in done for one in json.loads(file.read_bytes())]


def write(rows: Sequence[Any], file: Path) -> None:
    """A table of named tuples."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(rows[0]._fields)
        writer.writerows(rows)


def main() -> None:
    """Analyze, count and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where analyzed diaries are kept")
    parser.add_argument("--foreign", type=int, default=200, help="diaries of a kind")
    parser.add_argument("--attacks", type=int, default=60, help="diaries of a kind")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    commit = git(ROOT, "rev-parse", "--short=7", "HEAD")
    seeds = {name: judging(block, getattr(given, name)) for name, block in BLOCKS.items()}
    found = judged_in(given.folder, seeds, commit, given.processes)
    about = {"commit": commit, "date": datetime.now(tz=UTC).date().isoformat()}
    fitted.write(
        "diary",
        "error_rates",
        [
            row._asdict()
            | {"block": BLOCKS[row.generator], "first": seeds[row.generator].start}
            | about
            for row in rates.rates(found)
        ],
    )
    write(rates.coverage(found), TABLES / "coverage.csv")
    write(rates.chances(found), TABLES / "chances.csv")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
