"""What muscle and load do in the model, for a typical person with these injections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared.plots import Form, Pictures, from_zero
from wearoff.words import numbers
from wearoff.words import pictures as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.result import Result

FORM = Form(width=330, high=120, size=14, radius=2.8)
"""One for both: three stand in a row where there is room."""


def inside(result: Result) -> list[Pictures]:
    """A picture of each quantity, all from 0."""
    model = result.underneath
    if model is None:
        return []
    weeks = [row.week for row in model.rows]
    drawn = [
        _drawn(weeks, [row.values[column.name] for row in model.rows], column.text)
        for column in model.columns
    ]
    return [Pictures(svg, svg) for svg in drawn]


def _drawn(weeks: Sequence[float], values: Sequence[float], quantity: str) -> str:
    drawn = from_zero(FORM, numbers.sentence(quantity), weeks, values)
    foot = drawn.weeks(words.WEEKS_FROM_FIRST)
    return drawn.drawing.svg(foot, words.inside_alternative(quantity))
