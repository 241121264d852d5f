"""What stands beside an answer and seems to contradict it, said in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WHY_BOTH = {
    "": "",
    "risen": ", and what lies underneath has risen",
    "early": ", some of which come back before the next",
}
"""What else lets a yes and a rule's no be true at once."""


def yes_beside_no(*, rules: Sequence[str], why: str) -> str:
    """Injections take days away, and a rule that asks for fewer days is not met."""
    return (
        f"That it is working and a no to {_named(rules)} can both be true: the answer is about "
        f"days that come and go with the sessions{WHY_BOTH[why]}; the rule compares all days now "
        "with those before the first."
    )


def no_beside_yes(*, rules: Sequence[str]) -> str:
    """Nothing comes and goes, and a rule that asks for fewer days is met."""
    return (
        f"That it is not working and a yes to {_named(rules)} can both be true: the rule counts "
        "any fall since the first session, whatever brought it; the answer asks for days that "
        "come and go with the sessions."
    )


def open_beside_fall(*, percent: float) -> str:
    """Much fewer days are counted, and what brought that cannot be told."""
    return (
        f"{numbers.number(percent, 0)} % fewer days were counted, and yet it cannot be told "
        "whether it is working: a count does not say what brought a fall, the injections, time or "
        "another change."
    )


def risen() -> str:
    """The level rises, which is no reason for alarm and one for a question."""
    return (
        "Many things can raise what lies underneath, and several can be changed. Worth raising at "
        "the visit: what else changed, and on how many days acute medicine is taken."
    )


def _named(rules: Sequence[str]) -> str:
    """The first of these rules, and how many there are beside it."""
    first, *others = rules
    return first if not others else f"{first} and {numbers.some(len(others), 'more rule')}"


SENTENCES: dict[str, Callable[..., str]] = {
    each.__name__: each for each in (yes_beside_no, no_beside_yes, open_beside_fall, risen)
}
