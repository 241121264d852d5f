"""What ships of a validation is of these tables, this calibration, and the page of its numbers."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import median

import pytest

from wearoff.evidence import rows
from wearoff.studies.kept import TABLES, keep, kept, path
from wearoff.studies.shipped import date

ROOT = Path(__file__).resolve().parents[2]
UNSEEN = ROOT / "validation" / "unseen.csv"


def figures(table):
    """The published figures of a table, as text by id."""
    if table == "unseen":
        with UNSEEN.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    return rows.table(table)


def number(text):
    """A number of a table, or None where nothing stands."""
    return float(text) if text else None


@pytest.mark.parametrize("table", TABLES)
def test_every_figure_is_kept(table):
    """Each figure of the table has its prediction, with the value and week that it has now."""
    found = kept(table)
    assert found.meta.calibration == date()
    assert found.meta.evidence == rows.DATE
    assert found.refused == []
    now = [(r["id"], number(r["value"]), number(r["week"])) for r in figures(table)]
    assert [(row.id, row.value, row.week) for row in found.rows] == now


def test_the_page_has_the_same_numbers():
    """The generated page tells as many figures inside as what ships."""
    page = " ".join((ROOT / "docs" / "validation.md").read_text(encoding="utf-8").split())
    first, since, others = (kept(table) for table in TABLES)
    assert f"{first.inside} of {first.scored} lie inside" in page
    assert f"{since.scored} figures of dystonia and muscle" in page
    assert f"cohort: {since.inside} lie inside" in page
    assert f"{others.scored} more, read from abstracts" in page
    assert f"center: {others.inside} lie inside" in page


def test_the_page_leads_with_what_set_no_number():
    """Figures that set no number come before those looked at, each with its share and width."""
    page = " ".join((ROOT / "docs" / "validation.md").read_text(encoding="utf-8").split())
    looked, since, others = (kept(table) for table in TABLES)
    told = []
    for found in (others, looked):
        share = f"{found.inside} of {found.scored} lie inside"
        half = median((row.hi90 - row.lo90) / 2 / abs(row.value) for row in found.rows if row.value)
        told += [page.index(share), page.index(f"interval is {half:.0%} of its figure")]
    assert told == sorted(told)
    assert f"without its own cohort, {since.inside} lie inside" in page
    assert page.index("blind test of 61 figures was failed") < told[2]


def test_the_pivotal_trials_are_told_as_far_off_as_they_are():
    """The page of credibility says the largest miss of the pivotal arms' headache days."""
    page = " ".join((ROOT / "docs" / "credibility.md").read_text(encoding="utf-8").split())
    arms = [
        row
        for row in kept("targets").rows
        if row.quantity == "headache_days_change" and row.id.startswith("preempt")
    ]
    assert len(arms) == 4
    missed = max(abs(row.predicted - row.value) for row in arms)
    assert f"the pivotal trials come out within {missed:.2f} days in 28 of both arms" in page


def test_what_is_kept_is_read_back(tmp_path, monkeypatch):
    """Written again, it is the same file, letter by letter."""
    found, before = kept("more_targets"), path("more_targets").read_text(encoding="utf-8")
    monkeypatch.setattr("wearoff.studies.kept.path", lambda table: tmp_path / f"{table}.json")
    keep("more_targets", found)
    assert (tmp_path / "more_targets.json").read_text(encoding="utf-8") == before
