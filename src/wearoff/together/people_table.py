"""Covariates on which a trend may hang, and the table of people that holds more of them.

A slope is told for one step of a covariate. The steps of those that the program computes are fixed,
so that clinics mean the same; one of a table has a step of its own, and two words are 0 and 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.errors import Faults, InputError, unknown
from wearoff.formats.cells import number_in
from wearoff.formats.csvs import MISSING, CsvFile, Range

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
LIMITS: Mapping[str, Range] = {
    "units": Range(0, 10_000),
    "neck_units": Range(0, 10_000),
    "years": Range(0, 100),
    "sessions": Range(0, 1000),
    "age": Range(0, 120),
}
"""What these can be of a person."""
NAMED = 3
"""Most names that a message repeats."""


class Scale(NamedTuple):
    """How a covariate is told: its name, its middle, one step, and the words of two kinds."""

    name: str
    middle: float
    step: float
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeopleTable:
    """A table with a row a person: cells by person and column, who left, and file and line."""

    file: str
    columns: tuple[str, ...]
    cells: Mapping[str, Mapping[str, str]]
    left: Mapping[str, bool]
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])


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
    places: dict[str, tuple[str, int]] = {}
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
        places[person] = (str(file.file), line)
    faults.check()
    own = tuple(name for name in file.header if name not in {PERSON, LEFT})
    return PeopleTable(str(file.file), own, cells, left, places)


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
            {**first.places, **other.places},
        )
    return first


def check_named(table: PeopleTable, drawn: Sequence[StoredDraws]) -> None:
    """Refuse a table that calls everybody otherwise than the draws do.

    A table of those alone who left without draws is none.

    Raises:
        InputError: with names of both.
    """
    strangers = [name for name in table.cells if not table.left.get(name)]
    if not strangers or {one.name for one in drawn} & set(table.cells):
        return
    raise InputError(
        f"none of its {len(table.cells)} names is one of the people with draws: found "
        f"{_listed(strangers)}",
        file=table.file,
        column=PERSON,
        allowed=_listed([one.name for one in drawn]),
        fix="call people there as the pages of their analyses do",
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(map(repr, names[:NAMED])) + more


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
        scale, values = _of_cells(name, [*(one.name for one in people), *others], table)
    elif name in COVARIATES:
        scale = Scale(name, *STEPS[name])
        values = np.array([one.covariates.get(name, math.nan) for one in people])
        values = np.concatenate([values, np.full(len(others), math.nan)])
    else:
        raise unknown("covariate", name, (*COVARIATES, *own))
    if not np.isfinite(values[: len(people)]).any():
        raise InputError(f"{name} is known of nobody", allowed="a number for some of the people")
    return scale, (values - scale.middle) / scale.step


def _of_cells(name: str, persons: Sequence[str], table: PeopleTable) -> tuple[Scale, Array]:
    """Cells of a column as numbers, or two words as 0 and 1.

    Raises:
        InputError: a cell is neither, or no number that a person has; a line a cell.
    """
    texts = [table.cells.get(person, {}).get(name, "") for person in persons]
    known = [text for text in texts if text not in MISSING]
    numbers = np.array([math.nan if t in MISSING else number_in(t) for t in texts])
    kinds = sorted(set(known), key=str.casefold)
    two = len(kinds) == 2  # noqa: PLR2004 - two words are two kinds
    if two and not (np.isfinite(numbers).any() and name in STEPS):
        values = np.array([math.nan if t in MISSING else kinds.index(t) for t in texts])
        return Scale(name, 0.5, 1.0, tuple(kinds)), values
    limits = LIMITS.get(name, Range(-math.inf, math.inf))
    allowed = limits.allowed if name in LIMITS else "numbers, or two words in all"
    faults = Faults()
    for person, text, number in zip(persons, texts, numbers.tolist(), strict=True):
        if text not in MISSING and not (math.isfinite(number) and limits.has(number)):
            file, line = table.places.get(person, (table.file, None))
            said = f"found {text!r}"
            faults.add(InputError(said, file=file, line=line, column=name, allowed=allowed))
    faults.check()
    if name in STEPS:
        return Scale(name, *STEPS[name]), numbers
    spread = float(np.nanstd(numbers)) if known else 0.0
    if known and not spread:
        raise InputError(
            f"{name} is {known[0]} in everybody", file=table.file, allowed="numbers that differ"
        )
    return Scale(name, _short(float(np.nanmean(numbers))), _short(spread)) if known else (
        Scale(name, 0.0, 1.0)
    ), numbers


def _short(value: float) -> float:
    """A number to one digit."""
    return float(f"{value:.1g}")
