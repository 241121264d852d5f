"""The method paragraph of a virtual trial: what was held, as a paper says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers
from wearoff.words.virtual import METHODS, MISSING, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.words.numbers import Interval

VARIABLES = {
    "change": "the change",
    "responder30": "a fall of 30 % or more from entry",
    "responder50": "a fall of 50 % or more from entry",
    "cycles": "cycles with toxin less cycles with placebo",
}
STRATEGIES = {
    "treatment_policy": "as it went on (treatment policy)",
    "hypothetical": "as if they had stayed (hypothetical)",
    "composite": "as no response (composite)",
}
LEFT_OUT = "; who was not seen is left out"
UNSEEN = {"mmrm": "; every visit that was seen is used, and none made up for others"}
"""What is done with visits that were not seen, where nothing is taken for them, by method."""
POPULATIONS = {
    "typical": "the population that the model was calibrated to",
    "drawn": "a population drawn anew for each trial from the model's posterior and the spread "
    "between studies",
}


def held(
    trials: int, people: int, condition: str, *, version: str, evidence: str, seed: int
) -> str:
    """What was simulated, and with what."""
    return (
        f"We simulated {trials} trials of {people} people each with {condition} (wearoff "
        f"{version}, evidence of {evidence}, seed {seed})."
    )


def drawn(population: str, mean: float, sd: float, outcome: str, screened: Sequence[float]) -> str:
    """Who the people are."""
    said = (
        f"People were drawn from {POPULATIONS[population]}; they entered with "
        f"{numbers.amount(mean)} (SD {numbers.amount(sd)}) {OUTCOMES[outcome]}"
    )
    if not screened:
        return f"{said}."
    least, most = map(numbers.amount, screened)
    return f"{said} as their usual level, and were let in by {least} to {most} in one month."


def run_in(week: float, keep: str) -> str:
    """Who was randomized."""
    whom = "all" if keep == "all" else f"those with {VARIABLES[keep]}"
    return f"All were treated alike up to week {numbers.amount(week)}, when {whom} were randomized."


def dose(plan: str, units: float | None, product: str) -> str:
    """What a session with toxin was.

    Example:
        >>> dose("preempt_155", 155, "onabotulinumtoxinA")
        'A session was the plan preempt_155 with 155 units of onabotulinumtoxinA.'
    """
    amount = "its own dose" if units is None else f"{numbers.amount(units)} units"
    return f"A session was the plan {plan} with {amount} of {product}."


def arm(name: str, size: int, weeks: Sequence[float], placebo: Sequence[float]) -> str:
    """How an arm was treated.

    Example:
        >>> arm("toxin", 30, [0, 12], [])
        'toxin (30 people; sessions in weeks 0, 12)'
    """
    without = f", without toxin in {_weeks(placebo)}" if placebo else ""
    return f"{name} ({size} people; sessions in {_weeks(weeks)}{without})"


def arms(said: Sequence[str]) -> str:
    """All of them."""
    return f"Arms: {'; '.join(said)}."


def read(outcome: str, visits: Sequence[float], missed: float, *, counted: bool) -> str:
    """How the outcome was read."""
    how = "counted from simulated diaries over 28 days up to" if counted else "rated with noise in"
    lost = f"; {numbers.amount(100 * missed)} % of visits were missed at random" if missed else ""
    return f"The outcome, {OUTCOMES[outcome]}, was {how} {_weeks(visits)}{lost}."


def leaving(
    weeks: Sequence[float], share: float | None, answer: float | None, *, followed: bool
) -> str:
    """Who left, and how that hung on the response.

    Example:
        >>> leaving([12], 0.1, 0, followed=False).split("; ")[0]
        'People could leave in week 12: 10 % of those a third below entry, of others as many'
    """
    whom = "as in open series (evidence row leaving_share)"
    if share is not None:
        whom = f"{numbers.amount(100 * share)} % of those a third below entry"
    others = "the more the less they had responded (evidence row leaving_answer)"
    if answer is not None:
        others = (
            f"by log-odds that fall by {numbers.amount(answer)} from no response to a whole one"
        )
        others = others if answer else "of others as many"
    seen = "were still seen" if followed else "were not seen again"
    return (
        f"People could leave in {_weeks(weeks)}: {whom}, {others}; they got no more sessions and "
        f"{seen}."
    )


def lost(said: Sequence[tuple[str, float, float]]) -> str:
    """Who had left an arm, and who was seen, in percent.

    Example:
        >>> lost([("toxin", 12.4, 85.0)]).partition(" week ")[2]
        '12 % of toxin had left and 85 % were seen.'
    """
    each = (
        f"{numbers.amount(round(left))} % of {name} had left and {numbers.amount(round(seen))} % "
        "were seen"
        for name, left, seen in said
    )
    return f"By the estimand's week {', '.join(each)}."


def estimand(population: str, compared: str, strategy: str) -> str:
    """What was asked."""
    return f"Estimand: in {population}, {compared}; of those who leave {STRATEGIES[strategy]}."


def analysis(
    method: str, variable: str, missing: str, alpha: float, *, primary: bool, some: bool
) -> str:
    """How it was analyzed; ``some`` where not everybody was seen."""
    which = "Primary" if primary else "Further"
    taken = MISSING[missing] or (UNSEEN.get(method, LEFT_OUT) if some else "")
    how = f"{METHODS[method]}{taken}"
    return f"{which} analysis: {VARIABLES[variable]}, {how}, two-sided alpha {alpha:g}."


def searched(power: float, people: int, *, found: bool) -> str:
    """What size was looked for."""
    asked = f"The smallest size with a power of {numbers.amount(power)} was looked for, all arms in"
    end = "" if found else f"; no size up to {people} people has it"
    return f"{asked} proportion{end}."


def found(effect: Interval, power: Interval, bias: Interval, coverage: Interval, unit: str) -> str:
    """What came of it: of the effect the range of 9 in 10 trials, else Monte Carlo intervals."""
    said = (
        f"power was {_ranged(power)}",
        f"bias {_ranged(bias)} {unit}",
        f"coverage {_ranged(coverage)}",
    )
    return (
        f"The mean estimate was {numbers.number(effect.mean, 1)} {unit} (9 in 10 trials: "
        f"{numbers.number(effect.lo90, 1)} to {numbers.number(effect.hi90, 1)}). With 90 % Monte "
        f"Carlo intervals in brackets, {', '.join(said)}."
    )


def _ranged(one: Interval) -> str:
    low, high = numbers.number(one.lo90, 2), numbers.number(one.hi90, 2)
    return f"{numbers.number(one.mean, 2)} ({low} to {high})"


def cited(version: str, source: str) -> str:
    """What to cite."""
    design = f" Design after {source}." if source else ""
    return f"The wearoff authors. wearoff, version {version} (software).{design}"


def _weeks(weeks: Sequence[float]) -> str:
    listed = ", ".join(map(numbers.amount, weeks))
    return f"week {listed}" if len(weeks) == 1 else f"weeks {listed}"
