"""What stands beside an answer and seems to contradict it, said in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WHY_BOTH = {
    "": "",
    "risen": "; underneath they have risen",
    "early": "; part of them come back before the next session",
}
"""What else lets a yes and a rule's no be true at once."""


def yes_beside_no(*, rules: Sequence[str], why: str) -> str:
    """Injections take days away, and a rule that asks for fewer days is not met."""
    return (
        f"It is working, and {_say(rules)} no: rules count all days, this answer those that come "
        f"and go{WHY_BOTH[why]}."
    )


def no_beside_yes(*, rules: Sequence[str]) -> str:
    """Nothing comes and goes, and a rule that asks for fewer days is met."""
    return (
        f"It is not working, and {_say(rules)} yes: rules count any fall since before, this answer "
        "only days that come and go with the sessions."
    )


def open_beside_fall(*, percent: float) -> str:
    """Much fewer days are counted, and what brought that cannot be told."""
    return (
        f"{numbers.number(percent, 0)} % fewer days were counted, and it cannot be told whether it "
        "is working: a count does not say what brought a fall."
    )


def risen() -> str:
    """The level rises, which is no reason for alarm and one for a question."""
    return (
        "Many things can raise what lies underneath, and several can be changed. Worth raising at "
        "the visit: what else changed, and on how many days acute medicine is taken."
    )


def _say(rules: Sequence[str]) -> str:
    """The first of these rules, how many there are beside it, and the verb."""
    first, *others = rules
    return f"{first} and {len(others)} more say" if others else f"{first} says"


SENTENCES: dict[str, Callable[..., str]] = {
    each.__name__: each for each in (yes_beside_no, no_beside_yes, open_beside_fall, risen)
}
