"""Days with acute medicine by class: counted as written, an empty day never a day without."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.diary.overuse import CLASSES, classes_of, overuse
from wearoff.diary.read.readers import read_diary
from wearoff.records import Diary

FIRST = date(2025, 1, 1)
DAYS = 84
BLANK = float("nan")


def diary(counts=None, classes=None):
    """A diary with these columns; every day has an entry of headache."""
    days = len(counts if counts is not None else classes)
    values = {"headache": np.zeros(days)}
    if counts is not None:
        values["acute_medication"] = np.array(counts, float)
    texts = {} if classes is None else {"acute_class": tuple(classes)}
    return Diary("diary.csv", FIRST, values, texts)


def days(*taken, of=28):
    """Counts of three windows: so many days taken in each, 0 on the rest."""
    return [float(k < count) for count in taken for k in range(of)]


def rows_of(counts, word):
    """Rows by name, every day taken having the same word."""
    classes = [word if count > 0 else "" for count in counts]
    return {(one.name, one.line): one for one in overuse(diary(counts, classes)).classes}


CELLS = st.sampled_from([0.0, 1.0, 2.5, BLANK])
WORDS = st.sampled_from(["", "triptan", "paracetamol", "opioid; nsaid", "rimegepant", "none"])
diaries = st.lists(st.tuples(CELLS, WORDS), min_size=1, max_size=120)


def made(cells):
    """The diary of a list of cells."""
    return diary([count for count, _ in cells], [word for _, word in cells])


# Laws


@given(diaries, st.data())
def test_filling_an_empty_day_never_turns_an_answer(cells, data):
    """Whatever an empty day turns out to be, a yes stays a yes and a no a no."""
    before = overuse(made(cells))
    empty = [k for k, (count, word) in enumerate(cells) if np.isnan(count) and word == ""]
    filled = list(cells)
    for k in empty:
        filled[k] = data.draw(st.sampled_from([(0.0, ""), (1.0, "triptan"), (1.0, "")]))
    after = overuse(made(filled))
    if before is None or after is None:
        return
    answers = {(one.name, one.line): one.counted for one in after.classes}
    for one in before.classes:
        key = (one.name, one.line)
        if one.counted != "not_recorded" and key in answers:
            assert answers[key] == one.counted


@given(diaries)
def test_what_came_before_the_last_days_does_not_count(cells):
    """Only the last 84 days are counted."""
    later = [*cells, *[(0.0, "")] * DAYS]
    found = overuse(made(later))
    assert found.classes == []
    assert [window.written for window in found.windows] == [28, 28, 28]


@given(diaries, st.floats(0.5, 50))
def test_days_are_counted_and_not_doses(cells, doses):
    """However many doses were taken on a day, it is one day."""
    more = [(doses if count > 0 else count, word) for count, word in cells]
    assert overuse(made(more)) == overuse(made(cells))


@given(diaries)
def test_a_row_holds_together(cells):
    """Counts fit their windows, the class is never above the total, and no word accuses."""
    found = overuse(made(cells))
    if found is None:
        assert all(np.isnan(count) and word == "" for count, word in cells)
        return
    written = [window.written for window in found.windows]
    for one in found.classes:
        assert all(
            (n is None) == (most == 0) and (n or 0) <= most
            for n, most in zip(one.by_window, written, strict=True)
        )
        assert 0 < one.days_28 <= 28
        assert one.counted in {"yes", "no", "not_recorded"}
        said = (one.text + found.text).lower()
        for word in ("should", "must", "too many", "overused", "abuse", "you", "recommend"):
            assert word not in said


# Lines


@pytest.mark.parametrize(
    ("word", "line"),
    [("triptan", 10), ("ergots", 10), ("opioid", 10), ("combination", 10), ("NSAID", 15)],
)
@pytest.mark.parametrize("below", [0, 1])
def test_each_class_has_its_line(word, line, below):
    """As many days as the line in each window are a yes; one fewer in one of them is a no."""
    ((_, found),) = rows_of(days(line, line - below, line), word).items()
    assert found.line == line
    assert found.counted == ("no" if below else "yes")
    assert found.by_window == [line, line - below, line]


def test_the_number_is_of_28_days_and_in_the_text():
    """36 days of 84 are 12 of 28, said with the class, each window and the line."""
    found = rows_of(days(9, 12, 15), "triptans")["triptans", 10]
    assert found.days_28 == 12
    assert not found.at_least
    assert found.counted == "no"
    for words in ("12 of 28 days", "triptans", "9, 12, 15", "10 or more a month for over 3 months"):
        assert words in found.text


def test_windows_end_with_the_diary():
    """The windows are the last three times 28 days, without a gap."""
    windows = overuse(diary([1.0] * 100)).windows
    assert windows[0].first.isoformat() == "2025-01-17"
    assert windows[0].last.isoformat() == "2025-02-13"
    assert windows[1].first.isoformat() == "2025-02-14"
    assert windows[2].last.isoformat() == "2025-04-10"


def test_a_source_and_what_else_it_asks_are_named():
    """The answer names the definition, its grade, and that it asks about more than these days."""
    found = overuse(diary(days(1, 1, 1)))
    assert "Classification of Headache Disorders" in found.source
    assert found.grade == "assumed"
    assert "headache on 15 or more days a month" in found.text
    assert "less than 3 months" in found.text


# Several classes


def test_non_opioid_analgesics_are_one_class():
    """Paracetamol and an NSAID by turns are one class with the line of 15."""
    counts = days(20, 20, 20)
    classes = [("paracetamol", "ibuprofen")[k % 2] if c else "" for k, c in enumerate(counts)]
    (found,) = overuse(diary(counts, classes)).classes
    assert (found.name, found.line, found.counted) == ("simple analgesics", 15, "yes")


def test_several_classes_stand_together_where_none_reaches_its_line():
    """8 days of each of two classes are below both lines and 16 together are above 10."""
    counts = days(16, 16, 16)
    classes = [("triptan", "nsaid")[k % 2] if c else "" for k, c in enumerate(counts)]
    found = {one.name: one for one in overuse(diary(counts, classes)).classes}
    assert found["triptans"].by_window == [8, 8, 8]
    assert found["triptans"].counted == found["simple analgesics"].counted == "no"
    together = found["several classes together"]
    assert (together.line, together.counted, together.days_28) == (10, "yes", 16)


def test_several_classes_do_not_stand_beside_one_that_reaches_its_line():
    """The definition's row of several classes is for people in whom no single one reaches it."""
    counts = days(16, 16, 16)
    classes = [("triptan; nsaid", "triptan")[k % 2] if c else "" for k, c in enumerate(counts)]
    names = [one.name for one in overuse(diary(counts, classes)).classes]
    assert names == ["triptans", "simple analgesics"]


