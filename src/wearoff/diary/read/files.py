"""All files of one person, each by its reader; what is wrong with any of them is said at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.read import events as event_files
from wearoff.diary.read import scores as score_files
from wearoff.diary.read.days import diary_of, repeated
from wearoff.diary.read.entries import file_of
from wearoff.diary.read.injected import as_sessions, read_injected
from wearoff.diary.read.readers import Source, read_source
from wearoff.errors import Faults, InputError, argument
from wearoff.formats.csvs import CsvFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, TypeVar

    from wearoff.diary.pieces import LeftOut, ReadFile
    from wearoff.diary.read.entries import Entry
    from wearoff.diary.read.options import Options
    from wearoff.formats.frames import Given
    from wearoff.model.conditions import Condition
    from wearoff.records import Diary, Doubt, Event, Log, Note, Score

    T = TypeVar("T")


class Files:
    """What the files of one person say.

    Attributes:
        diary: What was written day by day; None without a diary.
        entries: Its rows in their order.
        left_out: What was read of it and is not used.
        log: Sessions; None where none are known.
        log_days: Day of each row of the log by its line.
        events: What else changed, by date.
        scores: Totals and counts of a clinic, by date.
        notes: What was said while reading a diary without days; a diary has its own.
        doubts: What looked like a slip already while reading.
        read: Each file, and how it was read.
    """

    diary: Diary | None = None
    entries: tuple[Entry, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    log: Log | None = None
    events: tuple[Event, ...] = ()
    scores: tuple[Score, ...] = ()
    notes: tuple[Note, ...] = ()

    def __init__(
        self,
        diary: Given | None,
        injections: Given | None,
        events: Given | None,
        scores: Given | None,
        *,
        condition: Condition,
        options: Options,
    ) -> None:
        """Read them all.

        Raises:
            InputError: whatever is wrong with any of them, a line a fault.
        """
        self.options = options
        self.doubts: list[Doubt] = []
        self.read: list[ReadFile] = []
        self.log_days: dict[int, object] = {}
        self._faults = Faults()
        if diary is not None:
            self._try(lambda: self._diary(diary, condition, counts=scores is not None))
        if injections is not None:
            self._try(lambda: self._log(injections, condition))
        if events is not None:
            found = self._table("events", events, event_files.COLUMNS, event_files.read_events)
            self.events = self._one("events", tuple(found or ()), self.events)
        if scores is not None:
            totals = self._table("scores", scores, score_files.COLUMNS, score_files.read_scores)
            self.scores = self._one("scores", tuple(totals or ()), self.scores)
        self._faults.check()

    @property
    def source(self) -> str:
        """What the first file is called."""
        return self.read[0].source if self.read else "scores"

    def _try(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except InputError as error:
            self._faults.add(error)
            return None

    def _diary(self, given: Given, condition: Condition, *, counts: bool) -> None:
        """Read the diary; one in which nothing is written is none where there are counts."""
        source = Source(given, "diary", self.options)
        reading = read_source(source)
        self.read.append(reading.file)
        self.left_out, self.entries = reading.left_out, reading.entries
        self.events, self.scores = reading.events, reading.scores
        self.doubts += reading.doubts
        if reading.log:
            self.log, doubts = as_sessions(
                reading.log, source.name, condition, self.options.confirm
            )
            self.doubts += doubts
        self.notes = reading.notes
        told = any(entry.values for entry in reading.entries)
        if told or not (counts or reading.scores):
            self.diary = diary_of(reading, source.file, self.options.unwritten)
            self.doubts += repeated(reading)
        else:
            self.entries = ()

    def _log(self, given: Given, condition: Condition) -> None:
        options = self.options
        found = read_injected(
            given,
            condition,
            dates=options.dates,
            columns=options.columns,
            confirm=options.confirm,
        )
        self.log = self._one("injections", found.log, self.log)
        self.log_days = dict(found.days)
        self.doubts += found.doubts
        self.read.append(found.file)

    def _table(
        self,
        kind: Literal["events", "scores"],
        given: Given,
        known: tuple[str, ...],
        reader: Callable[[CsvFile, str | None], T],
    ) -> T | None:
        def read() -> T:
            source = CsvFile(given, kind, capitals=False)
            found = reader(source, self.options.dates)
            self.read.append(_read_file(kind, source, known))
            return found

        return self._try(read)

    def _one(self, name: str, given: T, within: T) -> T:
        """What was given beside the diary, or what the diary's file holds itself; never both."""
        if given and within:
            self._faults.add(
                InputError(
                    f"{argument(name)} beside a diary whose file holds them",
                    fix="give one of them",
                )
            )
        return given or within


def _read_file(
    kind: Literal["events", "scores"], source: CsvFile, known: tuple[str, ...]
) -> ReadFile:
    both = zip(source.header, source.written, strict=True)
    columns = {name: written for name, written in both if name in known}
    return file_of(source.table, kind=kind, dates=source.dates, columns=columns)
