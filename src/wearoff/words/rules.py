"""What was counted of a rule, and what its chance leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.measures import QUESTIONNAIRES
from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DISAGREE = "These rules disagree for this diary."
POINTS = {
    "going_on": "a yes speaks for going on",
    "pause": "a yes speaks for a pause",
    "neither": "a yes is only a mark that studies count by",
}
"""What a yes to a rule speaks for, in the order in which faces tell it."""
IN_SHORT = {"going_on": "going on", "pause": "a pause", "neither": "-"}
"""The same in a column."""
MEASURES = {
    "headache_days": "headache days",
    "moderate_days": "moderate or severe days",
    "hours": "hours",
    "acute_days": "acute medicine days",
    **{name: measure.title for name, measure in QUESTIONNAIRES.items()},
}
UNITS = {"hours": "hours"} | {name: measure.unit for name, measure in QUESTIONNAIRES.items()}
"""Units of a measure; days of the others."""
CHANCES = {
    "more_can_add": "headache days alone; another measure can only add to the chance",
    "more_can_lower": "headache days alone; another measure can only lower the chance",
    "days_only": "a chance is told of headache days only",
    "counts_only": "counts alone tell no chance",
}
"""What a chance leaves out."""
OF = {"days": "days", "headache_days": "headache days"}
ROUNDING = 1e-9
"""A count on the line is on it, whatever the last digit of a division says."""
MOST_DIGITS = 3


# Not looked at yet


def no_session() -> str:
    """Nothing was injected."""
    return "no session yet"


def due(*, date: str) -> str:
    """The days that it asks about are not over."""
    return f"looked at from about {date}"


def in_pause(*, since: int, pause: int) -> str:
    """It asks about a pause that is not long enough yet."""
    return f"{since} days since the last session, of {pause}"


# Not recorded


def not_recorded() -> str:
    """Nobody wrote it down."""
    return "not recorded"


def too_few_written(*, written: int, days: int, of: str) -> str:
    """Too little was written to count."""
    return f"not recorded ({_written(written, days, of)})"


def none_without(*, written: int, days: int) -> str:
    """No day without is written, and days are empty."""
    return f"not recorded (no day without is written, {written} of {days} days)"


def migraine_alone() -> str:
    """Migraine days are written and no other headache."""
    return "not recorded (migraine days alone are written)"


def too_few_before(*, written: int, days: int, of: str) -> str:
    """Too little was written before to compare with."""
    return f"not recorded before ({_written(written, days, of)})"


def none_before() -> str:
    """There is nothing to compare with."""
    return "not recorded before (no count from before the first session)"


def other_before() -> str:
    """What there is to compare with is of something else."""
    return "not recorded before (the count from before is of headache days)"


def not_asked_from(*, before: float) -> str:
    """It asks about other totals than the one before."""
    return f"not asked from {before:g}"


def _written(written: int, days: int, of: str) -> str:
    return f"too few: {written} of {days} {OF[of]}"


# Counted


def below(*, counts: Sequence[float], line: float) -> str:
    """Counts that are held against a line: ``12, 11, 12``."""
    return ", ".join(numbers.number(value, _digits(value, line)) for value in counts)


def fall(
    *, falls: Sequence[float], line: float, measure: str, percent: bool, months: int = 1
) -> str:
    """Falls that are held against a line: ``-39 %, mean of 3 months``, ``-7.6 days``."""
    digits = 0 if percent or measure in UNITS else 1
    text = ", ".join(numbers.signed(-value, _digits(value, line, digits)) for value in falls)
    mean = f", mean of {months} months" if months > 1 else ""
    return f"{text} {'%' if percent else UNITS.get(measure, 'days')}{mean}"


def of_some(*, told: str, some: int, all: int) -> str:  # noqa: A002 - as the value is called
    """What was counted where some windows lie between a clinic's counts."""
    return f"{told}, {some} of {all} months counted"


def one_of_several(measure: str, text: str, met: bool | None) -> str:
    """Measure, count and answer."""
    label = MEASURES[measure]
    if met is None:
        return f"{label} {text}"
    return f"{label} {text}: {'yes' if met else 'no'}"


def _digits(value: float, line: float, digits: int = 0) -> int:
    """As many digits as it takes a number to lie on its side of the line, as printed."""
    side = _side(value, line)
    while digits < MOST_DIGITS and _side(float(numbers.digits_of(value, digits)), line) != side:
        digits += 1
    return digits


def _side(value: float, line: float) -> int:
    return 0 if abs(value - line) <= ROUNDING else 1 if value > line else -1


SENTENCES: dict[str, Callable[..., str]] = {
    each.__name__: each
    for each in (
        no_session,
        due,
        in_pause,
        not_recorded,
        too_few_written,
        none_without,
        migraine_alone,
        too_few_before,
        none_before,
        other_before,
        not_asked_from,
        below,
        fall,
        of_some,
    )
}
