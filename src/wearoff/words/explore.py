"""Explore: an invented person, what happens to it, and how much of that is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INVENTED = "An invented person. Not you."
LEAD = (
    "Choose who is injected and how, and see what the model makes of five years, "
    "with injections and without."
)
READY = "Two invented people, ready to look at"
WAITING = "Computing. The pictures below are those from before."
REDRAWN = "Drawn."
LOST = "The program no longer answers: start wearoff serve again."
DEEP = "deep neck muscles, % of what the day asks (usual 100, weak 50)"
PRODUCTS = "Units of one product are not those of another, and do not convert."
RANGES = (
    "The typical person has every number at its value; in brackets, 9 in 10 of 200 people drawn "
    "with the same settings. Without: the same visits with injections that hold no toxin."
)
OFF_TITLE = "If joint load leaves nothing behind"
ON_TITLE = "If joint load leaves lasting damage"
OFF_LABEL = "ASSUMPTION OFF: joint load leaves nothing behind. No human study has looked."
NO_JOINTS = "This condition has no neck joints in its model: there is nothing to assume of them."
TELLS = (
    "What would tell them apart: neck joints and deep muscles imaged before, and two years after, "
    "in people randomized to go on or to pause. Nobody has looked."
)
ACROSS = "years from the first session"
WITH, WITHOUT = "injected", "without"
BAND = "Line: typical person. Band: 9 in 10 people."
SWING = "Line: typical person. Band: lowest to highest."

DRAWN = "Drawn, not measured. Numbers: units of a session."
VIEWS = {
    "front": "front of the head",
    "sides": "sides, head and jaw",
    "back": "back of the head",
    "hip": "back of the hip",
}
"""Views of the drawn map."""


class Given(Protocol):
    """Units into one site."""

    @property
    def units(self) -> float:
        """Of the product."""
        ...


class Explored(Protocol):
    """What is told of a scenario."""

    @property
    def title(self) -> str:
        """What its condition is called."""
        ...

    @property
    def product(self) -> str:
        """Its name."""
        ...

    @property
    def every(self) -> int | None:
        """Days between sessions; None after a single one."""
        ...

    @property
    def settings(self) -> Mapping[str, float]:
        """Numbers that are not as usual."""
        ...

    @property
    def first_session(self) -> Sequence[Given]:
        """What a session holds."""
        ...


class Outcome(NamedTuple):
    """What an outcome is called: at an axis, in a sentence, and where one chooses it."""

    axis: str
    said: str
    short: str = ""


OUTCOMES = {
    "headache_days": Outcome("headache days in 28", "headache days in 28", "headache"),
    "jaw_pain": Outcome("jaw pain, 0 to 10", "points of jaw pain"),
    "leg_pain": Outcome("leg pain, 0 to 10", "points of leg pain"),
    "twstrs": Outcome("TWSTRS, points", "TWSTRS points"),
    "sensory_block": Outcome("pain endings blocked, share", "share of pain endings", "block"),
    "block": Outcome("nerve endings blocked, share", "share of nerve endings", "block"),
    "neck_strength_percent": Outcome("neck strength, % of before", "% of strength", "muscle"),
    "muscle_size": Outcome("muscle size, share of before", "share of size", "muscle"),
    "stiffness_percent": Outcome("stiffness, % of before", "% of stiffness", "muscle"),
    "overload": Outcome("extra work of big neck muscles, share", "share of extra work", "load"),
    "neck_load": Outcome("load on the neck, share of before", "share of load", "load"),
    "jaw_load": Outcome("load on the jaw, share of before", "share of load", "load"),
    "nerve_pressure": Outcome("pressure on the nerve, share of before", "share", "load"),
    "shortfall": Outcome("demand that nothing meets, share", "share of the demand", "unmet demand"),
    "joint_damage": Outcome("joint damage (assumed), share", "share of damage", "joints"),
    "neck_pain": Outcome("neck pain, 0 to 10", "points of neck pain", "neck pain"),
}
"""Main outcomes, and those inside that can be looked at one at a time, in their order."""
PLANS = {
    "preempt_155": "PREEMPT, 155 U, forehead to shoulders",
    "preempt_155_195": "PREEMPT with follow-the-pain, 195 U",
    "fixed_100": "fixed sites, 100 U",
    "neck_tender_points": "neck, painful side, 100 U",
    "masseter_25_per_side": "masseter, 25 U a side",
    "masseter_24_per_side": "masseter, 24 U a side, once",
    "masseter": "masseter, 30 U a side, once",
    "masseter_temporalis": "masseter and temporalis, 90 U, once",
    "neck": "neck, one side, 236 U",
    "piriformis": "piriformis, 100 U",
    "trapezius_50": "upper trapezius, 50 U, once",
    "procerus_20": "procerus, 20 U, once",
}
"""Plans, as one chooses them."""
GRADES: Mapping[str, str] = {
    "human": "shown in people",
    "animal": "in animals only",
    "cell": "in cells only",
    "assumed": "assumed",
}


def inside(outcomes: Mapping[str, object]) -> list[str]:
    """Which outcomes of a condition can be looked at inside, in order."""
    main = next(iter(outcomes))
    return [
        name for name, own in OUTCOMES.items() if own.short and name in outcomes and name != main
    ]


def measured(grades: Mapping[str, int]) -> str:
    """How much of what is behind a curve was measured.

    Example:
        >>> measured({"human": 20, "animal": 2, "cell": 0, "assumed": 35})
        'of the 57 numbers behind it, 20 are shown in people, 2 in animals only, 35 assumed'
    """
    kinds = [f"{count} {GRADES[grade]}" for grade, count in grades.items() if count]
    kinds[0] = kinds[0].replace(" ", " are ", 1)
    return f"of the {sum(grades.values())} numbers behind it, {', '.join(kinds)}"


def change(typical: float, lo90: float, hi90: float, said: str, year: int) -> str:
    """What injections change in the last year, with 9 in 10 such people.

    Example:
        >>> change(-3.18, -6.86, 0.04, "points", 5)
        'Year 5: 3.2 fewer points than without (9 in 10 such people: 6.9 fewer to no change)'
    """
    ends = f"{numbers.change(lo90)} to {numbers.change(hi90)}"
    words = numbers.change(typical)
    words = f"{words} in {said}" if words == "no change" else f"{words} {said}"
    return f"Year {year}: {words} than without (9 in 10 such people: {ends})"


def scenario(found: Explored) -> str:
    """Who is injected with what, in a line."""
    units = numbers.significant(sum(each.units for each in found.first_session), 4)
    often = "once" if found.every is None else f"every {numbers.lasting(found.every)}"
    about = [
        found.title,
        f"{found.product} {units}\u00a0U {often}",
        *(_set(name, value) for name, value in found.settings.items()),
    ]
    return ", ".join(about)


def _set(name: str, value: float) -> str:
    if name == "exercise":
        return "deep-muscle exercise"
    return f"deep neck muscles {numbers.of_100(value)}\u00a0%"
