"""A condition as NONMEM data and a control stream: read by pandas, run without NONMEM, the same."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest
from control_streams import predicted, records

import wearoff
from conftest import TIER
from wearoff import units
from wearoff.evidence import rows
from wearoff.formats.nonmem import COLUMNS
from wearoff.simulation import numbers_table

SMALL = "healthy_muscle"
YEARS = 0.5
AGREE = 1e-4
"""Of the outcome's range: another solver, and steps of a day."""
CONDITIONS = (SMALL, "piriformis", "cervicogenic") if TIER != "quick" else (SMALL, "piriformis")
NUMBER = re.compile(r"(?<![\w.])\d[\d.]*(E[+-]?\d+)?")
RESERVED = re.compile(r"(THETA|ETA|EPS|ERR|A|DADT|T|TIME|F|Y|[SFRD]\d+|ALAG\d+)")


@pytest.fixture(scope="module", params=CONDITIONS)
def made(request, tmp_path_factory):
    """A condition's files: what was exported, the control stream, and the data in pandas."""
    folder = tmp_path_factory.mktemp("nonmem") / "nonmem"
    found = wearoff.export(request.param, path=folder, to="nonmem", years=YEARS, patients=5)
    return found, (folder / "model.ctl").read_text(encoding="utf-8"), table_of(folder)


def table_of(folder):
    """The data, a point as nothing."""
    return pd.read_csv(folder / "data.csv", na_values=".")


def test_pandas_reads_the_data(made):
    """One row a reading or a change of a compartment, in order, with a value where one was read."""
    found, _, table = made
    assert tuple(table.columns) == (*COLUMNS, "TOXIN")
    assert table["ID"].nunique() == found.made_up.people == 5
    assert table.groupby("ID")["TOXIN"].first().tolist() == [1, 1, 1, 0, 0]
    seen = table[table["EVID"] == 0]
    assert len(seen) == found.made_up.readings
    assert set(seen["TIME"]) == set(range(0, found.simulation.cohort.days, 28))
    assert (table["MDV"] == table["DV"].isna()).all()
    assert table.groupby("ID")["TIME"].apply(lambda times: times.is_monotonic_increasing).all()
    given = table[table["EVID"] == 1]
    assert given["AMT"].notna().all()
    assert (given["CMT"] >= 1).all()
    assert (table.loc[table["EVID"] == 2, "CMT"] <= -1).all()


def test_the_doses_are_those_of_the_plan(made):
    """Into depots go the units of each session with toxin, and with placebo none."""
    found, text, table = made
    names = re.findall(r"COMP=\(C\d+\) ; (\S+)", text)
    depots = [k for k, name in enumerate(names, 1) if name.endswith("__D")]
    into = table[table["CMT"].isin(depots)]
    for person, toxin in table.groupby("ID")["TOXIN"].first().items():
        sums = into[into["ID"] == person].groupby("TIME")["AMT"].sum()
        sessions = found.simulation.cohort.sessions if toxin else ()
        assert sums.to_dict() == pytest.approx({s.day: s.units for s in sessions})


@pytest.mark.parametrize("toxin", [1, 0])
def test_the_control_stream_gives_our_course(made, toxin):
    """Its code, integrated with the data's records, is our typical patient of either arm."""
    found, text, table = made
    name = found.simulation.cohort.condition.name
    main = found.made_up.outcome
    one = table.loc[table["TOXIN"] == toxin, "ID"].iloc[0]
    days = table.loc[(table["ID"] == one) & (table["EVID"] == 0), "TIME"].to_numpy()
    ours, treated = (
        wearoff.simulate(name, typical=True, years=YEARS, **given).frame()[main].to_numpy()
        for given in ({} if toxin else {"units": 0}, {})
    )
    theirs = predicted(text, table, one)
    assert np.abs(theirs - ours[days]).max() < AGREE * np.ptp(treated)


def test_another_equation_is_noticed(tmp_path):
    """The same comparison fails where one number of the control stream is another."""
    wearoff.export(SMALL, path=tmp_path / "a", to="nonmem", years=YEARS, patients=2)
    text = (tmp_path / "a" / "model.ctl").read_text(encoding="utf-8")
    wrong = re.sub(r"0\.216 FIX", "0.25 FIX", text)
    assert wrong != text
    table = table_of(tmp_path / "a")
    first, again = (predicted(each, table, 1) for each in (text, wrong))
    assert np.abs(first - again).max() > 2 * AGREE * np.ptp(first)


