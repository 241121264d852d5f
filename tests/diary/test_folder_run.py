"""A folder of patients analyzed into another: the same bytes by any engine, after any stop."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date

import pytest
from test_folders import LOG, SCORES, lay

import wearoff
from conftest import TIER
from wearoff.diary.examples import example_diary
from wearoff.diary.folder import analyze_folder
from wearoff.diary.folder_run import analyze_into
from wearoff.errors import InputError
from wearoff.faces.diary.clinic import clinic_page
from wearoff.faces.diary.visit import visit_page
from wearoff.formats.resumable import MANIFEST

TODAY = "2026-06-01"


def bytes_of(folder):
    """Every file of a folder by its name, hidden ones too."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """Two diaries, counts alone, and one whose file has a slip."""
    place = tmp_path_factory.mktemp("night") / "people"
    for name in ("ada", "ben"):
        shutil.copytree(example_diary(name), place / name)
    lay(place / "cy", scores__csv=SCORES, injections__csv=LOG)
    lay(place / "zoe", scores__csv=SCORES.replace(",66", ",6"))
    return place


def command(people, out, *options):
    """The command line, run to its end."""
    words = ["analyze", str(people), "--today", TODAY, "-o", str(out), *options]
    return subprocess.run(
        [sys.executable, "-m", "wearoff", *words], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def filled(people):
    """What threads write of them."""
    done = command(people, people.parent / "filled")
    assert done.returncode == 0, done.stderr
    assert "zoe: zoe/scores.csv, line 4" in done.stderr
    return people.parent / "filled"


def test_documents_and_pages_are_those_of_one_person_alone(people, filled):
    """A document is what its diary gives by itself, a page its document's, a bad diary a row."""
    alone = wearoff.analyze(
        people / "ben" / "diary.csv",
        injections=people / "ben" / "injections.csv",
        today=date.fromisoformat(TODAY),
    ).result
    written = json.loads((filled / "ben.json").read_text(encoding="utf-8"))
    assert written["verdicts"] == alone.to_dict()["verdicts"]
    assert written["forecast"] == alone.to_dict()["forecast"]
    assert {path.stem for path in filled.glob("*.json")} == {"ada", "ben", "cy", "manifest"}
    assert "line 4, column value" in (filled / "index.html").read_text(encoding="utf-8")


def test_a_run_goes_on_where_it_was_stopped(people, filled, tmp_path):
    """Missing, cut and half-written files are made again, the others left, all byte for byte."""
    out = shutil.copytree(filled, tmp_path / "out")
    (out / "cy.json").unlink()
    (out / "cy.html").unlink()
    (out / "ben.json").write_bytes((out / "ben.json").read_bytes()[:-9])
    (out / ".cy.json.elsewhere-7.partial").write_bytes(b"{ begun")
    kept = (out / "ada.json").stat().st_mtime_ns
    done = command(people, out, "--resume")
    assert done.returncode == 0, done.stderr
    assert bytes_of(out) == bytes_of(filled)
    assert (out / "ada.json").stat().st_mtime_ns == kept


@pytest.mark.skipif(TIER == "quick", reason="clusters are started in the larger tiers")
def test_dask_gives_the_same_bytes(people, filled, tmp_path):
    """A local cluster writes what threads write."""
    done = command(people, tmp_path / "out", "--engine", "dask")
    assert done.returncode == 0, done.stderr
    assert bytes_of(tmp_path / "out") == bytes_of(filled)


@pytest.fixture
def counts(tmp_path):
    """Two people of counts, which are quick, and what was written of them on another day."""
    place = tmp_path / "counts"
    lay(place / "ada", scores__csv=SCORES, injections__csv=LOG)
    lay(place / "bo", scores__csv=SCORES)
    analyze_into(place, tmp_path / "out", visit_page)
    file = tmp_path / "out" / MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | {"today": TODAY}))
    return place, tmp_path / "out"


def test_a_run_reads_as_of_the_day_on_which_it_began(counts):
    """Gone on with after midnight, it is the same run; another day that is named is another."""
    place, out = counts
    (out / "bo.json").unlink()
    found = analyze_into(place, out, visit_page, resume=True)
    assert str(found.rows[1].result.meta.today) == TODAY
    assert str(found.rows[0].result.meta.today) != TODAY
    day = found.rows[1].result.meta.today.replace(day=2)
    with pytest.raises(InputError, match=r'another run: today "2026-06-01", not "2026-06-02"'):
        analyze_into(place, out, visit_page, resume=True, today=day)


def test_another_run_is_refused(counts):
    """Another seed, or a diary that was mended, is not gone on with, and nothing is written."""
    place, out = counts
    before = bytes_of(out)
    with pytest.raises(InputError, match="another run: seed 1, not 2"):
        analyze_into(place, out, visit_page, resume=True, seed=2)
    with pytest.raises(InputError, match="holds a run"):
        analyze_into(place, out, visit_page)
    lay(place / "bo", scores__csv=SCORES.replace(",22", ",21"))
    with pytest.raises(InputError, match="another run: diaries"):
        analyze_into(place, out, visit_page, resume=True)
    assert bytes_of(out) == before


def test_the_table_is_that_of_the_folder(counts):
    """What was read again from the documents says what the analyses say."""
    place, out = counts
    (out / "ada.json").unlink()
    (out / "bo.json").unlink()
    found = analyze_into(place, out, visit_page, resume=True)
    day = found.rows[0].result.meta.today
    assert clinic_page(found) == clinic_page(analyze_folder(place, today=day))


def test_where_all_fail_nothing_stays(run, tmp_path):
    """Exit 2, a line of each patient, and no folder."""
    lay(tmp_path / "clinic" / "ada", scores__csv=SCORES.replace(",66", ",6"))
    code, _, err = run("analyze", "clinic", "-o", "out")
    assert code == 2
    assert "none of 1 patients could be analyzed" in err
    assert not (tmp_path / "out").exists()


def test_an_engine_fills_a_folder_and_nothing_else(run, tmp_path):
    """Beside one person, or without a folder to fill, it is refused in a line."""
    lay(tmp_path, d__csv="date,headache\n2025-01-01,1\n2025-01-02,0\n")
    lay(tmp_path / "clinic" / "ada", scores__csv=SCORES)
    code, _, err = run("analyze", "d.csv", "--engine", "dask")
    assert (code, "of one person; allowed: a folder of patients" in err) == (2, True)
    code, _, err = run("analyze", "clinic", "--resume")
    assert (code, "fix: give -o FOLDER" in err) == (2, True)
    code, _, err = run("analyze", "clinic", "-o", "table.csv", "--engine", "dask")
    assert (code, "fix: give -o FOLDER" in err) == (2, True)
