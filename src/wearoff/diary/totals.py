"""Totals of questionnaires: first against last, beside how much one person differs by chance.

    detectable change = 1.96·√2·SD·√(1 − ICC)

SD is the spread between people and ICC the share of it that two fillings have in common; 95 in 100
differences of an unchanged person are smaller. Totals only: no items and no bands.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from wearoff.diary.pieces import Dated
from wearoff.diary.result import Total
from wearoff.evidence import rows
from wearoff.measures import MEASURES, TOTALS
from wearoff.words import totals as words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wearoff.records import Score

NORMAL_95 = 1.96
"""Standard deviations that hold 95 in 100 of a normal law."""


def detectable_change(measure: str) -> float | None:
    """Change of one person that 95 in 100 differences by chance stay below: 1.96·√2·SD·√(1 − ICC).

    Args:
        measure: Its name.

    Returns:
        Points; None if no source has the SD and the ICC.
    """
    spread, retest = MEASURES[measure].spread, MEASURES[measure].retest
    if spread is None or retest is None:
        return None
    sd = rows.value(spread, "score_point")
    return NORMAL_95 * sqrt(2) * sd * sqrt(1 - rows.value(retest, "share"))


def changes(scores: Sequence[Score], zero: date | None) -> list[Total]:
    """First and last total of each measure, and what lies between.

    The first is the last one up to the day of the first session, or the earliest where there is
    none; the last is the latest. Counts of headache days are told elsewhere.

    Args:
        scores: of one person, in any order.
        zero: date of the first session, None without sessions.

    Returns:
        A row a measure. ``last`` is None where nothing was filled in later, ``meaningful_change``
        is a size, on average over people, ``beyond_noise`` is None where it cannot be told.
    """
    found: list[Total] = []
    for measure in TOTALS:
        own = sorted((s for s in scores if s.measure == measure), key=lambda score: score.day)
        if own:
            found.append(_change(measure, own, zero))
    return found


def _change(measure: str, own: list[Score], zero: date | None) -> Total:
    before = [score for score in own if zero is not None and score.day <= zero]
    first, last = before[-1] if before else own[0], own[-1]
    later = last if last.day > first.day else None
    difference = later.value - first.value if later else None
    noise = detectable_change(measure)
    meaningful, row = _meaningful(measure, first.value)
    spread = MEASURES[measure].spread
    cited = [rows.get(name) for name in (spread, row) if name]
    late = not before and zero is not None
    return Total(
        measure=measure,
        title=MEASURES[measure].title,
        first=Dated(date=first.day, value=first.value),
        last=Dated(date=later.day, value=later.value) if later else None,
        before_first_session=bool(before),
        filled_late=late,
        change=difference,
        detectable_change=noise,
        meaningful_change=meaningful,
        beyond_noise=None if difference is None or noise is None else abs(difference) > noise,
        text=words.total(
            first=first.value,
            first_date=first.day.isoformat(),
            last=later.value if later else None,
            detectable_change=noise,
            filled_late=late,
        ),
        source="; ".join(dict.fromkeys(rows.sources()[r.source].citation for r in cited)) or None,
        grade=cited[0].grade if cited else None,
    )


def _meaningful(measure: str, first: float) -> tuple[float | None, str | None]:
    """Change that people call one on average, from a first value, and the evidence row it is of."""
    for one in MEASURES[measure].meaningful:
        if one.above and first <= rows.value(one.above, one.of):
            continue
        if one.least and first < rows.value(one.least, one.of):
            continue
        size = rows.value(one.row, one.unit)
        return size * first if one.share else size, one.row
    return None, None
