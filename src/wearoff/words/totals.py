"""Totals of questionnaires, first against last."""

from __future__ import annotations

from wearoff.words import numbers


def total(
    *,
    first: float,
    first_date: str,
    last: float | None,
    detectable_change: float | None,
    filled_late: bool,
) -> str:
    """First and last total, and how much two fillings differ by chance."""
    after = "; the first was filled in after the first session" if filled_late else ""
    if last is None:
        return f"{first:g} on {first_date}; none filled in later{after}"
    difference = round(last - first, 6)
    noise = numbers.number(detectable_change, 0)
    told = "no change"
    if difference:
        told = f"{abs(difference):g} {'lower' if difference < 0 else 'higher'}"
    by_chance = (
        "how much two fillings by one person differ by chance is not known here"
        if detectable_change is None
        else f"two fillings by one person differ by up to about {noise} by chance"
    )
    return f"{first:g} -> {last:g}, {told}; {by_chance}{after}"
