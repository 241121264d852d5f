"""What a folder of patients says, typed: the one author of `wearoff analyze FOLDER --json`."""

from __future__ import annotations

from wearoff.diary.result import Result
from wearoff.formats.documents import Document, Meta

SCHEMA_VERSION = "1.0"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""


class PatientResult(Document):
    """One patient's analysis, or the one line that says why there is none."""

    name: str
    error: str | None
    analysis: Result | None


class ClinicResult(Document):
    """Every patient of a folder, by name."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    patients: list[PatientResult]
