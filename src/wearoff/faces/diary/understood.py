"""`wearoff import`: what was understood of a file, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.errors import printable
from wearoff.faces.shared import layout
from wearoff.words import understood as words

if TYPE_CHECKING:
    from wearoff.diary.imported import ImportResult
    from wearoff.diary.pieces import ReadFile

HEAD = 10
"""Columns of the heads of lines."""
UNWRITTEN = "UNWRITTEN"
ASK_UNWRITTEN = "if they were free of headache, say --unwritten free"
MOST_LINES = 12
"""Of one head."""


def screen(
    found: ImportResult, condition: str | None = None, unwritten: str = "unknown"
) -> list[str]:
    """Where from, how read, which days, and what is doubted; then what was written.

    Args:
        found: what was understood.
        condition: what was said to be treated, None where nothing was.
        unwritten: what an empty day was said to be.
    """
    lines: list[str] = []
    for head, text in told(found):
        lines += under(head, text)
        if head == UNWRITTEN and found.understood.unwritten == "unknown":
            lines += under("", ASK_UNWRITTEN)
    for doubt in found.doubts:
        lines += under("CHECK", f"{doubt.where}: {doubt.text} [{doubt.code}]")
    lines += [f"Wrote {printable(path)}" for path in found.wrote]
    return [*lines, following(found.read_next, condition, unwritten)]


def following(wrote: str, condition: str | None, unwritten: str) -> str:
    """The command that reads what was written in the same way."""
    said = [f"--condition {condition}"] if condition else []
    said += ["--unwritten free"] if unwritten == "free" else []
    return " ".join(["Next: wearoff analyze", printable(wrote), *said])


def told(found: ImportResult, most: int = words.SHOWN) -> list[tuple[str, str]]:
    """What was understood, each under its head; of what was left out so many at most."""
    said = found.understood
    rows = [row for file in said.files for row in of_file(file)]
    days = words.days(
        read=said.days_read,
        headache=said.headache,
        free=said.free,
        empty=said.empty,
        left_out=said.days_left_out,
        merged=said.merged,
    )
    rows.append(("DAYS", days))
    if found.unwritten_days:
        text = words.unwritten(found.unwritten_days, found.first, found.last, said.unwritten)
        rows.append((UNWRITTEN, text))
    rows += [("LEFT OUT", f"{part.where}: {part.reason}") for part in said.left_out[:most]]
    if found.sessions:
        shown = words.shortened([str(day) for day in found.sessions])
        rows.append(("SESSIONS", f"{len(found.sessions)}: {shown}"))
    return [*rows, *(("NOTE", note) for note in (*found.notes, *found.changed))]


def of_file(file: ReadFile) -> list[tuple[str, str]]:
    """One file, and how it was read, each under its head."""
    how = words.file(
        file.source,
        kind=file.format,
        separator=file.separator,
        encoding=file.encoding,
        sheet=file.sheet,
        dates=file.dates,
    )
    rows = [("READ", how)]
    if columns := words.pairs(file.columns):
        rows.append(("COLUMNS", columns))
    if file.words:
        rows.append(("WORDS", words.words(file.words)))
    return rows


def under(head: str, text: str) -> list[str]:
    """A text beside its head."""
    return layout.lines_of(text, MOST_LINES, head=f"{head:<{HEAD}}", below=f"{'':<{HEAD}}")
