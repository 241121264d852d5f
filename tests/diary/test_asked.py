"""What exactly is asked, and what was noted: sentences from codes, values and thresholds."""

from __future__ import annotations

import polars as pl
import pytest

import wearoff
from wearoff.diary.thresholds import thresholds
from wearoff.words.notes import SENTENCES
from wearoff.words.questions import ASKED

TODAY = {
    "working": (
        "at least 2 fewer headache days in 28 through relief that rises and falls with the sessions"
    ),
    "better_since": "at least 2 fewer headache days in 28 now than before the first session; the "
    "cause is left open",
    "wears_off_early": "half of the help gone 14 days or more before the next session",
    "drifting_worse": "underlying level rising by more than 1 headache day in 28 a year",
    "drifting_better": "underlying level falling by more than 1 headache day in 28 a year",
}
MOVED = [
    ("working", "days_28", 2.5, "at least 2.5 fewer headache days"),
    ("better_since", "days_28", 3.0, "at least 3 fewer headache days in 28 now"),
    ("wears_off_early", "days_before_next", 21, "21 days or more before the next session"),
    ("drifting_worse", "days_28_per_year", 2.0, "more than 2 headache days in 28"),
    ("drifting_better", "days_28_per_year", 0.5, "more than 0.5 headache days in 28"),
]


@pytest.mark.parametrize("question", list(TODAY))
def test_a_question_is_asked_as_it_was(question):
    """With the thresholds of today each question has its usual words."""
    assert ASKED[question](thresholds()[question]) == TODAY[question]


@pytest.mark.parametrize(("question", "key", "value", "said"), MOVED)
def test_a_question_follows_its_threshold(question, key, value, said):
    """Another threshold is another number in the question, so that the two cannot disagree."""
    assert said in ASKED[question](thresholds()[question] | {key: value})


def test_the_window_of_bleeding_follows_its_thresholds():
    """First and last day of the window stand in the question and count from the first day."""
    ask, limits = ASKED["menstruation_and_headache"], thresholds()["patterns"]
    today = "more headache from 2 days before bleeding to its third day than on days near it"
    assert ask(limits) == today
    moved = ask(limits | {"window_first": -3, "window_last": 3})
    assert "from 3 days before bleeding to its fourth day" in moved


def test_each_note_has_its_code_and_its_sentence():
    """The texts of a case stand in the order of its codes, and no code lacks a sentence."""
    days = ["2026-01-01", "2026-01-02", "2026-01-02", "2026-01-03"]
    frame = pl.DataFrame(
        {"date": days, "headache": [0, 1, 1, 0], "severity_3": [2, 1, 1, 0], "sky": ["a"] * 4}
    )
    case = wearoff.read_case(frame, name="Cy")
    assert [note.code for note in case.note_codes] == [
        "no_condition",
        "column_not_read",
        "severity_without_headache",
    ]
    assert {note.code for note in case.note_codes} <= set(SENTENCES)
    assert case.notes == (
        "no condition given: taken as chronic_migraine",
        "column sky is not read",
        "1 day says no headache and gives a severity: counted as no headache",
    )
