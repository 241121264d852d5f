"""Many people's diaries together, in sentences.

What is never said, in any words: a share of answers as the share of people who get worse, that
nobody gets worse, or that toxin makes anybody better or worse (`tests/together/test_banned.py`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wearoff.words.numbers import Interval

UNIT = "days in 28 a year"
TREND_ANSWERS = {
    "rising": "RISING",
    "falling": "FALLING",
    "level": "LEVEL",
    "cannot_tell": "CANNOT TELL",
}
SLOPE_ANSWERS = {"more": "HIGHER", "less": "LOWER", "cannot_tell": "CANNOT TELL"}
GROUP_ANSWERS = {"yes": "YES", "cannot_tell": "CANNOT TELL"}
MEAN = "Is the level rising or falling, on average?"
IF_LEAVING = "If leaving goes with the trend"
WANDERING = (
    "By wandering alone about a third of diaries slope upward by more than 1; that is no worsening "
    "group."
)
GAMMAS = (
    "Nobody can know from diaries whether people leave because they get worse. Each row is what "
    "these diaries say if the odds of having left are so many times higher for each day in 28 a "
    "year by which somebody's trend is higher."
)
MORE_RELIEF, LESS_RELIEF = "more relief", "less relief"
PEOPLE_TITLE = "Each person: the pale band alone, the dark one beside the others"
PEOPLE_AXIS = "people, lowest trend first"
DENSITY_TITLE = "Steady trends among people like these"
DENSITY_AXIS = "people of 100, for each day in 28 a year"
NOTES: Mapping[str, Callable[..., str]] = {
    "wandering": lambda: WANDERING,
    "without_draws": lambda people: (
        f"{_people(people)} began and {'has' if people == 1 else 'have'} no draws, so that only "
        "whether they left is counted."
    ),
    "nobody_left": lambda: (
        "Of nobody it is written that injections stopped or that they left. Where it was only not "
        "written, people who left are taken for people who stayed."
    ),
    "unknown_covariate": lambda name, people: (
        f"{name} is not known of {_people(people)}, who are left out of its slope; unknown is "
        "never 0."
    ),
    "summaries_alone": lambda: "Summaries hold no person, so that none is shown.",
    "before_diaries": lambda: (
        "How people began is in the intervals as far as made-up people tell it. People who were "
        "chosen because they did well look well: that is in no number here."
    ),
    "not_causes": lambda: (
        "A trend is what the level did without the short-lived relief. Diaries do not say what it "
        "came from, and a mean says nothing of one person."
    ),
}
"""What is to be known of the numbers, from the values of each code."""

REASONS = {
    "no_spread": "of everybody it is the same, so that nothing can go along with it",
    "misfit": "it depends on how far diaries of these lengths mislead",
    "leaving": "it depends on whether those left whose trend was higher",
    "not_clear": "these diaries leave it open",
}
"""Reasons that turn on no number of people."""


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def who(begun: int, left: int, stayed: int, used: int) -> str:
    """Whom it is about.

    Example:
        >>> who(120, 9, 111, 118)
        '120 people: 9 left, 111 stayed; 118 with draws'
    """
    return f"{_people(begun)}: {left} left, {stayed} stayed; {used} with draws"


def group_asked(rises: float) -> str:
    """The question after a group."""
    return f"Is there a group whose own mean trend is {numbers.amount(rises)} or more?"


def relief_asked(apart: float) -> str:
    """The question after two groups of relief."""
    return f"Are there two groups of relief, {numbers.amount(apart)} points apart or more?"


def slope_asked(on: str) -> str:
    """The question after a slope."""
    return f"Does the trend go along with {numbers.named(on)}?"


def mean(found: Interval) -> str:
    """A mean trend, with its 9 in 10.

    Example:
        >>> from wearoff.formats.estimates import Estimate
        >>> mean(Estimate(mean=0.31, lo90=-0.1, hi90=0.8))
        '+0.3 days in 28 a year (-0.1 to +0.8)'
    """
    lo, hi = numbers.signed(found.lo90), numbers.signed(found.hi90)
    return f"{numbers.signed(found.mean)} {UNIT} ({lo} to {hi})"


def by_leaving(lo: float, hi: float) -> str:
    """From where to where it reaches, however leaving goes with the trend."""
    return f"however leaving goes with the trend: {numbers.signed(lo)} to {numbers.signed(hi)}"


def found(
    begun: int,
    left: int,
    mean_trend: Interval | None,
    reach: tuple[float, float] | None,
    answer: str,
) -> str:
    """What was found of all, as one sentence.

    Example:
        >>> found(41, 2, None, None, "cannot_tell")
        'Of 41 people (2 left): mean steady trend: cannot tell.'
    """
    head = f"Of {_people(begun)} ({left} left): mean steady trend"
    if mean_trend is None or reach is None:
        return f"{head}: cannot tell."
    told = "" if answer != "cannot_tell" else "; whether it rises or falls: cannot tell"
    return f"{head} {mean(mean_trend)}; {by_leaving(*reach)}{told}."


def of_group(answer: str, rises: float, share: Interval | None) -> str:
    """Whether a group rises, as one sentence.

    Example:
        >>> of_group("cannot_tell", 2.0, None)
        'A group rising by 2 or more: cannot tell.'
    """
    head = f"A group rising by {numbers.amount(rises)} or more:"
    if answer != "yes" or share is None:
        return f"{head} cannot tell."
    size = f"{numbers.number(share.mean, 0)} in 100 of these people"
    ends = f"{numbers.number(share.lo90, 0)} to {numbers.number(share.hi90, 0)}"
    return f"{head} yes, about {size} ({ends}). Who is in it, and why, is not told."


def of_reliefs(
    share: Interval | None,
    less: Interval | None,
    more: Interval | None,
    reach: tuple[float, float] | None,
) -> str:
    """Whether relief comes in two groups, as one sentence.

    Example:
        >>> of_reliefs(None, None, None, None)
        'Two groups of relief: cannot tell.'
    """
    if share is None or less is None or more is None or reach is None:
        return "Two groups of relief: cannot tell."
    size = f"{numbers.between(share, 0)} in 100 of these people"
    ends = f"{numbers.number(reach[0], 0)} to {numbers.number(reach[1], 0)}"
    return (
        f"Two groups of relief: yes, {size} with {_relief(more)}, the others with {_relief(less)}; "
        f"however leaving goes with it: {ends} in 100. It is the relief that comes and goes with "
        "sessions. Who is in which group, and why, is not told."
    )


def _relief(found: Interval) -> str:
    return f"{numbers.between(found, 0)} percent"


def lacking(step: float) -> str:
    """What leaving goes with, where two groups of relief are asked for."""
    return (
        f"For two groups of relief the same odds hold for each {numbers.amount(step)} points of "
        "relief that somebody lacks."
    )


TOO_SMALL = "Of made-up people diaries kept a part of such a slope: it is divided by that part."
"""Which part, and how often its interval held: docs/together.md."""


def of_slope(
    on: str,
    step: float,
    kinds: Sequence[str],
    slope: Interval | None,
    reach: tuple[float, float] | None,
) -> str:
    """How the trend goes with a covariate, as one sentence.

    Example:
        >>> of_slope("units", 50.0, (), None, None)
        'Trend for each 50 more of units: cannot tell.'
    """
    named = numbers.named(on)
    head = f"Trend for each {numbers.amount(step)} more of {named}"
    if kinds:
        low, high = kinds
        head = f"Trend with {named} {high} against {low}"
    if slope is None or reach is None:
        return f"{head}: cannot tell."
    said = f"{head}: {mean(slope)}; {by_leaving(*reach)}. Going along is not causing."
    return f"{said} {TOO_SMALL}"


def people_finding(count: int) -> str:
    """What the picture of people shows."""
    return (
        f"Each of {_people(count)} alone and beside the others: the less a diary says, the "
        "nearer it is drawn to the mean of all."
    )


DENSITY_FINDING = (
    "How common trends are, if people are one population. How wide it truly is, it does not tell: "
    "among made-up people such a picture was 2 to 2.5 times too wide, among others 2 to 4 times "
    "too narrow. Neither its width nor a share of people is read off it."
)
"""What the picture of the population shows."""


def reason(
    code: str,
    *,
    needed: float | None = None,
    there: float | None = None,
    percent: float | None = None,
) -> str:
    """Why there is no answer.

    Args:
        code: Of the reason.
        needed: What a gate asks for.
        there: What there is of it.
        percent: Of how many people it is asked for, where that is not half or all.

    Example:
        >>> reason("too_few_draws", needed=20, there=88.2, percent=95)
        '95 in 100 of the people would need 20 effective draws each; 88 in 100 have them'
    """
    match code:
        case "too_few_people":
            return f"{needed} people would be needed; there are {there}"
        case "too_short":
            return f"half of the people would need {needed} days of diary; {there} have them"
        case "too_few_draws":
            # never rounded up to what is needed
            have = numbers.number(None if there is None else math.floor(there), 0)
            return (
                f"{numbers.number(percent, 0)} in 100 of the people would need {needed} effective "
                f"draws each; {have} in 100 have them"
            )
        case _:
            return REASONS[code]
