"""Texts out, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from wearoff.errors import InputError


def check_writable(path: str | Path) -> None:
    """Refuse an output whose folder does not exist, before any work is done."""
    target = Path(path)
    if target.is_dir() or not target.parent.is_dir():
        raise InputError("cannot be written", file=target, fix="give a file in an existing folder")


def write_text(text: str, path: str | Path) -> Path:
    """Write a text whole or not at all."""
    target = Path(path)
    check_writable(target)
    partial = target.with_name(f".{target.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(target)
    return target
