"""Published figures of junction, muscle, jaw, dystonia and migraine from one set of numbers."""

from __future__ import annotations

import csv
import re

import pytest

import targets
from conftest import ROOT
from docs.make import stale
from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.model.conditions import CONDITIONS
from wearoff.studies.readouts import FOLLOWS_FROM, READOUTS, readout

WHOLE = rows.table("targets")
TABLE = {target["id"]: target for target in targets.compared()}
NEVER_IN_PRINT = {"preempt1-toxin", "preempt1-placebo"}
"""Figures of one person and everyone that are not compared."""


@pytest.mark.parametrize("name", TABLE)
def test_figure_is_met(name):
    """The typical patient lies within two standard errors of the published figure."""
    target = TABLE[name]
    apart = (targets.predicted(target) - float(target["value"])) / float(target["se"])
    assert abs(apart) <= 2


def test_every_quantity_has_a_column():
    """Every published quantity follows from a column of some condition."""
    columns = {name for chosen in CONDITIONS.values() for name in chosen.outcomes}
    assert set(FOLLOWS_FROM.values()) <= columns
    assert set(READOUTS) <= set(FOLLOWS_FROM)
    assert {target["quantity"] for target in WHOLE} <= set(FOLLOWS_FROM)


@pytest.mark.shared
def test_the_collected_vocabulary_is_whole(shared):
    """Every quantity of the collected figures and of their vocabulary follows from a column."""
    with (shared / "evidence" / "targets.csv").open(encoding="utf-8") as file:
        asked = {record["quantity"] for record in csv.DictReader(file)}
    text = (shared / "evidence" / "README.md").read_text(encoding="utf-8")
    table = text.split("| quantity | meaning |")[1]
    firsts = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {name for cell in firsts for name in re.findall(r"`(\w+)`", cell)}
    assert len(named) > 30
    assert asked | named <= set(FOLLOWS_FROM)


def test_every_figure_has_a_source():
    """Every figure's source is in the table of sources."""
    assert {target["source"] for target in WHOLE} <= set(rows.sources())


def test_no_figure_that_one_person_can_show_is_left_out():
    """Every figure of everyone in one arm that a course gives is compared, but two not in print."""
    one = {
        target["id"]
        for target in WHOLE
        if target["quantity"] in READOUTS
        and target["population"] == "all"
        and target["arm"] in {"toxin", "placebo"}
    }
    assert one - set(TABLE) == NEVER_IN_PRINT
    assert set(TABLE) < one
    assert len(TABLE) >= 31
    assert {target["arm"] for target in TABLE.values()} == {"toxin", "placebo"}


def test_the_page_is_the_one_in_docs(capsys):
    """docs/targets.md is what the program prints today."""
    targets.main()
    page = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out == stale.MARK.sub("", page)


def test_unknown_quantity_is_refused():
    """A quantity that is not in the vocabulary is bad input with the nearest match."""
    with pytest.raises(InputError, match="mmax_ratio"):
        readout("mmax_ratios", {}, 3.0)
