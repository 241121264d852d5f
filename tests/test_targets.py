"""Published figures of junction, muscle and dystonia from one set of numbers."""

from __future__ import annotations

import csv

import pytest
import targets

from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.observation.readouts import READOUTS, readout

TABLE = {target["id"]: target for target in rows.table("targets")}
CARRIED = [name for name, target in TABLE.items() if target["quantity"] in READOUTS]


@pytest.mark.parametrize("name", CARRIED)
def test_figure_is_met(name):
    """The typical patient lies within two standard errors of the published figure."""
    target = TABLE[name]
    apart = (targets.predicted(target) - float(target["value"])) / float(target["se"])
    assert abs(apart) <= 2


def test_figures_not_carried_are_named():
    """The only figure without a read-out is the synergist's, and it has its reason."""
    assert set(TABLE) - set(CARRIED) == {"calf-synergist-5"}
    assert TABLE["calf-synergist-5"]["quantity"] in targets.NOT_CARRIED


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
            if record["condition"] in {target["condition"] for target in TABLE.values()}
        }
    assert set(collected) == set(TABLE)
    for name, target in TABLE.items():
        for key in ("value", "se", "week", "quantity", "units", "plan"):
            assert target[key] == collected[name][key]


def test_unknown_quantity_is_refused():
    """A quantity that is not in the vocabulary is bad input with the nearest match."""
    with pytest.raises(InputError, match="mmax_ratio"):
        readout("mmax_ratios", {}, 3.0)
