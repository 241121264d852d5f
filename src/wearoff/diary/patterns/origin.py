"""Where headache might come from, gathered: what goes before it, and what was examined beside."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from wearoff.diary.patterns.result import ByChance, Clue, Origin
from wearoff.formats import fitted
from wearoff.formats.documents import sentence
from wearoff.measures import MEASURES, Kind
from wearoff.words.patterns import ORDER, QUESTIONS, SENTENCES, clue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.patterns.result import Pattern, Source
    from wearoff.diary.pieces import FirstAndLast

PAINS, PAIN = {"neck", "jaw"}, "pain"
"""Asked by the same code, so that they err alike."""
WEEKDAY = "weekday"
EXAMINED = {name for name, one in MEASURES.items() if one.kind in {Kind.TEST, Kind.RATING}}
"""What a clinic sees or measures; questionnaires say how much headache troubles, not from where."""


def origin(found: Sequence[Pattern], scores: Sequence[FirstAndLast]) -> Origin | None:
    """One block of what might go before headache; None where nothing was recorded that could.

    Args:
        found: what the diary's columns say, in the order in which it is told.
        scores: measures of a clinic, first against last; questionnaires and counts are left out.

    Example:
        >>> origin([], []) is None
        True
    """
    examined = [row for row in scores if row.measure in EXAMINED]
    if not found and not examined:
        return None
    clues = [
        Clue(
            source=entry.source,
            pattern=entry.name,
            answer=entry.answer,
            chance_said=entry.chance_said,
            estimate=entry.estimate,
            days=entry.days,
            text=clue(
                QUESTIONS[entry.name], entry.answer, entry.chance_said, entry.estimate, entry.days
            ),
        )
        for entry in found
    ]
    asked: list[Source] = [entry.source for entry in found if entry.estimate is not None]
    return Origin(clues=clues, examined=examined, by_chance=by_chance(asked), text=ORDER)


def by_chance(sources: Sequence[Source]) -> ByChance | None:
    """The chance that one or more of these questions finds what is not there.

    1 − Π(1 − αᵢ), αᵢ being how often a question finds something in made-up diaries where nothing
    comes before headache (`pipelines.clues`). Weekends are asked of every diary, and told only
    where they are plain, so they always count.

    Args:
        sources: what else was asked, one each.

    Returns:
        None where nothing else was.

    Example:
        >>> by_chance(["neck", "menses"]).asked
        3
    """
    if not sources:
        return None
    asked = [*(one for one in sources if one != WEEKDAY), WEEKDAY]
    none = math.prod(1 - _found()[PAIN if one in PAINS else one] for one in asked)
    told = sentence("by_chance", asked=len(asked), chance=1 - none)
    return ByChance(
        code=told.code,
        values=told.values,
        asked=len(asked),
        chance=1 - none,
        text=told.rendered(SENTENCES),
    )


@cache
def _found() -> dict[str, float]:
    """How often each question finds something where nothing comes before headache."""
    return {
        row["asked"]: int(row["found"]) / int(row["of"]) for row in fitted.table("diary", "clues")
    }
