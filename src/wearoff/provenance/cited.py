"""`sources`: every source, and what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from wearoff.errors import unknown
from wearoff.evidence import claims as evidence
from wearoff.evidence import rows


class Table(NamedTuple):
    """A table of the evidence that names sources: its file, its column of names, what they are."""

    file: str
    names: str
    what: str


OTHERS = (
    Table("targets", "id", "published figure"),
    Table("more_targets", "id", "published figure"),
    Table("harms", "event", "unwanted effect"),
    Table("brands", "brand", "brand"),
    Table("areas", "area", "injected area"),
)
"""Tables beside the numbers and the claims."""


@dataclass(frozen=True)
class Cited:
    """A source, and what rests on it.

    ``numbers`` are names of rows, ``supports`` and ``against`` ids of claims, ``told`` ids of those
    for which the warning cites it, ``others`` names by what they are, such as a published figure.
    """

    source: rows.Source
    numbers: tuple[str, ...]
    supports: tuple[str, ...]
    against: tuple[str, ...]
    told: tuple[str, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def count(self) -> int:
        """How many things rest on it."""
        own = (self.numbers, self.supports, self.against, self.told)
        return sum(map(len, own)) + sum(len(names) for _, names in self.others)


@cache
def sources() -> dict[str, Cited]:
    """Every source by its id, in the order of the alphabet.

    Example:
        >>> sources()["HAMJIAN1994"].numbers
        ('ED50_foot', 'half_life_onabotulinumtoxinA', 'shrink_time')
    """
    return {name: _cited(rows.sources()[name]) for name in sorted(rows.sources(), key=str.casefold)}


def source(name: str) -> Cited:
    """The source of that id.

    Raises:
        InputError: no source has that id.
    """
    if name not in sources():
        raise unknown("source", name, sources())
    return sources()[name]


def _cited(one: rows.Source) -> Cited:
    every = evidence.claims().values()
    others: dict[str, list[str]] = {}
    for table in OTHERS:
        for record in rows.table(table.file):
            if record["source"] == one.id:
                known = others.setdefault(table.what, [])
                known += [record[table.names]] * (record[table.names] not in known)
    return Cited(
        one,
        numbers=tuple(name for name, row in rows.load().items() if row.source == one.id),
        supports=tuple(claim.id for claim in every if one.id in claim.supports),
        against=tuple(claim.id for claim in every if one.id in claim.against),
        told=tuple(
            dict.fromkeys(
                name
                for study in evidence.cited_studies()
                if study.source == one.id
                for name in study.claims
            )
        ),
        others=tuple((what, tuple(names)) for what, names in others.items()),
    )
