"""`wearoff import SHEET`: what was understood of a clinic's sheet, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.errors import printable
from wearoff.faces.diary.understood import following, of_file, under
from wearoff.faces.shared import layout
from wearoff.words import clinic as words

if TYPE_CHECKING:
    from wearoff.diary.imported_cases import ImportCasesResult

NAME = 40
"""Letters of a name."""


def screen(
    found: ImportCasesResult, condition: str | None = None, unwritten: str = "unknown"
) -> list[str]:
    """How the sheet was read, who could be read and who not, and what is doubted of whom.

    Args:
        found: what was understood.
        condition: what was said to be treated, None where nothing was.
        unwritten: what an empty day was said to be.
    """
    rows = [row for file in found.files for row in of_file(file)]
    lines = [line for head, text in rows for line in under(head, text)]
    read = [one for one in found.patients if one.folder is not None]
    lines += under("PATIENTS", words.patients(len(read), len(found.patients)))
    for note in found.notes:
        lines += under("NOTE", words.of_patients(note.text, note.patients, len(read)))
    for part in found.left_out:
        lines += under("LEFT OUT", f"{part.where}: {part.reason}")
    for one in read:
        name = layout.short_name(one.name, NAME)
        if one.folder != one.name:
            lines += under("NAME", f"{name} is written as {one.folder}")
        for doubt in one.doubts:
            lines += under("CHECK", f"{name}, {doubt.where}: {doubt.text} [{doubt.code}]")
    for one in found.patients:
        if one.error is not None:
            lines += under("REFUSED", f"{layout.short_name(one.name, NAME)}: {one.error}")
    return [*lines, f"Wrote {printable(found.wrote)}", following(found.wrote, condition, unwritten)]
