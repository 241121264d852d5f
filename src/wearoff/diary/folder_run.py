"""A folder of patients analyzed into a folder of documents, pages and draws, by any engine.

Each document is a pure function of the patient's files, the reading, seed and version, and so are
its page and the draws: it does not matter who writes them, where or how often, and a run that was
interrupted goes on with those that are missing. The manifest says of what files each document is
made, so that none is taken for that of another person, or of a diary that was changed since. Draws
lie in a folder of their own, which can be handed on without the answers.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wearoff.diary.draws import ENDING, FOLDER, to_parquet
from wearoff.diary.folder import (
    Clinic,
    Row,
    analyzed,
    check_any,
    names_of_files,
    readers_of,
)
from wearoff.diary.patients import patients
from wearoff.diary.read.options import checked
from wearoff.errors import InputError, argument
from wearoff.formats.parquets import WHOLE as WHOLE_DRAWS
from wearoff.formats.resumable import (
    MADE_OF,
    MANIFEST,
    begin,
    check_all,
    check_here,
    damaged,
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
    from collections.abc import Callable, Iterable, Mapping

    from wearoff.diary.case import Case
    from wearoff.diary.result import Result

WHOLE = b"\n}\n"
"""How a document ends."""
DRAWN = b"</html>"
"""How a page ends."""
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
    """Analyze every patient of a folder or a sheet into a folder of pages, documents and draws.

    Args:
        source: see `wearoff.read_cases`; several machines see it under this one path.
        path: the folder to fill, as well.
        draw: makes a patient's page.
        condition: of all of them; chronic_migraine if left out.
        seed: of every random number.
        engine: ``threads``, ``dask`` or ``dask://HOST:PORT``.
        resume: whether to go on with the same run, interrupted. It reads as of the day on which it
            began, and tries again those who were refused, whose files may be mended.
        progress: called with a line now and then, and with each error.
        told: see `wearoff.read_cases`.
        reading: how files are read, as `read_case` takes it.

    Raises:
        InputError: no patient, or none that could be analyzed; the engine is none, the folder holds
            something else, such as documents of other files, or a file cannot be written or read.

    Example:
        >>> from shutil import copytree
        >>> from wearoff.diary.examples import example_diary
        >>> _ = copytree(example_diary("ben"), "clinic/ben")
        >>> clinic = analyze_into("clinic", "answers", lambda result: f"{result.condition}</html>")
        >>> [row.name for row in clinic.rows], sorted(p.name for p in Path("answers").iterdir())
        (['ben'], ['ben.html', 'ben.json', 'draws', 'manifest.json'])
    """
    check_seed(seed)
    say = progress or (lambda _: None)
    kept = (manifest(path) or {}) if resume else {}
    reading["today"] = reading.get("today") or _began(kept, Path(path) / MANIFEST)
    place = Path(source).resolve()
    readers, skipped = readers_of(place, condition, reading)
    waiting = [
        Waiting(*each)
        for each in zip(readers, names_of_files(readers), readers.values(), strict=True)
    ]
    asked = checked(**reading)
    run = {
        **vars(asked),
        **meta(seed),
        "condition": condition,
        "confirm": sorted(asked.confirm),
        "today": asked.today.isoformat(),
        MADE_OF: _made_of(place, waiting),
    }
    with engine_of(engine) as over:
        folder = begin(path, run, resume=resume)
        _begin_draws(folder / FOLDER)
        missing = [each for each in waiting if not _is_done(folder, each.file)]
        where = {"source": place, "folder": folder}
        write = partial(_write, **where, made=meta(seed), draw=draw, told=told)
        errors: dict[str, str] = {}
        for name, file, error in timed(over(write, missing), len(missing), partial(_told, say)):
            if error is None:
                check_here(_document(folder, file), WHOLE)
            else:
                errors[name] = error
                say(f"{name}: {error}")
        done = [each.file for each in waiting if each.name not in errors]
        check_all((_document(folder, file) for file in done), WHOLE)
        check_all((_page(folder, file) for file in done), DRAWN)
        check_all((_draws(folder, file) for file in done), WHOLE_DRAWS)
        sweep(folder)
        sweep(folder / FOLDER)

    if len(errors) == len(waiting):
        with suppress(OSError):  # somebody put something into it
            (folder / FOLDER).rmdir()
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
    """Analyze a patient, and write page, draws and document, each whole or not at all.

    Returns:
        What the patient and the files are called, and what is wrong.

    Raises:
        InputError: another version is installed here, or a file cannot be written.
    """
    check_same(made, meta(made["seed"]))
    found, error = analyzed(patient.read, source, seed=made["seed"], told=told)
    if found:
        kept = found.kept
        put(draw(found.result).encode(), _page(folder, patient.file))
        put(to_parquet([kept] if kept else []), _draws(folder, patient.file))
        # last, because it says that the patient is done
        put(found.to_json().encode(), _document(folder, patient.file))
    return patient.name, patient.file, error


def _row(folder: Path, patient: Waiting, error: str | None) -> Row:
    """A patient as the document that was written tells.

    Raises:
        InputError: it was damaged since.
    """
    from wearoff.diary.result import Result

    if error:
        return Row(patient.name, None, error)
    document = _document(folder, patient.file)
    try:
        return Row(patient.name, Result.model_validate_json(document.read_bytes()), None)
    except (OSError, ValueError) as fault:
        raise InputError(
            "is damaged",
            file=document,
            fix=f"remove it; {argument('resume')} makes it again",
        ) from fault


def _document(folder: Path, file: str) -> Path:
    return folder / f"{file}.json"


def _page(folder: Path, file: str) -> Path:
    return folder / f"{file}.html"


def _draws(folder: Path, file: str) -> Path:
    return folder / FOLDER / f"{file}{ENDING}"


def _begin_draws(folder: Path) -> None:
    """The folder of draws, without what was left half written.

    Raises:
        InputError: it cannot be made.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        said = error.strerror or error
        raise InputError(f"cannot be written: {said}", file=folder) from error
    sweep(folder)


