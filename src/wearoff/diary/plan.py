"""`plan`: one person under other courses of injections."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from wearoff.diary.analyze import analyze
from wearoff.diary.case import case_of
from wearoff.diary.thresholds import thresholds
from wearoff.errors import InputError
from wearoff.formats.html import Shown
from wearoff.runs import meta

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.diary.analyze import Analysis
    from wearoff.diary.case import Case
    from wearoff.diary.future.plan_result import CourseResult, PlanResult
    from wearoff.diary.read.options import How
    from wearoff.formats.frames import Given
    from wearoff.records import Course


@dataclass(frozen=True, repr=False)
class Planned(Shown):
    """Next year's headache days under every course, in a fixed order."""

    analysis: Analysis
    result: PlanResult

    def __repr__(self) -> str:
        """Name, condition and how far the courses lie apart, on one line."""
        found = self.result
        return f"<Planned {found.name}: {found.condition}; {found.across.text}>"

    @property
    def courses(self) -> list[CourseResult]:
        """Every course that could be asked."""
        return self.result.courses

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff plan --json`."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def plan(
    case: Case | Given,
    *,
    injections: Given | None = None,
    condition: str | None = None,
    courses: str | Path | None = None,
    events: Given | None = None,
    scores: Given | None = None,
    baseline: str | None = None,
    baseline_from: str | None = None,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
    **reading: Unpack[How],
) -> Planned:
    """The same person, the same chance, under other intervals, doses, exercise, a pause, stopping.

    Args:
        case: A case, or the diary as `read_case` takes it: a CSV file, or a DataFrame.
        injections: The log, which a diary needs; a case holds its own. This, the next one and
            events, scores and baseline are as `read_case` takes them.
        condition: What is treated; chronic_migraine if left out, and the notes say so.
        courses: TOML file of courses beside the shipped ones; same ids replace them.
        events: Other treatments and changes.
        scores: Totals of a clinic, and counts of headache days.
        baseline: A count from before, ``22:28``: 22 headache days of 28.
        baseline_from: Who says so.
        seed: Of every random number.
        progress: Called with a line as the work goes on.
        reading: How files are read: ``unwritten``, ``dates``, ``sheet``, ``columns``, ``confirm``,
            ``today``, as `read_case` takes them.

    Returns:
        Headache days in 28 of the next 364 days under every course, in a fixed order.

    Raises:
        InputError: A file or frame cannot be used, a doubt bars answers, or no session lies in the
            time of the diary.

    Example:
        >>> import wearoff
        >>> found = wearoff.plan(wearoff.example_case("ada"))
        >>> [course.id for course in found.courses[:2]]
        ['as_now', 'every_10_weeks']
    """
    from wearoff.diary.doubts.barred import refuse
    from wearoff.diary.future.course_files import shipped, with_own

    asked = with_own(courses) if courses else shipped()
    known = case_of(
        case,
        injections=injections,
        condition=condition,
        events=events,
        scores=scores,
        baseline=baseline,
        baseline_from=baseline_from,
        **reading,
    )
    refuse(known.doubts)
    found = analyze(known, seed=seed, prospects=False, progress=progress)
    if not found.assessment.posterior.record.sessions:
        raise InputError(
            "no session in the time of the diary",
            file=injections if isinstance(injections, str | Path) else None,
            fix="give sessions up to the last entry, or a longer diary",
        )
    say = progress or (lambda _: None)
    say(f"{found.name}: the same year under {len(asked)} courses")
    return Planned(found, _result(found, asked, seed))


def _result(analysis: Analysis, asked: Sequence[Course], seed: int) -> PlanResult:
    from wearoff.diary.future.across import across, body
    from wearoff.diary.future.counterfactual import DAYS
    from wearoff.diary.future.courses import alternatives
    from wearoff.diary.future.plan_result import PlanResult
    from wearoff.diary.pieces import ReadMeta

    posterior = analysis.assessment.posterior
    record = posterior.record
    done, refused = alternatives(posterior, asked, analysis.condition)
    limits = thresholds()["courses"]
    return PlanResult(
        meta=ReadMeta(**meta(seed), today=analysis.case.today),
        name=analysis.name,
        condition=analysis.condition,
        outcome=analysis.result.outcome,
        first=record.date_of(record.last + 1),
        last=record.date_of(record.last + DAYS),
        counted_now=analysis.result.counted.now,
        better_by_days_28=limits["better_days_28"],
        mostly_assumed_above=limits["mostly_assumed"],
        courses=done,
        across=across(done),
        body=body(done),
        not_asked=refused,
        doubts=analysis.result.doubts,
        notes=analysis.result.notes,
        note_codes=analysis.result.note_codes,
    )
