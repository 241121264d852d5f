"""What every face says in the same words: the closing line, units, and an answer's word."""

from __future__ import annotations

from wearoff.words.numbers import named

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
