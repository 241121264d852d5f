"""What every face says in the same words: the closing line, units, and an answer's word."""

from __future__ import annotations

from wearoff.words.numbers import named

_CLOSING = "Informs, does not advise.{} Not a medical device."
CLOSING = _CLOSING.format(" Nothing left this machine.")
CLOSING_OF_A_FOLDER = _CLOSING.format("")
"""Of pages in a folder that several engines may fill: none of them knows where the others ran."""
UNITS = {"days_28": "days in 28", "score_point": "points", "days": "days"}
ANSWERS = {"lower": "LOWER", "higher": "HIGHER", "cannot_tell": "CANNOT TELL"}


def closing(engine: str) -> str:
    """The closing line of what an engine did: of a scheduler that was named, that data went there.

    Args:
        engine: ``threads``, ``dask`` or ``dask://HOST:PORT``.

    Example:
        >>> closing("threads")
        'Informs, does not advise. Nothing left this machine. Not a medical device.'
    """
    at = engine.partition("://")[2]
    return _CLOSING.format(f" Data went to the scheduler at {at}.") if at else CLOSING


def unit(name: str) -> str:
    """A unit as people say it."""
    return UNITS.get(name, name)


def bare(column: str) -> str:
    """A column's name without its unit."""
    return column.removesuffix("_percent")


def quantity(column: str, measured: str) -> str:
    """A column and its unit as people say them: ``headache days (days in 28)``."""
    return f"{named(bare(column))} ({unit(measured)})"
