"""Covariates on which a trend may hang, and the table of people that holds more of them.

A slope is told for one step of a covariate. The steps of those that the program computes are fixed,
so that clinics mean the same; one of a table has a step of its own, and two words are 0 and 1.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.errors import Faults, InputError, unknown
from wearoff.formats.cells import number_in
from wearoff.formats.csvs import MISSING, CsvFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from wearoff.diary.draws import StoredDraws
    from wearoff.formats.frames import Given
    from wearoff.records import Array

PEOPLE = "people.csv"
"""Name of the table beside the draws."""
PERSON, LEFT = "person", "left"
YES, NO = ("1", "yes"), ("0", "no")
STEPS: Mapping[str, tuple[float, float]] = {
    "units": (150.0, 50.0),
    "neck_units": (30.0, 10.0),
    "years": (3.0, 1.0),
    "sessions": (8.0, 4.0),
    "age": (45.0, 10.0),
}
"""Middle and step of covariates whose slope is told alike everywhere."""


class Scale(NamedTuple):
    """How a covariate is told: its name, its middle, one step, and the words of two kinds."""

    name: str
    middle: float
    step: float
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeopleTable:
    """A table with a row a person: cells by column and person, and who left."""

    file: str
    columns: tuple[str, ...]
    cells: Mapping[str, Mapping[str, str]]
    left: Mapping[str, bool]


def read_people(given: Given) -> PeopleTable:
    """Read a table of people: ``person``, if known ``left`` (0 or 1), and any other columns.

    Raises:
        InputError: it cannot be read, somebody stands in it twice, or a cell of ``left`` is
            neither; a line a fault.
    """
    file = CsvFile(given, "people")
    file.require((PERSON,), f"{PERSON}, {LEFT} and columns of your own, such as age")
    faults = Faults()
    cells: dict[str, dict[str, str]] = {}
    left: dict[str, bool] = {}
    for line, row in file.rows():
        person, said = row[PERSON], row.get(LEFT, "").casefold()
        if person in cells:
            error = InputError(f"{person!r} twice", file=file.file, line=line, column=PERSON)
            faults.add(error)
        if said in (*YES, *NO):
            left[person] = said in YES
        elif said not in MISSING:
            faults.add(
                InputError(
                    f"found {said!r}", file=file.file, line=line, column=LEFT, allowed="0 or 1"
                )
            )
        cells[person] = row
    faults.check()
    own = tuple(name for name in file.header if name not in {PERSON, LEFT})
    return PeopleTable(str(file.file), own, cells, left)


def joined(tables: Sequence[PeopleTable]) -> PeopleTable | None:
    """Several tables as one; None of none.

    Raises:
        InputError: somebody stands in two of them.
    """
    if not tables:
        return None
    first, *others = tables
    for other in others:
        if twice := sorted(set(first.cells) & set(other.cells)):
            raise InputError(f"{twice[0]!r} stands in {first.file} as well", file=other.file)
        first = PeopleTable(
            first.file,
            tuple(dict.fromkeys((*first.columns, *other.columns))),
            {**first.cells, **other.cells},
            {**first.left, **other.left},
        )
    return first


def covariate(
    name: str, people: Sequence[StoredDraws], others: Sequence[str], table: PeopleTable | None
) -> tuple[Scale, Array]:
    """A covariate of people, in steps from its middle.

    Args:
        name: One that the draws have, or a column of the table.
        people: Who has draws.
        others: Names of those who have none.
        table: Of people, if there is one.

    Returns:
        How it is told, and (people,), NaN where it is not known: never 0.

    Raises:
        InputError: there is none of that name, or it is known of nobody, or it is no number.
    """
    from wearoff.diary.draws import COVARIATES

    own = table.columns if table else ()
    if name in own and table:
        texts = [
            table.cells.get(person, {}).get(name, "")
            for person in (*(one.name for one in people), *others)
        ]
        scale, values = _of_cells(name, texts, table.file)
    elif name in COVARIATES:
        scale = Scale(name, *STEPS[name])
        values = np.array([one.covariates.get(name, math.nan) for one in people])
        values = np.concatenate([values, np.full(len(others), math.nan)])
    else:
        raise unknown("covariate", name, (*COVARIATES, *own))
    if not np.isfinite(values).any():
        raise InputError(f"{name} is known of nobody", allowed="a number for some of the people")
    return scale, (values - scale.middle) / scale.step


def _of_cells(name: str, texts: Sequence[str], file: str | Path) -> tuple[Scale, Array]:
    """Cells of a column as numbers, or two words as 0 and 1."""
    known = [text for text in texts if text not in MISSING]
    numbers = np.array([math.nan if t in MISSING else number_in(t) for t in texts])
    kinds = sorted(set(known), key=str.casefold)
    two = len(kinds) == 2  # noqa: PLR2004 - two words are two kinds
    if two and not (np.isfinite(numbers).any() and name in STEPS):
        values = np.array([math.nan if t in MISSING else kinds.index(t) for t in texts])
        return Scale(name, 0.5, 1.0, tuple(kinds)), values
    wrong = [t for t, n in zip(texts, numbers, strict=True) if t not in MISSING and n != n]  # noqa: PLR0124 - only NaN differs from itself
    if wrong:
        most, _ = Counter(wrong).most_common(1)[0]
        raise InputError(
            f"found {most!r}", file=file, column=name, allowed="numbers, or two words in all"
        )
    if name in STEPS:
        return Scale(name, *STEPS[name]), numbers
    spread = float(np.nanstd(numbers)) if known else 0.0
    if known and not spread:
        raise InputError(
            f"{name} is {known[0]} in everybody", file=file, allowed="numbers that differ"
        )
    return Scale(name, _short(float(np.nanmean(numbers))), _short(spread)) if known else (
        Scale(name, 0.0, 1.0)
    ), numbers


def _short(value: float) -> float:
    """A number to one digit."""
    return float(f"{value:.1g}")
