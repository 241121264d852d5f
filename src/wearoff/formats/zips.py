"""Zip archives in: what is in them, and one as a stream; nothing is unpacked to the disk."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

ZIP = b"PK\x03\x04"
MOST_GROWTH = 200
"""Times its size that a file may become when it is unpacked; text of records becomes 30 times."""
DAMAGED = (BadZipFile, zlib.error, EOFError)
"""What is raised by an archive that is cut off or false, at its first byte or later."""
UNKNOWN = (NotImplementedError, RuntimeError, ValueError)
"""What is raised when one is opened that is encrypted or packed in an unknown way."""


def names(file: Path) -> tuple[str, ...]:
    """The files in an archive, folders before them; none where it is no archive."""
    try:
        with ZipFile(file) as archive:
            return tuple(info.filename for info in archive.infolist() if not info.is_dir())
    except (*DAMAGED, *UNKNOWN, OSError):
        return ()


@contextmanager
def member(file: Path, name: str) -> Generator[IO[bytes]]:
    """One file of an archive.

    Raises:
        InputError: the archive is damaged or encrypted, or the file would grow beyond reason.
    """
    try:
        with ZipFile(file) as archive, _opened(archive, name, file) as stream:
            yield stream
    except DAMAGED as error:
        raise _damaged(name, error, file) from error


def _opened(archive: ZipFile, name: str, file: Path) -> IO[bytes]:
    info = archive.getinfo(name)
    if info.file_size > MOST_GROWTH * max(info.compress_size, 1):
        raise InputError(
            f"{name} would grow from {info.compress_size} to {info.file_size} bytes",
            file=file,
            allowed=f"up to {MOST_GROWTH} times its size",
            fix="save or export it again",
        )
    try:
        return archive.open(info)
    except UNKNOWN as error:
        raise _damaged(name, error, file) from error


def _damaged(name: str, error: Exception, file: Path) -> InputError:
    return InputError(
        f"{name} cannot be unpacked: {error}", file=file, fix="save or export it again"
    )
