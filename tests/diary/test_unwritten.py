"""Days written ever more seldom: what they could pretend, and that no rise is told of it."""

from __future__ import annotations

import numpy as np
import pytest

from validation.seeds import setting
from validation.truth.judged import analyzed, make
from wearoff.diary.unwritten import pretended_rise

YEARS = 3
DAYS = 364 * YEARS


def written(share, headache, seed=1):
    """Entries by day: written with a chance, with headache by another, each (DAYS,)."""
    rng = np.random.default_rng(seed)
    entries = (rng.random(DAYS) < headache).astype(float)
    entries[rng.random(DAYS) > share] = np.nan
    return entries


@pytest.mark.parametrize("share", [1.0, 0.9, 0.5])
def test_as_many_days_written_pretend_nothing(share):
    """A level that rises by 3 days a year is left nearly as it is where writing does not change."""
    rising = np.linspace(10, 19, DAYS) / 28
    assert 0 <= pretended_rise(written(np.full(DAYS, share), rising)) < 0.6


def test_ever_fewer_written_free_days_are_found():
    """A level that rests seems to rise as free days go unwritten; at least that much is found."""
    rng = np.random.default_rng(3)
    entries = (rng.random(DAYS) < 12 / 28).astype(float)
    lost = (entries == 0) & (rng.random(DAYS) < np.linspace(0, 0.7, DAYS))
    entries[lost] = np.nan
    days = np.flatnonzero(np.isfinite(entries))
    seems = 28 * np.polyfit(days / 365.25, entries[days], 1)[0]
    assert seems > 2
    assert pretended_rise(entries) > 0.7 * seems


def test_ever_more_written_pretend_no_rise():
    """Who writes more as time goes on makes no rise that way."""
    more = np.linspace(0.4, 1.0, DAYS)
    assert pretended_rise(written(more, np.full(DAYS, 0.5))) == 0.0


@pytest.mark.parametrize(
    "entries", [np.full(DAYS, np.nan), np.ones(20), np.ones(DAYS), np.zeros(0)]
)
def test_where_nothing_is_to_be_told_nothing_is_pretended(entries):
    """Nothing written, hardly any day, or headache on every one."""
    assert pretended_rise(entries) == pytest.approx(0.0, abs=1e-9)


def rising(kind, seed):
    """The answer to whether it rises, with its reasons."""
    found = {v.question: v for v in analyzed(make(seed, kind)).verdicts}["drifting_worse"]
    return found.answer, list(found.reason_codes), found.because


def test_a_rise_that_unwritten_days_could_make_is_not_told():
    """A level that hardly moves: cannot tell, with its reason; it was called a rise before."""
    seed = setting("attacks_tried", 4)[1]
    answer, codes, because = rising("early_unwritten_growing", seed)
    assert (answer, codes) == ("cannot_tell", ["ever_fewer_written"])
    assert because[0].startswith("ever fewer days are written")


def test_a_rise_of_a_diary_written_alike_is_told():
    """Beside it: three days a year or more, with as many days written all the time."""
    seed = setting("thresholds", 4)[2]
    assert rising("drift_up", seed)[0] == "yes"
