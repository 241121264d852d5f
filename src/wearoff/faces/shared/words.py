"""Wording shared by every face: numbers, signs, chances and answers, in one place."""

from __future__ import annotations

from typing import Any

from wearoff.words.numbers import (
    chance,
    chance_beside,
    change,
    days_of_28,
    named,
    number,
    roughly,
    signed,
    significant,
    span,
)

__all__ = [
    "ANSWERS",
    "CLOSING",
    "between",
    "chance",
    "chance_beside",
    "change",
    "days_of_28",
    "named",
    "number",
    "quantity",
    "roughly",
    "signed",
    "significant",
    "span",
    "unit",
]

CLOSING = "Informs, does not advise. Nothing left this machine. Not a medical device."
UNITS = {"days_28": "days in 28", "score_point": "points", "days": "days"}
ANSWERS = {"lower": "LOWER", "higher": "HIGHER", "cannot_tell": "CANNOT TELL"}


def unit(name: str) -> str:
    """A unit as people say it."""
    return UNITS.get(name, name)


def bare(column: str) -> str:
    """A column's name without its unit."""
    return column.removesuffix("_percent")


def quantity(column: str, measured: str) -> str:
    """A column and its unit as people say them: ``headache days (days in 28)``."""
    return f"{named(bare(column))} ({unit(measured)})"


def between(estimate: dict[str, Any], digits: int = 1, *, sign: bool = False) -> str:
    """``mean (lo to hi)`` of an estimate that holds 9 in 10."""
    return span(estimate["mean"], estimate["lo90"], estimate["hi90"], digits, sign=sign)
