"""A person's posterior, and what was decided from it: counted, checked and answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.diary.checks import checks
from wearoff.diary.counts import tally
from wearoff.diary.doubts.barred import without_answer
from wearoff.diary.future.lookahead import with_prospects
from wearoff.diary.verdicts import Evidence, verdicts
from wearoff.simulation.executor import meanwhile

if TYPE_CHECKING:
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.result import Verdict
    from wearoff.records import OutsideBaseline


@dataclass(frozen=True)
class Assessment(Evidence):
    """What the answers rest on, and the answers."""

    verdicts: list[Verdict]


def assess(
    posterior: DiaryPosterior,
    baseline: OutsideBaseline | None,
    *,
    prospects: bool,
    doubtful: bool = False,
) -> Assessment:
    """Count, check and answer.

    Args:
        posterior: of the diary.
        baseline: a count from before it.
        prospects: whether to say what would tell where an answer cannot be told.
        doubtful: whether something in what was read bars answers.
    """
    with meanwhile(lambda: posterior.estimands):
        asked = checks(posterior)
    evidence = Evidence(posterior, tally(posterior.record, baseline), asked)
    answers = verdicts(evidence)
    if doubtful:
        answers = [without_answer(answer) for answer in answers]
    elif prospects:
        answers = with_prospects(evidence, answers)
    return Assessment(evidence.posterior, evidence.counted, evidence.checks, answers)
