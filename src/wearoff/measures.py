"""Scales: what a clinic's score shows of the model's outcome."""

from __future__ import annotations

from dataclasses import dataclass

from wearoff.errors import InputError


@dataclass(frozen=True)
class Scale:
    """A score that a condition's trial reports.

    ``highest`` is the largest total in use; ``response`` and ``response_time`` are the evidence
    rows of how much of the score follows the muscles and how fast; ``region`` is injected.
    """

    name: str
    title: str
    lowest: float
    highest: float
    region: str
    response: str
    response_time: str


SCALES = {
    "cervical_dystonia": Scale(
        name="twstrs",
        title="TWSTRS total",
        lowest=0.0,
        highest=87.0,  # 0-85; trials of one product use 0-87
        region="neck",
        response="dystonia_response",
        response_time="dystonia_response_time",
    )
}


def scale_of(condition: str) -> Scale:
    """The scale of a condition.

    Raises:
        InputError: the condition has no score.
    """
    if condition not in SCALES:
        raise InputError(f"{condition} has no score to fit", allowed=", ".join(SCALES))
    return SCALES[condition]


def check_score(outcome: str, value: float) -> str | None:
    """What is allowed, if the value cannot be a total of that scale."""
    for scale in SCALES.values():
        if scale.name == outcome and not scale.lowest <= value <= scale.highest:
            return f"a {scale.title} of {scale.lowest:g} to {scale.highest:g}"
    return None
