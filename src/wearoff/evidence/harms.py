"""Published unwanted effects: rates to stand beside a benefit. The model does not compute them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wearoff.errors import EvidenceError
from wearoff.evidence import rows


@dataclass(frozen=True)
class Harm:
    """An unwanted effect: people of 100 who had it with toxin and, if known, with placebo."""

    event: str
    measured_in: str
    shown_for: tuple[str, ...]
    toxin: float
    placebo: float | None
    people: int | None
    source: str
    note: str


@cache
def harms() -> tuple[Harm, ...]:
    """All published unwanted effects.

    Raises:
        EvidenceError: a source that is not in the table of sources.
    """
    found: list[Harm] = []
    for line, record in enumerate(rows.table("harms"), start=2):
        if record["source"] not in rows.sources():
            raise EvidenceError(f"harms, line {line}: source {record['source']!r} is unknown")
        found.append(
            Harm(
                event=record["event"],
                measured_in=record["measured_in"],
                shown_for=tuple(record["shown_for"].split(";")),
                toxin=float(record["toxin"]),
                placebo=float(record["placebo"]) if record["placebo"] else None,
                people=int(record["people"]) if record["people"] else None,
                source=record["source"],
                note=record["note"],
            )
        )
    return tuple(found)


def published(condition: str) -> list[Harm]:
    """The unwanted effects to show beside a condition."""
    return [harm for harm in harms() if condition in harm.shown_for]
