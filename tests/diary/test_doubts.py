"""What looks like a slip of a hand: each kind is named, by its row, and a good record has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.diary.doubts.changes import changes
from wearoff.diary.doubts.dated import dates, in_order
from wearoff.diary.doubts.filled_in import only_headache, writing
from wearoff.diary.doubts.seen import Row, Seen, Visit, near_days
from wearoff.diary.doubts.sessions import sessions
from wearoff.words.doubts import KINDS, doubt

FIRST = date(2024, 1, 1).toordinal()
TODAY = date(2026, 1, 1).toordinal()
BEFORE, APART = 56, 84
ONA = "onabotulinumtoxinA"


def day(year, month, number):
    """A day as looks count them."""
    return date(year, month, number).toordinal()


def good(seed=1, *, cycles=4, rate=0.6, missing=0.06):
    """A regular record: most days written, a session every twelve weeks, some relief."""
    rng = np.random.default_rng(seed)
    length = BEFORE + cycles * APART
    chance = np.where(np.arange(length) < BEFORE, rate, 0.7 * rate)
    days = (rng.random(length) < chance).astype(float)
    days[rng.random(length) < missing] = np.nan
    visits = [Visit(FIRST + BEFORE + k * APART, k + 2, 155.0, ONA) for k in range(cycles)]
    return of_days(days, visits)


def of_days(days, visits=()):
    """A record whose rows stand in the order of their days."""
    written = np.flatnonzero(np.isfinite(days))
    return Seen(
        diary="diary.csv",
        log="injections.csv",
        rows=[Row(FIRST + int(k), line) for line, k in enumerate(written, 2)],
        first=FIRST,
        days=days,
        filled={"headache": np.isfinite(days)},
        sessions=visits,
        usual_units={ONA: 155.0},
        usual_interval=APART,
        what="headache",
        chronic=True,
        today=TODAY,
    )


def looked(seen):
    """Every doubt about a record, by code."""
    looks = (dates(seen), writing(seen), sessions(seen), changes(seen))
    return {one.code: one for look in looks for one in look}


def moved(seen, place, to):
    """The record with one row's date changed; the days follow."""
    rows = list(seen.rows)
    was = rows[place].day - seen.first
    rows[place] = rows[place]._replace(day=to)
    first = min(seen.first, to)
    last = max(seen.first + len(seen.days) - 1, to)
    days = np.full(last - first + 1, np.nan)
    days[seen.first - first : seen.first - first + len(seen.days)] = seen.days
    days[was + seen.first - first] = np.nan
    days[to - first] = seen.days[was]
    return replace(seen, rows=rows, first=first, days=days, filled={"headache": np.isfinite(days)})


@pytest.mark.parametrize("seed", range(8))
def test_a_good_record_has_no_doubt(seed):
    """Nobody is asked about a diary that is written day by day with regular sessions."""
    assert looked(good(seed)) == {}


@given(st.lists(st.integers(0, 6), max_size=8))
def test_the_order_is_the_longest_that_never_falls(days):
    """No other choice of rows in order is longer."""
    found = in_order(days)
    picked = [days[k] for k in found]
    assert found == sorted(found)
    assert picked == sorted(picked)
    longer = combinations(range(len(days)), len(found) + 1)
    assert not any(all(days[a] <= days[b] for a, b in pairwise(some)) for some in longer)


@given(st.lists(st.integers(0, 9000), max_size=30, unique=True))
def test_near_days_are_of_the_list(days):
    """What lies far is taken away from the ends only."""
    ordered = sorted(days)
    near = near_days(ordered)
    assert [d for d in ordered if near and near[0] <= d <= near[-1]] == near
    assert bool(near) == bool(days)


