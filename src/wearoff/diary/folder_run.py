"""A folder of patients analyzed into a folder of documents and pages, by any engine.

Each document is a pure function of the patient's files, the reading, seed and version, and each
page of its document: so it does not matter who writes them, where or how often, and a run that was
interrupted goes on with those that are missing.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wearoff.diary.folder import (
    Clinic,
    Row,
    check_any,
    names_of_files,
    readers_of,
    row_of,
)
from wearoff.diary.patients import patients
from wearoff.formats.resumable import (
    begin,
    check_here,
    forget,
    is_whole,
    manifest,
    put,
    sweep,
    timed,
)
from wearoff.runs import check_same, check_seed, meta
from wearoff.simulation.clusters import engine_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wearoff.diary.case import Case
    from wearoff.diary.result import Result
    from wearoff.errors import InputError

WHOLE = b"\n}\n"
"""How a document ends."""
DIGITS = 16
"""Of what tells files apart."""


class Waiting(NamedTuple):
    """A patient whose document is missing."""

    name: str
    file: str
    read: Callable[[], Case]


def analyze_into(
    source: str | Path,
    path: str | Path,
    draw: Callable[[Result], str],
    *,
    condition: str | None = None,
    seed: int = 1,
    engine: str = "threads",
    resume: bool = False,
    progress: Callable[[str], None] | None = None,
    told: Callable[[InputError], str] = str,
    **reading: Any,
) -> Clinic:
    """Analyze every patient of a folder or a sheet into a folder of pages and documents.

    Args:
        source: see `wearoff.read_cases`; several machines see it under this one path.
        path: the folder to fill, as well.
        draw: makes a patient's page.
        condition: of all of them; chronic_migraine if left out.
        seed: of every random number.
        engine: ``threads``, ``dask`` or ``dask://HOST:PORT``.
        resume: whether to go on with the same run, interrupted. It reads as of the day on which it
            began, and tries again those who were refused.
        progress: called with a line now and then, and with each error.
        told: see `wearoff.read_cases`.
        reading: how files are read, as `read_case` takes it.

    Raises:
        InputError: no patient, or none that could be analyzed; the engine is none, the folder holds
            something else, or a file cannot be written.
    """
    check_seed(seed)
    say = progress or (lambda _: None)
    kept = (manifest(path) or {}) if resume else {}
    began = kept.get("today") or date.today().isoformat()  # noqa: DTZ011 - the person's own day
    reading["today"] = reading.get("today") or date.fromisoformat(began)
    place = Path(source).resolve()
    readers, skipped = readers_of(place, condition, reading)
    waiting = [
        Waiting(*each)
        for each in zip(readers, names_of_files(readers), readers.values(), strict=True)
    ]
    run = {
        **meta(seed),
        "condition": condition,
        **{name: str(value) for name, value in reading.items() if value},
        "diaries": _digest(place),
    }
    with engine_of(engine) as over:
        folder = begin(path, run, resume=resume)
        missing = [each for each in waiting if not is_whole(_document(folder, each.file), WHOLE)]
        where = {"source": place, "folder": folder}
        write = partial(_write, **where, made=meta(seed), draw=draw, told=told)
        errors: dict[str, str] = {}
        for name, file, error in timed(over(write, missing), len(missing), partial(_told, say)):
            if error is None:
                check_here(_document(folder, file), WHOLE)
            else:
                errors[name] = error
                say(f"{name}: {error}")
        sweep(folder)

    if len(errors) == len(waiting):
        forget(folder)
    rows = [_row(folder, each, errors.get(each.name)) for each in waiting]
    check_any(rows, source)
    return Clinic(rows, seed, tuple(skipped))


def _write(
    patient: Waiting,
    *,
    source: Path,
    folder: Path,
    made: Mapping[str, Any],
    draw: Callable[[Result], str],
    told: Callable[[InputError], str],
) -> tuple[str, str, str | None]:
    """Analyze a patient, and write the page and the document, each whole or not at all.

    Returns:
        What the patient and the files are called, and what is wrong.

    Raises:
        InputError: another version is installed here, or a file cannot be written.
    """
    check_same(made, meta(made["seed"]))
    row = row_of(patient.name, patient.read, source, seed=made["seed"], told=told)
    if row.result:
        put(draw(row.result).encode(), folder / f"{patient.file}.html")
        # last, because it says that the patient is done
        put(row.result.to_json().encode(), _document(folder, patient.file))
    return patient.name, patient.file, row.error


def _row(folder: Path, patient: Waiting, error: str | None) -> Row:
    """A patient as the document that was written tells."""
    from wearoff.diary.result import Result

    if error:
        return Row(patient.name, None, error)
    text = _document(folder, patient.file).read_bytes()
    return Row(patient.name, Result.model_validate_json(text), None)


def _document(folder: Path, file: str) -> Path:
    return folder / f"{file}.json"


def _told(say: Callable[[str], None], line: str) -> None:
    say(f"patients: {line}")


def _digest(source: Path) -> str:
    """What tells apart the files of all patients, by their names and bytes."""
    if source.is_file():
        files = [source]
    else:
        found = patients(source)[0]
        each = [(p.diary, p.injections, p.events, p.scores, *p.doubled) for p in found]
        files = sorted({file for own in each for file in own if file})
    whole = sha256()
    for file in files:
        whole.update(f"{file.name} {sha256(_bytes(file)).hexdigest()}\n".encode())
    return whole.hexdigest()[:DIGITS]


def _bytes(file: Path) -> bytes:
    """What is in a file; of one that cannot be read nothing, which its patient's row says."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
