"""Who and what a diary is of: injections, changes, notes and how much of it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wearoff.words.numbers import Interval

COUNTED = {
    "yes": "yes",
    "no": "no",
    "not_recorded": "not recorded",
    "too_early": "too early",
}
"""What was counted of a rule."""
CHECKED = {"pass": "Passed", "fail": "Not passed", "not_asked": "Not asked"}
"""What came of a check."""
STRETCHES = {"before": "before", "all": "all"}
"""Parts of a diary that are no cycle."""
DOES = {"said": "said", "bars_answers": "no answer until it is mended or confirmed"}
"""What a doubt does."""
NO_CHANGE = {
    "too_little": "No change can be counted: there is no count before, or none since.",
    "at_least": "No change can be counted: no day without is written, so that it may be more.",
}
"""Why no change is told."""
NONE_CHANGED = "none recorded"
OF_THE_RECORD = ("diary", "counts")
"""Sources of a window that lie in the record itself; any other is a count from elsewhere."""


def changed(what: str, first: date, until: date | None) -> str:
    """What else changed, with its dates."""
    return f"{what} {first}" + (f" to {until}" if until else "")


def product(name: str, least: float, most: float, sessions: int) -> str:
    """A product with its units and number of sessions."""
    low, high = numbers.amount(least), numbers.amount(most)
    units = low if low == high else f"{low} to {high}"
    return f"{name} {units} U x {sessions}"


def sufficiency(
    span: Sequence[date], written: int, days: int, percent: float, *, taken: int, before: int | None
) -> str:
    """How much of the diary is filled in, from its first to its last day, and taken as free."""
    first, last = span
    text = (
        f"Diary {first} to {last}: {written} of {days} days filled in "
        f"({numbers.number(percent, 0)}%)"
    )
    text += f", {taken} taken as free" if taken else ""
    return text if before is None else f"{text}, {before} before"


def empty_days(taken: int) -> str:
    """What an empty day was counted as."""
    if taken:
        return "Days without an entry are counted as free of headache, as was said."
    return "Empty days are not counted as headache-free."


def no_diary(span: Sequence[date], counts: int) -> str:
    """That no day was written, and how many counts there are."""
    first, last = span
    kept = "1 count" if counts == 1 else f"{counts} counts"
    return f"No daily diary: {kept} of headache days, {first} to {last}"


def at_least(text: str) -> str:
    """A count that may be more; a dash stays one."""
    return text if text == numbers.number(None) else f"at least {text}"


def or_not_counted(rate: float | None) -> str:
    """A count in 28 in a line of text, or that there is none."""
    return "not counted" if rate is None else numbers.number(rate)


def on_days(outcome: str, yes: float, written: int, source: str) -> str:
    """How many days of a window have it: ``headache on 30 of the 46 days filled in``."""
    what = outcome.removeprefix("days with ").removesuffix(" days")
    days = {"diary": "days filled in", "counts": "days counted"}.get(source, "days")
    text = f"{numbers.sentence(what)} on {numbers.amount(yes)} of the {written} {days}"
    return text if source in OF_THE_RECORD else f"{text}: {source}"


def now_label(days: int | None) -> str:
    """What 'now' counts: so many last days."""
    return "now" if days is None else f"last {days} days"


def next_about(day: date, today: date | None) -> str:
    """When the next session would be, and that this day has passed."""
    return f"{day}, which has passed" if today is not None and day < today else f"{day}"


def mean_of_cycles(count: int) -> str:
    """How many cycles a mean is of; '' of one."""
    return f"mean of {count} cycles" if count > 1 else ""


def stretch(part: str, session: int | None) -> str:
    """A part of the diary."""
    return STRETCHES.get(part) or f"cycle {session}"


def total(
    title: str,
    first: tuple[float, date],
    last: tuple[float, date] | None,
    noise: float | None,
) -> str:
    """A measure's first and last value, each with its date, and how much two fillings differ."""
    texts = [
        f"{numbers.amount(value)} ({day})" for value, day in (first, *([last] if last else []))
    ]
    text = f"{numbers.sentence(title)}: {', '.join(texts)}"
    return text if noise is None else f"{text}; noise about {numbers.number(noise, 0)}"


def in_28_fewer(days: Interval) -> str:
    """Days fewer as a change in 28, signed, with its interval."""
    mean, most, least = (numbers.signed(-x) for x in (days.mean, days.hi90, days.lo90))
    return f"{mean}/28 (90% {most} to {least})"


def total_change(title: str, difference: float) -> str:
    """By how much a measure changed, signed."""
    return f"{numbers.sentence(title)}: change {difference:+g}."
