"""Published figures of junction, muscle and dystonia from one set of numbers."""

from __future__ import annotations

import csv
import re

import pytest
import targets

from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.model.conditions import CONDITIONS
from wearoff.observation.readouts import FOLLOWS_FROM, READOUTS, readout

WHOLE = {"healthy_junction", "healthy_muscle", "cervical_dystonia", "bruxism", "rabbit_muscle"}
"""Conditions whose figures a typical patient can be compared with; others need whole studies."""
TABLE = {target["id"]: target for target in rows.table("targets")}


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
    assert {target["quantity"] for target in TABLE.values()} <= set(FOLLOWS_FROM)


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
    assert {target["source"] for target in TABLE.values()} <= set(rows.sources())


@pytest.mark.shared
def test_table_holds_every_figure_of_these_conditions(shared):
    """The table holds the collected figures of its conditions, unchanged."""
    with (shared / "evidence" / "targets.csv").open(encoding="utf-8") as file:
        collected = {
            record["id"]: record
            for record in csv.DictReader(file)
            if record["quantity"] in READOUTS
            and (record["condition"] in WHOLE or record["id"] in TABLE)
        }
    assert set(collected) == set(TABLE)
    for name, target in TABLE.items():
        for key in ("value", "se", "week", "quantity", "units", "plan"):
            assert target[key] == collected[name][key]


def test_unknown_quantity_is_refused():
    """A quantity that is not in the vocabulary is bad input with the nearest match."""
    with pytest.raises(InputError, match="mmax_ratio"):
        readout("mmax_ratios", {}, 3.0)