@pytest.mark.parametrize(
    ("to", "code", "words"),
    [
        (day(2034, 4, 10), "date_far", "2034-04-10 lies 9 years after the rest"),
        (day(2034, 4, 10), "date_future", "2034-04-10 is in the future: today is 2026-01-01"),
        (day(2023, 4, 10), "date_far", "2023-04-10 lies 9 months before the rest"),
        (day(2024, 9, 4), "day_month", "fits among the rows around it as 2024-04-09"),
        (day(2024, 6, 2), "out_of_order", "out of the order of the rows"),
    ],
)
def test_a_date_out_of_place_is_named_with_its_row(to, code, words):
    """A wrong year, day and month exchanged, or any other date out of the order."""
    seen = good()
    place = next(k for k, row in enumerate(seen.rows) if row.day >= day(2024, 4, 9))
    seen = replace(seen, days=seen.days.copy())
    seen.days[to - FIRST : to - FIRST + 1] = np.nan
    seen = replace(seen, rows=[row for row in seen.rows if row.day != to])
    found = looked(moved(seen, place, to))
    assert words in found[code].text
    assert found[code].where == f"diary.csv, line {seen.rows[place].line}"


def test_the_old_year_in_january_is_a_wrong_year():
    """Rows that fit among their neighbors with another year are told so, with how many they are."""
    years = [day(2024, 12, 20) + k for k in range(20)]
    years = [d - 366 if d >= day(2025, 1, 1) else d for d in years]
    start = [day(2024, 1, 1) + k for k in range(354)]
    rows = [Row(d, line) for line, d in enumerate([*start, *years], 2)]
    found = list(dates(replace(good(), rows=rows)))
    assert {one.code for one in found} == {"wrong_year"}
    assert "2024-01-01 (and 7 more rows) fits" in found[0].text


def test_a_file_whose_days_and_months_were_exchanged_is_told():
    """As spreadsheets do: every date up to the twelfth is read the other way round."""

    def exchanged(ordinal):
        whole = date.fromordinal(ordinal)
        return whole.replace(month=whole.day, day=whole.month) if whole.day <= 12 else whole

    seen = good()
    rows = [row._replace(day=exchanged(row.day).toordinal()) for row in seen.rows]
    assert "day_month" in {one.code for one in dates(replace(seen, rows=rows))}


def test_a_file_in_any_order_has_no_row_out_of_order():
    """Newest first is an order; no order at all is no slip."""
    seen = good()
    rng = np.random.default_rng(3)
    for rows in (seen.rows[::-1], [seen.rows[k] for k in rng.permutation(len(seen.rows))]):
        assert list(dates(replace(seen, rows=rows))) == []


def test_attacks_that_are_far_between_are_not_far():
    """Of a list of an attack a month none is far; ten years are."""
    days = [FIRST + 30 * k + (40 if k > 2 else 0) for k in range(30)]
    rows = [Row(day, line) for line, day in enumerate(days, 2)]
    assert list(dates(replace(good(), rows=rows, today=TODAY + 5000))) == []
    late = [*rows, Row(days[-1] + 3650, 40)]
    assert [one.code for one in dates(replace(good(), rows=late, today=TODAY + 9000))] == [
        "date_far"
    ]


# Writing


def without_free(seen, first, last, share=1.0):
    """The record with free days of a stretch left out."""
    days = seen.days.copy()
    rng = np.random.default_rng(5)
    lost = (days == 0) & (rng.random(len(days)) < share)
    lost[:first] = lost[last:] = False
    days[lost] = np.nan
    return of_days(days, seen.sessions)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (0, 1000, "only_headache"),
        (300, 1000, "only_headache_now"),
        (0, BEFORE, "only_headache_before"),
        (150, 250, "only_headache_stretch"),
    ],
)
def test_free_days_left_out_are_told(first, last, code):
    """A list of headache days, in all or in a stretch, is asked about: it counts as 28 of 28."""
    assert code in looked(without_free(good(), first, last))


def test_daily_headache_is_no_list_of_headache_days():
    """Headache on every day, written on nearly every day, is what it is."""
    days = np.ones(200)
    days[::50] = np.nan
    assert only_headache(days) == []
    assert len(only_headache(np.where(np.arange(200) % 3, 1.0, np.nan))) == 1


def test_free_days_written_less_and_less_are_told():
    """As much headache, and fewer free days: the diary tires, and it looks like a worsening."""
    rng = np.random.default_rng(7)
    days = (rng.random(500) < 0.5).astype(float)
    fading = rng.random(500) < 0.9 * np.arange(500) / 500
    days[(days == 0) & fading] = np.nan
    assert "free days are written less and less" in looked(of_days(days))["free_fading"].text


