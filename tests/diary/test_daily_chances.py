"""Chances of every day of many draws: those of each draw alone."""

from __future__ import annotations

import numpy as np
import pytest
from test_diary_posterior import at_random, course_of, problem_of, record_of, some_entries

from wearoff.diary.posterior import likelihood, persistence, prior, relief


def test_days_of_draws_are_those_of_each_alone():
    """Settings that stand more than once, in any order, give each draw the days it has alone."""
    problem = problem_of(record_of(some_entries(200), sessions=(0, 84)))
    places = np.array([3, 1, 3, 0, 2, 1])
    settings, path = at_random(problem)
    settings, path = settings[places], at_random(problem, len(places))[1]
    found = persistence.daily(problem, settings, path)
    for k in range(len(places)):
        one = slice(k, k + 1)
        course = course_of(problem, settings[one])
        new = likelihood.chances(problem.series, course, path.part(one))
        rho = prior.process(settings[one]).rho
        for ours, alone in zip(found, new, strict=True):
            slow = persistence.with_persistence(alone, rho)
            assert ours[:, one] == pytest.approx(slow, rel=1e-6)
    assert np.ptp(found.treated, axis=1).max() > 0.1


def test_draws_without_a_course_spoil_no_mean(monkeypatch):
    """Where a setting far out has no course, its days are numbers, and those of others stay."""
    problem = problem_of(record_of(some_entries(60)))
    settings, path = at_random(problem)
    usual, real = persistence.daily(problem, settings, path), relief.course
    last = np.unique(settings, axis=0)[-1]

    def spoiled(doses, shape):
        course = real(doses, shape)
        course[..., -1] = np.nan
        return course

    monkeypatch.setattr(relief, "course", spoiled)
    found = persistence.daily(problem, settings, path).treated
    others = (settings != last).any(1)
    assert np.isfinite(found).all()
    assert np.array_equal(found[:, others], usual.treated[:, others])
    assert not np.array_equal(found, usual.treated)
