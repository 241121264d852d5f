"""`plan`: one person under other courses of injections."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.diary.analyze import analyze
from wearoff.errors import InputError
from wearoff.runs import meta

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.diary.analyze import Analysis
    from wearoff.diary.case import Case
    from wearoff.formats.frames import Given


@dataclass(frozen=True)
class Planned:
    """Next year's headache days under every course, in a fixed order."""

    analysis: Analysis
    courses: list[dict[str, Any]]
    refused: list[dict[str, str]]
    seed: int

    @cached_property
    def document(self) -> dict[str, Any]:
        """The document of `wearoff plan --json`, rounded once for every face."""
        from wearoff.diary.future.counterfactual import DAYS
        from wearoff.formats.documents import plain

        said = self.analysis.document
        record = self.analysis.assessment.posterior.record
        return plain(
            {
                "meta": meta(self.seed),
                "name": self.analysis.name,
                "condition": said["condition"],
                "outcome": said["outcome"],
                "first": record.date_of(record.last + 1).isoformat(),
                "last": record.date_of(record.last + DAYS).isoformat(),
                "counted_now": said["counted"]["now"],
                "courses": self.courses,
                "not_asked": self.refused,
                "notes": said["notes"],
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """The document."""
        return self.document

    def to_json(self) -> str:
        """The document as text."""
        from wearoff.formats.documents import to_json

        return to_json(self.document)


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

    Returns:
        Headache days in 28 of the next 364 days under every course, in a fixed order.

    Raises:
        InputError: A file or frame cannot be used, or no session lies in the time of the diary.

    Example:
        >>> import wearoff
        >>> found = wearoff.plan(wearoff.example_case("ada"))
        >>> [course["id"] for course in found.courses[:2]]
        ['as_now', 'every_10_weeks']
    """
    from wearoff.diary.future.course_files import shipped, with_own
    from wearoff.diary.future.courses import alternatives

    asked = with_own(courses) if courses else shipped()
    found = analyze(
        case,
        injections=injections,
        condition=condition,
        events=events,
        scores=scores,
        baseline=baseline,
        baseline_from=baseline_from,
        seed=seed,
        prospects=False,
        progress=progress,
    )
    if not found.assessment.posterior.record.sessions:
        raise InputError(
            "no session in the time of the diary",
            file=injections if isinstance(injections, str | Path) else None,
            fix="give sessions up to the last entry, or a longer diary",
        )
    say = progress or (lambda _: None)
    say(f"{found.name}: the same year under {len(asked)} courses")
    done, refused = alternatives(found.assessment.posterior, asked, found.condition)
    return Planned(found, done, refused, seed)
