"""A clinic's sheet: one row a visit or a month, of one patient or of many.

Counts, totals and units of each patient become scores and a log. A row that is wrong refuses its
patient, and no other. A count in a row of a month is of the month's days, up to the window that
its header names.
"""

from __future__ import annotations

import math
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from wearoff.diary.pieces import LeftOut
from wearoff.diary.read import vocabulary
from wearoff.diary.read.clinic_columns import ClinicHeader, clinic_header
from wearoff.diary.read.clinic_days import Days, read_days
from wearoff.diary.read.entries import Entry, Reading, file_of, row_left_out
from wearoff.errors import Faults, InputError, argument
from wearoff.evidence import injections
from wearoff.formats.cells import folded, number_in, of_scale
from wearoff.formats.dates import ASKED
from wearoff.measures import COUNTS, SCORED
from wearoff.model.conditions import condition as find_condition
from wearoff.records import Log, Note, Score, Session
from wearoff.simulation.log_rows import RowReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.pieces import ReadFile
    from wearoff.diary.read.readers import Source
    from wearoff.formats.tables import Row, Table
    from wearoff.model.conditions import Condition

SHORT_MONTH = 28
NAMELESS = "no name"
MOST_BLANK = 0.5
"""Share of rows without a patient from which a name stands for the rows below it."""


@dataclass(frozen=True)
class Visited:
    """What a sheet says of one patient; ``entries`` are the rows."""

    entries: tuple[Entry, ...]
    scores: tuple[Score, ...]
    log: Log | None
    notes: tuple[Note, ...]


@dataclass
class ClinicSheet:
    """A sheet with its header found and its rows sorted by patient.

    ``days`` are those of the rows by line; ``months`` are the lines whose day is a month's last;
    ``faults`` are what is wrong with the day of a row.
    """

    table: Table
    header: ClinicHeader
    style: str = ""
    people: dict[str, list[Row]] = field(default_factory=dict[str, "list[Row]"])
    days: dict[int, date] = field(default_factory=dict[int, date])
    sessions: dict[int, date] = field(default_factory=dict[int, date])
    months: set[int] = field(default_factory=set[int])
    faults: dict[int, InputError] = field(default_factory=dict[int, InputError])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])

    @property
    def file(self) -> ReadFile:
        """What the sheet is, and how it was read."""
        cells = self.table.rows[self.header.at].cells
        columns = {own.column: cells[k] for k, own in self.header.columns.items()}
        return file_of(self.table, dates=self.style, columns=columns)


def recognizes(source: Source) -> bool:
    """Whether it is a clinic's sheet, of one patient or of many."""
    return source.table is not None and _header(source) is not None


def of_many(source: Source) -> bool:
    """Whether it is a clinic's sheet of more than one patient."""
    return recognizes(source) and len(clinic_sheet(source).people) > 1


def read(source: Source) -> Reading:
    """What a sheet says of the one patient whose it is.

    Raises:
        InputError: there are several, or whatever is wrong with it, a line a fault.
    """
    sheet = clinic_sheet(source)
    if len(sheet.people) > 1:
        raise InputError(
            f"{len(sheet.people)} patients in it",
            file=source.file,
            fix="read them with read_cases, or wearoff analyze alone, without files beside it",
        )
    if not sheet.people.get(next(iter(sheet.people), "")):
        raise InputError("no row below the header", file=source.file, line=sheet.header.line)
    condition = find_condition(source.options.condition)
    found = visited(sheet, next(iter(sheet.people), ""), condition)
    return Reading(
        file=sheet.file,
        entries=(),
        left_out=tuple(sheet.left_out),
        notes=found.notes,
        log=found.log,
        scores=found.scores,
    )


def _header(source: Source) -> ClinicHeader | None:
    return clinic_header(source.whole_table, source.options.columns)


def clinic_sheet(source: Source) -> ClinicSheet:
    """The rows of a sheet by patient, with their days.

    Raises:
        InputError: it is none, or nothing tells day-first from month-first.
    """
    table, header = source.whole_table, _header(source)
    if header is None:
        raise InputError("no sheet of a clinic", file=source.file)
    found = ClinicSheet(table, header)
    skipped = [*table.skipped, *((row.line, "above the header") for row in table.rows[: header.at])]
    found.left_out += [row_left_out(line, reason) for line, reason in skipped]
    rows = [row for row in table.rows[header.at + 1 :] if _is_row(found, row)]
    _sort(found, rows)
    place = header.place("date")
    days = _days(found, rows, place, source.options.dates)
    found.days, found.style = days.at, days.style
    session = header.place("session")
    if session is not None:
        dated = [row for row in rows if not vocabulary.is_missing(_cell(row, session))]
        asked = source.options.dates or _asked(found.style)
        found.sessions = _days(found, dated, session, asked).at
    return found


