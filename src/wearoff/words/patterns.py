"""What goes before headache: what was asked, what was found, or how many days there were.

Every sentence is about an order in time and says so; none is about a cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers
from wearoff.words.questions import around_bleeding

if TYPE_CHECKING:
    from collections.abc import Callable

ORDER_ONLY = "This is an order in time, not a cause."
QUESTIONS = {
    "jaw_pain_before_headache": "jaw pain comes before headache",
    "acute_medication_before_headache": "headache on the day after acute medicine",
    "menstruation_and_headache": "headache around menstruation",
}


def jaw(*, points: float, mean: float, lo90: float, hi90: float) -> str:
    """Headache on the day after jaw pain."""
    after = f"after a day with jaw pain {numbers.number(points, 0)} points above its usual"
    more = _more(mean, lo90, hi90)
    return f"Of 28 days {after}, {more} after a day of usual jaw pain. {ORDER_ONLY}"


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
    "jaw": jaw,
    "medication": medication,
    "menstruation": menstruation,
    "days_needed": days_needed,
    "cycles_needed": cycles_needed,
}
