"""`wearoff analyze FOLDER`: one row a patient, by name, on the screen, a page, or a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wearoff.errors import printable
from wearoff.faces.diary import about
from wearoff.faces.diary.sheet import UNBLINDED
from wearoff.faces.shared import layout
from wearoff.faces.shared.words import CLOSING, CLOSING_OF_A_FOLDER
from wearoff.faces.shared.words import closing as closing_of
from wearoff.measures import IMPACT
from wearoff.words import answers as catalog
from wearoff.words import clinic as words
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.diary.clinic_result import Glance, PatientResult
    from wearoff.diary.folder import Clinic
    from wearoff.diary.result import Answer, Result

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
HEAD = (
    "patient",
    "page",
    "not read",
    "filled in",
    "sessions",
    "last session",
    "units",
    "product",
    "before",
    "now",
    "HIT-6 first",
    "HIT-6 last",
    "better since",
    "working",
    "wears off early",
    "underneath",
    "rules",
    "doubts",
    "missing",
    "next",
)
"""Columns of the sheet."""


@dataclass(frozen=True)
class Said:
    """An answer in a cell: short on the screen, with its chance on the page."""

    short: str
    word: str
    chance: str

    @property
    def whole(self) -> str:
        """Both, in a cell of the sheet."""
        return f"{self.word} {self.chance}".strip()


@dataclass(frozen=True)
class Row:
    """The cells of one patient; of one that could not be read the name and the error alone."""

    name: str
    file: str
    error: str | None
    filled: str = ""
    sessions: int = 0
    last: str = "-"
    counted: str = ""
    since: Said = Said("", "", "")
    impact: str = "-"
    answers: list[Said] = field(default_factory=list[Said])
    rules: str = "-"
    doubts: str = ""
    missing: str = ""
    next: str = ""

    @property
    def told(self) -> list[Said]:
        """Whether it is better since, and the answers."""
        return [self.since, *self.answers]

    @property
    def beside(self) -> str:
        """What stands below the row on the screen."""
        parts = {
            "last": self.last,
            "better since": self.since.short,
            IMPACT.title: self.impact,
            "rules": self.rules,
            "missing": self.missing,
        }
        return "; ".join(f"{name} {text}" for name, text in parts.items() if text not in {"", "-"})


def screen(found: Clinic, engine: str = "threads") -> list[str]:
    """A row a patient, and below it what there is beside and what is missing or next.

    Args:
        found: every patient.
        engine: what analyzed them.
    """
    head = f"{'Patient':<{NAME}} {'filled in':>10}{'sessions':>9}  {'before > now':<14}"
    lines = [f"{head}{'working':<10}{'wears off':<11}underneath"]
    for row in rows(found):
        name = layout.short_name(row.name, NAME)
        if row.error:
            lines += layout.hanging(printable(row.error), f"{name:<{NAME}} ")
            continue
        working, wears, under = row.answers
        lines.append(
            f"{name:<{NAME}} {row.filled:>10}{row.sessions:>9}  {row.counted:<14}"
            f"{working.short:<10}{wears.short:<11}{under.short}"
        )
        check = f"check: {row.doubts}" if row.doubts else ""
        below = [check, row.beside, f"next: {row.next}" if row.next else ""]
        lines += [line for text in below if text for line in layout.hanging(text, layout.INDENT)]
    return [
        *lines,
        *_skipped(found),
        *_notes(found),
        "",
        *_legend(),
        "",
        f"{analyzed(found)} analyzed.",
        closing_of(engine),
    ]


def _notes(found: Clinic) -> list[str]:
    """What was assumed of many patients alike."""
    texts = notes(found)
    return (
        ["", *(line for text in texts for line in layout.wrapped(f"Note: {text}"))] if texts else []
    )


def notes(found: Clinic) -> list[str]:
    """What was assumed of many patients alike, and of how many where not of all."""
    every = len([row for row in found.rows if row.result])
    return [
        words.of_patients(numbers.named(note.text), note.patients, every)
        for note in found.result.notes
    ]


def _legend() -> list[str]:
    return [line for text in words.legend() for line in layout.wrapped(text)]


def _skipped(found: Clinic) -> list[str]:
    """What in the folder is no patient's."""
    lines = [
        line
        for each in found.skipped
        for line in layout.hanging(f"{printable(each.file)}: {each.reason}", layout.INDENT)
    ]
    return ["", "SKIPPED", *lines] if lines else []


