"""A case: what is known of one person, where each of it came from, and what was understood.

Everything that is asked of a person's diary takes one: `analyze`, `plan`, a folder of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.counted import blank, counts_alone
from wearoff.diary.outcomes import HEADACHE_DAYS, Outcome, main_outcome, secondary_outcomes
from wearoff.diary.pieces import LeftOut, ReadFile, Understood
from wearoff.errors import InputError, argument
from wearoff.formats.csvs import CsvFile
from wearoff.records import Note
from wearoff.words.notes import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, TypeVar

    from wearoff.formats.frames import Given
    from wearoff.records import Diary, Doubt, Event, Log, OutsideBaseline, Score

    T = TypeVar("T")

USUAL_CONDITION = "chronic_migraine"


@dataclass(frozen=True, kw_only=True, repr=False)
class Case:
    """What is known of one person.

    Attributes:
        name: What pages and tables call the person.
        condition: Which `condition` the injections are for.
        diary: What was written day by day.
        log: The sessions; None where none are known.
        events: What else changed, in order of dates.
        scores: Totals of a clinic and counts of headache days, in order of dates.
        baseline: A count from before the diary.
        files: Where the diary, log, events and scores came from, each with its digest.
        remarks: What was said while reading, beside the notes of the diary and the log.
        doubts: What looks like a slip in what was read.
    """

    name: str
    condition: str
    diary: Diary
    log: Log | None = None
    events: tuple[Event, ...] = ()
    scores: tuple[Score, ...] = ()
    baseline: OutsideBaseline | None = None
    files: tuple[ReadFile, ...] = ()
    remarks: tuple[Note, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def __repr__(self) -> str:
        """Name, condition, days and sessions, on one line."""
        sessions = len(self.log.sessions) if self.log else 0
        what = f"{len(self.scores)} counts and totals" if self.counts_alone else ""
        written = what or f"{self.diary.days} days"
        about = f"{written} from {self.diary.first}, {sessions} sessions"
        return f"<Case {self.name}: {self.condition}, {about}>"

    @cached_property
    def counts_alone(self) -> bool:
        """Whether no day is written, and there are scores alone."""
        return bool(self.scores) and counts_alone(self.diary)

    @cached_property
    def main(self) -> Outcome:
        """The series of the diary by which the condition is judged."""
        if self.counts_alone:
            return Outcome(HEADACHE_DAYS, "headache days", self.diary.values["headache"])
        return main_outcome(self.diary, self.condition)

    @cached_property
    def beside(self) -> list[Outcome]:
        """Other series of the diary."""
        return secondary_outcomes(self.diary, self.main)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed, merged, left out or not read."""
        return tuple(text(note) for note in self.note_codes)

    @property
    def note_codes(self) -> tuple[Note, ...]:
        """The notes as codes and values."""
        found = [*self.remarks, *self.diary.notes, *(self.log.notes if self.log else ())]
        found += [self.main.note] if self.main.note else []
        if self.log and len({session.product for session in self.log.sessions}) > 1:
            found.append(Note("two_products"))
        return tuple(found)

    @property
    def digest(self) -> str | None:
        """SHA-256 of the diary's file, so that a page can be matched with what it is from."""
        return next((file.sha256 for file in self.files if file.kind == "diary"), None)

    @property
    def understood(self) -> Understood:
        """What was read, in numbers that add up."""
        headache = int(np.sum(self.main.values == 1))
        free = int(np.sum(self.main.values == 0))
        read = self.diary.days if self.diary.dated is None else self.diary.dated
        left_out: list[LeftOut] = []  # every day with an entry is used
        return Understood(
            files=list(self.files),
            days_read=read,
            headache=headache,
            free=free,
            empty=read - headache - free - sum(part.days for part in left_out),
            merged=self.diary.merged,
            left_out=left_out,
            unwritten="unknown",
        )


