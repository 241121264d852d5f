"""Why a course cannot be asked of a person, and how far courses lie apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words.numbers import named, number, signed

if TYPE_CHECKING:
    from collections.abc import Callable


def other_condition(*, condition: str) -> str:
    """It is a course of another condition."""
    return f"a course for {named(condition)}"


def other_product(*, product: str, given: str) -> str:
    """Its units are of another product."""
    return f"units of {product}; these sessions are of {given}"


def not_injected() -> str:
    """It leaves out what is not injected."""
    return "these muscles are not injected"


def no_training(*, condition: str) -> str:
    """It trains what the model does not have."""
    return f"the model of {named(condition)} has no deep muscles"


REASONS: dict[str, Callable[..., str]] = {
    each.__name__: each for each in (other_condition, other_product, not_injected, no_training)
}


def apart(*, least: float, most: float, courses: int, assumed: int) -> str:
    """How far courses lie apart, and how many of those against as now are mostly assumed."""
    span = f"From {number(least)} to {number(most)} days across the courses"
    return f"{span}; {assumed} of {courses} are mostly assumed (*)."


def muscles(*, smallest: tuple[str, float], largest: tuple[str, float]) -> str:
    """Under which courses muscles shrink most and least in the model."""
    (thin, low), (thick, high) = smallest, largest
    return (
        "In the model, for a typical person, not measured here: injected muscles shrink to "
        f"{number(low, 0)} % ({thin}) to {number(high, 0)} % ({thick})"
    )


def load_changes(*, least: float, most: float) -> str:
    """By how much load on the other muscles changes in the model."""
    span = f"{signed(least)} to {signed(most)}"
    return f"load on the other muscles changes by {span} % of full strength"


LOAD_HARDLY = "load on the other muscles hardly changes"
