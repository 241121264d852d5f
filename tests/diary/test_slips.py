"""Slips of a hand in good cases: no answer that one changed is given without a doubt that names it.

The thresholds of doubts were set on other seeds.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta

import polars as pl
import pytest

import wearoff
from conftest import SHARED, TIER, TIERS
from validation import hands, slips
from validation.seeds import judging
from watched import unwatched_after
from wearoff.diary.doubts.barred import barring
from wearoff.errors import InputError

SLIPS = TIERS["slips of a hand"][TIER]
CLEAN = TIERS["clean diaries looked over"][TIER]
FIRST = judging("slips", CLEAN).start
MOST_BARRED = 0.02
LEAST = 24
"""Days of a real diary."""


@pytest.fixture(scope="module")
def tried():
    """So many slips, each kind in turn, with the good case it was made in and the one it made."""
    found = []
    for number in unwatched_after(range(SLIPS), watched=2 * len(slips.SLIPS)):
        seed, kind = FIRST + number // len(slips.SLIPS), [*slips.SLIPS][number % len(slips.SLIPS)]
        if not found or found[-1][0].seed != seed:
            good = slips.good(seed)
            clean = slips.read(good)
        found.append((*slips.tried(seed, kind, good, clean), clean))
    return found


def test_there_are_enough_kinds():
    """Twenty kinds of slips or more, each with the doubts that name it."""
    assert len(slips.SLIPS) >= 20
    assert all(codes for _, codes in slips.SLIPS.values())


def test_no_count_that_a_slip_moved_goes_unnamed(tried):
    """A count that moved by more than an eighth is never printed without a word."""
    assert [one for one, *_ in tried if one.effect == "silent"] == []


def test_nearly_every_slip_is_named(tried):
    """Most slips are told, whether or not they move a count."""
    made = [one.effect for one, *_ in tried if one.effect != "none"]
    assert sum(effect in {"refused", "named"} for effect in made) >= 0.9 * len(made)


def test_no_answer_that_a_slip_changed_goes_unnamed(tried):
    """Where no doubt names a slip the answers are those of the good case."""
    clean_answers = {}
    for one, slipped, clean in tried:
        if one.effect != "unmoved":
            continue
        if one.seed not in clean_answers:
            clean_answers[one.seed] = answers(clean)
        assert answers(slipped) == clean_answers[one.seed], one


def answers(case):
    """What is answered of a case."""
    found = wearoff.analyze(case, prospects=False)
    return [(verdict.question, verdict.answer) for verdict in found.verdicts]


def barred(case):
    """Whether a case is refused or its answers are."""
    return case is None or bool(barring(case.doubts))


def test_clean_diaries_are_answered(real):
    """Of generated diaries, the examples and real diaries hardly any is refused or barred."""
    cases = [slips.read(slips.good(seed)) for seed in unwatched_after(judging("slips", CLEAN))]
    cases += [wearoff.example_case("ada"), wearoff.example_case("ben")]
    assert not any(case.doubts for case in cases[-2:])
    cases += [read_days(days) for days in real]
    assert sum(barred(case) for case in cases) <= MOST_BARRED * len(cases)


def test_a_slip_can_be_missed():
    """A slip that leaves no trace moves a count and is not named: the check can fail."""
    good = slips.good(FIRST)
    rows = [row._replace(headache=1 - row.headache) for row in good.diary]
    silent = slips.read(hands.Files(tuple(rows), good.log))
    assert slips.moved(slips.counted(slips.read(good)), slips.counted(silent))
    assert not {one.code for one in silent.doubts} & slips.SLIPS["only_headache"][1]


@pytest.fixture(scope="module")
def real():
    """Days and entries of real people with enough of them; none where there is no shared data."""
    people: dict[str, list[tuple[int, int]]] = {}
    path = SHARED / "data" / "kostecki_dillon_even.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            days = people.setdefault(line["id"], [])
            days.append((int(line["time"]), int(line["headache"] == "yes")))
    return [sorted(set(days)) for days in people.values() if len(days) >= LEAST]


def read_days(days):
    """A case of numbered days."""
    start = date(2024, 1, 1)
    frame = pl.DataFrame(
        {
            "date": [start + timedelta(days=day) for day, _ in days],
            "headache": [headache for _, headache in days],
        }
    )
    try:
        return wearoff.read_case(frame, condition="episodic_migraine", today=date(2026, 1, 1))
    except InputError:
        return None
