"""What was understood of a file: where from, how it was read, and which days it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

DATES = {
    "iso": "as 2026-03-31",
    "day-first": "day-first (1/2 is 1 February)",
    "month-first": "month-first (1/2 is 2 January)",
    "named": "with the month's name",
    "serial": "as a spreadsheet's numbers",
}
"""How dates are written."""
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", "": "one column"}
ENCODINGS = {"cp1252": "Windows letters", "mac_roman": "Mac letters"}
UNWRITTEN = {"unknown": "unknown", "free": "free of headache, as was said"}
SHOWN = 6
"""Most words, columns or lines of one kind that are shown."""


def file(
    source: str, *, kind: str, separator: str, encoding: str, sheet: str | None, dates: str
) -> str:
    """One file, and how it was read."""
    form = f"{kind} with {SEPARATORS.get(separator, separator)}" if kind == "csv" else kind
    parts = [form, *([f"sheet {sheet}"] if sheet else [])]
    parts += [ENCODINGS[encoding]] if encoding in ENCODINGS else []
    styles = " and ".join(DATES.get(style, style) for style in dates.split("+"))
    return f"{source}: {', '.join(parts)}; dates {styles}"


def pairs(found: Mapping[str, str]) -> str:
    """Columns, or words, and what they were read as; those that are called alike are left out."""
    told = [f"{theirs} = {ours}" for ours, theirs in found.items() if theirs != ours]
    return shortened(told)


def words(found: Mapping[str, str]) -> str:
    """Words of cells and what they were read as."""
    return shortened([f"{word} = {meant}" for word, meant in found.items()])


def shortened(texts: Sequence[str]) -> str:
    """The first few of them, and how many more there are."""
    more = len(texts) - SHOWN
    return ", ".join([*texts[:SHOWN], *([f"and {more} more"] if more > 0 else [])])


def days(*, read: int, headache: int, free: int, empty: int, left_out: int, merged: int) -> str:
    """Days that were read, in numbers that add up."""
    beside = f"; {merged} rows beside another of their day" if merged else ""
    return (
        f"{read} read = {headache} with headache + {free} free + {empty} empty + {left_out} left "
        f"out{beside}"
    )


def unwritten(count: int, first: date, last: date, policy: str) -> str:
    """Days without an entry, and what they are taken for."""
    return f"{numbers.in_days(count)} without an entry from {first} to {last}: {UNWRITTEN[policy]}"
