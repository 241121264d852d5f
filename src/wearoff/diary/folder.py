"""Many patients at once: a folder of their files, or one sheet of a clinic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.diary.analyze import analyze
from wearoff.diary.patients import Skipped, patients
from wearoff.diary.sheet_cases import sheet_cases
from wearoff.errors import InputError
from wearoff.formats.html import Shown
from wearoff.formats.names import file_names
from wearoff.formats.resumable import MANIFEST
from wearoff.model.conditions import condition as find_condition
from wearoff.runs import check_seed, meta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wearoff.diary.analyze import Analysis
    from wearoff.diary.case import Case
    from wearoff.diary.clinic_result import ClinicResult
    from wearoff.diary.result import Result
    from wearoff.formats.frames import Given

INDEX = "index"
"""Name of the table among the pages of its patients."""


@dataclass(frozen=True, repr=False)
class Cases:
    """The cases of a folder in order of their names, and what is wrong with the others."""

    cases: tuple[Case, ...]
    refused: dict[str, str]
    skipped: tuple[Skipped, ...] = ()

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
    """What a patient's analysis says, or what says why there is none."""

    name: str
    result: Result | None
    error: str | None


@dataclass(frozen=True, repr=False)
class Clinic(Shown):
    """Every patient of a folder, by name, and what in it is no patient's."""

    rows: list[Row]
    seed: int
    skipped: tuple[Skipped, ...] = ()

    def __repr__(self) -> str:
        """How many patients were analyzed, on one line."""
        done = sum(row.result is not None for row in self.rows)
        return f"<Clinic {done} of {len(self.rows)} patients analyzed>"

    @cached_property
    def result(self) -> ClinicResult:
        """What it says of every patient."""
        from wearoff.diary import clinic_result as documents
        from wearoff.formats.documents import Meta

        names = names_of_files(row.name for row in self.rows)
        return documents.ClinicResult(
            meta=Meta(**meta(self.seed)),
            patients=[
                documents.PatientResult(
                    name=row.name,
                    file=name,
                    error=row.error,
                    glance=documents.glance(row.result) if row.result else None,
                    analysis=row.result,
                )
                for row, name in zip(self.rows, names, strict=True)
            ],
            notes=documents.shared_notes([row.result for row in self.rows if row.result]),
            skipped=[
                documents.SkippedFile(file=each.file, reason=each.reason) for each in self.skipped
            ],
        )

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff analyze FOLDER --json`."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def read_cases(
    folder: Given,
    *,
    condition: str | None = None,
    told: Callable[[InputError], str] = str,
    **reading: Any,
) -> Cases:
    """Read every patient of a folder or a sheet; one who is refused keeps the error.

    Args:
        folder: Subfolders with diary.csv, or NAME.csv with NAME.injections.csv; events and scores
            may stand beside either in the same way. Or a clinic's sheet: a row a visit or a month,
            with patient, date, headache days of the last 28 or 30, HIT-6, units.
        condition: What is treated in all of them; chronic_migraine if left out.
        told: The words of an error; those of Python if left out.
        reading: How files are read, as `read_case` takes it.

    Returns:
        The cases by name, ``refused``: name to what is wrong, and ``skipped``: what is no
        patient's, and why.

    Raises:
        InputError: There is no patient in it, or no such condition.

    Example:
        >>> from pathlib import Path
        >>> import wearoff
        >>> from wearoff.diary.examples import example_diary
        >>> [case.name for case in wearoff.read_cases(example_diary("ada").parent)]
        ['ada', 'ben']
    """
    readers, skipped = readers_of(folder, condition, reading)
    found: list[Case] = []
    refused: dict[str, str] = {}
    for name, read in readers.items():
        try:
            found.append(read())
        except InputError as error:
            refused[name] = _within(folder, told(error))
    return Cases(tuple(found), refused, tuple(skipped))


def analyze_folder(
    folder: Given,
    *,
    condition: str | None = None,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
    told: Callable[[InputError], str] = str,
    **reading: Any,
) -> Clinic:
    """Analyze every patient of a folder or a sheet; one who is refused keeps the error.

    Args:
        folder: see `read_cases`.
        condition: of all of them; chronic_migraine if left out.
        seed: of every random number.
        progress: called with a line for each patient, and with each error.
        told: see `read_cases`.
        reading: how files are read, as `read_case` takes it.

    Raises:
        InputError: no patient, or none that could be analyzed, with the reason of each.
    """
    check_seed(seed)
    say = progress or (lambda _: None)
    readers, skipped = readers_of(folder, condition, reading)
    rows: list[Row] = []
    for place, (name, read) in enumerate(readers.items(), 1):
        say(f"{place} of {len(readers)}: {name}")
        found, error = analyzed(read, folder, seed=seed, told=told)
        rows.append(Row(name, found.result if found else None, error))
        if error:
            say(f"{name}: {error}")
    check_any(rows, folder)
    return Clinic(rows, seed, tuple(skipped))


def analyzed(
    read: Callable[[], Case], folder: Given, *, seed: int, told: Callable[[InputError], str]
) -> tuple[Analysis | None, str | None]:
    """One patient analyzed, or what is wrong with the files.

    Args:
        read: Gives the case.
        folder: Where it is read from.
        seed: Of every random number.
        told: The words of an error.
    """
    try:
        return analyze(read(), seed=seed), None
    except InputError as error:
        return None, _within(folder, told(error))


def check_any(rows: Sequence[Row], folder: Given) -> None:
    """Refuse a folder of which nobody could be analyzed.

    Raises:
        InputError: nobody could, with the reason of each.
    """
    if all(row.error for row in rows):
        head = InputError(f"none of {len(rows)} patients could be analyzed", file=_called(folder))
        raise InputError.of([head.text, *(f"{row.name}: {row.error}" for row in rows)])


def names_of_files(names: Iterable[str]) -> list[str]:
    """What the page and the document of each patient are called, without their endings."""
    return file_names(names, taken=[INDEX, Path(MANIFEST).stem])


def readers_of(
    folder: Given, condition: str | None, reading: Mapping[str, Any]
) -> tuple[dict[str, Callable[[], Case]], list[Skipped]]:
    """What reads each patient, by name, and what is no patient's."""
    if condition is not None:
        find_condition(condition)
    if not isinstance(folder, str | Path) or Path(folder).is_file():
        people = sheet_cases(folder, condition, reading)
        if people is None:
            raise InputError(
                "no sheet of several patients", file=_called(folder), fix="read it with read_case"
            )
        return people, []
    found, skipped = patients(folder)
    return {each.name: partial(each.read, condition, **reading) for each in found}, skipped


def _called(folder: Given) -> str:
    return str(folder) if isinstance(folder, str | Path) else "folder"


def _within(folder: Given, told: str) -> str:
    """What is wrong on one line, files named as they are within the folder."""
    lines = told.replace(f"{Path(_called(folder))}/", "").splitlines()
    return "; ".join(lines)
