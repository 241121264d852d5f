"""What can go wrong, a line a fault: where, what was found, what is allowed, the likely fix.

An error names the arguments of a public call as Python has them; a face that asks for them in
another way, such as the flags of the command line, says the same error in its own words.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


LISTED = 20
"""Most names that an error lists, and most faults that are told of one file."""
LONGEST = 200
"""Most characters of what was found, which stands in quotes, that an error repeats."""
SHOWN = 3
"""Most faults of one kind that are shown one by one."""
MAPPINGS = ("columns",)
"""Arguments that are a dict, told as ``key=value``."""
_BEGIN, _END = "\ue000", "\ue001"
"""Around an argument within a text: private characters, which no file's text is taken for."""
_QUOTED = re.compile(f"(?<!\\S)(?:'[^']{{{LONGEST},}}'|\"[^\"]{{{LONGEST},}}\")")
_ARGUMENT = re.compile(f"{_BEGIN}(\\w+)(?:=([^{_END}]*))?{_END}")


def printable(text: str, kept: str = "") -> str:
    r"""A text of a file, or its name, on one line, without what a screen acts on or cannot show.

    Args:
        text: whatever somebody wrote.
        kept: letters that stay, though no screen shows them.

    Example:
        >>> from wearoff.errors import printable
        >>> printable("my\x1b[31m\tdiary\n.csv")
        'my [31m diary .csv'
    """
    return " ".join("".join(c if c.isprintable() or c in kept else " " for c in text).split())


class WearoffError(Exception):
    """Base of every error this package raises on purpose."""


def argument(name: str, value: str | None = None) -> str:
    """An argument of a public call, with a value to give it, for the text of an `InputError`."""
    return f"{_BEGIN}{name}{'' if value is None else f'={value}'}{_END}"


def _in_python(name: str, value: str | None) -> str:
    if value is None:
        return name
    if name in MAPPINGS:
        key, _, of = value.partition("=")
        return f"{name}={ {key: of} }"
    return f"{name}={value!r}"


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
        super().__init__(problem)
        self.problem, self.allowed, self.fix = problem, allowed, fix
        self.file, self.line, self.column = file, line, column
        self.kind = (str(file), column, allowed, fix)
        """Faults of one kind are told together."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> InputError:
        """Several messages as one error, a line each."""
        error = cls("")
        error.text = error.problem = "\n".join(texts)
        return error

    def __str__(self) -> str:
        """The message, each argument in it as a Python call has it."""
        return self.said(_in_python)

    def at(
        self, *, file: str | Path, line: int | None = None, column: str | None = None
    ) -> InputError:
        """The same with its place before it; of what was found alone may the end be left out."""
        return InputError(
            self.problem, file=file, line=line, column=column, allowed=self.allowed, fix=self.fix
        )

    @cached_property
    def text(self) -> str:
        """The message, its arguments marked; composed when it is asked for, of few in a file."""
        place = [str(self.file)] if self.file is not None else []
        place += [f"line {self.line}"] if self.line is not None else []
        place += [f"column {self.column}"] if self.column is not None else []
        text = ", ".join(place) + (": " if place else "")
        text += _QUOTED.sub(lambda found: f"{found[0][:LONGEST]} …{found[0][0]}", self.problem)
        text += f"; allowed: {self.allowed}" if self.allowed else ""
        text += f"; fix: {self.fix}" if self.fix else ""
        return printable(text, kept=_BEGIN + _END)

    def said(self, name: Callable[[str, str | None], str]) -> str:
        """The message, each argument in it as ``name(argument, value)`` has it."""
        return _ARGUMENT.sub(lambda found: name(found[1], found[2]), self.text)


class Faults:
    """Everything that is wrong with what was given, said at once: a line a fault.

    Of faults that differ only in their cell three are shown and the others counted.

    Example:
        >>> from wearoff.errors import Faults, InputError
        >>> faults = Faults()
        >>> for line in range(2, 9):
        ...     faults.add(InputError("found 'x'", file="a.csv", line=line, column="hours"))
        >>> try:
        ...     faults.check()
        ... except InputError as error:
        ...     print(str(error).splitlines()[-1])
        a.csv, column hours: 4 more such cells, on lines 5 to 8
    """

    def __init__(self) -> None:
        """None so far."""
        self._found: list[InputError] = []

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self._found)

    def add(self, error: InputError) -> None:
        """One more."""
        self._found.append(error)

    def check(self) -> None:
        """Raise what is wrong, if anything is.

        Raises:
            InputError: a line a fault, in the order of the lines that they are on.
        """
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise InputError.of(self._lines())

    def _lines(self) -> list[str]:
        kinds: dict[tuple[str | None, ...], list[InputError]] = {}
        for error in self._found:
            kinds.setdefault(error.kind, []).append(error)
        told: list[tuple[int, str]] = []
        for errors in kinds.values():
            ordered = sorted(errors, key=lambda error: error.line or 0)
            shown = ordered if len(ordered) <= SHOWN + 1 else ordered[:SHOWN]
            told += [(error.line or 0, error.text) for error in shown]
            more = ordered[len(shown) :]
            if more:
                place = [str(part) for part in (more[0].file,) if part is not None]
                place += [f"column {more[0].column}"] if more[0].column else []
                lines = f", on lines {more[0].line} to {more[-1].line}" if more[0].line else ""
                text = f"{len(more)} more such cells{lines}"
                told.append((shown[-1].line or 0, ": ".join([*[", ".join(place)], text])))
        lines = [text for _, text in sorted(told, key=lambda item: item[0])]
        beyond = len(lines) - LISTED
        return lines if beyond <= 0 else [*lines[:LISTED], f"and {beyond} more lines of such kinds"]


class WiringError(WearoffError):
    """Parts that cannot be joined: a missing port, units that differ, an algebraic loop."""


class EvidenceError(WearoffError):
    """An evidence row that is incomplete or has an unknown unit, grade or source."""


def unknown(kind: str, given: str, known: Iterable[str]) -> InputError:
    """Error for a name that does not exist: what was given, the nearest match, what exists."""
    names = sorted(known)
    by_lower = {name.lower(): name for name in names}
    word = given.lower()[:LONGEST]
    near = [by_lower[n] for n in get_close_matches(word, by_lower, n=LISTED, cutoff=0.4)]
    listed = ", ".join(names)
    if len(names) > LISTED:
        listed = f"{len(names)} names, such as {', '.join(sorted(near) or names[:LISTED])}"
    return InputError(
        f"unknown {kind} {given!r}",
        allowed=listed,
        fix=f"did you mean {near[0]!r}?" if near else None,
    )
