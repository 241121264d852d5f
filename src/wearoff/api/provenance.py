"""`why`: where a number comes from, and what uses it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from wearoff.api.runs import meta
from wearoff.evidence import rows
from wearoff.model.conditions import CONDITIONS

ELSEWHERE = {
    "limit_": "the label check of every simulated plan",
    "dose_share_": "plans that give only a total",
    "body_weight_": "plans with units per kg",
    "bite_share_": "the read-out of bite force",
    "hypothesis_": "simulate --hypothesis",
}
"""What uses numbers that no part does, by the start of their names."""


@dataclass(frozen=True)
class Why:
    """One number, where it comes from, and what uses it."""

    row: rows.Row
    source: rows.Source
    used_by: list[str]

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff why --json`."""
        return {
            "meta": meta(None),
            **asdict(self.row),
            "grade_in_words": rows.GRADES[self.row.grade],
            "citation": self.source.citation,
            "seen": self.source.seen,
            "used_by": self.used_by,
        }


def why(name: str) -> Why:
    """Provenance of a number: value, unit, range, grade, source, and the parts that use it.

    Raises:
        InputError: no number has that name.
    """
    row = rows.get(name)
    used = [
        f"{part.name}.{parameter.name} in {chosen.name}"
        for chosen in CONDITIONS.values()
        for part in chosen.parts
        for parameter in part.parameters
        if chosen.reads(parameter, name)
    ]
    used += [text for start, text in ELSEWHERE.items() if name.startswith(start)]
    return Why(row, rows.sources()[row.source], used)


def numbers() -> list[str]:
    """Names of all numbers."""
    return sorted(rows.load())
