"""Answers: yes, no or cannot tell, each with its reasons in codes and words.

A frightening answer needs more evidence than a reassuring one, and every yes has to pass the checks
and to hold from both texts' starting views.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.chances import chance_range
from wearoff.diary.checks import failed
from wearoff.diary.posterior.prior import STARTING_PRIORS
from wearoff.diary.questions import DRIFTS, QUESTIONS, closed_cycles, events
from wearoff.diary.result import Verdict, WouldTell
from wearoff.diary.thresholds import thresholds
from wearoff.diary.unwritten import pretended_rise
from wearoff.units import WINDOW
from wearoff.words.questions import ASKED
from wearoff.words.reasons import reason
from wearoff.words.would_tell import WOULD_TELL

if TYPE_CHECKING:
    from wearoff.diary.counts import Tally
    from wearoff.diary.pieces import Said
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.result import Check
    from wearoff.records import Array

YES: Said = "yes"
NO: Said = "no"
CANNOT_TELL: Said = "cannot_tell"
SOURCES = {
    "working": ["relief_half_day", "relief_lag", "diary_context"],
    "better_since": ["diary_context", "diary_wander_sd"],
    "wears_off_early": ["relief_half_day", "relief_steepness"],
}
"""Evidence rows behind an answer."""
DIARY = "daily_diary"
"""What would tell where no day is written."""
DRIFT_SOURCES = ["diary_trend", "diary_wander_sd"]
RISING = "drifting_worse"


@dataclass(frozen=True)
class Evidence:
    """What the answers rest on."""

    posterior: DiaryPosterior
    counted: Tally
    checks: list[Check]


def verdicts(evidence: Evidence) -> list[Verdict]:
    """All answers, in the order of QUESTIONS."""
    draws = events(evidence.posterior)
    working = _working(evidence, draws["working"])
    early = _wears_off(evidence, draws["wears_off_early"], working)
    since = _better_since(evidence, draws["better_since"])
    drifts = [_drifting(evidence, name, draws[name]) for name in DRIFTS]
    return [working, since, early, *drifts]


def of_counts() -> list[Verdict]:
    """The answers where no day is written: none is asked, and days would tell."""
    first, *others = [_verdict(name, CANNOT_TELL, None, ["counts_only"]) for name in QUESTIONS]
    told = WouldTell(what=WOULD_TELL[DIARY], codes=[DIARY], date=None, chance=None)
    return [first.model_copy(update={"would_tell": told}), *others]


def _verdict(
    question: str,
    answer: Said,
    chance: float | None,
    codes: list[str],
    *,
    by_view: dict[str, Said] | None = None,
    lost: list[Check] | None = None,
) -> Verdict:
    """An answer with its reasons; of checks that failed what they say comes first."""
    return Verdict(
        question=question,
        asked=ASKED[question](thresholds()[question]),
        answer=answer,
        probability=chance,
        probability_range=chance_range(question, chance) if answer == CANNOT_TELL else None,
        reason_codes=codes,
        because=[*(check.text for check in lost or ()), *because(question, codes)],
        by_view=by_view or {},
        would_tell=None,
        sources=SOURCES.get(question, DRIFT_SOURCES),
    )


def because(question: str, codes: list[str]) -> list[str]:
    """Reasons in words, each with the thresholds by which its question is answered."""
    limits = thresholds()["too_little"] | thresholds()[question]
    return [reason(code, limits) for code in codes]


# Is it working?


def working_by(evidence: Evidence, event: Array, weights: Array) -> Said:
    """The answer to the first question from one set of weights, before any check.

    Args:
        evidence: The person.
        event: Draws in which injections take away two days in 28 or more, a mask (N,).
        weights: Of the draws, (N,), summing to 1.

    Returns:
        Yes, no, or cannot_tell, by the chances of thresholds.toml.
    """
    limits, posterior = thresholds()["working"], evidence.posterior
    chance = posterior.chance(event, weights)
    percent = posterior.chance(posterior.estimands.relief_percent >= limits["percent"], weights)
    swing = posterior.chance(posterior.swing >= limits["swing_days_28"], weights)
    enough = percent >= limits["percent_chance"] and swing >= limits["swing_chance"]
    if chance >= limits["yes"] and enough:
        return YES
    return NO if chance <= limits["no"] else CANNOT_TELL


def _working(evidence: Evidence, event: Array) -> Verdict:
    posterior, limits = evidence.posterior, thresholds()["working"]
    if not posterior.record.sessions:
        return _verdict("working", CANNOT_TELL, None, ["no_sessions"])
    chance = posterior.chance(event)
    answer = working_by(evidence, event, posterior.draws.weights)
    views: dict[str, Said] = {
        view: working_by(evidence, event, posterior.weights_under[view]) for view in STARTING_PRIORS
    }
    codes: list[str] = []
    lost: list[Check] = []
    if answer == YES:
        if len(posterior.record.starts) < limits["sessions"]:
            codes.append("one_session")
        lost = failed(evidence.checks)
        if lost:
            codes.append("check_failed")
        least = thresholds()["starting_view"]["working"]
        if min(posterior.chance(event, w) for w in posterior.weights_under.values()) < least:
            codes.append("starting_view")
    elif answer == NO:
        codes = _against_no(evidence)
    else:
        codes = _why_unclear(evidence, chance)
    if codes:
        answer = CANNOT_TELL
    return _verdict("working", answer, chance, codes, by_view=views, lost=lost)


def _against_no(evidence: Evidence) -> list[str]:
    """What forbids a no: a fall that was counted or is likely, another change, no count."""
    posterior, limits = evidence.posterior, thresholds()["working"]
    codes = ["no_room"] if _no_room(posterior) else []
    before, now = evidence.counted.rates
    if before is None:
        codes.append("short_before")
    if now is None:
        codes.append("gaps")
    if len(posterior.record.starts) < limits["sessions"]:
        codes.append("one_session")
    if posterior.record.events:
        codes.append("other_change")
    line = limits["no_counted_fall_percent"]
    fall = evidence.counted.fall_percent
    falling = posterior.chance(events(posterior)["drifting_better"])
    if (
        (fall is not None and fall >= line)
        or _stayed(posterior)
        or falling > limits["no_falling_chance"]
    ):
        codes.append("steady_improvement")
    elif _likely_fall(evidence, line) > limits["no_fall_chance"]:
        codes.append("too_noisy")
    if any(check.name in {"predictive_fit", "sampler"} for check in failed(evidence.checks)):
        codes.append("check_failed")
    return codes


def _stayed(posterior: DiaryPosterior) -> bool:
    """Whether a large fall likely came with the first session and stayed: a no would deny it."""
    lasting, limits = posterior.estimands.lasting_change, thresholds()["working"]
    if lasting is None:
        return False
    stayed = posterior.chance(lasting <= -limits["no_lasting_days_28"])
    return stayed > limits["no_lasting_chance"]


def no_forbidden(evidence: Evidence) -> bool:
    """Whether more days alone could not bring a no."""
    return bool(
        {"no_room", "short_before", "other_change", "steady_improvement"} & {*_against_no(evidence)}
    )


def _likely_fall(evidence: Evidence, percent: float) -> float:
    """Chance that the level of the last 84 days lies so much below that before day 0."""
    posterior = evidence.posterior
    baseline = posterior.estimands.baseline
    if baseline is None:
        return 1.0
    now = WINDOW * posterior.draws.treated[posterior.now].mean(0)
    return posterior.chance(now <= (1 - percent / 100) * baseline)


def _no_room(posterior: DiaryPosterior) -> bool:
    """Headache on nearly every day, or on hardly any: nothing can come and go."""
    record = posterior.record
    rate = WINDOW * np.nanmean(record.entries[record.index(record.begin) :])
    return bool(min(rate, WINDOW - rate) < thresholds()["too_little"]["room_days_28"])


def _why_unclear(evidence: Evidence, chance: float) -> list[str]:
    """Reasons of a cannot tell, the most telling first."""
    posterior, limits = evidence.posterior, thresholds()
    record, fall = posterior.record, evidence.counted.fall_percent
    entries = record.entries[record.index(record.begin) : record.index(record.last) + 1]
    empty = np.isnan(entries)
    so = {
        "attack_log_only": bool(empty.any()) and not (entries == 0).any(),
        "no_room": _no_room(posterior),
        "one_session": len(record.starts) < limits["working"]["sessions"],
        "short_after": not closed_cycles(posterior),
        "gaps": empty[-WINDOW:].mean() > limits["too_little"]["weeks_of_month_missing"],
        "short_before": evidence.counted.rates[0] is None,
        "other_change": bool(record.events),
        "steady_improvement": fall is not None
        and fall >= limits["working"]["no_counted_fall_percent"],
    }
    codes = [code for code, holds in so.items() if holds]
    if not codes and chance >= limits["working"]["yes"]:
        codes = ["not_fading"]
    if failed([c for c in evidence.checks if c.name == "beyond_the_prior"]):
        codes.append("prior_only")
    return codes or ["too_noisy"]


# Is it better since the first session?


def _better_since(evidence: Evidence, event: Array) -> Verdict:
    """Whether fewer days have headache now than before the first session, whatever the cause."""
    posterior, question = evidence.posterior, "better_since"
    if not posterior.record.sessions:
        return _verdict(question, CANNOT_TELL, None, ["no_sessions"])
    codes = not_compared(evidence.counted)
    if codes:
        return _verdict(question, CANNOT_TELL, None, codes)
    if _no_room_before(evidence):
        return _verdict(question, CANNOT_TELL, posterior.chance(event), ["no_room_before"])
    return _by_chance(evidence, question, event)


def _no_room_before(evidence: Evidence) -> bool:
    """Hardly any days before, so that there cannot be fewer; that there are more can be told."""
    limits, change = thresholds()["better_since"], evidence.posterior.change_since
    rate, _ = evidence.counted.rates
    if rate is None or change is None or rate >= limits["days_28"]:
        return False
    return evidence.posterior.chance(change <= -limits["days_28"]) < limits["yes"]


def not_compared(counted: Tally) -> list[str]:
    """What keeps now from being held against before: too few days written on a side, or only yes.

    Example:
        >>> from wearoff.diary.counts import Tally
        >>> not_compared(Tally(before=None, now=None))
        ['short_before', 'few_now']
    """
    least, before, now = thresholds()["better_since"]["written_days"], counted.before, counted.now
    codes: list[str] = []
    if before is None:
        codes.append("short_before")
    elif before.written < least:
        codes.append("few_before")
    if now is None or now.written < least:
        codes.append("few_now")
    if not codes and None in counted.rates:
        codes.append("attack_log_only")
    return codes


# Does it wear off early?


def _wears_off(evidence: Evidence, event: Array, working: Verdict) -> Verdict:
    posterior, limits = evidence.posterior, thresholds()["wears_off_early"]
    if working.answer != YES:
        return _verdict("wears_off_early", CANNOT_TELL, None, ["not_asked_yet"])
    if not closed_cycles(posterior):
        return _verdict("wears_off_early", CANNOT_TELL, None, ["short_after"])
    chance = posterior.chance(event)
    views: dict[str, Said] = {
        v: _between(posterior.chance(event, posterior.weights_under[v]), limits)
        for v in STARTING_PRIORS
    }
    answer = _between(chance, limits)
    codes = ["too_noisy"] if answer == CANNOT_TELL else []
    return _verdict("wears_off_early", answer, chance, codes, by_view=views)


def _between(chance: float, limits: dict[str, Any]) -> Said:
    if chance >= limits["yes"]:
        return YES
    return NO if chance <= limits["no"] else CANNOT_TELL


# What is underneath?


def _drifting(evidence: Evidence, question: str, event: Array) -> Verdict:
    posterior, limits = evidence.posterior, thresholds()[question]
    record = posterior.record
    codes: list[str] = []
    if not record.sessions:
        codes.append("no_sessions")
    elif len(record.starts) < limits["sessions"]:
        codes.append("too_few_sessions")
    if record.sessions and record.last + 1 < limits["days"]:
        codes.append("too_short")
    if codes:
        return _verdict(question, CANNOT_TELL, None, codes)
    said = _by_chance(evidence, question, event)
    if said.answer == YES and question == RISING and not _rises_anyway(posterior):
        codes = ["ever_fewer_written"]
        return _verdict(question, CANNOT_TELL, said.probability, codes, by_view=said.by_view)
    return said


def _rises_anyway(posterior: DiaryPosterior) -> bool:
    """Whether it rises also if days that are written ever more seldom were left out as free."""
    record, limits, drift = posterior.record, thresholds()[RISING], posterior.estimands.drift
    if drift is None:
        return True
    pretended = pretended_rise(record.entries[record.index(0) : record.index(record.last) + 1])
    return posterior.chance(drift - pretended > limits["days_28_per_year"]) >= limits["yes"]


def _by_chance(evidence: Evidence, question: str, event: Array) -> Verdict:
    """An answer by its chance; a yes needs a sound fit, and no view that says no."""
    posterior, limits = evidence.posterior, thresholds()[question]
    chance = posterior.chance(event)
    views: dict[str, Said] = {
        v: _between(posterior.chance(event, posterior.weights_under[v]), limits)
        for v in STARTING_PRIORS
    }
    answer = _between(chance, limits)
    lost = [c for c in failed(evidence.checks) if c.name in {"predictive_fit", "sampler"}]
    if answer == YES and lost:
        return _verdict(question, CANNOT_TELL, chance, ["check_failed"], by_view=views, lost=lost)
    if answer == YES and NO in views.values():
        return _verdict(question, CANNOT_TELL, chance, ["starting_view"], by_view=views)
    codes = ["too_noisy"] if answer == CANNOT_TELL else []
    if answer == YES and posterior.record.events:
        codes = ["other_change"]
    return _verdict(question, answer, chance, codes, by_view=views)
