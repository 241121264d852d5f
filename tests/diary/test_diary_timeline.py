"""The common clock of a record: weeks, padding, gaps, sessions outside, counts without dates."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from validation.truth import own
from wearoff.diary.posterior import laplace, sampler
from wearoff.diary.posterior import prior as priors
from wearoff.diary.timeline import LENGTHS, before_and_gap, extended, padded, timeline
from wearoff.diary.underneath import underneath
from wearoff.records import Event, OutsideBaseline, Score


def placed(entries, start, sessions, **given):
    """A record of entries that begin on day ``start``."""
    entries = np.asarray(entries, dtype=float)
    log = own.log_of(list(sessions)) if sessions else None
    return timeline(entries, own.case_of(entries, start, log, **given))


def test_weeks_begin_at_the_session():
    """Day 0 opens a week, whatever the day of the first entry, and every entry keeps its day."""
    for start in range(-9, 3):
        record = placed([1, 0, np.nan, 1] * 10, start, (0, 30))
        assert record.index(0) % 7 == 0
        assert record.entries[record.index(start) : record.index(start) + 2].tolist() == [1, 0]
        assert np.nansum(record.entries) == 20
        assert (record.begin, record.last) == (start, start + 39)


def test_sessions_outside_the_diary():
    """A session before the first entry stays; one after the last is set aside."""
    record = placed([1, 0] * 20, 50, (0, 84, 168))
    assert [session.day for session in record.sessions] == [0, 84]
    assert [session.day for session in record.later] == [168]
    assert record.cycles == [(0, 83), (84, 89)]
    assert record.first == 0


def test_gaps_are_counted_from_the_entry_before():
    """Each day knows the last entry and how long ago it was."""
    before, gap = before_and_gap(np.array([np.nan, 1, np.nan, np.nan, 0, 1]))
    assert gap.tolist() == [0, 0, 1, 2, 3, 1]
    assert before[2:].tolist() == [1, 1, 1, 0]


def test_counts_are_used_only_where_no_day_is_written():
    """A count over days with entries is left out; elsewhere it is spread over its days."""
    before = OutsideBaseline(21, 28, "letter")
    record = placed([1, 0] * 60, -14, (0,), baseline=before)
    assert record.yes.sum() == pytest.approx(21)
    assert record.no.sum() == pytest.approx(7)
    covered = np.repeat(record.yes + record.no > 0, 7)
    assert not np.isfinite(record.entries[covered])[: -14 - record.first].any()
    inside = Score(own.FIRST + timedelta(days=20), "headache_days_28", 12.0)
    assert placed([1, 0] * 60, -14, (0,), scores=[inside]).yes.sum() == 0
    other = Score(own.FIRST - timedelta(days=20), "HIT-6", 60.0)
    assert placed([1, 0] * 60, -14, (0,), scores=[other]).yes.sum() == 0


def test_only_events_in_the_record_count():
    """Each event within the record is a step of its own; one before it or after it is not."""

    def event(day, until=None):
        ends = own.FIRST + timedelta(days=until) if until else None
        return Event(own.FIRST + timedelta(days=day), "preventive", "x", ends)

    record = placed([1, 0] * 60, -14, (0,), events=[event(30), event(500), event(-90, -40)])
    assert [e.start for e in record.events] == [own.FIRST + timedelta(days=30)]
    step = record.columns[3]
    assert step[0] == 0
    assert step[-1] > 0.99
    assert (np.diff(step) >= 0).all()


def test_padding_changes_no_answer():
    """The evidence of the same entries in 40 and in 80 weeks is the same."""
    rng = np.random.default_rng(2)
    record = placed((rng.random(150) < 0.6).astype(float), -14, (0, 84))
    longer = extended(record, record.sessions, record.last + 300)
    assert (record.weeks, longer.weeks) == (40, 80)
    prior = priors.prior(own.CONDITION, 0)
    settings = prior.settings(rng.normal(size=(4, len(priors.SETTINGS))))
    found = []
    for each in (record, longer):
        given = sampler.Problem.of(each, prior)
        fit = sampler.modes(given, settings, given.center)
        found.append((fit.log_evidence, np.asarray(fit.gaussian.center.effects.values)))
    for short, padded_out in zip(*found, strict=True):
        assert padded_out == pytest.approx(short, abs=1e-6)


def test_weeks_of_padding_follow_from_those_before():
    """A Gaussian found from the weeks that tell something is the one found from all of them."""
    rng = np.random.default_rng(3)
    record = placed((rng.random(150) < 0.6).astype(float), -14, (0, 84))
    problem = sampler.Problem.of(record, priors.prior(own.CONDITION, 0))
    assert problem.told.weeks == 22 < problem.weeks
    settings = problem.prior.settings(rng.normal(size=(4, len(priors.SETTINGS))))
    fit = sampler.modes(problem, settings, problem.center)
    whole, evidence = laplace.find_mode(fit.target, problem.center)
    assert fit.log_evidence == pytest.approx(evidence, abs=1e-9)
    found = fit.gaussian
    pairs = list(zip(found[1:], whole[1:], strict=True))
    pairs += [(found.center.latent, whole.center.latent)]
    pairs += [(found.center.effects.values, whole.center.effects.values)]
    for ours, theirs in pairs:
        assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-8)


def test_few_lengths():
    """Every length is padded to one of a few that holds it."""
    assert {padded(weeks) for weeks in range(1, 641)} == set(LENGTHS)
    assert all(padded(weeks) >= weeks for weeks in range(1, 3000, 7))


def test_muscles_that_the_model_lacks_say_nothing_of_what_is_underneath():
    """A log of forehead muscles in a diary of jaw pain is analyzed without a course of muscle."""
    assert underneath(own.log_of([0, 84]), "bruxism", 200) is None
