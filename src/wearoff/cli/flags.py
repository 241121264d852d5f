"""The arguments of the library as flags of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wearoff.errors import InputError

OTHERWISE = {"columns": "--map", "every_weeks": "--every", "path": "--out", "settings": "--set"}
"""Flags that are not called as their argument is."""


def flag(argument: str, value: str | None = None) -> str:
    """An argument as it is given here, such as ``--baseline 22:28``."""
    name = OTHERWISE.get(argument, f"--{argument.replace('_', '-')}")
    return name if value is None else f"{name} {value}"


def told(error: InputError) -> str:
    """An error in the words of the command line."""
    return error.said(flag)
