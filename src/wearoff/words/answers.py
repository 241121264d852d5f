"""The questions that people ask, and each sentence of their answers, from codes and values.

An answer has one code, which says what its sentences are, and the values that stand in them. Of
each code `FOUND` says what was estimated, or the reason, and `PLAIN` says it for the person.
"""

from __future__ import annotations

from calendar import month_name
from typing import TYPE_CHECKING, Any

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Values = Mapping[str, Any]

QUESTIONS = {
    "working": "Is it working?",
    "better_since": "Better since the first session?",
    "wears_off_early": "Does it wear off early?",
    "underneath": "Is the headache underneath changing?",
}
IN_SHORT = QUESTIONS | {"better_since": "Better since?", "underneath": "Headache underneath"}
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
COMES_TO = "what such chances come to in two kinds of made-up people"
"""Of a range that is told instead of a chance."""
BRIEFLY = {
    "working": "working",
    "better_since": "better since the first session",
    "wears_off_early": "wears off early",
    "drifting_worse": "rising underneath",
    "drifting_better": "falling underneath",
    "neck_leads_headache": "neck pain comes before headache",
    "jaw_drives_headache": "jaw pain comes before headache",
}
"""What is asked in a few words, by the name in documents, which may say more than can be shown."""


# What was estimated, or the reason


def _relief(v: Values) -> str:
    return (
        f"{numbers.number(v['mean'])} fewer {v['outcome']} per 28 than without its short-lived "
        f"relief (9 in 10 chance: {numbers.number(v['lo90'])} to {numbers.number(v['hi90'])}); "
        f"{_lower(v)}{_stayed(v)}"
    )


