"""Attacks become days: which days, how long, how bad, and what stays unknown."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.diary.read.attacks import (
    LONGEST,
    Attack,
    attack_days,
    attack_entries,
    contradicted,
    once,
    slip,
)
from wearoff.errors import Faults, InputError

FIRST = datetime(2026, 3, 1)  # noqa: DTZ001 - local days, as written
MINUTE = timedelta(minutes=1)


def at(day, hour=0, minute=0):
    """A moment of March 2026."""
    return datetime(2026, 3, day, hour, minute)  # noqa: DTZ001 - local times, as written


def attack(start, end=None, **more):
    """An attack on line 2."""
    return Attack(line=2, start=start, end=end, **more)


def by_day(*attacks):
    """The entries by day of March."""
    return {entry.day.day: entry for entry in attack_entries(attacks)}


attacks = st.builds(
    lambda line, start, lasted, pain, medicated, headache: Attack(
        line=line,
        start=FIRST + start * MINUTE,
        end=None if lasted is None else FIRST + (start + lasted) * MINUTE,
        headache=headache,
        scales=() if pain is None else (("pain_10", pain),),
        medicated=medicated,
    ),
    line=st.integers(2, 99),
    start=st.integers(0, 60 * 24 * 60),
    lasted=st.none() | st.integers(0, 4 * 24 * 60),
    pain=st.none() | st.floats(1, 10),
    medicated=st.sampled_from([0.0, 1.0, math.nan]),
    headache=st.just(1.0),
)
lists = st.lists(attacks, max_size=12)


# Which days


def test_an_attack_is_on_every_day_of_which_it_lasts_some_part():
    """Past midnight counts, by a minute; midnight itself does not."""
    assert attack(at(1, 22), at(2, 0, 1)).days == (date(2026, 3, 1), date(2026, 3, 2))
    assert attack(at(1, 22), at(2)).days == (date(2026, 3, 1),)
    assert attack(at(1), at(4)).days == (date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3))


def test_an_attack_without_an_end_is_on_the_day_it_began_for_an_unknown_time():
    """Nor does an end at the beginning tell how long."""
    for one in (attack(at(1, 22)), attack(at(1, 22), at(1, 22))):
        (entry,) = attack_entries([one])
        assert entry.day == date(2026, 3, 1)
        assert entry.values == {"headache": 1}


def test_whole_days_count_from_the_first_to_the_last():
    """Where no time of day is written an end at midnight is none; hours are unknown."""
    found = by_day(attack(at(1), at(3), timed=False))
    assert list(found) == [1, 2, 3]
    assert all("hours" not in entry.values for entry in found.values())


@given(lists)
def test_headache_days_are_the_days_that_attacks_touch(given_attacks):
    """None is lost and none is added."""
    touched = {day for one in given_attacks for day in one.days}
    entries = attack_entries(given_attacks)
    assert [entry.day for entry in entries] == sorted(touched)
    assert all(entry.values["headache"] == 1 for entry in entries)


@given(lists, st.integers(-400, 400))
def test_a_shift_by_whole_days_shifts_the_days(given_attacks, days):
    """Everything else stays."""
    later = timedelta(days=days)
    moved = [
        Attack(**{**vars(one), "start": one.start + later, "end": one.end and one.end + later})
        for one in given_attacks
    ]
    assert [(entry.day - later, entry.values) for entry in attack_entries(moved)] == [
        (entry.day, entry.values) for entry in attack_entries(given_attacks)
    ]


@given(st.permutations(range(6)), st.lists(attacks, min_size=6, max_size=6))
def test_the_order_of_rows_does_not_matter(order, given_attacks):
    """A list may be sorted by anything."""
    shuffled = [given_attacks[k] for k in order]
    assert attack_entries(shuffled) == attack_entries(given_attacks)


@given(lists)
def test_an_attack_split_at_midnight_changes_no_day(given_attacks):
    """Two rows, until midnight and from then on, are the days and hours of one."""
    split = [part for one in given_attacks for part in _split(one)]

    def told(entries):
        return [
            (entry.day, {name: entry.values.get(name) for name in ("headache", "pain_10", "hours")})
            for entry in entries
        ]

    assert told(attack_entries(split)) == told(attack_entries(given_attacks))


def _split(one):
    midnight = datetime.combine(one.start.date() + timedelta(days=1), datetime.min.time())
    if one.end is None or one.end <= midnight:
        return [one]
    return [
        Attack(**{**vars(one), "end": midnight}),
        Attack(**{**vars(one), "start": midnight}),
    ]


# How long


def test_hours_are_those_of_the_day_counted_once():
    """Of overlapping attacks the union; a whole day is 24."""
    found = by_day(attack(at(1, 20), at(3, 6)), attack(at(1, 22), at(1, 23)))
    assert [entry.values["hours"] for entry in found.values()] == [4, 24, 6]


def test_one_unknown_length_makes_the_hours_of_its_day_unknown():
    """A sum of the others would be too little, and look exact."""
    found = by_day(attack(at(1, 3), at(1, 5)), attack(at(1, 9)), attack(at(2, 3), at(2, 5)))
    assert "hours" not in found[1].values
    assert found[2].values["hours"] == 2


@given(lists)
def test_hours_lie_between_nothing_and_a_day(given_attacks):
    """Whatever overlaps."""
    for entry in attack_entries(given_attacks):
        assert 0 < entry.values.get("hours", 24) <= 24


# How bad, and what else


def test_the_worst_of_a_day_counts():
    """An empty pain is unknown, never 0."""
    three, seven = (("pain_10", 3.0),), (("pain_10", 7.0),)
    found = by_day(
        attack(at(1, 3), scales=three), attack(at(1, 9), scales=seven), attack(at(1, 20))
    )
    assert found[1].values == {"headache": 1, "pain_10": 7}
    assert by_day(attack(at(1)))[1].values == {"headache": 1}


def test_a_row_without_pain_is_neither_a_headache_day_nor_a_free_one():
    """Its day is dated and empty, unless another attack was on it."""
    none = {"headache": math.nan, "scales": (("pain_10", 0.0),)}
    found = by_day(attack(at(1, 3), **none), attack(at(2, 3), **none), attack(at(2, 9)))
    assert (found[1].values, found[2].values) == ({}, {"headache": 1})


def test_a_written_absence_is_a_free_day_and_gives_way_to_a_headache():
    """The worst counts, and the days are told apart."""
    rows = [
        attack(at(1, 3), headache=0.0, scales=(("severity_3", 0.0),)),
        attack(at(2, 3), headache=0.0, scales=(("severity_3", 0.0),)),
        attack(at(2, 9), scales=(("severity_3", 2.0),)),
    ]
    found = by_day(*rows)
    assert found[1].values == {"headache": 0, "severity_3": 0}
    assert found[2].values == {"headache": 1, "severity_3": 2}
    assert contradicted(rows) == [rows[1]]


def test_medicine_is_put_on_the_day_the_attack_began():
    """Its other days are unknown; a written none holds for all."""
    taken = by_day(attack(at(1, 22), at(3, 2), medicated=1.0, medicines=("rizatriptan",)))
    assert [entry.values.get("acute_medication") for entry in taken.values()] == [1, None, None]
    assert taken[1].texts == {"acute_class": "rizatriptan"}
    none = by_day(attack(at(1, 22), at(3, 2), medicated=0.0))
    assert [entry.values["acute_medication"] for entry in none.values()] == [0, 0, 0]


@given(lists)
def test_the_same_attack_twice_is_one(given_attacks):
    """Wherever it stands; what differs in anything but its line stays."""
    again = [Attack(**{**vars(one), "line": one.line + 100}) for one in given_attacks]
    kept, twice = once([*given_attacks, *again])
    assert len(kept) + len(twice) == 2 * len(given_attacks)
    assert kept == once(given_attacks)[0]


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("attack_long", [attack(at(1), at(15, 0, 1))]),
        ("attack_twice", [attack(at(1, 9)), attack(at(1, 9))]),
        ("no_pain", [attack(at(1, 9), headache=math.nan)]),
        ("absent_and_present", [attack(at(1, 9), headache=0.0), attack(at(1, 8))]),
    ],
)
def test_what_is_doubtful_is_said_with_its_line(code, rows):
    """One kind each, with the day and the line of the first."""
    (said,) = attack_days(rows, "a.csv", Faults()).doubts
    assert (said.code, said.where) == (code, "a.csv, line 2")
    assert "2026-03-01" in said.text


def test_attacks_of_two_weeks_are_not_doubted():
    """Nor is anything else of a plain list."""
    assert attack_days([attack(at(1), at(15)), attack(at(20, 3))], "a.csv", Faults()).doubts == ()


# Slips


def test_an_end_before_its_beginning_and_a_length_of_years_are_slips():
    """Both name their line; a year is the longest."""
    assert "before it begins" in str(slip(attack(at(2), at(1)), "a.csv"))
    assert "line 2: lasts 367 days" in str(slip(attack(at(1), at(1) + timedelta(367)), "a.csv"))
    assert slip(attack(at(1), at(1) + LONGEST), "a.csv") is None


def test_a_list_of_more_attacks_than_a_life_has_is_refused():
    """A hundred rows of a year each on every day would take minutes, and are no list."""
    year = [attack(at(1), at(1) + timedelta(365 - k / 1000)) for k in range(150)]
    with pytest.raises(InputError, match=r"150 attacks on 5\d+ days in all; allowed: up to 50000"):
        attack_days(year, "a.csv", Faults())
