"""PEtab: a problem that the format's own library accepts, and whose likelihood is ours."""

from __future__ import annotations

import json
import logging
import math
import re
import shutil

import numpy as np
import pandas as pd
import pytest
from petab import v1 as petab
from petab.v1.calculate import calculate_llh
from test_antimony import OF_EACH_KIND
from test_export import messages, simulated

import wearoff
from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.model.conditions import CONDITIONS

# PEtab's library calls pandas in ways that it will take no longer
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

AGREE = 1e-6
"""Of the log-likelihood, relative."""
YEARS = 0.75
SMALL = "healthy_muscle"


@pytest.fixture(scope="module", params=OF_EACH_KIND)
def made(request, tmp_path_factory):
    """A condition's problem: what was exported, its folder, and what PEtab's library reads."""
    folder = tmp_path_factory.mktemp("petab") / "problem"
    found = wearoff.export(request.param, path=folder, to="petab", years=YEARS, seed=5)
    return found, folder, petab.Problem.from_yaml(folder / "problem.yaml")


def wrong(problem):
    """Whether PEtab's own checks find anything, and what they say."""
    said = []
    logger = logging.getLogger("petab.v1.lint")
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())
    logger.addHandler(handler)
    try:
        found = petab.lint_problem(problem)
    finally:
        logger.removeHandler(handler)
    return found, [line for line in said if not line.startswith("Visualization table")]


def course(problem, folder, arm, work):
    """Every reading by day in libroadrunner, with what one condition of the problem sets."""
    row = problem.condition_df.loc[arm].drop("conditionName")
    values = problem.parameter_df["nominalValue"].drop(problem.observable_df["noiseFormula"])
    settings = [f"{name}={float(value)!r}" for name, value in [*row.items(), *values.items()]]
    days = int(problem.measurement_df["time"].max()) + 1
    text = (folder / "model.xml").read_text(encoding="utf-8")
    return simulated(work, text, days, *settings)


def likelihood(problem, folder, work):
    """The log-likelihood at the nominal values, by libroadrunner and PEtab's own formulas."""
    table = problem.measurement_df.rename(columns={"measurement": "simulation"})
    formula = problem.observable_df["observableFormula"].iloc[0]
    parts = []
    for arm, rows_of_arm in table.groupby("simulationConditionId", sort=False):
        column = course(problem, folder, arm, work)[formula]
        parts.append(rows_of_arm.assign(simulation=column[rows_of_arm["time"].astype(int)]))
    return calculate_llh(
        problem.measurement_df, pd.concat(parts), problem.observable_df, problem.parameter_df
    )


def test_the_library_of_the_format_finds_nothing_wrong(made):
    """Every check of PEtab's library passes, without a warning; libsbml has nothing to say."""
    _, folder, problem = made
    assert wrong(problem) == (False, [])
    assert messages((folder / "model.xml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("measurements.tsv", "\tplacebo\t", "\tnothing\t"),
        ("conditions.tsv", "dose__", "dos__"),
        ("observables.tsv", "sd_strength_percent", "sd_of_another"),
        ("parameters.tsv", "\tlognormal\t", "\tlog\t"),
    ],
)
def test_the_library_notices_what_is_wrong(tmp_path, file, old, new):
    """One changed name or law is found, so that silence means something."""
    folder = tmp_path / "problem"
    wearoff.export(SMALL, path=folder, to="petab", years=0.3)
    old, new = (text.replace("lognormal", "logNormal") for text in (old, new))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    found, _ = wrong(petab.Problem.from_yaml(folder / "problem.yaml"))
    assert found


def test_the_likelihood_is_ours(made, tmp_path):
    """At the nominal values another simulator and PEtab's formulas give our log-likelihood."""
    found, folder, problem = made
    ours = found.made_up.log_likelihood
    theirs = likelihood(problem, folder, tmp_path)
    assert theirs == pytest.approx(ours, rel=AGREE)
    said = re.search(r"without priors: (\S+)", (folder / "problem.yaml").read_text())
    assert float(said[1]) == pytest.approx(ours, rel=1e-11)


def test_another_number_has_another_likelihood(tmp_path):
    """The same comparison fails by far where one number moves by a tenth."""
    folder = tmp_path / "problem"
    found = wearoff.export(SMALL, path=folder, to="petab", years=YEARS)
    problem = petab.Problem.from_yaml(folder / "problem.yaml")
    problem.parameter_df.loc["kS", "nominalValue"] *= 1.1
    apart = likelihood(problem, folder, tmp_path) / found.made_up.log_likelihood - 1
    assert abs(apart) > 100 * AGREE


