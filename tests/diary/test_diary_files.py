"""Diaries: what is read, what is merged and said, and what is refused in one line."""

from __future__ import annotations

import csv
import math
from datetime import date, timedelta
from io import StringIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wearoff
from damage import (
    BYTES,
    DAMAGE,
    damaged,
    listed,
    mutated,
    read_or_refused,
    reader,
    refused,
)
from wearoff.diary.outcomes import headache_days
from wearoff.diary.read.ours import ASSUMED, COLUMNS, FREE, NUMBERS, OUTCOMES, WORDS
from wearoff.diary.read.readers import read_diary
from wearoff.diary.read.values import read_cell
from wearoff.formats.csvs import MISSING
from wearoff.formats.dates import is_date
from wearoff.formats.spreadsheets import as_it_was
from wearoff.words.notes import text as text_of

DIARY = """\
date,headache,severity_3,acute_medication,note
2026-01-01,1,2,1,woke with it
2026-01-02,0,0,0,
2026-01-04,1,3,2.5,"long, bad"
2026-01-05,,,,slept badly
"""


def said(diary):
    """The notes of a diary as people read them."""
    return tuple(text_of(note) for note in diary.notes)


@pytest.fixture
def diary(tmp_path):
    """Read a text as a diary."""
    return reader(tmp_path, read_diary, "diary.csv")


# Diaries that are read


def test_a_diary_is_read_day_by_day(diary):
    """Every day from the first entry to the last has a place; what was not written is NaN."""
    found = diary(DIARY)
    assert (found.source, found.first, found.days) == ("diary.csv", date(2026, 1, 1), 5)
    assert {name: listed(values) for name, values in found.values.items()} == {
        "headache": [1, 0, None, 1, None],
        "severity_3": [2, 0, None, 3, None],
        "acute_medication": [1, 0, None, 2.5, None],
    }
    assert found.texts == {"note": ("woke with it", "", "", "long, bad", "slept badly")}
    assert said(found) == ()


@pytest.mark.parametrize("empty", ["", " ", "NA", "na", "NaN"])
def test_a_missing_day_is_nan_and_never_zero(diary, empty):
    """An absent row and an empty cell are both a missing day."""
    found = diary(f"date,headache\n2026-01-01,0\n2026-01-02,{empty}\n2026-01-04,1\n")
    assert listed(found.values["headache"]) == [0, None, None, 1]


def test_the_order_of_the_rows_does_not_matter(diary):
    """A diary written backwards is the same diary."""
    head, *rows = DIARY.splitlines()
    backwards, forwards = diary("\n".join([head, *reversed(rows)])), diary(DIARY)
    assert backwards.first == forwards.first
    assert backwards.texts == forwards.texts
    for name, values in forwards.values.items():
        np.testing.assert_array_equal(backwards.values[name], values)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + DIARY,
        DIARY.replace("\n", "\r\n"),
        DIARY.replace(",1,", ", 1 ,"),
        DIARY + "\n,,,,\n , , , , \n",
        DIARY.replace("2026-01-01,1,2", "2026-01-01,1.0,2.0"),
    ],
    ids=["byte order mark", "CRLF", "spaces", "rows with nothing in them", "decimals"],
)
def test_harmless_shapes_of_a_diary_read_the_same(diary, text):
    """A byte order mark, line ends, spaces, rows of empty cells and 1.0 change nothing."""
    plain, found = diary(DIARY), diary(text)
    assert (found.first, found.texts, found.notes) == (plain.first, plain.texts, plain.notes)
    for name, values in plain.values.items():
        np.testing.assert_array_equal(found.values[name], values)


def test_a_note_may_have_several_lines(diary):
    """A quoted note keeps its line ends, and the next row its line number."""
    text = DIARY.replace("woke with it", '"woke\nwith it"')
    assert diary(text).texts["note"][0] == "woke\nwith it"
    assert "line 4" in refused(diary, text.replace("02,0", "02,7"))


def test_a_column_that_is_not_read_is_said(diary):
    """An unknown column, or one without a name, stops nothing and is named in the notes."""
    found = diary("date,weather,back_pain_10,headache,\n2026-01-01,rain,4,1,x\n")
    assert said(found) == (
        "column weather is not read",
        "column back_pain_10 is not read",
        "a column without a name is not read",
    )
    assert set(found.values) == {"headache"}


