"""Thresholds in sentences: each number that a text says moves with its threshold."""

from __future__ import annotations

import pytest

from wearoff.diary import verdicts
from wearoff.diary.thresholds import thresholds
from wearoff.words import answers, numbers
from wearoff.words.reasons import LIMITED

TODAY = {
    "one_session": "one session is too little: people start in a bad month, and placebo injections "
    "lower headache early too",
    "gaps": "more than half of the last 28 days are empty; empty is not headache-free",
    "too_few_sessions": "needs at least three sessions",
    "too_short": "needs at least a year of diary from the first session",
    "few_before": "fewer than 28 days are written before the first session",
    "few_now": "fewer than 28 of the last 84 days since the first session are written",
    "no_room_before": "fewer than 2 days in 28 before the first session: there cannot be 2 fewer",
}
MOVED = [
    ("working", "one_session", ("working", "sessions", 3), "two sessions are too little"),
    ("working", "gaps", ("too_little", "weeks_of_month_missing", 0.25), "more than a quarter of"),
    ("working", "gaps", ("too_little", "weeks_of_month_missing", 0.4), "more than 40 % of"),
    ("drifting_worse", "too_few_sessions", ("drifting_worse", "sessions", 4), "four sessions"),
    ("drifting_better", "too_few_sessions", ("drifting_better", "sessions", 1), "one session"),
    ("drifting_better", "too_short", ("drifting_better", "days", 730), "at least two years of"),
    ("drifting_worse", "too_short", ("drifting_worse", "days", 182), "at least 26 weeks of"),
    ("better_since", "few_before", ("better_since", "written_days", 42), "fewer than 42 days"),
    ("better_since", "few_now", ("too_little", "now_days", 56), "of the last 56 days"),
    ("better_since", "no_room_before", ("better_since", "days_28", 3.0), "cannot be 3 fewer"),
]
ASKED = {
    "one_session": "working",
    "gaps": "working",
    "too_few_sessions": "drifting_worse",
    "too_short": "drifting_better",
    "few_before": "better_since",
    "few_now": "better_since",
    "no_room_before": "better_since",
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


@pytest.mark.parametrize("line", [14, 21])
def test_an_open_day_says_what_was_asked(line):
    """The day, its range, how far from the next session, the line asked about, and the reason."""
    day = {"mean": 72.6, "lo90": 54.5, "hi90": 88.2, "interval_days": 88}
    beside = {"line": line, "chance": 0.55, "reasons": ["too noisy"], "changes": []}
    beside |= {"chance_lo": 0.4, "chance_hi": 0.84}
    assert answers.PLAIN["open_day"](day | beside) == (
        "Half of the help is usually gone about day 73 (9 in 10 chance: 55 to 88), 15 days before "
        f"the next session; that it is {line} days before or more: 40 to 85 in 100; too noisy."
    )


@pytest.mark.parametrize(
    ("mean", "words"),
    [
        (87, "1 day before the next session"),
        (88, "on the day of the next session"),
        (90, "2 days after the next session is due"),
        (None, "lasts to the next session"),
    ],
)
def test_the_day_is_told_from_the_next_session(mean, words):
    """Before, on or after it, or that it does not come."""
    day = {"mean": mean, "lo90": 54.5, "hi90": 88.2, "interval_days": 88}
    assert words in answers.PLAIN["lasts"](day)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(1.6, 6.4, "2 to 6"), (-0.6, 6.4, "1 more to 6 fewer"), (-0.4, 6.4, "0 to 6")],
)
def test_a_range_says_its_way_where_it_has_two(low, high, words):
    """Fewer days, and the chance that there are more."""
    text = answers.PLAIN["relief"](
        {"mean": 3.0, "lo90": low, "hi90": high, "outcome": "headache days"}
    )
    assert text.endswith(f"(9 in 10 chance: {words}).")


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