def _is_done(folder: Path, file: str) -> bool:
    """Whether all of a patient is there."""
    return (
        is_whole(_document(folder, file), WHOLE)
        and is_whole(_page(folder, file), DRAWN)
        and is_whole(_draws(folder, file), WHOLE_DRAWS)
    )


def _told(say: Callable[[str], None], line: str) -> None:
    say(f"patients: {line}")


def _began(kept: Mapping[str, Any], file: Path) -> date:
    """The day on which the run began: that of the one that goes on, or today."""
    if "today" not in kept:
        return date.today()  # noqa: DTZ011 - the person's own day
    try:
        return date.fromisoformat(kept["today"])
    except (TypeError, ValueError) as error:
        raise damaged(file, f"today {kept['today']!r}") from error


def _made_of(source: Path, waiting: Iterable[Waiting]) -> dict[str, str]:
    """What tells apart of what each document is made: the patient, the places and bytes of files.

    Of a sheet every document is made of all of it.
    """
    if source.is_file():
        sheet = [(source.name, _told_apart(source))]
        parts = {each.name: sheet for each in waiting}
    else:
        parts = {
            p.name: [
                (file.relative_to(source).as_posix(), _told_apart(file))
                for file in (p.diary, p.injections, p.events, p.scores, *p.doubled)
                if file
            ]
            for p in patients(source)[0]
        }
    return {
        _document(source, each.file).name: _short(repr((each.name, parts[each.name])).encode())
        for each in waiting
    }


def _told_apart(file: Path) -> str:
    return _short(_bytes(file))


def _short(data: bytes) -> str:
    return sha256(data).hexdigest()[:DIGITS]


def _bytes(file: Path) -> bytes:
    """What is in a file; of one that cannot be read nothing, which its patient's row says."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