def read_case(
    diary: Given | None,
    *,
    injections: Given | None = None,
    events: Given | None = None,
    scores: Given | None = None,
    condition: str | None = None,
    baseline: str | None = None,
    baseline_from: str | None = None,
    name: str | None = None,
) -> Case:
    """Read what is known of one person, from CSV files or from DataFrames of the same columns.

    Args:
        diary: One row a day: ``date`` and any of ``headache`` (0 or 1), ``severity_3`` (0 to 3),
            ``pain_10`` (0 to 10), ``hours`` (0 to 24) and others, see `wearoff.diary.read.ours`.
            None where no day was written and a clinic's counts in ``scores`` are all there is.
        injections: The log: ``date,muscle,side,units,product`` or, a row a session,
            ``date,plan,units,product``. Units are those of the product.
        events: What else changed: ``date,kind,what,until``.
        scores: Totals of a clinic, and counts of headache days: ``date,measure,value``.
        condition: What is treated; chronic_migraine if left out, and the notes say so.
        baseline: Headache days and days of a count from before, ``22:28``.
        baseline_from: Who says so, such as ``letter 2024-11``.
        name: What to call the person; the name of the diary's file if left out.

    Returns:
        The case; ``understood`` says what was read, ``notes`` what was assumed.

    Raises:
        InputError: A file or frame, the condition or the baseline cannot be used; names the file,
            or the argument that held the frame, with line (the header is line 1) and column.

    Example:
        >>> import polars as pl
        >>> import wearoff
        >>> days = pl.DataFrame({"date": ["2026-01-01", "2026-01-02"], "headache": [1, 0]})
        >>> case = wearoff.read_case(days, name="Cy")
        >>> case
        <Case Cy: chronic_migraine, 2 days from 2026-01-01, 0 sessions>
        >>> case.understood.headache, case.understood.free, case.understood.days_read
        (1, 1, 2)
    """
    from wearoff.diary.read import events as event_files
    from wearoff.diary.read import ours
    from wearoff.diary.read import scores as score_files
    from wearoff.diary.read.injected import read_injected
    from wearoff.model.conditions import condition as find_condition

    chosen = find_condition(condition or USUAL_CONDITION)
    if baseline_from and not baseline:
        raise InputError(
            f"{argument('baseline_from')} without {argument('baseline')}",
            fix=argument("baseline", "22:28"),
        )
    files: list[ReadFile] = []

    def read(
        kind: Literal["diary", "events", "scores"],
        given: Given,
        known: tuple[str, ...],
        reader: Callable[[CsvFile], T],
    ) -> T:
        source = CsvFile(given, kind)
        found = reader(source)
        files.append(_read_file(kind, source, known))
        return found

    written = None
    if diary is not None:
        written = read("diary", diary, ours.KNOWN, ours.read_diary)
    injected = None
    if injections is not None:
        injected = read_injected(injections, chosen)
        files.append(injected.file)
    changed: list[Event] = []
    if events is not None:
        changed = read("events", events, event_files.COLUMNS, event_files.read_events)
    totals: list[Score] = []
    if scores is not None:
        totals = read("scores", scores, score_files.COLUMNS, score_files.read_scores)
    log = injected.log if injected else None
    if written is None:
        written = blank(totals, log, files[-1].source if files else "scores")
    case = Case(
        name=name or _name(diary),
        condition=chosen.name,
        diary=written,
        log=log,
        events=tuple(changed),
        scores=tuple(totals),
        baseline=score_files.parse_baseline(baseline, baseline_from) if baseline else None,
        files=tuple(files),
        doubts=injected.doubts if injected else (),
        remarks=() if condition else (Note("no_condition", {"taken": USUAL_CONDITION}),),
    )
    _ = case.main  # refuses a diary that does not tell of the condition
    return case


def case_of(given: Case | Given, **beside: Any) -> Case:
    """A case as it is, or read with what is given beside it, as `read_case` takes it.

    Raises:
        InputError: as `read_case`, or something is given beside a case.
    """
    if not isinstance(given, Case):
        return read_case(given, **beside)
    extra = [argument(name) for name, value in beside.items() if value is not None]
    if extra:
        raise InputError(f"{', '.join(extra)} beside a case", fix="give it to read_case")
    return given


def _name(diary: Given | None) -> str:
    return Path(diary).stem if isinstance(diary, str | Path) else "diary"


def _read_file(
    kind: Literal["diary", "events", "scores"],
    source: CsvFile,
    known: tuple[str, ...],
) -> ReadFile:
    return ReadFile(
        kind=kind,
        source=source.name,
        format="csv" if isinstance(source.file, Path) else "frame",
        sha256=source.digest,
        dates="iso",
        separator=",",
        columns={name: name for name in source.header if name in known},
    )
