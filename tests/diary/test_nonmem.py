"""NONMEM-style tables in: ours exactly, and never a date or a quantity that nobody wrote."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given

import wearoff
from conftest import ROOT
from damage import BYTES, DAMAGE, damaged, mutated, read_or_refused
from wearoff.diary.read.nonmem import read_people
from wearoff.diary.write.nonmem import nonmem_text
from wearoff.diary.write.tables import entries
from wearoff.errors import InputError
from whole_cases import CASES, held

CONDITION = "chronic_migraine"
TABLE = """\
# ID 1: day 0 is 2026-01-01
# DVID 1: headache; headache on this day
# DVID 2: hit_6; HIT-6
ID,TIME,AMT,CMT,EVID,MDV,DV,DVID,OCC,MUSCLE,SIDE,PRODUCT
1,0,.,.,0,0,1,1,0,.,.,.
1,1,.,.,0,0,0,1,0,.,.,.
1,2,25,1,1,1,.,.,1,masseter,left,onabotulinumtoxinA
1,3,.,.,0,0,60,2,1,.,.,.
"""


def read_case(file):
    """The case in a table."""
    return wearoff.read_case(file, condition=CONDITION)


@pytest.fixture
def table(tmp_path):
    """Read a text as a table."""

    def read(text):
        file = tmp_path / "t.csv"
        file.write_text(text)
        return read_case(file)

    return read


def without_words(case):
    """What a table holds of a case: no words, and no other changes."""
    return held(case) | {"texts": {}, "events": ()}


@given(case=CASES)
def test_a_table_of_ours_is_the_same_case(tmp_path_factory, case):
    """Every number, total and dose comes back, and the table is the same when written again."""
    file = tmp_path_factory.mktemp("case") / "t.csv"
    file.write_text(nonmem_text([case], "1"))
    found = read_case(file)
    assert nonmem_text([found], "1") == file.read_text()
    held_by_day = {entry.day: dict(entry.values) for entry in found.entries}
    assert held_by_day == {entry.day: entry.values for entry in entries(case.diary) if entry.values}
    assert (found.log is None) == (case.log is None)
    if case.log:
        assert (found.log.first, found.log.given) == (case.log.first, case.log.given)
    assert found.scores == case.scores


@pytest.mark.parametrize("name", ["ada", "ben"])
def test_an_example_is_the_same(tmp_path, name):
    """A diary of years and its sessions do not change on the way."""
    case = wearoff.example_case(name)
    (tmp_path / "t.csv").write_text(nonmem_text([case], "1"))
    found = read_case(tmp_path / "t.csv")
    assert without_words(found) == without_words(case)
    assert [file.format for file in found.files] == ["nonmem"]
    assert found.files[0].columns == {"headache": "DVID 1"}


def test_people_are_kept_apart(tmp_path):
    """Several IDs are as many readings; one is asked for where one is meant."""
    cases = [wearoff.example_case(name) for name in ("ada", "ben")]
    file = tmp_path / "t.csv"
    file.write_text(nonmem_text(cases, "1"))
    found = read_people(SimpleNamespace(path=file, file=file, name=file.name))
    assert list(found) == ["1", "2"]
    for reading, case in zip(found.values(), cases, strict=True):
        assert reading.entries[0].day == case.diary.first
        assert reading.log.sessions == case.log.sessions
    with pytest.raises(InputError, match="2 people"):
        read_case(file)


def test_a_table_of_many_is_a_folder_of_cases(run, tmp_path):
    """Each person is a case of their own; import writes a folder of them."""
    cases = [wearoff.example_case(name) for name in ("ada", "ben")]
    (tmp_path / "t.csv").write_text(nonmem_text(cases, "1"))
    found = wearoff.read_cases(tmp_path / "t.csv", condition=CONDITION)
    assert [case.name for case in found] == ["1", "2"]
    assert [without_words(case) for case in found] == [without_words(case) for case in cases]
    code, _, err = run("import", "t.csv", "-o", "out", "--condition", CONDITION)
    assert (code, err) == (0, "")
    written = wearoff.read_cases(tmp_path / "out", condition=CONDITION)
    assert [without_words(case) for case in written] == [without_words(case) for case in cases]


def test_a_table_of_others_is_read_by_its_comments(table):
    """Comment lines say what is what; capitals and the order of columns do not matter."""
    found = table(TABLE.replace("ID,TIME,AMT", "id,time,amt"))
    assert found.diary.values["headache"].tolist() == [1, 0]
    assert found.log.first.isoformat() == "2026-01-03"
    assert [(score.measure, score.value) for score in found.scores] == [("hit_6", 60)]


def test_a_brand_and_shorthand_are_read(table):
    """A muscle and a product have the names that any log has."""
    found = table(TABLE.replace("masseter,left,onabotulinumtoxinA", "SCM,L,Botox"))
    ((injection,),) = (session.injections for session in found.log.sessions)
    assert injection.site == "sternocleidomastoid_left"
    assert "Botox as onabotulinumtoxinA" in " ".join(found.notes)


def test_an_observation_without_a_value_is_a_dated_day(table):
    """MDV 1 is a day on which nothing was written."""
    found = table(TABLE.replace("1,1,.,.,0,0,0,1,0", "1,1,.,.,0,1,.,1,0"))
    assert (found.understood.days_read, found.understood.empty) == (2, 1)


def test_records_that_are_neither_are_said(table):
    """A reset is no entry and no dose: it is named as not read."""
    found = table(TABLE + "1,9,.,.,3,1,.,.,1,.,.,.\n")
    assert "1 record with EVID 3 not read" in found.notes


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("# ID 1: day 0 is 2026-01-01\n", "", "nothing says what ID 1 is; fix: add a line"),
        ("day 0 is 2026-01-01", "day 0 is 2026-02-30", "ID 1 has no day 0"),
        ("day 0 is 2026-01-01", "Ada", "ID 1 has no day 0"),
        ("# DVID 1: headache; headache on this day\n", "", "nothing says what DVID 1 is"),
        ("DVID 1: headache;", "DVID 1: headace;", "did you mean 'headache'"),
        ("1,0,.,.,0,0,1,1,0,.,.,.", "1,0,.,.,0,0,7,1,0,.,.,.", "line 5, column DV: found '7'"),
        ("1,0,.,.,0,0,1,1,0,.,.,.", "1,-1,.,.,0,0,1,1,0,.,.,.", "column TIME: found '-1'"),
        ("1,0,.,.,0,0,1,1,0,.,.,.", "1,1e9,.,.,0,0,1,1,0,.,.,.", "column TIME: found '1e9'"),
        ("1,2,25", "1,2,-25", "line 7, column AMT"),
        ("1,2,25", "1,2,.", "line 7, column AMT"),
        ("masseter", "masster", "line 7.*unknown muscle"),
        ("onabotulinumtoxinA", "saline", "line 7.*unknown product"),
        ("1,3,.,.,0,0,60,2", "1,3,.,.,0,0,60,2,1,.,.,.\n1,3,.,.,0,0,61,2", "hit_6 on 2026-01-04"),
    ],
)
def test_what_a_table_does_not_say_is_asked(table, old, new, why):
    """Nothing is guessed: line, column and what is missing are named."""
    assert old in TABLE
    with pytest.raises(InputError, match=why):
        table(TABLE.replace(old, new, 1))


@given(damage=DAMAGE)
def test_a_damaged_table_is_read_or_refused(tmp_path_factory, damage):
    """Cells, rows and columns lost, doubled or garbled: read, or lines that name the file."""
    file = tmp_path_factory.mktemp("t") / "t.csv"
    file.write_bytes(damaged(TABLE, damage).encode())
    found = read_or_refused(read_case, file)
    assert found is None or found.understood.days_read <= 6


@given(changes=BYTES)
def test_damaged_bytes_are_read_or_refused(tmp_path_factory, changes):
    """Bytes that no editor writes are no crash."""
    file = tmp_path_factory.mktemp("t") / "t.csv"
    file.write_bytes(mutated(TABLE, changes))
    read_or_refused(read_case, file)


def test_the_example_of_the_documents_is_read():
    """The table beside the documents is a diary with a session and a total."""
    file = ROOT / "docs/examples/nonmem-table.csv"
    found = read_case(file)
    assert (found.understood.days_read, found.understood.headache) == (5, 3)
    assert (len(found.log.sessions), len(found.scores)) == (1, 1)
    assert nonmem_text([found], wearoff.__version__) == file.read_text()
