"""How often the program is wrong on generated diaries nobody looked at; writes what ships.

python -m pipelines.error_rates [--diaries 200]    writes diary/fitted/error_rates.csv

The visit page prints the first of them: how often it says "working" without any relief.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from validation.seeds import judging
from validation.truth.judged import judged
from wearoff.formats import fitted

KINDS = (
    ("working", "yes", "no_relief"),
    ("working", "yes", "context_step"),
    ("working", "yes", "bad_month"),
    ("drifting_worse", "yes", "no_drift"),
)
"""Question, wrong answer, kind of diary."""


def main() -> None:
    """Analyze, count, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=200)
    given = parser.parse_args()
    seeds = judging("error_rates", given.diaries)
    tasks = [(kind, seed, False) for _, _, kind in KINDS for seed in seeds]
    found = list(judged(tasks, 2))
    today = datetime.now(tz=UTC).date().isoformat()
    records = []
    for question, answer, kind in KINDS:
        own = [one for one in found if one.kind == kind]
        record = {
            "question": question,
            "answer": answer,
            "kind": kind,
            "said": sum(one.answers[question] == answer for one in own),
            "of": len(own),
            "first": seeds.start,
            "date": today,
        }
        print(*record.values())
        records.append(record)
    fitted.write("diary", "error_rates", records)


if __name__ == "__main__":
    main()