def test_a_day_with_two_classes_is_one_day_of_each_and_one_in_all():
    """Two classes on a day count in both, once together."""
    counts = days(9, 9, 9)
    classes = ["triptan + paracetamol" if c else "" for c in counts]
    found = overuse(diary(counts, classes)).classes
    assert [one.days_28 for one in found] == [9, 9, 9]


# What is not known


def test_without_a_class_the_total_stands_against_both_lines():
    """Where no class is written the total is given beside 10 and beside 15."""
    found = overuse(diary(days(12, 12, 12))).classes
    assert [(one.name, one.line, one.counted) for one in found] == [
        ("class not recorded", 10, "yes"),
        ("class not recorded", 15, "no"),
    ]
    assert "triptans" in found[0].text
    assert "simple analgesics" in found[1].text


def test_a_class_of_some_days_may_be_the_class_of_the_others():
    """6 named and 6 unnamed days in each window leave open whether triptans reach 10."""
    counts = days(12, 12, 12)
    classes = [("triptan", "")[k % 2] if c else "" for k, c in enumerate(counts)]
    found = {(o.name, o.line): o for o in overuse(diary(counts, classes)).classes}
    assert found["triptans", 10].counted == "not_recorded"
    assert found["triptans", 10].days_28 == 6
    assert found["class not recorded", 10].days_28 == 12


def test_a_medicine_of_no_known_class_is_not_put_into_one():
    """A word that names no class leaves the class open and is not repeated."""
    found = overuse(diary(days(12, 12, 12), ["rimegepant"] * DAYS))
    assert {one.name for one in found.classes} == {"class not recorded"}
    assert "rimegepant" not in str(found)


