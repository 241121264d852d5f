"""Folders of runs that were ended from outside and could not remove what was put in.

A run holds a lock on a file in its folder; the system lets go of it however the run ends. The next
run removes every folder of this user that nobody holds.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

PREFIX = "wearoff-"
HELD = "held"
"""The file that is locked; what lies beside it goes first."""


def new_folder() -> tuple[Path, IO[bytes] | None]:
    """A private folder of this run, and what holds it until it is closed.

    None where the system has no such locks: then nothing is swept either.
    """
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    return folder, _lock(folder / HELD)


def sweep() -> None:
    """Remove the folders of runs that are no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # another program swept it first, or it is not ours
            if not (folder / HELD).is_file() or folder.is_symlink() or not _ours(folder):
                continue
            held = _lock(folder / HELD)
            if held:
                with held:
                    for each in folder.iterdir():
                        if each.name != HELD:
                            shutil.rmtree(each, ignore_errors=True)
                    shutil.rmtree(folder, ignore_errors=True)


def _ours(folder: Path) -> bool:
    return folder.stat().st_uid == os.getuid()


def _lock(path: Path) -> IO[bytes] | None:
    """The file, locked by whoever holds it open; None where another has it, or nobody can."""
    try:
        import fcntl
    except ImportError:
        return None
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file
