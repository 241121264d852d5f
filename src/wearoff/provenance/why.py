"""`why`: where a number comes from, and what uses it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from wearoff.evidence import rows
from wearoff.formats import fitted
from wearoff.model.conditions import CONDITIONS
from wearoff.runs import meta

if TYPE_CHECKING:
    from wearoff.provenance.result import NumbersResult, WhyResult


@dataclass(frozen=True)
class Calibrated:
    """What published figures say of a number's center in populations.

    ``moved`` is in SDs of the row's spread; ``contraction`` is 1 − posterior SD / prior SD.
    """

    moved: float
    contraction: float
    date: str


@dataclass(frozen=True)
class Why:
    """One number, where it comes from, and what uses it."""

    row: rows.Row
    source: rows.Source
    used_by: list[str]
    calibrated: Calibrated | None = None

    def __repr__(self) -> str:
        """The number with unit, range and grade, on one line."""
        row = self.row
        about = f"{row.value:g} {row.unit} ({row.low:g} to {row.high:g}), {rows.GRADES[row.grade]}"
        return f"<Why {row.name}: {about}, {self.source.id}>"

    @cached_property
    def result(self) -> WhyResult:
        """The document of `wearoff why --json`, rounded once for every face."""
        from wearoff.formats.documents import Meta
        from wearoff.provenance.result import FromFigures, WhyResult

        known = self.calibrated
        return WhyResult(
            meta=Meta(**meta(None)),
            **asdict(self.row),
            grade_in_words=rows.GRADES[self.row.grade],
            citation=self.source.citation,
            seen=self.source.seen,
            used_by=tuple(self.used_by),
            calibrated=FromFigures(**asdict(known)) if known else None,
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def why(name: str) -> Why:
    """Provenance of a number: value, unit, range, grade, source, and what uses it.

    Args:
        name: of the number, as `numbers` lists it.

    Returns:
        A `Why`: ``row`` (value and range in the row's unit), ``source``, ``used_by`` (one text a
        use), ``calibrated`` (what published figures say of it, or None).

    Raises:
        InputError: no number has that name.

    Example:
        >>> import wearoff
        >>> wearoff.why("kS")
        <Why kS: 0.216 1/day (0.15 to 0.31), shown in people, BIOMD178>
    """
    from wearoff.provenance.uses import uses

    row = rows.get(name)
    used = [*_users().get(name, ()), *uses(name)]
    return Why(row, rows.sources()[row.source], used, _centers().get(name))


@cache
def _users() -> dict[str, list[str]]:
    """Parameters that each row can serve."""
    found: dict[str, list[str]] = {}
    for chosen in CONDITIONS.values():
        for part in chosen.parts:
            for parameter in part.parameters:
                for row in chosen.rows_read(parameter):
                    user = f"{part.name}.{parameter.name} in {chosen.name}"
                    found.setdefault(row, []).append(user)
    return found


@cache
def _centers() -> dict[str, Calibrated]:
    """What published figures say, by row."""
    return {
        record["row"]: Calibrated(
            float(record["mean"]), float(record["contraction"]), record["date"]
        )
        for record in fitted.table("studies", "calibration_centers")
    }


def numbers() -> list[str]:
    """Names of all numbers.

    Returns:
        The names in the order of the alphabet.

    Example:
        >>> import wearoff
        >>> "kS" in wearoff.numbers()
        True
    """
    return sorted(rows.load())


def numbers_result() -> NumbersResult:
    """The document of `wearoff why all --json`."""
    from wearoff.formats.documents import Meta
    from wearoff.provenance.result import NumbersResult

    return NumbersResult(meta=Meta(**meta(None)), numbers=tuple(numbers()))
