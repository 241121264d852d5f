"""`claims`: what the two texts claim, what was found, and what the model does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.errors import unknown
from wearoff.evidence import claims as evidence
from wearoff.evidence import rows
from wearoff.runs import meta

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wearoff.provenance.result import ClaimsResult


class Claims(list[evidence.Claim]):
    """Claims that were asked for, with the studies that the warning cites for them."""

    def __repr__(self) -> str:
        """How many, and their ids, on one line."""
        return f"<Claims {len(self)}: {' '.join(claim.id for claim in self)}>"

    @property
    def cited_studies(self) -> list[evidence.CitedStudy]:
        """Muscle studies that the warning cites for any of these claims."""
        ids = {claim.id for claim in self}
        return [study for study in evidence.cited_studies() if ids & set(study.claims)]

    @property
    def sources(self) -> dict[str, rows.Source]:
        """Every source for or against any of these claims, or cited for them, by id."""
        named = {study.source for study in self.cited_studies}
        named.update(name for claim in self for name in (*claim.supports, *claim.against))
        return {name: rows.sources()[name] for name in sorted(named)}

    @property
    def result(self) -> ClaimsResult:
        """The document of `wearoff claims --json`."""
        from wearoff.formats.documents import Meta
        from wearoff.provenance import result

        return result.ClaimsResult(
            meta=Meta(**meta(None)),
            claims=tuple(result.ClaimRow(**vars(claim)) for claim in self),
            cited_studies=tuple(
                result.CitedRow(**vars(study), citation=rows.sources()[study.source].citation)
                for study in self.cited_studies
            ),
            sources={
                name: result.SourceRow(citation=source.citation, seen=source.seen)
                for name, source in self.sources.items()
            },
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def claims(
    text: str | None = None,
    grade: str | None = None,
    part: str | None = None,
    ids: Iterable[str] | None = None,
) -> Claims:
    """Claims of the two texts that meet every condition given, in the order of the texts.

    Args:
        text: ``warning`` or ``advocate``.
        grade: a grade in words, such as ``nobody has looked``.
        part: a part of the model that carries the claim.
        ids: claims by id; ``c8`` is C08.

    Returns:
        A list of claims, empty when none meets the conditions; `Claims.to_dict` is the document.

    Raises:
        InputError: no text, grade, part or claim has that name.

    Example:
        >>> import wearoff
        >>> wearoff.claims(ids=["c8", "C19"])
        <Claims 2: C08 C19>
    """
    every = evidence.claims()
    _check("text", text, evidence.TEXTS)
    _check("grade", grade, evidence.GRADES)
    _check("part", part, {name for claim in every.values() for name in claim.part})
    wanted = [_full(name) for name in ids] if ids is not None else list(every)
    for name in wanted:
        _check("claim", name, every)
    return Claims(
        claim
        for claim in every.values()
        if claim.id in wanted
        and text in {None, claim.text}
        and grade in {None, claim.grade}
        and (part is None or part in claim.part)
    )


def _check(kind: str, given: str | None, known: Iterable[str]) -> None:
    """Refuse a name that does not exist, with the nearest match."""
    if given is not None and given not in known:
        raise unknown(kind, given, known)


def _full(name: str) -> str:
    """An id as the table writes it."""
    return name[:1].upper() + name[1:].zfill(2)
