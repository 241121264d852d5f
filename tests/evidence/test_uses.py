"""What `why` says of a number's use is declared where the number is used, and true there."""

from __future__ import annotations

import ast
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import wearoff
from wearoff.evidence import rows
from wearoff.provenance.uses import DECLARED

SOURCE = Path(wearoff.__file__).parent
PLACES = {
    "wearoff.diary.uses": [SOURCE / "diary"],
    "wearoff.studies.uses": [SOURCE / "studies"],
}
"""Folders that a light module speaks for; any other module speaks for itself."""
READERS = ("value", "get", "row")


def pattern(node):
    """A text of the source with ``*`` for what is filled in; None if it is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(getattr(part, "value", "*") for part in plain(node))
    return None


def plain(node):
    """Parts of a filled-in text, what is filled in as a bare node."""
    return [part if isinstance(part, ast.Constant) else ast.Pass() for part in node.values]


def nodes(path):
    """Everything in a module but its own table of uses."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for statement in tree.body:
        if getattr(getattr(statement, "targets", [None])[0], "id", None) != "USES":
            yield from ast.walk(statement)


def sources(module):
    """The files that a table of uses speaks for."""
    if module.__name__ not in PLACES:
        return [Path(module.__file__)]
    files = [path for folder in PLACES[module.__name__] for path in folder.rglob("*.py")]
    return [path for path in files if path.name != "uses.py"]


def written(path):
    """Texts of a module, and the cells of the plans where it reads them, which name rows too."""
    for node in nodes(path):
        if (text := pattern(node)) is None:
            continue
        yield text
        if text == "plans":
            yield from (cell for record in rows.table(text) for cell in record.values())


def asked(path):
    """Names and patterns of the rows that a module asks for, or that its tables name."""
    for node in nodes(path):
        if isinstance(node, ast.keyword) and pattern(node.value) in wearoff.numbers():
            yield pattern(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in READERS:
            whose = getattr(getattr(node.func, "value", None), "id", "")
            if whose in {"rows", "study"} and node.args and (text := pattern(node.args[0])):
                yield text


@pytest.mark.parametrize("module", DECLARED, ids=lambda module: module.__name__)
def test_a_declared_use_stands_in_the_source(module):
    """Every row or pattern of a table is written where the table says that it is used."""
    texts = {text for path in sources(module) for text in written(path)}
    assert module.USES
    assert [name for name in module.USES if name not in texts] == []


@pytest.mark.parametrize("module", DECLARED, ids=lambda module: module.__name__)
def test_a_declared_use_is_of_a_row(module):
    """Every name or pattern of a table is that of a number."""
    for name in module.USES:
        assert [row for row in wearoff.numbers() if fnmatchcase(row, name)], name


def test_every_row_that_is_asked_for_is_declared():
    """A row that code asks for by its name is in a table of uses, or a part of the model has it."""
    names = {name for path in SOURCE.rglob("*.py") for name in asked(path)}
    declared = {name for module in DECLARED for name in module.USES}
    undeclared = names - declared
    assert len(names) > 20
    for name in undeclared:
        matching = [row for row in wearoff.numbers() if fnmatchcase(row, name)]
        assert matching, name
        assert all(wearoff.why(row).used_by for row in matching), name


def test_every_table_of_uses_is_gathered():
    """No module has a table that `why` does not read."""
    tables = [p for p in SOURCE.rglob("*.py") if "\nUSES = {" in p.read_text(encoding="utf-8")]
    assert sorted(tables) == sorted(Path(module.__file__) for module in DECLARED)


@pytest.mark.parametrize(
    ("row", "used_by"),
    [
        (
            "diary_misfit",
            ["the intervals of wear-off, drift and the level before, which it widens"],
        ),
        ("diary_alike", ["the part of the studies in the prior of a person's relief"]),
        ("diary_level", ["the prior of one person's diary"]),
        (
            "diary_wander_sd",
            ["the prior of one person's diary", "virtual diaries of validate and trial"],
        ),
        ("unseen_miss", ["the intervals of validate"]),
    ],
)
def test_a_row_says_what_uses_it(row, used_by):
    """Rows of like names are not taken for one another."""
    assert wearoff.why(row).used_by == used_by


def test_saying_what_uses_a_row_loads_no_engine():
    """`why` gathers its tables without the compiler, the symbols or the tables of data."""
    code = (
        "import sys; from wearoff import why; print(*why('diary_misfit').used_by); "
        "print({'jax', 'sympy', 'polars', 'altair'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[1] == "set()"
