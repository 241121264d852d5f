"""What the worker processes do, held against the library's own calls."""

from __future__ import annotations

import pickle
import shutil

import pytest

import wearoff
from wearoff.diary.examples import example_diary
from wearoff.errors import InputError
from wearoff.web import jobs, warming


@pytest.fixture
def lines():
    """What a job said."""
    return []


@pytest.fixture
def files(tmp_path):
    """Ben's files, as a desk holds them."""
    for name in ("diary", "injections"):
        shutil.copy(example_diary("ben") / f"{name}.csv", tmp_path)
    return {name: str(tmp_path / f"{name}.csv") for name in ("diary", "injections")}


def test_reading_tells_what_the_library_understood(files, lines):
    """A reading holds what was understood, and the case as tables of our columns."""
    found = jobs.read(lines.append, files, {"name": "Ben", "unwritten": "unknown"})
    case = wearoff.read_case(files["diary"], injections=files["injections"], name="Ben")
    assert found.document.understood == case.understood
    assert found.document.doubts == [] == list(case.doubts)
    assert found.document.read_next == "diary.csv"
    assert set(found.tables) == {"diary", "injections"}
    assert lines == ["reading"]
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own


def test_answers_are_those_of_the_library(files, lines):
    """An analysis is the library's, and its faces are those of the command line."""
    found = jobs.analyze(lines.append, files, {}, {"questions": ("Why <b>now</b>?",)})
    same = wearoff.analyze(files["diary"], injections=files["injections"])
    assert found.result.to_json() == same.to_json()
    assert "Why &lt;b&gt;now&lt;/b&gt;?" in found.middle
    assert found.payer_page.startswith("<!doctype html>")
    assert found.note
    assert found.screen
    assert found.why
    assert lines[-1] == "drawing the visit page"
    again = jobs.draw(lines.append, found.result, {"leave_out": ("gaps",)})
    assert again.payer != found.payer


def test_the_visit_page_is_a_file_and_a_pdf(made_up, lines, tmp_path):
    """Answers that are known are drawn as a page of their own, on the screen and on paper."""
    result = made_up[1].early.result
    beside = {"questions": ("Why now?",), "matters": "sleep"}
    page = jobs.visit(lines.append, result, beside)
    assert page.startswith("<!doctype html>")
    assert "Why now?" in page
    pdf = jobs.visit_pdf(lines.append, result, beside, str(tmp_path), letter=True)
    assert pdf.startswith(b"%PDF")
    assert not list(tmp_path.iterdir())


def test_courses_are_those_of_the_library(files, lines):
    """A plan is the library's, with its picture and lines."""
    found = jobs.plan(lines.append, files, {}, {"seed": 1})
    same = wearoff.plan(files["diary"], injections=files["injections"])
    assert found.result.to_json() == same.to_json()
    assert found.picture.startswith("<svg")
    assert found.screen


def test_a_sheet_of_many_people_is_read_and_answered_whole(lines, tmp_path):
    """Of a clinic's sheet everybody is read, and everybody answered."""
    sheet = tmp_path / "sheet.csv"
    rows = [
        f"{name},2026-0{month}-01,{20 - month},155"
        for name in ("Cy", "Di")
        for month in range(1, 7)
    ]
    sheet.write_text(
        "\n".join(["patient,date,headache days last 28,units", *rows]), encoding="utf-8"
    )
    files = {"diary": str(sheet)}
    read = jobs.read(lines.append, files, {})
    assert [patient.name for patient in read.patients] == ["Cy", "Di"]
    assert read.wrote == ""
    found = jobs.analyze(lines.append, files, {}, {})
    assert [patient.name for patient in found.result.patients] == ["Cy", "Di"]
    assert "Cy" in found.middle
    assert "<main" not in found.middle  # the page that is served has its own


def test_errors_name_a_file_without_its_folder(lines, tmp_path):
    """What cannot be read is named as a file, never by where it lies."""
    diary = tmp_path / "diary.csv"
    diary.write_text("date,headache\n2026-01-01,perhaps\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        jobs.read(lines.append, {"diary": str(diary)}, {})
    assert str(refused.value).startswith("diary.csv, line 2")
    assert str(tmp_path) not in str(refused.value)


def test_invented_people_are_those_of_the_library(lines):
    """A simulation is the library's, with or without the assumption beside it."""
    settings = {"condition": "chronic_migraine", "years": 1, "patients": 20}
    same = wearoff.simulate("chronic_migraine", years=1, patients=20)
    assert jobs.simulate(lines.append, settings) == same.result
    both = wearoff.hypothesis("chronic_migraine", years=1, patients=20)
    assert jobs.simulate(lines.append, {**settings, "hypothesis": True}) == both.result


@pytest.mark.parametrize("step", warming.WARM)
def test_every_step_of_warming_up_runs(step, lines):
    """A new process can do every step, and says so."""
    step(lines.append)
    assert lines
