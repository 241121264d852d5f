"""`import`: a file of any kind as our own CSV files, with what was understood of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import numpy as np

from wearoff.diary.case import read_case
from wearoff.diary.pieces import Doubt, Understood
from wearoff.diary.write.case_files import changed
from wearoff.diary.write.tables import is_file, write_case
from wearoff.formats.documents import Document, Meta, Sentence, sentence
from wearoff.formats.writing import check_new_folder, check_writable
from wearoff.runs import meta
from wearoff.simulation.result import SCHEMA_VERSION

if TYPE_CHECKING:
    from wearoff.diary.case import Case
    from wearoff.diary.read.options import How
    from wearoff.formats.frames import Given


class ImportResult(Document):
    """What was understood of a file, and what was written."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    name: str
    first: date
    last: date
    unwritten_days: int
    """Days from the first to the last without an entry that tells of headache, or of the pain."""
    understood: Understood
    sessions: list[date]
    events: int
    scores: int
    doubts: list[Doubt]
    notes: list[str]
    note_codes: list[Sentence]
    changed: list[str]
    """What stands in the files in another way than it was read."""
    wrote: list[str]
    read_next: str
    """What `analyze` takes: the diary's file, or the folder with all of them."""


def imported(
    file: Given,
    out: str | Path,
    *,
    injections: Given | None = None,
    condition: str | None = None,
    **reading: Unpack[How],
) -> ImportResult:
    """Read a file and write it as our own: a CSV of the diary, or a folder where there is more.

    Args:
        file: Whatever `read_case` takes for a diary.
        out: A CSV where the file holds a diary alone; else a new folder.
        injections: The log beside it.
        condition: What is treated; chronic_migraine if left out.
        reading: How it is read, as `read_case` takes it.

    Returns:
        What was understood, and the files that were written.

    Raises:
        InputError: it cannot be read, or the place cannot be written; nothing is written then.
    """
    target = Path(out)
    (check_writable if is_file(target) else check_new_folder)(target)
    case = read_case(file, injections=injections, condition=condition, **reading)
    return told(case, write_case(case, target), target)


def told(case: Case, wrote: list[Path], target: Path) -> ImportResult:
    """What was understood of a case, and what was written of it."""
    diary, log = case.diary, case.log
    return ImportResult(
        meta=Meta(**meta(None)),
        name=case.name,
        first=diary.first,
        last=diary.first + timedelta(days=diary.days - 1),
        unwritten_days=0 if case.counts_alone else int(np.isnan(case.main.values).sum()),
        understood=case.understood,
        sessions=[log.first + timedelta(days=s.day) for s in log.sessions] if log else [],
        events=len(case.events),
        scores=len(case.scores),
        doubts=[Doubt(**vars(doubt)) for doubt in case.doubts],
        notes=list(case.notes),
        note_codes=[sentence(note.code, **note.values) for note in case.note_codes],
        changed=list(changed(case, "csv")),
        wrote=[str(path) for path in wrote],
        read_next=str(target),
    )
