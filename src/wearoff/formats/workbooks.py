"""Workbooks in: the sheets of xlsx, xls and ods files as rows of text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from wearoff.errors import InputError

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 64 * 2**20
"""Bytes of a workbook once unpacked; a sheet of forty years of days is a fraction of it."""


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin as a workbook does."""
    return data.startswith((ZIP, OLE))


def sheets(data: bytes, file: Any) -> tuple[str, dict[str, list[tuple[str, ...]]]]:
    """The kind of a workbook, and the rows of each of its sheets that holds something.

    Row ``k`` (from 0) is the sheet's row ``k + 1``. Dates are ISO, formulas are what they came to.

    Raises:
        InputError: it is damaged, encrypted, no workbook, or too large once unpacked.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    kind = _kind(data, file)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        found = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(
            f"cannot be read as a workbook: {error}", file=file, fix="save it again, or as CSV"
        ) from error
    texts = {name: [tuple(map(_text, row)) for row in rows] for name, rows in found.items()}
    filled = {name: rows for name, rows in texts.items() if any(any(row) for row in rows)}
    if not filled:
        raise InputError("no sheet of the workbook holds anything", file=file)
    return kind, filled


def _kind(data: bytes, file: Any) -> str:
    if data.startswith(OLE):
        return "xls"
    try:
        with ZipFile(BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            names = set(packed.namelist())
    except (BadZipFile, ValueError, OSError) as error:
        raise InputError(
            f"cannot be unpacked: {error}", file=file, fix="save or export it again"
        ) from error
    if size > MOST_UNPACKED:
        raise InputError(
            f"{size / 2**20:.0f} MB once unpacked",
            file=file,
            allowed=f"workbooks up to {MOST_UNPACKED // 2**20} MB",
            fix="save the sheet of the diary alone",
        )
    return "ods" if "content.xml" in names else "xlsx"


def _text(value: Any) -> str:
    """One value as people write it in a CSV."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return " ".join(str(value).split())
