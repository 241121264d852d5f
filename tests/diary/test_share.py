"""A case for research: dates moved, no names, no words; seen before it is written."""

from __future__ import annotations

import csv
import json
import random
from datetime import date, timedelta
from io import StringIO
from zipfile import ZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wearoff
from wearoff.diary.case import Case
from wearoff.diary.examples import example_diary
from wearoff.diary.overuse import CLASSES, classes_of
from wearoff.diary.write.share import LEAST_WEEKS, MOST_WEEKS, share, stripped
from wearoff.diary.write.tables import entries, tables_of
from wearoff.errors import InputError
from wearoff.records import Diary, Event, OutsideBaseline, Score
from wearoff.words import dictionary
from whole_cases import CASES

ADA = example_diary("ada")


def secret():
    """A case whose every word is one that must not go out."""
    diary = Diary(
        source="SECRET.csv",
        first=date(2026, 1, 5),
        values={"headache": np.array([1.0, 0.0])},
        texts={
            "note": ("SECRET", ""),
            "side_effect": ("", "SECRET"),
            "acute_class": ("SECRET and sumatriptan", "none"),
        },
    )
    return Case(
        name="SECRET",
        condition="chronic_migraine",
        diary=diary,
        events=(Event(date(2026, 1, 5), "preventive", "SECRET", date(2026, 2, 5)),),
        scores=(Score(date(2026, 1, 6), "hit_6", 60),),
        baseline=OutsideBaseline(22, 28, "SECRET"),
    )


def files_of(path):
    """The files of a ZIP by name."""
    with ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_no_word_of_the_person_goes_out(tmp_path):
    """Names, notes, side effects, medicines and events stay; classes and kinds go."""
    found = share(secret(), path=tmp_path / "a.zip")
    texts = files_of(tmp_path / "a.zip")
    assert "SECRET" not in (tmp_path / "a.zip").read_bytes().decode("latin-1")
    assert not [name for name, text in texts.items() if "SECRET" in text]
    assert "sumatriptan" not in "".join(texts.values())
    rows = list(csv.DictReader(StringIO(texts["diary.csv"])))
    assert [row["acute_class"] for row in rows] == ["triptans; other", "none"]
    assert "preventive,preventive," in texts["events.csv"]
    assert "SECRET" not in json.dumps(json.loads(found.to_json()) | {"wrote": []})


@given(case=CASES)
def test_nothing_but_columns_classes_and_kinds_is_words(case):
    """Of a diary only classes are words, and of events only kinds."""
    found = stripped(case, timedelta(days=-700))
    assert set(found.diary.texts) <= {"acute_class"}
    known = {*CLASSES, "other", "none"}
    for cell in found.diary.texts.get("acute_class", ()):
        assert set(filter(None, cell.split("; "))) <= known
    assert all(event.what == event.kind for event in found.events)


@given(case=CASES)
def test_a_class_is_the_same_class(case):
    """What a medicine counts as does not change."""
    cells = case.diary.texts.get("acute_class", ())
    found = stripped(case, timedelta(0)).diary.texts.get("acute_class", ())
    for before, after in zip(cells, found, strict=True):
        assert classes_of(after) == classes_of(before)


@given(case=CASES, weeks=st.integers(LEAST_WEEKS, MOST_WEEKS))
def test_all_dates_move_together(case, weeks):
    """Weekdays, distances and numbers stay as they are."""
    shift = timedelta(days=-7 * weeks)
    found = stripped(case, shift)
    before = [(one.day + shift, one.values) for one in entries(case.diary)]
    after = {one.day: one.values for one in entries(found.diary)}
    assert all(after.get(day, {}) == values for day, values in before)
    assert all(day.weekday() == (day - shift).weekday() for day in after)
    assert [(s.day - shift, s.measure, s.value) for s in found.scores] == [
        (s.day, s.measure, s.value) for s in case.scores
    ]
    assert (found.log is None) == (case.log is None)
    if case.log:
        assert found.log.first == case.log.first + shift
        assert found.log.sessions == case.log.sessions
    assert [event.start - shift for event in found.events] == [e.start for e in case.events]


