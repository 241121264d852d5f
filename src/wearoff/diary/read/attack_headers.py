"""Headers of lists of attacks: their columns in many languages, and exports of known programs.

An export is recognized by some of its headers together. That settles what the file leaves open:
how dates are written, which scale is meant, which columns are names of medicines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wearoff.diary.read.columns import DEEPEST, WIDEST, column_named
from wearoff.diary.read.vocabulary import table
from wearoff.formats.cells import folded, hours_in, number_in, of_scale
from wearoff.records import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.formats.tables import Row, Table

BEGIN, END, LENGTH = ("date", "start_date", "start"), ("end_date", "end"), ("duration", "hours")
SCALES = ("pain_10", "severity_3", "intensity")
CLOCK = ("clock_hour", "clock_minute")
OFFSETS = ("start_offset", "end_offset")
KNOWN = (
    *(*BEGIN, *END, *LENGTH, *SCALES, *CLOCK, *OFFSETS),
    *("time", "minutes", "headache", "acute_medication", "medicines", "note", "kind", "place"),
)
ONCE = (*BEGIN, *END, *LENGTH, *SCALES, *CLOCK, *OFFSETS, "time", "minutes")
"""Columns that a list has once; of the others it may have several."""
DAY = 24
"""Hours; a row of more is no day."""
SHOWN = 5
"""Most columns that are named of those that are not read."""


class Export(NamedTuple):
    """What is known of a program's export beside what its columns say."""

    name: str
    headers: frozenset[str]
    dates: str | None
    columns: Mapping[str, str]
    medicines: frozenset[str]


@dataclass(frozen=True)
class Header:
    """The header of a list.

    Attributes:
        at: Its place among the rows.
        names: Its cells.
        places: The places of each column of ours among them.
        export: The program that wrote it, where that is known.
    """

    at: int
    names: Sequence[str]
    places: Mapping[str, tuple[int, ...]]
    export: Export | None

    @property
    def fits(self) -> bool:
        """Whether it is one of a list of attacks: it tells when they began and for how long.

        A sheet of days can have durations too, but no beginnings; where it has, it has an answer.
        """
        begun, started = self.has(*BEGIN), self.has("start")
        told = self.has(*END) or (started and self.has(*LENGTH, "minutes"))
        return self.export is not None or (begun and told and not self.has("headache"))

    def has(self, *columns: str) -> bool:
        """Whether it has one of these."""
        return not self.places.keys().isdisjoint(columns)

    @property
    def doubled(self) -> tuple[tuple[str, list[str]], ...]:
        """Columns that it should have once, with all that the file calls so."""
        return tuple(
            (column, [self.names[place] for place in places])
            for column, places in self.places.items()
            if column in ONCE and len(places) > 1
        )

    def name(self, *columns: str) -> str | None:
        """What the file calls the first of these that it has."""
        places = next((self.places[name] for name in columns if name in self.places), None)
        return self.names[places[0]] if places else None

    @property
    def columns(self) -> dict[str, str]:
        """Our columns to those of the file."""
        return {
            column: "; ".join(self.names[place] for place in places)
            for column, places in self.places.items()
            if column != "place"
        }

    @property
    def medicines(self) -> tuple[tuple[int, str], ...]:
        """Places and names of columns that are a medicine each, filled with yes or no."""
        names = self.export.medicines if self.export else frozenset[str]()
        return tuple((place, name) for place, name in enumerate(self.names) if name in names)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is not read, and above all where attacks were."""
        read = {place for places in self.places.values() for place in places}
        read |= {place for place, _ in self.medicines}
        unread = [
            name for place, name in enumerate(self.names) if folded(name) and place not in read
        ]
        where = [self.names[place] for place in self.places.get("place", ())]
        notes: list[Note] = []
        if where:
            notes.append(Note("place_not_read", {"columns": ", ".join(where)}))
        if unread:
            more = len(unread) - SHOWN
            shown = ", ".join(unread[:SHOWN]) + (f" and {more} more" if more > 0 else "")
            notes.append(Note("columns_not_read", {"columns": shown}))
        return tuple(notes)


@cache
def exports() -> tuple[Export, ...]:
    """The exports that are recognized."""
    return tuple(
        Export(
            row["name"],
            frozenset(map(folded, row["headers"].split(";"))),
            row["dates"] or None,
            dict(pair.split("=") for pair in row["columns"].split(";") if pair),
            frozenset(name for name in row["medicines"].split(";") if name),
        )
        for row in table("exports")
    )


def header_of(given: Table, columns: Mapping[str, str]) -> Header | None:
    """The header of a list of attacks in a table; None where there is none.

    Args:
        given: Rows of text; lines of another kind may stand before it.
        columns: Our columns to those of the file, as somebody named them.
    """
    for at, row in enumerate(given.rows[:DEEPEST]):
        if len(row.cells) > WIDEST:
            continue
        words = set(map(folded, row.cells))
        export = next((known for known in exports() if known.headers <= words), None)
        named = {**(export.columns if export else {}), **columns}
        columns_named = {cell: column_named(cell, KNOWN, named) for cell in set(row.cells)}
        places: dict[str, tuple[int, ...]] = {}
        for place, cell in enumerate(row.cells):
            if column := columns_named[cell]:
                places[column] = (*places.get(column, ()), place)
        found = Header(at, row.cells, places, export)
        if found.fits or _only_attacks(given, found):
            return found
    return None


def _only_attacks(given: Table, header: Header) -> bool:
    """Whether rows of a beginning and a duration alone are attacks, not days.

    They are where one lasts more than a day or times of day are written, and where no row says that
    there was nothing: 0 hours, or no pain.
    """
    if header.has("headache") or not (header.has(*BEGIN) and header.has(*LENGTH)):
        return False
    rows = given.rows[header.at + 1 :]
    with_unit = [hours_in(text) for text in _told(rows, header, "duration")]
    plain = [number_in(text) for text in _told(rows, header, "hours")]
    sizes = [of_scale(text, 10) for name in SCALES for text in _told(rows, header, name)]
    begun = [text for name in (*BEGIN, "time") for text in _told(rows, header, name)]
    if 0 in {*with_unit, *plain, *sizes, *(number_in(t) for t in _told(rows, header, "duration"))}:
        return False
    return any(hours > DAY for hours in (*with_unit, *plain)) or any(":" in text for text in begun)


def _told(rows: Sequence[Row], header: Header, name: str) -> list[str]:
    places = header.places.get(name, ())
    return [row.cells[place] for row in rows for place in places if place < len(row.cells)]
