"""The arguments of the library as flags of the command line."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wearoff.errors import InputError

OTHERWISE = {
    "columns": "--map",
    "every_weeks": "--every",
    "path": "--out",
    "settings": "--set",
    "sites": "--site",
}
"""Flags that are not called as their argument is."""
PLAIN = re.compile(r"[\w@%+=:,./\u2026-]+")
"""What every shell hands on as it is."""


def flag(argument: str, value: str | None = None) -> str:
    """An argument as it is typed here, such as ``--baseline 22:28``; in quotes where it needs them.

    Example:
        >>> from wearoff.cli.flags import flag
        >>> flag("columns", "pain_10=Pain (0-10)")
        "--map 'pain_10=Pain (0-10)'"
    """
    name = OTHERWISE.get(argument, f"--{argument.replace('_', '-')}")
    if value is None:
        return name
    return f"{name} {value if PLAIN.fullmatch(value) else shlex.quote(value)}"


def told(error: InputError) -> str:
    """An error in the words of the command line."""
    return error.said(flag)
