"""`facts`: what is known of how often the program is wrong, and of what its numbers rest on."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from wearoff.evidence import rows
from wearoff.formats import fitted
from wearoff.runs import meta
from wearoff.studies.kept import TABLES, kept

WRONG = (
    ("working", "foreign", "no_relief"),
    ("working", "foreign", "context_step"),
    ("working", "foreign", "bad_month"),
    ("working", "attacks", "no_relief"),
    ("drifting_worse", "foreign", "no_drift"),
)
"""Question, generator and kinds of diaries (all whose name begins so) for which yes is wrong."""


class Wrong(NamedTuple):
    """In how many made-up diaries, for which it is wrong, yes was said."""

    question: str
    generator: str
    kind: str
    said: int
    of: int
    date: str


class Graded(NamedTuple):
    """How many numbers have a grade."""

    grade: str
    numbers: int


class Facts(NamedTuple):
    """The program in figures."""

    version: str
    evidence: str
    wrong: tuple[Wrong, ...]
    graded: tuple[Graded, ...]
    numbers: int
    inside: int
    scored: int
    calibration: str


@cache
def facts() -> Facts:
    """Wrong answers on made-up diaries, grades of the numbers, and published figures inside.

    Example:
        >>> facts().numbers == sum(one.numbers for one in facts().graded)
        True
    """
    every, results = rows.load().values(), [kept(table) for table in TABLES]
    about = meta(None)
    return Facts(
        version=str(about["version"]),
        evidence=rows.DATE,
        wrong=tuple(_wrong(*one) for one in WRONG),
        graded=tuple(
            Graded(grade, sum(row.grade == code for row in every))
            for code, grade in rows.GRADES.items()
        ),
        numbers=len(every),
        inside=sum(result.inside for result in results),
        scored=sum(result.scored for result in results),
        calibration=results[0].meta.calibration,
    )


def _wrong(question: str, generator: str, kind: str) -> Wrong:
    own = [
        row
        for row in fitted.table("diary", "error_rates")
        if (row["question"], row["generator"]) == (question, generator)
        and row["kind"].startswith(kind)
    ]
    said, of = (sum(int(row[name]) for row in own) for name in ("yes", "of"))
    return Wrong(question, generator, kind, said, of, own[0]["date"])
