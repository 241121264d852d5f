"""A case: read from files or frames, what was understood of it, and errors that name arguments."""

from __future__ import annotations

import pickle
from dataclasses import asdict
from datetime import date, datetime
from io import StringIO

import pandas as pd
import polars as pl
import pytest

import wearoff
from wearoff.diary.examples import example_diary
from wearoff.errors import InputError
from wearoff.formats.frames import csv_text

DIARY = """date,headache,severity_3,note
2026-01-01,1,2,woke with it
2026-01-02,0,,
2026-01-03,,,
2026-01-05,1,,
2026-01-05,1,3,
2026-01-09,,,
"""
LOG = """date,plan,units,product
2026-01-02,preempt_155,155,onabotulinumtoxinA
"""
SCORES = "date,measure,value\n2026-01-02,HIT-6,66\n"
EVENTS = "date,kind,what,until\n2026-01-03,preventive,propranolol,\n"
FILES = {"diary": DIARY, "injections": LOG, "scores": SCORES, "events": EVENTS}


@pytest.fixture
def files(tmp_path):
    """Every file that a case can be read from, by the argument that takes it."""
    paths = {kind: tmp_path / f"{kind}.csv" for kind in FILES}
    for kind, path in paths.items():
        path.write_text(FILES[kind], encoding="utf-8")
    return paths


def polars(text):
    """A CSV as Polars reads it, its dates as dates."""
    return pl.read_csv(StringIO(text), try_parse_dates=True)


def pandas(text):
    """A CSV as pandas reads it, its dates as timestamps."""
    frame = pd.read_csv(StringIO(text))
    return frame.assign(date=pd.to_datetime(frame["date"]))


def indexed(text):
    """The same with the dates as the index."""
    return pandas(text).set_index("date")


def known(case):
    """What does not depend on where a case was read from."""
    diary = asdict(case.diary) | {"source": None}
    said = case.understood.to_dict() | {"files": None}
    return str((diary, case.log, case.events, case.scores, case.notes, said))


@pytest.mark.parametrize("framed", [polars, pandas, indexed])
def test_frames_are_read_as_the_files_are(files, framed):
    """Polars and pandas, dates as dates, missing cells and a named index: the same case."""
    from_files = wearoff.read_case(**files)
    from_frames = wearoff.read_case(**{kind: framed(text) for kind, text in FILES.items()})
    assert known(from_frames) == known(from_files)
    formats = [(file.kind, file.source, file.format) for file in from_frames.understood.files]
    assert formats[0] == ("diary", "diary", "frame")
    assert len(formats) == 4


def test_what_was_read_adds_up(files):
    """Days with a row are those with, without and with nothing told; rows merged stand outside."""
    said = wearoff.read_case(**files).understood
    assert (said.days_read, said.headache, said.free, said.empty) == (5, 2, 1, 2)
    assert (said.merged, said.left_out, said.unwritten) == (1, [], "unknown")
    left_out = sum(part.days for part in said.left_out)
    assert said.days_read == said.headache + said.free + said.empty + left_out


def test_a_case_says_where_it_is_from(files):
    """Every file with its name, digest and columns; the name is the diary's unless one is given."""
    case = wearoff.read_case(**files, condition="tension_type")
    assert (case.name, case.condition) == ("diary", "tension_type")
    kinds = ("diary", "injections", "events", "scores")
    assert [file.source for file in case.files] == [files[kind].name for kind in kinds]
    header = DIARY.split("\n", maxsplit=1)[0].split(",")
    assert case.files[0].columns == {name: name for name in header}
    assert len(case.digest) == 64
    assert wearoff.read_case(files["diary"], name="Cy").name == "Cy"
    assert "3 sessions" not in repr(case)
    assert "1 sessions" in repr(case)


def test_a_case_without_a_condition_says_what_it_is_taken_as(files):
    """The note of the usual condition comes first, then those of the files."""
    case = wearoff.read_case(files["diary"])
    assert case.notes[0] == "no condition given: taken as chronic_migraine"


