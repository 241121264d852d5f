"""`wearoff import`: what was understood of a file, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import layout
from wearoff.words import understood as words

if TYPE_CHECKING:
    from wearoff.diary.imported import ImportResult
    from wearoff.diary.pieces import ReadFile

HEAD = 10
"""Columns of the heads of lines."""
ASK_UNWRITTEN = "if they were free of headache, say --unwritten free"
MOST_LINES = 12
"""Of one head."""


def screen(found: ImportResult) -> list[str]:
    """Where from, how read, which days, and what is doubted; then what was written."""
    said = found.understood
    lines = [line for file in said.files for line in file_lines(file)]
    days = words.days(
        read=said.days_read,
        headache=said.headache,
        free=said.free,
        empty=said.empty,
        left_out=said.days_left_out,
        merged=said.merged,
    )
    lines += under("DAYS", days)
    if found.unwritten_days:
        text = words.unwritten(found.unwritten_days, found.first, found.last, said.unwritten)
        lines += under("UNWRITTEN", text)
        if said.unwritten == "unknown":
            lines += under("", ASK_UNWRITTEN)
    for part in said.left_out[: words.SHOWN]:
        lines += under("LEFT OUT", f"{part.where}: {part.reason}")
    if found.sessions:
        shown = words.shortened([str(day) for day in found.sessions])
        lines += under("SESSIONS", f"{len(found.sessions)}: {shown}")
    for note in (*found.notes, *found.changed):
        lines += under("NOTE", note)
    for doubt in found.doubts:
        lines += under("CHECK", f"{doubt.where}: {doubt.text} [{doubt.code}]")
    lines += [f"Wrote {path}" for path in found.wrote]
    return [*lines, f"Next: wearoff analyze {found.read_next}"]


def file_lines(file: ReadFile) -> list[str]:
    """One file, and how it was read."""
    how = words.file(
        file.source,
        kind=file.format,
        separator=file.separator,
        encoding=file.encoding,
        sheet=file.sheet,
        dates=file.dates,
    )
    lines = under("READ", how)
    if columns := words.pairs(file.columns):
        lines += under("COLUMNS", columns)
    if file.words:
        lines += under("WORDS", words.words(file.words))
    return lines


def under(head: str, text: str) -> list[str]:
    """A text beside its head."""
    return layout.lines_of(text, MOST_LINES, head=f"{head:<{HEAD}}", below=f"{'':<{HEAD}}")
