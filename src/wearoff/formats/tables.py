"""Tables in: CSV as people and programs save it, workbooks and data frames, as rows of text.

No meaning: which row is the header, and what a column holds, is for the reader of a format to say.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wearoff.errors import InputError, argument, printable, unknown
from wearoff.formats.encodings import decoded
from wearoff.formats.frames import csv_text
from wearoff.formats.spreadsheets import as_it_was

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.formats.frames import Given

SEPARATORS = (",", ";", "\t", "|")
TRIED = 400
"""Rows by which the separator is found."""
MOST_BYTES = 16 * 2**20
"""Of a text; forty years of days with notes are a fraction of it."""
MOST_LINES, MOST_COLUMNS = 40_000, 1000
"""Of a table, likewise."""
NUMBERED = re.compile(r"#\w+")
"""What people call a person or a row by."""

NO_TABLES = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"{": "JSON"}
"""How files begin that people have beside a table."""


class Row(NamedTuple):
    """The cells of a row, stripped, and the line that it ends on."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of text and how they were found.

    Attributes:
        file: What errors call it: the path, or the argument that held a frame.
        name: That without folders.
        digest: SHA-256 of the bytes.
        format: csv, xlsx, xls, ods or frame.
        separator: Between cells of a CSV; '' where it has one column.
        encoding: Of a CSV.
        sheet: Of a workbook.
        rows: Every row that holds something, the header among them.
        skipped: Lines that are no row, and why: a comment, ``sep=``; line 0 is the whole file.
    """

    file: Path | str
    name: str
    digest: str
    format: str
    separator: str
    encoding: str
    sheet: str | None
    rows: tuple[Row, ...]
    skipped: tuple[tuple[int, str], ...] = ()


def read_table(
    given: Given,
    called: str,
    *,
    sheet: str | None = None,
    fits: Callable[[Table], bool] | None = None,
    fix: str | None = None,
) -> Table:
    """Read the table in a file or a frame.

    Args:
        given: A path, or a DataFrame.
        called: The argument that it was given as, by which errors call a frame.
        sheet: Name of the sheet of a workbook, or its number from 1.
        fits: Says of a sheet whether it is one; asked where there are several and none is named.
        fix: What to do where not just one fits; to name the one to read, if left out.

    Raises:
        InputError: it cannot be read, is no text and no workbook, has a quote that is not closed,
            or has several sheets that fit.
    """
    if not isinstance(given, str | Path):
        return _frame(given, called)
    file = Path(given)
    return table_of(file_bytes(file), file, sheet=sheet, fits=fits, fix=fix)


def table_of(
    data: bytes,
    file: Path,
    *,
    sheet: str | None = None,
    fits: Callable[[Table], bool] | None = None,
    fix: str | None = None,
) -> Table:
    """The table in the bytes of a file; arguments and errors as of `read_table`."""
    from wearoff.formats import workbooks

    if workbooks.is_workbook(data):
        return _workbook(data, file, sheet, fits, fix)
    for begins, kind in NO_TABLES.items():
        if data.startswith(begins):
            raise InputError(
                f"is {kind}, not a table", file=file, fix="export or copy its table as CSV"
            )
    if sheet is not None:
        raise InputError(f"{argument('sheet')} {sheet!r} of a file that is no workbook", file=file)
    text, encoding, nuls = decoded(data, file)
    found = _csv(text, encoding, file, hashlib.sha256(data).hexdigest())
    said = ((0, f"{nuls} NUL characters"),) if nuls else ()
    return replace(found, skipped=(*said, *found.skipped))


def file_bytes(file: Path, most: int = MOST_BYTES) -> bytes:
    """All bytes of a file.

    Raises:
        InputError: it is not there, is a folder, cannot be opened, or is larger than ``most``.
    """
    if file.is_dir():
        raise InputError("is a folder", file=file, fix="give one file of it")
    try:
        if not file.exists():
            raise InputError("there is no such file", file=file)
        if file.stat().st_size > most:
            raise InputError(
                f"{file.stat().st_size / 2**20:.0f} MB",
                file=file,
                allowed=f"tables up to {most // 2**20} MB",
            )
        return file.read_bytes()
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"cannot be read: {said}", file=file) from error


def _frame(given: Given, called: str) -> Table:
    text = csv_text(given)
    if text is None:
        raise InputError(
            f"{called} is a {type(given).__name__}",
            allowed="a path, or a DataFrame of Polars or pandas",
        )
    rows = _rows(text, ",", called)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Table(called, called, digest, "frame", ",", "utf-8", None, rows)


def _workbook(
    data: bytes,
    file: Path,
    sheet: str | None,
    fits: Callable[[Table], bool] | None,
    fix: str | None,
) -> Table:
    from wearoff.formats import workbooks

    kind, found = workbooks.sheets(data, file)
    digest = hashlib.sha256(data).hexdigest()
    tables = {
        name: Table(
            file,
            printable(file.name),
            digest,
            kind,
            "",
            "",
            name,
            tuple(
                Row(line, cells)
                for line, cells in enumerate(
                    (tuple(as_it_was(c.strip()) for c in row) for row in rows), 1
                )
                if any(cells)
            ),
        )
        for name, rows in found.items()
    }
    names = list(tables)
    if sheet is not None:
        if sheet.isdecimal() and sheet not in tables and 1 <= int(sheet) <= len(names):
            return tables[names[int(sheet) - 1]]
        if sheet not in tables:
            raise unknown("sheet", sheet, names).at(file=file)
        return tables[sheet]
    fitting = [name for name in names if len(names) == 1 or (fits and fits(tables[name]))]
    if len(fitting) != 1:
        raise InputError(
            f"{len(names)} sheets: {', '.join(names)}",
            file=file,
            fix=fix or f"name the one to read: {argument('sheet', names[0])}",
        )
    return tables[fitting[0]]


def _csv(text: str, encoding: str, file: Path, digest: str) -> Table:
    skipped: list[tuple[int, str]] = []
    first, _, rest = text.partition("\n")
    named = first.strip('"')
    separator = None
    if named.casefold().startswith("sep=") and len(named) == len("sep=") + 1:
        separator, text = named[-1], f"\n{rest}"  # line numbers stay
        skipped.append((1, "sep="))
    separator = _separator(text) if separator is None else separator
    kept: list[Row] = []
    for row in _rows(text, separator, file):
        if _is_comment(row.cells):
            skipped.append((row.line, "comment"))
        else:
            kept.append(row)
    name = printable(file.name)
    return Table(file, name, digest, "csv", separator, encoding, None, tuple(kept), tuple(skipped))


def _is_comment(cells: Sequence[str]) -> bool:
    """Whether a row is a remark; one whose first cell is a number such as ``#12`` is none."""
    first, *others = cells
    numbered = NUMBERED.fullmatch(first) and any(others)
    return first.startswith("#") and len(first) > 1 and not numbered


