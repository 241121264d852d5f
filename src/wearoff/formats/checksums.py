"""`SHA256SUMS` of a folder that fills file by file: what each of its files is to be.

A line a file, as ``sha256sum`` writes and checks it: ``sha256sum -c SHA256SUMS``. While a run goes
on, lines come in the order in which files are done; at its end they are sorted, so that the folder
does not tell how it was made.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.formats.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def sums(folder: str | Path) -> dict[str, str]:
    """Sums by name of file; a line that was cut is none.

    Raises:
        InputError: they cannot be read.
    """
    file = Path(folder) / SUMS
    try:
        text = file.read_bytes().decode(errors="replace") if file.exists() else ""
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", file=file) from error
    found = filter(None, map(LINE.fullmatch, text.splitlines()))
    return {line[2]: line[1] for line in found}


def sum_of(data: bytes) -> str:
    """Sum of what a file holds.

    Example:
        >>> sum_of(b"")[:8]
        'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


def is_as_written(file: Path, known: Mapping[str, str]) -> bool:
    """Whether a file is there and has the sum that is known of it."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == known.get(file.name)
    except OSError:
        return False


def add_sum(done: Path, digest: str) -> None:
    """Say beside a file that it is done.

    Raises:
        InputError: it cannot be written.
    """
    file = done.with_name(SUMS)
    try:
        with file.open("ab") as opened:
            opened.write(f"{digest}  {done.name}\n".encode())
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", file=file) from error


def write_sums(folder: Path, known: Mapping[str, str]) -> Path:
    """Write all sums, by name.

    Example:
        >>> from pathlib import Path
        >>> write_sums(Path(), {"b.csv": sum_of(b"b"), "a.csv": sum_of(b"a")}).name
        'SHA256SUMS'
        >>> list(sums("."))
        ['a.csv', 'b.csv']
    """
    lines = (f"{known[name]}  {name}\n" for name in sorted(known))
    return write_text("".join(lines), folder / SUMS)
