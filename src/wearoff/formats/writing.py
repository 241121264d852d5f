"""Texts and folders out, whole or not at all."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Generator


def check_writable(path: str | Path) -> None:
    """Refuse an output whose folder does not exist, before any work is done."""
    target = Path(path)
    if target.is_dir() or not target.parent.is_dir():
        raise InputError("cannot be written", file=target, fix="give a file in an existing folder")


def write_text(text: str, path: str | Path) -> Path:
    """Write a text whole or not at all."""
    target = Path(path)
    check_writable(target)
    partial = target.with_name(f".{target.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(target)
    return target


def check_new_folder(path: str | Path) -> None:
    """Refuse a folder of output that holds something, or whose own folder does not exist.

    Raises:
        InputError: it is a file, or not empty, or nowhere.
    """
    target = Path(path).resolve()
    if not target.parent.is_dir():
        raise InputError("cannot be written", file=path, fix="give a place in an existing folder")
    if target.is_file():
        raise InputError("is a file", file=path, fix="give the name of a new folder")
    if target.is_dir() and any(target.iterdir()):
        raise InputError("is a folder that holds something", file=path, fix="give a new folder")


@contextmanager
def new_folder(path: str | Path) -> Generator[Path]:
    """A folder that is there whole or not at all: one to write into, which then takes its name.

    Raises:
        InputError: as `check_new_folder`, or the system refuses a file in it.
    """
    check_new_folder(path)
    target = Path(path).resolve()
    partial = target.with_name(f".{target.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)  # of a run that was stopped
        partial.mkdir()
        yield partial
        if target.is_dir():
            target.rmdir()
        partial.rename(target)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", file=path) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
