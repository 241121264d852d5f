"""What the evidence screens say: of made-up diaries, and of a session in a part of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words.numbers import sentence, significant

if TYPE_CHECKING:
    from wearoff.words.numbers import Interval

QUESTIONS = {"working": "Is it working?", "drifting_worse": "Is it rising underneath?"}
"""Questions whose error rates ship."""
MADE_UP = {
    ("foreign", "no_relief"): "without any relief",
    ("foreign", "context_step"): "lower from one day on, for another reason",
    ("foreign", "bad_month"): "begun in a bad month",
    ("attacks", "no_relief"): "without any relief, made of attacks; 14 kinds of trouble between",
    ("foreign", "no_drift"): "whose level only wanders",
}
"""Made-up diaries by their generator and kind."""
WEEKS_SINCE = "weeks since the session"
STILL = "does not move in this course"


def moved(
    quantity: str,
    unit: str,
    *,
    day: int,
    rises: bool,
    level: Interval,
    half_gone: int | None,
    last: int,
) -> str:
    """How far a quantity goes after a session, and when half of that is gone.

    Example:
        >>> from wearoff.formats.estimates import Estimate
        >>> level = Estimate(mean=88.9, lo90=70, hi90=97.5)
        >>> at = {"day": 12, "rises": False, "level": level, "half_gone": 43, "last": 168}
        >>> moved("strength", "percent", **at).split(". ")[0]
        'Strength is lowest on day 12: 88.9 percent (9 in 10 people: 70 to 97.5)'
    """
    far = "highest" if rises else "lowest"
    value, low, high = (significant(number) for number in (level.mean, level.lo90, level.hi90))
    place = f"{value} {unit} (9 in 10 people: {low} to {high})"
    back = (
        f"Half of that is gone by day {half_gone}."
        if half_gone is not None
        else f"More than half of that is left on day {last}."
    )
    return f"{sentence(quantity)} is {far} on day {day}: {place}. {back}"


def still(quantity: str) -> str:
    """That a quantity stays where it is."""
    return f"{sentence(quantity)} {STILL}."
