"""Cells of a diary: what stands in one, in our columns.

Yes and no, words of severity, scores of a scale, durations and names of medicines are read in
several languages; a cell that could be two things is refused, never guessed.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from wearoff.diary.read.ours import ASSUMED, DOSES, FREE, NUMBERS, PAIN, SEVERITY, WORDS
from wearoff.diary.read.vocabulary import MARKS, cells, is_missing
from wearoff.errors import InputError, argument
from wearoff.formats.cells import folded, hours_in, number_in, of_scale
from wearoff.formats.csvs import MISSING

if TYPE_CHECKING:
    from collections.abc import Collection

    from wearoff.formats.csvs import Range

HUNDRED = 100
"""Millimeters of a visual analogue scale."""
ALLOWED_YES = "0 or 1, or yes or no"
NAME = re.compile(r"[^\W\d_]{3,}")
"""What a medicine's name has at least."""
MINUTES = re.compile(r"\b(min|mins|minutes?|minuten|minutos|minuti)\b")
HOURS = re.compile(r"\b(h|hrs?|hours?|std|stunden|heures|horas|ore|uren|uur)\b")


class Meaning(NamedTuple):
    """What a cell says: numbers and words by our column."""

    values: dict[str, float]
    texts: dict[str, str]


NOTHING = Meaning({}, {})


def column_of(name: str, header: str, top: int, texts: Collection[str]) -> str:
    """Which column one of several possible ones is, by its header and what stands in it.

    ``intensity`` is severity from 0 to 3 or pain from 0 to 10, ``duration`` hours or minutes.

    Raises:
        InputError: neither tells.
    """
    if name == "intensity":
        return _intensity(header, top, texts)
    if name == "duration":
        word = folded(header)
        if MINUTES.search(word):
            return "minutes"
        if HOURS.search(word) or all(is_missing(t) or math.isfinite(hours_in(t)) for t in texts):
            return "hours"
        raise _unclear(header, "hours, or minutes", "hours")
    if name == "pain_10" and top == SEVERITY.highest:
        return "severity_3"
    if name == "pain_10" and top not in {0, int(PAIN.highest), HUNDRED}:
        raise InputError(
            f"column {header!r} is on a scale up to {top}",
            allowed="pain from 0 to 10 or 0 to 100, severity from 0 to 3",
        )
    return name


def _intensity(header: str, top: int, texts: Collection[str]) -> str:
    numbers = [value for text in texts if math.isfinite(value := of_scale(text, PAIN.highest))]
    words = [t for t in texts if not is_missing(t) and folded(t) in cells("severity")]
    if top == SEVERITY.highest or (words and max(numbers, default=0) <= SEVERITY.highest):
        return "severity_3"
    if top == PAIN.highest or (numbers and max(numbers) > SEVERITY.highest):
        return "pain_10"
    raise _unclear(header, "severity from 0 to 3, or pain from 0 to 10", "severity_3")


def _unclear(header: str, either: str, example: str) -> InputError:
    return InputError(
        f"column {header!r} can be {either}",
        fix=f"say which: {argument('columns', f'{example}={header}')}",
    )


def read_cell(column: str, text: str, header: str, top: int = 0) -> Meaning:
    """What a cell says.

    Args:
        column: One of ours, or ``minutes``.
        text: The cell.
        header: What the file calls the column.
        top: Greatest value of the scale that the header names; 0 where it names none.

    Raises:
        InputError: it is nothing that the column may hold; without a place.
    """
    if column == ASSUMED and text not in {*MISSING, FREE}:
        raise InputError(f"found {text!r}", allowed=f"{FREE}, or nothing")
    if column in WORDS:
        return Meaning({}, {column: text} if text not in MISSING else {})
    if is_missing(text):
        return NOTHING
    word = folded(text)
    if column == "headache":
        return _headache(text, header)
    if column == "acute_medication":
        return _medicine(text)
    if column in {"severity_3", "pain_10"} and word in cells("severity"):
        return Meaning({"severity_3": float(cells("severity")[word])}, {})
    if column in {"migraine", "menstruation"}:
        value = _yes_no(text, header)
    elif column in {"hours", "minutes"}:
        column, value = "hours", _hours(text, column)
    else:
        value = _score(column, text, top)
    return Meaning({column: value}, {})


def _score(column: str, text: str, top: int) -> float:
    holds = NUMBERS[column]
    value = of_scale(text, holds.highest)
    if column == "pain_10" and top == HUNDRED:
        value = of_scale(text, HUNDRED) * holds.highest / HUNDRED
    return _within(value, text, holds)


def _yes(text: str) -> float:
    """1 or 0 where a cell says yes or no; NaN for anything else."""
    if text in MARKS:
        return float(MARKS[text])
    word = cells("yes_no").get(folded(text))
    return number_in(text) if word is None else float(word)


def _yes_no(text: str, header: str) -> float:
    value = _yes(text)
    if value in {0.0, 1.0}:
        return value
    severe = cells("severity").get(folded(text))
    if severe is not None:
        return float(severe != "0")
    wide = SEVERITY.highest <= value <= PAIN.highest  # 2 may as well be a yes counted from 1
    raise InputError(
        f"found {text!r}",
        allowed=ALLOWED_YES,
        fix=f"if it is pain from 0 to 10: {argument('columns', f'pain_10={header}')}"
        if wide
        else None,
    )


def _headache(text: str, header: str) -> Meaning:
    """Yes or no, or how severe."""
    word = folded(text)
    if word in cells("severity") and word not in cells("yes_no"):
        severity = float(cells("severity")[word])
        return Meaning({"headache": float(severity > 0), "severity_3": severity}, {})
    return Meaning({"headache": _yes_no(text, header)}, {})


def _medicine(text: str) -> Meaning:
    """Doses, yes or no, or what was taken."""
    value = _yes(text)
    if math.isfinite(value):
        return Meaning({"acute_medication": _within(value, text, DOSES)}, {})
    if folded(text) in cells("no_medicine") or cells("severity").get(folded(text)) == "0":
        return Meaning({"acute_medication": 0.0}, {})
    if NAME.search(text):
        return Meaning({"acute_medication": 1.0}, {"acute_class": text})
    raise InputError(f"found {text!r}", allowed=f"{DOSES.allowed}, yes or no, or a medicine's name")


def _hours(text: str, column: str) -> float:
    plain = number_in(text)
    value = hours_in(text) if math.isnan(plain) else plain
    if column == "minutes" and math.isfinite(plain):
        value = plain / 60
    return _within(value, text, NUMBERS["hours"])


def _within(value: float, text: str, holds: Range) -> float:
    if not holds.has(value):
        raise InputError(f"found {text!r}", allowed=holds.allowed)
    return value
