"""The sentences of a fitted trial, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from wearoff.words.numbers import named, number, signed, span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Ends: TypeAlias = tuple[float | None, float | None, float | None]
"""Mean and both ends of the 9 in 10."""

REFERENCE = "generalized least squares, continuous-time AR(1), restricted likelihood"
FADES = (
    "An effect that only fades cannot turn into its opposite, so the model leaves this "
    "unexplained; chance is one explanation."
)


def who(condition: str, patients: int, arms: Mapping[str, int]) -> str:
    """Whose scores were fitted, with the people of each arm."""
    listed = ", ".join(f"{arm} {people}" for arm, people in arms.items())
    return f"{named(condition)}: {patients} people fitted together ({listed})"


def what(products: Sequence[str], outcome: str, source: str) -> str:
    """What was given and measured, and the file."""
    return f"{', '.join(products)}; {outcome}, lower is better; from {source}"


def effect(arm: str, week: float, lower_by: Ends, unit: str) -> str:
    """Greatest fall against placebo among the visits."""
    by, least, most = map(number, lower_by)
    return (
        f"{arm}: the score is lowest against placebo in week {week:g}, by {by} {unit} (could be as "
        f"few as {least} or as many as {most}, 9 in 10 chance)."
    )


def timing(peak: Ends, gone: Ends) -> str:
    """When the effect is greatest and when half of it is gone."""
    return (
        f"In the mechanism the effect is greatest in week {span(*peak)}, half gone by week "
        f"{span(*gone)}."
    )


def unclear(weeks: Sequence[float]) -> str:
    """Visits without an answer; '' where every visit has one."""
    listed = ", ".join(f"{week:g}" for week in weeks)
    return f"CANNOT TELL whether it differs in week {listed}." if weeks else ""


def not_reproduced(
    arm: str, week: float, *, mechanism: float, reference: float, reference_se: float
) -> str:
    """A visit at which the mechanism cannot follow the data."""
    return (
        f"{arm} at week {week:g}: the mechanism gives {signed(mechanism)}, a free curve "
        f"{signed(reference)} (SE {number(reference_se)}); unexplained here"
    )


def arm_means(inside: int, of: int) -> str:
    """The predictive check."""
    return f"{inside} of {of} arm means by visit inside what the fit predicts"


def tips(by: float, unit: str) -> str:
    """How much worse missing scores must be to change an answer."""
    return f"an answer tips if those who left did {number(by, 0)} {unit} worse than others"


def density(ahead: float, paired_se: float) -> str:
    """Held-out density against the reference's."""
    return (
        f"log predictive density {signed(ahead)} against the reference "
        f"(paired SE {number(paired_se)})"
    )


def sampler(k_hat: float | None, worst: float | None, limit: float, *, trusted: bool) -> str:
    """The sampler's own gate."""
    trust = "trusted" if trusted else "NOT trusted"
    return (
        f"sampler {trust}: k-hat {number(k_hat, 2)}, worst fold {number(worst, 2)} "
        f"(limit {limit:g})"
    )


def draws(effective: float, of: float, ensemble: float) -> str:
    """How many draws, and ensemble patients, stand behind the numbers."""
    return f"effective draws {effective:.0f} of {of:.0f} (Kish), ensemble patients {ensemble:.0f}"


def inside(block: float | None, muscle: float | None, score: float) -> str:
    """When the block, the muscle and the score of the typical patient are at their ends."""
    said = [
        f"the block is greatest in week {number(block)}" if block is not None else "",
        f"the muscle is smallest in week {number(muscle)}" if muscle is not None else "",
        f"the score is lowest in week {number(score)}",
    ]
    *first, last = [text for text in said if text]
    listed = f"{', '.join(first)}, and {last}" if first else last
    return f"In one typical patient {listed}."


def doses(product: str, low: tuple[float, float], high: tuple[float, float], unit: str) -> str:
    """Smallest and largest dose of a product, each with its effect."""
    (few, little), (many, much) = low, high
    return (
        f"In the mechanism, {few:g} units of {product} give {signed(little)} {unit} at week 4 and "
        f"{many:g} units {signed(much)}: more helps less and less. Doses the trial did not give "
        "are the model's."
    )


def missing(most_percent: float, worse_by: float, unit: str) -> str:
    """How many scores are missing, and what the table assumes of them."""
    return (
        f"At most {number(most_percent, 0)} in 100 of an arm are missing at a visit. The table "
        "shows each arm's effect if the missing scores of the toxin arm alone were "
        f"{worse_by:g} {unit} worse."
    )
