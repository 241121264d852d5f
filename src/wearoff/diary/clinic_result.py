"""What a folder of patients says, typed: the one author of `wearoff analyze FOLDER --json`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Literal

from wearoff.diary.pieces import FirstAndLast
from wearoff.diary.result import Result
from wearoff.formats.documents import Document, Maybe, Meta
from wearoff.measures import IMPACT
from wearoff.records import Points

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA_VERSION = "1.2"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""

SHARED = 0.5
"""Share of the patients whose note is told of all."""
Missing = Literal["days", "sessions", "before", "now", "impact"]


class RulesGlance(Document):
    """Of the rules of which a yes speaks for the same: how many are met, and were counted."""

    points: Points
    met: int
    counted: int


class Glance(Document):
    """What a row of the table has room for, beside the counts and the answers."""

    last_session: date | None
    units: Maybe
    """Of the last session, in units of its product."""
    product: str | None
    impact: FirstAndLast | None
    """First and last total of the questionnaire that a row has room for."""
    rules: list[RulesGlance]
    """Rules of services by what a yes speaks for."""
    rules_met: int
    """Of all of them together those whose count says yes."""
    rules_counted: int
    """Those whose count says yes or no."""
    rules_asked: int
    doubts: list[str]
    """Codes of what looks like a slip, and nobody confirmed."""
    missing: list[Missing]
    """What was not given, in codes."""


class PatientResult(Document):
    """One patient's analysis, or what says why there is none."""

    name: str
    file: str
    """Name of the patient's page and document in a folder of them, without its ending."""
    error: str | None
    glance: Glance | None
    analysis: Result | None


class SkippedFile(Document):
    """A file or folder that is no patient's, and why."""

    file: str
    reason: str


class SharedNote(Document):
    """What was assumed or is not read of many patients alike, and of how many."""

    text: str
    patients: int


class ClinicResult(Document):
    """Every patient of a folder, by name."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    patients: list[PatientResult]
    skipped: list[SkippedFile]
    notes: list[SharedNote]
    """Of half of the patients or more; a patient's own stand in the analysis."""


def shared_notes(results: Sequence[Result]) -> list[SharedNote]:
    """Notes that half of the patients have or more, those of most first."""
    told = Counter(note for result in results for note in dict.fromkeys(result.notes))
    return [
        SharedNote(text=text, patients=many)
        for text, many in told.most_common()
        if many >= SHARED * len(results)
    ]


def glance(result: Result) -> Glance:
    """What a row says of one patient.

    Args:
        result: of the analysis.
    """
    last = result.sessions[-1] if result.sessions else None
    impact = next((row for row in result.first_and_last if row.measure == IMPACT.name), None)
    said = {rule.id: rule.counted for rule in result.rules}
    rules = [
        RulesGlance(
            points=group.points,
            met=sum(said[each] == "yes" for each in group.rules),
            counted=sum(said[each] in {"yes", "no"} for each in group.rules),
        )
        for group in result.rule_groups
        if group.points != "neither"
    ]
    lacking: dict[Missing, bool] = {
        "days": result.counts_only,
        "sessions": not result.sessions,
        "before": result.counted.before is None,
        "now": result.counted.now is None,
        "impact": impact is None,
    }
    return Glance(
        last_session=last.date if last else None,
        units=last.units if last else None,
        product=last.product if last else None,
        impact=impact,
        rules=rules,
        rules_met=sum(each.met for each in rules),
        rules_counted=sum(each.counted for each in rules),
        rules_asked=len(result.rules_shown),
        doubts=[doubt.code for doubt in result.doubts if not doubt.confirmed],
        missing=[code for code, lacks in lacking.items() if lacks],
    )
