"""A case: what is known of one person, where each of it came from, and what was understood.

Everything that is asked of a person's diary takes one: `analyze`, `plan`, a folder of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.counted import counts_alone
from wearoff.diary.outcomes import HEADACHE_DAYS, Outcome, main_outcome, secondary_outcomes
from wearoff.diary.pieces import Understood
from wearoff.diary.read.options import USUAL_CONDITION
from wearoff.diary.read.ours import ASSUMED, FREE
from wearoff.errors import InputError, argument, printable
from wearoff.records import Note
from wearoff.words.notes import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from wearoff.diary.pieces import LeftOut, ReadFile
    from wearoff.diary.read.entries import Entry
    from wearoff.diary.read.options import Options
    from wearoff.formats.frames import Given
    from wearoff.records import Diary, Doubt, Event, Log, OutsideBaseline, Score


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
        entries: The rows of the diary's file in their order, each with its line.
        left_out: What was read of it and is not used.
        options: How it was read; None of a case that no file stands for.
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
    entries: tuple[Entry, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    options: Options | None = None

    def __repr__(self) -> str:
        """Name, condition, days and sessions, on one line."""
        sessions = len(self.log.sessions) if self.log else 0
        what = f"{len(self.scores)} counts and totals" if self.counts_alone else ""
        written = what or f"{self.diary.days} days"
        about = f"{written} from {self.diary.first}, {sessions} sessions"
        return f"<Case {self.name}: {self.condition}, {about}>"

    @property
    def today(self) -> date | None:
        """The day on which it was read."""
        return self.options.today if self.options else None

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
        left_out = sum(part.days for part in self.left_out)
        words = self.diary.texts.get(ASSUMED, ("",) * self.diary.days)
        assumed = np.array([word == FREE for word in words])
        return Understood(
            files=list(self.files),
            days_read=read,
            headache=headache,
            free=free,
            empty=read - headache - free - left_out,
            merged=self.diary.merged,
            left_out=list(self.left_out),
            unwritten=self.options.unwritten if self.options else "unknown",
            taken_free=int(np.sum(assumed[self.main.values == 0])),
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
    unwritten: str = "unknown",
    dates: str | None = None,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    confirm: Iterable[str] = (),
    today: date | None = None,
) -> Case:
    """Read what is known of one person, from files of many kinds or from DataFrames.

    Args:
        diary: One row a day: ``date`` and any of ``headache`` (0 or 1), ``severity_3`` (0 to 3),
            ``pain_10`` (0 to 10), ``hours`` (0 to 24) and others, in several languages; or an
            export of another program, see ``docs/formats.md``. None where no day was written and
            a clinic's counts in ``scores`` are all there is. A folder is that of one person:
            ``diary.csv``, and the others beside it.
        injections: The log: ``date,muscle,side,units,product`` or, a row a session,
            ``date,plan,units,product``. Units are those of the product.
        events: What else changed: ``date,kind,what,until``.
        scores: Totals of a clinic, and counts of headache days: ``date,measure,value``.
        condition: What is treated; chronic_migraine if left out, and the notes say so.
        baseline: Headache days and days of a count from before, ``22:28``.
        baseline_from: Who says so, such as ``letter 2024-11``.
        name: What to call the person; the name of the diary's file if left out.
        unwritten: What a day without an entry is: ``unknown``, or ``free`` of headache, from the
            first to the last day with it.
        dates: ``day-first`` or ``month-first``, where the files do not tell.
        sheet: Of a workbook, by name or number.
        columns: Our column to that of the diary, where its name does not tell.
        confirm: Codes of doubts that are right as they are.
        today: Later dates are in the future; the computer's date if left out.

    Returns:
        The case; ``understood`` says what was read, ``notes`` what was assumed, ``doubts`` what
        looks like a slip.

    Raises:
        InputError: A file or frame, the condition or an option cannot be used; a line a fault,
            with the file, or the argument that held the frame, line and column.

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
    from wearoff.diary.counted import blank
    from wearoff.diary.doubts.look import doubts
    from wearoff.diary.read.files import Files
    from wearoff.diary.read.options import checked
    from wearoff.diary.read.scores import parse_baseline
    from wearoff.model.conditions import condition as find_condition

    if isinstance(diary, str | Path) and Path(diary).is_dir():
        from wearoff.diary.patients import one_person

        own = one_person(diary)
        diary, name = own.diary, name or own.name
        injections = own.injections if injections is None else injections
        events = own.events if events is None else events
        scores = own.scores if scores is None else scores
    chosen = find_condition(condition or USUAL_CONDITION)
    if baseline_from and not baseline:
        raise InputError(
            f"{argument('baseline_from')} without {argument('baseline')}",
            fix=argument("baseline", "22:28"),
        )
    options = checked(
        today=today,
        unwritten=unwritten,
        dates=dates,
        sheet=sheet,
        columns=columns,
        confirm=confirm,
    )
    options = replace(options, condition=chosen.name)
    files = Files(diary, injections, events, scores, condition=chosen, options=options)
    written = files.diary or blank(files.scores, files.log, files.source, files.notes)
    case = Case(
        name=name or _name(diary),
        condition=chosen.name,
        diary=written,
        log=files.log,
        events=files.events,
        scores=files.scores,
        baseline=parse_baseline(baseline, baseline_from) if baseline else None,
        files=tuple(files.read),
        remarks=() if condition else (Note("no_condition", {"taken": USUAL_CONDITION}),),
        doubts=tuple(files.doubts),
        entries=files.entries,
        left_out=files.left_out,
        options=options,
    )
    _ = case.main  # refuses a diary that does not tell of the condition
    return replace(case, doubts=doubts(case, options))


def case_of(given: Case | Given, **beside: Any) -> Case:
    """A case as it is, or read with what is given beside it, as `read_case` takes it.

    Raises:
        InputError: as `read_case`, or something is given beside a case.
    """
    if not isinstance(given, Case):
        return read_case(given, **beside)
    extra = [argument(name) for name, value in beside.items() if value]
    if extra:
        raise InputError(f"{', '.join(extra)} beside a case", fix="give it to read_case")
    return given


def _name(diary: Given | None) -> str:
    return printable(Path(diary).stem) if isinstance(diary, str | Path) else "diary"
