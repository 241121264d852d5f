"""Days with acute medicine, by class and together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SEVERAL, UNKNOWN = "several classes together", "class not recorded"
MEDICINES = {
    "specific": "triptans, ergots, opioids, combination analgesics or several classes together",
    "simple": "simple analgesics",
}
"""Medicines of each line of the definition."""


def of_class(
    *,
    name: str,
    days_28: float,
    at_least: bool,
    by_window: Sequence[int | None],
    line: int,
    of: str,
    months: float,
) -> str:
    """Days with one class beside what the definition of overuse asks about."""
    asked = f"{line} or more a month for over {months:g} months"
    if name == UNKNOWN:
        asked += f" of {MEDICINES[of]}"
    told = ["not written" if count is None else str(count) for count in by_window]
    return (
        f"acute medicine on {'at least ' if at_least else ''}{numbers.short(days_28)} of 28 days "
        f"({name}; days with it in each 28: {', '.join(told)}; the definition of overuse asks "
        f"about {asked})"
    )


def not_written(*, days: int) -> str:
    """Nothing was written of late."""
    return f"acute medicine is not written in the last {days} days"


def together(
    *,
    taken: int,
    written: int,
    days: int,
    contradicted: int,
    months: float,
    headache_days: float,
) -> str:
    """Days with any, and how they were counted."""
    text = (
        f"acute medicine on {taken} of {written} days with an entry of it, of the last {days} days"
    )
    if written < days:
        text += "; empty days are not counted as days without"
    if contradicted:
        verb = "is" if contradicted == 1 else "are"
        text += f"; {contradicted} with a 0 and a class {verb} counted as without"
    return (
        f"{text}; {days} days are a little less than {months:g} months, and the definition also "
        f"asks about headache on {headache_days:g} or more days a month"
    )


SENTENCES: dict[str, Callable[..., str]] = {"not_written": not_written, "together": together}
