"""`plan`: one person under other courses of injections."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wearoff.diary.analyze import analyze
from wearoff.errors import InputError
from wearoff.runs import meta

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wearoff.diary.analyze import Analysis


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
        record = self.analysis.assessment.person.record
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
    diary: str | Path,
    *,
    injections: str | Path,
    condition: str | None = None,
    courses: str | Path | None = None,
    events: str | Path | None = None,
    scores: str | Path | None = None,
    baseline: str | None = None,
    baseline_from: str | None = None,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Planned:
    """The same person, the same chance, under other intervals, doses, exercise, a pause, stopping.

    Args:
        diary: CSV file, as for `analyze`.
        injections: injection log.
        condition: condition; chronic_migraine if left out, and the notes say so.
        courses: TOML file of courses beside the shipped ones; same ids replace them.
        events: other treatments and changes.
        scores: clinic totals, and counts of headache days.
        baseline: a count from before, ``22:28``.
        baseline_from: who says so.
        seed: of every random number.
        progress: called with a line as the work goes on.

    Raises:
        InputError: a file cannot be used, or no session lies in the time of the diary.
    """
    from wearoff.diary.future.course_files import shipped, with_own
    from wearoff.diary.future.courses import alternatives

    asked = with_own(courses) if courses else shipped()
    found = analyze(
        diary,
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
    if not found.assessment.person.record.sessions:
        raise InputError(
            "no session in the time of the diary",
            file=injections,
            fix="give sessions up to the last entry, or a longer diary",
        )
    say = progress or (lambda _: None)
    say(f"{found.name}: the same year under {len(asked)} courses")
    done, refused = alternatives(found.assessment.person, asked, found.condition)
    return Planned(found, done, refused, seed)
