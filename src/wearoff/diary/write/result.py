"""What exporting a case, and giving it to research, say, typed."""

from __future__ import annotations

from typing import Literal

from wearoff.diary.pieces import Doubt
from wearoff.formats.documents import Document
from wearoff.simulation.result import Written


class Part(Document):
    """One table of a case: its rows and columns."""

    table: Literal["diary", "injections", "events", "scores"]
    rows: int
    columns: tuple[str, ...]


class ExportCaseResult(Written):
    """What `wearoff export DIARY --json` prints: what was written of one person, and what not."""

    format: Literal["csv", "fhir", "nonmem"]
    goes_in: tuple[Part, ...]
    left_out: tuple[str, ...]
    """What is not in the file."""
    changed: tuple[str, ...]
    """What stands in it in another way than it was read."""
    notes: tuple[str, ...]
    """What was assumed while reading, and what was not read."""
    doubts: tuple[Doubt, ...]


class Meaning(Document):
    """What a column holds."""

    table: Literal["diary", "injections", "events", "scores"]
    column: str
    meaning: str


class ShareResult(Written):
    """What `wearoff share --json` prints: what goes to research, and what does not."""

    condition: str
    goes_in: tuple[Part, ...]
    left_out: tuple[str, ...]
    can_still_tell: str
    notes: tuple[str, ...]
    """What was assumed while reading, and what was not read."""
    doubts: tuple[Doubt, ...]
    dictionary: tuple[Meaning, ...]


class DiaryPageResult(Written):
    """What `wearoff diary --json` prints: which page it wrote, and what its answers stand for."""

    page: Literal["phone", "month"]
    month: str | None
    """Year and month of a sheet, as 2026-12."""
    columns: tuple[str, ...]
    """Columns of the CSV that is made of it."""
    answers: dict[str, dict[str, str]]
    """Cells of each answer; a day without one has no row."""
