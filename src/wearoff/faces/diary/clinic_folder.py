"""`wearoff analyze FOLDER -o OUT`: the table beside a page and a document a patient."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wearoff.diary.folder import INDEX
from wearoff.faces.diary.clinic import clinic_page, clinic_sheet
from wearoff.faces.diary.visit import visit_page
from wearoff.faces.shared.words import CLOSING_OF_A_FOLDER
from wearoff.formats.writing import write_text

if TYPE_CHECKING:
    from wearoff.diary.folder import Clinic
    from wearoff.diary.result import Result


def visit_page_in_folder(found: Result) -> str:
    """The visit page of one patient among others, whose last line names no machine.

    Args:
        found: the patient's result.

    Returns:
        The page, as HTML.
    """
    return visit_page(found, closing=CLOSING_OF_A_FOLDER)


def write_index(found: Clinic, folder: str | Path) -> None:
    """Write the table of a folder, as a page that links the patients' own and as a sheet.

    Args:
        found: every patient.
        folder: where their pages lie.

    Raises:
        InputError: it cannot be written.
    """
    write_text(clinic_page(found, linked=True), Path(folder, f"{INDEX}.html"))
    write_text(clinic_sheet(found, linked=True), Path(folder, f"{INDEX}.csv"))
