"""Figures that were written down before anything was predicted of them, one half for later."""

from __future__ import annotations

import csv
import re
from itertools import groupby
from pathlib import Path

import pytest

from wearoff.evidence import rows
from wearoff.studies.design import check, published
from wearoff.studies.read import COLUMNS, read_targets

FOLDER = Path(__file__).resolve().parents[2] / "validation"


def table(name):
    """Rows of a table of validation."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COLLECTED, KEPT = table("collected"), table("muscle_kept")


def test_every_second_cohort_was_opened():
    """A cohort is in one half, the first opened, the next kept; all written down on one day."""
    halves = [
        {row["half"] for row in own} for _, own in groupby(COLLECTED, key=lambda row: row["cohort"])
    ]
    assert halves == [{"opened"}, {"kept"}] * (len(halves) // 2)
    assert len({row["since"] for row in COLLECTED}) == 1


def test_every_cohort_says_where_it_stands():
    """The first figure of a cohort names the page on which it was read."""
    for _, own in groupby(COLLECTED, key=lambda row: row["cohort"]):
        assert re.search(r"doi 10\.|PMC\d|pubmed \d|Gale A\d", next(own)["note"])


@pytest.mark.parametrize("chosen", [COLLECTED, KEPT], ids=["collected", "muscle_kept"])
def test_every_design_is_one_that_the_model_has(chosen, tmp_path):
    """Each row is a figure that `validate` can be asked."""
    path = tmp_path / "figures.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(chosen)
    for target in read_targets(path).targets:
        check(published(target))


def test_they_set_no_number():
    """None of them is in a table that calibration has."""
    known = {row["id"] for name in ("targets", "more_targets") for row in rows.table(name)}
    assert not known & {row["id"] for row in (*COLLECTED, *KEPT)}


def test_what_was_kept_of_muscle_has_its_value_as_collected():
    """A figure with a value is one of the kept half, and has the name that it has there."""
    half = {row["figure"]: row["half"] for row in table("muscle_split")}
    assert {half[row["id"]] for row in KEPT if row["value"]} == {"kept"}
