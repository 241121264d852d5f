"""A person's posterior with everything decided: counted, checked and answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.diary.checks import checks
from wearoff.diary.counts import tally
from wearoff.diary.future.lookahead import with_prospects
from wearoff.diary.verdicts import Evidence, verdicts

if TYPE_CHECKING:
    from wearoff.diary.counts import Tally
    from wearoff.diary.outcomes import Outcome
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.result import Verdict
    from wearoff.records import OutsideBaseline


@dataclass(frozen=True)
class Assessment:
    """A person with everything decided."""

    posterior: DiaryPosterior
    outcome: Outcome
    beside: list[Outcome]
    counted: Tally
    evidence: Evidence
    verdicts: list[Verdict]


def assess(
    posterior: DiaryPosterior,
    outcome: Outcome,
    beside: list[Outcome],
    baseline: OutsideBaseline | None,
    *,
    prospects: bool = True,
) -> Assessment:
    """Count, check and answer."""
    counted = tally(posterior.record, baseline)
    evidence = Evidence(posterior, counted, checks(posterior))
    answers = verdicts(evidence)
    if prospects:
        answers = with_prospects(evidence, answers)
    return Assessment(
        posterior=posterior,
        outcome=outcome,
        beside=beside,
        counted=counted,
        evidence=evidence,
        verdicts=answers,
    )
