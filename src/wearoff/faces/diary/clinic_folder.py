"""`wearoff analyze FOLDER -o OUT`: the table, and beside it a page and a document a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.folder import INDEX
from wearoff.faces.diary.clinic import clinic_page, clinic_sheet
from wearoff.faces.diary.visit import visit_page
from wearoff.formats.writing import new_folder, write_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wearoff.diary.folder import Clinic


def write_pages(
    found: Clinic, folder: str | Path, *, progress: Callable[[str], None] | None = None
) -> None:
    """Write a folder of pages whole or not at all.

    Args:
        found: every patient.
        folder: a new one: index.html and index.csv, and of each patient NAME.html and NAME.json.
        progress: called with a line for each page.

    Raises:
        InputError: it cannot be written, or there is something in it.
    """
    say = progress or (lambda _: None)
    with new_folder(folder) as place:
        for patient in found.result.patients:
            if patient.analysis is None:
                continue
            say(f"{patient.name}: drawing the visit page")
            write_text(visit_page(patient.analysis), place.joinpath(f"{patient.file}.html"))
            write_text(patient.analysis.to_json(), place.joinpath(f"{patient.file}.json"))
        write_text(clinic_page(found, linked=True), place.joinpath(f"{INDEX}.html"))
        write_text(clinic_sheet(found, linked=True), place.joinpath(f"{INDEX}.csv"))
