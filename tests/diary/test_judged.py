"""What is kept of a made-up diary, once analyzed: the rates are counted over many of these."""

from __future__ import annotations

import numpy as np
import pytest

from validation.truth.judged import (
    ESTIMATES,
    QUESTIONS,
    case_of,
    coverage,
    flips,
    judge,
    make,
    rate,
)


@pytest.fixture(scope="module", params=["mixed", "fading_menses"])
def one(request):
    """One diary of each generator, analyzed with and without one of its entries."""
    return judge(request.param, 0, drop=True)


def test_a_made_up_diary_is_judged(one):
    """Every question has an answer both ways, and weights, estimates and rules are kept."""
    assert set(one.answers) == set(one.dropped) == set(QUESTIONS)
    assert set(one.estimates) == set(one.truth) == set(ESTIMATES)
    assert np.isfinite(one.k_hat)
    told = [chance for chance, _, truly in one.rules.values() if truly is not None]
    assert told
    assert all(chance is None or 0 <= chance <= 1 for chance in told)


def test_the_truth_is_the_generators(one):
    """What is kept as true is what the diary was made from."""
    truth = make(0, one.kind).truth
    assert one.truth == {name: getattr(truth, key) for name, key in ESTIMATES.items()}


def test_other_entries_leave_what_else_was_written():
    """A case with other headache days keeps the menstruation of the same diary."""
    made = make(0, "fading_menses")
    case = case_of(made, np.zeros(made.diary.days))
    assert not case.diary.values["headache"].any()
    assert np.nansum(case.diary.values["menstruation"]) > 0
    assert np.array_equal(
        case.diary.values["menstruation"], made.diary.values["menstruation"], equal_nan=True
    )


@pytest.mark.parametrize("name", ESTIMATES)
def test_inside_means_between_the_ends(one, name):
    """An interval holds the truth where the truth is not beyond either end."""
    _, low, high = one.estimates[name]
    assert low <= high
    assert one.inside(name) is (low <= one.truth[name] <= high)


def test_rates_are_shares_of_diaries(one):
    """Coverage, answers and flips are counted over the diaries that can say something."""
    answer = one.answers["working"]
    assert rate([one, one], "working", answer) == (1.0, 2)
    assert rate([], "working", answer)[1] == 0
    assert coverage([one], "relief_percent") == (float(one.inside("relief_percent")), 1)
    changed = sum(one.answers[name] != one.dropped[name] for name in QUESTIONS)
    assert flips([one]) == (changed, len(QUESTIONS))