def test_a_day_written_twice_is_kept_once_and_said(diary, tmp_path):
    """Rows of one day that agree are one day; an empty cell agrees with anything."""
    again = "2026-01-04,1,,2.5,\n2026-01-05,0,,,\n2026-01-05,0.0,,NA,slept badly\n"
    found = diary(DIARY + again)
    assert found.merged == 3
    assert said(found) == ()
    assert listed(found.values["headache"]) == [1, 0, None, 1, 0]
    assert listed(found.values["severity_3"]) == [2, 0, None, 3, None]
    assert found.texts["note"][3:] == ("long, bad", "slept badly")
    doubts = wearoff.read_case(tmp_path / "diary.csv").doubts
    (doubt,) = [doubt for doubt in doubts if doubt.code == "repeated"]
    assert (doubt.code, doubt.effect) == ("repeated", "said")
    assert doubt.text == "2026-01-04 (and 1 more date) stands twice, kept once"
    assert doubt.where == "diary.csv, line 6"


def test_empty_rows_around_the_diary_are_not_days_of_it(diary):
    """Dates printed ahead do not turn into days on which nothing was written."""
    text = DIARY + "2025-12-31,,,,\n2026-01-06,,,,\n2026-12-31,,NA,,\n"
    found = diary(text)
    assert (found.first, found.days) == (date(2026, 1, 1), 5)
    assert said(found) == ("3 days before the first or after the last entry, all empty",)


@pytest.mark.parametrize("column", ["severity_3", "pain_10", "hours", "migraine"])
def test_no_headache_with_a_severity_is_no_headache_and_said(diary, column):
    """The headache column decides; the note counts the days on which the two disagree."""
    text = f"date,headache,{column}\n2026-01-01,0,1\n2026-01-02,0,1\n2026-01-03,0,0\n"
    text += "2026-01-04,1,0\n2026-01-05,,1\n"
    found = diary(text)
    words = "say no headache and give a severity: counted as no headache"
    assert said(found) == (f"2 days {words}",)
    assert listed(headache_days(found)) == [0, 0, 0, 1, 1]
    one = diary(text.replace("01-01,0,1", "01-01,0,0"))
    words = words.replace("say ", "says ").replace("give ", "gives ")
    assert said(one) == (f"1 day {words}",)


@pytest.mark.parametrize("column", [column.name for column in COLUMNS])
def test_every_column_takes_its_whole_range(diary, column):
    """Lowest and highest of a column are allowed, a step beyond either is not."""
    known = NUMBERS[column]
    beside = "leg_pain_10" if column == "headache" else "headache"
    text = f"date,{beside},{column}\n2026-01-01,1,{{}}\n"
    for value in (known.lowest, known.highest):
        found = diary(text.format(f"{value:g}"))
        assert found.values[column].tolist() == [value]
    for value in (known.lowest - 1, known.highest + 1, known.lowest - 0.001):
        line = refused(diary, text.format(f"{value:g}"))
        for words in ("line 2", f"column {column}", f"'{value:g}'", f"allowed: {known.allowed}"):
            assert words in line
    half = text.format("0.5")
    if known.whole:
        assert "'0.5'" in refused(diary, half)
    else:
        assert diary(half).values[column].tolist() == [0.5]


