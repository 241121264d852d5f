"""What a file holds that names each thing alone, a value or a dose at a time, collected by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wearoff.diary.read.entries import Entry, Reading
from wearoff.errors import InputError
from wearoff.evidence import anatomy, products
from wearoff.evidence.injections import ANIMALS, muscles
from wearoff.evidence.spelling import one_word
from wearoff.records import Event, Injection, Log, Note, Score, Session
from wearoff.simulation.log_words import side_in, side_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wearoff.diary.pieces import ReadFile


@dataclass
class _Day:
    """One entry of a day."""

    line: int
    values: dict[str, float] = field(default_factory=dict[str, float])
    texts: dict[str, str] = field(default_factory=dict[str, str])


class Collected:
    """Entries, sessions, totals and events of one person, in whatever order they come."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.events: list[Event] = []
        self._days: dict[tuple[date, bool], list[_Day]] = {}
        self._given: dict[tuple[date, str], list[Injection]] = {}
        self._scores: dict[tuple[date, str], float] = {}
        self._names: dict[str, str] = {}

    @property
    def session_days(self) -> set[date]:
        """Days on which a dose was given."""
        return {day for day, _ in self._given}

    def entry(self, day: date, line: int, name: str, *, timed: bool = False) -> _Day:
        """The first entry of a day that says nothing of a column yet; dated, even if it stays so.

        Args:
            day: Of the entry.
            line: On which a new one stands.
            name: Of the column.
            timed: Whether its time of day is written.
        """
        found = self._days.setdefault((day, timed), [])
        for one in found:
            if name not in one.values and name not in one.texts:
                return one
        found.append(_Day(line))
        return found[-1]

    def dose(self, day: date, product: str, place: str, side: str, units: float) -> None:
        """Units into one place.

        Args:
            day: Of the session.
            product: By whatever name.
            place: Muscle or area by whatever name, perhaps with its side.
            side: '' where it is written with the place.
            units: Of the product.

        Raises:
            InputError: there is no such product, muscle or side.
        """
        kind = products.named(product)
        known = [name for name, one in muscles().items() if one.region not in ANIMALS]
        written = place
        try:
            muscle, beside = anatomy.muscle_named(place, known), ""
        except InputError:
            written, beside = side_in(place)
            muscle = anatomy.muscle_named(written, known)
        injected = anatomy.injected(muscle, side_of(side) or beside, units)
        self._given.setdefault((day, kind), []).extend(injected)
        for text, name in ((product, kind), (written, muscle)):
            if one_word(text) != one_word(name):
                self._names[text] = name

    def score(self, day: date, measure: str, value: float) -> None:
        """A total; one of a measure and day.

        Raises:
            InputError: there is another value already.
        """
        known = self._scores.setdefault((day, measure), value)
        if known != value:
            raise InputError(
                f"{measure} on {day} is {value:g} here and {known:g} before",
                fix="keep the one that is right",
            )

    def reading(self, file: ReadFile, notes: Sequence[Note] = ()) -> Reading:
        """All of it, in order of days."""
        names = ", ".join(f"{text} as {name}" for text, name in self._names.items())
        return Reading(
            file=file,
            entries=tuple(
                Entry(day, one.line, one.values, one.texts, timed=timed)
                for (day, timed), own in sorted(self._days.items())
                for one in own
            ),
            notes=(*notes, *([Note("names_read", {"names": names})] if names else ())),
            log=self._log(),
            events=tuple(sorted(self.events, key=lambda event: event.start)),
            scores=tuple(Score(*key, value) for key, value in sorted(self._scores.items())),
        )

    def _log(self) -> Log | None:
        """Sessions in order of days and products; two products of one day are two sessions."""
        if not self._given:
            return None
        first = min(self.session_days)
        sessions = (
            Session((day - first).days, product, tuple(injections))
            for (day, product), injections in sorted(self._given.items())
        )
        return Log(first, tuple(sessions))
