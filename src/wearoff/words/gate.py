"""What is said where the page begins, in the terminal, and at its gate, in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

FOREIGN = "Asked from another page."
FORGETS = "Nothing is stored or sent. Ctrl-C ends it, and forgets what was put in."


def begun(address: str) -> str:
    """Where the page is."""
    return f"Your diary, Explore and Evidence, on this machine alone: {address}"


def misnamed(names: Collection[str]) -> str:
    """What a request may call this machine."""
    return f"This page answers to {', '.join(sorted(names))} alone."


def too_slow(seconds: float) -> str:
    """That a request did not arrive in time."""
    return f"It did not arrive within {seconds:g} seconds."


def too_large(most: int) -> str:
    """That a request has more bytes than one may have."""
    return f"It is more than {most // 2**20} MB."
