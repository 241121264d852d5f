"""Which reader a file is for: every format in the order in which it is tried."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wearoff.diary.read import (
    apple_health,
    attack_lists,
    clinic_sheet,
    fhir,
    headache_companion,
    nonmem,
    sheets,
)
from wearoff.diary.read.days import diary_of
from wearoff.diary.read.options import checked
from wearoff.errors import InputError, printable
from wearoff.formats.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.diary.read.entries import Reading
    from wearoff.diary.read.options import Options
    from wearoff.formats.frames import Given
    from wearoff.formats.tables import Table
    from wearoff.records import Diary

HEAD = 64 * 1024
"""Bytes by which a file is recognized."""


class Source:
    """A file or a frame as it was given, opened no further than a reader needs.

    ``file`` is what errors call it; ``name`` is that without folders; ``head`` are the first bytes
    of a file.
    """

    def __init__(self, given: Given, called: str, options: Options) -> None:
        """Look at the beginning of a file."""
        self.given, self.called, self.options = given, called, options
        self.path = Path(given) if isinstance(given, str | Path) else None
        self.file: Path | str = self.path or called
        self.name = printable(self.path.name) if self.path else called
        self.head = self._head()

    @cached_property
    def whole_table(self) -> Table:
        """Its rows.

        Raises:
            InputError: it is no table.
        """
        return read_table(self.given, self.called, sheet=self.options.sheet, fits=self._fits)

    @cached_property
    def table(self) -> Table | None:
        """Its rows; None where it is no table."""
        try:
            return self.whole_table
        except InputError:
            return None

    def _head(self) -> bytes:
        if self.path is None or not self.path.is_file():
            return b""
        try:
            with self.path.open("rb") as opened:
                return opened.read(HEAD)
        except OSError:
            return b""

    def _fits(self, table: Table) -> bool:
        """Whether a sheet of a workbook is one that some reader knows."""
        one = Source(self.given, self.called, self.options)
        one.whole_table = table
        return any(reader.recognizes(one) for reader in READERS)


class Reader(NamedTuple):
    """A format: its name, whether a source is of it, and what such a source says."""

    name: str
    recognizes: Callable[[Source], bool]
    read: Callable[[Source], Reading]


READERS: tuple[Reader, ...] = (
    Reader("fhir", fhir.recognizes, fhir.read),
    Reader("Apple Health", apple_health.recognizes, apple_health.read),
    Reader("nonmem", nonmem.recognizes, nonmem.read),
    Reader("Headache Companion", headache_companion.recognizes, headache_companion.read),
    Reader("list of attacks", attack_lists.recognizes, attack_lists.read),
    Reader("clinic", clinic_sheet.recognizes, clinic_sheet.read),
    Reader("sheet", sheets.recognizes, sheets.read),
)


def read_source(source: Source) -> Reading:
    """What a source says, by the first reader that knows it.

    Raises:
        InputError: as that reader, or as that of sheets where none knows it.
    """
    for reader in READERS:
        if reader.recognizes(source):
            return reader.read(source)
    return sheets.read(source)


def read_diary(given: Given, options: Options | None = None) -> Diary:
    """The diary in a file or frame, without what lay beside it.

    Args:
        given: A path or a DataFrame.
        options: How it is to be read; as usual, and today, if left out.

    Raises:
        InputError: as `read_source`, or days that cannot be: see `wearoff.diary.read.days`.
    """
    source = Source(given, "diary", options or checked())
    return diary_of(read_source(source), source.file, source.options.unwritten)
