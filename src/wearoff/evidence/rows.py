"""The numbers: every one with unit, meaning, spread, source, place in the source and grade.

A row is the only door through which a number from a paper enters the model. The loader refuses a
row without all of these, an unknown unit, grade, law or source, and says in which line.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wearoff import units
from wearoff.errors import EvidenceError, InputError, unknown

DATE = "2026-11"
"""Month of the evidence, printed on every output."""

GRADES = {
    "human": "shown in people",
    "animal": "shown in animals only",
    "cell": "shown in cells only",
    "assumed": "assumed",
}
LAWS = ("fixed", "normal", "lognormal", "triangle")
VARIES = ("person", "all")
BEYOND = 5.0
"""How far beyond its range a lognormal can be set; rates stay within what the steps can follow."""
FEWEST_DAYS = 0.01
"""Days in 28, with and without headache, that the odds of a headache day need at least."""
REQUIRED = ("value", "unit", "low", "high", "law", "varies", "grade", "source", "place", "meaning")


@dataclass(frozen=True)
class Row:
    """One number.

    ``low`` and ``high`` hold 9 in 10 of what is plausible (for ``triangle`` they are the bounds).
    ``varies`` is ``person`` when it differs between patients, ``all`` when it is one number that
    is only not well known.
    """

    name: str
    value: float
    unit: str
    low: float
    high: float
    law: str
    varies: str
    grade: str
    source: str
    place: str
    meaning: str
    note: str = ""

    @property
    def drawn(self) -> bool:
        """Whether people differ in it."""
        return self.varies == "person" and self.law != "fixed"

    @property
    def bounds(self) -> tuple[float, float]:
        """Values that can be used at all: a share stays a share, a scale near its range."""
        if self.law == "lognormal":
            return self.low / BEYOND, self.high * BEYOND
        if self.unit == "days_28":
            return FEWEST_DAYS, 28 - FEWEST_DAYS
        if self.low == self.high:
            return self.low, self.high
        if self.low >= 0 and self.high <= 1:
            return 0.0, 1 - (1 - self.high) / BEYOND
        return (0.0, math.inf) if self.low >= 0 else (-math.inf, math.inf)


@dataclass(frozen=True)
class Source:
    """Where a number was read."""

    id: str
    authors: str
    year: str
    title: str
    journal: str
    doi: str
    pmid: str
    url: str
    seen: str

    @property
    def was_read(self) -> bool:
        """Whether it was read itself, and not what others say of it."""
        return self.seen.startswith("read")

    @property
    def citation(self) -> str:
        """One line: authors, year, title, journal and DOI or PMID."""
        key = f"doi:{self.doi}" if self.doi else f"PMID {self.pmid}" if self.pmid else ""
        head = f"{self.authors} ({self.year})" if self.year else self.authors
        return ". ".join(part for part in (head, self.title, self.journal, key) if part)


def table(name: str) -> list[dict[str, str]]:
    """Rows of one table of what papers say, each a dictionary of text."""
    data = files("wearoff").joinpath("evidence", "data")
    text = data.joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def sources() -> dict[str, Source]:
    """All sources by id."""
    return {record["id"]: Source(**record) for record in table("sources")}


def parse(record: dict[str, str], line: int) -> Row:
    """One checked row.

    Raises:
        EvidenceError: a field is empty or not a number, or its unit, law, grade or source is
            unknown, or the value lies outside its own range; names line and field.
    """
    where = f"numbers, line {line}, row {record.get('name') or '(no name)'}"
    for field in ("name", *REQUIRED):
        if not (record.get(field) or "").strip():
            raise EvidenceError(f"{where}: {field} is empty")
    value, low, high = (_number(record, field, where) for field in ("value", "low", "high"))
    try:
        units.check(record["unit"])
    except units.UnitError as error:
        raise EvidenceError(f"{where}: unit {record['unit']!r}: {error}") from error
    for field, allowed in (("law", LAWS), ("varies", VARIES), ("grade", GRADES)):
        if record[field] not in allowed:
            raise EvidenceError(f"{where}: {field} {record[field]!r} is not of {tuple(allowed)}")
    if record["source"] not in sources():
        raise EvidenceError(f"{where}: source {record['source']!r} is not in the sources")
    if not low <= value <= high:
        raise EvidenceError(f"{where}: value {value} lies outside {low} to {high}")
    if record["law"] == "lognormal" and low <= 0:
        raise EvidenceError(f"{where}: low {low} of a lognormal is not above 0")
    rest = {key: record[key] for key in REQUIRED[4:]}
    return Row(
        name=record["name"],
        value=value,
        unit=record["unit"],
        low=low,
        high=high,
        **rest,
        note=record["note"] or "",
    )


def _number(record: dict[str, str], field: str, where: str) -> float:
    try:
        number = float(record[field])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise EvidenceError(f"{where}: {field} {record[field]!r} is not a number")
    return number


@cache
def load() -> dict[str, Row]:
    """All rows by name.

    Raises:
        EvidenceError: as `parse`, or a name stands twice.
    """
    rows: dict[str, Row] = {}
    for line, record in enumerate(table("numbers"), start=2):
        row = parse(record, line)
        if row.name in rows:
            raise EvidenceError(f"numbers, line {line}: {row.name} stands twice")
        rows[row.name] = row
    return rows


def get(name: str) -> Row:
    """The row of that name, or an error with the nearest match."""
    rows = load()
    if name not in rows:
        raise unknown("number", name, rows)
    return rows[name]


def value(name: str, unit: str) -> float:
    """A row's value in the unit asked for.

    Args:
        name: Of the row.
        unit: As `units` writes it.

    Raises:
        InputError: There is no such row.
        UnitError: The row's unit is of another kind.
    """
    row = get(name)
    return row.value * units.factor(row.unit, unit)


def overrides(settings: dict[str, float]) -> dict[str, float]:
    """Check values that replace rows, by name, which are in the row's own unit."""
    for name, given in settings.items():
        row = get(name)
        least, most = row.bounds
        if not (math.isfinite(given) and least <= given <= most):
            raise InputError(
                f"{name}={given} cannot be used",
                allowed=f"{least:g} to {most:g} {row.unit}, usually {row.low:g} to {row.high:g}",
            )
    return settings
