"""When it could be told: the first later date with a good chance of a definite answer.

Of diaries drawn ahead some share would bring an answer. That share alone promises too much: levels
of people move in other ways than the model's, and what stands in the way now often stays. So it is
set right by how often made-up people of another generator were told (fitted table ``prospects``):

    log-odds of an answer = Σ weight · term      terms: 1, log-odds of the share, years ahead, and
                                                 for relief the log-odds of two chances now
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit, logit

from wearoff.diary.future.lookahead_draws import FUTURES, Lines, futures
from wearoff.diary.posterior.estimands import YEAR
from wearoff.diary.result import LaterChance, WouldTell
from wearoff.diary.thresholds import thresholds
from wearoff.diary.verdicts import CANNOT_TELL, no_forbidden
from wearoff.formats import fitted
from wearoff.records import Session
from wearoff.words.would_tell import would_tell

if TYPE_CHECKING:
    from datetime import date

    from wearoff.diary.future.lookahead_draws import Later
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.result import Verdict
    from wearoff.diary.verdicts import Evidence

LOOKS = (1, 2, 3, 5, 8)
"""Ends of later cycles that are looked at."""
ELSEWHERE = (
    "no_sessions",
    "short_before",
    "few_before",
    "attack_log_only",
    "gaps",
    "no_room",
    "no_room_before",
)
"""Reasons beside which something else than more days would tell."""
WITHOUT_LOOK = {"wears_off_early": "more_cycles", "better_since": "diary_kept"}
"""Questions that are not looked ahead for, and what would tell of them."""

LEAST = 0.01
"""Chances are kept so far from 0 and 1 before their log-odds are taken."""


def with_prospects(evidence: Evidence, answers: list[Verdict]) -> list[Verdict]:
    """The verdicts, each cannot tell with what would tell, when, and with what chance."""
    open_questions = [v for v in answers if v.answer == CANNOT_TELL and _needs_days(v)]
    laters = (
        later_looks(evidence.posterior)
        if open_questions and evidence.posterior.record.sessions
        else []
    )
    return [
        v.model_copy(update={"would_tell": _prospect(evidence, v, laters)})
        if v.answer == CANNOT_TELL
        else v
        for v in answers
    ]


def _needs_days(verdict: Verdict) -> bool:
    return verdict.question not in WITHOUT_LOOK and "no_sessions" not in verdict.reason_codes


def later_looks(posterior: DiaryPosterior) -> list[Later]:
    """What futures tell at the ends of the next cycles, sessions going on as they did."""
    limits = thresholds()
    record = posterior.record
    sessions = [*record.sessions, *record.later]
    latest = max(session.day for session in sessions)
    usual = sessions[-1]
    ends: list[int] = []
    day = latest
    while len(ends) < max(LOOKS):
        day = max(day + posterior.interval, record.last + 1)
        sessions.append(Session(day, usual.product, usual.injections))
        if day - 1 > record.last:
            ends.append(day - 1)
    ends = [ends[k - 1] for k in LOOKS]
    farthest = record.last + limits["too_little"]["farthest_days"]
    working = limits["working"]
    lines = Lines(
        working["days_28"],
        working["percent"],
        limits["drifting_worse"]["days_28_per_year"],
    )
    return futures(
        record,
        posterior.prior,
        posterior.draws,
        sessions,
        [end for end in ends if end <= farthest] or ends[:1],
        lines=lines,
        seed=posterior.seed,
    )


def _prospect(evidence: Evidence, verdict: Verdict, laters: list[Later]) -> WouldTell:
    """What, date and chance: the first date with enough of a chance, else the best there is."""
    posterior, limits = evidence.posterior, thresholds()["too_little"]
    codes = [code for code in verdict.reason_codes if code in ELSEWHERE]
    if verdict.question == "wears_off_early" and "not_asked_yet" in verdict.reason_codes:
        return _would_tell(["first_question"])
    if not laters or not _needs_days(verdict):
        return _would_tell(codes or [WITHOUT_LOOK.get(verdict.question, "more_cycles")])
    chances = [(later, _chance(evidence, verdict.question, later)) for later in laters]
    told = next(((later, c) for later, c in chances if c >= limits["enough_chance"]), None)
    later, chance = told or max(chances, key=lambda look: look[1])
    return _would_tell(
        ["diary_kept" if told else "not_even_diary", *codes],
        date=posterior.record.date_of(later.day),
        chance=chance,
        sessions=later.sessions,
        enough=told is not None,
        farthest_days=limits["farthest_days"],
        by_date=[LaterChance(date=posterior.record.date_of(x.day), chance=c) for x, c in chances],
    )


def _would_tell(
    codes: list[str], date: date | None = None, chance: float | None = None, **more: Any
) -> WouldTell:
    what = "; ".join(would_tell(codes))
    return WouldTell(what=what, codes=codes, date=date, chance=chance, **more)


def _chance(evidence: Evidence, question: str, later: Later) -> float:
    """Chance of a yes or a no at that date; 0 where the question could not be asked yet."""
    told = terms(evidence, question, later)
    if told is None:
        return 0.0
    weights = {
        record["term"]: float(record["weight"])
        for record in fitted.table("diary", "prospects")
        if record["question"] == question
    }
    return float(expit(sum(weights[term] * value for term, value in told.items())))


def terms(evidence: Evidence, question: str, later: Later) -> dict[str, float] | None:
    """What the chance of an answer at a later date is told from; None if not asked by then."""
    limits, posterior = thresholds()[question], evidence.posterior
    if later.sessions < limits["sessions"] or later.day + 1 < limits.get("days", 0):
        return None
    definite = FUTURES * _definite(evidence, question, later)
    share = (definite + 0.5) / (FUTURES + 1)
    told = {
        "one": 1.0,
        "futures": float(logit(share)),
        "years": (later.day - posterior.record.last) / YEAR,
    }
    if question == "working":
        percent = posterior.estimands.relief_percent >= limits["percent"]
        swing = posterior.swing >= limits["swing_days_28"]
        told["percent_now"] = _log_odds(posterior.chance(percent))
        told["swing_now"] = _log_odds(posterior.chance(swing))
    return told


def _log_odds(chance: float) -> float:
    return float(logit(min(max(chance, LEAST), 1 - LEAST)))


def _definite(evidence: Evidence, question: str, later: Later) -> float:
    """Share of futures with a yes, or a no where one can be said, at that date."""
    limits = thresholds()[question]
    if question == "working":
        yes = (later.relief >= limits["yes"]) & (later.percent >= limits["percent_chance"])
        no = (later.relief <= limits["no"]) & (not no_forbidden(evidence))
        return float(np.mean(yes | no))
    chances = later.worse if question == "drifting_worse" else later.better
    return float(np.mean((chances >= limits["yes"]) | (chances <= limits["no"])))
