"""The public calls, such as `simulate`, `fit` and `why`. Faces translate what these return."""

from wearoff.api.assumed import Hypothesis, assumes, hypothesis, opposed
from wearoff.api.claimed import Claims, claims
from wearoff.api.exported import Exported, export
from wearoff.api.fitted import FitResult, demonstration, example_trial, fit
from wearoff.api.provenance import Why, numbers, why
from wearoff.api.runs import meta
from wearoff.api.simulated import Simulation, simulate

__all__ = [
    "Claims",
    "Exported",
    "FitResult",
    "Hypothesis",
    "Simulation",
    "Why",
    "assumes",
    "claims",
    "demonstration",
    "example_trial",
    "export",
    "fit",
    "hypothesis",
    "meta",
    "numbers",
    "opposed",
    "simulate",
    "why",
]
