"""What one session does in a part of the model, as a sentence."""

from __future__ import annotations

from wearoff.words.numbers import sentence, significant

STILL = "does not move in this course"


def moved(
    quantity: str,
    unit: str,
    *,
    day: int,
    rises: bool,
    middle: float,
    lo90: float,
    hi90: float,
    half_gone: int | None,
    last: int,
) -> str:
    """How far a quantity goes after a session, and when half of that is gone.

    Example:
        >>> at = {"day": 12, "middle": 88.9, "lo90": 70, "hi90": 97.5, "half_gone": 43}
        >>> moved("strength", "percent", rises=False, last=168, **at)
        'Strength is lowest on day 12: 88.9 percent (9 in 10 people: 70 to 97.5). Half of that is \
gone by day 43.'
    """
    far = "highest" if rises else "lowest"
    value, low, high = (significant(number) for number in (middle, lo90, hi90))
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
