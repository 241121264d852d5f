"""Thresholds in sentences: each number that a text says moves with its threshold."""

from __future__ import annotations

import pytest

from wearoff.diary import verdicts
from wearoff.diary.thresholds import thresholds
from wearoff.words import answers, numbers
from wearoff.words.reasons import LIMITED

TODAY = {
    "one_session": "one session is too little: people start in a bad month, and most of the early "
    "fall in trials came with placebo injections too",
    "gaps": "more than half of the last 28 days are empty; empty is not headache-free",
    "too_few_sessions": "needs at least three sessions",
    "too_short": "needs at least a year of diary from the first session",
}
MOVED = [
    ("working", "one_session", ("working", "sessions", 3), "two sessions are too little"),
    ("working", "gaps", ("too_little", "weeks_of_month_missing", 0.25), "more than a quarter of"),
    ("working", "gaps", ("too_little", "weeks_of_month_missing", 0.4), "more than 40 % of"),
    ("drifting_worse", "too_few_sessions", ("drifting_worse", "sessions", 4), "four sessions"),
    ("drifting_better", "too_few_sessions", ("drifting_better", "sessions", 1), "one session"),
    ("drifting_better", "too_short", ("drifting_better", "days", 730), "at least two years of"),
    ("drifting_worse", "too_short", ("drifting_worse", "days", 182), "at least 26 weeks of"),
]
ASKED = {
    "one_session": "working",
    "gaps": "working",
    "too_few_sessions": "drifting_worse",
    "too_short": "drifting_better",
}


def said(question, code):
    """The reason as it stands in a verdict."""
    (text,) = verdicts.because(question, [code])
    return text


@pytest.mark.parametrize("code", sorted(LIMITED))
def test_a_reason_is_said_as_it_was(code):
    """With the thresholds of today each reason has its usual words."""
    assert said(ASKED[code], code) == TODAY[code]


@pytest.mark.parametrize(("question", "code", "moved", "words"), MOVED)
def test_a_reason_follows_its_threshold(monkeypatch, question, code, moved, words):
    """Another threshold is another number in the reason, so that the two cannot disagree."""
    table, key, value = moved
    limits = thresholds() | {table: thresholds()[table] | {key: value}}
    monkeypatch.setattr(verdicts, "thresholds", lambda: limits)
    assert words in said(question, code)


@pytest.mark.parametrize(("days", "words"), [(14, "two weeks"), (21, "three weeks")])
def test_help_that_lasts_follows_its_threshold(days, words):
    """What counts as lasting is said as it is asked."""
    text = answers.PLAIN["lasts"]({"days_before_next": days, "next_week": 12.0})
    assert text == (
        f"The help mostly lasts to within {words} of the next session, which comes about week 12."
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "a day"), (7, "a week"), (10, "ten days"), (100, "100 days"), (365, "a year")],
)
def test_a_length_of_time_in_words(days, words):
    """Whole years and weeks as such, other lengths in days."""
    assert numbers.lasting(days) == words


def test_a_count_and_a_share_in_words():
    """Small counts and plain shares are words, others digits."""
    assert [numbers.counted(count) for count in (0, 3, 12, 13)] == ["no", "three", "twelve", "13"]
    assert [numbers.part(share) for share in (0.5, 0.75, 0.6)] == ["half", "three quarters", "60 %"]
