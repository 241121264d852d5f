"""Tables as NONMEM and programs like it read them: records of doses and observations, by person.

    ID    person, numbered          EVID  0 an observation, 1 a dose
    TIME  days from day 0           MDV   1 where there is no DV
    AMT   units of a dose           DV    what was observed
    CMT   compartment of a dose     DVID  which quantity that is
    OCC   sessions so far

A point stands where nothing does. What a number stands for is said in comment lines before the
header, ``# DVID 1: headache``, so that a table can be read again without a second file. No meaning
beyond that: which quantities, muscles and people there are is for a diary or a trial to say.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import StringIO
from math import isfinite
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.formats.cells import number_in
from wearoff.formats.encodings import decoded
from wearoff.formats.spreadsheets import neutral
from wearoff.formats.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COLUMNS = ("ID", "TIME", "AMT", "CMT", "EVID", "MDV", "DV", "DVID", "OCC")
REPEATED = ("ADDL", "SS")
"""Columns by which one record stands for many doses."""
KNOWN = (*COLUMNS, *REPEATED)
"""Columns that are found whatever their capitals."""
NOTHING = "."
OBSERVATION, DOSE, NO_DOSE = "0", "1", "2"
"""Kinds of record; a session of no units is none of a dose."""
LEGEND = re.compile(r"#\s*(?P<column>[A-Z]+) (?P<number>\d+): (?P<words>.+)", re.ASCII)


@dataclass(frozen=True)
class Records:
    """Records of a table by column, as text, and what its numbers stand for.

    ``legend`` has the words of each number of a column; ``lines`` the line of each record.
    """

    file: Path | str
    header: tuple[str, ...]
    legend: Mapping[tuple[str, str], str]
    rows: tuple[tuple[int, dict[str, str]], ...]

    def says(self, column: str, number: str, line: int) -> str:
        """What a number of a column stands for.

        Raises:
            InputError: no comment line says so.
        """
        if (column, number) not in self.legend:
            raise InputError(
                f"nothing says what {column} {number} is",
                file=self.file,
                line=line,
                fix=f"add a line before the header: # {column} {number}: …",
            )
        return self.legend[column, number]


def is_nonmem(header: Sequence[str]) -> bool:
    """Whether these are the columns of such a table."""
    return {"ID", "TIME", "EVID", "DV"} <= {name.upper() for name in header}


def records_text(
    comments: Sequence[str], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> str:
    """Records as text, comment lines first.

    Args:
        comments: Without their ``#``, a line each.
        header: Names of the columns.
        rows: Cells; ``.`` where nothing stands.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    # a number may begin with a minus; what else does is a text that a spreadsheet would run
    writer.writerows(
        [cell if isfinite(number_in(cell)) else neutral(cell) for cell in row] for row in rows
    )
    return "".join(f"# {comment}\n" for comment in comments) + text.getvalue()


def read_records(data: bytes, file: Path) -> Records:
    """The records in the bytes of a file, in their order.

    Raises:
        InputError: it is no such table, a row is of another length than the header, or a record
            stands for many doses.
    """
    table = table_of(data, file)
    names = table.rows[0].cells if table.rows else ()
    header = tuple(name.upper() if name.upper() in KNOWN else name for name in names)
    if not is_nonmem(header):
        raise InputError(
            "is no table of records", file=file, allowed=f"columns {','.join(COLUMNS)}"
        )
    text, _, _ = decoded(data, file)
    lines = (LEGEND.fullmatch(line.strip()) for line in text.splitlines())
    legend = {(one["column"], one["number"]): one["words"] for one in lines if one}
    rows: list[tuple[int, dict[str, str]]] = []
    for line, cells in table.rows[1:]:
        if len(cells) != len(header):
            raise InputError(
                f"{len(cells)} cells under a header of {len(header)}", file=file, line=line
            )
        row = dict(zip(header, ("" if cell == NOTHING else cell for cell in cells), strict=True))
        many = [name for name in REPEATED if row.get(name, "") not in {"", "0"}]
        if many:
            raise InputError(
                f"{many[0]} {row[many[0]]}", file=file, line=line, fix="write a record a dose"
            )
        rows.append((line, row))
    return Records(file, header, legend, tuple(rows))


def filled(row: Mapping[str, str], column: str, file: Path | str, line: int) -> float:
    """The number in a cell.

    Raises:
        InputError: there is none.
    """
    value = number_in(row.get(column, ""))
    if not isfinite(value):
        raise InputError(
            f"found {row.get(column, '')!r}",
            file=file,
            line=line,
            column=column,
            allowed="a number",
        )
    return value
