"""Events: ``date,kind,what,until``, what else changed while the diary was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.errors import Faults, InputError, unknown
from wearoff.formats.csvs import MISSING, CsvFile
from wearoff.records import Event

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

COLUMNS = ("date", "kind", "what", "until")
STOPPED = "stopped"
"""Kind of the event that injections ended: what came of it is in the diary, so it is no change."""
KINDS = (
    "preventive",
    "withdrawal",
    "pregnancy",
    "injury",
    "exercise",
    "illness",
    STOPPED,
    "other",
)


def read_events(given: str | Path | CsvFile, dates: str | None = None) -> list[Event]:
    """The events in a table, in order of their dates; none are none.

    An empty ``until`` is open-ended; an empty ``what`` is called by its kind.

    Args:
        given: A path, or a file that is open.
        dates: ``day-first`` or ``month-first`` where somebody has said so.

    Raises:
        InputError: an unreadable file, a missing column, and, all at once by line and column, kinds
            that do not exist, dates that are none, ends before their start.
    """
    source = CsvFile.of(given)
    source.refuse_slips(COLUMNS)
    source.require(COLUMNS, ",".join(COLUMNS))
    starts, ends = source.days("date", dates), source.days("until", dates)
    faults = Faults()
    found: list[Event] = []
    for line, cells in source.each():
        try:
            if isinstance(cells, InputError):
                raise cells
            found.append(_event(cells, source.file, line, starts.get(line), ends.get(line)))
        except InputError as error:
            faults.add(error)
    faults.check()
    return sorted(found, key=lambda event: event.start)


def _event(
    cells: dict[str, str], file: Path | str, line: int, start: date | None, until: date | None
) -> Event:
    if start is None:
        raise InputError(
            "found ''", file=file, line=line, column="date", allowed="a date as 2026-03-31"
        )
    kind = cells["kind"].lower()
    if kind not in KINDS:
        raise unknown("kind", cells["kind"], KINDS).at(file=file, line=line, column="kind")
    what = kind if cells["what"] in MISSING else cells["what"]
    if until is not None and until < start:
        raise InputError(
            f"found {until}",
            file=file,
            line=line,
            column="until",
            allowed=f"empty, or {start} or later",
        )
    return Event(start, kind, what, until)
