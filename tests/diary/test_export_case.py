"""A case as files for other programs: what is in them, and what is said of what is not."""

from __future__ import annotations

import json
import re
from datetime import date

import numpy as np
import pytest

import wearoff
from wearoff.diary.case import Case
from wearoff.diary.examples import example_diary
from wearoff.diary.write.case_files import FORMATS
from wearoff.errors import InputError
from wearoff.records import Diary, Event, OutsideBaseline

ADA = example_diary("ada")
SHIELDED = (
    "1 cell that a spreadsheet would run begins with an apostrophe; wearoff reads it without it"
)
GIVEN = ("export", str(ADA / "diary.csv"), "--injections", str(ADA / "injections.csv"))


def case(**beside):
    """A case of two days with words."""
    diary = Diary(
        source="d",
        first=date(2026, 1, 1),
        values={"headache": np.array([1.0, 0.0])},
        texts={"note": ("=1+1", "a\nb\x01")},
        dated=5,
    )
    return Case(name="Cy", condition="chronic_migraine", diary=diary, **beside)


@pytest.mark.parametrize("to", FORMATS)
def test_what_is_not_in_the_file_is_said(tmp_path, to):
    """The name, a count from before, and dates without an entry are in no format."""
    given = case(baseline=OutsideBaseline(22, 28, "letter"))
    found = wearoff.export_case(given, path=tmp_path / "out.csv", to=to)
    said = " ".join(found.left_out)
    assert "name of the person" in said
    assert "22 of 28 days (letter)" in said
    assert "3 dates without an entry" in said
    assert (tmp_path / "out.csv").stat().st_size > 0
    assert ("2 cells of words (note)" in said) == (to == "nonmem")


def test_what_stands_in_another_way_is_said(tmp_path):
    """Formulas, line ends and control characters are counted where the format changes them."""
    told = {
        to: wearoff.export_case(case(), path=tmp_path / "out.csv", to=to).changed for to in FORMATS
    }
    assert told["csv"] == (
        SHIELDED,
        "line ends in 1 cell are spaces",
    )
    assert told["fhir"] == ("control characters in 1 text are spaces",)
    assert told["nonmem"] == ()


def test_events_are_no_numbers(tmp_path):
    """A table of doses and numbers says that other changes are left out."""
    given = case(events=(Event(date(2026, 1, 1), "injury", "fall"),))
    found = wearoff.export_case(given, path=tmp_path / "a", to="nonmem")
    assert "1 other change, which are neither doses nor numbers" in found.left_out


@pytest.mark.parametrize(
    ("path", "to", "why"),
    [
        ("a", "xml", "unknown to 'xml'; allowed: csv, fhir, nonmem"),
        ("no/a", "fhir", "cannot be written"),
        ("no/a", "csv", "cannot be written"),
        ("a.csv", "csv", "events beside the diary.*fix: give a new folder"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, path, to, why):
    """Another format, a folder that is not there, or more than a file holds: one line."""
    given = case(events=(Event(date(2026, 1, 1), "injury", "fall"),))
    with pytest.raises(InputError, match=why):
        wearoff.export_case(given, path=tmp_path / path, to=to)
    assert list(tmp_path.iterdir()) == []


# The command


@pytest.mark.parametrize(
    ("to", "out", "wrote"),
    [
        ("csv", "ada", ["ada/diary.csv", "ada/injections.csv"]),
        ("fhir", "ada.json", ["ada.json"]),
        ("nonmem", "ada.csv", ["ada.csv"]),
    ],
)
def test_a_diary_is_written(run, tmp_path, to, out, wrote):
    """The screen says what is in the files and what is not, and names them."""
    code, said, err = run(*GIVEN, "--to", to, "-o", out)
    assert (code, err) == (0, "")
    assert [f"Wrote {path}" for path in wrote] == said.splitlines()[-len(wrote) :]
    assert all((tmp_path / path).exists() for path in wrote)
    assert "1038 rows: date, headache" in said


def test_its_document_says_the_same(run):
    """The JSON has the tables with their rows and columns."""
    code, out, _ = run(*GIVEN, "--to", "fhir", "-o", "a.json", "--json")
    document = json.loads(out)
    assert code == 0
    assert (document["format"], document["wrote"]) == ("fhir", ["a.json"])
    assert [(part["table"], part["rows"]) for part in document["goes_in"]] == [
        ("diary", 1038),
        ("injections", 169),
    ]


def test_a_cell_that_would_run_is_said(run, tmp_path):
    """A note on standard error counts the cells that got an apostrophe."""
    (tmp_path / "d.csv").write_text("date,headache,note\n2026-01-01,1,=1+1\n2026-01-02,0,x\n")
    code, _, err = run("export", "d.csv", "--to", "csv", "-o", "out.csv")
    assert code == 0
    assert "note: 1 cell that a spreadsheet would run begins with an apostrophe" in err
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == "2026-01-01,1,'=1+1"


def test_an_import_says_it_too(run, tmp_path):
    """Whatever is written as our own files is told where it stands in another way."""
    (tmp_path / "d.csv").write_text("date,headache,note\n2026-01-01,1,=1+1\n2026-01-02,0,x\n")
    code, out, _ = run("import", "d.csv", "-o", "out.csv")
    assert code == 0
    assert "1 cell that a spreadsheet would run begins" in " ".join(out.split())


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("chronic_migrane",), "unknown condition or file.*did you mean 'chronic_migraine'"),
        (("bruxism", "--scores", "x"), "--scores beside a condition"),
        ((str(ADA / "diary.csv"), "--plan", "x", "--units", "5"), "--plan, --units beside a diary"),
        ((str(ADA / "diary.csv"), "--to", "sbml"), "unknown --to 'sbml'"),
    ],
)
def test_a_condition_and_a_diary_are_told_apart(run, given, why):
    """A name is a condition's first, else a file; what is of the other kind is refused."""
    code, out, err = run("export", *given, "-o", "x")
    assert (code, out) == (2, "")
    assert re.search(why, err)
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(("to", "name"), [("csv", "out"), ("fhir", "o.json"), ("nonmem", "o.csv")])
def test_counts_without_a_diary_are_handed_on(tmp_path, to, name):
    """A clinic's counts and sessions are the same case again, with no day made of them."""
    (tmp_path / "s.csv").write_text(
        "date,measure,value\n2026-01-28,headache_days_28,20\n2026-04-28,hit_6,60\n"
    )
    (tmp_path / "i.csv").write_text("date,plan,units,product\n2026-02-01,preempt_155,155,Botox\n")
    given = {"scores": tmp_path / "s.csv", "injections": tmp_path / "i.csv"}
    before = wearoff.read_case(None, condition="chronic_migraine", **given)
    wearoff.export_case(before, path=tmp_path / name, to=to)
    if to == "csv":
        given = {
            "scores": tmp_path / "out/scores.csv",
            "injections": tmp_path / "out/injections.csv",
        }
        after = wearoff.read_case(None, condition="chronic_migraine", **given)
    else:
        after = wearoff.read_case(tmp_path / name, condition="chronic_migraine")
    assert after.scores == before.scores
    assert after.log.given == before.log.given
    assert after.counts_alone
    assert after.diary.first == before.diary.first
