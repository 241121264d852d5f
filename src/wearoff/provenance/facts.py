"""`facts`: what is known of how often the program is wrong, and of what its numbers rest on."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from wearoff.evidence import rows
from wearoff.formats import fitted
from wearoff.runs import meta
from wearoff.studies.kept import TABLES, kept


class Wrong(NamedTuple):
    """In how many made-up diaries, for which it is wrong, an answer was given."""

    question: str
    answer: str
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
        wrong=tuple(
            Wrong(r["question"], r["answer"], r["kind"], int(r["said"]), int(r["of"]), r["date"])
            for r in fitted.table("diary", "error_rates")
        ),
        graded=tuple(
            Graded(grade, sum(row.grade == code for row in every))
            for code, grade in rows.GRADES.items()
        ),
        numbers=len(every),
        inside=sum(result.inside for result in results),
        scored=sum(result.scored for result in results),
        calibration=results[0].meta.calibration,
    )
