"""What errors call things: arguments in the library, flags at the command line."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest
from typer.main import get_command

import wearoff
from wearoff.cli import flags
from wearoff.cli.main import app
from wearoff.errors import LONGEST, InputError, argument, unknown
from wearoff.runs import check_seed
from wearoff.web.serve import serve

SOURCE = Path(wearoff.__file__).parent
LIBRARY = [p for p in SOURCE.rglob("*.py") if not {"faces", "cli"} & {*p.parts}]
SCREENS = [*(SOURCE / "web").rglob("*.py"), SOURCE / "words" / "screens.py"]
"""What a person reads on the page, and no error of a call."""
FLAG = re.compile(r"(?<![\w-])(--[a-z][a-z-]*|-[a-z])\b")
WHOLE = re.compile(r"wearoff (?P<name>[a-z]+)(?: [A-Z]+| --?[a-z-]+)+")
"""A command with all that it needs, to be typed in a terminal: a screen may hand one to a person,
who meets no Python; what errors call things is no command, and stays without flags there too."""
CALLS = (
    wearoff.analyze,
    wearoff.plan,
    wearoff.pool,
    wearoff.simulate,
    wearoff.Simulation.write,
    wearoff.query,
    wearoff.hypothesis,
    wearoff.export,
    wearoff.fit,
    wearoff.validate,
    wearoff.virtual_trial,
    wearoff.read_case,
    serve,
)


def texts(tree):
    """Every text of a module that is not a docstring."""
    documented = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    apart = {id(node) for node in documented}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.value


def named(tree):
    """Every argument that a module's errors name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "argument":
            yield node.args[0]


@pytest.mark.parametrize("module", LIBRARY, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_text_of_the_library_holds_a_flag(module):
    """Flags are words of the command line alone, or part of a command that a screen hands over."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    said = texts(tree)
    if module in SCREENS:
        said = [WHOLE.sub("", text) for text in said]
    assert [text for text in said if FLAG.search(text)] == []


def test_a_command_that_a_screen_hands_over_is_one():
    """It has a name of ours, flags that the command takes, and everything that it needs."""
    pages = [p for p in (SOURCE / "web").rglob("*") if p.suffix in {".html", ".js"}]
    found = {
        m[0]: m["name"] for p in (*SCREENS, *pages) for m in WHOLE.finditer(p.read_text("utf-8"))
    }
    commands = get_command(app).commands
    assert any(FLAG.search(text) for text in found)
    for text, name in found.items():
        options = [option for option in commands[name].params if option.param_type_name == "option"]
        given = set(FLAG.findall(text))
        assert given <= {flag for option in options for flag in option.opts}
        assert all(given & {*option.opts} for option in options if option.required), text


def test_every_argument_in_an_error_is_one_and_has_a_flag():
    """What an error names is a parameter of a public call, and its flag an option of a command."""
    trees = [ast.parse(module.read_text(encoding="utf-8")) for module in LIBRARY]
    names = {ast.literal_eval(n) for tree in trees for n in named(tree) if not is_variable(n)}
    known = {name for call in CALLS for name in inspect.signature(call).parameters}
    commands = get_command(app).commands.values()
    options = {flag for command in commands for option in command.params for flag in option.opts}
    assert len(names) > 5
    assert names <= known
    assert {flags.flag(name) for name in names} <= options
    assert set(flags.OTHERWISE) <= known


def is_variable(node):
    """Whether an argument's name is held by a variable."""
    return isinstance(node, ast.Name | ast.Attribute)


@pytest.mark.parametrize(
    ("options", "library", "line"),
    [
        ({"step": 0.3}, "step 0.3;", "--step 0.3;"),
        ({"patients": 0}, "patients 0;", "--patients 0;"),
        ({"seed": -1}, "seed -1;", "--seed -1;"),
        ({"every_weeks": 0}, "every_weeks 0;", "--every 0;"),
        ({"plan": "fixed_various"}, "fix: give units", "fix: give --units"),
    ],
)
def test_an_error_speaks_as_it_is_met(options, library, line, run):
    """The same refusal names the argument in Python and the flag at the command line."""
    with pytest.raises(InputError) as refused:
        wearoff.simulate("cervical_dystonia", **options)
    assert library in str(refused.value)
    assert "--" not in str(refused.value)
    words = [word for name, value in options.items() for word in (flags.flag(name), str(value))]
    code, _, err = run("simulate", "cervical_dystonia", *words)
    assert code == 2
    assert line in err


def test_a_fix_is_written_as_it_would_be_given(run):
    """The likely fix is an argument with its value in Python, and a flag with it elsewhere."""
    with pytest.raises(InputError, match="baseline_from without baseline; fix: baseline='22:28'"):
        wearoff.analyze("diary.csv", baseline_from="a letter")
    _, _, err = run("analyze", "diary.csv", "--baseline-from", "a letter")
    assert "--baseline-from without --baseline; fix: --baseline 22:28" in err


def test_an_error_keeps_its_fix_in_every_place():
    """However long the list of what is allowed: only what was found is cut."""
    names = [f"{'x' * LONGEST}_{k}" for k in range(3)] + ["headache"]
    error = unknown("column", "headche", names)
    for told in (error, error.at(file="a.csv", line=2), error.at(file="a.csv").at(file="b.csv")):
        assert str(told).endswith("fix: did you mean 'headache'?")
    long = InputError(f"found {'y' * (2 * LONGEST)!r}", fix="mend it").at(file="a.csv")
    assert len(str(long)) < LONGEST + 40


def test_a_fix_with_spaces_or_of_columns_can_be_typed_as_it_is_said():
    """In quotes for a shell, as the dict that it is in Python."""
    error = InputError("x", fix=argument("columns", "pain_10=Pain (worst)"))
    assert str(error) == "x; fix: columns={'pain_10': 'Pain (worst)'}"
    assert error.said(flags.flag) == "x; fix: --map 'pain_10=Pain (worst)'"


def test_an_argument_is_said_as_the_face_asks():
    """Each argument of a message is passed with its value; the rest of the text stays."""
    error = InputError(f"{argument('a')} of {{b}}", file="x.csv", fix=argument("c", "d=1"))
    assert str(error) == "x.csv: a of {b}; fix: c='d=1'"
    assert error.said(lambda name, value: f"<{name}|{value}>") == (
        "x.csv: <a|None> of {b}; fix: <c|d=1>"
    )


@pytest.mark.parametrize("seed", [-1, 1.5, "a", 2**31])
def test_a_seed_is_a_whole_number_in_range(seed):
    """What random numbers cannot start from is refused by the name of the argument."""
    with pytest.raises(InputError, match=r"^seed "):
        check_seed(seed)
