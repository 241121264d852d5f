"""A document is a typed Result: as a dict of anything it exists where JSON is read and written."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "wearoff"
UNTYPED = {"dict[str, Any]", "Mapping[str, Any]"}
NAMES = {"document", "found", "result", "said"}
BOUNDARY = "formats/"
TO_CALLERS = "to_dict"
"""The public method that hands a document out as plain values, in every program."""


def untyped(tree):
    """Functions of a module that take a document, or give one, as a dict of anything."""
    aliases = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.value) in UNTYPED
        for target in node.targets
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            said = [(a.arg, ast.unparse(a.annotation)) for a in given if a.annotation]
            takes = any(name in NAMES and kind in UNTYPED | aliases for name, kind in said)
            gives = node.returns is not None and ast.unparse(node.returns) in UNTYPED | aliases
            if takes or (gives and "document" in node.name):
                yield node.name


def test_documents_are_typed_outside_the_boundary():
    """No module beside the JSON boundary passes a document as a dict of anything."""
    found = {}
    for module in SOURCE.rglob("*.py"):
        name = module.relative_to(SOURCE).as_posix()
        if not name.startswith(BOUNDARY):
            functions = list(untyped(ast.parse(module.read_text(encoding="utf-8"))))
            found |= {name: functions} if functions else {}
    assert found == {}


def test_an_untyped_document_is_found():
    """A function that takes or gives one is found, also through an alias; to_dict is not."""
    code = (
        "Doc = dict[str, Any]\n"
        "def a(document: Doc) -> None: ...\n"
        "def b(*, found: dict[str, Any]) -> None: ...\n"
        "def document() -> Doc: ...\n"
        f"def {TO_CALLERS}(self) -> dict[str, Any]: ...\n"
        "def c(document: Result, settings: dict[str, Any]) -> Result: ...\n"
    )
    assert list(untyped(ast.parse(code))) == ["a", "b", "document"]
