"""What is forecast, and what changed since a forecast was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable


def as_they_are(interval_days: int) -> str:
    """What a forecast takes for granted."""
    return f"if things go on as they are, with sessions every {interval_days} days"


def counted(*, before: float, since: float) -> str:
    """Days counted in the cycle before the visit and in the one since."""
    was, came = numbers.number(before), numbers.number(since)
    return f"counted {was} days in 28 in the cycle before, {came} since"


def product(*, now: str, before: str) -> str:
    """Another product."""
    return f"{now} instead of {before}"


def units(*, now: float, before: float) -> str:
    """Other units of the same product."""
    return f"{now:g} units instead of {before:g}"


def event(*, what: str, date: str) -> str:
    """Something else that is new."""
    return f"{what} from {date}"


def nothing() -> str:
    """Nothing is new."""
    return "nothing else was recorded"


SENTENCES: dict[str, Callable[..., str]] = {
    each.__name__: each for each in (counted, product, units, event, nothing)
}
