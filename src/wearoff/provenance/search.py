"""`search`: claims, numbers, sources, parts and published figures that hold all the words asked."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from wearoff.evidence import claims, rows
from wearoff.provenance.cited import sources
from wearoff.provenance.parts import parts
from wearoff.studies.kept import TABLES, kept
from wearoff.words.numbers import named

KINDS = ("claim", "number", "source", "part", "figure")
"""What is searched, in the order in which it is shown."""
MOST = 400
"""Characters of a search; more is cut."""


class Hit(NamedTuple):
    """Something found: of what kind, by which name, and a line about it."""

    kind: str
    name: str
    text: str


class _Entry(NamedTuple):
    """A hit, and the texts in which it is found: its name and line, and everything else of it."""

    hit: Hit
    head: str
    whole: str


def search(asked: str) -> dict[str, list[Hit]]:
    """What holds every word that was asked for, whatever its case, by its kind.

    Args:
        asked: words, or how they begin; ``_`` and ``-`` are blanks.

    Returns:
        Hits by kind: first what is called so, then what holds the words in its name or line;
        empty without a word.

    Example:
        >>> [hit.name for hit in search("multifidus whiplash")["source"]]
        ['ABBOTT2015']
    """
    words = [f" {word}" for word in _plain(asked[:MOST]).split()]
    if not words:
        return {}
    found: dict[str, list[Hit]] = {}
    for kind in KINDS:
        mine = [entry for entry in _index() if entry.hit.kind == kind]
        kept = [entry for entry in mine if all(word in entry.whole for word in words)]
        called = _plain(asked)
        kept.sort(
            key=lambda entry: (
                _plain(entry.hit.name) != called,
                not all(word in entry.head for word in words),
            )
        )
        if kept:
            found[kind] = [entry.hit for entry in kept]
    return found


def _plain(text: str) -> str:
    """A text as it is compared: its words, each with a blank before it."""
    letters = (letter if letter.isalnum() else " " for letter in text.casefold())
    return "".join(f" {word}" for word in "".join(letters).split())


def _entry(kind: str, name: str, text: str, *more: str) -> _Entry:
    head = f"{name} {text}"
    return _Entry(Hit(kind, name, text), _plain(head), _plain(" ".join((head, name, *more))))


@cache
def _index() -> tuple[_Entry, ...]:
    """Everything that can be found."""
    return (
        *(
            _entry(
                "claim", one.id, one.words, one.grade, one.finding, one.but, one.model, one.diary
            )
            for one in claims.claims().values()
        ),
        *(
            _entry("number", row.name, row.meaning, row.place, row.note, row.source)
            for row in rows.load().values()
        ),
        *(_entry("source", name, one.source.citation) for name, one in sources().items()),
        *(
            _entry("part", name, one.title, *(paragraph.text for paragraph in one.about))
            for name, one in parts().items()
        ),
        *(
            _entry(
                "figure",
                row.id,
                f"{row.condition_title}, {named(row.quantity)}, {named(row.arm)}",
                row.cohort,
            )
            for table in TABLES
            for row in kept(table).rows
        ),
    )
