"""Calibrate populations on the project's tables of published figures; writes the shipped tables.

python -m pipelines.calibrate
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from wearoff.formats import fitted
from wearoff.studies.calibrate import search
from wearoff.studies.person_relief import HEADACHES, informative_relief
from wearoff.studies.read import read_targets
from wearoff.studies.shipped import tables

ROUNDS = 6
TABLES = ("targets", "more_targets")
"""Figures that were collected first, and those read since."""
DATA = Path(str(files("wearoff.evidence").joinpath("data")))


def main() -> None:
    """Search, and write the tables of studies and what they tell a diary."""
    targets = [one for name in TABLES for one in read_targets(DATA / f"{name}.csv").targets]
    solution = search(
        targets, rounds=ROUNDS, progress=lambda line: print(line, file=sys.stderr, flush=True)
    )
    today = datetime.now(tz=UTC).date().isoformat()
    for name, records in tables(*solution, today).items():
        fitted.write("studies", name, records)
    relief: list[dict[str, str]] = []
    for name in HEADACHES:
        mean, sd = informative_relief(name, solution.posterior)
        relief.append({"condition": name, "mean": f"{mean:.3f}", "sd": f"{sd:.3f}", "date": today})
    fitted.write("diary", "calibration_relief", relief)


if __name__ == "__main__":
    main()
