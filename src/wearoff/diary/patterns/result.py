"""What a diary says of where headache might come from, typed: orders in time, never causes."""

from __future__ import annotations

from typing import Literal

from wearoff.diary.pieces import FirstAndLast, Said, how_sure
from wearoff.formats.documents import Document, Maybe, Number, Sentence
from wearoff.formats.estimates import Estimate

Source = Literal["neck", "jaw", "medicine", "menses", "weekday"]


class Split(Document):
    """Days with headache and without it, by whether the day before had the pain or was free of it.

    Days whose day before was not written are in none of them.
    """

    headache_after_pain: int
    headache_after_none: int
    free_after_pain: int
    free_after_none: int


class Pattern(Sentence):
    """What goes before headache, in headache days of 28 such days more than of 28 others."""

    name: str
    source: Source
    question: str
    asked: str
    answer: Said
    probability: Maybe
    estimate: Estimate | None
    days: int
    text: str
    reason_codes: list[str]
    split: Split | None = None
    """Of a pain; None of what is no pain, or where nothing was estimated."""

    @property
    def chance_said(self) -> float | None:
        """How sure the answer is; None where there is none."""
        return how_sure(self.answer, self.probability)


class Clue(Document):
    """One place where headache might come from, as far as the diary can say."""

    source: Source
    pattern: str
    """Name of the pattern that says more."""
    answer: Said
    chance_said: Maybe
    """How sure the answer is; None where there is none."""
    estimate: Estimate | None
    days: int
    text: str
    """All of it in a line: what goes before headache, its answer, its size and its days."""


class ByChance(Sentence):
    """How many questions were asked at once, and the chance that one finds what is not there."""

    asked: int
    """With an answer or too noisy for one; weekends are asked of every diary."""
    chance: Number
    """That one or more of them is found where none comes before headache."""
    text: str


class Origin(Document):
    """Where headache might come from: what the diary says, and what was examined beside it."""

    clues: list[Clue]
    examined: list[FirstAndLast]
    """Tests and ratings of a clinic, first against last, such as the endurance of the neck."""
    by_chance: ByChance | None
    """None where nothing could be asked."""
    text: str
    """That all of it is an order in time, not a cause."""
