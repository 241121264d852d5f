"""What ships of a validation is of these tables, this calibration, and the page of its numbers."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import median

import pytest
from scipy import stats

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
    assert f"{since.scored} figures that calibration has beside the table above" in page
    assert f"cohort: {since.inside} lie inside" in page
    for found in (first, since, others):
        share = f"{found.inside} of {found.scored} ({found.coverage90:.2f})"
        assert f"| {share} |" in page
        assert f"| {found.mean_interval_score_ratio:.2f} ({found.compared}) |" in page
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
    assert f"{since.inside} of {since.scored} (" in page
    assert page.index("| blind") < page.index("| set no number") < page.index("| looked at")


def test_every_miss_is_told_with_its_cause():
    """Each figure outside its interval stands in one table, with a kind and a cause of its own."""
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    part = page.split("## Missed, and why")[1].split("\n## ")[0]
    told = {line.split(" | ")[0].removeprefix("| ") for line in part.splitlines() if " | " in line}
    outside = {row.id for table in TABLES for row in kept(table).rows if row.inside is False}
    assert told - {"figure"} == outside
    with (ROOT / "validation" / "misses.csv").open(encoding="utf-8", newline="") as file:
        causes = {row["figure"]: row for row in csv.DictReader(file)}
    assert outside <= set(causes)
    assert all(row["kind"] and row["cause"] for row in causes.values())


def half_width(table):
    """Half of an interval as a share of its figure, the median."""
    shares = ((row.hi90 - row.lo90) / 2 / abs(row.value) for row in kept(table).rows if row.value)
    return median(shares)


def test_intervals_hold_what_they_say_and_no_more():
    """Of figures that set no number as many lie inside as 99 in 100 samples of a true 9 in 10.

    Intervals that held all of them would be too wide, and as wrong.
    """
    found = kept("unseen")
    least, most = stats.binom.ppf((0.005, 0.995), found.scored, 0.9)
    assert found.scored >= 70
    assert least <= found.inside <= most


@pytest.mark.parametrize(
    ("table", "least", "most"),
    [("unseen", 0.4, 0.6), ("more_targets", 0.4, 0.6), ("targets", 0.5, 0.75)],
)
def test_intervals_are_as_sharp_as_they_were(table, least, most):
    """Coverage that is bought by width does not count; nor does width below what studies differ."""
    assert least <= half_width(table) <= most


def test_figures_that_set_no_number_beat_the_naive_predictor():
    """Over 20 figures and more the interval score is at most 0.75 of the naive predictor's.

    Far below would mean that the naive predictor is made of straw.
    """
    found = kept("unseen")
    assert found.compared >= 20
    assert 0.4 <= found.mean_interval_score_ratio <= 0.75
    naive = [row for row in found.rows if row.naive_lo90 is not None]
    holds = sum(row.naive_lo90 <= row.value <= row.naive_hi90 for row in naive) / len(naive)
    assert 0.6 <= holds <= 0.97


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
    others = kept("unseen")
    assert f"{others.inside} of {others.scored} lie inside ({others.coverage90:.2f}, " in page
    score = f"{others.mean_interval_score_ratio:.2f} of the interval score of a naive predictor"
    assert f"{score} over {others.compared};" in page


def test_what_is_kept_is_read_back(tmp_path, monkeypatch):
    """Written again, it is the same file, letter by letter."""
    found, before = kept("more_targets"), path("more_targets").read_text(encoding="utf-8")
    monkeypatch.setattr("wearoff.studies.kept.path", lambda table: tmp_path / f"{table}.json")
    keep("more_targets", found)
    assert (tmp_path / "more_targets.json").read_text(encoding="utf-8") == before
