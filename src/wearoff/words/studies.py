"""Published figures and their predictions: findings, sums, and what was assumed of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ASSUMED: Mapping[str, Callable[..., str]] = {
    "plan_unknown": lambda plan: f"plan {plan} is not known: units spread over the usual muscles",
    "muscle_alone": lambda: "read off the injected muscle alone",
    "population_not_told_apart": (
        lambda population, quantity: f"population {population} is not told apart in {quantity}"
    ),
    "known_to_be_toxin": lambda sessions: f"{_blinded(sessions)} {KNOWN}",
    "usual_people": lambda people: f"no n and no se: taken as a study of {people} people",
}
"""What a row left open and how it was filled, from the values of each code."""
KNOWN = "people are taken to know that it is toxin"
STATUS = {
    "missed": "Missed",
    "inside": "Inside",
    "predicted_only": "Predicted only",
    "cannot_predict": "Cannot predict",
}
"""What came of a row."""
NOTHING = "No published figure to compare with a prediction"
BEYOND = "Rows without a published value are predicted only."
HOW = (
    "Each figure on the scale of its own prediction: 0 is the prediction,",
    "the band its 9 in 10. Dots lie inside the band, diamonds outside.",
)
"""How the picture is read."""
LEFT_OUT = "* its cohort was left out of the calibration first; others were never in it"


def _blinded(sessions: int) -> str:
    return f"after {sessions} sessions with a placebo arm" if sessions else "without a placebo arm"


def assumed(code: str, values: Mapping[str, object]) -> str:
    """What a row left open and how it was filled.

    Example:
        >>> assumed("usual_people", {"people": 30})
        'no n and no se: taken as a study of 30 people'
    """
    return ASSUMED[code](**values)


def never(quantity: str) -> str:
    """Why a row has no prediction: what it asks for happens to nobody."""
    return f"{quantity}: in these people it never comes about"


def near_plan(line: int, plan: str, near: str) -> str:
    """A note of a plan that is not known where another is nearly called so."""
    said = f"line {line}: plan {plan!r} is not known, but {near!r} is"
    return f"{said}: its units are spread over the usual muscles"


def finding(inside: int, scored: int) -> str:
    """How many figures lie inside their intervals.

    Example:
        >>> finding(1, 1)
        '1 of 1 published figure lies inside its 9-in-10 interval'
    """
    if not scored:
        return NOTHING
    one = ("figure", "lies", "its")
    figures, lie, their = one if scored == 1 else ("figures", "lie", "their")
    return f"{inside} of {scored} published {figures} {lie} inside {their} 9-in-10 interval"


def drawn(finding: str, furthest: int) -> str:
    """The finding over a picture of only the furthest rows."""
    return f"{finding}; the {furthest} furthest off are drawn"


def place(value: float, lo90: float, hi90: float, *, inside: bool) -> str:
    """A figure beside its interval.

    Example:
        >>> place(4.0, -10.0, -6.0, inside=False)
        'published 4, outside -10 to -6'
    """
    figure, low, high = (numbers.significant(number, 4) for number in (value, lo90, hi90))
    return f"published {figure}, {'inside' if inside else 'outside'} {low} to {high}"


def predicted(count: int, rows: int, refused: int) -> str:
    """How many rows were predicted."""
    text = f"{count} of {rows} rows predicted."
    return f"{text} {refused} refused." if refused else text


def coverage(inside: int, scored: int, percent: float, level: int) -> str:
    """How many figures lie in their intervals, beside what honest ones hold."""
    share = f"{percent:.0f} %; honest intervals hold about {level} %"
    return f"Inside their 9 in 10: {inside} of {scored} ({share})."


def ratio(compared: int, mean: float, median: float) -> str:
    """Our interval score beside the naive predictor's."""
    return (
        "Ratio: our interval score over that of a naive predictor, which takes the mean of other "
        f"cohorts' figures and how far cohorts differ; below 1 is better. In {compared} rows: "
        f"geometric mean {mean:.2f}, median {median:.2f}."
    )
