"""NONMEM-style tables: diaries and sessions of one person or several, as records of doses and days.

What a DVID stands for and which date is day 0 of an ID stand in comment lines of a table of ours;
a table without them is refused with the lines that it lacks, because neither can be guessed.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wearoff.diary.pieces import ReadFile
from wearoff.diary.read.collected import Collected
from wearoff.diary.read.ours import MOST_YEARS, NUMBERS
from wearoff.diary.read.scores import MEASURES
from wearoff.diary.write.nonmem import DAY_0
from wearoff.errors import Faults, InputError, unknown
from wearoff.formats.nonmem import (
    DOSE,
    NO_DOSE,
    OBSERVATION,
    Records,
    filled,
    is_nonmem,
    read_records,
)
from wearoff.formats.tables import file_bytes
from wearoff.records import Note
from wearoff.simulation.log_rows import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.diary.read.entries import Reading
    from wearoff.diary.read.readers import Source

STARTS = re.compile(rf"{DAY_0} (?P<day>\d{{4}}-\d\d-\d\d)", re.ASCII)
NO_VALUE = "1"
MOST_DAYS = MOST_YEARS * 366


def recognizes(source: Source) -> bool:
    """Whether it is a table of records."""
    rows = source.table.rows if source.path and source.table else ()
    return bool(rows) and is_nonmem(rows[0].cells)


def of_many(source: Source) -> bool:
    """Whether it is a table of records of several people."""
    if not recognizes(source) or source.table is None:
        return False
    header, *rows = (row.cells for row in source.table.rows)
    place = [name.upper() for name in header].index("ID")
    return len({cells[place] for cells in rows if len(cells) > place}) > 1


def read(source: Source) -> Reading:
    """What a table says of the one person that it is of.

    Raises:
        InputError: as `read_people`, or there are several.
    """
    found = read_people(source)
    if len(found) > 1:
        raise InputError(
            f"{len(found)} people", file=source.file, fix="import it into a folder of cases"
        )
    return next(iter(found.values()))


def read_people(source: Source) -> dict[str, Reading]:
    """What a table says of each person, by ID.

    Raises:
        InputError: no table of records, a DVID or a day 0 that nothing explains, or a cell that
            holds nothing of its kind; a line a fault.
    """
    if source.path is None:
        raise InputError("is no file", file=source.file, allowed="a table with its comment lines")
    data = file_bytes(source.path)
    records = read_records(data, source.path)
    people: dict[str, _Person] = {}
    faults = Faults()
    for line, row in records.rows:
        name = row["ID"]
        try:
            if name not in people:
                people[name] = _Person(name, records, line)
            people[name].add(line, row)
        except InputError as error:
            faults.add(error)
    faults.check()
    if not people:
        raise InputError("no records", file=source.file)
    file = ReadFile(
        kind="diary",
        source=source.name,
        format="nonmem",
        sha256=hashlib.sha256(data).hexdigest(),
        dates="iso",
        separator=",",
        words={},
        columns={
            words.split(";")[0]: f"DVID {number}"
            for (column, number), words in records.legend.items()
            if column == "DVID"
        },
    )
    return {name: one.reading(file) for name, one in people.items()}


class _Person:
    """Records of one ID, gathered."""

    def __init__(self, name: str, records: Records, line: int) -> None:
        """Find the date of its day 0."""
        self.records, self.file = records, records.file
        start = STARTS.fullmatch(records.says("ID", name, line))
        try:
            self.first = date.fromisoformat(start["day"] if start else "")
        except ValueError:
            raise InputError(
                f"ID {name} has no day 0",
                file=self.file,
                fix=f"add a line before the header: # ID {name}: {DAY_0} 2026-01-31",
            ) from None
        self.found = Collected()
        self.passed: Counter[str] = Counter()

    def add(self, line: int, row: Mapping[str, str]) -> None:
        """One record."""
        time = filled(row, "TIME", self.file, line)
        if not 0 <= time <= MOST_DAYS:
            raise InputError(
                f"found {row['TIME']!r}",
                file=self.file,
                line=line,
                column="TIME",
                allowed=f"days from 0 to {MOST_DAYS}",
            )
        day = self.first + timedelta(days=int(time))
        try:
            if row["EVID"] == DOSE or (row["EVID"] == NO_DOSE and row.get("MUSCLE")):
                units = UNITS.read(row.get("AMT", ""), self.file, line, "AMT")
                product, muscle, side = (
                    row.get(name, "") for name in ("PRODUCT", "MUSCLE", "SIDE")
                )
                self.found.dose(day, product, muscle, side, units)
            elif row["EVID"] == OBSERVATION:
                self._observed(day, line, row)
            else:
                self.passed[row["EVID"]] += 1
        except InputError as error:
            if error.file:
                raise
            raise error.at(file=self.file, line=line) from error

    def _observed(self, day: date, line: int, row: Mapping[str, str]) -> None:
        name = self.records.says("DVID", row.get("DVID", ""), line).split(";")[0]
        if name not in NUMBERS and name not in MEASURES:
            raise unknown("quantity", name, [*NUMBERS, *MEASURES])
        holds = NUMBERS[name] if name in NUMBERS else MEASURES[name]
        missing = row.get("MDV", "") == NO_VALUE
        value = None if missing else holds.read(row["DV"], self.file, line, "DV")
        if name in NUMBERS:
            entry = self.found.entry(day, line, name)
            entry.values.update({} if value is None else {name: value})
        elif value is not None:
            self.found.score(day, name, value)

    def reading(self, file: ReadFile) -> Reading:
        """What the records say."""
        notes = [
            Note("record_not_read", {"evid": evid, "count": count})
            for evid, count in sorted(self.passed.items())
        ]
        return self.found.reading(file, notes)
