"""Calibrate populations on the project's tables of published figures; writes the shipped tables.

python -m pipelines.calibrate
"""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from wearoff.studies.calibrate import search
from wearoff.studies.person_relief import HEADACHES, of_populations
from wearoff.studies.read import read_targets
from wearoff.studies.shipped import tables

ROUNDS = 6
TABLES = ("targets", "more_targets")
"""Figures that were collected first, and those read since."""
PACKAGE = Path(str(files("wearoff")))
DATA = PACKAGE / "evidence" / "data"
STUDIES, DIARY = (PACKAGE / program / "fitted" for program in ("studies", "diary"))


def main() -> None:
    """Search, and write three tables."""
    known = [target for name in TABLES for target in read_targets(DATA / f"{name}.csv")[0]]
    system, found = search(
        known, rounds=ROUNDS, progress=lambda line: print(line, file=sys.stderr, flush=True)
    )
    today = datetime.now(tz=UTC).date().isoformat()
    for name, records in tables(system, found, today).items():
        write(STUDIES, name, records)
    relief = []
    for name in HEADACHES:
        mean, sd = of_populations(name, found)
        relief.append({"condition": name, "mean": f"{mean:.3f}", "sd": f"{sd:.3f}", "date": today})
    write(DIARY, "calibration_relief", relief)


def write(folder: Path, name: str, records: list[dict[str, str]]) -> None:
    """One table of the package."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


if __name__ == "__main__":
    main()
