"""What was understood of files as a page shows it, and what can be done about each doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wearoff.faces.diary import understood as face
from wearoff.words import clinic
from wearoff.words import desk as words
from wearoff.words.doubts import ASKS_UNWRITTEN

if TYPE_CHECKING:
    from wearoff.diary.imported import ImportResult
    from wearoff.diary.imported_cases import ImportCasesResult
    from wearoff.diary.pieces import Doubt

DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
OF_SESSIONS = ("session", "units", "product", "top_up")
"""How codes of doubts about injections begin."""


def understood(found: ImportResult, here: str) -> dict[str, Any]:
    """What a page shows of one person's files.

    Args:
        found: What was understood.
        here: Address of the desk.
    """
    left_out = found.understood.left_out
    rows = face.told(found, most=len(left_out))
    return {
        "found": found,
        "rows": [(words.UNDERSTOOD[head], text) for head, text in rows if head not in LONG],
        "left_out": left_out,
        "notes": [text for head, text in rows if head == "NOTE"],
        "either": any("-first" in file.dates for file in found.understood.files),
        "doubts": [_doubt(one, here) for one in found.doubts],
        "barred": any(one.effect == "bars_answers" and not one.confirmed for one in found.doubts),
    }


LONG = ("LEFT OUT", "NOTE")
"""Heads that a page has lists for."""


def _doubt(one: Doubt, here: str) -> dict[str, Any]:
    """A doubt, and where it can be mended."""
    return {
        "said": one,
        "unwritten": one.code in ASKS_UNWRITTEN,
        "mend": _place(one, here),
    }


def _place(one: Doubt, here: str) -> str:
    day = DAY.search(one.text)
    if one.code.startswith(OF_SESSIONS):
        return f"{here}/injections"
    return f"{here}/days/{day[0][:7]}#d{day[0]}" if day else f"{here}/days"


def people(found: ImportCasesResult) -> dict[str, Any]:
    """What a page shows of a sheet of many."""
    read = [one for one in found.patients if one.folder is not None]
    return {
        "found": found,
        "read": read,
        "lost": [one for one in found.patients if one.error is not None],
        "rows": [
            (words.UNDERSTOOD[head], text)
            for file in found.files
            for head, text in face.of_file(file)
        ],
        "counted": clinic.patients(len(read), len(found.patients)),
        "notes": [clinic.of_patients(n.text, n.patients, len(read)) for n in found.notes],
        "left_out": found.left_out,
    }
