"""Fake sessions on real diaries of people who never had toxin: nothing may be found."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pytest
from scipy import stats

from conftest import TIER, TIERS
from validation.truth import own
from watched import unwatched_after
from wearoff.diary.analyze import analyze
from wearoff.diary.case import Case
from wearoff.records import Diary

pytestmark = pytest.mark.shared
DATES = TIERS["fake sessions a real diary"][TIER]
LEAST = 24
BOUND = 0.05
EACH = {"quick": 6, "ci": 1, "full": 1}[TIER]
"""Every so many of the real diaries."""
EARLIEST = 7
"""Days of diary before the first fake session."""


@dataclass(frozen=True)
class Fake:
    """Answers about one real diary with fake sessions."""

    person: str
    days: tuple[int, ...]
    answers: dict[str, str]
    chance: float


@pytest.fixture(scope="module")
def real(shared):
    """Entries of every person with enough days, day by day; a day written twice counts once."""
    people: dict[str, dict[int, float]] = {}
    with (shared / "data" / "kostecki_dillon_even.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            people.setdefault(line["id"], {})[int(line["time"])] = line["headache"] == "yes"
    found = {}
    for person, days in people.items():
        if len(days) >= LEAST:
            entries = np.full(max(days) - min(days) + 1, np.nan)
            entries[np.array(list(days)) - min(days)] = list(days.values())
            found[person] = entries
    assert len(found) == 47
    return dict(list(found.items())[::EACH])


def judged(person, entries, days):
    """The answers with sessions on those days of the diary."""
    log = own.log_of([day - days[0] for day in days])
    diary = Diary("real.csv", log.first - timedelta(days=days[0]), {"headache": entries})
    case = Case(name=person, condition=own.CONDITION, diary=diary, log=log)
    found = analyze(case, prospects=False)
    answers = {verdict.question: verdict.answer for verdict in found.verdicts}
    return Fake(person, tuple(days), answers, found.verdicts[0].probability)


@pytest.fixture(scope="module")
def once(real):
    """Every diary with one session on each of some random days."""
    found = []
    for person, entries in unwatched_after(real.items(), watched=2):
        rng = np.random.default_rng([int(person), 1])
        chosen = rng.choice(len(entries), DATES, replace=False)
        found += [judged(person, entries, [int(day)]) for day in chosen]
    return found


@pytest.fixture(scope="module")
def often(real):
    """Every diary long enough with sessions 84, 42 and 28 days apart, from some random day on."""
    found = []
    for person, entries in unwatched_after(real.items(), watched=2):
        rng = np.random.default_rng([int(person), 2])
        for apart in (84, 42, 28):
            latest = len(entries) - apart - EARLIEST
            starts = np.arange(EARLIEST, max(EARLIEST, latest))
            chosen = rng.choice(starts, min(DATES, len(starts)), replace=False)
            days = [list(range(int(day), len(entries), apart)) for day in chosen]
            found += [judged(person, entries, each) for each in days]
    return found


def rate(found, question):
    """Share of yes."""
    return float(np.mean([fake.answers[question] == "yes" for fake in found]))


@pytest.mark.parametrize("question", ["working", "drifting_worse"])
def test_one_fake_session_is_found_nothing_in(once, question, record_property):
    """One session on a random day of a diary without toxin is called so in at most 5 %."""
    record_property("diaries", len(once))
    record_property("rate", rate(once, question))
    assert rate(once, question) <= BOUND


@pytest.mark.parametrize("question", ["working", "drifting_worse"])
def test_several_fake_sessions_are_found_nothing_in(often, question, record_property):
    """Where "one session is too little" does not protect, at most 5 %, less what chance allows."""
    yes = sum(fake.answers[question] == "yes" for fake in often)
    record_property("diaries", len(often))
    record_property("rate", rate(often, question))
    assert min(len(fake.days) for fake in often) >= 2
    assert yes <= stats.binom.ppf(0.99, len(often), BOUND)


def test_no_frightening_answer(once, often):
    """Nobody's short diary is said to get worse, whatever the fake dates."""
    assert not any(fake.answers["drifting_worse"] == "yes" for fake in [*once, *often])
