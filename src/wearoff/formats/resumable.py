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
        return json.loads(file.read_bytes()) if file.is_file() else None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", file=file) from error


def begin(folder: str | Path, run: Mapping[str, Any], *, resume: bool) -> Path:
    """A folder for the files of a run: a new one, or that of the same run, interrupted.

    Args:
        folder: Where.
        run: All that its files depend on, as JSON knows it.
        resume: Whether one of the same run is taken.

    Returns:
        The folder, without what was left half written.

    Raises:
        InputError: it holds another run, or something else, or the same run and ``resume`` was not
            asked for, or cannot be written.
    """
    if Path(folder).name in {"", ".."}:
        raise InputError("cannot be written", file=folder, fix="give the folder's name")
    target = Path(folder).resolve()
    found = manifest(target)
    if found is None or not resume:
        if found is not None:
            raise InputError("holds a run", file=folder, fix=f"{argument('resume')} goes on")
        check_new_folder(folder)
        try:
            target.mkdir(exist_ok=True)
        except OSError as error:
            raise InputError(
                f"cannot be written: {error.strerror or error}", file=folder
            ) from error
        write_text(json.dumps(run, indent=2, sort_keys=True) + "\n", target / MANIFEST)
        return target
    other = [
        f"{name} {_short(found.get(name))}, not {_short(run.get(name))}"
        for name in sorted(found.keys() | run.keys())
        if found.get(name) != run.get(name)
    ]
    if other:
        raise InputError(
            f"holds another run: {'; '.join(other)}", file=folder, fix="give a new folder"
        )
    sweep(target)
    return target


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
