"""How often patterns are found that are there, and that are not, on made-up diaries.

python -m validation.leading [--diaries 300] [--days 300]
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from validation.truth.foreign_patterns import (
    HARDEST,
    INDEPENDENT,
    LEADING,
    SHARED,
    WANDERING,
    bleeding,
    make,
    medicine,
)
from wearoff.diary.patterns.answers import patterns

if TYPE_CHECKING:
    from wearoff.formats.estimates import Estimate
    from wearoff.records import Array

ODDS = (0.0, 0.7, 1.4)
"""Log-odds of headache that bleeding or medicine adds."""


class Asked(NamedTuple):
    """One answer and whether its interval holds the truth; None where it was not estimated."""

    answer: str
    holds: bool | None


def jaw(seed: int, kind: str, days: int) -> Asked:
    """The answer on one made-up diary of a kind."""
    pair = make(seed, kind, days)
    entry = patterns({"jaw_pain_10": pair.jaw}, pair.headache, pair.sessions)[0]
    return Asked(entry.answer, _holds(entry.estimate, pair.extra_days_28))


def beside(column: str, made: tuple[Array, Array]) -> str:
    """The answer of another column."""
    headache, values = made
    return str(patterns({column: values}, headache)[0].answer)


def _holds(estimate: Estimate | None, truth: float) -> bool | None:
    return None if estimate is None else estimate.lo90 <= truth <= estimate.hi90


def main() -> None:
    """Print one line a kind: answers out of 100 and coverage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=300)
    parser.add_argument("--days", type=int, default=300)
    given = parser.parse_args()
    print(f"{'kind':<24}{'yes':>6}{'no':>6}{'asked':>7}{'covers':>8}   of 100")
    for kind in (*INDEPENDENT, *SHARED, *WANDERING, *HARDEST, *LEADING):
        found = [jaw(seed, kind, given.days) for seed in range(given.diaries)]
        holds = [one.holds for one in found if one.holds is not None]
        rates = [100 * np.mean([one.answer == said for one in found]) for said in ("yes", "no")]
        asked = 100 * len(holds) / len(found)
        print(f"{kind:<24}{rates[0]:6.1f}{rates[1]:6.1f}{asked:7.0f}{100 * np.mean(holds):8.1f}")
    for column, maker in (("menstruation", bleeding), ("acute_medication", medicine)):
        for odds in ODDS:
            said = [beside(column, maker(seed, odds, given.days)) for seed in range(given.diaries)]
            rates = [100 * np.mean([one == answer for one in said]) for answer in ("yes", "no")]
            print(f"{column} {odds:<7.1f}{rates[0]:6.1f}{rates[1]:6.1f}")


if __name__ == "__main__":
    main()