def _asked(style: str) -> str | None:
    return next((way for way in ASKED if way in style), None)


def _is_row(found: ClinicSheet, row: Row) -> bool:
    """Whether a row is one of a visit; a header again and a total are left out, and said."""
    first = next(cell for cell in row.cells if cell)
    again = row.cells == found.table.rows[found.header.at].cells
    total = folded(first) in vocabulary.cells("total")
    if again or total:
        why = "header again" if again else "total"
        found.left_out.append(row_left_out(row.line, why))
        return False
    cells, width = row.cells, found.header.width
    if found.table.format == "csv" and (len(cells) < width or any(cells[width:])):
        problem = f"more or fewer cells than the header ({len(cells)}, not {width})"
        found.faults[row.line] = InputError(problem, file=found.table.file, line=row.line)
    return True


def _cell(row: Row, place: int | None) -> str:
    return "" if place is None or place >= len(row.cells) else row.cells[place]


def _sort(found: ClinicSheet, rows: Sequence[Row]) -> None:
    """Rows by patient, whatever the capitals; a name may stand for the rows below it."""
    place = found.header.place("patient")
    if place is None:
        found.people[""] = list(rows)
        return
    blank = sum(not _cell(row, place) for row in rows)
    down = blank >= MOST_BLANK * len(rows)
    names: dict[str, str] = {}
    last = ""
    for row in rows:
        text = " ".join(_cell(row, place).split()) or (last if down else "")
        last = text
        name = names.setdefault(text.casefold(), text) or NAMELESS
        found.people.setdefault(name, []).append(row)
        if not text:
            found.faults[row.line] = InputError(
                "no patient", file=found.table.file, line=row.line, fix="write it in every row"
            )


def _days(found: ClinicSheet, rows: Sequence[Row], place: int | None, asked: str | None) -> Days:
    """The days of a column; what is wrong with one is its row's fault."""
    cells = {row.line: _cell(row, place) for row in rows}
    column = found.table.rows[found.header.at].cells[place or 0]
    days = read_days(cells, asked=asked, file=found.table.file, column=column)
    found.months |= days.months
    for line, error in days.faults.items():
        found.faults.setdefault(line, error)
    return days


def visited(sheet: ClinicSheet, name: str, condition: Condition) -> Visited:
    """What a sheet says of one of its patients.

    Args:
        sheet: With its rows.
        name: Of the patient, as in ``sheet.people``.
        condition: What is treated.

    Raises:
        InputError: whatever is wrong with the patient's rows, a line a fault.
    """
    rows, faults = sheet.people.get(name, []), Faults()
    for row in rows:
        if row.line in sheet.faults:
            faults.add(sheet.faults[row.line])
    scores = _scores(sheet, rows, faults)
    log, notes = _log(sheet, rows, condition, faults)
    faults.check()
    notes = [*_notes(sheet, rows), *notes]
    dated = [(sheet.days[row.line], row.line) for row in rows]
    entries = tuple(Entry(day, line, {}) for day, line in dated)
    return Visited(entries, scores, log, tuple(notes))


def _notes(sheet: ClinicSheet, rows: Sequence[Row]) -> list[Note]:
    """What was taken for granted, and what is not read."""
    header = sheet.table.rows[sheet.header.at].cells
    found = [Note("column_not_read", {"column": cell}) for cell in sheet.header.unread]
    found += [
        Note("month_taken", {"column": header[k], "days": COUNTS[own.column].days})
        for k, own in sheet.header.measures.items()
        if own.taken
    ]
    if any(row.line in sheet.months for row in rows):
        found.append(Note("rows_of_months", {}))
    return found


# Counts and totals


