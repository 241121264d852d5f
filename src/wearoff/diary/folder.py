"""A folder of patients: each a subfolder with diary.csv, or NAME.csv with its files beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.diary.analyze import Analysis, analyze
from wearoff.diary.case import Case, read_case
from wearoff.errors import InputError
from wearoff.formats.html import Shown
from wearoff.model.conditions import condition as find_condition
from wearoff.runs import check_seed, meta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wearoff.diary.clinic_result import ClinicResult

BESIDE = ("injections", "events", "scores")
"""Files that may stand beside a diary."""


@dataclass(frozen=True)
class Patient:
    """The files of one patient; those that are not there are None."""

    name: str
    diary: Path | None
    injections: Path | None
    events: Path | None
    scores: Path | None

    def read(self, condition: str | None) -> Case:
        """The case in these files.

        Raises:
            InputError: as `read_case`.
        """
        return read_case(
            self.diary,
            injections=self.injections,
            events=self.events,
            scores=self.scores,
            condition=condition,
            name=self.name,
        )


@dataclass(frozen=True, repr=False)
class Cases:
    """The cases of a folder in order of their names, and what is wrong with the others."""

    cases: tuple[Case, ...]
    refused: dict[str, str]

    def __repr__(self) -> str:
        """Who could be read, and who could not, on one line."""
        names = " ".join(case.name for case in self.cases)
        lost = f"; refused {' '.join(self.refused)}" if self.refused else ""
        return f"<Cases {len(self)}: {names}{lost}>"

    def __iter__(self) -> Iterator[Case]:
        """The cases that could be read."""
        return iter(self.cases)

    def __len__(self) -> int:
        """How many could be read."""
        return len(self.cases)


@dataclass(frozen=True)
class Row:
    """One patient analyzed, or the one line that says why not."""

    name: str
    analysis: Analysis | None
    error: str | None


@dataclass(frozen=True, repr=False)
class Clinic(Shown):
    """Every patient of a folder, by name."""

    rows: list[Row]
    seed: int

    def __repr__(self) -> str:
        """How many patients were analyzed, on one line."""
        done = sum(row.analysis is not None for row in self.rows)
        return f"<Clinic {done} of {len(self.rows)} patients analyzed>"

    @cached_property
    def result(self) -> ClinicResult:
        """What it says of every patient."""
        from wearoff.diary.clinic_result import ClinicResult, PatientResult
        from wearoff.formats.documents import Meta

        return ClinicResult(
            meta=Meta(**meta(self.seed)),
            patients=[
                PatientResult(
                    name=row.name,
                    error=row.error,
                    analysis=row.analysis.result if row.analysis else None,
                )
                for row in self.rows
            ],
        )

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff analyze FOLDER --json`."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def patients(folder: str | Path) -> list[Patient]:
    """The patients of a folder, sorted by name.

    Raises:
        InputError: no diary in it.
    """
    place = Path(folder)
    found = [
        _patient(own.name, own / "diary.csv", {kind: own / f"{kind}.csv" for kind in BESIDE})
        for own in place.glob("*")
        if (own / "diary.csv").is_file() or (own / "scores.csv").is_file()
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
    return Patient(name, diary if diary.is_file() else None, **given)


def read_cases(folder: str | Path, *, condition: str | None = None) -> Cases:
    """Read every patient of a folder; one whose files are refused keeps its error.

    Args:
        folder: Subfolders with diary.csv, or NAME.csv with NAME.injections.csv; events and scores
            may stand beside either in the same way.
        condition: What is treated in all of them; chronic_migraine if left out.

    Returns:
        The cases by name, and ``refused``: name to what is wrong, in one line.

    Raises:
        InputError: There is no patient in it, or no such condition.

    Example:
        >>> from pathlib import Path
        >>> import wearoff
        >>> from wearoff.diary.examples import example_diary
        >>> [case.name for case in wearoff.read_cases(example_diary("ada").parent)]
        ['ada', 'ben']
    """
    if condition is not None:
        find_condition(condition)
    found: list[Case] = []
    refused: dict[str, str] = {}
    for patient in patients(folder):
        try:
            found.append(patient.read(condition))
        except InputError as error:
            refused[patient.name] = _within(folder, error)
    return Cases(tuple(found), refused)


def analyze_folder(
    folder: str | Path,
    *,
    condition: str | None = None,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Clinic:
    """Analyze every patient of a folder; one whose files are refused keeps its error.

    Args:
        folder: see `read_cases`.
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
            rows.append(Row(patient.name, analyze(patient.read(condition), seed=seed), None))
        except InputError as error:
            said = _within(folder, error)
            say(f"{patient.name}: {said}")
            rows.append(Row(patient.name, None, said))
    if all(row.analysis is None for row in rows):
        raise InputError(
            f"none of {len(rows)} patients could be analyzed: {rows[0].error}", file=folder
        )
    return Clinic(rows, seed)


def _within(folder: str | Path, error: InputError) -> str:
    """What is wrong, files named as they are within the folder."""
    return str(error).replace(f"{Path(folder)}/", "")
