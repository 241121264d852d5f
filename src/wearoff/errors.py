"""What can go wrong, said in one line: where, what was found, what is allowed, the likely fix.

An error names the arguments of a public call as Python has them; a face that asks for them in
another way, such as the flags of the command line, says the same error in its own words.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


LISTED = 20
"""Most names that an error lists."""
_BEGIN, _END = "\ue000", "\ue001"
"""Around an argument within a text: private characters, which no file's text is taken for."""
_ARGUMENT = re.compile(f"{_BEGIN}(\\w+)(?:=([^{_END}]*))?{_END}")


class WearoffError(Exception):
    """Base of every error this package raises on purpose."""


def argument(name: str, value: str | None = None) -> str:
    """An argument of a public call, with a value to give it, for the text of an `InputError`."""
    return f"{_BEGIN}{name}{'' if value is None else f'={value}'}{_END}"


def _in_python(name: str, value: str | None) -> str:
    return name if value is None else f"{name}={value!r}"


class InputError(WearoffError):
    """What the user gave cannot be used; the message is one line and names the likely fix."""

    def __init__(
        self,
        problem: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        column: str | None = None,
        allowed: str | None = None,
        fix: str | None = None,
    ) -> None:
        """Compose ``FILE, line N, column C: PROBLEM; allowed: …; fix: …`` on one line."""
        place = [str(file)] if file is not None else []
        place += [f"line {line}"] if line is not None else []
        place += [f"column {column}"] if column is not None else []
        text = ", ".join(place) + (": " if place else "") + problem
        text += f"; allowed: {allowed}" if allowed else ""
        text += f"; fix: {fix}" if fix else ""
        self._text = " ".join(text.split())
        super().__init__(self.said(_in_python))

    def said(self, name: Callable[[str, str | None], str]) -> str:
        """The message, each argument in it as ``name(argument, value)`` has it."""
        return _ARGUMENT.sub(lambda found: name(found[1], found[2]), self._text)


class WiringError(WearoffError):
    """Parts that cannot be joined: a missing port, units that differ, an algebraic loop."""


class EvidenceError(WearoffError):
    """An evidence row that is incomplete or has an unknown unit, grade or source."""


def unknown(kind: str, given: str, known: Iterable[str]) -> InputError:
    """Error for a name that does not exist: what was given, the nearest match, what exists."""
    names = sorted(known)
    by_lower = {name.lower(): name for name in names}
    near = [by_lower[n] for n in get_close_matches(given.lower(), by_lower, n=LISTED, cutoff=0.4)]
    listed = ", ".join(names)
    if len(names) > LISTED:
        listed = f"{len(names)} names, such as {', '.join(sorted(near) or names[:LISTED])}"
    return InputError(
        f"unknown {kind} {given!r}",
        allowed=listed,
        fix=f"did you mean {near[0]!r}?" if near else None,
    )
