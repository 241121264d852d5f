"""Why a course cannot be asked of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words.numbers import named

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
