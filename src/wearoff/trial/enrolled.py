"""One person of a trial as the rows of a file tell, before visits are those of a plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wearoff.records import Arm

JUST_BEFORE = -1
"""Week from which on a score before day 0 may stand for a baseline that is missing."""


@dataclass
class Enrolled:
    """Arm, covariates and scores by week of a person, with the line that told of them first."""

    line: int
    arm: Arm
    covariates: dict[str, str]
    before: float | None = None
    visits: set[float] = field(default_factory=set)
    scores: dict[float, float] = field(default_factory=dict)

    @property
    def later(self) -> dict[float, float]:
        """Scores after the baseline, by week."""
        return {week: score for week, score in self.scores.items() if week > 0}

    @property
    def early(self) -> dict[float, float]:
        """Scores before the baseline, by week."""
        return {week: score for week, score in self.scores.items() if week < 0}

    @property
    def baseline(self) -> float | None:
        """The score of week 0, else that of the column, else the last of the week before."""
        last = max((w for w in self.early if w >= JUST_BEFORE), default=None)
        just_before = None if last is None else self.scores[last]
        return next((s for s in (self.scores.get(0.0), self.before) if s is not None), just_before)
