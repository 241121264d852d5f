"""How often patterns are found that are there, and that are not, on made-up diaries.

python -m validation.leading [--diaries 500] [--days 300]

The pain is taken as the neck's; the jaw's is asked by the same code. No number was set on these
diaries: they are the block `patterns` of validation/seeds.py.
"""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from validation.seeds import judging
from validation.truth.foreign_patterns import (
    HARDEST,
    INDEPENDENT,
    LEADING,
    SHARED,
    WANDERING,
    bleeding,
    make,
    medicine,
    weekends,
)
from wearoff.diary.patterns.answers import patterns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.formats.estimates import Estimate
    from wearoff.records import Array

ODDS = (0.0, 0.7, 1.4, 2.3)
"""Log-odds of headache that bleeding, medicine or a weekend adds."""
MONDAY = date(2025, 1, 6)


class Asked(NamedTuple):
    """One answer and whether its interval holds the truth; None where it was not estimated."""

    answer: str
    holds: bool | None


def neck(seed: int, kind: str, days: int) -> Asked:
    """The answer on one made-up diary of a kind."""
    pair = make(seed, kind, days)
    entry = patterns({"neck_pain_10": pair.jaw}, pair.headache, pair.sessions)[0]
    return Asked(entry.answer, _holds(entry.estimate, pair.extra_days_28))


def beside(column: str, made: tuple[Array, Array]) -> str:
    """The answer of another column."""
    headache, values = made
    return str(patterns({column: values}, headache)[0].answer)


def of_weekends(headache: Array) -> str:
    """The answer about weekends; cannot tell where nothing is told of them."""
    return next((str(one.answer) for one in patterns({}, headache, first=MONDAY)), "cannot_tell")


def rates(said: Sequence[str]) -> str:
    """Yes and no of 100."""
    return "".join(f"{100 * said.count(each) / len(said):6.1f}" for each in ("yes", "no"))


def _holds(estimate: Estimate | None, truth: float) -> bool | None:
    return None if estimate is None else estimate.lo90 <= truth <= estimate.hi90


def main() -> None:
    """Print one line a kind: answers out of 100 and coverage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=500)
    parser.add_argument("--days", type=int, default=300)
    given = parser.parse_args()
    seeds = judging("patterns", given.diaries)
    print(f"{'kind':<24}{'yes':>6}{'no':>6}{'asked':>7}{'covers':>8}   of 100")
    for kind in (*INDEPENDENT, *SHARED, *WANDERING, *HARDEST, *LEADING):
        found = [neck(seed, kind, given.days) for seed in seeds]
        holds = [one.holds for one in found if one.holds is not None]
        said = rates([one.answer for one in found])
        asked = 100 * len(holds) / len(found)
        print(f"{kind:<24}{said}{asked:7.0f}{100 * np.mean(holds):8.1f}", flush=True)
    for odds in ODDS:
        for column, maker in (("menstruation", bleeding), ("acute_medication", medicine)):
            said = rates([beside(column, maker(seed, odds, given.days)) for seed in seeds])
            print(f"{f'{column} {odds}':<24}{said}", flush=True)
        said = rates([of_weekends(weekends(seed, odds, given.days)) for seed in seeds])
        print(f"{f'weekends {odds}':<24}{said}", flush=True)


if __name__ == "__main__":
    main()
