"""What goes before headache: what was asked, what was found, or how many days there were.

Every sentence is about an order in time and says so; none is about a cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers
from wearoff.words.answers import WORDS
from wearoff.words.questions import around_bleeding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.words.numbers import Interval

ORDER_ONLY = "This is an order in time, not a cause."
SOURCES = {
    "neck": "neck pain",
    "jaw": "jaw pain",
    "medicine": "acute medicine",
    "menses": "menstruation",
    "weekday": "weekends",
}
ORIGIN = "Where might it come from?"
ORIGIN_IN_SHORT = "WHERE MIGHT IT COME FROM"
"""The same above its lines on a screen."""
ORDER = (
    "Each is an order in time, not a cause: it may be part of the headache, or come with what "
    "brings it."
)
QUESTIONS = {
    "neck_pain_before_headache": "neck pain comes before headache",
    "jaw_pain_before_headache": "jaw pain comes before headache",
    "acute_medication_before_headache": "headache on the day after acute medicine",
    "menstruation_and_headache": "headache around menstruation",
    "weekend_and_headache": "headache at weekends",
}


def pain(
    *,
    where: str,
    points: float | None,
    mean: float,
    lo90: float,
    hi90: float,
    headache_after_pain: int,
    headache_after_none: int,
    free_after_pain: int,
    free_after_none: int,
) -> str:
    """Headache on the day after pain of the neck or jaw; ``points`` is None of a yes or no."""
    if points is None:
        days, others = f"a day with {where} pain", "a day without"
    else:
        days = f"a day with {where} pain {numbers.number(points, 0)} points above its usual"
        others = f"a day of usual {where} pain"
    headache, free = headache_after_pain + headache_after_none, free_after_pain + free_after_none
    return (
        f"Of 28 days after {days}, {_more(mean, lo90, hi90)} after {others}. Any {where} pain was "
        f"written the day before on {headache_after_pain} of {headache} headache days and on "
        f"{free_after_pain} of {free} free days. {ORDER_ONLY}"
    )


def medication(*, mean: float, lo90: float, hi90: float) -> str:
    """Headache on the day after acute medicine."""
    return (
        f"Of 28 days after a headache day with acute medicine, {_more(mean, lo90, hi90)} after a "
        f"headache day without. {ORDER_ONLY} Worse headaches are treated more often and last "
        "longer, so it does not say what the medicine did."
    )


def menstruation(
    *, cycles: int, first: int, last: int, mean: float, lo90: float, hi90: float
) -> str:
    """Headache around the first day of bleeding."""
    return (
        f"Of 28 days {around_bleeding(first, last)}, {_more(mean, lo90, hi90)} of 28 "
        f"other days near it ({cycles} cycles). {ORDER_ONLY}"
    )


def weekend(*, weeks: int, mean: float, lo90: float, hi90: float) -> str:
    """Headache on Saturdays and Sundays."""
    return (
        f"Of 28 Saturdays and Sundays, {_more(mean, lo90, hi90)} of 28 other days "
        f"({weeks} weeks). {ORDER_ONLY}"
    )


def clue(
    question: str, answer: str, chance: float | None, estimate: Interval | None, days: int
) -> str:
    """A pattern in a line: its answer, more headache days of 28 such days, and from how many."""
    told = [f"{question}: {WORDS[answer].lower()}", numbers.sure(chance)]
    size = ""
    if estimate is not None:
        more = numbers.between(estimate, sign=True)
        size = f"{more} headache days in 28 such days against 28 others"
    parts = [", ".join(filter(None, told)), size, f"from {days} days"]
    return "; ".join(filter(None, parts))


def clues(told: Sequence[tuple[str, str, float | None]]) -> str:
    """What goes before headache in a sentence for the record: source, answer, how sure."""
    each = [
        f"{SOURCES[source]} {WORDS[answer].lower()}{f' ({numbers.sure(chance)})' if chance else ''}"
        for source, answer, chance in told
    ]
    return f"Before headache (an order in time, not a cause): {', '.join(each)}."


def by_chance(*, asked: int, chance: float) -> str:
    """How often one of so many questions finds something where there is nothing."""
    return (
        f"{numbers.sentence(numbers.counted(asked))} questions were asked, weekends among them: "
        "where nothing comes before headache, one or more of so many still finds something in "
        f"{numbers.of_100(chance)} of 100 made-up diaries."
    )


def days_needed(*, days: int, needed: int) -> str:
    """Too few days were written."""
    return f"{days} days could be used, with the day after; {needed} are needed."


def cycles_needed(*, cycles: int, needed: int) -> str:
    """Too few cycles were written."""
    return f"{cycles} cycles could be used; {needed} are needed."


def _more(mean: float, lo90: float, hi90: float) -> str:
    """``about 3 more have headache (9 in 10 chance: 1 to 5 more) than``."""
    whole, low, high = (numbers.whole(value) for value in (mean, lo90, hi90))
    if low >= 0:
        between = f"{low} to {high} more"
    elif high <= 0:
        between = f"{-high} to {-low} fewer"
    else:
        between = f"{-low} fewer to {high} more"
    verb = "has" if abs(whole) == 1 else "have"
    chance = f"{verb} headache (9 in 10 chance: {between})"
    if not whole:
        return f"about as many {chance} as"
    return f"about {abs(whole)} {'more' if whole > 0 else 'fewer'} {chance} than"


SENTENCES: dict[str, Callable[..., str]] = {
    "pain": pain,
    "medication": medication,
    "menstruation": menstruation,
    "weekend": weekend,
    "by_chance": by_chance,
    "days_needed": days_needed,
    "cycles_needed": cycles_needed,
}
