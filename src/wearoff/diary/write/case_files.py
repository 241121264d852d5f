"""`export_case`: what is known of one person, as files for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from wearoff.diary.write.fhir import fhir_text
from wearoff.diary.write.nonmem import nonmem_text
from wearoff.diary.write.tables import (
    Table,
    check_case_path,
    entries,
    one_line,
    tables_of,
    write_case,
)
from wearoff.errors import argument, unknown
from wearoff.formats.bundles import allowed_text
from wearoff.formats.spreadsheets import neutral
from wearoff.formats.writing import check_writable, write_text
from wearoff.records import Note
from wearoff.runs import meta
from wearoff.words.handing import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wearoff.diary.case import Case
    from wearoff.diary.pieces import Doubt
    from wearoff.diary.write.result import ExportCaseResult, Part

Format = Literal["csv", "fhir", "nonmem"]
FORMATS = get_args(Format)
NUMBERS_ONLY = "nonmem"
"""The format that holds no words."""


@dataclass(frozen=True, repr=False)
class ExportedCase:
    """A case that was written, the format, and the files."""

    case: Case
    format: Format
    paths: tuple[Path, ...]

    def __repr__(self) -> str:
        """Name, format and first file, on one line."""
        return f"<ExportedCase {self.case.name}: {self.format} in {self.paths[0]}>"

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not in the files, a sentence each."""
        return tuple(text(note) for note in _left_out(self.case, self.format))

    @property
    def changed(self) -> tuple[str, ...]:
        """What stands in them in another way than it was read, a sentence each."""
        return changed(self.case, self.format)

    @cached_property
    def result(self) -> ExportCaseResult:
        """The document of `wearoff export DIARY --json`."""
        from wearoff.diary.write.result import ExportCaseResult
        from wearoff.formats.documents import Meta

        return ExportCaseResult(
            meta=Meta(**meta(None)),
            wrote=tuple(str(path) for path in self.paths),
            format=self.format,
            goes_in=parts(tables_of(self.case)),
            left_out=self.left_out,
            changed=self.changed,
            notes=self.case.notes,
            doubts=doubts_of(self.case),
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def export_case(case: Case, *, path: str | Path, to: str = "csv") -> ExportedCase:
    """Write what is known of one person, for other programs and to be read again.

    Args:
        case: Of `read_case`.
        path: File to write; of ``csv`` a folder, or ``NAME.csv`` of a diary without sessions.
        to: ``csv`` is our own files, ``fhir`` a FHIR R4 bundle (JSON), ``nonmem`` a table of doses
            and observations.

    Returns:
        An `ExportedCase`: ``paths``, ``left_out`` and ``changed`` say what is where.

    Raises:
        InputError: another format, or a file that cannot be written.

    Example:
        >>> import wearoff
        >>> found = wearoff.export_case(wearoff.example_case("ada"), path="ada.json", to="fhir")
        >>> found
        <ExportedCase Ada (made up): fhir in ada.json>
        >>> found.left_out[0]
        'the name of the person, and of the files that were read'
    """
    if to not in FORMATS:
        raise unknown(argument("to"), to, FORMATS)
    chosen = cast("Format", to)
    if chosen == "csv":
        check_case_path(case, path)
        return ExportedCase(case, chosen, tuple(write_case(case, path)))
    check_writable(path)
    version = meta(None)["version"]
    made = fhir_text(case, version) if chosen == "fhir" else nonmem_text([case], version)
    return ExportedCase(case, chosen, (write_text(made, path),))


def changed(case: Case, to: Format) -> tuple[str, ...]:
    """What stands in the files of a format in another way than it was read, a sentence each."""
    return tuple(text(note) for note in _changed(case, to))


def parts(tables: Mapping[str, Table]) -> tuple[Part, ...]:
    """Rows and columns of each table."""
    from wearoff.diary.write.result import Part

    return tuple(
        Part.model_validate({"table": name, "rows": len(rows) - 1, "columns": rows[0]})
        for name, rows in tables.items()
    )


def doubts_of(case: Case) -> tuple[Doubt, ...]:
    """What looks like a slip in what was read."""
    from wearoff.diary.pieces import Doubt

    return tuple(Doubt.model_validate(vars(doubt)) for doubt in case.doubts)


def cells_of_words(case: Case, columns: Mapping[str, object]) -> dict[str, int]:
    """How many cells of each of these columns of a diary hold words."""
    counts = {name: sum(map(bool, case.diary.texts.get(name, ()))) for name in columns}
    return {name: count for name, count in counts.items() if count}


def empty_left(case: Case) -> list[Note]:
    """That dates without an entry have no row."""
    empty = (case.diary.dated or 0) - len(list(entries(case.diary)))
    return [Note("empty_left", {"days": empty})] if empty > 0 else []


def _left_out(case: Case, to: Format) -> list[Note]:
    """What is not in the files."""
    notes = [Note("name_left")]
    if case.baseline:
        one = case.baseline
        values = {"headache_days": one.headache_days, "days": one.days, "source": one.source}
        notes.append(Note("baseline_left", values))
    notes += empty_left(case)
    if to == NUMBERS_ONLY:
        words = cells_of_words(case, case.diary.texts)
        if words:
            values = {"columns": ", ".join(words), "cells": sum(words.values())}
            notes.append(Note("words_left", values))
        if case.events:
            notes.append(Note("events_left", {"events": len(case.events)}))
    return notes


def _changed(case: Case, to: Format) -> list[Note]:
    """What stands in the files in another way."""
    if to == NUMBERS_ONLY:
        return []
    cells = [cell for rows in tables_of(case).values() for row in rows for cell in row]

    def note(code: str, change: Callable[[str], str]) -> list[Note]:
        count = sum(change(cell) != cell for cell in cells)
        return [Note(code, {"cells": count})] if count else []

    if to == "fhir":
        return note("no_characters", allowed_text)
    return [*note("neutralized", neutral), *note("line_ends", one_line)]
