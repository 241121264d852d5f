"""What a cell holds, as people write it: numbers, scores of a scale, durations, words."""

from __future__ import annotations

import math
import re

from wearoff.evidence.spelling import words_in

POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
COMMA = re.compile(r"[+-]?(\d+,\d*|,\d+)", re.ASCII)
OF_SCALE = re.compile(
    r"(?P<value>[\d.,]+)\s*(?:/|of|von|sur|de|di|van|out of)\s*(?P<top>\d+)", re.ASCII
)
CLOCK = re.compile(
    r"(?:(?P<days>\d+)\s*(?:d|days?|tage?|jours?|j)\.?,?\s*)?(?P<hours>\d{1,3}):(?P<minutes>\d\d)"
    r"(?::(?P<seconds>\d\d)(?:\.\d+)?)?",
    re.ASCII | re.IGNORECASE,
)
PARTS = re.compile(
    r"(?P<size>\d+(?:[.,]\d+)?)\s*(?P<unit>d|days?|tage?|jours?|j|h|hrs?|hours?|std|stunden?|heures?"
    r"|horas?|ore|uur|m|min|mins|minutes?|minuten|minutos|s|sec|seconds?)\b\.?,?\s*",
    re.ASCII | re.IGNORECASE,
)
HOURS = {"d": 24.0, "t": 24.0, "j": 24.0, "h": 1.0, "o": 1.0, "u": 1.0, "m": 1 / 60}
"""Hours of a unit of time, by its first letter; ``st`` is hours and ``s`` seconds."""


def number_in(text: str) -> float:
    """A finite number written with a point or a comma before its decimals; NaN for anything else.

    Example:
        >>> from wearoff.formats.cells import number_in
        >>> number_in("4.5"), number_in("4,5"), number_in("x")
        (4.5, 4.5, nan)
    """
    if COMMA.fullmatch(text):
        text = text.replace(",", ".")
    value = float(text) if POINT.fullmatch(text) else math.nan
    return value if math.isfinite(value) else math.nan


def of_scale(text: str, top: float) -> float:
    """A score, alone or as so many of its scale's greatest; NaN for anything else.

    Args:
        text: A cell: ``7``, ``7/10``, ``7 of 10``.
        top: The greatest value of the scale; ``7/5`` on a scale up to 10 is no score of it.

    Example:
        >>> from wearoff.formats.cells import of_scale
        >>> of_scale("7/10", 10), of_scale("7/5", 10)
        (7.0, nan)
    """
    found = OF_SCALE.fullmatch(text)
    if found is None:
        return number_in(text)
    return number_in(found["value"]) if float(found["top"]) == top else math.nan


def hours_in(text: str) -> float:
    """Hours of a duration; NaN where no unit says so, and for anything else.

    Example:
        >>> from wearoff.formats.cells import hours_in
        >>> hours_in("1d 03h 10m") * 60, hours_in("2 days, 17:00:00"), hours_in("90 min")
        (1630.0, 65.0, 1.5)
    """
    clock = CLOCK.fullmatch(text)
    if clock is not None:
        days, hours = float(clock["days"] or 0), float(clock["hours"])
        return (
            24 * days + hours + float(clock["minutes"]) / 60 + float(clock["seconds"] or 0) / 3600
        )
    if not text or PARTS.sub("", text).strip():
        return math.nan
    return sum(_hours(part["size"], part["unit"].lower()) for part in PARTS.finditer(text))


def _hours(size: str, unit: str) -> float:
    if unit.startswith("s"):
        return number_in(size) * (1.0 if unit.startswith("st") else 1 / 3600)
    return number_in(size) * HOURS[unit[0]]


def folded(text: str) -> str:
    """A word as tables of words have it: no case, accents, punctuation or double spaces.

    Example:
        >>> from wearoff.formats.cells import folded
        >>> folded(" Début de la Crise (h) ")
        'debut de la crise h'
    """
    return " ".join(words_in(text))


def cell_of(value: float) -> str:
    """A number as a cell, with all its digits and no more.

    Example:
        >>> from wearoff.formats.cells import cell_of
        >>> cell_of(155.0), cell_of(2.5)
        ('155', '2.5')
    """
    return str(int(value)) if value == int(value) else repr(value)
