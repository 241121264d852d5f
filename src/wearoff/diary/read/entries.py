"""What one file says before it is a diary: its rows by date, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from wearoff.diary.pieces import LeftOut, ReadFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wearoff.formats.tables import Table
    from wearoff.records import Doubt, Event, Log, Note, Score

Kind = Literal["diary", "injections", "events", "scores"]


@dataclass(frozen=True)
class Entry:
    """One row: its date, what it says in our columns, and the line on which it stands.

    ``timed`` entries are of a moment or an attack: several of one day do not contradict each other.
    """

    day: date
    line: int
    values: Mapping[str, float]
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    timed: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one file says.

    Attributes:
        file: What it is, and how it was read.
        entries: In the order of the file.
        left_out: What was read and is not used.
        attacks: Whether it lists attacks: a day without one was not written.
        notes: What was assumed or is not read.
        doubts: What looks like a slip already while reading.
        log: Sessions, where the source holds them; so are ``events`` and ``scores``.
    """

    file: ReadFile
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = ()
    attacks: bool = False
    notes: tuple[Note, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    log: Log | None = None
    events: tuple[Event, ...] = ()
    scores: tuple[Score, ...] = ()


def file_of(
    table: Table,
    *,
    dates: str,
    columns: dict[str, str],
    kind: Kind = "diary",
    program: str = "",
    words: dict[str, str] | None = None,
) -> ReadFile:
    """How a table was read.

    Args:
        table: As it was found.
        dates: How its dates are written.
        columns: Our columns to those of the file.
        kind: What it holds.
        program: That exported it, where that is known.
        words: Words of its cells, and what they were read as.
    """
    return ReadFile(
        kind=kind,
        source=table.name,
        format=program or table.format,
        sha256=table.digest,
        dates=dates,
        separator=table.separator,
        encoding=table.encoding,
        sheet=table.sheet,
        words=words or {},
        columns=columns,
    )


def row_left_out(line: int, reason: str) -> LeftOut:
    """A row that is of no day, and why; line 0 is the whole file."""
    return LeftOut(where=f"line {line}" if line else "the file", reason=reason, days=0)
