"""Texts, folders and ZIPs out, whole or not at all."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping


def check_writable(path: str | Path) -> None:
    """Refuse an output whose folder does not exist, before any work is done."""
    target = Path(path)
    if target.is_dir() or not target.parent.is_dir():
        raise InputError("cannot be written", file=target, fix="give a file in an existing folder")


def write_bytes(data: bytes, path: str | Path, *, by: str = "") -> Path:
    """Write a file whole or not at all.

    Args:
        data: Of the file.
        path: Where.
        by: Tells apart those who may write the same file at once.

    Raises:
        InputError: as `check_writable`, or the system refuses it.
    """
    target = Path(path)
    check_writable(target)
    partial = target.with_name(f".{target.name}{by}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError(f"cannot be written: {error.strerror or error}", file=path) from error
    return target


def write_text(text: str, path: str | Path) -> Path:
    """Write a text whole or not at all."""
    return write_bytes(text.encode(), path)


def write_folder(texts: Mapping[str, str], path: str | Path) -> list[Path]:
    """Write texts as the files of a new folder, by their names; see `new_folder`."""
    with new_folder(path) as folder:
        for name, text in texts.items():
            write_text(text, folder / name)
    return [Path(path) / name for name in texts]


def write_zip(texts: Mapping[str, str], path: str | Path) -> Path:
    """Write texts as the files of a ZIP, which does not tell when it was made."""
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED)
    return write_bytes(data.getvalue(), path)


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
