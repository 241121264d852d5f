"""Texts on paper and on a screen: columns, lines, and what is cut or counted where room ends."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, TypeVar

from wearoff.errors import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WIDTH = 80
"""Columns of a screen."""
GUTTER = 2
"""Blanks between two columns."""
INDENT = "    "
CUT = " ..."
"""What stands at the end of a text that is longer than its place."""
LABEL = 20
"""Columns of a label before its text."""
T = TypeVar("T")


# Texts in their place


def fits(text: str, most: int) -> bool:
    """Whether there is a text, and it is no longer than its place."""
    return 0 < len(text) <= most


def in_column(text: str, width: int, margin: str = "") -> list[str]:
    """A text as lines of a column, at least one blank before the next column."""
    return wrap(text, width - 1, initial_indent=margin, subsequent_indent=margin) or ["-"]


def in_a_row(sentence: str) -> str:
    """A sentence as it stands among others between semicolons."""
    return sentence.removesuffix(".")


def short_name(name: str, most: int) -> str:
    """A name of a file in at most so many letters; a longer one ends with ``…``."""
    name = printable(name)
    return name if len(name) <= most else f"{name[: most - 1]}…"


def whole_words(text: str, width: int = WIDTH, *, first: str = "", rest: str = "") -> list[str]:
    """A text in lines of a width, words and hyphens whole."""
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def wrapped(text: str, margin: str = "") -> list[str]:
    """A text of a file as lines of a screen, those after the first a little further in."""
    return wrap(
        printable(text),
        WIDTH,
        initial_indent=margin,
        subsequent_indent=f"{margin}  " if margin else "",
        break_on_hyphens=False,
    )


def titled(text: str, title: str, *, first: str, rest: str) -> list[str]:
    """A text whose first line has a title at its right end."""
    left = WIDTH - len(title)
    head, *lines = whole_words(text, left - GUTTER, first=first, rest=rest)
    return [head.ljust(left) + title, *lines]


def column_width(count: int) -> int:
    """Width of each of so many columns of text on a screen."""
    return (WIDTH - GUTTER * (count - 1)) // count


def side_by_side(cells: Sequence[str], width: int) -> str:
    """Cells of one line, in columns of a width."""
    return (" " * GUTTER).join(cell.ljust(width) for cell in cells).rstrip()


def widest(texts: Iterable[str]) -> int:
    """Width of the longest of these."""
    return max(map(len, texts))


def fitting(heads: Sequence[str], room: int) -> int:
    """How many columns of these heads fit, each two blanks from the one before."""
    for count, head in enumerate(heads):
        room -= len(head) + GUTTER
        if room < 0:
            return count
    return len(heads)


# What is more than its place


def beyond(items: Sequence[object], most: int) -> int:
    """How many are more than a place holds."""
    return max(0, len(items) - most)


def both_ends(
    items: Sequence[T], most: int, *, first: int, last: int, middle: Callable[[int], T]
) -> list[T]:
    """All items; of more than so many the first and the last, and how many stand between."""
    if len(items) <= most:
        return list(items)
    return [*items[:first], middle(len(items) - first - last), *items[-last:]]


def spaced(items: Sequence[T], most: int) -> list[T]:
    """At most so many items, evenly spaced."""
    step = max(1, -(-(len(items) - 1) // most))
    return list(items[step - 1 :: step][:most])


def padded(texts: Sequence[str], count: int) -> list[str]:
    """At least so many texts, empty ones at the end."""
    return [*texts, *[""] * (count - len(texts))]


def above(text: str, whole: Sequence[str], count: int, *, cut: str) -> list[str]:
    """A text over lines that stay whole, in at most so many lines; too long a text is cut."""
    return [*lines_of(text, count - len(whole), below="  ", cut=cut), *whole]


def first_of_each(groups: Sequence[Sequence[T]], most: int) -> list[list[T]]:
    """So many items of groups together, of every group as many as of the others if it has them."""
    taken = [0] * len(groups)
    for rank in range(max(map(len, groups), default=0)):
        for place, group in enumerate(groups):
            taken[place] += rank < len(group) and sum(taken) < most
    return [list(group[:count]) for group, count in zip(groups, taken, strict=True)]


# Lines of a screen


def first_whole(
    texts: Sequence[str], room: int, *, head: str, more: Callable[[int, int], str]
) -> list[str]:
    """As many texts as fit whole in so many lines, and how many more there are.

    Args:
        texts: in their order, each kept whole or left out.
        room: lines.
        head: before the first.
        more: says how many were left out, and after how many.
    """
    for kept in range(len(texts), -1, -1):
        left = more(len(texts) - kept, kept) if kept < len(texts) else ""
        lines = lines_of("; ".join(filter(None, [*texts[:kept], left])), head=head, below="")
        if len(lines) <= room:
            return lines
    return []


def lines_of(
    text: str,
    room: int | None = None,
    *,
    head: str = "",
    below: str | None = None,
    width: int = WIDTH,
    cut: str = CUT,
) -> list[str]:
    """A text as lines of a width; more than there is room for is cut, and says so."""
    rest = head if below is None else below
    if room is None:
        return wrap(text, width, initial_indent=head, subsequent_indent=rest)
    return wrap(
        text, width, initial_indent=head, subsequent_indent=rest, max_lines=room, placeholder=cut
    )


def hanging(text: str, head: str) -> list[str]:
    """A text beside its head, its lines under each other."""
    return lines_of(text, head=head, below=" " * len(head))


def under(text: str, label: str = "") -> list[str]:
    """A text beside its label in a column of labels; a label stands without a text too."""
    head = f"  {label:<{LABEL}}" if label else "  "
    return hanging(text, head) or [head]


def stacked(choices: Iterable[Sequence[Sequence[str]]], most: int) -> list[str]:
    """Blocks under each other in so many lines: the first choice that fits, else the last.

    Of each choice the blank lines between blocks go first, from below.
    """
    lines: list[str] = []
    for blocks in choices:
        filled = [block for block in blocks if block]
        for gaps in range(len(filled) - 1, -1, -1):
            lines = []
            for place, block in enumerate(filled):
                lines += [""] if 0 < place <= gaps else []
                lines += block
            if len(lines) <= most:
                return lines
    return lines


def shortened(parts: Sequence[str], most: int, more: str) -> list[str]:
    """Parts as at most so many lines; from before the last one goes what ``more`` stands for."""
    *kept, last = parts
    lines = wrap(" ".join([*kept, last]), WIDTH)
    while len(lines) > most and kept:
        del kept[-1]
        lines = wrap(" ".join([*kept, more, last]), WIDTH)
    return lines


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows in columns; where a row is wider than the screen, cells follow each other instead."""
    if not rows:
        return []
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    if sum(widths) + 2 * len(widths) <= WIDTH:
        return [
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
    head, *body = rows
    return [
        line
        for row in body
        for line in lines_of(
            "; ".join(f"{name.lower()}: {text}" for name, text in zip(head, row, strict=True)),
            head="- ",
            below="  ",
        )
    ]
