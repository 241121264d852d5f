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
MORE_DAYS = {
    "diary_kept": "the diary kept on as it is",
    "not_even_diary": "not even the diary kept on as it is",
}
"""Whether more days would tell."""
WOULD_TELL = MORE_DAYS | {
    "first_question": "an answer to the first question",
    "daily_diary": "a diary, written day by day",
    "more_cycles": (
        "keep the diary: each further cycle narrows the day on which half of the gain is gone"
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


def _day(v: Values) -> str:
    if v["mean"] is None:
        return "day -"
    return f"day {numbers.span(v['mean'], v['lo90'], v['hi90'], 0)}"


def _apart(v: Values) -> str:
    return f"{numbers.amount(v['interval_days'])} days apart"


def _early(v: Values) -> str:
    return f"half of the gain is gone by {_day(v)}; sessions come {_apart(v)}"


def _lasts(v: Values) -> str:
    return (
        f"half of the gain is gone by {_day(v)}, where that comes before the next session; "
        f"sessions come {_apart(v)}"
    )


def _slope(v: Values) -> str:
    mean, lo, hi = (numbers.signed(v[key]) for key in ("mean", "lo90", "hi90"))
    return f"{mean} days per 28 a year (9 in 10 chance: {lo} to {hi})"


def _moved(v: Values) -> str:
    also = f"; also changed: {', '.join(v['changes'])}" if v["changes"] else ""
    return f"{_slope(v)}; {WHY_UNKNOWN}{also}"


def _reason(v: Values) -> str:
    changes = f" ({', '.join(v['changes'])})" if v["changes"] else ""
    return f"{'; '.join(v['reasons'])}{changes}"


def _open_day(v: Values) -> str:
    return f"half of the gain gone by {_day(v)}, sessions {_apart(v)}; {_reason(v)}"


def _open_level(v: Values) -> str:
    line = numbers.amount(v["line"])
    unit = "day" if v["line"] == 1 else "days"
    return (
        f"a year, by more than {line} {unit}: worse {numbers.chance(v['p_worse'])}, better "
        f"{numbers.chance(v['p_better'])}; {v['reasons'][0]}"
    )


FOUND: dict[str, Callable[[Values], str]] = {
    "relief": _relief,
    "no_relief": _no_relief,
    "early": _early,
    "lasts": _lasts,
    "risen": _moved,
    "fallen": _moved,
    "same": _slope,
    "open": _reason,
    "open_day": _open_day,
    "open_level": _open_level,
    "not_asked": _reason,
}


# The same for the person


def _plain_relief(v: Values) -> str:
    least, most = (numbers.number(v[key], 0) for key in ("lo90", "hi90"))
    span = f"as few as {least} or as many as {most}"
    if float(least) < 0:
        span = f"as many as {most} fewer, or {numbers.fewer(v['lo90'], 0)}"
    text = (
        f"After the injections there are about {numbers.number(v['mean'], 0)} fewer "
        f"{v['outcome']} in 28. It could be {span}."
    )
    if v["days_with"] is None:
        return text
    return f"{text} That leaves about {v['days_with']} days with and {v['days_without']} without."


def _plain_no_relief(v: Values) -> str:
    return (
        f"The {v['outcome']} look about the same soon after the injections as long after. This "
        "page cannot see other gains, such as milder days."
    )


def _plain_early(v: Values) -> str:
    return (
        f"In most cycles the help is about half gone by week {numbers.number(v['week'], 0)}; the "
        f"next session comes about week {numbers.number(v['next_week'], 0)}."
    )


def _plain_lasts(v: Values) -> str:
    return (
        f"The help mostly lasts to within {numbers.lasting(v['days_before_next'])} of the next "
        f"session, which comes about week {numbers.number(v['next_week'], 0)}."
    )


def _plain_moved(way: str, more: str) -> Callable[[Values], str]:
    return lambda v: (
        f"Underneath the ups and downs the {v['outcome']} have {way}. The diary cannot show what "
        f"did it.{more}"
    )


def _plain_open(v: Values) -> str:
    return f"The diary cannot tell{' yet' if v['yet'] else ''}: {_reason(v)}."


RISEN = (
    " Many things can, and several can be changed. Worth raising at the visit: what else changed, "
    "and on how many days acute medicine is taken."
)
PLAIN: dict[str, Callable[[Values], str]] = {
    "relief": _plain_relief,
    "no_relief": _plain_no_relief,
    "early": _plain_early,
    "lasts": _plain_lasts,
    "risen": _plain_moved("risen", RISEN),
    "fallen": _plain_moved("fallen", ""),
    "same": lambda v: (
        f"Underneath the ups and downs the {v['outcome']} have stayed about the same."
    ),
    "open": _plain_open,
    "open_day": _plain_open,
    "open_level": lambda _: (
        "Underneath the ups and downs the diary cannot show a change in either direction yet."
    ),
    "not_asked": lambda v: f"Not asked: {_reason(v)}.",
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
    if not differ:
        return "Same answers from either text's starting view."
    numbered = {"working": "1", "wears_off_early": "2"}
    texts = [
        f"{numbered.get(question, '3')} "
        + ", ".join(f"{WORDS[said].lower()} from the {view}'s" for view, said in by_view.items())
        for question, by_view in differ.items()
    ]
    return f"Depends on the starting view: {'; '.join(texts)}."


def checks(passed: int, asked: int, lost: Sequence[str]) -> str:
    """How many checks passed, and the first that did not."""
    head = f"Checks {passed} of {asked}"
    return f"{head}: {lost[0]}." if lost else f"{head}."


def dots(before: int, every: int, interval: float) -> str:
    """How many of the equally likely days come before the next session."""
    return (
        f"In {before} of {every} half of the gain is gone before the next session, which usually "
        f"comes about day {numbers.number(interval, 0)}."
    )
