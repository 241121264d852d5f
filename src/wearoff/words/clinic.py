"""A table of patients: what its columns mean, and what is missing of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.measures import IMPACT
from wearoff.words import numbers
from wearoff.words.rules import IN_SHORT

if TYPE_CHECKING:
    from collections.abc import Sequence

MISSING = {
    "days": "a diary by day",
    "sessions": "sessions",
    "before": "a count from before",
    "now": "a count since",
    "impact": IMPACT.title,
}
LEGEND = {
    "filled in": "days with an entry of all days, or how many counts of a clinic there are",
    "sessions": "sessions given; last is the last of them, in units of its product",
    "before > now": "headache days in 28 before the first session, and in the last 84 days",
    "better since": "fewer headache days than before the first session, whatever the cause",
    "answers": "? cannot be told, with a date under next where one helps; - was not asked",
    IMPACT.title: "first and last total",
    "rules": "how many rules of services are met, of those that could be counted, by what a yes "
    "speaks for",
    "-": "not given",
}
"""What the columns and signs of the table mean."""


def missing(codes: Sequence[str]) -> str:
    """What was not given of a patient."""
    return ", ".join(MISSING[code] for code in codes)


def last_session(date: str, units: float) -> str:
    """When the last session was, and how much was given."""
    return f"{date}, {numbers.amount(units)} U"


def rules(way: str, met: int, counted: int) -> str:
    """How many rules are met of which a yes speaks for the same."""
    return f"{IN_SHORT[way]} {met} of {counted}"


def patients(read: int, every: int) -> str:
    """How many patients of a sheet could be read."""
    return f"{read} of {every} read"


def of_patients(text: str, some: int, every: int) -> str:
    """A note, and of how many patients where not of all."""
    return text if some == every else f"{text} ({some} of {every} patients)"


def legend() -> list[str]:
    """What each column and sign means, a line each."""
    return [f"{name}: {text}" for name, text in LEGEND.items()]
