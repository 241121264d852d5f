"""Events: ``date,kind,what,until``, what else changed while the diary was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.errors import InputError, unknown
from wearoff.formats.csvs import MISSING, CsvFile, iso_date
from wearoff.records import Event

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("date", "kind", "what", "until")
KINDS = ("preventive", "withdrawal", "pregnancy", "injury", "exercise", "illness", "other")


def read_events(given: str | Path | CsvFile) -> list[Event]:
    """The events in a CSV file, in order of their dates; none are none.

    An empty ``until`` is open-ended; an empty ``what`` is called by its kind.

    Raises:
        InputError: an unreadable file, a missing column, a kind that does not exist, a date that is
            not one, or an end before its start; names line and column.
    """
    source = CsvFile.of(given)
    source.refuse_slips(COLUMNS)
    source.require(COLUMNS, ",".join(COLUMNS))
    found = [_event(cells, source.file, line) for line, cells in source.rows()]
    return sorted(found, key=lambda event: event.start)


def _event(cells: dict[str, str], file: Path | str, line: int) -> Event:
    start = iso_date(cells["date"], file, line, "date")
    kind = cells["kind"].lower()
    if kind not in KINDS:
        said = unknown("kind", cells["kind"], KINDS)
        raise InputError(str(said), file=file, line=line, column="kind")
    what = kind if cells["what"] in MISSING else cells["what"]
    if cells["until"] in MISSING:
        return Event(start, kind, what)
    until = iso_date(cells["until"], file, line, "until")
    if until < start:
        raise InputError(
            f"found {until}",
            file=file,
            line=line,
            column="until",
            allowed=f"empty, or {start} or later",
        )
    return Event(start, kind, what, until)