def test_empty_days_are_not_days_without():
    """Where only days with medicine are written, the number is a least and 'no' is not said."""
    counts = [1.0 if k % 28 < 8 else BLANK for k in range(DAYS)]
    classes = ["triptan" if count == 1 else "" for count in counts]
    (found,) = overuse(diary(counts, classes)).classes
    assert found.at_least
    assert (found.days_28, found.counted) == (8, "not_recorded")
    assert "at least 8 of 28 days" in found.text


def test_empty_days_among_written_ones_leave_the_answer_open_near_a_line():
    """9 days and 3 empty ones may be 10; 6 days and 3 empty ones may not."""
    for taken, counted in ((9, "not_recorded"), (6, "no"), (10, "yes")):
        window = [1.0] * taken + [BLANK] * 3 + [0.0] * (25 - taken)
        found = overuse(diary(window * 3, ["triptan" if c == 1 else "" for c in window * 3]))
        (one,) = found.classes
        assert one.counted == counted
        assert one.days_28 == pytest.approx(28 * taken / 25)
        assert "empty days" in found.text


def test_a_short_diary_cannot_say_yes():
    """Days before the diary are unknown: 40 days of daily intake are no yes, 40 without a no."""
    found = overuse(diary([1.0] * 40, ["triptan"] * 40)).classes
    assert [one.counted for one in found] == ["not_recorded"]
    assert found[0].by_window == [None, 12, 28]
    few = [1.0] * 2 + [0.0] * 38
    (found,) = overuse(diary(few, ["triptan" if c else "" for c in few])).classes
    assert found.counted == "no"


def test_a_class_without_a_count_is_a_day_taken():
    """A class in the cell beside an empty count is an intake; 'none' is a day without."""
    classes = ["triptan"] * 10 + ["none"] * 18
    (found,) = overuse(diary(classes=classes * 3)).classes
    assert (found.counted, found.days_28, found.at_least) == ("yes", 10, False)


def test_the_count_decides_where_it_disagrees_with_the_class():
    """A day with a count of 0 and a class is a day without, and that is said."""
    found = overuse(diary([0.0] * DAYS, ["triptan"] + [""] * (DAYS - 1)))
    assert found.classes == []
    assert "1 with a 0 and a class is counted as without" in found.text


def test_a_diary_without_acute_medicine_says_nothing():
    """Without an entry of acute medicine there is no answer, whatever else was written."""
    assert overuse(diary([BLANK] * 90)) is None
    assert overuse(diary(classes=[""] * 90)) is None
    assert overuse(diary([BLANK] * 90, [" ; "] * 90)) is None


def test_entries_that_ended_long_ago_are_not_now():
    """A diary that stopped writing medicine says that it is not written, and gives no number."""
    found = overuse(diary([1.0] * 30 + [BLANK] * DAYS))
    assert found.classes == []
    assert "not written" in found.text


# Words


@pytest.mark.parametrize(
    ("cell", "names", "unclear"),
    [
        ("Triptan", {"triptans"}, False),
        ("sumatriptan", {"triptans"}, False),
        ("triptan_and_NSAID", {"triptans", "simple analgesics"}, False),
        ("non-opioid analgesic", {"simple analgesics"}, False),
        ("opioids", {"opioids"}, False),
        ("combination analgesic", {"combination analgesics"}, False),
        ("ergot/aspirin", {"ergots", "simple analgesics"}, False),
        ("triptan, something", {"triptans"}, True),
        ("ubrogepant", set(), True),
        ("none", set(), False),
        ("", set(), False),
    ],
)
def test_words_name_their_class(cell, names, unclear):
    """Known words are read in any case and between any marks; unknown ones stay unknown."""
    assert classes_of(cell) == (names, unclear)


@given(st.text("adeinoprstz ;,/+&|_-0(*[\u00e9\u4e2d", max_size=40))
def test_any_text_is_a_class_or_unknown(cell):
    """No cell breaks the reading, and only known classes come out."""
    names, _ = classes_of(cell)
    assert names <= set(CLASSES)


def test_a_diary_file_reaches_the_count(tmp_path):
    """The columns of a diary file are the ones that are counted."""
    path = tmp_path / "diary.csv"
    lines = [
        f"{date.fromordinal(FIRST.toordinal() + k)},1,{int(k % 2 == 0)},triptan"
        for k in range(DAYS)
    ]
    path.write_text("\n".join(["date,headache,acute_medication,acute_class", *lines]))
    (found,) = overuse(read_diary(path)).classes
    assert (found.days_28, found.counted) == (14, "yes")
