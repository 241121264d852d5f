"""A case written as CSV files is the same case when they are read."""

from __future__ import annotations

import csv
from datetime import date

import numpy as np
import pytest
from hypothesis import given

import wearoff
from wearoff.diary.case import Case
from wearoff.diary.write.tables import csv_text, tables_of, write_case
from wearoff.errors import InputError
from wearoff.records import Diary
from wearoff.words import dictionary
from whole_cases import CASES, held, read_folder


@given(case=CASES)
def test_a_case_is_read_back_exactly(tmp_path_factory, case):
    """Every number has all its digits, and every text is the same, formulas too."""
    folder = tmp_path_factory.mktemp("case") / "cy"
    write_case(case, folder)
    assert held(read_folder(folder)) == held(case)


@given(case=CASES)
def test_no_cell_runs(case):
    """No cell of any file begins as a formula."""
    for table in tables_of(case).values():
        for row in csv.reader(csv_text(table).splitlines()):
            assert not [cell for cell in row if cell[:1] in set("=+-@\t\r")]


def test_only_what_there_is_is_written(tmp_path):
    """A diary without anything beside it is one file, and an empty day has no row."""
    diary = Diary("d", date(2026, 1, 1), {"headache": np.array([1, np.nan, 0])})
    case = Case(name="Cy", condition="chronic_migraine", diary=diary)
    (file,) = write_case(case, tmp_path / "new")
    assert file.read_text() == "date,headache\n2026-01-01,1\n2026-01-03,0\n"


def test_a_line_end_in_a_text_is_a_space():
    """A cell goes over one line, so that no reader takes its lines for rows."""
    assert csv_text([("date", "note"), ("2026-01-01", "bad\nworse\r\nworst")]) == (
        "date,note\n2026-01-01,bad worse worst\n"
    )


def test_every_column_that_is_written_is_in_the_dictionary():
    """The dictionary has every column of a diary that is read, and no other."""
    from wearoff.diary.read import events, ours, scores
    from wearoff.simulation.log_header import BY_MUSCLE

    assert set(dictionary.DIARY) == set(ours.KNOWN)
    assert tuple(dictionary.INJECTIONS) == BY_MUSCLE
    assert tuple(dictionary.EVENTS) == events.COLUMNS
    assert tuple(dictionary.SCORES) == scores.COLUMNS
    for kind in events.KINDS:
        assert kind in dictionary.EVENTS["kind"]
    for measure in scores.MEASURES:
        assert measure in dictionary.SCORES["measure"]


def test_a_folder_whose_folder_is_not_there_is_refused(tmp_path):
    """Nothing is made of a path that leads nowhere."""
    with pytest.raises(InputError, match="cannot be written"):
        write_case(wearoff.example_case("ada"), tmp_path / "no" / "cy")
    assert not (tmp_path / "no").exists()
