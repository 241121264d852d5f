"""Forecasts: laws of the counts, calibration on generated diaries, and what came since a visit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from conftest import TIER, TIERS
from validation import forecasting
from validation.seeds import judging
from validation.truth.foreign import make
from validation.truth.judged import analyzed
from wearoff.diary.future import forecast
from wearoff.diary.future.courses import AS_NOW, coming
from wearoff.diary.future.forecast import counts
from wearoff.diary.future.paths import extend, later_numbers
from wearoff.diary.posterior import likelihood

DIARIES = TIERS["generated diaries of a kind"][TIER]
WINDOW = 28


@pytest.fixture(scope="module")
def helped():
    """A generated person with clear relief."""
    return make(3, kind="power")


@pytest.fixture(scope="module")
def person(helped):
    """The person as analyzed."""
    return analyzed(helped).assessment.posterior


def spans(person, windows=3):
    """The next windows of 28 days."""
    last = person.record.last
    return [(last + 1 + k * WINDOW, last + (k + 1) * WINDOW) for k in range(windows)]


def test_counts_are_days_of_a_window(person):
    """Whole days, none below 0 or above 28; days that are not written count nothing."""
    sessions = [*person.record.sessions, *coming(person, AS_NOW)]
    drawn = counts(person, sessions, spans(person))
    assert drawn.shape[0] == 3
    assert drawn.min() >= 0
    assert drawn.max() <= WINDOW
    assert (drawn == np.round(drawn)).all()
    assert len(np.unique(drawn[0])) > 3
    none = counts(person, sessions, spans(person), np.zeros(84, dtype=bool))
    assert (none == 0).all()
    half = counts(person, sessions, spans(person), np.arange(84) % 2 == 0)
    assert half.max() <= WINDOW / 2


def test_days_to_come_are_the_last_of_all_days(person):
    """Chances of days to come are those of all days, computed whole, from the next day on."""
    record, end = person.record, person.record.last + 2 * WINDOW
    draws = extend(
        record,
        person.prior,
        person.draws,
        [*record.sessions, *coming(person, AS_NOW)],
        end,
        places=person.draws.resampled(8),
        rng=np.random.default_rng(7),
    )
    whole = likelihood.chances(draws.problem.series, draws.course(), draws.path).treated
    after = draws.record.index(record.last + 1)
    assert np.array_equal(draws.to_come(), whole[after:])
    assert not np.array_equal(draws.to_come()[:-1], whole[after - 1 : -2])


def test_without_sessions_more_days_are_forecast(person):
    """Where relief is clear, the third window without sessions has more headache than with."""
    with_them = counts(person, [*person.record.sessions, *coming(person, AS_NOW)], spans(person))
    without = counts(person, person.record.sessions, spans(person))
    assert without[2].mean() > with_them[2].mean() + 2


def test_a_forecast_is_the_same_twice(person):
    """The same record and seed give the same diaries."""
    sessions = person.record.sessions
    assert (
        counts(person, sessions, spans(person)) == counts(person, sessions, spans(person))
    ).all()


def test_the_document_has_three_windows_in_a_row(person):
    """Dates follow each other from the day after the last entry."""
    found = forecast.forecast(person)
    assert [w.first for w in found.windows] == [person.record.date_of(a) for a, _ in spans(person)]
    assert str(person.interval) in found.text
    nobody = replace(person, record=replace(person.record, sessions=()))
    assert forecast.forecast(nobody) is None


def test_what_came_since_the_last_visit(helped):
    """The forecast of then against the count since, and what changed beside."""
    found = analyzed(helped, prospects=True).result.since_last_visit
    visit = helped.log.sessions[-1]
    since = (helped.log.first - helped.diary.first).days + visit.day
    entries = helped.diary.values["headache"][since : since + 84]
    assert found.days_written == np.isfinite(entries).sum()
    assert found.came == pytest.approx(28 * np.nanmean(entries), abs=1e-3)
    assert found.inside == (found.forecast.lo90 <= found.came <= found.forecast.hi90)
    assert found.text[0].startswith("counted ")


def test_forecasts_are_calibrated(record_property):
    """Over generated diaries 85 to 95 % of held-back counts lie inside, and ours scores best."""
    seeds = judging("forecasts", DIARIES)
    rows = [r for seed in seeds if (r := forecasting.of_generated(seed))]
    assert rows
    shares = np.array([np.mean([row.inside for row in found]) for found in rows])
    every = forecasting.summary([row for found in rows for row in found])
    record_property("coverage", every["coverage"])
    record_property("score", every["ours"] / min(every["again"], every["mean"]))
    unsure = 2 * (shares.std(ddof=1) / len(shares) ** 0.5 if len(shares) > 1 else 0.5)
    assert 0.85 - unsure <= every["coverage"] <= 0.95 + unsure
    if len(shares) > 30:
        assert every["ours"] < min(every["again"], every["mean"])


def test_the_score_is_the_absolute_error_of_a_number():
    """Of draws that are all the same the score is their distance; spread around it costs."""
    assert forecasting.crps(np.full(50, 3.0), 5.0) == pytest.approx(2)
    rng = np.random.default_rng(1)
    near, far = rng.normal(5, 1, 4000), rng.normal(5, 4, 4000)
    assert forecasting.crps(near, 5) < forecasting.crps(far, 5)
    assert forecasting.crps(near, 5) == pytest.approx(0.2337, abs=0.02)


def test_passing_over_the_past_draws_the_same_days():
    """Numbers of the days to come are those drawn after the numbers of the past."""
    whole = np.random.default_rng(4).random((9, 5))
    rng = np.random.default_rng(4)
    assert np.array_equal(later_numbers(rng, 6, (9, 5)), whole[6:])
