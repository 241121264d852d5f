"""Totals of questionnaires: first against last, beside what one person's chance can do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.diary.totals import changes, detectable_change
from wearoff.evidence import rows
from wearoff.measures import TOTALS
from wearoff.records import Score

ZERO = date(2025, 3, 3)


def scores(measure, *told):
    """Scores of one measure: days from the first session, and values."""
    return [Score(ZERO + timedelta(days=day), measure, value) for day, value in told]


def hit_6(first, last):
    """The row of a HIT-6 before and after the first session."""
    (row,) = changes(scores("hit_6", (-10, first), (100, last)), ZERO)
    return row


filled = st.dictionaries(st.integers(-400, 400), st.integers(36, 78), min_size=1, max_size=6)


# Laws


@given(filled, st.randoms(use_true_random=False))
def test_the_order_of_scores_does_not_matter(told, random):
    """Scores read in another order give the same rows."""
    given_ = scores("hit_6", *told.items()) + scores("midas", *told.items())
    mixed = list(given_)
    random.shuffle(mixed)
    assert changes(mixed, ZERO) == changes(given_, ZERO)


@given(filled)
def test_only_first_and_last_matter(told):
    """What lies between the first and the last total changes nothing."""
    whole = changes(scores("hit_6", *told.items()), ZERO)
    first = whole[0].first.date
    ends = [s for s in scores("hit_6", *told.items()) if s.day in {first, max(told_days(told))}]
    assert changes(ends, ZERO) == whole


def told_days(told):
    """The dates of the scores."""
    return [ZERO + timedelta(days=day) for day in told]


@given(st.integers(36, 78), st.integers(36, 78))
def test_up_and_down_are_judged_alike(a, b):
    """The same change up or down is beyond chance or not, with the sign turned."""
    there, back = hit_6(a, b), hit_6(b, a)
    assert there.beyond_noise == back.beyond_noise
    assert there.change == -back.change


# Chance


def test_the_detectable_change_is_computed():
    """1.96 times the root of 2 times 7.8 times the root of 0.23 is 10.37 points."""
    assert detectable_change("hit_6") == pytest.approx(1.96 * 2**0.5 * 7.8 * 0.23**0.5)
    assert detectable_change("hit_6") == pytest.approx(10.37, abs=0.005)


@pytest.mark.parametrize(("fall", "beyond"), [(0, False), (5, False), (10, False), (11, True)])
def test_ten_points_are_within_chance_and_eleven_are_not(fall, beyond):
    """A change of one person is beyond chance only above the detectable change."""
    assert hit_6(66, 66 - fall).beyond_noise is beyond


def test_a_change_is_told_with_what_chance_can_do():
    """The sentence holds both values, the difference, and how much two fillings differ."""
    row = hit_6(66, 61)
    assert row.text == (
        "66 -> 61, 5 lower; two fillings by one person differ by up to about 10 by chance"
    )
    assert (row.change, row.meaningful_change, row.beyond_noise) == (-5, 6, False)
    assert "higher" in hit_6(60, 64).text
    assert "no change" in hit_6(60, 60).text


def test_the_sources_of_both_numbers_are_named():
    """The row names where the spread and the meaningful change come from."""
    row = hit_6(66, 61)
    for source in ("YANG2011", "HOUTS2020"):
        assert rows.sources()[source].citation in row.source


@pytest.mark.parametrize(
    ("first", "meaningful"), [(10, None), (11, 5), (20, 5), (21, 6.3), (100, 30)]
)
def test_the_meaningful_change_of_midas_depends_on_where_it_starts(first, meaningful):
    """5 days from 11 to 20, 30 in 100 above 20, and no number below 11."""
    (row,) = changes(scores("midas", (-5, first), (90, 0)), ZERO)
    assert row.meaningful_change == (None if meaningful is None else pytest.approx(meaningful))


@pytest.mark.parametrize("measure", [name for name in TOTALS if name != "hit_6"])
def test_without_a_spread_chance_is_not_told(measure):
    """Where no spread of retests is known, the answer is that it is not."""
    (row,) = changes(scores(measure, (-5, 80), (90, 1)), ZERO)
    assert row.detectable_change is None
    assert row.beyond_noise is None
    assert "not known here" in row.text


# First and last


def test_the_first_is_the_last_before_the_first_session():
    """Of totals before the first session the last one counts, that of its day included."""
    told = scores("hit_6", (-90, 70), (0, 64), (30, 60), (200, 58))
    (row,) = changes(told, ZERO)
    assert (row.first.value, row.last.value, row.change) == (64, 58, -6)
    assert row.before_first_session
    assert row.first.date == ZERO


def test_without_one_before_the_earliest_is_first_and_that_is_said():
    """A first total after the first session is no baseline, and the text says so."""
    (row,) = changes(scores("hit_6", (30, 60), (200, 58)), ZERO)
    assert (row.first.value, row.before_first_session) == (60, False)
    assert "after the first session" in row.text


def test_without_sessions_the_earliest_is_first():
    """Without sessions there is nothing to be before or after."""
    (row,) = changes(scores("hit_6", (-30, 60), (200, 58)), None)
    assert (row.first.value, row.change) == (60, -2)
    assert "session" not in row.text


@pytest.mark.parametrize("told", [[(-5, 66)], [(40, 66)], [(-50, 70), (-5, 66)]])
def test_nothing_later_is_no_change(told):
    """One total, or none after the first session, gives no change and not a change of 0."""
    (row,) = changes(scores("hit_6", *told), ZERO)
    assert row.first.value == 66
    assert row.last is row.change is row.beyond_noise is None
    assert "none filled in later" in row.text


def test_counts_of_headache_days_are_told_elsewhere():
    """Totals are told in a fixed order, and counts of headache days are not among them."""
    told = [
        score
        for name in ("midas", "headache_days_28", "hit_6", "twstrs")
        for score in scores(name, (-5, 20), (50, 10))
    ]
    assert [row.measure for row in changes(told, ZERO)] == ["hit_6", "midas", "twstrs"]
    assert changes([], ZERO) == []
