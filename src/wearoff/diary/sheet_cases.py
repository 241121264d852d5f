"""Cases of a file of many people, a clinic's sheet or a table of records: each on its own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.diary.case import USUAL_CONDITION, Case
from wearoff.diary.counted import blank
from wearoff.diary.doubts.look import doubts
from wearoff.diary.patients import TABLES
from wearoff.diary.read import clinic_sheet, nonmem
from wearoff.diary.read.days import diary_of, repeated
from wearoff.diary.read.injected import as_sessions
from wearoff.diary.read.options import checked
from wearoff.diary.read.readers import Source
from wearoff.model.conditions import condition as find_condition
from wearoff.records import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wearoff.diary.read.clinic_sheet import ClinicSheet
    from wearoff.diary.read.entries import Reading
    from wearoff.diary.read.options import Options
    from wearoff.formats.frames import Given


def sheet_cases(
    given: Given, condition: str | None, reading: Mapping[str, Any]
) -> dict[str, Callable[[], Case]] | None:
    """What reads each person of a file, by name; None of what is no file of many.

    Args:
        given: A file or a frame.
        condition: What is treated in all of them; chronic_migraine if left out.
        reading: How it is read, as `read_case` takes it.

    Raises:
        InputError: nothing tells how its dates are to be read, or an option cannot be used.
    """
    options = _options(reading, condition)
    source = Source(given, "folder", options)
    if nonmem.of_many(source):
        people = nonmem.read_people(source)
        return {
            name: partial(_recorded, reading, name, condition, options)
            for name, reading in people.items()
        }
    if not clinic_sheet.of_many(source):
        return None
    sheet = clinic_sheet.clinic_sheet(source)
    names = sorted(sheet.people)
    return {name: partial(_case, sheet, name, condition, options) for name in names}


def is_sheet_of_many(path: str | Path, reading: Mapping[str, Any]) -> bool:
    """Whether a file is a clinic's sheet, or a table of records, of several people.

    Args:
        path: Of a file.
        reading: How it is read, as `read_case` takes it.

    Raises:
        InputError: as `sheet_cases`.
    """
    place = Path(path)
    if not place.is_file() or place.suffix.casefold() not in TABLES:
        return False
    source = Source(place, "folder", _options(reading, None))
    return nonmem.of_many(source) or clinic_sheet.of_many(source)


def _options(reading: Mapping[str, Any], condition: str | None) -> Options:
    return replace(checked(**reading), condition=condition or USUAL_CONDITION)


def _case(sheet: ClinicSheet, name: str, condition: str | None, options: Options) -> Case:
    chosen = find_condition(condition or USUAL_CONDITION)
    found = clinic_sheet.visited(sheet, name, chosen)
    log, gathered = found.log, ()
    if log is not None:
        log, gathered = as_sessions(log, sheet.table.name, chosen, options.confirm)
    case = Case(
        name=name,
        condition=chosen.name,
        diary=blank(found.scores, found.log, sheet.table.name, found.notes),
        log=log,
        scores=found.scores,
        files=(sheet.file,),
        remarks=() if condition else (Note("no_condition", {"taken": USUAL_CONDITION}),),
        doubts=gathered,
        entries=found.entries,
        left_out=tuple(sheet.left_out),
        options=options,
    )
    return replace(case, doubts=doubts(case, options))


def _recorded(found: Reading, name: str, condition: str | None, options: Options) -> Case:
    """The case of one person of a table of records."""
    chosen, file = find_condition(condition or USUAL_CONDITION), found.file.source
    log, gathered = found.log, ()
    if log is not None:
        log, gathered = as_sessions(log, file, chosen, options.confirm)
    case = Case(
        name=name,
        condition=chosen.name,
        diary=diary_of(found, f"{file}, ID {name}", options.unwritten),
        log=log,
        scores=found.scores,
        files=(found.file,),
        remarks=() if condition else (Note("no_condition", {"taken": USUAL_CONDITION}),),
        doubts=(*gathered, *repeated(found)),
        entries=found.entries,
        options=options,
    )
    return replace(case, doubts=doubts(case, options))
