"""What the program answers today, in a small set of fixed questions: docs/make/fingerprint.json.

`python -m docs.make.fingerprint` writes the file, in about a minute. Pages that take long to make
say from which answers they were made; where today's are others, such a page is stale.
"""

from __future__ import annotations

import csv
import json
import math
import tempfile
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).with_name("fingerprint.json")
DIARIES = {
    "mixed": 4,
    "no_relief": 2,
    "power": 2,
    "context_step": 1,
    "second_treatment": 1,
    "drift_up": 1,
    "no_drift": 1,
}
"""How many made-up diaries of a kind are asked, from seed 0 on."""
AHEAD = ("mixed", 0)
"""The diary that is also asked when it could tell more."""
ESTIMATES = ("relief_percent", "relief_days_28", "wearoff_day", "drift_days_28_per_year")
FIGURES = 8
"""Published figures that are predicted, spread over the table."""
DAYS = (0, 28, 84, 168, 336)
"""Days on which the typical patient of each condition is read."""
DIGITS = 4
NEAR = 1e-3
"""Relative difference of two numbers that two machines may have."""

Answers = dict[str, Any]


def rounded(value: Any) -> Any:
    """Numbers to so many significant digits, anywhere in a document."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return value


def of_diary(kind: str, seed: int) -> Answers:
    """Answers, intervals, rules and forecast of one made-up diary."""
    from validation.truth.foreign import make
    from validation.truth.judged import analyzed

    found = analyzed(make(seed, kind=kind), prospects=(kind, seed) == AHEAD).to_dict()
    asked = ("question", "answer", "probability")
    return {
        "verdicts": [[verdict[key] for key in asked] for verdict in found["verdicts"]],
        "estimates": {name: found[name] for name in ESTIMATES},
        "baseline": found["baseline"]["headache_days_28"],
        "rules": {rule["id"]: rule["probability_met"] for rule in found["rules"]},
        "forecast": [
            window["headache_days_28"] for window in (found["forecast"] or {}).get("windows", [])
        ],
        "would_tell": [(verdict["would_tell"] or {}).get("chance") for verdict in found["verdicts"]]
        if (kind, seed) == AHEAD
        else [],
    }


def of_figures() -> Answers:
    """Published figures predicted without their own cohort."""
    import wearoff
    from wearoff.evidence import rows

    table = rows.table("targets")
    chosen = table[:: len(table) // FIGURES][:FIGURES]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]))
            writer.writeheader()
            writer.writerows(chosen)
        found = wearoff.validate(path).to_dict()["rows"]
    return {row["id"]: [row[key] for key in ("predicted", "lo90", "hi90")] for row in found}


def of_simulation() -> Answers:
    """The typical patient of each condition: every outcome on some days of the first year."""
    import wearoff
    from wearoff.model.conditions import CONDITIONS

    found: Answers = {}
    for condition in CONDITIONS:
        table = wearoff.simulate(condition, typical=True, years=1).frame()
        at = table.filter(table["day"].is_in(DAYS)).drop("patient", "day", strict=False)
        found[condition] = at.to_dict(as_series=False)
    return found


@cache
def answers() -> Answers:
    """Today's answers."""
    return rounded(
        {
            "diaries": {
                f"{kind} {seed}": of_diary(kind, seed)
                for kind, count in DIARIES.items()
                for seed in range(count)
            },
            "figures": of_figures(),
            "simulated": of_simulation(),
        }
    )


def kept() -> Answers:
    """The answers in the file."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def moved(before: Any, now: Any, place: str = "") -> Iterator[str]:
    """Each place where two sets of answers differ by more than two machines may."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted(before.keys() | now.keys()):
            yield from moved(before.get(key), now.get(key), f"{place}/{key}")
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, pair in enumerate(zip(before, now, strict=True)):
            yield from moved(*pair, f"{place}/{number}")
    elif isinstance(before, float) and isinstance(now, float):
        if not math.isclose(before, now, rel_tol=NEAR, abs_tol=NEAR):
            yield f"{place}: {before:g} was, {now:g} is"
    elif before != now:
        yield f"{place}: {before!r} was, {now!r} is"


def write() -> None:
    """Keep today's answers, unless those kept are the same."""
    differ = list(islice(moved(kept(), answers()), 1))
    if differ:
        FILE.write_text(json.dumps(answers(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
