"""What a diary shows: headache, bad days and severity from whatever columns were kept."""

from __future__ import annotations

import pytest

from damage import listed, reader
from wearoff.diary.outcomes import headache_days, main_outcome, secondary_outcomes
from wearoff.diary.read.readers import read_diary
from wearoff.errors import InputError
from wearoff.words.notes import text as text_of


@pytest.fixture
def diary(tmp_path):
    """Read a text as a diary."""
    return reader(tmp_path, read_diary, "diary.csv")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("1,,,,", 1),
        ("0,,,,", 0),
        ("0,3,9,4,1", 0),
        ("1,0,0,0,0", 1),
        (",1,,,", 1),
        (",0,,,", 0),
        (",,0.5,,", 1),
        (",,,0,", 0),
        (",,0,2,", 1),
        (",0,0,0,0", 0),
        (",0,,,1", 1),
        (",,,,1", 1),
        (",,,,0", None),
        (",,,,", None),
        (",0,,,0", 0),
    ],
)
def test_headache_is_read_from_what_was_written(diary, cells, told):
    """Headache if written, else any sign of it; no migraine alone says nothing of headache."""
    head = "date,headache,severity_3,pain_10,hours,migraine\n2026-01-01,1,,,,\n"
    found = headache_days(diary(f"{head}2026-01-02,{cells}\n2026-01-03,1,,,,\n"))
    assert listed(found) == [1, told, 1]


@pytest.mark.parametrize(
    "name", ["chronic_migraine", "episodic_migraine", "tension_type", "cervicogenic"]
)
def test_a_headache_is_judged_by_headache_days(diary, name):
    """The headaches are judged by headache days, other pains in the diary or not."""
    found = main_outcome(diary("date,hours,jaw_pain_10\n2026-01-01,3,9\n2026-01-02,0,9\n"), name)
    assert (found.name, found.text, found.note) == ("headache_days", "headache days", None)
    assert listed(found.values) == [1, 0]


@pytest.mark.parametrize(
    ("name", "column", "words"),
    [
        ("bruxism", "jaw_pain_10", "jaw"),
        ("cervical_dystonia", "neck_pain_10", "neck"),
        ("piriformis", "leg_pain_10", "leg"),
    ],
)
def test_a_pain_is_judged_by_its_bad_days(diary, name, column, words):
    """Moderate pain, 5 of 10 or more, makes a bad day; an empty day stays empty."""
    text = f"date,headache,{column}\n2026-01-01,1,4.9\n2026-01-02,0,5\n2026-01-04,0,0\n"
    kept = diary(text)
    found = main_outcome(kept, name)
    assert found.name == f"{words}_pain_days"
    assert found.text == f"days with {words} pain of 5 or more"
    assert listed(found.values) == [0, 1, None, 0]
    beside = secondary_outcomes(kept, found)
    assert [outcome.name for outcome in beside] == ["headache_days"]
    without = main_outcome(diary(text.replace(column, "note")), name)
    assert without.name == "headache_days"
    assert text_of(without.note) == f"no {column} in the diary: headache days are counted instead"


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("date,jaw_pain_10\n2026-01-01,3\n", "chronic_migraine", "headache, severity_3"),
        ("date,leg_pain_10\n2026-01-01,3\n", "bruxism", "jaw_pain_10, or headache"),
        ("date,headache\n2026-01-01,1\n", "healthy_muscle", "chronic_migraine"),
    ],
)
def test_a_diary_that_does_not_fit_its_condition_is_refused(diary, text, name, said):
    """Nothing is judged by a series that the diary does not have."""
    kept = diary(text)
    with pytest.raises(InputError, match=said) as found:
        main_outcome(kept, name)
    assert name in str(found.value)


def test_migraine_alone_is_counted_as_migraine(diary):
    """A diary of no other sign is judged by migraine days, both of its values used, by name."""
    kept = main_outcome(diary("date,migraine\n2026-01-01,0\n2026-01-03,1\n"), "chronic_migraine")
    assert (kept.name, kept.text) == ("migraine_days", "migraine days")
    assert listed(kept.values) == [0, None, 1]
    both = main_outcome(
        diary("date,migraine,hours\n2026-01-01,0,\n2026-01-03,1,2\n2026-01-05,0,0\n"),
        "tension_type",
    )
    assert (both.name, listed(both.values)) == ("headache_days", [None, None, 1, None, 0])


def test_severity_is_written_of_headache_days_only(diary):
    """Moderate or severe headache is told of headache days; other days are no days of it."""
    kept = diary(
        "date,headache,severity_3,pain_10,jaw_pain_10\n2026-01-01,1,1,9,6\n2026-01-02,1,2,,\n"
        "2026-01-03,0,3,9,1\n2026-01-04,1,3,,\n2026-01-05,1,,,\n"
    )
    severe, jaw = secondary_outcomes(kept, main_outcome(kept, "chronic_migraine"))
    assert severe.text == "days with moderate or severe headache"
    assert text_of(severe.note) == "severity_3 of 2 or more"
    assert listed(severe.values) == [0, 1, None, 1, None]
    assert listed(jaw.values) == [1, None, 0, None, None]


def test_severity_comes_from_the_column_that_was_kept(diary):
    """Of two scales the one that covers more headache days is taken, for all days alike."""
    kept = diary("date,severity_3,pain_10\n2026-01-01,3,4\n2026-01-02,,5\n2026-01-03,,0\n")
    (severe,) = secondary_outcomes(kept, main_outcome(kept, "chronic_migraine"))
    assert text_of(severe.note) == "pain_10 of 5 or more"
    assert listed(severe.values) == [0, 1, None]
    plain = diary("date,headache\n2026-01-01,1\n")
    assert secondary_outcomes(plain, main_outcome(plain, "chronic_migraine")) == []


def test_what_is_not_in_the_diary_stands_beside_nothing(diary):
    """A diary of one pain has no other series, and empty columns are none."""
    kept = diary("date,headache,jaw_pain_10,leg_pain_10\n2026-01-01,,7,\n")
    assert secondary_outcomes(kept, main_outcome(kept, "bruxism")) == []
