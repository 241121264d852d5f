"""Rules of the house: floors, one door to each heavy library, sizes, sentences, packaging."""

from __future__ import annotations

import ast
import inspect
import re
import socket
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import wearoff

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wearoff"
MODULES = sorted(SOURCE.rglob("*.py"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MOST_LINES = 400


def name_of(module):
    """Path of a module inside the package."""
    return module.relative_to(SOURCE).as_posix()


COMMANDS = [
    module
    for module in (SOURCE / "cli").glob("*.py")
    if "import typer" in module.read_text(encoding="utf-8")
]
"""Where words of the command line are declared."""
SCREENS = {
    name_of(module)
    for module in (SOURCE / "web").glob("*.py")
    if "starlette" in module.read_text(encoding="utf-8")
}
"""Where requests are answered."""
DOORS = {
    "jax": {"simulation/backend.py"},
    "llvmlite": {"simulation/kernel/compiling.py"},
    "sympy": {"model/equations.py", "model/symbolic.py"},
    "altair": {"faces/shared/figures.py", "faces/shared/named_rows.py"},
    "vl_convert": {"faces/shared/figures.py"},
    "pint": {"units.py"},
    "pydantic": {"formats/documents.py"},
    "jinja2": {"faces/shared/pages.py"},
    "libsbml": {"formats/sbml.py"},
    "antimony": {"formats/antimony.py"},
    "arviz_base": {"formats/datatrees.py"},
    "distributed": {"simulation/clusters.py"},
    "duckdb": {"simulation/query.py"},
    "blackjax": {"diary/posterior/nuts.py"},
    "typer": {name_of(module) for module in COMMANDS},
    "weasyprint": {"faces/shared/pdf.py"},
    "uvicorn": {"web/serve.py"},
    "starlette": SCREENS,
}
"""The only files that talk to each heavy library."""
MODULE_NAMES = {"python-libsbml": "libsbml", "vl-convert-python": "vl_convert"}
BESIDE = {"python_multipart"}
"""What another library asks for: Starlette reads forms with it."""


def imports(module):
    """Top names of everything a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


def users(library):
    """Modules that import a library."""
    return {name_of(module) for module in MODULES if library in imports(module)}


# Floors and doors


def test_imports_go_down_only():
    """The floors of the package are kept, with none left out."""
    code = "from importlinter.cli import lint_imports_command as lint; lint()"
    found = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert "2 kept, 0 broken" in found.stdout


@pytest.mark.parametrize("library", sorted(DOORS))
def test_one_file_talks_to_each_heavy_library(library):
    """A heavy library has one door; nothing else of the package imports it."""
    assert users(library) == DOORS[library]


def test_tables_are_made_at_the_edges():
    """Polars is used where tables leave the program: the call, the files and the faces."""
    found = users("polars")
    assert "simulation/tables.py" in found
    below = {name for name in found if not name.startswith("faces/")}
    simulated = {"simulation/tables.py", "simulation/simulate.py", "simulation/hypothesis.py"}
    assert below == simulated | {"formats/parquets.py"}


def test_the_model_knows_no_library_but_its_own_arithmetic():
    """Parts are plain functions: they import neither NumPy nor JAX."""
    for module in (SOURCE / "model" / "parts").glob("*.py"):
        assert imports(module) <= {"__future__", "dataclasses", "math", "typing", "wearoff"}


def test_the_faces_do_not_compute():
    """No face imports a library of numbers."""
    for module in (SOURCE / "faces").rglob("*.py"):
        assert not imports(module) & {"numpy", "scipy", "jax", "random", "statistics"}


def test_nothing_in_the_package_talks_to_a_network():
    """No module imports what could send anything; one listens, on this machine alone."""
    networks = {"socket", "urllib", "http", "requests", "httpx", "ssl", "ftplib", "smtplib"}
    for module in MODULES:
        found = imports(module) & networks
        if name_of(module) == "web/serve.py":
            assert found == {"socket"}
            assert "connect" not in module.read_text(encoding="utf-8")
        else:
            assert not found, name_of(module)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_a_test_cannot_reach_the_network(host):
    """The tests themselves run with the network closed."""
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection((host, 80), timeout=1)


# Files


def test_every_file_fits_a_reader():
    """No source file is longer than 400 lines."""
    lines = {name_of(m): len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES}
    assert len(lines) > 30
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


NAMED_ALIKE = {
    "answers": "what is answered",
    "checks": "what could fool an answer",
    "claims": "what the texts claim",
    "cycles": "cycles between sessions",
    "days": "the days of a course, of a diary",
    "entries": "what people write by day",
    "explore": "an invented person: found, said, shown",
    "fhir": "a FHIR bundle: written, read",
    "findings": "what a program found, put into its result",
    "fit": "fitting a model",
    "labels": "what a label says",
    "model": "the model of a kind of data",
    "nonmem": "a NONMEM-style table: written, read",
    "read": "the reader of a program's files",
    "result": "what a program says, typed",
    "tables": "tables that are shown or written",
    "uses": "what uses a row",
}
"""Names that several files have, and the one thing that each means."""


def test_files_of_one_name_mean_one_thing():
    """No two files have one name but where it means the same; commands and words take theirs."""
    rooms = [module for module in MODULES if not name_of(module).startswith(("cli/", "words/"))]
    stems = [module.stem for module in rooms if not module.stem.startswith("__")]
    assert {stem for stem in stems if stems.count(stem) > 1} <= NAMED_ALIKE.keys()


def public(body, prefix=""):
    """Public classes and functions, and the public methods of public classes, with their names."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{prefix}{node.name}.")


def test_everything_public_says_what_it_is():
    """Every module, public class and public function has a docstring."""
    silent = []
    for module in MODULES:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        named = [(name_of(module), tree), *public(tree.body, f"{name_of(module)}:")]
        silent += [name for name, node in named if not ast.get_docstring(node)]
    assert silent == []


def test_every_test_says_what_it_tests():
    """Every test has a docstring: the fact it tests."""
    silent = []
    for module in (ROOT / "tests").rglob("test_*.py"):
        nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        tests = [n for n in nodes if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
        assert tests
        silent += [f"{module.name}:{n.name}" for n in tests if not ast.get_docstring(n)]
    assert silent == []


def test_every_exception_to_a_rule_gives_its_reason():
    """A silenced warning in the source says why, after a dash."""
    mark = re.compile(r"#\s*(noqa|pyright:\s*ignore|type:\s*ignore)(?P<rest>.*)")
    found = [
        (f"{name_of(module)}:{number}", mark.search(line)["rest"])
        for module in MODULES
        for number, line in enumerate(module.read_text(encoding="utf-8").splitlines(), 1)
        if mark.search(line)
    ]
    assert len(found) > 3
    bare = [place for place, rest in found if not re.match(r"[:\[][\w\[\]:, ]+ [-–] \w+", rest)]
    assert bare == []


SILENCED = re.compile(r"\b(suppress|errstate|simplefilter|filterwarnings|skipif|importorskip)\(")


def reasoned(lines, at):
    """Whether a line, those of its call, or the comment or text beside it, say why."""
    before, *after = lines[max(0, at - 1)], *lines[at : at + 4]
    told = "#" in lines[at] or before.lstrip().startswith("#") or "reason=" in "".join(after[:3])
    return told or after[1].startswith('"""')


def test_whatever_is_silenced_or_skipped_gives_its_reason():
    """An error passed over, a warning unheard and a test left out say why, beside it."""
    folders = ("src", "tests", "validation", "pipelines", "benchmarks", "docs")
    bare, found = [], 0
    for module in sorted(each for folder in folders for each in (ROOT / folder).rglob("*.py")):
        lines = module.read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(lines):
            if SILENCED.search(line):
                found += 1
                bare += [] if reasoned(lines, at) else [f"{module.name}:{at + 1}"]
    assert found > 20
    assert bare == []


def test_no_source_names_a_registry():
    """No source file names a host from which packages come."""
    hosts = re.compile(
        r"pypi\.org|pythonhosted|npmjs|crates\.io|conda\.io|anaconda\.org|proxy\.golang"
    )
    texts = [path for path in SOURCE.rglob("*") if path.suffix in {".py", ".html", ".css", ".csv"}]
    assert len(texts) > len(MODULES)
    assert [p.name for p in texts if hosts.search(p.read_text(encoding="utf-8"))] == []


# Packaging


def dependency_lines():
    """Lines of pyproject.toml that name a dependency."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = [*PYPROJECT["project"]["dependencies"], *development()]
    return {
        name: next(line for line in text.splitlines() if line.strip().startswith(f'"{name}"'))
        for name in listed
    }


def development():
    """What development needs, under either heading."""
    extra = PYPROJECT["project"].get("optional-dependencies", {})
    return extra.get("dev") or PYPROJECT["dependency-groups"]["dev"]


def test_every_dependency_gives_its_reason():
    """Each dependency has a comment that says what it is for."""
    lines = dependency_lines()
    assert len(lines) > 12
    assert [n for n, line in lines.items() if not re.search(r'",\s+# \w+', line)] == []


def test_every_dependency_is_used():
    """No dependency is declared that no source file imports."""
    used = set().union(*(imports(module) for module in MODULES))
    declared = [re.match(r"[\w-]+", d).group() for d in PYPROJECT["project"]["dependencies"]]
    modules = {MODULE_NAMES.get(name, name.replace("-", "_")) for name in declared}
    assert modules - used == BESIDE


def test_types_and_data_ship():
    """The package ships its type marker, evidence, templates and example."""
    package = files("wearoff")
    for name in (
        "py.typed",
        "evidence/data/numbers.csv",
        "evidence/data/sources.csv",
        "faces/shared/templates/page.html",
        "faces/shared/templates/theme.css",
        "faces/shared/templates/visit.css",
        "faces/shared/templates/trial.html",
        "faces/shared/templates/visit.html",
        "faces/shared/templates/sheet.html",
        "faces/shared/templates/behind.html",
        "faces/shared/templates/tables.html",
        "faces/shared/templates/payer.html",
        "faces/shared/templates/clinic.html",
        "faces/phone/templates/phone.html",
        "faces/phone/script/page.js",
        "diary/examples/ada/diary.csv",
        "diary/examples/ben/injections.csv",
        "trial/examples/cdystonia.csv",
    ):
        assert package.joinpath(name).is_file()


# Documents


def test_the_changelog_has_its_numbers():
    """Changes of the numbers have a section of their own."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^#+ Numbers$", changes, re.MULTILINE)
    assert PYPROJECT["project"]["version"] in changes


def test_the_readme_gives_two_commands():
    """The README names `make demo` and `make test`, and the Makefile has both."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("demo", "test"):
        assert f"make {name}" in readme
        assert re.search(rf"^{name}:", makefile, re.MULTILINE)


def test_the_links_of_the_documents_lead_somewhere():
    """Every relative link of a document is a file."""
    links = 0
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8")):
            if not re.match(r"https?:|mailto:", target):
                links += 1
                assert (document.parent / target).exists(), f"{document.name}: {target}"
    assert links > 3


def test_the_wheel_holds_every_file_of_the_package():
    """No line of .gitignore leaves a file of the package out of what is installed."""
    # __pycache__ is the only thing under the package that is not part of it
    there = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    assert len(there) > len(MODULES)
    assert packed == there


@pytest.mark.parametrize(
    "call",
    [
        wearoff.analyze,
        wearoff.plan,
        wearoff.simulate,
        wearoff.hypothesis,
        wearoff.export,
        wearoff.fit,
    ],
)
def test_a_condition_has_one_name_in_every_call(call):
    """Every public call that asks for a condition calls it `condition`."""
    parameters = inspect.signature(call).parameters
    assert "condition" in parameters
    assert "name" not in parameters


def test_the_example_of_the_readme_runs(request, tmp_path, monkeypatch, capsys):
    """The Python of the README runs as it stands; a fit in it is the session's."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert blocks
    signature = inspect.signature(wearoff.fit)

    def fit(*arguments, **options):
        signature.bind(*arguments, **options)
        return request.getfixturevalue("fitted")

    monkeypatch.setattr(wearoff, "fit", fit)
    monkeypatch.chdir(tmp_path)
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {"__name__": "readme"})  # noqa: S102 - our own
    if "print(" in "".join(blocks):
        assert capsys.readouterr().out.strip()
