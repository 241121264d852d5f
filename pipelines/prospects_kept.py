"""Whether the date at which something could be told holds: cut a diary, ask, go on, look.

python -m pipelines.prospects_kept [--people 300]    writes diary/fitted/prospects.csv

Made-up people are cut at a random day. At every later date that is looked at, the terms of
`diary/future/lookahead.py` stand beside whether their own diary, gone on, is then answered: a
logistic regression of the one on the other is what ships.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np
import statsmodels.api as sm

from validation.seeds import setting
from validation.truth.foreign import make
from validation.truth.judged import answers, case_of, started
from wearoff.formats import fitted

if TYPE_CHECKING:
    from validation.truth.definitions import Made
    from wearoff.diary.analyze import Analysis

SESSIONS = 14
"""Enough for a date up to two years after the cut."""
FEWEST, MOST = 40, 340
"""Days from the first session at which a diary is cut."""


@dataclass(frozen=True)
class Kept:
    """A question that could not be told: the chance given for a date, and whether it was told."""

    seed: int
    question: str
    cut: int
    chance: float
    enough: bool
    answer: str

    @property
    def definite(self) -> bool:
        """Yes or no."""
        return self.answer != "cannot_tell"


@dataclass(frozen=True)
class Look:
    """A question that could not be told, at one later date: what is known now, and whether told."""

    question: str
    terms: dict[str, float]
    told: bool


def cut_at(seed: int) -> tuple[Made, int]:
    """A person with a long diary, and the day on which it is cut."""
    made = make(seed, kind="mixed", sessions=SESSIONS, long_gap=0)
    return made, int(np.random.default_rng([seed, 5]).integers(FEWEST, MOST))


def until(made: Made, day: int, *, prospects: bool) -> Analysis:
    """The analysis of what was written, and given, up to a day counted from the first session."""
    from wearoff import analyze

    length = (made.log.first - made.diary.first).days + day + 1
    sessions = tuple(session for session in made.log.sessions if session.day <= day)
    case = case_of(made)
    cut = replace(
        case,
        diary=made.diary.until(length),
        log=replace(made.log, sessions=sessions),
        events=tuple(e for e in case.events if (e.start - made.log.first).days <= day),
    )
    return analyze(cut, prospects=prospects)


def last_day(made: Made) -> int:
    """Last day of a person's diary, from the first session."""
    return len(made.truth.p0) - made.settings["before"] - 1


def kept_promises(seeds: range) -> list[Kept]:
    """Every question of people cut at a random day, at the date named for it."""
    started()
    found: list[Kept] = []
    for seed in seeds:
        made, cut = cut_at(seed)
        later: dict[int, dict[str, str]] = {}
        for verdict in until(made, cut, prospects=True).verdicts:
            told = verdict.would_tell
            if told is None or told.date is None or told.chance is None:
                continue
            day = (told.date - made.log.first).days
            if day > last_day(made):
                continue
            if day not in later:
                later[day] = answers(until(made, day, prospects=False))
            answer = later[day][verdict.question]
            found.append(
                Kept(
                    seed=seed,
                    question=verdict.question,
                    cut=cut,
                    chance=told.chance,
                    enough=told.enough,
                    answer=answer,
                )
            )
    return found


def looks(seed: int) -> list[Look]:
    """Every open question of one person at every later date."""
    from wearoff.diary.future.lookahead import later_looks, terms
    from wearoff.diary.verdicts import CANNOT_TELL

    made, cut = cut_at(seed)
    now = until(made, cut, prospects=False)
    given = now.assessment
    still = [v.question for v in now.verdicts if v.answer == CANNOT_TELL]
    found: list[Look] = []
    for later in later_looks(given.posterior):
        asked = {q: terms(given, q, later) for q in still if q != "wears_off_early"}
        if later.day > last_day(made) or not any(asked.values()):
            continue
        told = answers(until(made, later.day, prospects=False))
        found += [Look(q, one, told[q] != CANNOT_TELL) for q, one in asked.items() if one]
    return found


def weights(found: list[Look]) -> dict[str, float]:
    """Logistic regression of answers on what was known, by term."""
    names = list(found[0].terms)
    known = np.array([[look.terms[name] for name in names] for look in found])
    told = np.array([look.told for look in found], dtype=float)
    fit = sm.GLM(told, known, family=sm.families.Binomial()).fit()
    return dict(zip(names, map(float, fit.params), strict=True))


def main() -> None:
    """Cut, look, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    given = parser.parse_args()
    seeds = setting("prospects", given.people)
    with ProcessPoolExecutor(2, get_context("spawn"), started) as pool:
        found = [look for of_one in pool.map(looks, seeds) for look in of_one]
    today = datetime.now(tz=UTC).date().isoformat()
    records = []
    for question in dict.fromkeys(look.question for look in found):
        own = [look for look in found if look.question == question]
        for term, weight in weights(own).items():
            record = {
                "question": question,
                "term": term,
                "weight": f"{weight:.3f}",
                "looks": len(own),
                "people": given.people,
                "first": seeds.start,
                "date": today,
            }
            print(*record.values())
            records.append(record)
    fitted.write("diary", "prospects", records)


if __name__ == "__main__":
    main()
