"""Whether the date at which something could be told holds: cut a diary, ask, go on, look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from foreign import Made, make
from judged import CONDITION, started

if TYPE_CHECKING:
    from wearoff.api.analyzed import Analysis

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


def until(made: Made, day: int, *, prospects: bool) -> Analysis:
    """The analysis of what was written, and given, up to a day counted from the first session."""
    from wearoff.api.analyzed import assemble

    length = (made.log.first - made.diary.first).days + day + 1
    diary = replace(made.diary, values={"headache": made.diary.values["headache"][:length]})
    sessions = tuple(session for session in made.log.sessions if session.day <= day)
    events = [event for event in made.events if (event.start - made.log.first).days <= day]
    return assemble(
        diary,
        replace(made.log, sessions=sessions),
        name="cut",
        condition=CONDITION,
        events=events,
        prospects=prospects,
    )


def kept_promises(people: int) -> list[Kept]:
    """Every question of people cut at a random day, at the date named for it."""
    started()
    found: list[Kept] = []
    for seed in range(people):
        made = make(seed, kind="mixed", sessions=SESSIONS, long_gap=0)
        cut = int(np.random.default_rng([seed, 5]).integers(FEWEST, MOST))
        later: dict[int, dict[str, str]] = {}
        for verdict in until(made, cut, prospects=True).verdicts:
            told = verdict.would_tell
            if not told or not told.get("date"):
                continue
            day = (date.fromisoformat(told["date"]) - made.log.first).days
            if day >= len(made.truth.p0) - made.settings["before"]:
                continue
            if day not in later:
                again = until(made, day, prospects=False)
                later[day] = {v.question: v.answer for v in again.verdicts}
            answer = later[day][verdict.question]
            found.append(Kept(seed, verdict.question, cut, told["chance"], told["enough"], answer))
    return found
