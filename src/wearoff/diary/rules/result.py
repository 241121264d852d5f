"""What a rule says of one person, typed."""

from __future__ import annotations

from datetime import date
from typing import Literal

from wearoff.diary.pieces import ChanceRange
from wearoff.formats.documents import Document, Maybe, Sentence
from wearoff.records import Points


class Span(Document):
    """First and last day."""

    first: date
    last: date


class RuleCount(Sentence):
    """One condition of a rule as counted: ``met`` is None where it was not recorded."""

    measure: str
    met: bool | None
    applies: bool
    """Whether it is asked of a person with this baseline."""


LeftOut = Literal["more_can_add", "more_can_lower", "days_only", "counts_only"]


class RuleResult(Document):
    """What a guideline, payer or paper asks, what was counted, and the chance that it is so."""

    id: str
    kind: str
    points: Points
    """What a yes speaks for."""
    name: str
    where: str
    asks: str
    counted: Literal["yes", "no", "not_recorded", "too_early"]
    observed: str
    early: Sentence | None
    """Why it is not due yet."""
    counts: list[RuleCount]
    probability_met: Maybe
    probability_days_alone: Maybe
    probability_range: ChanceRange | None
    """Told instead of the chance where it would not come true as a number."""
    chance_new_window_differs: Maybe
    left_out: LeftOut | None
    """What the chance leaves out."""
    text: str
    window: Span | None
    source: str
    url: str
    date: date
    grade: str
    note: str


class RuleGroup(Document):
    """Rules of which a yes speaks for the same, those that are not due yet last."""

    points: Points
    text: str
    rules: list[str]
    """By id."""