def _stayed(v: Values) -> str:
    """Days fewer that came with the first session and stayed; '' where they are few."""
    if "stayed" not in v:
        return ""
    return (
        f"; about {numbers.number(v['stayed'], 0)} fewer came with the first session and stayed "
        f"({_ends(v['stayed_lo90'], v['stayed_hi90'], numbers.fewer)}), cause open"
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


def _risen(v: Values) -> str:
    return f"{_slope(v)}; {_steady(v, 'rise')}; {_why(v)}"


def _fallen(v: Values) -> str:
    return f"{_slope(v)}; {_steady(v, 'fall')}; {_why(v)}"


def _steady(v: Values, way: str) -> str:
    """The part of a slope that goes on, and how often wandering alone brings such a slope."""
    mean, lo, hi = (numbers.signed(v[f"steady_{key}"]) for key in ("mean", "lo90", "hi90"))
    return f"the steady part of it {mean} ({lo} to {hi}); {_alone(v, way)}{_season(v)}"


def _season(v: Values) -> str:
    """When in the year the level is highest, beside the slope; '' where no season stands out."""
    if "season_mean" not in v:
        return ""
    high, low = (month_name[v[key]] for key in ("highest", "lowest"))
    height = numbers.span(*(v[f"season_{key}"] for key in ("mean", "lo90", "hi90")))
    often = numbers.chance(v["season_by_wandering"])
    return f"; highest about {high}, {height} above {low} ({often} of them swing as much)"


def _alone(v: Values, way: str) -> str:
    """How many made-up courses of this length and wander, without trend or step, show as much."""
    often = numbers.chance(v["by_wandering"])
    return f"{often} made-up courses that only wander as this one does {way} as much"


def _fewer(v: Values) -> str:
    """Days fewer than before, the part that comes and goes and the rest, and wandering alone."""
    return f"{_since(v, 1)}; {_parts(v)}; {_why(v)}"


def _not_fewer(v: Values) -> str:
    return _since(v, 1)


def _since(v: Values, digits: int) -> str:
    """Change since before the first session, with its range."""
    mean, lo, hi = (numbers.fewer(v[key], digits) for key in ("mean", "lo90", "hi90"))
    return (
        f"{v['outcome']} in 28 against before the first session: {mean} (9 in 10 chance: {lo} to "
        f"{hi})"
    )


def _parts(v: Values) -> str:
    goes, stays = (
        numbers.span(v[f"{part}_mean"], v[f"{part}_lo90"], v[f"{part}_hi90"])
        for part in ("goes", "stays")
    )
    return f"{goes} come and go with the sessions, {stays} do not; {_alone(v, 'change')}"


def since_beside_count(answer: str, chance: float | None, v: Values) -> str:
    """Whether it is better since the first session, in a line beside counts in 28 days."""
    said = f"{WORDS[answer]} {numbers.sure(chance)}".rstrip()
    ends = _range(v["lo90"], v["hi90"], numbers.fewer)
    return f"{said}: {numbers.fewer(v['mean'], 0)} ({ends}); cause open"


def _open_since(v: Values) -> str:
    line = numbers.amount(v["line"])
    return f"{_since(v, 0)}; that at least {line} are fewer: {_likely(v)}; {_reason(v)}"


def _why(v: Values) -> str:
    also = f"; also changed: {', '.join(v['changes'])}" if v["changes"] else ""
    return f"{WHY_UNKNOWN}{also}"


def _reason(v: Values) -> str:
    changes = f" ({', '.join(v['changes'])})" if v["changes"] else ""
    return f"{'; '.join(v['reasons'])}{changes}"


def _open(v: Values) -> str:
    if v["chance"] is None:
        return f"{_reason(v)}{_stayed(v)}"
    line = numbers.amount(v["line"])
    return (
        f"{_reason(v)}{_stayed(v)}; chance of at least {line} fewer {v['outcome']} in 28: "
        f"{_likely(v)}"
    )


def _likely(v: Values, of: str = "chance") -> str:
    """A chance, or what such chances come to where the number would not come true."""
    low, high = v[f"{of}_lo"], v[f"{of}_hi"]
    return numbers.likely(v[of], None if low is None else numbers.Ends(low, high))


def _open_day(v: Values) -> str:
    return f"{_gone(v)}; that it is {v['line']} days before or more: {_likely(v)}; {_reason(v)}"


def _open_level(v: Values) -> str:
    line = f"{numbers.amount(v['line'])} {'day' if v['line'] == 1 else 'days'}"
    return (
        f"{_a_year(v)}; a rise by more than {line}: {_likely(v, 'rise')}, a fall: "
        f"{_likely(v, 'fall')}; {v['reasons'][0]}"
    )


def _a_year(v: Values) -> str:
    """What the level does in a year, with its range, in whole days."""
    mean, lo, hi = (numbers.change(v[key], 0) for key in ("mean", "lo90", "hi90"))
    return f"{mean} in 28 a year (9 in 10 chance: {lo} to {hi})"


FOUND: dict[str, Callable[[Values], str]] = {
    "relief": _relief,
    "no_relief": _no_relief,
    "fewer": _fewer,
    "not_fewer": _not_fewer,
    "early": _by_day,
    "lasts": _by_day,
    "risen": _risen,
    "fallen": _fallen,
    "same": _slope,
    "open": _open,
    "open_since": _open_since,
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
        f"Underneath, {v['outcome']} have risen by about {days} in 28 a year ({ends}); "
        f"{_alone(v, 'rise')}; {_why(v)}."
    )


def _plain_fallen(v: Values) -> str:
    days = numbers.in_days(numbers.whole(-v["mean"]))
    ends = _ends(-v["hi90"], -v["lo90"], numbers.fewer)
    return (
        f"Underneath, {v['outcome']} have fallen by about {days} in 28 a year ({ends}); "
        f"{_alone(v, 'fall')}; {_why(v)}."
    )


def _plain_fewer(v: Values) -> str:
    return (
        f"About {numbers.number(v['mean'], 0)} fewer {v['outcome']} in 28 than before the first "
        f"session ({_ends(v['lo90'], v['hi90'], numbers.fewer)}); {_why(v)}."
    )


def _ends(low: float, high: float, say: Callable[[float, int], str]) -> str:
    return f"9 in 10 chance: {_range(low, high, say)}"


def _range(low: float, high: float, say: Callable[[float, int], str]) -> str:
    """Range of a size whose way is said; where it may go the other way, each end says its own."""
    whole = [numbers.number(end, 0) for end in (low, high)]
    return " to ".join(whole if float(whole[0]) >= 0 else [say(end, 0) for end in (low, high)])


PLAIN: dict[str, Callable[[Values], str]] = {
    "relief": _plain_relief,
    "no_relief": _plain_no_relief,
    "fewer": _plain_fewer,
    "not_fewer": _plain(lambda v: _since(v, 0)),
    "early": _plain(_gone),
    "lasts": _plain(_gone),
    "risen": _plain_risen,
    "fallen": _plain_fallen,
    "same": lambda v: f"Underneath, {v['outcome']} have stayed about the same: {_a_year(v)}.",
    "open": _plain(_open),
    "open_since": _plain(_open_since),
    "open_day": _plain(_open_day),
    "open_level": lambda v: f"Underneath, {v['outcome']}: {_open_level(v)}.",
    "not_asked": _plain(_reason),
}


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