def test_a_case_is_looked_over_as_it_is_read(files):
    """What looks like a slip stands in it by code and row, confirmed where somebody said so."""
    known = {one.code: one for one in wearoff.read_case(**files, confirm=["few_now"]).doubts}
    assert set(known) == {"repeated", "few_now", "few_before"}
    assert known["repeated"].where == "diary.csv, line 6"
    assert known["few_now"].confirmed
    assert not known["repeated"].confirmed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"diary": polars(DIARY.replace(",1,2,", ",7,2,"))}, "diary, line 2, column headache"),
        ({"injections": pandas(LOG.replace("155,ona", "-5,ona"))}, "injections, line 2, column un"),
        ({"scores": polars(SCORES.replace("66", "99"))}, "scores, line 2, column value"),
        ({"diary": [1, 2]}, "diary is a list; allowed: a path, or a DataFrame"),
        ({"events": 7}, "events is a int; allowed: a path, or a DataFrame"),
        ({"condition": "healthy_muscle"}, "no diary tells of 'healthy_muscle'"),
        ({"condition": "migrane"}, "did you mean"),
        ({"baseline_from": "letter"}, "baseline_from without baseline"),
        ({"baseline": "22 of 28"}, "baseline '22 of 28'"),
    ],
)
def test_what_cannot_be_used_names_its_argument(files, change, said):
    """A frame's error names the argument that held it, with line and column."""
    with pytest.raises(InputError) as refused:
        wearoff.read_case(**(files | change))
    assert said in str(refused.value)


@pytest.mark.parametrize("call", [wearoff.analyze, wearoff.plan])
def test_nothing_is_given_beside_a_case(files, call):
    """What belongs to a reading is refused beside a case that is read already."""
    case = wearoff.read_case(files["diary"])
    with pytest.raises(InputError, match=r"injections, condition beside a case; fix: .*read_case"):
        call(case, injections=files["injections"], condition="bruxism")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (True, "1"),
        (None, ""),
        (float("nan"), ""),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime.fromisoformat("2026-01-02T03:00"), "2026-01-02T03:00:00"),
        ("two\nlines", "two lines"),
        (0.1, "0.1"),
    ],
)
def test_a_cell_of_a_frame_is_written_as_people_write_it(value, cell):
    """Yes and no as 1 and 0, nothing as nothing, dates as ISO, one line a row."""
    made = csv_text(pl.DataFrame({"a": ["x"], "b": pl.Series([value], dtype=pl.Object)}))
    assert made == f"a,b\nx,{cell}\n"


def test_the_cases_of_a_folder_keep_what_is_wrong(tmp_path):
    """Cases come by name, each called as its folder; a patient that is refused has its one line."""
    for name, text in (("zoe", DIARY), ("adam", DIARY), ("berta", "date,headache\n2026-01-01,7\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "diary.csv").write_text(text, encoding="utf-8")
    (tmp_path / "zoe" / "injections.csv").write_text(LOG, encoding="utf-8")
    found = wearoff.read_cases(tmp_path)
    assert [case.name for case in found] == ["adam", "zoe"]
    assert len(found) == 2
    assert [case.log is None for case in found] == [True, False]
    assert list(found.refused) == ["berta"]
    assert found.refused["berta"].startswith("berta/diary.csv, line 2, column headache")
    with pytest.raises(InputError, match="no patients"):
        wearoff.read_cases(tmp_path / "adam" / "nothing")


def test_the_made_up_people_are_cases():
    """The examples come read; a name that is none gets the nearest match."""
    case = wearoff.example_case("ada")
    assert case.name == "Ada (made up)"
    assert case.diary.source == (example_diary("ada") / "diary.csv").name
    with pytest.raises(InputError, match="did you mean 'ada'"):
        wearoff.example_case("adda")


def test_a_case_can_be_kept():
    """A case is plain data: it comes back from a pickle as it was."""
    case = wearoff.example_case("ada")
    again = pickle.loads(pickle.dumps(case))  # noqa: S301 - our own
    assert repr(again) == repr(case)
    assert again.options == case.options
