"""What exactly is asked of a diary, with the thresholds that the answer goes by.

Each takes its table of ``thresholds.toml``, so that no number of it is written twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Limits = Mapping[str, Any]

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


def around_bleeding(first: int, last: int) -> str:
    """Days around the first day of bleeding, which is day 0."""
    return f"from {-first} days before bleeding to its {ORDINALS[last]} day"


def _drifting(way: str) -> Callable[[Limits], str]:
    def asked(limits: Limits) -> str:
        line = limits["days_28_per_year"]
        days = "day" if line == 1 else "days"
        return (
            f"underlying level {way} by more than {numbers.amount(line)} headache {days} in 28 "
            "a year"
        )

    return asked


def _pain_before(where: str) -> Callable[[Limits], str]:
    text = f"{where} pain today goes with more headache tomorrow, beyond their own persistence"
    return lambda _: text


ASKED: dict[str, Callable[[Limits], str]] = {
    "working": lambda limits: (
        f"at least {numbers.amount(limits['days_28'])} fewer headache days in 28 through relief "
        "that rises and falls with the sessions"
    ),
    "better_since": lambda limits: (
        f"at least {numbers.amount(limits['days_28'])} fewer headache days in 28 now than "
        "before the first session; the cause is left open"
    ),
    "wears_off_early": lambda limits: (
        f"half of the help gone {limits['days_before_next']} days or more before the next session"
    ),
    "drifting_worse": _drifting("rising"),
    "drifting_better": _drifting("falling"),
    "neck_pain_before_headache": _pain_before("neck"),
    "jaw_pain_before_headache": _pain_before("jaw"),
    "acute_medication_before_headache": lambda _: (
        "headache days with acute medicine are followed by more headache than those without"
    ),
    "menstruation_and_headache": lambda limits: (
        f"more headache {around_bleeding(limits['window_first'], limits['window_last'])} than on "
        "days near it"
    ),
    "weekend_and_headache": lambda _: "more headache on Saturdays and Sundays than on other days",
}
