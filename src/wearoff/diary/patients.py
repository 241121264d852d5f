"""Patients of a folder: each a subfolder of files, or NAME.csv with its files beside it.

Capitals do not matter, nor which of the formats that are read. What is no patient's is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wearoff.diary.case import Case, read_case
from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

DIARY = "diary"
BESIDE = ("injections", "events", "scores")
"""Files that may stand beside a diary."""
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
"""Kinds of file of what stands beside a diary."""
DIARIES = (*TABLES, ".xml", ".json", ".zip")
"""Kinds of file of a diary in a folder of its own."""
ALONE = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xml")
"""Kinds of file of a diary that lies among others."""
EXPORTS = (DIARY, "export")
"""What a diary's file is called, without its ending."""


class Skipped(NamedTuple):
    """A file or folder that is no patient's, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class Patient:
    """The files of one patient; those that are not there are None.

    ``doubled`` are files of which there should be one.
    """

    name: str
    diary: Path | None
    injections: Path | None = None
    events: Path | None = None
    scores: Path | None = None
    doubled: tuple[Path, ...] = ()

    def check(self) -> None:
        """Refuse two files of one kind.

        Raises:
            InputError: there are.
        """
        if self.doubled:
            names = " and ".join(path.name for path in self.doubled)
            raise InputError(f"{names} are of one kind", file=self.name, fix="keep one of them")

    def read(self, condition: str | None, **reading: Any) -> Case:
        """The case in these files.

        Args:
            condition: What is treated.
            reading: How files are read, as `read_case` takes it.

        Raises:
            InputError: as `read_case`, or there are two files of one kind.
        """
        self.check()
        return read_case(
            self.diary,
            injections=self.injections,
            events=self.events,
            scores=self.scores,
            condition=condition,
            name=self.name,
            **reading,
        )


@dataclass
class _Files:
    """Files of one patient as they are found, by kind."""

    name: str
    kinds: dict[str, list[Path]] = field(default_factory=dict[str, list[Path]])

    def add(self, kind: str, path: Path) -> None:
        self.kinds.setdefault(kind, []).append(path)

    @property
    def patient(self) -> Patient | None:
        """The patient; None without a diary and without scores."""
        first = {kind: paths[0] for kind, paths in self.kinds.items()}
        if not {DIARY, "scores"} & first.keys():
            return None
        doubled = [tuple(paths) for paths in self.kinds.values() if len(paths) > 1]
        return Patient(
            self.name,
            first.get(DIARY),
            first.get("injections"),
            first.get("events"),
            first.get("scores"),
            doubled[0] if doubled else (),
        )

    @property
    def paths(self) -> list[Path]:
        return [path for paths in self.kinds.values() for path in paths]


def patients(folder: str | Path) -> tuple[list[Patient], list[Skipped]]:
    """The patients of a folder, sorted by name, and what is no patient's.

    Raises:
        InputError: there is no patient in it.
    """
    place = Path(folder)
    skipped: list[Skipped] = []
    found = [own for path in _shown(place) if path.is_dir() and (own := _within(path, skipped))]
    found += _lying(place, skipped)
    if not found:
        raise InputError(
            "no patients",
            file=place,
            allowed="subfolders with diary.csv, or NAME.csv with NAME.injections.csv",
        )
    return _named_apart(sorted(found, key=lambda patient: patient.name)), sorted(skipped)


def is_one_person(folder: str | Path) -> bool:
    """Whether a folder holds the files of one person itself, as `wearoff import` writes them."""
    return any(path.stem.casefold() == DIARY and path.is_file() for path in _shown(Path(folder)))


def one_person(folder: str | Path) -> Patient:
    """The person whose files lie in a folder.

    Raises:
        InputError: no diary and no scores lie in it, or two files of one kind.
    """
    found = _within(Path(folder).resolve(), [])
    if found is None:
        raise InputError(
            "no diary and no scores in it",
            file=folder,
            allowed="diary.csv, and injections.csv, events.csv, scores.csv beside it",
        )
    found.check()
    return found


def _shown(place: Path) -> list[Path]:
    """What lies in a folder, by name; hidden files and those that a program keeps open are not."""
    try:
        found = list(place.iterdir()) if place.is_dir() else []
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", file=place) from error
    return sorted(path for path in found if not path.name.startswith((".", "~$")))


def _within(place: Path, skipped: list[Skipped]) -> Patient | None:
    """The patient whose files lie in a folder of their own."""
    own, others = _Files(place.name), list[Path]()
    try:
        within = _shown(place)
    except InputError:
        skipped.append(Skipped(place.name, "cannot be opened"))
        return None
    for path in within:
        stem, ending = path.stem.casefold(), path.suffix.casefold()
        if path.is_dir():
            skipped.append(Skipped(f"{place.name}/{path.name}", "a folder in a patient's folder"))
        elif stem in BESIDE and ending in TABLES:
            own.add(stem, path)
        elif stem in EXPORTS and ending in DIARIES:
            own.add(DIARY, path)
        elif ending in DIARIES:
            others.append(path)
        else:
            skipped.append(Skipped(f"{place.name}/{path.name}", "not a kind of file that is read"))
    if own.patient is None and len(others) == 1:
        own.add(DIARY, others.pop())
    skipped += [Skipped(f"{place.name}/{path.name}", _other(own)) for path in others]
    if own.patient is None:
        skipped.append(Skipped(place.name, "no diary and no scores in it"))
    return own.patient


def _other(own: _Files) -> str:
    if own.patient is None:
        return "one of several files, none of which is called diary"
    return f"not called {DIARY}, {', '.join(BESIDE)}"


def _lying(place: Path, skipped: list[Skipped]) -> list[Patient]:
    """Patients whose files lie in the folder itself, called NAME or NAME.kind."""
    found: dict[str, _Files] = {}
    for path in _shown(place):
        if path.is_dir():
            continue
        name, _, kind = path.stem.rpartition(".")
        ending, kind = path.suffix.casefold(), kind.casefold()
        if name and kind in (DIARY, *BESIDE) and ending in TABLES:
            found.setdefault(name.casefold(), _Files(name)).add(kind, path)
        elif ending in ALONE:
            own = found.setdefault(path.stem.casefold(), _Files(path.stem))
            own.name = path.stem  # the patient is called as the diary is
            own.add(DIARY, path)
        else:
            skipped.append(Skipped(path.name, "not a kind of file that is read"))
    for own in found.values():
        if own.patient is None:
            skipped += [Skipped(path.name, f"no diary of {own.name}") for path in own.paths]
    return [patient for own in found.values() if (patient := own.patient)]


def _named_apart(found: Iterable[Patient]) -> list[Patient]:
    """Patients of one name told apart: a folder and a file may be called alike."""
    apart: dict[str, Patient] = {}
    for patient in found:
        name, number = patient.name, 1
        while name in apart:
            number += 1
            name = f"{patient.name} ({number})"
        apart[name] = replace(patient, name=name)
    return list(apart.values())