def test_the_shift_is_by_whole_weeks_and_is_kept_nowhere():
    """Each time another number of weeks is drawn; no document holds it, nor a date."""
    case = secret()
    found = [share(case) for _ in range(30)]
    shifts = {(case.diary.first - one.stripped.diary.first).days for one in found}
    assert len(shifts) > 10
    assert all(days % 7 == 0 and LEAST_WEEKS <= days // 7 <= MOST_WEEKS for days in shifts)
    assert len({one.to_json() for one in found}) == 1


def test_no_seed_makes_the_shift_guessable():
    """Python's and NumPy's seeds do not move it: it is from the system's own chance."""
    shifts = set()
    for _ in range(10):
        random.seed(1)
        np.random.seed(1)  # noqa: NPY002 - the global state is what is tried
        shifts.add(share(secret()).stripped.diary.first)
    assert len(shifts) > 1


def test_every_column_has_its_meaning(tmp_path):
    """The dictionary goes with the files, and has a line a column."""
    share(secret(), path=tmp_path / "a.zip")
    texts = files_of(tmp_path / "a.zip")
    told = {
        (r["table"], r["column"]) for r in csv.DictReader(StringIO(texts.pop("dictionary.csv")))
    }
    there = {
        (name.removesuffix(".csv"), column)
        for name, text in texts.items()
        for column in text.splitlines()[0].split(",")
    }
    assert told == there
    assert all(dictionary.TABLES[table][column] for table, column in told)


def test_what_goes_out_can_be_analyzed(tmp_path):
    """The files of a folder are read as a case of the same length and sessions."""
    share(wearoff.example_case("ada"), path=tmp_path / "out")
    found = wearoff.read_case(
        tmp_path / "out" / "diary.csv",
        injections=tmp_path / "out" / "injections.csv",
        condition="chronic_migraine",
    )
    ada = wearoff.example_case("ada")
    assert tables_of(found)["diary"][0] == tables_of(ada)["diary"][0]
    assert found.log.sessions == ada.log.sessions
    assert found.understood.headache == ada.understood.headache


def test_a_zip_does_not_tell_when_it_was_made(tmp_path):
    """Its files have no time of their own."""
    share(secret(), path=tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["no/a.zip", "no/a", "file"])
def test_where_nothing_can_be_written_is_refused(tmp_path, name):
    """A folder that is not there, or a file in its place, is one line."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match=r"cannot be written|is a file"):
        share(secret(), path=tmp_path / name)


def test_an_older_file_is_not_mixed_in(tmp_path):
    """A folder that holds another person's scores is refused, not added to."""
    (tmp_path / "scores.csv").write_text("date,measure,value\n")
    with pytest.raises(InputError, match="holds something"):
        share(wearoff.example_case("ada"), path=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["scores.csv"]


# The command


def test_it_is_shown_before_it_is_written(run, tmp_path):
    """Without --seen nothing is written, and the screen says what goes in and what does not."""
    code, out, err = run("share", str(ADA / "diary.csv"), "-o", "a.zip")
    assert (code, err) == (0, "")
    assert "Nothing is sent" in out
    assert "true dates" in out
    assert "diary.headache" in out
    assert "Not written yet: --seen writes a.zip" in out
    assert list(tmp_path.iterdir()) == []


def test_it_is_written_as_shown(run, tmp_path):
    """With --seen the same is shown and written."""
    given = ("share", str(ADA / "diary.csv"), "--injections", str(ADA / "injections.csv"))
    _, shown, _ = run(*given, "-o", "a.zip")
    code, out, _ = run(*given, "-o", "a.zip", "--seen")
    assert code == 0
    assert out.splitlines()[:-1] == shown.splitlines()[:-2]
    assert out.splitlines()[-1] == "Wrote a.zip"
    assert list(files_of(tmp_path / "a.zip")) == ["diary.csv", "injections.csv", "dictionary.csv"]


def test_its_document_says_the_same(run):
    """The JSON holds what goes in, what does not, and the dictionary."""
    code, out, _ = run("share", str(ADA / "diary.csv"), "-o", "a.zip", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["wrote"] == []
    assert [part["table"] for part in document["goes_in"]] == ["diary"]
    assert [one["column"] for one in document["dictionary"]] == ["date", "headache"]
