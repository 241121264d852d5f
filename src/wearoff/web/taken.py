"""What was put in: which file is which, and our own archive taken apart again."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.formats import zips
from wearoff.formats.tables import MOST_BYTES
from wearoff.web.desks import KINDS
from wearoff.words import desk as words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import IO

    from wearoff.web.desks import Desk

Chosen = dict[str, tuple[str, "IO[bytes]"]]
"""Name and content of each file by its kind."""
MOST_FILES = 8
"""Of one form."""
CALLED = {
    "injections": ("injection", "session", "botox", "toxin", "spritze"),
    "events": ("event",),
    "scores": ("score",),
}
"""How files beside a diary are called, as a part of their names."""


def kind_of(name: str) -> str:
    """What a file is by its name, where several were dropped at once."""
    stem = PurePath(name).stem.casefold()
    found = (kind for kind, parts in CALLED.items() if any(part in stem for part in parts))
    return next(found, "diary")


def chosen(files: Mapping[str, Sequence[tuple[str, IO[bytes]]]]) -> Chosen:
    """Which file is which.

    Args:
        files: Name and content of each by its field; several of the field ``diary`` are told apart
            by their names.

    Raises:
        InputError: there is none, or two are of one kind.
    """
    found: Chosen = {}
    for field in KINDS:
        own = files.get(field, ())
        for name, content in own:
            kind = kind_of(name) if field == "diary" and len(own) > 1 else field
            if kind in found:
                raise InputError(words.TWO_DIARIES)
            found[kind] = (name, content)
    if not found:
        raise InputError(words.NO_FILE)
    return found


def take(desk: Desk, files: Chosen) -> None:
    """Put files on a desk.

    Raises:
        InputError: one is an archive of ours that holds too much.
    """
    for kind, (name, content) in files.items():
        desk.put(kind, name, content)
    if "diary" in desk.files:
        _unpack(desk)


def _unpack(desk: Desk) -> None:
    """Take our own archive apart: it holds our files, and nothing else."""
    path = desk.files["diary"].path
    members = {f"{kind}.csv": kind for kind in KINDS}
    names = zips.names(path)
    if not names or not set(names) <= set(members):
        return
    contents = {members[name]: _content(path, name) for name in names}
    del desk.files["diary"]
    for kind, content in contents.items():
        desk.put(kind, f"{kind}.csv", io.BytesIO(content))


def _content(path: Path, name: str) -> bytes:
    with zips.member(path, name) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InputError(f"{name}: more than {MOST_BYTES // 2**20} MB")
    return content