def test_the_control_stream_is_one_that_nm_tran_can_read(made):
    """Every record is there once and in order; names, lines and brackets are within its rules."""
    found, text, _ = made
    of = records(text)
    asked = "SIZES PROBLEM INPUT DATA SUBROUTINES MODEL PK DES ERROR THETA OMEGA SIGMA ESTIMATION"
    assert list(of) == [*asked.split(), "TABLE"]
    assert of["INPUT"] == [" ".join((*COLUMNS, "TOXIN"))]
    assert max(map(len, text.splitlines())) <= 160
    assert all(ord(letter) < 128 for line in of.values() for each in line for letter in each)
    known = {"EXP", "LOG", "SQRT", "IF", "GT", "GE", "LT", "LE", "A_0"}
    known |= {"A", "DADT", "THETA", "ETA", "EPS"}
    for line in (*of["PK"], *of["DES"], *of["ERROR"]):
        assert line.count("(") == line.count(")")
        assigned = re.sub(r"^IF \([^ ]*\) ", "", line).partition(" = ")[0]
        plain = NUMBER.sub("", line.replace(assigned, "", 1))
        assert set(re.findall(r"\b[A-Z]\w*", plain)) <= known, line
        if "(" not in assigned:
            assert len(assigned) <= 20
            assert not RESERVED.fullmatch(assigned) or assigned == "Y"
        known.add(assigned.partition("(")[0])
    assert len(of["MODEL"]) == len(found.system.states)
    assert "A skeleton, not a fitted model" in text


def test_every_number_stands_there_with_spread_and_grade(made):
    """A THETA a number, fixed at its value, with range and grade; an ETA where people differ."""
    found, text, _ = made
    of = records(text)
    numbers = [one for one in found.system.constants if one.row]
    assert len(of["THETA"]) == len(numbers)
    assert len(of["OMEGA"]) == sum(rows.get(one.row).drawn for one in numbers)
    for one in numbers:
        row = rows.get(one.row)
        line = re.search(rf"^  (\S+) FIX ; {one.name}: (.*)$", text, re.MULTILINE)
        factor = units.factor(row.unit, one.unit)
        assert float(line[1]) == pytest.approx(row.value * factor, rel=1e-10)
        assert f"{factor * row.low:g} to {factor * row.high:g} {one.unit}" in line[2]
        assert rows.GRADES[row.grade] in line[2]


def test_the_parameters_are_the_evidence(made, tmp_path):
    """The table beside it, which `--to parameters` gives alone, has every row of the wiring."""
    found, _, _ = made
    table = pd.read_csv(found.path / "parameters.csv", keep_default_na=False)
    assert tuple(table.columns) == numbers_table.COLUMNS
    assert table["name"].tolist() == list(found.simulation.cohort.wiring.rows)
    for line in table.itertuples():
        row = rows.get(line.name)
        assert (line.value, line.low, line.high) == (row.value, row.low, row.high)
        assert (line.unit, line.grade, line.law) == (row.unit, row.grade, row.law)
        assert line.source == rows.sources()[row.source].citation
        assert line.place
    name = found.simulation.cohort.condition.name
    alone = tmp_path / "parameters.csv"
    wearoff.export(name, path=alone, to="parameters", settings={"kS": 0.3})
    again = pd.read_csv(alone, keep_default_na=False).set_index("name")
    assert again.loc["kS", "set_to"] == "0.3"
    assert again["value"].tolist() == table["value"].tolist()


def test_people_and_readings_hang_on_the_seed(tmp_path):
    """One seed gives one set of bytes, another other readings under the same control stream."""
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        wearoff.export(SMALL, path=tmp_path / name, to="nonmem", years=0.2, patients=4, seed=seed)
    texts = {
        name: {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in "abc"
    }
    assert texts["a"] == texts["b"]
    assert texts["a"]["data.csv"] != texts["c"]["data.csv"]
    assert texts["a"]["parameters.csv"] == texts["c"]["parameters.csv"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--patients", "1"), "--patients 1; allowed: 2 or more"),
        (("--units", "0"), "no toxin in these sessions"),
        (("--to", "petab", "--patients", "3"), "--patients beside --to petab"),
        (("--to", "parameters", "--years", "3"), "--years beside --to parameters"),
        (("-o", "nowhere/folder"), "cannot be written"),
    ],
)
def test_what_makes_no_data_is_refused(run, tmp_path, options, said):
    """Exit 2, one line, and nothing half written."""
    course = () if "parameters" in options else ("--years", "0.2")
    arguments = ("--to", "nonmem", *course, "-o", "folder", *options)
    code, out, err = run("export", SMALL, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_document_names_the_files(run, document_schema):
    """The JSON has three files, the people and their readings, and no likelihood of one person."""
    arguments = ("--to", "nonmem", "--years", "0.2", "--patients", "4", "-o", "n", "--json")
    code, out, _ = run("export", SMALL, *arguments)
    document = json.loads(out)
    document_schema("export").validate(document)
    assert code == 0
    assert [path.rpartition("/")[2] for path in document["wrote"]] == [
        "data.csv",
        "model.ctl",
        "parameters.csv",
    ]
    assert document["made_up"]["people"] == 4
    assert document["made_up"]["log_likelihood"] is None
