"""Words of seven languages that stand in headers and cells of diaries; the tables are data."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from io import StringIO

from wearoff.formats.cells import folded


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table of words."""
    place = files("wearoff.diary.read") / "words" / f"{name}.csv"
    return list(csv.DictReader(StringIO(place.read_text(encoding="utf-8"))))


@cache
def headers() -> dict[str, str]:
    """What a header says to the column that it is, words folded."""
    found: dict[str, str] = {}
    for row in table("headers"):
        found.setdefault(folded(row["word"]), row["column"])
    return found


@cache
def cells(kind: str) -> dict[str, str]:
    """Words of one kind to what they stand for; the kinds are yes_no, severity, missing and others.

    Example:
        >>> from wearoff.diary.read.vocabulary import cells
        >>> cells("yes_no")["nein"], cells("severity")["leve"]
        ('0', '1')
    """
    return {folded(row["word"]): row["value"] for row in table("cells") if row["kind"] == kind}


MARKS = {"✓": "1", "✔": "1", "☑": "1", "✗": "1", "✘": "1", "+": "1", "•": "1"}
"""Marks that people put where something was; none of them says that it was not."""


def is_missing(text: str) -> bool:
    """Whether a cell says that nothing was written.

    Example:
        >>> from wearoff.diary.read.vocabulary import is_missing
        >>> is_missing(""), is_missing("N/A"), is_missing("0")
        (True, True, False)
    """
    if text in {"", "?"}:
        return True
    return not text[0].isdigit() and folded(text) in cells("missing")  # words, looked up slowly


def is_lasting(text: str) -> bool:
    """Whether the end or the length of an attack says that it was not over yet.

    Example:
        >>> from wearoff.diary.read.vocabulary import is_lasting
        >>> is_lasting("Ongoing"), is_lasting("en cours"), is_lasting("3h")
        (True, True, False)
    """
    return not text[:1].isdigit() and folded(text) in cells("lasting")
