"""The public calls: `simulate`, `fit`, `why`. Faces translate what these return."""

from wearoff.api.fitted import FitResult, demonstration, example_trial, fit
from wearoff.api.provenance import Why, numbers, why
from wearoff.api.runs import meta
from wearoff.api.simulated import Simulation, simulate

__all__ = [
    "FitResult",
    "Simulation",
    "Why",
    "demonstration",
    "example_trial",
    "fit",
    "meta",
    "numbers",
    "simulate",
    "why",
]