def _scores(sheet: ClinicSheet, rows: Sequence[Row], faults: Faults) -> tuple[Score, ...]:
    found: dict[tuple[date, str], tuple[Score, int]] = {}
    header = sheet.table.rows[sheet.header.at].cells
    for row in rows:
        day = sheet.days.get(row.line)
        for place, own in sheet.header.measures.items():
            text = _cell(row, place)
            if day is None or vocabulary.is_missing(text):
                continue
            try:
                score = _score(own.column, text, day, month=row.line in sheet.months)
                known, line = found.setdefault((day, score.measure), (score, row.line))
                _check_same(score, known, line)
            except InputError as error:
                faults.add(error.at(file=sheet.table.file, line=row.line, column=header[place]))
    scores = (score for score, _ in found.values())
    return tuple(sorted(scores, key=lambda score: (score.day, score.measure)))


def _check_same(score: Score, known: Score, line: int) -> None:
    if known != score:
        raise InputError(
            f"{score.value:g} here and {known.value:g} on line {line}, of one day",
            fix="keep the row that is right",
        )


def _score(name: str, text: str, day: date, *, month: bool) -> Score:
    """The score in a cell; of a month the count is of its days."""
    measure = SCORED[name]
    top = measure.highest
    count = name in COUNTS
    if month and count:
        top = monthrange(day.year, day.month)[1]
        days = SHORT_MONTH if top == SHORT_MONTH else measure.days
        name = f"{measure.of}_{days}"
    value = of_scale(text, top)
    whole = measure.whole and value % 1
    if math.isnan(value) or not measure.lowest <= value <= top or whole:
        kind = "a whole number" if measure.whole else "a number"
        raise InputError(f"found {text!r}", allowed=f"{kind} from {measure.lowest:g} to {top:g}")
    return Score(day, name, min(value, SCORED[name].highest))


# Sessions


def _log(
    sheet: ClinicSheet, rows: Sequence[Row], condition: Condition, faults: Faults
) -> tuple[Log | None, list[Note]]:
    """The sessions of a patient: a number of units is one, an empty cell and 0 are none."""
    places = {name: sheet.header.place(name) for name in ("units", "product", "plan")}
    named = {name for name, place in places.items() if place is not None}
    reader = RowReader(
        condition, "left", sheet.table.file, frozenset({"product", *named} - {"plan"}), faults
    )
    found: list[tuple[date, int, Session]] = []
    notes: list[Note] = []
    nothing: list[tuple[date, int]] = []
    for row in rows:
        texts = {name: _cell(row, place) for name, place in places.items()}
        cells = {k: "" if vocabulary.is_missing(text) else text for k, text in texts.items()}
        dated = row.line in sheet.sessions
        told = "units" if places["units"] is not None else "plan"
        if not cells[told] and not (dated and told == "plan"):
            continue
        day = sheet.sessions.get(row.line, sheet.days.get(row.line))
        if number_in(cells["units"]) == 0:
            nothing += [(day, row.line)] if day else []
            continue
        if day is not None and row.line in sheet.months and not dated:
            faults.add(_no_day(sheet, row))
            continue
        own = _product(sheet, cells["product"], condition, notes)
        given = reader.read(row.line, {**cells, "product": own})
        if given is not None and day is not None:
            found.append((day, row.line, Session(0, given.product, given.injections)))
    if nothing:
        notes.append(Note("no_units", {"rows": len(nothing)}))
    if not found:
        return None, notes
    found.sort(key=lambda one: one[:2])
    zero = found[0][0]
    return Log(
        first=zero,
        sessions=tuple(
            Session((day - zero).days, own.product, own.injections) for day, _, own in found
        ),
        notes=reader.notes,
        lines=tuple(line for _, line, _ in found),
        passed=tuple(((day - zero).days, line) for day, line in nothing),
    ), notes


def _product(sheet: ClinicSheet, text: str, condition: Condition, notes: list[Note]) -> str:
    """The product of a row: its own, that of the header, or the usual one, which is said."""
    units = sheet.header.place("units")
    named = text or (sheet.header.columns[units].product if units is not None else "")
    if named:
        return named
    usual = injections.plan(condition.usual_plan).parts[0].product
    note = Note("usual_product", {"product": usual})
    if note not in notes:
        notes.append(note)
    return usual


def _no_day(sheet: ClinicSheet, row: Row) -> InputError:
    return InputError(
        "units in a row of a month: the day of the session is not said",
        file=sheet.table.file,
        line=row.line,
        fix=f"add a column of its date, or name one: {argument('columns', 'session=…')}",
    )
