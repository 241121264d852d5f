"""wearoff: is botulinum toxin working, when does it wear off, what does it leave behind?

One mechanistic model, every number sourced and graded. Importing this package loads nothing heavy;
each public call loads what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wearoff.api import (
        Analysis,
        Claims,
        Exported,
        FitResult,
        Hypothesis,
        Planned,
        Simulation,
        Validation,
        Why,
        analyze,
        claims,
        example_trial,
        export,
        fit,
        hypothesis,
        numbers,
        plan,
        simulate,
        validate,
        why,
    )

__all__ = [
    "Analysis",
    "Claims",
    "Exported",
    "FitResult",
    "Hypothesis",
    "Planned",
    "Simulation",
    "Validation",
    "Why",
    "analyze",
    "claims",
    "example_trial",
    "export",
    "fit",
    "hypothesis",
    "numbers",
    "plan",
    "simulate",
    "validate",
    "why",
]


def __getattr__(name: str) -> Any:
    """Load the public calls when they are first used."""
    if name in __all__:
        from wearoff import api

        return getattr(api, name)
    raise AttributeError(f"module 'wearoff' has no attribute {name!r}")