def analyzed(found: Clinic) -> str:
    """How many were analyzed, of how many."""
    done = [row for row in found.rows if row.result]
    return f"{len(done)} of {len(found.rows)}"


def rows(found: Clinic) -> list[Row]:
    """Every patient as the cells of the table."""
    return [_row(patient) for patient in found.result.patients]


def _row(patient: PatientResult) -> Row:
    result, glance = patient.analysis, patient.glance
    if result is None or glance is None:
        return Row(patient.name, patient.file, patient.error)
    tally = result.counted
    return Row(
        name=patient.name,
        file=patient.file,
        error=None,
        filled=filled(result),
        sessions=len(result.sessions),
        last=_last(glance),
        counted=f"{numbers.number(tally.before)} > {numbers.number(tally.now)}",
        since=_said(result.since),
        impact=" > ".join(_impact(glance)) or "-",
        answers=[_said(answer) for answer in result.answers],
        rules=_ruled(glance) or "-",
        doubts="; ".join([*about.to_check(result), *about.doubts(result, "said")]),
        missing=words.missing(glance.missing),
        next="" if result.counts_only else _next(result),
    )


def _said(answer: Answer) -> Said:
    return Said(SHORT[answer.word], catalog.WORDS[answer.word], numbers.sure(answer.chance_said))


def _next(result: Result) -> str:
    """What would tell of the first question that is open; of counts alone that is missing."""
    return next((answer.ahead for answer in result.answers if answer.ahead), "")


def _last(glance: Glance) -> str:
    if glance.last_session is None or glance.units is None:
        return "-"
    return words.last_session(str(glance.last_session), glance.units)


def _ruled(glance: Glance) -> str:
    """How many rules are met, by what a yes speaks for; '' where none could be counted."""
    return ", ".join(
        words.rules(each.points, each.met, each.counted) for each in glance.rules if each.counted
    )


def _impact(glance: Glance) -> list[str]:
    """First and last total, where they are given."""
    row = glance.impact
    if row is None:
        return []
    return [numbers.amount(total.value) for total in (row.first, row.last) if total]


def filled(result: Result) -> str:
    """Days with an entry of all days; of counts alone how many there are."""
    if result.counts_only:
        return f"{result.counts} counts"
    return f"{result.days_written}/{result.days}"


def clinic_page(found: Clinic, *, linked: bool = False, whole: bool = True) -> str:
    """HTML of the table.

    Args:
        found: every patient.
        linked: whether the pages of the patients lie beside it.
        whole: whether it is a page; else what stands in its middle, for a page that is served.
    """
    from wearoff.faces.shared.pages import page

    return page(
        "clinic.html",
        whole=whole,
        closing=CLOSING_OF_A_FOLDER if linked else CLOSING,
        meta=found.result.meta,
        rows=rows(found),
        linked=linked,
        skipped=found.skipped,
        notes=notes(found),
        legend=words.LEGEND,
        analyzed=analyzed(found),
        unblinded=UNBLINDED,
    )


def clinic_sheet(found: Clinic, *, linked: bool = False) -> str:
    """The table as CSV, without a cell that a spreadsheet would run.

    Args:
        found: every patient.
        linked: whether the pages of the patients lie beside it.
    """
    from wearoff.diary.write.tables import csv_text

    cells = zip(found.result.patients, rows(found), strict=True)
    return csv_text([HEAD, *(_cells(patient, row, linked=linked) for patient, row in cells)])


def _cells(patient: PatientResult, row: Row, *, linked: bool) -> tuple[str, ...]:
    result, glance = patient.analysis, patient.glance
    if result is None or glance is None:
        rest = ("" for _ in HEAD[3:])
        return (row.name, "", patient.error or "", *rest)
    first, last = (*_impact(glance), "", "")[:2]
    return (
        row.name,
        f"{row.file}.html" if linked else "",
        "",
        row.filled,
        str(row.sessions),
        str(glance.last_session or ""),
        "" if glance.units is None else numbers.amount(glance.units),
        glance.product or "",
        *(
            "" if x is None else numbers.number(x)
            for x in (result.counted.before, result.counted.now)
        ),
        first,
        last,
        *(answer.whole for answer in row.told),
        _ruled(glance),
        row.doubts,
        row.missing,
        row.next,
    )
