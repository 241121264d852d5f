"""What would tell, and when: laws of the chance that is printed for a later date."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.prospects_kept import Look, weights
from validation.truth.foreign import make
from validation.truth.judged import analyzed, started
from wearoff.diary.future import lookahead
from wearoff.diary.future.lookahead_draws import FUTURES, Later
from wearoff.diary.thresholds import thresholds
from wearoff.diary.verdicts import CANNOT_TELL
from wearoff.formats import fitted

QUESTIONS = ("working", "drifting_worse", "drifting_better")
NEVER = np.full(FUTURES, 0.5)
"""Chances that answer neither yes nor no."""
ENOUGH = thresholds()["too_little"]["enough_chance"]


def later(answered, *, day=400, sessions=5):
    """A later date at which so many of the futures bring an answer."""
    told = np.where(np.arange(FUTURES) < answered, 0.999, NEVER)
    return Later(day=day, sessions=sessions, relief=told, percent=told, worse=told, better=told)


@pytest.fixture(scope="module")
def person():
    """A made-up person after two sessions, without a look ahead."""
    started()
    return analyzed(make(7, kind="mixed", sessions=2, long_gap=0)).assessment


def told(person, question, monkeypatch, *laters):
    """What is said of a question if these dates lie ahead."""
    monkeypatch.setattr(lookahead, "later_looks", lambda _: list(laters))
    (verdict,) = (v for v in person.verdicts if v.question == question)
    asked = [verdict.model_copy(update={"answer": CANNOT_TELL, "reason_codes": ["too_noisy"]})]
    (found,) = lookahead.with_prospects(person, asked)
    return found.would_tell


def test_every_term_has_its_weight(person):
    """The table that ships weighs just the terms that are known of every question."""
    for question in QUESTIONS:
        shipped = {
            r["term"] for r in fitted.table("diary", "prospects") if r["question"] == question
        }
        assert shipped == set(lookahead.terms(person, question, later(1)))
    assert {r["question"] for r in fitted.table("diary", "prospects")} == set(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS)
def test_more_futures_with_an_answer_more_chance(person, question, monkeypatch):
    """The more of the futures bring an answer, the larger the chance, and less sure than they."""
    chances = [
        told(person, question, monkeypatch, later(count)).chance for count in (0, 8, 24, FUTURES)
    ]
    assert np.all(np.diff(chances) > 0)
    assert chances[0] > 0
    assert chances[-1] < 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_more_time_more_chance(person, question, monkeypatch):
    """With the same futures a later date is not less likely to bring an answer."""
    near, far = (
        told(person, question, monkeypatch, later(16, day=day)).chance for day in (400, 800)
    )
    assert far >= near


def test_what_cannot_be_asked_yet_has_no_chance(person, monkeypatch):
    """Before three sessions and a year nothing is promised of what lies underneath."""
    early = later(FUTURES, day=200, sessions=2)
    assert told(person, "drifting_worse", monkeypatch, early).chance == 0


def test_the_first_date_with_enough_is_named(person, monkeypatch):
    """The first date with enough of a chance is named, else the best there is, and it is said."""
    weigh = {question: {"one": 0.0, "futures": 1.0} for question in QUESTIONS}
    table = [
        {"question": q, "term": term, "weight": str(weigh[q].get(term, 0.0))}
        for q in QUESTIONS
        for term in lookahead.terms(person, q, later(1))
    ]
    monkeypatch.setattr(lookahead.fitted, "table", lambda *_: table)
    looks = [later(count, day=day) for count, day in ((4, 400), (30, 500), (32, 600))]
    found = told(person, "drifting_worse", monkeypatch, *looks)
    assert found.enough
    assert found.date == person.posterior.record.date_of(500)
    assert ENOUGH <= found.chance <= found.by_date[2].chance
    found = told(person, "drifting_worse", monkeypatch, looks[0], later(8, day=500))
    assert not found.enough
    assert found.what.startswith("not even the diary kept on")
    assert found.chance == max(row.chance for row in found.by_date) < ENOUGH


def test_weights_are_found_again():
    """Answers drawn with known weights give these weights back."""
    rng = np.random.default_rng(1)
    true = {"one": -0.5, "futures": 0.6, "years": 0.8}
    found = []
    for _ in range(4000):
        terms = {"one": 1.0, "futures": rng.normal(0, 2), "years": rng.uniform(0, 2)}
        odds = sum(true[name] * value for name, value in terms.items())
        found.append(Look("working", terms, bool(rng.random() < 1 / (1 + np.exp(-odds)))))
    assert weights(found) == pytest.approx(true, abs=0.2)
