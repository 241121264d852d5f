"""What each check of an answer found, passed or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable


def no_sessions() -> str:
    """Nothing to check."""
    return "no sessions"


def placebo_passed(*, days: int) -> str:
    """Fake dates explain no more."""
    del days
    return "the real dates explain the diary as well as fake ones, or better"


def placebo_failed(*, days: int) -> str:
    """Fake dates explain more."""
    return f"fake dates {days} days later explain the diary better than the real ones"


def no_relief() -> str:
    """No cycle could make what is not there."""
    return "no relief that one cycle could make"


def cycles_passed(*, chance: float) -> str:
    """Each cycle can be left out."""
    del chance
    return "no single cycle decides the answer"


def cycles_failed(*, chance: float) -> str:
    """One cycle makes the answer."""
    return f"one cycle decides: without it, relief is {numbers.chance(chance)} likely"


def prior_passed(*, share: float) -> str:
    """The diary tells more than was believed before."""
    return f"the diary narrowed relief to {numbers.of_100(share)} % of what was believed before"


def prior_failed(*, share: float) -> str:
    """Most is still what was believed before."""
    return (
        f"{numbers.of_100(share)} % of the spread of relief is what was believed before the diary"
    )


def made_again_passed(*, of: str) -> str:
    """Diaries made from the answer look alike."""
    del of
    return "diaries made again from the answer look like this one"


def made_again_failed(*, of: str) -> str:
    """Diaries made from the answer look different."""
    words = {"changes": "how often headache starts and ends", "spread": "how months differ"}
    return f"diaries made again from the answer differ in {words[of]}"


def sampler_passed(*, method: str, k_hat: float) -> str:
    """The draws can be trusted."""
    return f"{method}, k-hat {numbers.number(k_hat, 2)}"


def sampler_failed(*, method: str, k_hat: float) -> str:
    """The draws cannot be trusted."""
    return f"{method}, k-hat {numbers.number(k_hat, 2)}: weights not to be trusted"


SENTENCES: dict[str, Callable[..., str]] = {
    each.__name__: each
    for each in (
        no_sessions,
        placebo_passed,
        placebo_failed,
        no_relief,
        cycles_passed,
        cycles_failed,
        prior_passed,
        prior_failed,
        made_again_passed,
        made_again_failed,
        sampler_passed,
        sampler_failed,
    )
}
