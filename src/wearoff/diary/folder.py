"""A folder of patients: each a subfolder with diary.csv, or NAME.csv with its files beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.diary.analyze import Analysis, analyze
from wearoff.errors import InputError
from wearoff.runs import check_seed, meta

if TYPE_CHECKING:
    from collections.abc import Callable

BESIDE = ("injections", "events", "scores")
"""Files that may stand beside a diary."""


@dataclass(frozen=True)
class Patient:
    """The files of one patient; those that are not there are None."""

    name: str
    diary: Path
    injections: Path | None
    events: Path | None
    scores: Path | None


@dataclass(frozen=True)
class Row:
    """One patient analyzed, or the one line that says why not."""

    name: str
    analysis: Analysis | None
    error: str | None


@dataclass(frozen=True)
class Clinic:
    """Every patient of a folder, by name."""

    rows: list[Row]
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff analyze FOLDER --json`."""
        patients = [
            {
                "name": row.name,
                "error": row.error,
                "analysis": row.analysis.document if row.analysis else None,
            }
            for row in self.rows
        ]
        return {"meta": meta(self.seed), "patients": patients}


def patients(folder: str | Path) -> list[Patient]:
    """The patients of a folder, sorted by name.

    Raises:
        InputError: no diary in it.
    """
    place = Path(folder)
    found = [
        _patient(path.parent.name, path, {kind: path.parent / f"{kind}.csv" for kind in BESIDE})
        for path in place.glob("*/diary.csv")
    ]
    found += [
        _patient(path.stem, path, {kind: place / f"{path.stem}.{kind}.csv" for kind in BESIDE})
        for path in place.glob("*.csv")
        if path.suffixes == [".csv"]
    ]
    if not found:
        raise InputError(
            "no patients",
            file=place,
            allowed="subfolders with diary.csv, or NAME.csv with NAME.injections.csv",
        )
    return sorted(found, key=lambda patient: patient.name)


def _patient(name: str, diary: Path, beside: dict[str, Path]) -> Patient:
    given = {kind: path if path.is_file() else None for kind, path in beside.items()}
    return Patient(name, diary, **given)


def analyze_folder(
    folder: str | Path,
    *,
    condition: str | None = None,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Clinic:
    """Analyze every patient of a folder; one whose files are refused keeps its error.

    Args:
        folder: see `patients`.
        condition: of all of them; chronic_migraine if left out.
        seed: of every random number.
        progress: called with a line for each patient, and with each error.

    Raises:
        InputError: no patient, or none that could be analyzed.
    """
    check_seed(seed)
    say = progress or (lambda _: None)
    found = patients(folder)
    rows: list[Row] = []
    for place, patient in enumerate(found, 1):
        say(f"{place} of {len(found)}: {patient.name}")
        try:
            rows.append(Row(patient.name, _one(patient, condition, seed), None))
        except InputError as error:
            said = str(error).replace(f"{Path(folder)}/", "")
            say(f"{patient.name}: {said}")
            rows.append(Row(patient.name, None, said))
    if all(row.analysis is None for row in rows):
        raise InputError(
            f"none of {len(rows)} patients could be analyzed: {rows[0].error}", file=folder
        )
    return Clinic(rows, seed)


def _one(patient: Patient, condition: str | None, seed: int) -> Analysis:
    return analyze(
        patient.diary,
        injections=patient.injections,
        condition=condition,
        events=patient.events,
        scores=patient.scores,
        seed=seed,
    )
