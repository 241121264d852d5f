"""No face computes, decides, parses prose or knows a threshold: numbers and answers are given."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import wearoff

FACES = Path(wearoff.__file__).parent / "faces"
"""Faces by room; those in `shared` lay texts and pictures out, with arithmetic of places."""
MODULES = [path for path in sorted(FACES.glob("**/*.py")) if path.parent.name != "shared"]
TEMPLATES = sorted(FACES.glob("shared/templates/*.html"))
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
JOINS = (ast.Add, ast.BitOr)
"""Operators that also join texts, lists and dictionaries; with a number they compute."""
COMPUTES = {"abs", "divmod", "float", "int", "max", "min", "pow", "round", "sum"}
PARSES = {
    "endswith",
    "find",
    "index",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rpartition",
    "rsplit",
    "split",
    "splitlines",
    "startswith",
}
NUMBER_FORMATS = tuple("bdeEfFgGnoxX%")


def is_number(node):
    """Whether an expression is a number as it is written, with or without its sign."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) in {int, float}


def computes(node):
    """Arithmetic: any operator that joins nothing, a number added, a sign turned, a sum taken."""
    match node:
        case ast.BinOp(left, op, right):
            return not isinstance(op, JOINS) or is_number(left) or is_number(right)
        case ast.AugAssign(op=op, value=value):
            return not isinstance(op, JOINS) or is_number(value)
        case ast.UnaryOp(ast.USub(), operand):
            return not is_number(operand)
        case ast.Call(ast.Name(name)):
            return name in COMPUTES
    return False


def decides(node):
    """One value put above another, or held against a number."""
    if not isinstance(node, ast.Compare):
        return False
    ordered = any(isinstance(op, ORDER) for op in node.ops)
    return ordered or any(is_number(side) for side in (node.left, *node.comparators))


def formats_a_number(node):
    """Digits of a number, which one place says."""
    match node:
        case ast.FormattedValue(format_spec=ast.JoinedStr([*_, ast.Constant(str() as spec)])):
            return spec.endswith(NUMBER_FORMATS)
    return False


def parses_prose(node):
    """A text taken apart, or looked into."""
    match node:
        case ast.Call(ast.Attribute(attr=name)):
            return name in PARSES
        case ast.Import(names):
            return any(name.name == "re" for name in names)
        case ast.ImportFrom(module):
            return module == "re"
    return False


def knows_a_threshold(node):
    """The thresholds, or the module that reads them."""
    return isinstance(node, ast.ImportFrom) and any(
        "threshold" in name for name in (node.module or "", *(n.name for n in node.names))
    )


FAULTS = (computes, decides, formats_a_number, parses_prose, knows_a_threshold)


def faults(source):
    """Everything that a module does and no face may, with its line."""
    return [
        f"line {node.lineno}: {fault.__name__}"
        for node in ast.walk(ast.parse(source))
        for fault in FAULTS
        if fault(node)
    ]


ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
FILTERS = {"float", "format", "int", "max", "min", "round", "sort", "sum"}


def template_faults(source):
    """Arithmetic, order, numbers and number formats in a template, with their lines."""
    tree = Environment(autoescape=True).parse(source)
    found = [
        *tree.find_all(ARITHMETIC),
        *(node for node in tree.find_all(nodes.Filter) if node.name in FILTERS),
        *(
            node
            for node in tree.find_all(nodes.Operand)
            if node.op in {"lt", "lteq", "gt", "gteq"}
            or (isinstance(node.expr, nodes.Const) and not isinstance(node.expr.value, str))
        ),
    ]
    return [f"line {node.lineno}: {type(node).__name__}" for node in found]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(FACES)))
def test_a_face_only_formats(path):
    """Numbers are given, formatted in one place, and laid out by the shared files."""
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_only_formats(path):
    """Templates print what they are given."""
    assert template_faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "left = 28 - days",
        "share = 100 * written / days",
        "text = f'{-change} fewer'",
        "total = sum(days)",
        "best = max(chances)",
        "shown = round(days)",
        "count += 1",
        "after = day + 1",
        "likely = chance > 0.9",
        "likely = chance >= least",
        "one = days == 1",
        "text = f'{relief:.1f} fewer'",
        "text = f'{units:g} U'",
        "parts = text.split(', ')",
        "hopeless = likely.startswith('fewer')",
        "short = word.replace('CANNOT TELL', '?')",
        "import re",
        "from re import search",
        "from wearoff.diary.thresholds import thresholds",
        "from wearoff.diary import thresholds",
    ],
)
def test_what_no_face_may_do_is_found(line):
    """The search finds a sample of each."""
    assert faults(line)


@pytest.mark.parametrize(
    "line",
    [
        "text = first + second",
        "rows = [head, *body][1:]",
        "last = sessions[-1]",
        "text = f'{name:<14}{number(days, 0):>5}'",
        "known = word != 'not_asked'",
        "both = one | other",
        "number, digits = result.relief, 1",
    ],
)
def test_what_a_face_does_is_let_through(line):
    """Joining, choosing by code, columns of text and picking rows are formatting."""
    assert faults(line) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ days + empty }}",
        "{% if days > 1 %}{% endif %}",
        "{% if pictures | length == 1 %}{% endif %}",
        "{{ '%g' | format(days) }}",
        "{{ days | sum }}",
    ],
)
def test_what_no_template_may_do_is_found(text):
    """The search finds a sample of each."""
    assert template_faults(text)
