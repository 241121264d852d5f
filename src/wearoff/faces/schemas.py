"""Every document by its name, and its form as JSON Schema."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from wearoff.errors import unknown

if TYPE_CHECKING:
    from wearoff.formats.documents import Document

DOCUMENTS = {
    "demo": ("demo", "DemoResult"),
    "analyze": ("diary.result", "Result"),
    "folder": ("diary.clinic_result", "ClinicResult"),
    "import": ("diary.imported", "ImportResult"),
    "import_cases": ("diary.imported_cases", "ImportCasesResult"),
    "diary": ("diary.write.result", "DiaryPageResult"),
    "plan": ("diary.future.plan_result", "PlanResult"),
    "pool": ("together.result", "Result"),
    "validate": ("studies.result", "Result"),
    "fit": ("trial.result", "Result"),
    "trial": ("studies.designs.result", "Result"),
    "simulate": ("simulation.result", "SimulationResult"),
    "hypothesis": ("simulation.result", "HypothesisResult"),
    "explore": ("simulation.explored_result", "ExploreResult"),
    "query": ("simulation.result", "QueryResult"),
    "export": ("simulation.result", "ExportResult"),
    "export_case": ("diary.write.result", "ExportCaseResult"),
    "share": ("diary.write.result", "ShareResult"),
    "why": ("provenance.result", "WhyResult"),
    "numbers": ("provenance.result", "NumbersResult"),
    "claims": ("provenance.result", "ClaimsResult"),
}
"""Module and class of each document: of a command, ``folder`` of `analyze FOLDER`, ``import_cases``
of `import SHEET` of many, ``hypothesis`` of `simulate --hypothesis`, ``explore`` of
`wearoff.explore`, ``export_case`` of `export DIARY`, ``numbers`` of `why all`."""


def schema_text(name: str) -> str:
    """The JSON Schema of a document as text.

    Raises:
        InputError: no document has that name.
    """
    from wearoff.formats.documents import json_schema, to_json

    if name not in DOCUMENTS:
        raise unknown("document", name, DOCUMENTS)
    return to_json(json_schema(document_class(name)))


def document_class(name: str) -> type[Document]:
    """The class of a document."""
    module, called = DOCUMENTS[name]
    return getattr(import_module(f"wearoff.{module}"), called)
