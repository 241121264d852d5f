"""The claims as cards: by grade in blocks, in each the two texts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wearoff.evidence.claims import GRADES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from wearoff.provenance.claims import Claims
    from wearoff.provenance.result import CitedRow, ClaimRow, SourceRow

NAMES = ("people", "few", "animals", "contradicted", "assumed", "unstudied")
MARKS = dict(zip(GRADES, NAMES, strict=True))
"""A short name of each grade, by which a style sheet knows it; each has a look of its own."""


class Card(NamedTuple):
    """A claim with the studies that the warning cites for it."""

    claim: ClaimRow
    cited: Sequence[CitedRow]


class Column(NamedTuple):
    """What one text claims."""

    text: str
    cards: Sequence[Card]


class Block(NamedTuple):
    """The claims of one grade, each text in its column."""

    grade: str
    meaning: str
    mark: str
    columns: Sequence[Column]
    size: int


class Line(NamedTuple):
    """A grade, and how many claims of each text have it."""

    grade: str
    meaning: str
    mark: str
    counts: Sequence[int]


class Shown(NamedTuple):
    """A page of claims: its blocks, and the sources by id."""

    blocks: Sequence[Block]
    sources: dict[str, SourceRow]
    size: int


def shown(found: Claims, texts: Collection[str] = TEXTS) -> Shown:
    """Claims in blocks by grade; a grade without a claim is left out."""
    document = found.result
    cards = [
        Card(claim, [one for one in document.cited_studies if claim.id in one.claims])
        for claim in document.claims
    ]
    blocks: list[Block] = []
    for grade, meaning in GRADES.items():
        graded = [card for card in cards if card.claim.grade == grade]
        columns = [
            Column(text, [card for card in graded if card.claim.text == text])
            for text in TEXTS
            if text in texts
        ]
        if graded:
            blocks.append(Block(grade, meaning, MARKS[grade], columns, len(graded)))
    return Shown(blocks, document.sources, len(cards))


def tally(found: Claims) -> list[Line]:
    """How many claims of each text have each grade."""
    return [
        Line(
            grade,
            meaning,
            MARKS[grade],
            [len([c for c in found if c.grade == grade and c.text == text]) for text in TEXTS],
        )
        for grade, meaning in GRADES.items()
    ]
