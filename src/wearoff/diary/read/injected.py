"""The log of a case: what was injected, gathered into sessions, and what that took for granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wearoff.diary.read.entries import file_of
from wearoff.diary.thresholds import thresholds
from wearoff.simulation.gathering import gathered
from wearoff.simulation.logs import log_table, read_written
from wearoff.words.doubts import doubt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date

    from wearoff.diary.pieces import ReadFile
    from wearoff.formats.frames import Given
    from wearoff.model.conditions import Condition
    from wearoff.records import Doubt, Gathered, Log


class Injected(NamedTuple):
    """The sessions of a case, what looks like a slip in them, and the file with its rows.

    ``days`` are those of its rows by their lines.
    """

    log: Log
    days: dict[int, date]
    doubts: tuple[Doubt, ...]
    file: ReadFile


def read_injected(
    given: Given,
    condition: Condition,
    *,
    dates: str | None = None,
    columns: Mapping[str, str] | None = None,
    confirm: Collection[str] = (),
) -> Injected:
    """Read the log of a case.

    Args:
        given: A file or a frame.
        condition: What is treated.
        dates: ``day-first`` or ``month-first``, where the file cannot tell.
        columns: Headers of the file by the names of the columns that they stand for.
        confirm: Codes of doubts that are right as the file is.

    Raises:
        InputError: as `wearoff.simulation.logs.read_log`.
    """
    table = log_table(given)
    written = read_written(table, condition, dates=dates, columns=columns)
    log, doubts = as_sessions(written.log, table.name, condition, confirm)
    file = file_of(table, kind="injections", dates=written.dates, columns=written.columns)
    return Injected(log, written.days, doubts, file)


def as_sessions(
    written: Log, source: str, condition: Condition, confirm: Collection[str] = ()
) -> tuple[Log, tuple[Doubt, ...]]:
    """A log with its visits gathered into sessions, and what looks like a slip in them."""
    log = gathered(written, condition, thresholds()["sessions"], confirm)
    return log, tuple(_doubts(source, log.gathered))


def _doubts(source: str, done: Sequence[Gathered]) -> Iterator[Doubt]:
    """What was done with visits, to be confirmed or mended: the first of a kind, and how many."""
    for code, said in SAID.items():
        own = [one for one in done if one.code == code]
        if not own:
            continue
        first, *_, last = (day.isoformat() for day in own[0].dates)
        lines = sorted({line for line in own[0].lines if line})
        where = f"{source}, line {' and '.join(map(str, lines))}" if lines else source
        yield doubt(code, where, **said(first, last), rows=len(own))


SAID: dict[str, Callable[[str, str], dict[str, str]]] = {
    "session_twice": lambda first, _: {"date": first},
    "session_split": lambda first, last: {"first": first, "last": last},
    "top_up": lambda first, last: {"date": last, "session": first},
}
"""What stands in the sentence of each code."""
