"""Wording shared by every face: numbers, signs, chances and answers, in one place."""

from __future__ import annotations

import math
from typing import Any

CLOSING = "Informs, does not advise. Nothing left this machine. Not a medical device."
UNITS = {"days_28": "days in 28", "score_point": "points", "days": "days"}
ANSWERS = {"lower": "LOWER", "higher": "HIGHER", "cannot_tell": "CANNOT TELL"}


def signed(value: float | None, digits: int = 1) -> str:
    """A number with its sign; a missing one as a dash."""
    if value is None or not math.isfinite(value):
        return "-"
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


def number(value: float | None, digits: int = 1) -> str:
    """A number without a needless sign; a missing one as a dash."""
    if value is None or not math.isfinite(value):
        return "-"
    text = f"{value:.{digits}f}"
    return text[1:] if float(text) == 0 and text[0] == "-" else text


def unit(name: str) -> str:
    """A unit as people say it."""
    return UNITS.get(name, name)


def quantity(column: str, measured: str) -> str:
    """A column and its unit as people say them: ``headache days (days in 28)``."""
    return f"{column.removesuffix('_percent').replace('_', ' ')} ({unit(measured)})"


def significant(value: float, digits: int = 3) -> str:
    """A number of any size, to so many digits."""
    return f"{value:.{digits}g}"


def between(estimate: dict[str, Any], digits: int = 1, *, sign: bool = False) -> str:
    """``mean (lo to hi)`` of an estimate that holds 9 in 10."""
    say = signed if sign else number
    mean, lo, hi = (say(estimate[key], digits) for key in ("mean", "lo90", "hi90"))
    return f"{mean} ({lo} to {hi})"
