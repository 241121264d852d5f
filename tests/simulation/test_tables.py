"""Simulated tables: the same numbers in Polars, Parquet and CSV, and what each patient has."""

from __future__ import annotations

import polars as pl
import pytest

import wearoff
from wearoff.errors import InputError
from wearoff.evidence import rows

SMALL = {"years": 0.1, "seed": 4}
"""36 days of one muscle."""


def test_every_kind_of_file_reads_back_the_same(tmp_path):
    """Parquet and CSV hold the frame to the last bit, over more than one batch."""
    found = wearoff.simulate("healthy_muscle", patients=300, states=True, **SMALL)
    frame = found.frame()
    parquet = pl.read_parquet(found.write(tmp_path / "table.parquet"))
    csv = pl.read_csv(found.write(tmp_path / "table.csv"))
    assert frame.height == 300 * 37
    assert parquet.equals(frame)
    assert csv.equals(frame)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.csv", "table.parquet"]


@pytest.mark.parametrize("name", ["table.xlsx", "table.feather", "table.csv.gz", "table.CSV"])
def test_another_kind_of_file_is_refused(tmp_path, name):
    """A suffix that names no kind of table is an error before anything is written."""
    found = wearoff.simulate("healthy_muscle", patients=1, **SMALL)
    with pytest.raises(InputError, match=r"not a kind of table; allowed: \.parquet, \.csv"):
        found.write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_the_numbers_of_each_patient_are_those_simulated():
    """A patient whose every number is set to what was drawn has the same course."""
    found = wearoff.simulate("healthy_muscle", patients=3, **SMALL)
    given = found.parameters()
    numbers = [name for name in given.columns[1:] if name in rows.load()]
    assert given["patient"].to_list() == [0, 1, 2]
    last = {name: given[name][2] for name in numbers}
    again = wearoff.simulate("healthy_muscle", patients=1, settings=last, **SMALL).frame()
    course = found.frame().filter(pl.col("patient") == 2)
    for name in found.columns:
        assert again[name].to_list() == pytest.approx(course[name].to_list(), rel=1e-9)


def test_the_numbers_of_each_patient_have_their_spread():
    """Drawn numbers differ between patients and stay near their rows; a number set is as set."""
    found = wearoff.simulate("healthy_muscle", patients=200, settings={"Emax": 0.9}, **SMALL)
    given = found.parameters()
    assert given.height == 200
    assert given["Emax"].unique().to_list() == [0.9]
    row = rows.get("kS")
    assert given["kS"].n_unique() == 200
    assert given["kS"].quantile(0.05, "linear") == pytest.approx(row.low, rel=0.1)
    assert given["kS"].quantile(0.95, "linear") == pytest.approx(row.high, rel=0.1)


def test_a_typical_patient_has_every_number_at_its_value():
    """Without spread the same columns hold the values of the rows."""
    found = wearoff.simulate("healthy_muscle", typical=True, **SMALL)
    given = found.parameters()
    assert given["kS"].to_list() == [rows.get("kS").value]
    many = wearoff.simulate("healthy_muscle", patients=2, **SMALL)
    assert given.columns == many.parameters().columns
