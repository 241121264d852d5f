"""The columns of a diary: ``date`` and any of those below.

A missing day is a missing row or an empty cell, never 0. What the columns say of headache is
`wearoff.diary.outcomes`.
"""

from __future__ import annotations

from typing import NamedTuple

from wearoff.formats.csvs import Range
from wearoff.measures import MEASURES


class Column(NamedTuple):
    """A column of numbers: what a cell may hold, and whether a diary can stand on it alone."""

    name: str
    holds: Range
    kind: str


def _range(measure: str) -> Range:
    found = MEASURES[measure]
    return Range(found.lowest, found.highest, found.whole)


OUTCOME, BESIDE = "outcome", "beside"
YES_NO = Range(0, 1, whole=True)
PAIN, SEVERITY = _range("pain_10"), _range("severity_3")
DOSES = Range(0, 50)
"""0 or 1, or doses; half a tablet is one."""
COLUMNS = (
    Column("headache", YES_NO, OUTCOME),
    Column("severity_3", SEVERITY, OUTCOME),
    Column("pain_10", PAIN, OUTCOME),
    Column("hours", Range(0, 24), OUTCOME),
    Column("migraine", YES_NO, OUTCOME),
    Column("neck_pain_10", PAIN, OUTCOME),
    Column("jaw_pain_10", PAIN, OUTCOME),
    Column("leg_pain_10", PAIN, OUTCOME),
    Column("acute_medication", DOSES, BESIDE),
    Column("menstruation", YES_NO, BESIDE),
)
ASSUMED, FREE = "assumed", "free"
"""What stands beside an entry that nobody wrote on its day: it was said to be free of headache."""
WORDS = ("acute_class", "side_effect", "note", ASSUMED)
NUMBERS = {column.name: column.holds for column in COLUMNS}
OUTCOMES = tuple(column.name for column in COLUMNS if column.kind == OUTCOME)
KNOWN = ("date", *NUMBERS, *WORDS)
HEADACHE_SIGNS = ("severity_3", "pain_10", "hours", "migraine")
"""What only a day with headache has, beside the answer itself."""
MOST_YEARS = 40
"""No diary is that long; a longer one has a slip in a year."""
