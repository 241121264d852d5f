"""What `wearoff analyze` does with a folder of patients: a table, or a folder of pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.cli.flags import told
from wearoff.cli.options import say
from wearoff.cli.show import show, text
from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.folder import Clinic

TABLES = (".html", ".json", ".csv")
"""Kinds of file that the table can be written as; a name without an ending is a folder of pages."""


def analyze_patients(
    folder: str,
    *,
    condition: str | None,
    seed: int,
    out: str | None,
    engine: str,
    resume: bool,
    as_json: bool,
    **reading: Any,
) -> None:
    """Analyze a folder, print a row a patient, and write what was asked for.

    Args:
        folder: of patients.
        condition: of all of them.
        seed: of every random number.
        out: table, or folder of pages.
        engine: what fills a folder of pages.
        resume: whether to go on with one.
        as_json: whether the document is printed.
        reading: how files are read.
    """
    from wearoff.diary.folder import analyze_folder
    from wearoff.faces.diary import clinic

    ending = Path(out).suffix.casefold() if out else ""
    pages = out if out is not None and not ending else None
    if pages is None and (resume or engine != "threads"):
        raise InputError("--engine and --resume without a folder of pages", fix="give -o FOLDER")

    def compute() -> Clinic:
        if ending and ending not in TABLES:
            allowed = f"{', '.join(TABLES)}, or a new folder"
            raise InputError("not a kind of table", file=out, allowed=allowed)
        asked: dict[str, Any] = {"condition": condition, "seed": seed, **reading}
        if pages is None:
            return analyze_folder(folder, progress=say, told=told, **asked)
        from wearoff.diary.folder_run import analyze_into
        from wearoff.faces.diary.clinic_folder import visit_page_in_folder, write_index

        asked |= {"engine": engine, "resume": resume}
        found = analyze_into(folder, pages, visit_page_in_folder, progress=say, told=told, **asked)
        write_index(found, pages)
        return found

    def document(found: Clinic) -> str:
        return found.to_json()

    def screen(found: Clinic) -> Sequence[str]:
        lines = clinic.screen(found, engine)
        return [*lines, f"Wrote {pages}: open index.html in it"] if pages else lines

    writers = {".json": document, ".csv": clinic.clinic_sheet, ".html": clinic.clinic_page}
    show(
        compute,
        document=document,
        screen=screen,
        as_json=as_json,
        files=[(out, text(writers[ending]))] if ending in writers else [],
    )
