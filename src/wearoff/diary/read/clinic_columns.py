"""The header of a clinic's sheet: patient, date, counts of so many days, totals, units.

A count says of how many days it is in its header: ``headache days (last 28)``, ``Kopfschmerztage
pro Monat``. One that does not say so is taken as of 30, a month, and that is said.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wearoff.diary.read.columns import BRACKETS, DEEPEST, LONGEST
from wearoff.diary.read.ours import OUTCOMES
from wearoff.diary.read.vocabulary import headers, table
from wearoff.errors import InputError, argument
from wearoff.evidence import products
from wearoff.formats.cells import folded, number_in
from wearoff.measures import COUNTS, HEADACHE, MIGRAINE, SCORED
from wearoff.simulation.log_words import log_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.formats.tables import Table

MONTH = 30
"""Days of a count whose header names none."""
ONCE = ("patient", "date", "session", "units", "product", "plan")


class Meaning(NamedTuple):
    """What a header says: our column, the product in it, and whether its days were taken."""

    column: str
    product: str = ""
    taken: bool = False


class ClinicHeader(NamedTuple):
    """A sheet's header: its place among the rows, and the place and meaning of each column."""

    at: int
    line: int
    width: int
    columns: dict[int, Meaning]
    unread: tuple[str, ...]

    def place(self, name: str) -> int | None:
        """Where a column is; None where there is none."""
        return next((k for k, own in self.columns.items() if own.column == name), None)

    @property
    def measures(self) -> dict[int, Meaning]:
        """Columns of counts and totals."""
        return {k: own for k, own in self.columns.items() if own.column in SCORED}


@cache
def _words(kind: str) -> dict[str, str]:
    return {folded(row["word"]): row["value"] for row in table("clinic") if row["kind"] == kind}


def meaning(header: str) -> Meaning | None:
    """What a header says; None where it is none of a clinic's sheet.

    Example:
        >>> from wearoff.diary.read.clinic_columns import meaning
        >>> meaning("Kopfschmerztage (letzte 28 Tage)").column, meaning("Botox units").product
        ('headache_days_28', 'onabotulinumtoxinA')
    """
    words = folded(header).split()
    if len(header) > LONGEST:
        return None
    bare = BRACKETS.sub(" ", header)
    return _named(header) or _counted(words) or _units(words) or (_named(bare) if bare else None)


def _named(header: str) -> Meaning | None:
    """One of the columns that have a name, and no number of days."""
    column = _words("column").get(folded(header)) or log_column(header)
    return Meaning(column) if column in ONCE or column in SCORED else None


def _counted(words: list[str]) -> Meaning | None:
    """A count, with its number of days wherever it stands."""
    windows = _words("window")
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            named = " ".join(words[start : start + length])
            of = _base([*words[:start], *words[start + length :]])
            if named in windows and of:
                return Meaning(f"{of}_{windows[named]}")
    of = _base(words)
    return Meaning(f"{of}_{MONTH}", taken=True) if of else None


def _base(words: list[str]) -> str | None:
    """What is counted, with words such as ``in the last`` taken off both ends."""
    fillers, counted = _words("filler"), _words("counted")
    for first in range(len(words)):
        for last in range(len(words), first, -1):
            around = [*words[:first], *words[last:]]
            if all(word in fillers for word in around) and " ".join(words[first:last]) in counted:
                return counted[" ".join(words[first:last])]
    return None


def _units(words: list[str]) -> Meaning | None:
    """Units of a product that the header names: ``Botox units``, ``U (Dysport)``, ``Xeomin``."""
    for cut in range(len(words) + 1):
        for one, other in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            if one and _words("column").get(" ".join(one)) != "units":
                continue
            if product := _product(" ".join(other)):
                return Meaning("units", product=product)
    return None


def _product(text: str) -> str:
    try:
        return products.named(text) if text else ""
    except InputError:
        return ""


def clinic_header(table: Table, asked: Mapping[str, str]) -> ClinicHeader | None:
    """The header of a clinic's sheet; None where the table is none.

    A sheet of many has a patient, a date, and a count, or, without a column of days, a total or
    units. One without a patient has a date and a count that no diary of days could hold.

    Args:
        table: Rows of text.
        asked: Our columns to those of the file, as somebody named them.

    Raises:
        InputError: two columns are the same one of ours.
    """
    for at, row in enumerate(table.rows[:DEEPEST]):
        said = {cell: _asked(cell, asked) for cell in set(row.cells)}
        read = {k: own for k, cell in enumerate(row.cells) if (own := said[cell])}
        names = {own.column for own in read.values()}
        if "date" not in names:
            continue
        daily = {k: name for k, cell in enumerate(row.cells) if (name := _daily(cell))}
        if "patient" in names:
            read |= _counts_called_days(table, at, daily)
        counts = [k for k, own in read.items() if own.column in COUNTS]
        many = "patient" in names and (counts or (not daily and names & {*SCORED, "units"}))
        one = any(not read[k].taken or _above_one(table, at, k) for k in counts)
        if many or one:
            return _checked(table, at, read)
    return None


def _daily(cell: str) -> str | None:
    """The column of a diary of days that a header names, where one can stand on it."""
    name = headers().get(folded(cell))
    return name if name in OUTCOMES else None


def _counts_called_days(table: Table, at: int, daily: Mapping[int, str]) -> dict[int, Meaning]:
    """Columns such as ``headache`` in which no day's yes or no stands, but counts."""
    of = {"headache": HEADACHE, "migraine": MIGRAINE}
    return {
        k: Meaning(f"{of[name]}_{MONTH}", taken=True)
        for k, name in daily.items()
        if name in of and _above_one(table, at, k)
    }


def _asked(cell: str, asked: Mapping[str, str]) -> Meaning | None:
    for ours, theirs in asked.items():
        if cell.strip().casefold() == theirs.strip().casefold():
            return Meaning(ours)
    found = meaning(cell) if cell else None
    return None if found is None or found.column in asked else found


def _above_one(table: Table, at: int, place: int) -> bool:
    """Whether a column holds a number above 1, which no day does."""
    rows = [row.cells for row in table.rows[at + 1 :]]
    return any(number_in(cells[place]) > 1 for cells in rows if place < len(cells))


def _checked(table: Table, at: int, read: Mapping[int, Meaning]) -> ClinicHeader:
    row = table.rows[at]
    columns: dict[int, Meaning] = {}
    for place, own in read.items():
        other = next((k for k, known in columns.items() if known.column == own.column), None)
        if other is None:
            columns[place] = own
        elif own.column != "patient":  # of a name and a number the first one tells people apart
            raise InputError(
                f"{row.cells[other]!r} and {row.cells[place]!r} are {own.column}",
                file=table.file,
                line=row.line,
                fix=f"say which: {argument('columns', f'{own.column}={row.cells[place]}')}",
            )
    unread = tuple(cell for k, cell in enumerate(row.cells) if cell and k not in columns)
    return ClinicHeader(at, row.line, len(row.cells), columns, unread)
