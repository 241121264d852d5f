"""The public calls, such as `simulate`, `fit` and `why`. Faces translate what these return."""

from wearoff.api.analyzed import Analysis, analyze
from wearoff.api.assumed import Hypothesis, assumes, hypothesis, opposed
from wearoff.api.claimed import Claims, claims
from wearoff.api.examples import MadeUp, example_diary, made_up
from wearoff.api.exported import Exported, export
from wearoff.api.fitted import FitResult, demonstration, example_trial, fit
from wearoff.api.folders import Clinic, analyze_folder
from wearoff.api.planned import Planned, plan
from wearoff.api.provenance import Calibrated, Why, numbers, why
from wearoff.api.runs import meta
from wearoff.api.simulated import Simulation, simulate
from wearoff.api.validated import Validation, validate

__all__ = [
    "Analysis",
    "Calibrated",
    "Claims",
    "Clinic",
    "Exported",
    "FitResult",
    "Hypothesis",
    "MadeUp",
    "Planned",
    "Simulation",
    "Validation",
    "Why",
    "analyze",
    "analyze_folder",
    "assumes",
    "claims",
    "demonstration",
    "example_diary",
    "example_trial",
    "export",
    "fit",
    "hypothesis",
    "made_up",
    "meta",
    "numbers",
    "opposed",
    "plan",
    "simulate",
    "validate",
    "why",
]
