"""Virtual trials: power, bias and coverage in words, and what is to be known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wearoff.words.numbers import Interval

OUTCOMES: Mapping[str, str] = {
    "headache_days": "headache days in 28",
    "twstrs": "points of TWSTRS",
    "jaw_pain": "jaw pain, 0 to 10",
    "leg_pain": "leg pain, 0 to 10",
    "neck_pain": "neck pain, 0 to 10",
}
METHODS: Mapping[str, str] = {
    "ancova": "analysis of covariance, adjusted for the level at entry",
    "responder": "chi-square test, Newcombe's interval",
}
VARIABLES: Mapping[str, str] = {
    "change": "change from entry",
    "responder30": "a fall of 30 of 100 or more",
    "responder50": "a fall of 50 of 100 or more",
}
UNITS: Mapping[str, str] = {"responder30": "percent points", "responder50": "percent points"}
"""Of variables that are not in the outcome's own unit."""
NOTES: Mapping[str, Callable[..., str]] = {
    "population": lambda drawn: DRAWN if drawn else TYPICAL,
    "everybody": lambda: EVERYBODY,
    "screening": lambda: SCREENING,
}
"""What is to be known of the numbers, from the values of each code."""
TYPICAL = (
    "All trials have the population that published figures were calibrated to; what differs "
    "between them is their people and days. How far the model misses is not in it."
)
DRAWN = (
    "Each trial has its own population, as far as those of studies are uncertain and differ. How "
    "far the model misses is not in it."
)
EVERYBODY = "Everybody stays, and every visit is seen."
SCREENING = (
    "People are let in by a count, and return from it to their usual level. The calibrated placebo "
    "response holds such a return already: without a placebo arm the fall is counted twice."
)
POWER = "power"
FOUND = "trials find"
TRUTH = "in everybody"
BIAS = "bias"
COVERAGE = "coverage"
ERRORS = "standard error"
RANGES = (
    "Beside power, bias, coverage and what is so in everybody: 9 in 10 of the Monte Carlo error. "
    "Beside what arms show and trials find: 9 in 10 of the trials."
)


def power(share: Interval) -> str:
    """How many of such trials find a difference.

    Example:
        >>> from wearoff.formats.estimates import Estimate
        >>> power(Estimate(mean=0.8, lo90=0.75, hi90=0.84))
        '80 in 100 trials find a difference (75 to 84)'
    """
    return f"{numbers.of_100(share.mean)} in 100 trials find a difference {_of_100(share)}"


def coverage(share: Interval, level_percent: float) -> str:
    """How many intervals hold the truth, beside how many are meant to."""
    meant = numbers.amount(level_percent)
    return f"{numbers.of_100(share.mean)} in 100 intervals {_of_100(share)}, {meant} are meant to"


def _of_100(share: Interval) -> str:
    return f"({numbers.of_100(share.lo90)} to {numbers.of_100(share.hi90)})"


def held(trials: int, people: int, condition: str, outcome: str) -> str:
    """What was held, in a line."""
    return f"{condition}, {OUTCOMES[outcome]}: {trials} trials of {people} invented people"


def asked(treatment: str, against: str, variable: str, week: float) -> str:
    """The estimand in a line."""
    return f"{treatment} less {against}: {VARIABLES[variable]}, week {numbers.amount(week)}"


def analysis(method: str, variable: str, alpha: float, *, primary: bool) -> str:
    """An analysis as its heading."""
    first = "PRIMARY" if primary else "ALSO"
    return f"{first}: {VARIABLES[variable]}; {METHODS[method]}; alpha {numbers.amount(alpha)}"


def unit(outcome: str, variable: str) -> str:
    """Unit of what an analysis estimates."""
    return UNITS.get(variable, OUTCOMES[outcome])


def errors(mean_se: float, sd: float) -> str:
    """The error that trials report, beside how they differ."""
    return f"{numbers.number(mean_se, 2)} reported, trials differ by {numbers.number(sd, 2)}"


def sessions(count: int, placebo: int) -> str:
    """Sessions of an arm.

    Example:
        >>> sessions(2, 0), sessions(2, 2), sessions(4, 2)
        ('2', '2 placebo', '4, 2 placebo')
    """
    if not placebo:
        return str(count)
    return f"{count} placebo" if placebo == count else f"{count}, {placebo} placebo"
