"""Dates of a column: one way of reading, or none; never a guess."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damage import refused
from wearoff.errors import InputError
from wearoff.formats.dates import is_date, month_of, read_moments

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
NAMES = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
    "novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro "
    "novembro dezembro",
}


def column(texts):
    """A column of cells on lines 2 and on."""
    return list(enumerate(texts, 2))


def days_of(texts, **options):
    """The dates of a column, in order."""
    found = read_moments(column(texts), **options)
    return [found.at[line].date() for line, _ in column(texts)]


@given(
    st.lists(DAYS, min_size=1, max_size=20), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y"])
)
def test_ways_that_can_be_read_in_one_way_alone_are(days, way):
    """Year first, and a full stop between, leave nothing open."""
    assert days_of([day.strftime(way) for day in days]) == days


@given(
    st.lists(DAYS, min_size=1, max_size=20),
    st.sampled_from(["/", "-", " "]),
    st.sampled_from(["day-first", "month-first"]),
)
def test_a_column_is_read_in_its_own_way_or_asked_about(days, between, way):
    """Right where any date tells the way; asked where none does and it would matter."""
    one, two = ("%d", "%m") if way == "day-first" else ("%m", "%d")
    texts = [day.strftime(f"{one}{between}{two}{between}%Y") for day in days]
    if all(day.day <= 12 for day in days) and any(day.day != day.month for day in days):
        said = refused(days_of, texts)
        assert "day-first" in said
        assert "month-first" in said
    else:
        assert days_of(texts) == days
    assert days_of(texts, asked=way) == days


@given(DAYS)
def test_a_serial_number_of_a_spreadsheet_is_its_date(day):
    """Counted from the end of 1899, as spreadsheets do."""
    assert days_of([str((day - date(1899, 12, 30)).days)]) == [day]


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_known_by_name(language, month):
    """In seven languages, in full and by as many letters as tell it apart."""
    name = NAMES[language].split()[month - 1]
    assert month_of(name) == month_of(name.upper()) == month
    assert month_of(name[:3]) in {month, 0}
    assert days_of([f"3 {name} 2024", f"4. {name} 2024"]) == [
        date(2024, month, 3),
        date(2024, month, 4),
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Jan 11, 2022 1:15 PM", datetime.fromisoformat("2022-01-11 13:15")),
        ("Jan 11, 2022 12:15 AM", datetime.fromisoformat("2022-01-11 00:15")),
        ("2024-05-11 21:40:00", datetime.fromisoformat("2024-05-11 21:40")),
        ("2024-05-11T21:40:00+02:00", datetime.fromisoformat("2024-05-11 21:40")),
        ("13/02/24 6:15", datetime.fromisoformat("2024-02-13 06:15")),
        ("45352.25", datetime.fromisoformat("2024-03-01 06:00")),
        ("3 de marzo de 2024", datetime.fromisoformat("2024-03-03 00:00")),
        ("1er août 2024", datetime.fromisoformat("2024-08-01 00:00")),
        ("Fr., 01.03.2024", datetime.fromisoformat("2024-03-01 00:00")),
    ],
)
def test_a_moment_is_read_with_its_time(text, moment):
    """Times stay local, as they were written."""
    found = read_moments([(2, text)])
    assert found.at[2] == moment
    assert found.timed == (moment.hour + moment.minute > 0)


def test_midnight_is_no_time_of_day():
    """A column of dates that a program wrote with 00:00:00 is one of days."""
    assert not read_moments(column(["2024-03-01 00:00:00", "2024-03-02 00:00:00"])).timed


def test_both_ways_in_one_column_are_refused_with_the_lines():
    """A date that can only be the other way is named, and nothing is read."""
    said = refused(days_of, ["13/03/2024", "14/03/2024", "03/15/2024"])
    assert "'03/15/2024' on line 4" in said


@pytest.mark.parametrize(
    "text", ["", "x", "12", "2024-02-30", "0022-12-05", "31/31/2024", "9999-01-01", "12/5"]
)
def test_what_is_no_date_is_refused(text):
    """With its line and what is allowed."""
    said = refused(days_of, [text])
    assert "line 2" in said
    year = len(text) > 4 and text[:4].isdecimal() and not 1950 <= int(text[:4]) <= 2100
    assert ("a year from 1950 to 2100" if year else "2026-03-31") in said
    assert not is_date(text)


def test_all_wrong_dates_are_said_at_once():
    """A line each, with the likes of them counted."""
    with pytest.raises(InputError, match="more such cells") as error:
        days_of(["x", "2024-01-01", *["y"] * 9])
    assert str(error.value).count("\n") == 3


@given(DAYS, st.integers(1, 400))
def test_order_is_kept(day, later):
    """A later day is later, however it is written."""
    texts = [f"{moment:%d.%m.%y}" for moment in (day, day + timedelta(days=later))]
    if day.year >= 2000:
        first, second = days_of(texts)
        assert (second - first).days == later
