"""How often something is found to go before headache where nothing does; writes what ships.

python -m pipelines.clues [--diaries 500] [--days 300]    writes diary/fitted/clues.csv

Neck and jaw pain are asked by the same code: both have the row `pain`, of every kind of made-up
diary without a lead in which one diary could tell so. Bleeding, medicine and weekends have none of
their odds. Diaries are those of the block `patterns`, on which nothing was set.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from validation.leading import beside, neck, of_weekends
from validation.seeds import ROOT, git, judging
from validation.truth.foreign_patterns import (
    INDEPENDENT,
    SHARED,
    WANDERING,
    bleeding,
    medicine,
    weekends,
)
from wearoff.formats import fitted

BLOCK = "patterns"


def main() -> None:
    """Ask and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--diaries", type=int, default=500, help="of a kind")
    parser.add_argument("--days", type=int, default=300)
    given = parser.parse_args()
    seeds, days = judging(BLOCK, given.diaries), given.days
    pains = [
        neck(seed, kind, days) for kind in (*INDEPENDENT, *SHARED, *WANDERING) for seed in seeds
    ]
    found = {
        "pain": [one.answer == "yes" for one in pains if one.holds is not None],
        "menses": [beside("menstruation", bleeding(s, 0.0, days)) == "yes" for s in seeds],
        "medicine": [beside("acute_medication", medicine(s, 0.0, days)) == "yes" for s in seeds],
        "weekday": [of_weekends(weekends(s, 0.0, days)) != "cannot_tell" for s in seeds],
    }
    about = {
        "block": BLOCK,
        "first": seeds.start,
        "commit": git(ROOT, "rev-parse", "--short=7", "HEAD"),
        "date": datetime.now(tz=UTC).date().isoformat(),
    }
    fitted.write(
        "diary",
        "clues",
        [
            {"asked": asked, "of": len(told), "found": sum(told)} | about
            for asked, told in found.items()
        ],
    )


if __name__ == "__main__":
    main()
