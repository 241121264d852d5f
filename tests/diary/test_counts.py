"""Counts before and now: of enough days, never of headache days alone, and one number each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.truth.own import log_of
from wearoff.diary.case import Case
from wearoff.diary.counts import (
    acute_days,
    countable,
    every_window,
    hours,
    only_yes,
    severe,
    tally,
)
from wearoff.diary.timeline import timeline
from wearoff.records import Diary

BEFORE, AFTER = 56, 84
DAYS = BEFORE + AFTER
ENTRY = st.sampled_from([0.0, 1.0, np.nan])


def case(**columns):
    """A case of eight weeks before one session and twelve after it."""
    log = log_of([0])
    first = date.fromordinal(log.first.toordinal() - BEFORE)
    values = {name: np.asarray(days, float) for name, days in columns.items()}
    return Case(
        name="x", condition="chronic_migraine", diary=Diary("x.csv", first, values), log=log
    )


def record_of(known):
    """Its weeks."""
    return timeline(known.main.values, known)


def alternating(every=2):
    """A headache on every so many days."""
    return (np.arange(DAYS) % every == 0).astype(float)


def test_few_days_are_no_count():
    """Thirteen days before are written and not counted; fourteen are."""
    for written, counted in ((13, False), (14, True)):
        days = alternating()
        days[: BEFORE - written] = np.nan
        found = tally(record_of(case(headache=days)), None)
        assert found.before.written == written
        assert (found.told.before is not None) == counted
        assert (found.told.change is not None) == counted


def test_a_list_of_headache_days_is_no_count():
    """28 of 28 is never counted where no day without headache is written."""
    days = np.where(alternating() == 1, 1.0, np.nan)
    found = tally(record_of(case(headache=days)), None).told
    assert (found.before, found.now, found.change) == (None, None, None)
    assert found.windows.before.written == found.windows.before.yes == 28
    daily = tally(record_of(case(headache=np.ones(DAYS))), None).told
    assert (daily.before, daily.now) == (28, 28)


@given(st.lists(ENTRY, min_size=1, max_size=60))
def test_what_is_counted_has_days_without_or_hardly_an_empty_one(days):
    """The law of a count, whatever is written."""
    entries = np.array(days)
    if countable(entries):
        assert np.isfinite(entries).sum() >= 14
        assert (entries == 0).any() or np.isnan(entries).mean() < 0.15
    if only_yes(entries):
        assert not (entries == 0).any()


def test_medicine_written_only_when_taken_is_at_least_so_much():
    """No day without medicine is written: so many of all days at least, and no change."""
    taken = np.where(np.arange(DAYS) % 7 == 0, 1.0, np.nan)
    known = case(headache=alternating(), acute_medication=taken)
    found = acute_days(record_of(known), known.diary)
    assert found.at_least
    assert (found.before, found.now) == (4, 4)
    assert (found.change, found.change_percent) == (None, None)
    zeros = case(headache=alternating(), acute_medication=np.nan_to_num(taken))
    exact = acute_days(record_of(zeros), zeros.diary)
    assert (exact.at_least, exact.before, exact.change) == (False, 4, 0)


def test_medicine_of_one_written_day_is_no_count():
    """Where too few days are written to count headache, medicine is not counted either."""
    written = np.arange(DAYS) == DAYS - 2
    one = np.where(written, 1.0, np.nan)
    known = case(headache=one, acute_medication=one)
    found = acute_days(record_of(known), known.diary)
    assert tally(record_of(known), None).told.now is None
    assert (found.before, found.now, found.at_least) == (None, None, False)


@given(
    st.lists(ENTRY, min_size=DAYS, max_size=DAYS),
    st.lists(st.sampled_from([0.0, 1.0, np.nan]), min_size=DAYS, max_size=DAYS),
)
def test_severe_days_are_never_more_than_headache_days(days, severity):
    """Of the same window, however many of its headache days have a severity."""
    days = np.array(days)
    days[:2] = days[-2:] = [0.0, 1.0]
    of_days = np.where(days == 1, severity, np.nan)
    record = record_of(case(headache=days))
    main, bad = tally(record, None).told, severe(record, days, of_days)
    for of_all, part in ((main.before, bad.before), (main.now, bad.now)):
        if part is not None:
            assert of_all is not None
            assert part <= of_all + 1e-9


def test_hours_are_not_counted_where_headache_days_are_not():
    """A list of headache days says as little of the hours in 28 days."""
    days = np.where(alternating() == 1, 1.0, np.nan)
    known = case(headache=days, hours=np.where(days == 1, 6.0, np.nan))
    found = hours(record_of(known), known.diary)
    assert (found.before, found.now) == (None, None)
    plain = case(headache=alternating(), hours=np.where(alternating() == 1, 6.0, np.nan))
    assert hours(record_of(plain), plain.diary).before == pytest.approx(84)


@given(st.lists(ENTRY, min_size=DAYS, max_size=DAYS))
def test_windows_hold_every_written_day_once(entries):
    """28 days each, none on both sides of the first session, in order, and nothing is left out."""
    days = np.asarray(entries, float)
    if not np.isfinite(days).any():
        return
    record = record_of(case(headache=days))
    found = every_window(record)
    assert sum(window.written for window in found) == np.isfinite(days).sum()
    assert sum(window.yes for window in found) == np.nansum(days)
    for window in found:
        assert 1 <= window.days <= 28
        assert (window.last < record.zero) == (window.first < record.zero)
        begins = (window.first - record.zero).days % 28 == 0
        assert begins or window.first == record.date_of(record.begin)
    assert all(one.last < other.first for one, other in pairwise(found))


def test_a_diary_without_sessions_has_windows_from_its_first_day():
    """Without a first session the clock begins with the diary."""
    known = replace(case(headache=alternating()), log=None)
    found = every_window(record_of(known))
    assert [window.days for window in found] == [28] * (DAYS // 28)
    assert found[0].first == known.diary.first
    assert {window.rate for window in found} == {14.0}
