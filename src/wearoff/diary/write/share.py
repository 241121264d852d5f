"""`share`: what is known of one person, for research: without names, words and true dates.

All dates are moved back by the same whole number of weeks, so that weekdays, distances and order
stay. The number is drawn from the system's own source of chance, never from a seed, and is kept
nowhere. Nothing is sent: a file is written, once the person has seen what is in it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.diary.overuse import classes_of
from wearoff.diary.write.case_files import cells_of_words, doubts_of, empty_left, parts
from wearoff.diary.write.tables import csv_text, tables_of
from wearoff.formats.writing import write_folder, write_zip
from wearoff.records import Note
from wearoff.runs import meta
from wearoff.units import WEEK
from wearoff.words import dictionary
from wearoff.words.handing import can_still_tell, text

if TYPE_CHECKING:
    from wearoff.diary.case import Case
    from wearoff.diary.write.result import ShareResult

LEAST_WEEKS, MOST_WEEKS = 52, 520
"""Dates are moved back by one year at least and ten at most."""
OWN_WORDS = ("side_effect", "note")
CLASS = "acute_class"
OTHER, NONE = "other", "none"
DICTIONARY = "dictionary.csv"


@dataclass(frozen=True, repr=False)
class Shared:
    """What goes to research of a case, with dates already moved, and the files if written."""

    case: Case
    stripped: Case
    paths: tuple[Path, ...] = ()

    def __repr__(self) -> str:
        """Whether it was written, on one line."""
        where = f"in {self.paths[0]}" if self.paths else "not written"
        return f"<Shared {len(tables_of(self.stripped))} tables: {where}>"

    @cached_property
    def result(self) -> ShareResult:
        """The document of `wearoff share --json`; it holds no date."""
        from wearoff.diary.write.result import Meaning, ShareResult
        from wearoff.formats.documents import Meta

        tables = tables_of(self.stripped)
        return ShareResult(
            meta=Meta(**meta(None)),
            wrote=tuple(str(path) for path in self.paths),
            condition=self.case.condition,
            goes_in=parts(tables),
            left_out=tuple(text(note) for note in _left_out(self.case)),
            can_still_tell=can_still_tell(),
            notes=self.case.notes,
            doubts=doubts_of(self.case),
            dictionary=tuple(
                Meaning.model_validate({"table": table, "column": column, "meaning": meaning})
                for table, column, meaning in _dictionary(self.stripped)
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def share(case: Case, *, path: str | Path | None = None) -> Shared:
    """Make of a case what can be given to research; see it before it is written.

    Args:
        case: Of `read_case`.
        path: ``NAME.zip``, or a new folder, to write; nothing is written if left out.

    Returns:
        A `Shared`: ``result`` says what goes in, what is left out, and what each column holds.

    Raises:
        InputError: the file cannot be written.

    Example:
        >>> import wearoff
        >>> wearoff.share(wearoff.example_case("ada"))
        <Shared 2 tables: not written>
    """
    weeks = LEAST_WEEKS + secrets.randbelow(MOST_WEEKS - LEAST_WEEKS + 1)
    found = Shared(case, stripped(case, timedelta(days=-WEEK * weeks)))
    if path is None:
        return found
    tables = tables_of(found.stripped)
    texts = {f"{name}.csv": csv_text(table) for name, table in tables.items()}
    texts[DICTIONARY] = csv_text([("table", "column", "meaning"), *_dictionary(found.stripped)])
    if Path(path).suffix == ".zip":
        return replace(found, paths=(write_zip(texts, path),))
    return replace(found, paths=tuple(write_folder(texts, path)))


def stripped(case: Case, shift: timedelta) -> Case:
    """The case without names and words, all its dates moved."""
    diary = case.diary
    texts = {CLASS: tuple(map(_class, diary.texts[CLASS]))} if CLASS in diary.texts else {}
    return replace(
        case,
        name="shared",
        diary=replace(diary, source="", first=diary.first + shift, texts=texts, notes=()),
        log=replace(case.log, first=case.log.first + shift, notes=()) if case.log else None,
        events=tuple(
            replace(
                event,
                start=event.start + shift,
                what=event.kind,
                until=event.until + shift if event.until else None,
            )
            for event in case.events
        ),
        scores=tuple(replace(score, day=score.day + shift) for score in case.scores),
        baseline=None,
        files=(),
        remarks=(),
        doubts=(),
    )


def _class(cell: str) -> str:
    """The classes that a cell names; none of its words."""
    if not cell:
        return ""
    names, unclear = classes_of(cell)
    return "; ".join([*sorted(names), *([OTHER] if unclear else [])]) or NONE


def _dictionary(case: Case) -> list[tuple[str, ...]]:
    """Table, column and meaning of every column that goes in."""
    return [
        (name, column, dictionary.TABLES[name][column])
        for name, rows in tables_of(case).items()
        for column in rows[0]
    ]


def _left_out(case: Case) -> list[Note]:
    """What is not in the file."""
    notes = [
        Note("name_left"),
        Note("dates_shifted", {"least": LEAST_WEEKS, "most": MOST_WEEKS}),
        *empty_left(case),
    ]
    words = cells_of_words(case, dict.fromkeys(OWN_WORDS))
    if words:
        values = {"columns": ", ".join(words), "cells": sum(words.values())}
        notes.append(Note("texts_left", values))
    classes = [cell for cell in case.diary.texts.get(CLASS, ()) if cell]
    if classes:
        other = sum(classes_of(cell)[1] for cell in classes)
        notes.append(Note("classes_mapped", {"cells": len(classes), "other": other}))
    if case.events:
        notes.append(Note("what_left", {"events": len(case.events)}))
    return [*notes, *([Note("outside_left")] if case.baseline else [])]