def test_the_arms_are_ours(made, tmp_path):
    """Placebo is our course with sessions of 0 units, and nobody coming a course that stays."""
    found, folder, problem = made
    name = found.simulation.cohort.condition.name
    main = CONDITIONS[name].main
    formula = problem.observable_df["observableFormula"].iloc[0]
    empty = wearoff.simulate(name, typical=True, units=0, years=YEARS, step=1 / 12).frame()[main]
    span = np.ptp(course(problem, folder, "toxin", tmp_path)[formula])
    theirs = course(problem, folder, "placebo", tmp_path)[formula]
    assert np.abs(theirs - empty.to_numpy()[: len(theirs)]).max() < 1e-5 * span
    alone = course(problem, folder, "nobody_comes", tmp_path)[formula]
    assert np.ptp(alone) < 1e-9
    if found.system.visit:
        assert np.ptp(theirs) > 0.01 * span


def test_readings_are_around_the_course(made):
    """Standardized, readings have mean 0 and SD 1, in whole weeks of both arms."""
    found, _, problem = made
    table = problem.measurement_df
    assert sorted(table["simulationConditionId"].unique()) == ["placebo", "toxin"]
    assert set(table["time"]) == set(range(0, found.simulation.cohort.days, 7))
    assert len(table) == found.made_up.readings == 2 * table["time"].nunique()
    best = -0.5 * len(table) * math.log(2 * math.pi * found.made_up.noise**2)
    square = 2 * (best - found.made_up.log_likelihood)
    assert abs(square - len(table)) < 3.3 * math.sqrt(2 * len(table))


def test_every_number_has_value_spread_grade_and_source(made):
    """The parameters are those of the model, with bounds, the law as prior, grade and source."""
    found, _, problem = made
    table = problem.parameter_df
    assert {one.name for one in found.system.constants} == set(table.index) - set(
        problem.observable_df["noiseFormula"]
    )
    for one in found.system.constants:
        cells = table.loc[one.name]
        if not one.row:
            assert cells["estimate"] == 0
            continue
        row = rows.get(one.row)
        assert cells["grade"] == row.grade
        assert rows.sources()[row.source].citation in cells["source"]
        assert cells["estimate"] == (row.law != "fixed")
        if cells["estimate"]:
            assert cells["lowerBound"] <= cells["nominalValue"] <= cells["upperBound"]
            kind, numbers = cells["objectivePriorType"], cells["objectivePriorParameters"]
            assert kind == {"lognormal": "logNormal", "triangle": "uniform"}.get(row.law, "normal")
            first, second = map(float, numbers.split(";"))
            assert (first < second) if kind == "uniform" else second > 0


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    """One seed gives one set of files, another seed other readings and nothing else."""
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        wearoff.export(SMALL, path=tmp_path / name, to="petab", years=0.3, seed=seed)
    texts = {
        name: {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in "abc"
    }
    assert texts["a"] == texts["b"]
    other = {file for file in texts["a"] if texts["a"][file] != texts["c"][file]}
    assert other == {"measurements.tsv", "problem.yaml"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--units", "0"), "no toxin in these sessions"),
        (("--noise", "0"), "--noise 0"),
        (("--noise", "nan"), "--noise nan"),
        (("--seed", "-1"), "--seed -1"),
        (("-o", "nowhere/problem"), "cannot be written"),
        (("--to", "sbml", "--seed", "2"), "--seed beside --to sbml"),
        (("--to", "antimony", "--noise", "2"), "--noise beside --to antimony"),
    ],
)
def test_what_makes_no_problem_is_refused(run, tmp_path, options, said):
    """Exit 2, one line, and nothing half written."""
    arguments = ("--to", "petab", "--years", "0.2", "-o", "problem", *options)
    code, out, err = run("export", SMALL, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    """Another folder's files stay, and a second export into the first is refused."""
    folder = tmp_path / "problem"
    wearoff.export(SMALL, path=folder, to="petab", years=0.2)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(InputError, match="holds something"):
        wearoff.export(SMALL, path=folder, to="petab", years=0.2)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    shutil.rmtree(folder)
    wearoff.export(SMALL, path=folder, to="petab", years=0.2)


def test_the_document_tells_what_was_made_up(run, document_schema):
    """The JSON has the five files, the seed, and the readings with their likelihood."""
    arguments = ("--to", "petab", "--years", "0.2", "-o", "problem", "--seed", "9", "--json")
    code, out, _ = run("export", SMALL, *arguments)
    document = json.loads(out)
    document_schema("export").validate(document)
    assert (code, document["meta"]["seed"]) == (0, 9)
    assert len(document["wrote"]) == 6
    assert document["made_up"]["readings"] == 22
    code, out, _ = run("export", SMALL, "--to", "petab", "--years", "0.2", "-o", "again")
    assert code == 0
    assert "22 made-up readings of strength_percent" in out
