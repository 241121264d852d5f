"""No face computes, decides, parses prose or knows a threshold: numbers and answers are given.

Nor does a command, but for reading what was typed.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import wearoff

PACKAGE = Path(wearoff.__file__).parent
FACES = PACKAGE / "faces"
"""Faces by room; those in `shared` lay texts and pictures out, with arithmetic of places."""
MODULES = [path for path in sorted(FACES.glob("**/*.py")) if path.parent.name != "shared"]
COMMANDS = sorted(PACKAGE.glob("cli/*.py"))
TEMPLATES = sorted(FACES.glob("*/templates/*.html"))
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
JOINS = (ast.Add, ast.BitOr)
"""Operators that also join texts, lists and dictionaries; with a number they compute."""
COMPUTES = {"abs", "divmod", "max", "min", "pow", "round", "sum"}
CONVERTS = {"float", "int"}
ARITHMETIC_OF = {"cmath", "decimal", "fractions", "functools", "math", "operator", "statistics"}
"""Modules to compute with."""
KEEPS = {"functools.cached_property"}
"""What a face may have of them: it computes nothing."""
PARSES = {
    "count",
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
NUMBER_FORMATS = tuple("bdeEfFgGnoxX%,_")


def is_number(node):
    """Whether an expression is a number as it is written, with or without its sign."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) in {int, float}


def imported(node):
    """Full names of what an import brings in."""
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module, names):
            return [f"{module}.{alias.name}" for alias in names]
    return []


def imports_any_of(node, modules):
    """Whether one of some modules, or a part of it, is imported."""
    return any(name.split(".")[0] in modules for name in imported(node) if name not in KEEPS)


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
        case ast.Call(ast.Attribute(ast.Name(module))):
            return module in ARITHMETIC_OF
    return imports_any_of(node, ARITHMETIC_OF)


def holds_a_number(node):
    """Whether an expression is a number, or a list of which one is."""
    return any(is_number(part) for part in (node, *getattr(node, "elts", ())))


def decides(node):
    """One value put above another, or held against a number."""
    if not isinstance(node, ast.Compare):
        return False
    ordered = any(isinstance(op, ORDER) for op in node.ops)
    return ordered or any(holds_a_number(side) for side in (node.left, *node.comparators))


def converts(node):
    """A text or another number made a number."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", None) in CONVERTS


def formats_a_number(node):
    """Digits of a number, which one place says."""
    match node:
        case ast.FormattedValue(format_spec=ast.JoinedStr([*_, ast.Constant(str() as spec)])):
            return spec.endswith(NUMBER_FORMATS)
        case ast.Call(ast.Name("format") | ast.Attribute(attr="format" | "format_map")):
            return True
    return False


def is_cut(node):
    """Whether an expression is a part that is cut out of something."""
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice)


def parses_prose(node):
    """A text taken apart, or looked into."""
    match node:
        case ast.Call(ast.Attribute(attr=name)):
            return name in PARSES
        case ast.Compare(left, [ast.In() | ast.NotIn(), *_]):
            return is_cut(left) or isinstance(getattr(left, "value", None), str)
        case ast.Compare(left, _, sides):
            return any(map(is_cut, (left, *sides)))
    return imports_any_of(node, {"re"})


def knows_a_threshold(node):
    """The thresholds, or the module that reads them."""
    return any("threshold" in name for name in imported(node))


OF_COMMANDS = (computes, decides, formats_a_number, knows_a_threshold)
"""A command takes apart what was typed, and makes numbers of it."""
FAULTS = (*OF_COMMANDS, converts, parses_prose)


def faults(source, of=FAULTS):
    """Everything that a module does and no face may, with its line."""
    return [
        f"line {node.lineno}: {fault.__name__}"
        for node in ast.walk(ast.parse(source))
        for fault in of
        if fault(node)
    ]


ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
FILTERS = {"float", "format", "int", "max", "min", "replace", "round", "sort", "sum"}


def template_faults(source):
    """Arithmetic, order, numbers and texts taken apart in a template, with their lines."""
    tree = Environment(autoescape=True).parse(source)
    found = [
        *tree.find_all((*ARITHMETIC, nodes.Slice)),
        *(
            node
            for node in tree.find_all(nodes.Call)
            if isinstance(node.node, nodes.Getattr) and node.node.attr in PARSES | {"format"}
        ),
        *(node for node in tree.find_all(nodes.Filter) if node.name in FILTERS),
        *(
            node
            for node in tree.find_all(nodes.Operand)
            if node.op in {"lt", "lteq", "gt", "gteq", "in", "notin"}
            or (isinstance(node.expr, nodes.Const) and not isinstance(node.expr.value, str))
        ),
    ]
    return [f"line {node.lineno}: {type(node).__name__}" for node in found]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(FACES)))
def test_a_face_only_formats(path):
    """Numbers are given, formatted in one place, and laid out by the shared files."""
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.name)
def test_a_command_only_asks_and_shows(path):
    """A command reads what was typed and prints what it was given."""
    assert faults(path.read_text(encoding="utf-8"), OF_COMMANDS) == []


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
        "share = float(text)",
        "whole = int(days)",
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
        "import wearoff.diary.thresholds as t",
        "hopeless = 'fewer' in answer.found",
        "hopeful = 'fewer' not in answer.found",
        "one = days in (1, 2)",
        "few = answer.found[:3] == 'few'",
        "few = answer.found[:3] in codes",
        "text = format(x, '.1f')",
        "text = '{:.1f}'.format(x)",
        "text = f'{x:,}'",
        "up = math.ceil(x)",
        "import math",
        "from math import ceil",
        "total = functools.reduce(add, days)",
        "from functools import reduce",
        "vowels = text.count('a')",
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
        "from functools import cached_property",
        "late = name not in leave_out",
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
        "{% if 'x' in text %}{% endif %}",
        "{% if 'x' not in text %}{% endif %}",
        "{{ text.split() }}",
        "{{ text | replace('a', 'b') }}",
        "{{ text[:3] }}",
        "{% for row in rows[1:] %}{% endfor %}",
    ],
)
def test_what_no_template_may_do_is_found(text):
    """The search finds a sample of each."""
    assert template_faults(text)
