"""Workers that do a job where it is asked for, so that a test needs no processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wearoff.errors import InputError


@dataclass
class Done:
    """A job that has ended."""

    state: str = "done"
    result: Any = None
    error: InputError | None = None
    line: str = ""
    refusal: tuple[str, ...] = ()
    ended: bool = True

    async def wait(self, _seconds):
        """No time passes."""
        return True

    async def let_go(self):
        """No process works on it."""

    def cancel(self):
        """Nothing is left to stop."""


class AtOnce:
    """Workers of a test."""

    def submit(self, job, *arguments, **options):
        """The job, done or refused."""
        try:
            return Done(result=job(lambda _line: None, *arguments, **options))
        except InputError as error:
            told = InputError.of(error.text.splitlines())
            return Done(state="refused", error=told, refusal=tuple(error.text.splitlines()))

    def close(self):
        """Nothing runs."""
