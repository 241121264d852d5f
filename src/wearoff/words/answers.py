"""The three questions that people ask, and each sentence of their answers, from codes and values.

An answer has one code, which says what its sentences are, and the values that stand in them. Of
each code `FOUND` says what was estimated, or the reason, and `PLAIN` says it for the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Values = Mapping[str, Any]

QUESTIONS = {
    "working": "Is it working?",
    "wears_off_early": "Does it wear off early?",
    "underneath": "Is the headache underneath changing?",
}
IN_SHORT = QUESTIONS | {"underneath": "Headache underneath"}
"""The same where there is little room."""
WORDS = {
    "yes": "YES",
    "no": "NO",
    "steady": "STEADY",
    "rising": "RISING",
    "falling": "FALLING",
    "cannot_tell": "CANNOT TELL",
    "cannot_tell_yet": "CANNOT TELL YET",
    "not_asked": "NOT ASKED",
}
"""Answers as faces print them."""
WHY_UNKNOWN = "one diary cannot say why"
VIEWS = {
    "warning": "some help and a rise underneath (a text that warns)",
    "advocate": "much help and a fall (one that praises)",
}
"""What one may expect before the diary is read, by the text that expects it."""
BRIEFLY = {
    "working": "working",
    "wears_off_early": "wears off early",
    "drifting_worse": "rising underneath",
    "drifting_better": "falling underneath",
    "jaw_drives_headache": "jaw pain comes before headache",
}
"""What is asked in a few words, by the name in documents, which may say more than can be shown."""
MORE_DAYS = {
    "diary_kept": "the diary kept on as it is",
    "not_even_diary": "not even the diary kept on as it is",
}
"""Whether more days would tell."""
WOULD_TELL = MORE_DAYS | {
    "first_question": "an answer to the first question",
    "daily_diary": "a diary, written day by day",
    "more_cycles": (
        "keep the diary: each further cycle narrows the day on which half of the help is gone"
    ),
    "no_sessions": "an injection log for the time of the diary",
    "short_before": "a count from before the first session",
    "attack_log_only": 'writing "0" on days without headache',
    "gaps": 'writing "0" on days without headache',
    "input_doubtful": "mending what is to be checked in the file, or confirming that it is right",
    "no_room": "writing down how bad each day is (severity_3)",
}
"""What would tell, by code; beside more days by the reason why it cannot be told."""


# What was estimated, or the reason


def _relief(v: Values) -> str:
    return (
        f"{numbers.number(v['mean'])} fewer {v['outcome']} per 28 than without its short-lived "
        f"relief (9 in 10 chance: {numbers.number(v['lo90'])} to {numbers.number(v['hi90'])}); "
        f"{_lower(v)}"
    )


def _lower(v: Values) -> str:
    """In how many cycles it is lower, of those of which the diary tells."""
    if v["cycles"] == v["sessions"]:
        return f"lower after {v['lower']} of {v['cycles']} sessions"
    return f"lower in {v['lower']} of the {v['cycles']} cycles that have entries"


def _no_relief(v: Values) -> str:
    mean, lo, hi = (numbers.fewer(v[key]) for key in ("mean", "lo90", "hi90"))
    percent = v["change_percent"]
    counted = "" if percent is None else f"; counted change {numbers.signed(percent, 0)}%"
    return (
        f"about as many soon after sessions as before the next: {mean} per 28 (9 in 10 chance: "
        f"{lo} to {hi}){counted}"
    )


def _gone(v: Values) -> str:
    """When half of the help is gone, with its range, and how far from the next session."""
    if v["mean"] is None:
        return "half of the help usually lasts to the next session"
    day = numbers.whole(v["mean"])
    apart = numbers.whole(v["interval_days"]) - day
    where = "on the day of the next session"
    if apart:
        side = "before the next session" if apart > 0 else "after the next session is due"
        where = f"{numbers.in_days(abs(apart))} {side}"
    low, high = numbers.whole(v["lo90"]), numbers.whole(v["hi90"])
    return (
        f"half of the help is usually gone about day {day} (9 in 10 chance: {low} to {high}), "
        f"{where}"
    )


def _by_day(v: Values) -> str:
    apart = f"sessions come {numbers.amount(v['interval_days'])} days apart"
    if v["mean"] is None:
        return f"half of the help is not gone before the next session; {apart}"
    day = numbers.span(v["mean"], v["lo90"], v["hi90"])
    return f"half of the help is gone by day {day}; {apart}"


def _slope(v: Values) -> str:
    mean, lo, hi = (numbers.signed(v[key]) for key in ("mean", "lo90", "hi90"))
    return f"{mean} days per 28 a year (9 in 10 chance: {lo} to {hi})"


def _moved(v: Values) -> str:
    return f"{_slope(v)}; {_why(v)}"


def _why(v: Values) -> str:
    also = f"; also changed: {', '.join(v['changes'])}" if v["changes"] else ""
    return f"{WHY_UNKNOWN}{also}"


def _reason(v: Values) -> str:
    changes = f" ({', '.join(v['changes'])})" if v["changes"] else ""
    return f"{'; '.join(v['reasons'])}{changes}"


def _open(v: Values) -> str:
    if v["chance"] is None:
        return _reason(v)
    line = numbers.amount(v["line"])
    return (
        f"{_reason(v)}; chance of at least {line} fewer {v['outcome']} in 28: "
        f"{numbers.chance(v['chance'])}"
    )


def _open_day(v: Values) -> str:
    return (
        f"{_gone(v)}; that it is {v['line']} days before or more: {numbers.chance(v['chance'])}; "
        f"{_reason(v)}"
    )


def _open_level(v: Values) -> str:
    line = f"{numbers.amount(v['line'])} {'day' if v['line'] == 1 else 'days'}"
    return (
        f"{_a_year(v)}; a rise by more than {line}: {numbers.chance(v['p_worse'])}, a fall: "
        f"{numbers.chance(v['p_better'])}; {v['reasons'][0]}"
    )


def _a_year(v: Values) -> str:
    """What the level does in a year, with its range, in whole days."""
    mean, lo, hi = (numbers.change(v[key], 0) for key in ("mean", "lo90", "hi90"))
    return f"{mean} in 28 a year (9 in 10 chance: {lo} to {hi})"


FOUND: dict[str, Callable[[Values], str]] = {
    "relief": _relief,
    "no_relief": _no_relief,
    "early": _by_day,
    "lasts": _by_day,
    "risen": _moved,
    "fallen": _moved,
    "same": _slope,
    "open": _open,
    "open_day": _open_day,
    "open_level": _open_level,
    "not_asked": _reason,
}


# The same for the person: one sentence, with whole days


def _plain(found: Callable[[Values], str]) -> Callable[[Values], str]:
    """What was found as a sentence."""
    return lambda v: numbers.ended(numbers.sentence(found(v)))


def _plain_relief(v: Values) -> str:
    return (
        f"About {numbers.number(v['mean'], 0)} fewer {v['outcome']} in 28 come and go with the "
        f"injections ({_ends(v['lo90'], v['hi90'], numbers.fewer)})."
    )


def _plain_no_relief(v: Values) -> str:
    mean, lo, hi = (numbers.fewer(v[key], 0) for key in ("mean", "lo90", "hi90"))
    return (
        f"{numbers.sentence(v['outcome'])} are about as many soon after the injections as long "
        f"after: {mean} in 28 (9 in 10 chance: {lo} to {hi})."
    )


def _plain_risen(v: Values) -> str:
    days = numbers.in_days(numbers.whole(v["mean"]))
    ends = _ends(v["lo90"], v["hi90"], numbers.change)
    return (
        f"Underneath, {v['outcome']} have risen by about {days} in 28 a year ({ends}); {_why(v)}."
    )


def _plain_fallen(v: Values) -> str:
    days = numbers.in_days(numbers.whole(-v["mean"]))
    ends = _ends(-v["hi90"], -v["lo90"], numbers.fewer)
    return (
        f"Underneath, {v['outcome']} have fallen by about {days} in 28 a year ({ends}); {_why(v)}."
    )


def _ends(low: float, high: float, say: Callable[[float, int], str]) -> str:
    """Range of a size whose way is said; where it may go the other way, each end says its own."""
    whole = [numbers.number(end, 0) for end in (low, high)]
    ends = whole if float(whole[0]) >= 0 else [say(end, 0) for end in (low, high)]
    return f"9 in 10 chance: {' to '.join(ends)}"


PLAIN: dict[str, Callable[[Values], str]] = {
    "relief": _plain_relief,
    "no_relief": _plain_no_relief,
    "early": _plain(_gone),
    "lasts": _plain(_gone),
    "risen": _plain_risen,
    "fallen": _plain_fallen,
    "same": lambda v: f"Underneath, {v['outcome']} have stayed about the same: {_a_year(v)}.",
    "open": _plain(_open),
    "open_day": _plain(_open_day),
    "open_level": lambda v: f"Underneath, {v['outcome']}: {_open_level(v)}.",
    "not_asked": _plain(_reason),
}


# What would tell


def would_tell(codes: Sequence[str]) -> list[str]:
    """What would tell, one by one."""
    return [WOULD_TELL[code] for code in codes]


def ahead(code: str, codes: Sequence[str], values: Values) -> str:
    """What would tell, when, and with what chance: always an action or a date.

    Args:
        code: '' (nothing to be said), ``by_date``, ``may_not``, ``would_not`` or ``other``.
        codes: what would tell, more days first.
        values: ``date``, ``chance`` and ``years``.
    """
    what = would_tell(codes)
    if not code:
        return ""
    if code == "other":
        return ", ".join(what)
    beside = [WOULD_TELL[one] for one in codes if one not in MORE_DAYS]
    other = f"; else: {', '.join(beside)}" if beside else ""
    likely = numbers.roughly(values["chance"])
    if code == "by_date":
        return f"keep the diary to {values['date']}: {likely} that it can be told then{other}"
    verb = "would not tell" if code == "would_not" else "may not tell"
    years = numbers.number(values["years"], 0)
    return f"even {years} more years of diary {verb} ({likely} by {values['date']}){other}"


# Beside the answers


def views(differ: Mapping[str, Mapping[str, str]], *, asked: bool) -> str:
    """Whether both starting views give the same answers; by question and view where not."""
    if not asked:
        return ""
    first, second = VIEWS.values()
    if not differ:
        return f"Same answers whether one expects {first} or {second}."
    texts = [
        f"{text}: "
        + ", ".join(f"{BRIEFLY[q]} {WORDS[said[view]].lower()}" for q, said in differ.items())
        for view, text in VIEWS.items()
    ]
    return f"Depends on what one expects: {'; '.join(texts)}."


def checks(passed: int, asked: int, lost: Sequence[str]) -> str:
    """How many checks passed, and the first that did not."""
    head = f"Checks {passed} of {asked}"
    return f"{head}: {lost[0]}." if lost else f"{head}."


def dots(before: int, every: int, interval: float) -> str:
    """How many of the equally likely days come before the next session."""
    return (
        f"Of {every} equally likely days by which half of the help is gone, {before} come before "
        f"the next session, usually about day {numbers.number(interval, 0)}."
    )
