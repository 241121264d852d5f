"""Folders that fill file by file, and say what is to be in them, so that a run can go on."""

from __future__ import annotations

import json
import os
import platform
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from wearoff.errors import InputError, argument
from wearoff.formats.writing import check_new_folder, write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Item = TypeVar("Item")

MANIFEST = "manifest.json"
"""What is to be in the folder."""
MADE_OF = "made_of"
"""Under what a manifest says of what each file is made, where they are made of several things."""
SHOWN = 3
"""Differences that an error tells."""
SHORT = 40
"""Characters of a value that an error repeats."""
EVERY = 5.0
"""Seconds between lines of progress."""
MINUTE = 60


def manifest(folder: str | Path) -> dict[str, Any] | None:
    """What is to be in a folder; None where nothing says so.

    Raises:
        InputError: what says so cannot be read.
    """
    file = Path(folder) / MANIFEST
    try:
        if not file.is_file() or _barely_begun(Path(folder)):
            return None
        found = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise damaged(file, str(error)) from error
    if not isinstance(found, dict) or not isinstance(found.get(MADE_OF, {}), dict):
        raise damaged(file, "it says nothing of a run")
    return found


def damaged(file: Path, why: str) -> InputError:
    """The error of a manifest that cannot be used."""
    return InputError(f"cannot be read: {why}", file=file, fix="give another folder")


def begin(folder: str | Path, run: Mapping[str, Any], *, resume: bool) -> Path:
    """A folder for the files of a run: a new one, or that of the same run, interrupted.

    Args:
        folder: Where.
        run: All that its files depend on, as JSON knows it. Under `MADE_OF` it may say of what
            each file is made: what is not there yet may be made of something else than at first.
        resume: Whether one of the same run is taken.

    Returns:
        The folder, without what was left half written.

    Raises:
        InputError: it holds another run, or something else, or the same run and ``resume`` was not
            asked for, or cannot be written.

    Example:
        >>> folder = begin("cohort", {"seed": 1}, resume=False)
        >>> begin("cohort", {"seed": 1}, resume=True) == folder
        True
    """
    if Path(folder).name in {"", ".."}:
        raise InputError("cannot be written", file=folder, fix="give the folder's name")
    target = Path(folder).resolve()
    found = manifest(target)
    if found is None or not resume:
        if found is not None:
            raise InputError("holds a run", file=folder, fix=f"{argument('resume')} goes on")
        try:
            for left in _barely_begun(target):
                left.unlink(missing_ok=True)
            check_new_folder(folder)
            target.mkdir(exist_ok=True)
        except OSError as error:
            raise InputError(
                f"cannot be written: {error.strerror or error}", file=folder
            ) from error
        _promise(run, target)
        return target
    other = [
        f"{name} {_short(found.get(name))}, not {_short(run.get(name))}"
        for name in sorted((found.keys() | run.keys()) - {MADE_OF})
        if found.get(name) != run.get(name)
    ]
    was, now = found.get(MADE_OF, {}), run.get(MADE_OF, {})
    other += [
        f"{name} made of other files"
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name) and (target / name).exists()
    ]
    if other:
        more = [f"and {len(other) - SHOWN} more"] if len(other) > SHOWN else []
        raise InputError(
            f"holds another run: {'; '.join([*other[:SHOWN], *more])}",
            file=folder,
            fix="give a new folder",
        )
    sweep(target)
    if found != run:
        _promise(run, target)
    return target


def _promise(run: Mapping[str, Any], folder: Path) -> None:
    write_text(json.dumps(run, indent=2, sort_keys=True) + "\n", folder / MANIFEST)


def _barely_begun(folder: Path) -> list[Path]:
    """All that is in a folder whose run was stopped while it wrote what is to be in it."""
    begun = {MANIFEST, f".{MANIFEST}.partial"}
    files = list(folder.iterdir()) if folder.is_dir() else []
    nothing_else = all(
        file.name in begun and (file.name != MANIFEST or not file.stat().st_size) for file in files
    )
    return files if nothing_else else []


def forget(folder: Path) -> None:
    """Remove a folder in which nothing was written but what is to be in it."""
    (folder / MANIFEST).unlink(missing_ok=True)
    with suppress(OSError):  # somebody put something into it
        folder.rmdir()


def sweep(folder: Path) -> None:
    """Remove what was left half written by those who were stopped."""
    for left in folder.glob(".*.partial"):
        left.unlink(missing_ok=True)


def is_whole(file: Path, ending: bytes) -> bool:
    """Whether a file is there to its end, also after the power failed.

    Args:
        file: The file.
        ending: Its last bytes, where it is whole.
    """
    try:
        with file.open("rb") as opened:
            opened.seek(-len(ending), 2)
            return opened.read() == ending
    except OSError:
        return False


def check_here(file: Path, ending: bytes) -> None:
    """Refuse to go on where a worker's file is not where it was asked for.

    Raises:
        InputError: it is not there, or not whole.
    """
    if not is_whole(file, ending):
        raise InputError(
            f"a worker wrote {file.name} elsewhere",
            file=file.parent,
            fix="give a folder that every machine sees under the same path",
        )


def check_all(files: Iterable[Path], ending: bytes) -> None:
    """Refuse to call a run done whose files are not all there.

    Raises:
        InputError: one is not there, or not whole.
    """
    missing = [file for file in files if not is_whole(file, ending)]
    if missing:
        raise InputError(
            f"{len(missing)} files were not written, such as {missing[0].name}",
            file=missing[0].parent,
            fix=f"{argument('resume')} goes on",
        )


def put(data: bytes, path: Path) -> None:
    """Write a file of a run whole or not at all, also where several write the same.

    Raises:
        InputError: it cannot be written.
    """
    write_bytes(data, path, by=f".{platform.node()}-{os.getpid()}")


def timed(done: Iterable[Item], total: int, say: Callable[[str], None] | None) -> Iterator[Item]:
    """What is done, as it comes, and now and then how far that is.

    Args:
        done: What is done.
        total: How many there will be.
        say: Called with ``12 of 40, about 3 min left``.

    Yields:
        The same.
    """
    began = told = time.monotonic()
    for count, item in enumerate(done, 1):
        now = time.monotonic()
        if say and count < total and now - told >= EVERY:
            told = now
            left = (now - began) / count * (total - count)
            about = f"{max(round(left), 1)} s" if left < 2 * MINUTE else f"{left / MINUTE:.0f} min"
            say(f"{count} of {total}, about {about} left")
        yield item


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= SHORT else f"{text[:SHORT]} …"
