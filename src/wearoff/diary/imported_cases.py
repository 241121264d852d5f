"""`import` of a clinic's sheet: a folder of cases, with what was understood of every patient."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Unpack

from wearoff.diary.folder import read_cases
from wearoff.diary.pieces import Doubt, LeftOut, ReadFile
from wearoff.diary.write.folders import write_cases
from wearoff.errors import InputError
from wearoff.formats.documents import Document, Meta
from wearoff.formats.writing import check_new_folder
from wearoff.runs import meta

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wearoff.diary.case import Case
    from wearoff.diary.read.options import How
    from wearoff.formats.frames import Given

SCHEMA_VERSION = "1.0"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""


class ImportedPatient(Document):
    """One patient of a sheet, or what says why there is none."""

    name: str
    folder: str | None
    """The subfolder; another name where the patient's cannot be a folder's."""
    scores: int
    sessions: list[date]
    doubts: list[Doubt]
    error: str | None


class ImportedNote(Document):
    """What was assumed or not read, and of how many patients."""

    text: str
    patients: int


class ImportCasesResult(Document):
    """What was understood of a sheet, and what was written of it."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    files: list[ReadFile]
    patients: list[ImportedPatient]
    notes: list[ImportedNote]
    left_out: list[LeftOut]
    wrote: str


def imported_cases(
    file: Given,
    out: str | Path,
    *,
    condition: str | None = None,
    told: Callable[[InputError], str] = str,
    **reading: Unpack[How],
) -> ImportCasesResult:
    """Read a clinic's sheet and write a folder of cases; a patient who is refused is left out.

    Args:
        file: A row a visit or a month and patient.
        out: A new folder.
        condition: What is treated in all of them; chronic_migraine if left out.
        told: The words of an error; those of Python if left out.
        reading: How it is read, as `read_case` takes it.

    Returns:
        What was understood, and what was written.

    Raises:
        InputError: nobody could be read, with every reason, or the folder cannot be written.
    """
    check_new_folder(out)
    found = read_cases(file, condition=condition, told=told, **reading)
    if not found.cases:
        head = InputError("no patient could be read", file=str(file))
        raise InputError.of([head.text, *(f"{name}: {t}" for name, t in found.refused.items())])
    names = write_cases(found, out)
    notes = Counter(note for case in found for note in case.notes)
    patients = [_told(case, names[case.name]) for case in found]
    patients += [_refused(name, error) for name, error in found.refused.items()]
    return ImportCasesResult(
        meta=Meta(**meta(None)),
        files=list(found.cases[0].files),
        patients=sorted(patients, key=lambda patient: patient.name),
        notes=[ImportedNote(text=text, patients=many) for text, many in notes.most_common()],
        left_out=list(found.cases[0].left_out),
        wrote=str(out),
    )


def _told(case: Case, folder: str) -> ImportedPatient:
    log = case.log
    return ImportedPatient(
        name=case.name,
        folder=folder,
        scores=len(case.scores),
        sessions=[log.first + timedelta(days=s.day) for s in log.sessions] if log else [],
        doubts=[Doubt(**vars(doubt)) for doubt in case.doubts],
        error=None,
    )


def _refused(name: str, error: str) -> ImportedPatient:
    return ImportedPatient(name=name, folder=None, scores=0, sessions=[], doubts=[], error=error)
