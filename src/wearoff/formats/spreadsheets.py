"""Cells that a spreadsheet would run, written so that it shows them; and read as they were.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return
for a formula. An apostrophe before it makes it text. One is added, and one is taken away again,
also where the text itself begins with apostrophes before such a character: nothing else is
touched, so that what is written is read back exactly.
"""

from __future__ import annotations

import re

RUN = re.compile(r"'*[=+\-@\t\r]")
SHIELDED = re.compile(r"''*[=+\-@\t\r]")


def neutral(text: str) -> str:
    """A text as a cell that no spreadsheet runs.

    Example:
        >>> from wearoff.formats.spreadsheets import neutral
        >>> neutral("=1+1"), neutral("long, bad")
        ("'=1+1", 'long, bad')
    """
    return f"'{text}" if RUN.match(text) else text


def as_it_was(cell: str) -> str:
    """The text that `neutral` made a cell of.

    Example:
        >>> from wearoff.formats.spreadsheets import as_it_was
        >>> as_it_was("'=1+1"), as_it_was("'tis bad")
        ('=1+1', "'tis bad")
    """
    return cell[1:] if SHIELDED.match(cell) else cell
