"""The page of equations and numbers, and a pharmacometrician's way from what is installed."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from hatchling.builders.wheel import WheelBuilder
from test_antimony import back
from test_export import simulated

import wearoff
from conftest import TIER
from wearoff.evidence import rows
from wearoff.model.conditions import CONDITIONS
from wearoff.provenance.parts import parts

ROOT = Path(__file__).resolve().parents[2]
SMALL = "healthy_muscle"
EQUATION = re.compile(r"^(?P<left>\S+) [=←] .*    \[(?P<unit>[^\]]+)\]$", re.MULTILINE)


@pytest.fixture(scope="module", params=CONDITIONS)
def made(request, tmp_path_factory):
    """A condition's page, with what was exported."""
    path = tmp_path_factory.mktemp("page") / "page.md"
    found = wearoff.export(request.param, path=path, to="equations")
    return found, path.read_text(encoding="utf-8")


def numbers(text):
    """Cells of the table of numbers, by name."""
    found = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| (.*) \|$", text, re.MULTILINE)
    return {name: (value, unit, rest) for name, value, unit, rest in found}


def test_every_number_stands_there_with_its_grade_and_source(made):
    """The table has the wiring's rows and no other, each with value, spread, grade and source."""
    found, text = made
    table = numbers(text)
    assert set(table) == set(found.simulation.cohort.wiring.rows)
    for name, (value, unit, rest) in table.items():
        row = rows.get(name)
        assert float(value) == pytest.approx(row.value, rel=1e-5)
        assert unit == row.unit.replace("**", "^")
        low, high, law, _, grade, *_ = rest.split(" | ")
        assert math.isclose(float(low), row.low, rel_tol=1e-5, abs_tol=1e-12)
        assert math.isclose(float(high), row.high, rel_tol=1e-5, abs_tol=1e-12)
        assert (law, grade) == (row.law, row.grade)
        assert rows.sources()[row.source].citation.replace("|", "\\|") in rest


def test_every_state_and_outcome_stands_there(made):
    """Each part has its states, each moving state a rate with a unit, each outcome its reading."""
    found, text = made
    condition = found.simulation.cohort.condition
    for part in condition.parts:
        _, _, rest = text.partition(f"## Part: {part.name}\n")
        said = rest.partition("\n## ")[0]
        assert all(f"- {state.name} in " in said for state in part.states)
        assert all(f"row `{one.row}`" in said for one in part.parameters)
        assert EQUATION.search(said)
    for column, source in condition.outcomes.items():
        assert f"| `{column}` | `{source}` |" in text
    assert all(f"| `{port}` | `{source}` |" in text for port, source in condition.links.items())


def test_the_page_says_the_equations_of_the_evidence_pages():
    """The generated page has every equation that the evidence pages show, and every number."""
    text = (ROOT / "docs" / "equations.md").read_text(encoding="utf-8")
    shown = [e for one in parts().values() for each in one.variants for e in each.equations]
    assert len(shown) > 50
    assert [one.text for one in shown if f"{one.text}    [" not in text] == []
    used = {
        name
        for one in CONDITIONS.values()
        for part in one.parts
        for p in part.parameters
        for name in one.rows_read(p)
    }
    assert set(numbers(text)) == used


def test_a_number_that_is_set_is_said(tmp_path):
    """The evidence's value stays in the table, and the one that was set stands below."""
    path = tmp_path / "page.md"
    wearoff.export(SMALL, path=path, to="equations", settings={"kS": 0.3})
    text = path.read_text(encoding="utf-8")
    assert float(numbers(text)["kS"][0]) == rows.get("kS").value
    assert "Set, not the evidence's: `kS` = 0.3 1/day." in text


@pytest.mark.parametrize(
    "option", [("--years", "1"), ("--units", "0"), ("--every", "8"), ("--sessions", "2")]
)
def test_what_no_equation_shows_is_refused(run, tmp_path, option):
    """How long and how much is no part of an equation: exit 2, the option by name, no file."""
    code, out, err = run("export", SMALL, "--to", "equations", *option, "-o", "page.md")
    assert (code, out) == (2, "")
    said = f"{option[0]} beside --to equations, which does not show it; fix: leave it out"
    assert err == f"wearoff: {said}\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(TIER == "quick", reason="builds and unpacks a wheel: from the ci tier on")
def test_a_pharmacometrician_finds_the_way_from_the_wheel(tmp_path):
    """Equations, numbers, SBML into libroadrunner, Antimony back, tables: from the wheel alone."""
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    installed = tmp_path / "installed"
    with ZipFile(wheel) as archive:
        archive.extractall(installed)
    environment = {**os.environ, "PYTHONPATH": str(installed)}

    def ran(*arguments):
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, check=True, cwd=tmp_path, env=environment, capture_output=True, text=True
        ).stdout

    where = ran("-c", "import wearoff; print(wearoff.__file__)")
    assert Path(where.strip()).is_relative_to(installed)
    written = ("equations", "parameters", "sbml", "antimony")
    for to in (*written, "petab", "nonmem"):
        years = () if to in {"equations", "parameters"} else ("--years", "0.5")
        ran("-m", "wearoff", "export", SMALL, *years, "--to", to, "-o", f"model.{to}")
    texts = {to: (tmp_path / f"model.{to}").read_text(encoding="utf-8") for to in written}
    wiring = CONDITIONS[SMALL].wire([("gastrocnemius_child", "left")], "onabotulinumtoxinA")
    assert set(numbers(texts["equations"])) == set(wiring.rows)
    first = simulated(tmp_path, texts["sbml"], 100)
    again = simulated(tmp_path, back(texts["antimony"]), 100)
    for column, values in first.items():
        assert np.abs(values - again[column]).max() <= 1e-6 * max(np.ptp(values), 1e-9), column
    assert np.ptp(first["junction__gastrocnemius_child_left__A"]) > 1
    listed = pd.read_csv(tmp_path / "model.parameters", keep_default_na=False)
    assert listed["name"].tolist() == list(wiring.rows)
    assert set(listed["grade"]) <= set(rows.GRADES)
    table = pd.read_csv(tmp_path / "model.nonmem" / "data.csv", na_values=".")
    assert table.groupby("ID")["TOXIN"].first().mean() == 0.5
    assert table.loc[table["EVID"] == 0, "DV"].notna().all()
    readings = pd.read_csv(tmp_path / "model.petab" / "measurements.tsv", sep="\t")
    assert set(readings["simulationConditionId"]) == {"toxin", "placebo"}