@pytest.mark.parametrize(("first", "last"), [(BEFORE, 1000), (0, BEFORE)])
def test_days_filled_in_unlike_before_and_after_are_told(first, last):
    """Free days left out on one side of the first session look like an effect, or hide one."""
    found = looked(without_free(good(rate=0.5), first, last, share=0.7))
    assert {"free_less_after", "less_before", "filled_less"} & set(found)


def test_days_filled_in_less_soon_after_sessions_are_told():
    """What is left out in the good weeks hides them."""
    seen = good(cycles=6, rate=0.5)
    days = seen.days.copy()
    since = np.arange(len(days)) - BEFORE
    soon = (since >= 0) & (since % APART < 42)
    days[soon & (days == 0) & (np.arange(len(days)) % 3 > 0)] = np.nan
    assert "free_less_in_cycle" in looked(of_days(days, seen.sessions))


def test_few_days_and_gaps_are_told():
    """A count of few days, and a page that is lost, are said with how many there are."""
    seen = good()
    days = seen.days.copy()
    days[-84:] = np.where(np.arange(84) % 6, np.nan, days[-84:])
    days[100:140] = np.nan
    days[20:56] = np.nan
    found = looked(of_days(days, seen.sessions))
    assert "now: only" in found["few_now"].text
    assert "before: only" in found["few_before"].text
    assert found["gap"].where.startswith("diary.csv, line")


def test_days_filled_down_are_told():
    """The same entry on every day of two months, unlike the rest."""
    seen = good()
    days = seen.days.copy()
    days[-60:] = 0
    assert "no headache on each of" in looked(of_days(days, seen.sessions))["same_long"].text


# Sessions


def with_visit(seen, place, **parts):
    """The record with one session changed."""
    visits = list(seen.sessions)
    visits[place] = visits[place]._replace(**parts)
    return replace(seen, sessions=sorted(visits))


@pytest.mark.parametrize(
    ("place", "parts", "code"),
    [
        (1, {"units": 1550.0}, "units_tenfold"),
        (1, {"units": 15.5}, "units_tenfold"),
        (2, {"units": 400.0}, "units_unusual"),
        (2, {"product": "abobotulinumtoxinA"}, "product_once"),
        (0, {"day": FIRST + BEFORE - 366}, "session_year"),
        (3, {"day": FIRST + BEFORE + 3 * APART + 365}, "session_year"),
        (1, {"day": FIRST + BEFORE + APART + 30}, "session_interval"),
        (3, {"day": TODAY + 40}, "session_future"),
    ],
)
def test_a_session_unlike_the_others_is_named_with_its_row(place, parts, code):
    """A dose with a digit too many, a wrong year, another product, a month off."""
    found = looked(with_visit(good(), place, **parts))
    assert found[code].where.startswith("injections.csv, line")


def test_a_dose_into_one_muscle_is_held_against_its_usual():
    """A digit too many in one row moves the total by less than it takes."""
    sites = (("corrugator_left", 5.0), ("trapezius_left", 15.0))
    visits = [visit._replace(sites=sites) for visit in good().sessions]
    assert looked(replace(good(), sessions=visits)) == {}
    visits[2] = visits[2]._replace(sites=(("corrugator_left", 50.0), sites[1]), units=200.0)
    text = looked(replace(good(), sessions=visits))["units_tenfold"].text
    assert "50 U into corrugator left on" in text


def test_products_to_and_fro_are_said():
    """Every other session of another product is asked about; one change for good is not."""
    visits = list(good(cycles=6).sessions)
    other = [v._replace(product="abobotulinumtoxinA") if k % 2 else v for k, v in enumerate(visits)]
    assert "products_alternate" in looked(replace(good(cycles=6), sessions=other))
    once = [v._replace(product="abobotulinumtoxinA") if k > 2 else v for k, v in enumerate(visits)]
    assert looked(replace(good(cycles=6), sessions=once)) == {}


