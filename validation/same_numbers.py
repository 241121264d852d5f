"""Whether two checkouts say the same: every number of every document, bit for bit.

    python -m validation.same_numbers OTHER_CHECKOUT

Ten diaries (the examples and odd ones), two plans, the open trial, twenty published figures and
every condition go through both command lines. A key of the other checkout's document that is
missing here, or has another value, is a difference; keys that came later are not.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

HERE = Path(__file__).resolve().parents[1]
START = date(2024, 1, 8)
BEFORE, APART, FADES = 56, 84, 70
"""Days before the first session, between two, and until relief is gone."""
CONDITIONS = (
    "chronic_migraine",
    "episodic_migraine",
    "tension_type",
    "cervicogenic",
    "bruxism",
    "cervical_dystonia",
    "piriformis",
    "healthy_junction",
    "healthy_muscle",
    "rabbit_muscle",
)
FIGURES = 20
WITHOUT = {"meta"}
"""What may differ between two versions: who made the document."""


def table(path: Path, header: str, rows: list[Any]) -> str:
    """Write a CSV file; its name."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path.name


def day(number: int) -> str:
    """The date of a day."""
    return (START + timedelta(days=number)).isoformat()


def entries(seed: int, days: int, *, relief: float = 0.0, missing: float = 0.0) -> list[list[Any]]:
    """Made-up entries: date, yes or no, severity, and acute medicine; some days left out."""
    rng = np.random.default_rng(seed)
    rows: list[list[Any]] = []
    for number in range(days):
        since = (number - BEFORE) % APART if number >= BEFORE else APART
        yes = rng.random() < 0.65 - relief * max(0.0, 1 - since / FADES)
        severity, drug = int(yes) * int(rng.integers(1, 4)), int(yes and rng.integers(0, 2))
        if rng.random() >= missing:
            rows.append([day(number), int(yes), severity, drug])
    return rows


def inputs(folder: Path) -> dict[str, list[str]]:
    """Write the files; the command of every document by its name."""
    full = "date,headache,severity_3,acute_medication"
    log = "date,plan,units,product"

    def sessions(name: str, days: list[int], product: str = "onabotulinumtoxinA") -> str:
        rows = [[day(n), "preempt_155", 155, product] for n in days]
        return table(folder / name, log, rows)

    def diary(name: str, rows: list[list[Any]], header: str = full) -> str:
        return table(folder / name, header, rows)

    every = sessions("every.csv", [56, 140, 224, 308])
    once = sessions("once.csv", [56])
    events = table(
        folder / "events.csv",
        "date,kind,what,until",
        [[day(60 + 30 * k), "preventive", f"drug {k}, 40 mg", day(80 + 30 * k)] for k in range(9)],
    )
    scores = table(
        folder / "scores.csv",
        "date,measure,value",
        [[day(50), "hit_6", 66], [day(390), "hit_6", 58], [day(20), "headache_days_28", 21]],
    )
    rng = np.random.default_rng(5)
    pains = zip(rng.integers(0, 11, 300), rng.integers(0, 2, 300), strict=True)
    pain_rows = [[day(n), int(pain), int(yes)] for n, (pain, yes) in enumerate(pains)]
    examples = HERE / "src" / "wearoff"
    ada, ben = (next(examples.rglob(f"examples/{name}/diary.csv")) for name in ("ada", "ben"))
    found = {
        "ada": ["analyze", str(ada), "--injections", str(ada.with_name("injections.csv"))],
        "ben": ["analyze", str(ben), "--injections", str(ben.with_name("injections.csv"))],
        "relief": [
            "analyze",
            diary("relief.csv", entries(1, 400, relief=0.4)),
            "--injections",
            every,
        ],
        "gaps": ["analyze", diary("gaps.csv", entries(2, 380, missing=0.5)), "--injections", every],
        "one session": ["analyze", diary("one.csv", entries(3, 150)), "--injections", once],
        "no sessions": ["analyze", diary("none.csv", entries(4, 200))],
        "attacks alone": [
            "analyze",
            diary("attacks.csv", [row for row in entries(5, 300) if row[1]]),
            "--injections",
            every,
        ],
        "many changes": [
            "analyze",
            diary("changes.csv", entries(6, 400, relief=0.2)),
            *("--injections", every, "--events", events, "--scores", scores),
            *("--baseline", "22:28", "--baseline-from", "letter"),
        ],
        "jaw pain": [
            "analyze",
            diary("jaw.csv", pain_rows, "date,jaw_pain_10,headache"),
            *("--injections", sessions("jaw_log.csv", [60, 150]), "--condition", "bruxism"),
        ],
        "neck pain": [
            "analyze",
            diary("neck.csv", pain_rows, "date,neck_pain_10,headache"),
            *("--injections", once, "--condition", "cervical_dystonia", "--seed", "7"),
        ],
        "plan ada": ["plan", str(ada), "--injections", str(ada.with_name("injections.csv"))],
        "plan relief": ["plan", "relief.csv", "--injections", every],
    }
    trial = next(examples.rglob("examples/cdystonia.csv"))
    targets = next(examples.rglob("data/targets.csv"))
    header, *lines = list(csv.reader(targets.open(newline="")))
    step = len(lines) // FIGURES
    table(folder / "figures.csv", ",".join(header), lines[::step][:FIGURES])
    found["fit"] = ["fit", str(trial)]
    found["validate"] = ["validate", "figures.csv"]
    for name in CONDITIONS:
        how = ["--years", "1", "--patients", "4", "--states", "-o", f"{name}.parquet"]
        found[f"simulate {name}"] = ["simulate", name, *how]
    return found


def documents(root: Path, folder: Path) -> dict[str, Any]:
    """Every document of a checkout, and every simulated table."""
    folder.mkdir()
    found: dict[str, Any] = {}
    for name, command in inputs(folder).items():
        print(f"{root.name}: {name}", file=sys.stderr)
        done = subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-m", "wearoff", *command, "--json"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(root / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{root}: {' '.join(command)}: {done.stderr}")
        found[name] = json.loads(done.stdout)
        for made in folder.glob("*.parquet"):
            found[f"{name} table"] = pl.read_parquet(made).to_dict(as_series=False)
            made.unlink()
    return found


def differences(before: Any, now: Any, place: str = "") -> list[str]:
    """Where a value of the first is not that of the second."""
    if isinstance(before, dict) and isinstance(now, dict):
        found: list[str] = []
        for key in before.keys() - WITHOUT:
            here = f"{place}/{key}"
            found += differences(before[key], now[key], here) if key in now else [f"{here}: gone"]
        return found
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        pairs = enumerate(zip(before, now, strict=True))
        return [d for k, (a, b) in pairs for d in differences(a, b, f"{place}/{k}")]
    same = before == now or (before != before and now != now)  # noqa: PLR0124 - NaN is itself here
    return [] if same else [f"{place}: {before!r} was, {now!r} is"]


def main() -> None:
    """Compare this checkout with another."""
    other = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        before = documents(other, Path(scratch) / "before")
        now = documents(HERE, Path(scratch) / "now")
    found = differences(before, now)
    print("\n".join(found))
    print(f"{len(before)} documents and tables, {len(found)} differences")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
