"""Which made-up people set numbers, which judge them, and which nobody has looked at.

python -m validation.seeds                  prints the blocks, and which commit opened them
python -m validation.seeds open NAME WHAT   opens a block that judges, and says for what

A block is a range of seeds of one generator, for each of its kinds. What sets a number asks
``setting``, what judges asks ``judging``, by the name of the block, and neither gets the other's.
A block judges from the day that it is opened: once, and from a clean checkout, so that the commit
in results/openings.csv is the program that was judged. Later programs may be judged on it again,
as long as nothing is set on what was seen there; who sets a number on it moves it to the blocks
that set.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
OPENINGS = ROOT / "results" / "openings.csv"
COLUMNS = ("block", "commit", "date", "what")
FOREIGN, ATTACKS, PATTERNS = "foreign", "attacks", "foreign_patterns"
"""The generators, as their files in ``validation/truth`` are called."""


class Block(NamedTuple):
    """Seeds of a generator and what they are for; ``sets`` where a number was chosen on them."""

    generator: str
    first: int
    count: int
    what: str
    sets: bool = False

    @property
    def seeds(self) -> range:
        """All of them."""
        return range(self.first, self.first + self.count)


BLOCKS = {
    "thresholds": Block(FOREIGN, 0, 15_000, "thresholds, widths, checks, doubts", sets=True),
    "thresholds_later": Block(FOREIGN, 40_000, 10_000, "thresholds, once more", sets=True),
    "thresholds_last": Block(FOREIGN, 60_000, 30_000, "thresholds, and judged too", sets=True),
    "prospects": Block(FOREIGN, 210_000, 300, "chances of being told", sets=True),
    "chances": Block(FOREIGN, 340_000, 300, "what open chances come to", sets=True),
    "chances_attacks": Block(ATTACKS, 30_000, 300, "what open chances come to", sets=True),
    "attacks_made": Block(ATTACKS, 0, 1_500, "how attacks come in real people", sets=True),
    "attacks_tried": Block(ATTACKS, 770_000, 16, "looked at while it was made", sets=True),
    "error_rates": Block(FOREIGN, 30_000, 200, "fitted/error_rates.csv"),
    "rules": Block(FOREIGN, 50_000, 600, "docs/rules.md"),
    "forecasts_page": Block(FOREIGN, 90_000, 160, "docs/forecasts.md"),
    "analyze_page": Block(FOREIGN, 100_000, 400, "the table of docs/analyze.md"),
    "promises": Block(FOREIGN, 220_000, 300, "named dates in docs/comparison.md"),
    "answers": Block(FOREIGN, 300_000, 300, "tests of answers and intervals"),
    "forecasts": Block(FOREIGN, 310_000, 300, "tests of forecasts"),
    "comparison": Block(FOREIGN, 320_000, 300, "docs/comparison.md"),
    "reserve": Block(FOREIGN, 330_000, 600, "a second opening"),
    "since": Block(FOREIGN, 820_000, 700, "better since, in docs/analyze.md"),
    "slips": Block(FOREIGN, 900_000, 300, "tests of slips of a hand"),
    "attacks": Block(ATTACKS, 10_000, 300, "error rates on attacks"),
    "attacks_reserve": Block(ATTACKS, 20_000, 600, "a second opening"),
    "worlds_tried": Block(ATTACKS, 1_000_000, 96_000, "how many people are pooled", sets=True),
    "worlds": Block(ATTACKS, 2_000_000, 96_000, "pools of people (validation/worlds.py)"),
    "worlds_reserve": Block(ATTACKS, 3_000_000, 96_000, "a second opening"),
    "patterns_made": Block(PATTERNS, 0, 1_000, "how patterns are asked", sets=True),
    "patterns_tried": Block(PATTERNS, 9_000, 500, "the pain's usual, weekends", sets=True),
    "patterns": Block(PATTERNS, 20_000, 500, "how often patterns are found"),
    "patterns_reserve": Block(PATTERNS, 30_000, 500, "a second opening"),
}


class Opening(NamedTuple):
    """When a block was first looked at, by which commit of the program, and for what."""

    block: str
    commit: str
    date: str
    what: str


def openings(table: Path = OPENINGS) -> dict[str, Opening]:
    """What was opened, by block."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = [Opening(*(row[name] for name in COLUMNS)) for row in csv.DictReader(file)]
    return {row.block: row for row in rows}


def setting(name: str, count: int) -> range:
    """The first seeds of a block on which numbers may be set.

    >>> setting("thresholds", 3)
    range(0, 3)
    """
    if not BLOCKS[name].sets:
        raise ValueError(f"{name} judges: nothing may be set on it")
    return _first(name, count)


def judging(name: str, count: int, table: Path = OPENINGS) -> range:
    """The first seeds of an opened block on which nothing was set.

    >>> judging("rules", 3)
    range(50000, 50003)
    """
    if BLOCKS[name].sets:
        raise ValueError(f"{name} set a number: it judges none")
    if name not in openings(table):
        raise ValueError(f"{name} is not opened: python -m validation.seeds open {name} WHAT")
    return _first(name, count)


def _first(name: str, count: int) -> range:
    seeds = BLOCKS[name].seeds
    if not 0 < count <= len(seeds):
        raise ValueError(f"{name} has 1 to {len(seeds)} seeds, not {count}")
    return seeds[:count]


def opened(name: str, what: str, root: Path = ROOT, table: Path = OPENINGS) -> Opening:
    """Open a block that judges, once, from a checkout without changes; it is written down."""
    if name not in BLOCKS or BLOCKS[name].sets or not what:
        raise ValueError(f"{name} is no block that judges, or nothing is said of what it is for")
    if before := openings(table).get(name):
        raise ValueError(f"{name} was opened by {before.commit} for: {before.what}")
    if git(root, "status", "--porcelain", "--", ".", f":!results/{OPENINGS.name}"):
        raise ValueError("commit first: nobody could tell which program was judged")
    commit = git(root, "rev-parse", "--short=7", "HEAD")
    opening = Opening(name, commit, datetime.now(tz=UTC).date().isoformat(), what)
    with table.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(opening)
    return opening


def git(root: Path, *arguments: str) -> str:
    """What git prints of a checkout."""
    command = [shutil.which("git") or "git", *arguments]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)  # noqa: S603 - git, with words of ours
    return done.stdout.strip()


def main(arguments: list[str]) -> None:
    """Print the blocks, or open one."""
    match arguments:
        case []:
            known = openings()
            for name, block in BLOCKS.items():
                past = f"{block.generator} {block.first} to {block.seeds[-1]}"
                state = "sets" if block.sets else "not opened"
                if name in known:
                    state = f"{known[name].date} by {known[name].commit}"
                print(f"{name:<18}{past:<28}{state:<24}{block.what}")
        case ["open", name, *what]:
            print(*opened(name, " ".join(what)))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
