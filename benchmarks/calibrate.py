"""Calibrate populations on the project's tables of published figures; writes the shipped tables.

python benchmarks/calibrate.py
"""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from wearoff.inference.alike import HEADACHES, of_populations
from wearoff.inference.calibrated import tables
from wearoff.inference.calibration import search
from wearoff.io.targets import read_targets

ROUNDS = 6
TABLES = ("targets", "more_targets")
"""Figures that were collected first, and those read since."""
DATA = Path(str(files("wearoff.evidence").joinpath("data")))


def main() -> None:
    """Search, and write three tables."""
    known = [target for name in TABLES for target in read_targets(DATA / f"{name}.csv")[0]]
    system, found = search(
        known, rounds=ROUNDS, progress=lambda line: print(line, file=sys.stderr, flush=True)
    )
    today = datetime.now(tz=UTC).date().isoformat()
    for name, records in tables(system, found, today).items():
        write(name, records)
    relief = []
    for name in HEADACHES:
        mean, sd = of_populations(name, found)
        relief.append({"condition": name, "mean": f"{mean:.3f}", "sd": f"{sd:.3f}", "date": today})
    write("calibration_relief", relief)


def write(name: str, records: list[dict[str, str]]) -> None:
    """One table of the package."""
    with (DATA / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


if __name__ == "__main__":
    main()