# Diaries that are refused


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("02,0,0", "02,7,0", ["line 3", "column headache", "'7'", "allowed: 0 or 1"]),
        ("02,0,0", "02,maybe,0", ["line 3", "column headache", "'maybe'", "yes or no"]),
        ("02,0,0", "02,0,4", ["line 3", "column severity_3", "a whole number from 0 to 3"]),
        ("02,0,0", "02,0,-1", ["line 3", "column severity_3", "'-1'"]),
        ("02,0,0", "02,0,inf", ["line 3", "column severity_3", "'inf'"]),
        ("02,0,0", '02,0,"1,5"', ["line 3", "column severity_3", "'1,5'"]),
        ("2026-01-02", "2023-02-30", ["line 3", "column date", "'2023-02-30'", "as 2026-03-31"]),
        ("2026-01-02", "1/2/2026", ["line 3", "column date", "2026-02-01 day-first, 2026-01-02"]),
        ("2026-01-02", "2026-W01-5", ["line 3", "column date", "a date as 2026-03-31"]),
        ("2026-01-02", "1926-01-02", ["line 3", "column date", "a year from 1950 to 2100"]),
        ("2026-01-02", "", ["line 3", "column date", "found ''"]),
        ("2026-01-02", "1976-01-02", ["1976-01-02 on line 3", "2026-01-05 on line 5", "40 years"]),
        ("2026-01-02", "0022-01-02", ["line 3", "column date", "'0022-01-02'"]),
        ("01-02,0,0", "01-01,0,2", ["line 3", "column headache", "has 0 here and 1 on line 2"]),
        ("date,headache", "date,headche", ["line 1", "'headche'", "did you mean 'headache'?"]),
        ("severity_3", "severity", ["line 1", "'severity'", "severity from 0 to 3, or pain"]),
        ("date,", "dates,", ["line 1", "did you mean 'date'?"]),
        ("date,", "when,", ["line 1", "no header with a date"]),
        ("severity_3", "headache", ["line 1", "column headache twice"]),
        ("02,0,0,0", "02,0,0", ["line 3", "more or fewer cells"]),
    ],
)
def test_damage_of_a_diary_is_refused(diary, old, new, said):
    """What is wrong in a diary is named with its file, line and column."""
    assert old in DIARY
    line = refused(diary, DIARY.replace(old, new))
    for words in ("diary.csv", *said):
        assert words in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing in it"),
        ("\n\n", "nothing in it"),
        ("date,headache\n", "no day with an entry"),
        ("date,headache\n2026-01-01,\n", "no day with an entry"),
        ("date,note,menstruation\n2026-01-01,fine,1\n", "no column tells of headache"),
        ("date,mood\n2026-01-01,3\n", "no header with a date"),
        (b"\xff\xfe\x00", "utf-16"),
    ],
)
def test_a_file_that_is_no_diary_is_refused(diary, text, said):
    """Without a date, or without one entry of headache or pain, nothing can be analyzed."""
    line = refused(diary, text)
    assert said in line
    if said.startswith("no day"):
        assert ", ".join(OUTCOMES) in line


def test_the_second_row_of_a_day_is_compared_with_the_row_that_was_filled(diary):
    """Of three rows of a day, the line named is that of the cell that disagrees."""
    text = "date,hours,headache\n2026-01-01,1,\n2026-01-01,,1\n2026-01-01,1,0\n"
    assert "line 4, column headache: 2026-01-01 has 0 here and 1 on line 3" in refused(diary, text)


def test_scales_of_one_day_take_the_worst_and_say_so(diary):
    """Two scores of a day are no contradiction."""
    found = diary("date,pain_10\n2026-01-01,0\n2026-01-01,6\n2026-01-02,4\n")
    assert listed(found.values["pain_10"]) == [6, 4]
    assert said(found) == ("1 day with entries that differ: the worst of the day is taken",)
    assert found.merged == 1


def test_a_folder_or_a_missing_diary_is_refused_by_name(tmp_path):
    """A folder and a file that does not exist are bad input, named."""
    for path in (tmp_path, tmp_path / "nothing.csv"):
        assert str(path) in refused(read_diary, path)


# Any diary, whole and damaged


def cell(name):
    """What may be written into a cell, None for nothing."""
    if name == ASSUMED:
        return st.sampled_from([None, FREE])
    if name in WORDS:
        letters = st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")
        words = st.text(letters, max_size=12).map(str.strip)
        return st.none() | words.filter(lambda word: word not in MISSING)
    known = NUMBERS[name]
    if known.whole:
        return st.none() | st.integers(int(known.lowest), int(known.highest)).map(float)
    return st.none() | st.floats(known.lowest, known.highest)


@st.composite
def diaries(draw):
    """A header and days in any order, with gaps; the first day has an entry of pain."""
    outcome = draw(st.sampled_from(OUTCOMES))
    others = [name for name in (*NUMBERS, *WORDS) if name != outcome]
    names = [outcome, *draw(st.lists(st.sampled_from(others), unique=True))]
    first = draw(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
    after = draw(st.lists(st.integers(1, 400), unique=True, max_size=12))
    days = {
        first + timedelta(days=gap): {name: draw(cell(name)) for name in names} for gap in after
    }
    days[first] = dict.fromkeys(names) | {
        outcome: draw(cell(outcome).filter(lambda v: v is not None))
    }
    return names, draw(st.permutations(sorted(days.items())))


@given(diaries())
def test_a_written_diary_reads_back_the_same(tmp_path_factory, written):
    """Whatever a diary holds, in whatever order, comes back cell by cell."""
    names, days = written
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["date", *names])
    table.writerows([day, *("" if v is None else v for v in cells.values())] for day, cells in days)
    file = tmp_path_factory.mktemp("written") / "diary.csv"
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
    found = read_diary(file)
    filled = {day: cells for day, cells in days if any(v is not None for v in cells.values())}
    assert found.first == min(filled)
    assert found.days == (max(filled) - min(filled)).days + 1
    assert {*found.values, *found.texts} == set(names)
    for k in range(found.days):
        cells = filled.get(found.first + timedelta(days=k), {})
        for name, values in found.values.items():
            value = cells.get(name)
            assert values[k] == value or (value is None and math.isnan(values[k]))
        for name, words in found.texts.items():
            assert words[k] == as_it_was(cells.get(name) or "")


