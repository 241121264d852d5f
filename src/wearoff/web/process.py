"""One process that does jobs, at the other end of a pipe, and what runs in it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import warnings
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any, Self

from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from types import TracebackType

KINDNESS = 5
"""How far processes stand behind the page, which answers first."""


class Process:
    """One process; it ends with the block that it is used in."""

    def __init__(self) -> None:
        """Begin it."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs,), daemon=True, name="wearoff worker"
        )
        self._process.start()
        theirs.close()

    def __enter__(self) -> Self:
        """It takes jobs."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    @property
    def alive(self) -> bool:
        """Whether it takes jobs."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()

    def give(self, work: Any) -> None:
        """Hand a job over."""
        self._pipe.send(work)

    def told(self, seconds: float) -> tuple[str, Any] | None:
        """What it said next; None where it said nothing in this time.

        Raises:
            EOFError: it ended.
        """
        return self._pipe.recv() if self._pipe.poll(seconds) else None


# In the process


def _serve(pipe: Connection) -> None:
    """Do jobs until the pipe closes: with the program, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the program, which ends us
    with contextlib.suppress(AttributeError, OSError):  # other systems have no such order
        os.nice(KINDNESS)
    warnings.simplefilter("ignore")  # a warning may quote what was read
    threading.Thread(target=_end_with_program, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):  # the program is gone, and so are we
        while True:
            pipe.send_bytes(_answer(pipe, *pipe.recv()))


def _answer(
    pipe: Connection, job: Callable[..., Any], arguments: Sequence[Any], options: Any
) -> bytes:
    """What came of a job, as it goes through the pipe."""
    try:
        told = ("done", job(lambda line: pipe.send(("line", line)), *arguments, **options))
        return bytes(ForkingPickler.dumps(told))
    except InputError as error:
        told = ("refused", error.text)
    except Exception as error:  # noqa: BLE001 - told without its text, which may quote a diary
        told = ("fault", _place(error))
    return bytes(ForkingPickler.dumps(told))


def _end_with_program() -> None:
    """End at once when the program has: a job that runs is for nobody."""
    program = multiprocessing.parent_process()
    if program:
        program.join()
        os._exit(1)


def _place(error: Exception) -> tuple[str, str]:
    """The kind of an error, and where in our code it was raised."""
    place: TracebackType | None = error.__traceback__
    where = "?"
    while place:
        module = place.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] == "wearoff":
            where = f"{module}:{place.tb_lineno}"
        place = place.tb_next
    return type(error).__name__, where
