"""Why an answer is what it is, and what no diary can tell, by code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Limits = Mapping[str, Any]

INPUT_DOUBTFUL = "input_doubtful"
REASONS = {
    INPUT_DOUBTFUL: "what was read looks wrong in a way that would change the answer",
    "no_sessions": "no sessions in the time of the diary",
    "counts_only": "counts alone do not say which days: this needs a diary written day by day",
    "short_before": "no diary and no count from before the first session",
    "short_after": "the diary ends before relief usually fades",
    "attack_log_only": "only headache days are written: an empty day may be free or forgotten",
    "other_change": "something else changed too",
    "ever_fewer_written": "ever fewer days are written: if those left out were free, it may not "
    "rise",
    "steady_improvement": "fewer days than before, but they do not rise and fall with the sessions",
    "no_room": "headache on nearly every day, or on hardly any",
    "not_fading": "the help does not fade before the next session",
    "too_noisy": "days with it come and go too much by themselves for a diary of this length",
    "prior_only": "the diary moves the answer too little",
    "starting_view": "it depends on whether one expects much help or less beforehand",
    "check_failed": "a check failed",
    "not_asked_yet": "asked once the first answer is yes",
}
"""Reasons of answers that turn on no number."""


def _too_few_to_fall(limits: Limits) -> str:
    most = limits["sessions"] - 1
    few = "one session is" if most == 1 else f"{numbers.counted(most)} sessions are"
    return (
        f"{few} too little: people start in a bad month, and placebo injections lower headache "
        "early too"
    )


def _gaps(limits: Limits) -> str:
    missing = numbers.part(limits["weeks_of_month_missing"])
    return f"more than {missing} of the last 28 days are empty; empty is not headache-free"


def _too_few_sessions(limits: Limits) -> str:
    least = limits["sessions"]
    sessions = "session" if least == 1 else "sessions"
    return f"needs at least {numbers.counted(least)} {sessions}"


def _too_short(limits: Limits) -> str:
    return f"needs at least {numbers.lasting(limits['days'])} of diary from the first session"


def _few_before(limits: Limits) -> str:
    least = numbers.amount(limits["written_days"])
    return f"fewer than {least} days are written before the first session"


def _few_now(limits: Limits) -> str:
    least, most = (numbers.amount(limits[key]) for key in ("written_days", "now_days"))
    return f"fewer than {least} of the last {most} days since the first session are written"


def _no_room_before(limits: Limits) -> str:
    fewer = numbers.amount(limits["days_28"])
    return f"fewer than {fewer} days in 28 before the first session: there cannot be {fewer} fewer"


LIMITED: dict[str, Callable[[Limits], str]] = {
    "one_session": _too_few_to_fall,
    "gaps": _gaps,
    "too_few_sessions": _too_few_sessions,
    "too_short": _too_short,
    "few_before": _few_before,
    "few_now": _few_now,
    "no_room_before": _no_room_before,
}
"""Reasons that say a threshold, from the thresholds of their question."""


def reason(code: str, limits: Limits) -> str:
    """A reason of an answer as people read it."""
    return LIMITED[code](limits) if code in LIMITED else REASONS[code]


PATTERN_REASONS = {
    INPUT_DOUBTFUL: REASONS[INPUT_DOUBTFUL],
    "no_room": REASONS["no_room"],
    "too_noisy": REASONS["too_noisy"],
    "too_few_days": "too few days were written in a row",
    "too_few_cycles": "too few first days of bleeding with the days around them written",
    "unchanging": "it was much the same on nearly every day, so there is nothing to compare",
    "always_together": "taken on nearly every headache day, or on hardly any, so there is nothing "
    "to compare",
}
"""Reasons of patterns."""
UNIDENTIFIED = {
    "cause_of_change": "why the level without the short-lived relief changed: toxin, placebo, "
    "natural course or another change look alike in one diary",
    "without_injections": "what would have happened without any injections: nothing was blinded",
    "size_of_relief": "the size of relief: much of it is still what was believed before the diary",
    "products_compared": "whether one product does more than another: their units are not compared",
}
"""What a diary cannot tell, however long."""
