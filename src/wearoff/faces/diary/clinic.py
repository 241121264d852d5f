"""`wearoff analyze FOLDER`: one row a patient, by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wearoff.faces.diary.sheet import UNBLINDED
from wearoff.faces.shared import layout
from wearoff.faces.shared.words import CLOSING
from wearoff.words import answers as catalog
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.diary.folder import Clinic
    from wearoff.diary.result import Result

NAME = 13
"""Columns of a name."""
SHORT = {
    "yes": "yes",
    "no": "no",
    "steady": "steady",
    "rising": "rising",
    "falling": "falling",
    "cannot_tell": "?",
    "cannot_tell_yet": "?",
    "not_asked": "-",
}
"""Answers in a narrow column."""


@dataclass(frozen=True)
class Said:
    """An answer in a cell: short on the screen, with its chance on the page."""

    short: str
    word: str
    chance: str


@dataclass(frozen=True)
class Row:
    """The cells of one patient; of one that could not be read the name and the error alone."""

    name: str
    error: str | None
    filled: str = ""
    sessions: int = 0
    counted: str = ""
    answers: list[Said] = field(default_factory=list[Said])
    next: str = ""


def screen(found: Clinic) -> list[str]:
    """A row a patient, and below it what is missing or next."""
    head = f"{'Patient':<{NAME}} {'filled in':>10}{'sessions':>9}  {'before > now':<14}"
    lines = [f"{head}{'working':<10}{'wears off':<11}underneath"]
    for row in rows(found):
        name = layout.short_name(row.name, NAME)
        if row.error:
            lines.append(layout.cut(f"{name:<{NAME}} {row.error}"))
            continue
        working, wears, under = row.answers
        lines.append(
            f"{name:<{NAME}} {row.filled:>10}{row.sessions:>9}  {row.counted:<14}"
            f"{working.short:<10}{wears.short:<11}{under.short}"
        )
        if row.next:
            lines.append(layout.cut(f"{layout.INDENT}next: {row.next}"))
    return [*lines, "", f"{_analyzed(found)} analyzed.", CLOSING]


def _analyzed(found: Clinic) -> str:
    done = [row for row in found.rows if row.analysis]
    return f"{len(done)} of {len(found.rows)}"


def rows(found: Clinic) -> list[Row]:
    """Every patient as the cells of the table."""
    return [
        _row(row.name, row.analysis.result) if row.analysis else Row(row.name, row.error)
        for row in found.rows
    ]


def _row(name: str, result: Result) -> Row:
    tally = result.counted
    return Row(
        name=name,
        error=None,
        filled=filled(result),
        sessions=len(result.sessions),
        counted=f"{numbers.number(tally.before)} > {numbers.number(tally.now)}",
        answers=[
            Said(
                SHORT[answer.word],
                catalog.WORDS[answer.word],
                numbers.chance_beside(answer.chance_said),
            )
            for answer in result.answers
        ],
        next=next((answer.ahead for answer in result.answers if answer.ahead), ""),
    )


def filled(result: Result) -> str:
    """Days with an entry of all days; of counts alone how many there are."""
    if result.counts_only:
        return f"{result.counts} counts"
    return f"{result.days_observed}/{result.days}"


def clinic_page(found: Clinic) -> str:
    """HTML of the table."""
    from wearoff.faces.shared.pages import page

    return page(
        "clinic.html",
        meta=found.result.meta,
        rows=rows(found),
        analyzed=_analyzed(found),
        unblinded=UNBLINDED,
    )
