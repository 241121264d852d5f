"""wearoff: is botulinum toxin working, when does it wear off, what does it leave behind?

One mechanistic model, every number sourced and graded. Importing this package loads nothing heavy;
each public call loads what it needs. Nothing leaves this machine; not a medical device.

One person
    read_case       what is known of one person, read from their files
    read_cases      the same of every person of a folder, or of a clinic's sheet
    analyze         whether injections work, wear off early, and what changes underneath
    plan            the next year under other intervals, doses and pauses
    example_case    a made-up person, ready to analyze
    export_case     what is known of a person, as files for other programs
    share           the same for research, without names, words and true dates

Many people
    pool            many diaries together: a mean trend, and whether a group rises
    fit             a trial's patients together
    example_trial   the open dystonia trial that ships with the program
    validate        published figures, each predicted without its own cohort
    virtual_trial   what a trial of invented people would find: power, bias, coverage

Invented people
    simulate        patients of a condition under an injection plan
    query           SQL over a folder of simulated patients
    hypothesis      the same with and without lasting damage from joint load
    explore         years with injections and without, and how much of that is measured
    export          a condition as a file for other programs

Where things are from
    why             one number: its source, how well it is known, and what uses it
    numbers         the names of all numbers
    claims          what two texts claim, and what was found

What a call finds says itself in one line, and `to_dict()` and `to_json()` give its document:

    Analysis, FitResult, Pooled                     a notebook shows its page
    Planned, Simulation, Hypothesis, Validation     a notebook shows its picture
    Exploration                                     a notebook shows its pictures
    Answered, Exported, ExportedCase, Shared, VirtualTrial, Why, Claims   the line alone
    Case, Cases                                     the line alone, without a document

What cannot be used raises `wearoff.errors.InputError`, with the likely fix.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wearoff.diary.analyze import Analysis, analyze
    from wearoff.diary.case import Case, read_case
    from wearoff.diary.examples import example_case
    from wearoff.diary.folder import Cases, read_cases
    from wearoff.diary.plan import Planned, plan
    from wearoff.diary.write.case_files import ExportedCase, export_case
    from wearoff.diary.write.share import Shared, share
    from wearoff.provenance.claims import Claims, claims
    from wearoff.provenance.why import Why, numbers, why
    from wearoff.simulation.explore import Exploration, explore
    from wearoff.simulation.export import Exported, export
    from wearoff.simulation.hypothesis import Hypothesis, hypothesis
    from wearoff.simulation.query import Answered, query
    from wearoff.simulation.simulate import Simulation, simulate
    from wearoff.studies.designs.virtual import VirtualTrial, virtual_trial
    from wearoff.studies.validate import Validation, validate
    from wearoff.together.pool import Pooled, pool
    from wearoff.trial.fit import FitResult, example_trial, fit

__all__ = [
    "Analysis",
    "Answered",
    "Case",
    "Cases",
    "Claims",
    "Exploration",
    "Exported",
    "ExportedCase",
    "FitResult",
    "Hypothesis",
    "Planned",
    "Pooled",
    "Shared",
    "Simulation",
    "Validation",
    "VirtualTrial",
    "Why",
    "analyze",
    "claims",
    "example_case",
    "example_trial",
    "explore",
    "export",
    "export_case",
    "fit",
    "hypothesis",
    "numbers",
    "plan",
    "pool",
    "query",
    "read_case",
    "read_cases",
    "share",
    "simulate",
    "validate",
    "virtual_trial",
    "why",
]

_HOMES = {
    "Analysis": "diary.analyze",
    "Answered": "simulation.query",
    "Case": "diary.case",
    "Cases": "diary.folder",
    "Claims": "provenance.claims",
    "Exploration": "simulation.explore",
    "Exported": "simulation.export",
    "ExportedCase": "diary.write.case_files",
    "FitResult": "trial.fit",
    "Hypothesis": "simulation.hypothesis",
    "Planned": "diary.plan",
    "Pooled": "together.pool",
    "Shared": "diary.write.share",
    "Simulation": "simulation.simulate",
    "Validation": "studies.validate",
    "VirtualTrial": "studies.designs.virtual",
    "Why": "provenance.why",
    "analyze": "diary.analyze",
    "claims": "provenance.claims",
    "example_case": "diary.examples",
    "example_trial": "trial.fit",
    "explore": "simulation.explore",
    "export": "simulation.export",
    "export_case": "diary.write.case_files",
    "fit": "trial.fit",
    "hypothesis": "simulation.hypothesis",
    "numbers": "provenance.why",
    "plan": "diary.plan",
    "pool": "together.pool",
    "query": "simulation.query",
    "read_case": "diary.case",
    "read_cases": "diary.folder",
    "share": "diary.write.share",
    "simulate": "simulation.simulate",
    "validate": "studies.validate",
    "virtual_trial": "studies.designs.virtual",
    "why": "provenance.why",
}
"""Module of each public name."""


def __getattr__(name: str) -> Any:
    """Load the public calls when they are first used, and how a notebook shows what they give."""
    if name in _HOMES:
        import_module("wearoff.faces.notebook")
        return getattr(import_module(f"wearoff.{_HOMES[name]}"), name)
    if name == "__version__":
        return version("wearoff")
    raise AttributeError(f"module 'wearoff' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, and the version."""
    return sorted([*__all__, "__version__"])
