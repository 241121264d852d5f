"""Desks: what one visitor has put in, in memory and one private folder, until it is forgotten.

A desk is found by an address that cannot be guessed. Its files lie in a temporary folder that only
this user may read, because readers take files; it goes when the desk is forgotten or the program
ends. Nothing else is stored.
"""

from __future__ import annotations

import asyncio
import io
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

from wearoff.errors import InputError
from wearoff.formats.names import file_name
from wearoff.web.leftovers import new_folder
from wearoff.words import desk as words

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from wearoff.web.workers import Ticket

MOST = 100
"""Desks at once; then the one goes that was not looked at for longest and has nothing unsaved."""
KINDS = ("diary", "injections", "events", "scores")
"""What a file can be, as `wearoff.read_case` calls it."""


LONGEST_END = 8
"""Most characters of the end of a file's name, such as ``.xlsx``."""
MOST_STEPS = 20
"""Of what was typed, that can be taken back."""


@dataclass(frozen=True)
class Upload:
    """A file as it was put in: its name, for display alone, and where it lies.

    ``ours`` is whether it was written here, of what was read and typed.
    """

    name: str
    path: Path
    ours: bool = False


@dataclass(frozen=True)
class Step:
    """A desk before something of it was changed."""

    files: dict[str, Upload]
    options: dict[str, Any]
    saved: bool


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
        looking: The same about what their columns are called, where reading asks for it.
        analysis: The same about the answers.
        drawing: The same about drawing the answers again, with what was typed since.
        courses: The same about the year to come.
        made_up: Whether the person is an invented one.
        many: Whether it holds draws of many people, not one person's diary.
        saved: Whether all that was typed has been taken away as a file.
        steps: What it was before each change by hand, the latest last.
        alone: Held by what changes the desk.
    """

    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    folder: Path
    files: dict[str, Upload] = field(default_factory=dict[str, Upload])
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    beside: dict[str, Any] = field(default_factory=dict[str, Any])
    reading: Ticket | None = None
    looking: Ticket | None = None
    analysis: Ticket | None = None
    drawing: Ticket | None = None
    courses: Ticket | None = None
    made_up: bool = False
    many: bool = False
    saved: bool = True
    steps: list[Step] = field(default_factory=list[Step])
    looked: float = field(default_factory=monotonic)
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    def put(self, kind: str, name: str, content: IO[bytes], *, ours: bool = False) -> None:
        """Take in a file; it takes the place of one of its kind.

        On disk it has its name as far as that is safe, because a person without a name is called
        by it, and its end where that tells of the format.
        """
        end = Path(name).suffix.casefold()
        plain = end[1:].isascii() and end[1:].isalnum() and len(end) <= LONGEST_END
        place = Path(tempfile.mkdtemp(dir=self.folder))
        path = place / f"{file_name(Path(name).stem)}{end if plain else ''}"
        with path.open("xb") as target:
            shutil.copyfileobj(content, target)
        self.files[kind] = Upload(name, path, ours)
        self.changed()

    def mend(self, contents: Mapping[str, bytes | None], options: Mapping[str, Any]) -> None:
        """Take in what was typed in the place of files, which stay until it is too late to undo.

        Args:
            contents: CSV by kind; None where there is none any more.
            options: How they are read from now on.
        """
        with self.changing():
            for kind, content in contents.items():
                name = Path(self.files[kind].name).stem if kind in self.files else kind
                self.files.pop(kind, None)
                if content is not None:
                    self.put(kind, f"{name}.csv", io.BytesIO(content), ours=True)
        self.options = dict(options)
        self.saved = False
        self.changed()
        self._tidy()

    @contextmanager
    def changing(self) -> Generator[None]:
        """A change that can be taken back; one that fails is, at once."""
        self.steps.append(Step(dict(self.files), dict(self.options), self.saved))
        try:
            yield
        except BaseException:
            self.undo()
            raise
        del self.steps[:-MOST_STEPS]

    def undo(self) -> None:
        """Go back to what was before the last change by hand."""
        step = self.steps.pop()
        self.files, self.options, self.saved = step.files, step.options, step.saved
        self.changed()
        self._tidy()

    def _tidy(self) -> None:
        """Remove files that nothing leads back to."""
        held = [self.files, *(step.files for step in self.steps)]
        kept = {upload.path.parent for files in held for upload in files.values()}
        for place in set(self.folder.iterdir()) - kept:
            shutil.rmtree(place, ignore_errors=True)

    def changed(self) -> None:
        """What was read and answered is of before, and no longer stands."""
        self.stop()
        self.reading = self.looking = self.analysis = self.drawing = self.courses = None

    def stop(self) -> None:
        """Give up whatever is being worked out."""
        for ticket in self.tickets:
            ticket.cancel()

    @property
    def tickets(self) -> list[Ticket]:
        """Whatever is being worked out, or was."""
        each = (self.reading, self.looking, self.analysis, self.drawing, self.courses)
        return [ticket for ticket in each if ticket]

    @property
    def paths(self) -> Mapping[str, str]:
        """Where each file lies, by kind."""
        return {kind: str(upload.path) for kind, upload in self.files.items()}


class Desks:
    """Every desk of this run."""

    def __init__(self) -> None:
        """None yet, and a folder that is removed at the end."""
        self._folder, self._held = new_folder()
        self._desks: dict[str, Desk] = {}
        self._alone = Lock()

    def new(self, *, many: bool = False) -> Desk:
        """An empty desk, of one person or of many.

        Raises:
            InputError: there are as many as there can be, and each has something unsaved.
        """
        with self._alone:
            while len(self._desks) >= MOST:
                free = [desk for desk in self._desks.values() if desk.saved]
                if not free:
                    raise InputError(words.FULL, fix=words.MAKE_ROOM)
                self._drop(min(free, key=lambda one: one.looked))
            folder = Path(tempfile.mkdtemp(dir=self._folder))
            desk = Desk(folder=folder, many=many)
            self._desks[desk.id] = desk
            return desk

    @contextmanager
    def passing(self) -> Generator[Desk]:
        """A desk of one request: no address leads to it, and it goes with the request."""
        desk = Desk(folder=Path(tempfile.mkdtemp(dir=self._folder)))
        try:
            yield desk
        finally:
            shutil.rmtree(desk.folder, ignore_errors=True)

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
        if self._held:
            self._held.close()
