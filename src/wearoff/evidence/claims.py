"""The claims of the two texts: every one as a row, with what was found for it and against it.

A claim is what a text says, never what is known; its ``grade`` and ``finding`` say that. The loader
refuses a row that is incomplete or names an unknown text, grade, claim or source, by its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wearoff.errors import EvidenceError
from wearoff.evidence import rows

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS = ("warning", "advocate")
CONTRADICTED = "studies point the other way"
UNSTUDIED = "nobody has looked"
GRADES = {
    "shown in people": "in trials or larger series, or by definition",
    "shown in few people": "in small or uncontrolled series, or in cadavers",
    "shown in animals only": "people were not studied",
    CONTRADICTED: "somebody looked and found otherwise",
    "assumed": "plausible, but no study found shows it",
    UNSTUDIED: "no study was found; it may be so or not",
}
"""Grades in words, each with its meaning, in the order in which they are listed. The two that are
easily mixed up stand apart: that nobody has looked says nothing against a claim."""
REQUIRED = ("id", "text", "words", "grade", "finding", "model", "diary")
REQUIRED_CITED = ("cited_as", "source", "claims", "measured", "fair")


@dataclass(frozen=True)
class Claim:
    """One claim of a text.

    ``words`` are the text's, shortened; ``finding`` is what was found and ``but`` the other side;
    ``part`` names the parts of the model that carry it, ``model`` what they do with it; ``diary``
    is what one person's diary could show; ``supports`` and ``against`` are source ids; ``test``
    is the test that shows the model's behavior, empty for a claim that no part carries.
    """

    id: str
    text: str
    words: str
    grade: str
    finding: str
    but: str
    part: tuple[str, ...]
    model: str
    diary: str
    supports: tuple[str, ...]
    against: tuple[str, ...]
    test: str


@dataclass(frozen=True)
class CitedStudy:
    """A muscle study that the warning cites: what it measured, and whether it is told fairly."""

    cited_as: str
    source: str
    claims: tuple[str, ...]
    measured: str
    fair: str


def parse(record: dict[str, str], line: int) -> Claim:
    """One checked claim.

    Raises:
        EvidenceError: a field is empty, the text, grade or a source is unknown, or a claim that a
            part carries has no test; names the line.
    """
    where = f"claims, line {line}, claim {record.get('id') or '(no id)'}"
    _complete(record, REQUIRED, where)
    for field, allowed in (("text", TEXTS), ("grade", GRADES)):
        if record[field] not in allowed:
            raise EvidenceError(f"{where}: {field} {record[field]!r} is not of {tuple(allowed)}")
    supports, against = (_names(record[field]) for field in ("for", "against"))
    _known("source", (*supports, *against), rows.sources(), where)
    part = _names(record["part"])
    if part and not record["test"]:
        raise EvidenceError(f"{where}: test is empty, though {part[0]} carries the claim")
    return Claim(
        **{field: record[field] for field in REQUIRED},
        but=record["but"] or "",
        part=part,
        supports=supports,
        against=against,
        test=record["test"] or "",
    )


def parse_cited(record: dict[str, str], line: int, known: Iterable[str]) -> CitedStudy:
    """One checked study that the warning cites; ``known`` are the ids of the claims.

    Raises:
        EvidenceError: a field is empty, or the source or a claim is unknown; names the line.
    """
    where = f"cited_studies, line {line}, study {record.get('cited_as') or '(no name)'}"
    _complete(record, REQUIRED_CITED, where)
    _known("source", (record["source"],), rows.sources(), where)
    named = _names(record["claims"])
    _known("claim", named, known, where)
    rest = {field: record[field] for field in REQUIRED_CITED if field != "claims"}
    return CitedStudy(**rest, claims=named)


def _complete(record: dict[str, str], fields: Iterable[str], where: str) -> None:
    """Refuse a row without one of these fields."""
    for field in fields:
        if not (record.get(field) or "").strip():
            raise EvidenceError(f"{where}: {field} is empty")


def _known(kind: str, names: Iterable[str], known: Iterable[str], where: str) -> None:
    """Refuse a name that does not exist."""
    for name in names:
        if name not in known:
            raise EvidenceError(f"{where}: {kind} {name!r} does not exist")


def _names(text: str | None) -> tuple[str, ...]:
    """Names of a cell, separated by semicolons."""
    return tuple(name for name in (text or "").split(";") if name)


@cache
def claims() -> dict[str, Claim]:
    """All claims by id, in the order of the texts.

    Raises:
        EvidenceError: as `parse`, or an id stands twice.
    """
    found: dict[str, Claim] = {}
    for line, record in enumerate(rows.table("claims"), start=2):
        claim = parse(record, line)
        if claim.id in found:
            raise EvidenceError(f"claims, line {line}: {claim.id} stands twice")
        found[claim.id] = claim
    return found


@cache
def cited_studies() -> tuple[CitedStudy, ...]:
    """The muscle studies that the warning cites, in its order.

    Raises:
        EvidenceError: as `parse_cited`.
    """
    table = enumerate(rows.table("cited_studies"), start=2)
    return tuple(parse_cited(record, line, claims()) for line, record in table)
