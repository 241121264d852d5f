"""Summaries of a cohort: the same however it comes, in memory that does not grow with it."""

from __future__ import annotations

import numpy as np
import pytest

import wearoff
from wearoff.simulation import summaries
from wearoff.simulation.cohorts import Batch
from wearoff.simulation.summaries import Summarizer, periods

DAYS = 60
PATIENTS = 90


@pytest.fixture
def course():
    """One outcome of invented patients: (patients, days)."""
    return np.random.default_rng(3).normal(5.0, 2.0, (PATIENTS, DAYS))


def summary(course, size):
    """Summary rows of a course that comes in batches of a size."""
    summarizer = Summarizer({"pain": "score_point"}, DAYS)
    for start in range(0, PATIENTS, size):
        numbers = np.arange(start, min(start + size, PATIENTS))
        means = [course[numbers, a : b + 1].mean(1) for a, b in summarizer.periods]
        summarizer.add(Batch(numbers, {"pain": np.stack(means, 1)}))
    return summarizer


def test_a_table_does_not_move_the_summary():
    """One question has one answer, whether or not every day was read before."""
    alone, after = (wearoff.simulate("bruxism", years=0.5, patients=3) for _ in range(2))
    assert after.frame().height == 3 * after.cohort.days
    assert after.summary == alone.summary


@pytest.mark.parametrize("limit", [20, 16_384])
def test_batches_do_not_matter(course, monkeypatch, limit):
    """However the patients come, the summary is the same to the last bit."""
    monkeypatch.setattr(summaries, "BANDS_FROM", limit)
    one, *others = (summary(course, size).rows() for size in (PATIENTS, 7, 16, 1))
    assert all(rows == one for rows in others)


def test_a_small_cohort_is_summarized_whole(course):
    """Up to the limit, mean and 5 and 95 % are those of all patients."""
    for row, (a, b) in zip(summary(course, 16).rows(), periods(DAYS), strict=True):
        means = course[:, a : b + 1].mean(1)
        assert (row.mean, row.lo90, row.hi90) == (means.mean(), *np.quantile(means, [0.05, 0.95]))


def test_a_large_cohort_keeps_its_first_patients(course, monkeypatch):
    """Beyond the limit the mean is of all, the 5 and 95 % are of the first, and no more is kept."""
    monkeypatch.setattr(summaries, "BANDS_FROM", 20)
    summarizer = summary(course, 16)
    for row, (a, b) in zip(summarizer.rows(), periods(DAYS), strict=True):
        means = course[:, a : b + 1].mean(1)
        assert row.mean == pytest.approx(means.mean(), rel=1e-12)
        assert (row.lo90, row.hi90) == tuple(np.quantile(means[:20], [0.05, 0.95]))
    assert sum(len(kept) for kept in summarizer._first["pain"]) == 20  # noqa: SLF001 - what is held