def test_one_session_years_before_the_diary_is_named():
    """With no other session to lie beside, the diary is what it lies far from."""
    seen = good()
    one = [seen.sessions[0]._replace(day=FIRST - 3650)]
    assert "10 years from the diary" in looked(replace(seen, sessions=one))["session_far"].text


def test_a_dose_is_held_against_the_plan_where_there_is_one_session_or_all_are_alike():
    """Ten times the plan in each session is no usual dose."""
    seen = good()
    for visits in ([seen.sessions[0]], seen.sessions):
        tenfold = [visit._replace(units=1550.0) for visit in visits]
        assert "units_tenfold" in {one.code for one in sessions(replace(seen, sessions=tenfold))}


@pytest.mark.parametrize("start", range(0, 365, 5))
def test_a_session_with_day_and_month_exchanged_is_told(start):
    """Wherever its date lands, out of the order of the rows or usual on one side of it."""
    for place in range(1, 5):
        visits = [Visit(day(2024, 1, 1) + start + 91 * k, k + 2, 155.0, ONA) for k in range(6)]
        whole = date.fromordinal(visits[place].day)
        if whole.day > 12 or whole.day == whole.month:
            continue
        swapped = whole.replace(month=whole.day, day=whole.month).toordinal()
        written = [*visits[:place], visits[place]._replace(day=swapped), *visits[place + 1 :]]
        found = {one.code for one in sessions(of_days(np.ones(500), sorted(written)))}
        assert "session_day_month" in found
        assert not found & {"session_order", "session_year"}


def test_a_session_that_was_written_down_late_is_none_with_another_date():
    """A row at the end of the log that fits among the others as it is; its order is said."""
    visits = [Visit(day(2024, 1, 1) + 91 * k, k + 2, 155.0, ONA) for k in range(6)]
    late = sorted([*visits[:2], visits[2]._replace(line=9), *visits[3:]])
    assert {one.code for one in sessions(of_days(np.ones(500), late))} == {"session_order"}


def test_a_forgotten_session_is_asked_for():
    """Twice the usual interval in the middle, or a diary that goes on long after the last."""
    seen = good(cycles=5)
    middle = [visit for k, visit in enumerate(seen.sessions) if k != 2]
    assert "session_gap" in looked(replace(seen, sessions=middle))
    assert "session_last" in looked(replace(seen, sessions=seen.sessions[:3]))


def test_sessions_without_an_entry_are_counted():
    """Cycles of which the diary says nothing."""
    seen = good(cycles=6)
    days = seen.days.copy()
    days[BEFORE : BEFORE + 2 * APART] = np.nan
    found = looked(of_days(days, seen.sessions))
    assert found["sessions_outside"].text == "2 of 6 sessions have no entry before the next"


# Changes


def test_few_headache_days_called_chronic_are_said():
    """A baseline under 15 days a month is no chronic migraine."""
    assert "baseline_low" in looked(good(rate=0.35))
    assert "baseline_low" not in looked(replace(good(rate=0.35), chronic=False))


def test_a_count_that_jumps_where_the_file_changes_is_said():
    """Another column from some day on may be another thing."""
    seen = good(rate=0.9)
    days = seen.days.copy()
    days[200:] = np.where(np.arange(len(days) - 200) % 5, 0.0, 1.0)
    place = np.arange(len(days))
    filled = {"headache": place < 200, "pain_10": place >= 200}
    found = looked(replace(seen, days=days, filled=filled))
    assert "pain_10 is filled in and headache no longer" in found["columns_change"].text
    assert "the count jumps" in found["count_jumps"].text
    assert "count_jumps" not in looked(replace(seen, days=days))


# Sentences


def test_every_kind_of_doubt_has_a_sentence_and_an_effect():
    """No code without words, and what bars answers stands first."""
    effects = [effect for effect, _ in KINDS.values()]
    assert effects == sorted(effects)
    assert all(text.__doc__ for _, text in KINDS.values())


@pytest.mark.parametrize(
    ("days", "words"), [(-45, "45 days before"), (70, "2 months after"), (3650, "10 years after")]
)
def test_a_distance_is_said_as_people_do(days, words):
    """Days, then months, then years."""
    assert words in doubt("date_far", "a.csv", date="2030-01-01", days=days).text
