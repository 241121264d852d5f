"""Injection logs: what was injected when, as clinics and people write it down.

A row is a muscle, ``date,muscle,side,units,product``; or a session of a plan,
``date,plan,units,product``; one file may hold both. What a log leaves out is the usual plan's: a
list of dates is a log, and its notes say so. Day 0 is the first session.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wearoff.errors import Faults, InputError
from wearoff.formats.csvs import MISSING
from wearoff.formats.dates import Moments, read_moments
from wearoff.formats.tables import Table, read_table
from wearoff.records import Log, Session
from wearoff.simulation.log_header import headed, is_log, text_at
from wearoff.simulation.log_rows import RowReader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wearoff.formats.frames import Given
    from wearoff.model.conditions import Condition
    from wearoff.records import Injection
    from wearoff.simulation.log_header import Headed

BLANK = (*MISSING, "-", "\u2013", "\u2014", "n/a", "N/A")
"""Cells in which nothing is meant."""
MOST_ROWS = 10_000
"""Forty sites a session and five sessions a year for fifty years."""
FIRST_YEAR = 1989
"""When a toxin was first approved as a drug: what is dated before is a slip."""


def read_log(
    given: Given | Table,
    condition: Condition,
    affected: str = "left",
    *,
    dates: str | None = None,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Log:
    """Sessions of an injection log as written, in order of their days.

    Rows of muscles of one day and product are one session, and so is each row of a plan. Zero units
    (placebo) are a session. Several products are kept apart.

    Args:
        given: A file or a frame, or the table in it.
        condition: What is treated: its usual plan, and whose muscles can be named.
        affected: Side of plans that treat one.
        dates: ``day-first`` or ``month-first``, where the file cannot tell.
        sheet: Of a workbook.
        columns: Headers of the file by the names of the columns that they stand for.

    Returns:
        The sessions; notes say what was filled in, and which columns are not read.

    Raises:
        InputError: Whatever is wrong in the file, all of it at once, by line and column.
    """
    table = given if isinstance(given, Table) else log_table(given, sheet)
    return read_written(table, condition, affected, dates=dates, columns=columns).log


def log_table(given: Given, sheet: str | None = None) -> Table:
    """The table in a file or a frame; of a workbook the sheet that looks like a log.

    Raises:
        InputError: It cannot be read, or several sheets look like one and none is named.
    """
    return read_table(
        given,
        "injections",
        sheet=sheet,
        fits=is_log,
        fix="save the sheet of injections as a file of its own",  # a named one is the diary's
    )


class Written(NamedTuple):
    """A log as it is written, the day of each row by its line, and how the file was read.

    ``dates`` is their style; ``columns`` are those of the file by the names of ours.
    """

    log: Log
    days: dict[int, date]
    dates: str
    columns: dict[str, str]


def read_written(
    table: Table,
    condition: Condition,
    affected: str = "left",
    *,
    dates: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Written:
    """The log in a table, and how it was read; arguments and errors as of `read_log`."""
    if len(table.rows) > MOST_ROWS:
        raise InputError(
            f"{len(table.rows)} rows", file=table.file, allowed=f"up to {MOST_ROWS} of one person"
        )
    head = headed(table, columns or {})
    faults = Faults()
    cells = _cells(head, table, faults)
    written = {name for own in cells.values() for name, text in own.items() if text}
    reader = RowReader(condition, affected, table.file, frozenset(written), faults)
    moments = _moments(cells, dates, table.file, faults)
    found: dict[tuple[date, str, int], list[Injection]] = {}
    begun: dict[tuple[date, str], int] = {}
    for line, own in cells.items():
        row = reader.read(line, own)
        if row is None or line not in moments.at:
            continue
        day = moments.at[line].date()
        first = line if row.whole else begun.setdefault((day, row.product), line)
        found.setdefault((day, row.product, first), []).extend(row.injections)
    faults.check()
    if not found:
        raise InputError("no sessions", file=table.file)
    zero = min(day for day, _, _ in found)
    log = Log(
        first=zero,
        sessions=tuple(
            Session((day - zero).days, product, tuple(own))
            for (day, product, _), own in sorted(found.items())
        ),
        notes=(*head.notes, *reader.notes),
        lines=tuple(line for _, _, line in sorted(found)),
    )
    days = {line: moment.date() for line, moment in moments.at.items()}
    return Written(log, days, moments.style, head.names)


def read_injections(given: Given, condition: Condition, affected: str = "left") -> list[Session]:
    """Sessions of a log of one product, for a course that is simulated: a day's are one.

    Raises:
        InputError: As `read_log`, or there is more than one product.
    """
    log = read_log(given, condition, affected)
    named = sorted({session.product for session in log.sessions})
    if len(named) > 1:
        raise InputError(
            f"more than one product ({', '.join(named)})",
            file=given if isinstance(given, str | Path) else "injections",
            allowed="one product a course for now",
            fix="simulate each part alone",
        )
    days: dict[int, tuple[Injection, ...]] = {}
    for session in log.sessions:
        days[session.day] = (*days.get(session.day, ()), *session.injections)
    return [Session(day, named[0], own) for day, own in days.items()]


def _cells(found: Headed, table: Table, faults: Faults) -> dict[int, dict[str, str]]:
    """Cells of each session's row by line and column, nothing where nothing is meant."""
    width = len(found.header or found.rows[0].cells)
    cells: dict[int, dict[str, str]] = {}
    for row in found.sessions:
        if table.format == "csv" and (len(row.cells) < width or any(row.cells[width:])):
            problem = f"more or fewer cells than the header ({len(row.cells)}, not {width})"
            faults.add(InputError(problem, file=table.file, line=row.line))
            continue
        texts = {name: text_at(row, place) for name, place in found.places.items()}
        cells[row.line] = {name: "" if text in BLANK else text for name, text in texts.items()}
    return cells


def _moments(
    cells: Mapping[int, Mapping[str, str]], asked: str | None, file: Path | str, faults: Faults
) -> Moments:
    """The dates of all rows; none where they cannot be told."""
    for line, own in cells.items():
        if not own["date"]:
            faults.add(
                InputError(
                    "no date", file=file, line=line, column="date", fix="write it in every row"
                )
            )
    dated = [(line, own["date"]) for line, own in cells.items() if own["date"]]
    try:
        found = read_moments(dated, asked=asked, file=file, column="date")
    except InputError as error:
        faults.add(error)
        return Moments("", {}, timed=False, utc=False)
    for line, text in dated:
        if found.at[line].year < FIRST_YEAR:
            faults.add(
                InputError(
                    f"found {text!r}",
                    file=file,
                    line=line,
                    column="date",
                    allowed=f"a date from {FIRST_YEAR} on",
                    fix="mend the year",
                )
            )
    return found
