"""Where headache might come from, gathered: what goes before it, and what was examined beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.patterns.result import Clue, Origin
from wearoff.measures import MEASURES, Kind
from wearoff.words.patterns import ORDER, QUESTIONS, clue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.patterns.result import Pattern
    from wearoff.diary.pieces import FirstAndLast

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
    return Origin(clues=clues, examined=examined, text=ORDER)