def _separator(text: str) -> str:
    """The separator by which most rows are equally wide; '' where there is one cell."""
    best, chosen = (0.0, 1), ""
    for separator in SEPARATORS:
        reader = csv.reader(StringIO(text), delimiter=separator)
        try:
            widths = Counter(len(row) for row in islice(reader, TRIED) if any(row))
        except csv.Error:
            continue
        wide = Counter({width: n for width, n in widths.items() if width > 1})
        if not wide:
            continue
        width, rows = max(wide.items(), key=lambda item: (item[1], item[0]))
        score = (round(rows / sum(widths.values()), 2), width)
        if score > best:
            best, chosen = score, separator
    return chosen


def _rows(text: str, separator: str, file: Path | str) -> tuple[Row, ...]:
    """Rows that hold something; a quote that swallows rows is refused, never read as one cell."""
    reader = csv.reader(StringIO(text), delimiter=separator or "\x1f", strict=True)
    found: list[Row] = []
    line = 0
    try:
        for cells in reader:
            begun, line = line + 1, reader.line_num
            if line > MOST_LINES or len(cells) > MOST_COLUMNS:
                raise InputError(
                    f"more than {MOST_LINES} lines or {MOST_COLUMNS} columns",
                    file=file,
                    line=line,
                    fix="give the rows of one person",
                )
            stripped = tuple(as_it_was(cell.strip()) for cell in cells)
            if not any(stripped):
                continue
            if line > begun:
                _check_quote(cells, separator, begun, line, file)
            found.append(Row(line, stripped))
    except csv.Error as error:
        raise InputError(
            f"a quote is not closed, or a cell is too long: {error}",
            file=file,
            line=max(line + 1, 1),
            fix='close the quote ("), or double one that belongs to the text ("")',
        ) from error
    return tuple(found)


def _check_quote(cells: list[str], separator: str, begun: int, line: int, file: Path | str) -> None:
    """Refuse a cell over several lines whose lines look like rows."""
    width = len(cells)
    for cell in cells:
        inner = cell.split("\n")[1:]
        like = sum(part.count(separator or "\x1f") >= max(1, width - 1) for part in inner)
        if like:
            raise InputError(
                f"a quoted cell goes on to line {line}, over what look like rows",
                file=file,
                line=begun,
                fix='close the quote ("), or double one that belongs to the text ("")',
            )
