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
    "ancova": "analysis of covariance, adjusted for the level before",
    "mmrm": "mixed model for repeated measures, unstructured covariance",
    "responder": "chi-square test, Newcombe's interval",
    "t_test": "t test of the mean",
}
MISSING: Mapping[str, str] = {
    "left_out": "",
    "carried_forward": "; what was not seen as last seen",
    "no_response": "; who was not seen as no response",
}
"""What is taken for a visit that was not seen, after the method."""
VARIABLES: Mapping[str, str] = {
    "change": "change",
    "cycles": "cycles with toxin less cycles with placebo",
    "responder30": "a fall of 30 of 100 or more",
    "responder50": "a fall of 50 of 100 or more",
}
UNITS: Mapping[str, str] = {"responder30": "percent points", "responder50": "percent points"}
"""Of variables that are not in the outcome's own unit."""
NOTES: Mapping[str, Callable[..., str]] = {
    "assumed": lambda what: ASSUMED.format(what=what),
    "population": lambda drawn: DRAWN if drawn else TYPICAL,
    "everybody": lambda: EVERYBODY,
    "screening": lambda: SCREENING,
    "leaving": lambda strategy: LEAVING[strategy],
    "missed": lambda percent: f"{numbers.amount(percent)} in 100 visits are missed, whoever it is.",
    "alone": lambda: ALONE,
    "cycles": lambda: CYCLES,
}
"""What is to be known of the numbers, from the values of each code."""
ASSUMED = "Assumed of everybody, fitted to no figure: {what}. All that is found rests on it."
TYPICAL = (
    "All trials have the population that published figures were calibrated to; what differs "
    "between them is their people and days. How far the model misses is not in it."
)
DRAWN = (
    "Each trial has its own population, as far as those of studies are uncertain and differ. How "
    "far the model misses is not in it."
)
LEAVING: Mapping[str, str] = {
    "treatment_policy": "In everybody: of those who leave too, as they went on without sessions.",
    "hypothetical": "In everybody: of those who leave, as it would have been had they stayed.",
    "composite": "In everybody: those who leave count as no response.",
}
"""What is true of everybody, by the estimand's way with those who leave."""
ALONE = (
    "There is no other arm: expectation, return from a bad month and natural course are in the "
    "change, and nothing in it can tell them from toxin."
)
CYCLES = (
    "In everybody: toxin in every cycle less placebo in every cycle of the same people. What one "
    "cycle carries over to the next is in the bias."
)
EVERYBODY = "Everybody stays, and every visit is seen."
SCREENING = (
    "People are let in by a count, and return from it to their usual level. The calibrated placebo "
    "response holds such a return already: without a placebo arm the fall is counted twice."
)
BY_THEN = "By then, of"
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


ARMS_TITLE = "Mean change of each arm, and 9 in 10 of the trials"


def power_finding(share: Interval) -> str:
    """How many of such trials find a difference, as a sentence."""
    return f"By the primary analysis {power(share)}."


def arms_finding(trials: int) -> str:
    """What the picture of arms shows."""
    return (
        f"The mean change of each arm (dot), and where 9 in 10 of {trials} trials put it (bar): "
        "where bars overlap, a single trial can mislead."
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


def asked(treatment: str, against: str, variable: str, week: float, since: float) -> str:
    """The estimand in a line.

    Example:
        >>> asked("toxin", "placebo", "change", 24, 0)
        'toxin less placebo: change from entry, week 24'
    """
    when = f"week {numbers.amount(week)}"
    if variable == "cycles":
        return f"{VARIABLES[variable]}, {when} of each"
    start = ""
    if variable == "change":
        start = f" from week {numbers.amount(since)}" if since else " from entry"
    compared = treatment if against == "before" else f"{treatment} less {against}"
    return f"{compared}: {VARIABLES[variable]}{start}, {when}"


def analysis(method: str, variable: str, missing: str, alpha: float, *, primary: bool) -> str:
    """An analysis as its heading."""
    first = "PRIMARY" if primary else "ALSO"
    how = f"{METHODS[method]}{MISSING[missing]}"
    return f"{first}: {VARIABLES[variable]}; {how}; alpha {numbers.amount(alpha)}"


def lost(name: str, left: float, seen: float) -> str:
    """Who had left an arm, and who was seen, in percent.

    Example:
        >>> lost("toxin", 12.4, 85)
        'toxin: 12 in 100 had left, 85 were seen'
    """
    return f"{name}: {numbers.number(left, 0)} in 100 had left, {numbers.number(seen, 0)} were seen"


def unit(outcome: str, variable: str) -> str:
    """Unit of what an analysis estimates."""
    return UNITS.get(variable, OUTCOMES[outcome])


def errors(mean_se: float, sd: float) -> str:
    """The error that trials report, beside how they differ."""
    return f"{numbers.number(mean_se, 2)} reported, trials differ by {numbers.number(sd, 2)}"


def searched(power: float, people: int, *, found: bool, tried: int) -> str:
    """What a search for a size found.

    Example:
        >>> searched(0.8, 240, found=True, tried=5)
        'Smallest trial with a power of 80 in 100: 240 people (5 sizes tried).'
    """
    asked_for = f"a power of {numbers.of_100(power)} in 100"
    if found:
        return f"Smallest trial with {asked_for}: {people} people ({tried} sizes tried)."
    return f"No trial of up to {people} people has {asked_for} ({tried} sizes tried)."


def sessions(count: int, placebo: int) -> str:
    """Sessions of an arm.

    Example:
        >>> sessions(2, 0), sessions(2, 2), sessions(4, 2)
        ('2', '2 placebo', '4, 2 placebo')
    """
    if not placebo:
        return str(count)
    return f"{count} placebo" if placebo == count else f"{count}, {placebo} placebo"
