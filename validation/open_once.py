"""Opens figures that were kept closed, once: python -m validation.open_once.

The kept half of the figures of muscle, and the opened half of those collected since, predicted from
their designs alone by the model of a commit. What came out stays as it was then.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

import wearoff

FOLDER = Path(__file__).resolve().parent
RESULT = FOLDER / "opened_once.csv"
COLUMNS = ("test", "opened", "commit", "figure", "published", "predicted", "lo90", "hi90", "inside")
MUSCLE, COLLECTED = "muscle, kept half", "collected since"


def main() -> None:
    """Predict, score and write; refuse where that was done before."""
    if RESULT.exists():
        sys.exit(f"{RESULT.name}: opened already; it stays as it was then")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git is at hand
        cwd=FOLDER,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    today = datetime.now(tz=UTC).date().isoformat()
    kept = pl.read_csv(FOLDER / "muscle_kept.csv", infer_schema=False)
    collected = pl.read_csv(FOLDER / "collected.csv", infer_schema=False)
    opened = collected.filter(pl.col("half") == "opened").drop("half", "since")
    with RESULT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for test, figures in ((MUSCLE, kept), (COLLECTED, opened)):
            for row in wearoff.validate(figures).result.rows:
                told = (row.value, row.predicted, row.lo90, row.hi90)
                cells = ["" if value is None else f"{value:.6g}" for value in told]
                inside = {True: "yes", False: "no", None: ""}[row.inside]
                writer.writerow([test, today, commit, row.id, *cells, inside])


if __name__ == "__main__":
    main()
