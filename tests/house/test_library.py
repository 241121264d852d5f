"""The library as somebody meets it at a prompt or in a notebook."""

from __future__ import annotations

import ast
import inspect
import pydoc
import re
import subprocess
import sys
from html import unescape
from importlib.metadata import version

import pytest

import wearoff
from wearoff.diary.examples import example_diary
from wearoff.diary.folder import Clinic, Row
from wearoff.faces.notebook import FACES
from wearoff.formats.html import Shown

OLD = {"years": 0.1, "seed": 1}
MIGRAINE = {"years": 0.1, "patients": 3}


def test_the_public_names_are_found():
    """`dir` has every public name and the version, and each can be had."""
    assert {*wearoff.__all__, "__version__"} <= set(dir(wearoff))
    assert wearoff.__version__ == version("wearoff")
    for name in wearoff.__all__:
        assert getattr(wearoff, name).__module__.startswith("wearoff.")
    with pytest.raises(AttributeError, match="no attribute 'analyse'"):
        _ = wearoff.analyse


def names_typed():
    """Public names by module, as they stand where only a type checker reads."""
    tree = ast.parse(inspect.getsource(wearoff))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    return {alias.name: node.module for node in block.body for alias in node.names}


def names_told():
    """Public names of the help: calls at the head of their line, results in the table below."""
    calls, results = wearoff.__doc__.split("What a call finds")
    told = re.findall(r"^    ([a-z_]+)  ", calls, re.MULTILINE)
    for names in re.findall(r"^    ([A-Z].*?)  ", results, re.MULTILINE):
        told += names.split(", ")
    return told


def test_the_public_names_agree():
    """List, homes, types and help name the same; a home is where the type checker looks."""
    homes = {name: f"wearoff.{module}" for name, module in vars(wearoff)["_HOMES"].items()}
    assert names_typed() == homes
    assert wearoff.__all__ == sorted(homes)
    assert sorted(names_told()) == sorted(homes)


def test_help_tells_what_each_result_has():
    """A document and a page or picture have those results of which the help says so, no others."""
    _, told = wearoff.__doc__.split("What a call finds")
    for names, what in re.findall(r"^    ([A-Z].*?)   +(.*)$", told, re.MULTILINE):
        for name in names.split(", "):
            kind = getattr(wearoff, name)
            assert hasattr(kind, "_repr_html_") == ("notebook" in what), name
            assert (name in FACES) == ("notebook" in what), name
            assert hasattr(kind, "to_json") == ("without a document" not in what), name
            assert hasattr(kind, "to_dict") == ("without a document" not in what), name
            assert kind.__repr__ not in {object.__repr__, list.__repr__}, name
            assert getattr(kind, "__dataclass_params__", None) is None or "__repr__" in vars(kind)


def test_help_names_everything():
    """`help` of the package tells every public name with what it is for."""
    text = pydoc.plain(pydoc.render_doc(wearoff))
    for name in wearoff.__all__:
        assert re.search(rf"\b{name}\b", wearoff.__doc__), name
        assert name in text
        assert len(inspect.getdoc(getattr(wearoff, name)).splitlines()[0]) > 20


def test_the_version_and_the_names_cost_nothing():
    """Asking for version and names loads neither JAX nor NumPy nor pydantic."""
    code = (
        "import sys, wearoff; dir(wearoff); wearoff.__version__;"
        "print([n for n in ('jax', 'numpy', 'polars', 'pydantic', 'typer') if n in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_an_analysis_loads_none_of_the_slow_libraries():
    """Neither SciPy's statistics and optimizers nor JAX or pictures wait before an answer."""
    code = (
        "import sys, wearoff; wearoff.analyze(wearoff.example_case('ben'));"
        "slow = ('jax', 'scipy.stats', 'scipy.optimize', 'altair', 'jinja2', 'arviz_base');"
        "print([n for n in slow if n in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            lambda _: wearoff.simulate("healthy_muscle", patients=7, **OLD),
            "<Simulation healthy_muscle: 7 patients, 37 days, plan ",
        ),
        (
            lambda _: wearoff.simulate("healthy_muscle", typical=True, **OLD),
            "<Simulation healthy_muscle: one typical patient, 37 days, plan ",
        ),
        (
            lambda _: wearoff.hypothesis("chronic_migraine", **MIGRAINE),
            "<Hypothesis chronic_migraine: 3 patients, kz 0.006, ",
        ),
        (
            lambda folder: wearoff.export("healthy_muscle", path=folder / "m.xml", years=0.1),
            "<Exported healthy_muscle: sbml in ",
        ),
        (lambda _: wearoff.why("kS"), "<Why kS: 0.216 1/day (0.15 to 0.31), shown in people, "),
        (lambda _: wearoff.example_case("ada"), "<Case Ada (made up): chronic_migraine, "),
        (lambda _: wearoff.read_cases(example_diary("ada").parent), "<Cases 2: ada ben>"),
        (lambda _: Clinic([Row("Cy", None, "")], seed=1), "<Clinic 0 of 1 patients analyzed>"),
        (lambda _: wearoff.claims(ids=["C08", "C19"]), "<Claims 2: C08 C19>"),
    ],
)
def test_a_result_says_itself_in_a_line(tmp_path, made, told):
    """What a call gives is one short line at a prompt."""
    text = repr(made(tmp_path))
    assert text.startswith(told)
    assert "\n" not in text
    assert len(text.replace(str(tmp_path), "")) < 100


def test_a_folder_is_a_table():
    """A notebook shows a folder as its page, with the error of who could not be read."""
    shown = unescape(Clinic([Row("Cy", None, "no days")], seed=1)._repr_html_())
    assert shown.startswith("<iframe")
    assert "Not read: no days" in shown


def test_a_simulation_is_a_picture_and_a_table():
    """A notebook shows the main outcome, drawn, with the numbers of the document below."""
    found = wearoff.simulate("healthy_muscle", patients=5, **OLD)
    shown = found._repr_html_()
    assert shown.count("<svg") == shown.count("<table") == 1
    assert "strength (percent)" in shown
    rows = [r for r in found.result.summary if r.outcome == "strength_percent"]
    assert len(rows) == shown.count("–") == 2
    for row in rows:
        assert f"{row.from_day}–{row.to_day}" in shown
        assert f"<td>{row.mean:.3g}</td>" in shown


def test_a_hypothesis_is_both_pictures():
    """A notebook shows both assumptions side by side."""
    shown = wearoff.hypothesis("chronic_migraine", **MIGRAINE)._repr_html_()
    assert shown.startswith("<svg")
    assert "ASSUMPTION ON" in shown
    assert "ASSUMPTION OFF" in shown


def test_a_page_stands_in_a_frame_of_its_own(fitted):
    """A notebook shows a whole page in a frame, with nothing to load and no script."""
    shown = fitted._repr_html_()
    page = unescape(re.fullmatch(r'<iframe srcdoc="([^"]*)"[^>]*></iframe>', shown)[1])
    assert page.startswith("<!doctype html>")
    assert "<script" not in page


def test_what_no_face_draws_is_shown_as_text():
    """An object whose class no face knows has no HTML, so that its text is shown."""
    assert Shown()._repr_html_() is None