def written_rows(text):
    """The rows of a damaged text as dictionaries, wherever its header stands."""
    rows = [[cell.strip() for cell in row] for row in csv.reader(StringIO(text, newline=None))]
    header = next(row for row in rows if "date" in row)
    told = [dict(zip(header, row, strict=False)) for row in rows if any(row) and row != header]
    return [row for row in told if is_date(row.get("date", ""))]  # others are refused, or above


def same_counts(found, text):
    """The days of a text that was read are all there, no day more and none twice."""
    told = {}
    for row in written_rows(text):
        cells = {name: row.get(name, "").strip() for name in NUMBERS}
        cells = {name: read_cell(name, word, name).values for name, word in cells.items()}
        kept = told.setdefault(date.fromisoformat(row["date"].strip()[:10]), {})
        for values in cells.values():
            for column, value in values.items():
                kept[column] = max(value, kept.get(column, value))
    for name, values in found.values.items():
        wanted = sorted(cells[name] for cells in told.values() if name in cells)
        assert sorted(values[np.isfinite(values)].tolist()) == wanted
    headache = headache_days(found)
    counts = [int(np.sum(x)) for x in (headache == 1, headache == 0, np.isnan(headache))]
    assert sum(counts) == found.days
    if "headache" in found.values:
        assert counts[0] >= sum(cells.get("headache") == 1 for cells in told.values())
        assert counts[1] >= sum(cells.get("headache") == 0 for cells in told.values())


@given(DAMAGE)
def test_a_damaged_diary_is_read_whole_or_refused(tmp_path_factory, damage):
    """A damaged diary is refused in a line, or every entry of it is counted once."""
    file = tmp_path_factory.mktemp("damaged") / "diary.csv"
    text = damaged(DIARY.replace('"long, bad"', "long"), damage)
    file.write_text(text, encoding="utf-8", newline="")
    found = read_or_refused(read_diary, file)
    if found is not None:
        same_counts(found, text)


@given(BYTES)
def test_mutated_bytes_of_a_diary_are_read_or_refused(tmp_path_factory, changes):
    """Bytes overwritten anywhere lead to a reading or to one line, never to a fault of ours."""
    file = tmp_path_factory.mktemp("mutated") / "diary.csv"
    file.write_bytes(mutated(DIARY, changes))
    read_or_refused(read_diary, file)


# Real diaries


@pytest.mark.shared
def test_the_real_diaries_keep_their_counts(shared, tmp_path):
    """66 real diaries: 1473 headache days of 2233, one day written twice; and their persistence."""
    people = {}
    with (shared / "data" / "kostecki_dillon_even.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day = date(2000, 1, 1) + timedelta(days=int(row["time"]))
            people.setdefault(row["id"], []).append(f"{day},{int(row['headache'] == 'yes')}")
    read = reader(tmp_path, read_diary, "diary.csv")
    found = {name: read("\n".join(["date,headache", *rows])) for name, rows in people.items()}
    assert sum(map(len, people.values())) == 2234
    assert {name: kept.merged for name, kept in found.items() if kept.merged} == {"90": 1}
    assert not any(kept.notes for kept in found.values())
    told = [headache_days(kept) for kept in found.values()]
    assert len(told) == 66
    assert sum(np.sum(values == 1) for values in told) == 1473
    assert sum(np.sum(np.isfinite(values)) for values in told) == 2233
    pairs = np.concatenate([np.stack([values[:-1], values[1:]], axis=1) for values in told])
    today, tomorrow = pairs[np.isfinite(pairs).all(axis=1)].T
    assert tomorrow[today == 1].mean() == pytest.approx(0.785, abs=5e-4)
    assert tomorrow[today == 0].mean() == pytest.approx(0.395, abs=5e-4)


@pytest.mark.parametrize(
    ("data", "kind"), [(b"%PDF-1.7", "a PDF"), (b"\x89PNG\r\n", "a picture"), (b"{}", "JSON")]
)
def test_a_file_of_another_kind_is_called_what_it_is(tmp_path, data, kind):
    """What people have beside a table is no table with a wrong header."""
    file = tmp_path / "diary.csv"
    file.write_bytes(data)
    said = refused(wearoff.read_case, file)
    assert f"is {kind}, not a table; fix: export or copy its table as CSV" in said
