"""Desks: what one visitor has put in, in memory and one private folder, until it is forgotten.

A desk is found by an address that cannot be guessed. Its files lie in a temporary folder that only
this user may read, because readers take files; it goes when the desk is forgotten or the program
ends. Nothing else is stored.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.web.workers import Ticket

MOST = 100
"""Desks at once; then the one that was not looked at for longest goes."""
KINDS = ("diary", "injections", "events", "scores")
"""What a file can be, as `wearoff.read_case` calls it."""


@dataclass(frozen=True)
class Upload:
    """A file as it was put in: its name, for display alone, and where it lies."""

    name: str
    path: Path


@dataclass(kw_only=True)
class Desk:
    """One visitor's work.

    Attributes:
        id: In the address.
        folder: Of its files.
        files: Each file by its kind.
        options: How they are read, as `wearoff.read_case` takes it.
        beside: Name of the person, questions of the visit, and what matters most.
        reading: What a worker does, or did, about reading them.
        analysis: The same about the answers.
        saved: Whether all that was typed has been taken away as a file.
    """

    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    folder: Path
    files: dict[str, Upload] = field(default_factory=dict[str, Upload])
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    beside: dict[str, Any] = field(default_factory=dict[str, Any])
    reading: Ticket | None = None
    analysis: Ticket | None = None
    saved: bool = True
    looked: float = field(default_factory=monotonic)

    def put(self, kind: str, name: str, content: bytes) -> None:
        """Take in a file; one of its kind that was there before goes.

        The end of the name is kept on disk where it tells of the format, nothing else of it is.
        """
        before = self.files.pop(kind, None)
        if before:
            before.path.unlink(missing_ok=True)
        end = Path(name).suffix.casefold()
        plain = end[1:].isascii() and end[1:].isalnum() and len(end) <= LONGEST_END
        path = self.folder / f"{kind}-{secrets.token_hex(4)}{end if plain else ''}"
        path.write_bytes(content)
        self.files[kind] = Upload(name, path)
        self.changed()

    def changed(self) -> None:
        """What was read and answered is of before, and no longer stands."""
        for ticket in (self.reading, self.analysis):
            if ticket:
                ticket.cancel()
        self.reading = self.analysis = None

    @property
    def paths(self) -> Mapping[str, str]:
        """Where each file lies, by kind."""
        return {kind: str(upload.path) for kind, upload in self.files.items()}


LONGEST_END = 8
"""Most characters of the end of a file's name, such as ``.xlsx``."""


class Desks:
    """Every desk of this run."""

    def __init__(self) -> None:
        """None yet, and a folder that is removed at the end."""
        self._folder = Path(tempfile.mkdtemp(prefix="wearoff-"))
        self._desks: dict[str, Desk] = {}
        self._alone = Lock()

    def new(self) -> Desk:
        """An empty desk."""
        with self._alone:
            folder = Path(tempfile.mkdtemp(dir=self._folder))
            desk = Desk(folder=folder)
            self._desks[desk.id] = desk
            beyond = sorted(self._desks.values(), key=lambda one: one.looked)[:-MOST]
            for old in beyond:
                self._drop(old)
            return desk

    def find(self, name: str) -> Desk | None:
        """A desk by its id."""
        desk = self._desks.get(name)
        if desk:
            desk.looked = monotonic()
        return desk

    def forget(self, desk: Desk) -> None:
        """Remove a desk, its files and its answers."""
        with self._alone:
            self._drop(desk)

    def _drop(self, desk: Desk) -> None:
        desk.changed()
        self._desks.pop(desk.id, None)
        shutil.rmtree(desk.folder, ignore_errors=True)

    def close(self) -> None:
        """Forget everything."""
        for desk in list(self._desks.values()):
            self.forget(desk)
        shutil.rmtree(self._folder, ignore_errors=True)
