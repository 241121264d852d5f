"""A folder of patients analyzed into another: the same bytes by any engine, after any stop."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import nullcontext
from datetime import date

import pytest
from test_folders import LOG, SCORES, lay

import wearoff
from conftest import TIER
from wearoff.diary import folder_run
from wearoff.diary.draws import read_draws
from wearoff.diary.examples import example_diary
from wearoff.diary.folder import analyze_folder
from wearoff.diary.folder_run import analyze_into
from wearoff.errors import InputError
from wearoff.faces.diary.clinic import clinic_page
from wearoff.faces.diary.visit import visit_page
from wearoff.formats.resumable import MANIFEST
from wearoff.simulation import chunks
from wearoff.simulation.executor import side_by_side
from wearoff.words.doubts import KINDS

TODAY = "2026-06-01"


def bytes_of(folder):
    """Every file in a folder by its path, hidden ones too."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


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
    for page in filled.glob("*.html"):
        assert "does not advise. Not a medical device." in page.read_text(encoding="utf-8")
    assert "line 4, column value" in (filled / "index.html").read_text(encoding="utf-8")


def test_a_run_goes_on_where_it_was_stopped(people, filled, tmp_path):
    """Missing, cut and half-written files are made again, the others left, all byte for byte."""
    out = shutil.copytree(filled, tmp_path / "out")
    (out / "cy.json").unlink()
    (out / "cy.html").unlink()
    (out / "ben.json").write_bytes((out / "ben.json").read_bytes()[:-9])
    (out / "draws" / "ben.parquet").unlink()
    (out / "draws" / ".ben.parquet.elsewhere-7.partial").write_bytes(b"begun")
    (out / ".cy.json.elsewhere-7.partial").write_bytes(b"{ begun")
    kept = (out / "ada.json").stat().st_mtime_ns
    done = command(people, out, "--resume")
    assert done.returncode == 0, done.stderr
    assert bytes_of(out) == bytes_of(filled)
    assert (out / "ada.json").stat().st_mtime_ns == kept


@pytest.mark.skipif(TIER == "quick", reason="clusters are started in the larger tiers")
def test_the_draws_of_everybody_are_kept(filled):
    """A person has the draws of the analysis alone, counts without days an empty file."""
    people = read_draws(filled)
    assert [(one.name, one.given, one.seed) for one in people] == [("ada", 13, 1), ("ben", 7, 1)]
    files = {path.stem for path in (filled / "draws").iterdir()}
    assert files == {path.stem for path in filled.glob("*.html")} - {"index"}
    assert read_draws(filled / "draws" / "cy.parquet") == []


def test_draws_that_are_missing_are_made_again(counts):
    """Draws that were removed or cut are made again, and no others."""
    place, out = counts
    (out / "ada.json").unlink()
    analyze_into(place, out, visit_page, resume=True)
    before = bytes_of(out)
    (out / "draws" / "ada.parquet").unlink()
    kept = (out / "bo.json").stat().st_mtime_ns
    analyze_into(place, out, visit_page, resume=True)
    (out / "draws" / "ada.parquet").write_bytes(before["draws/ada.parquet"][:-1])
    analyze_into(place, out, visit_page, resume=True)
    assert bytes_of(out) == before
    assert (out / "bo.json").stat().st_mtime_ns == kept


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
    with pytest.raises(InputError, match=r"another run: bo\.json made of other files"):
        analyze_into(place, out, visit_page, resume=True)
    assert bytes_of(out) == before


def test_nobody_is_given_the_answers_of_another(counts):
    """Where people are renamed, whose files keep their names, no document is taken for theirs."""
    place, out = counts
    before = bytes_of(out)
    (place / "ada").rename(place / "abe")
    (place / "bo").rename(place / "ada")
    with pytest.raises(InputError, match=r"run: ada\.json made of other files; bo\.json made"):
        analyze_into(place, out, visit_page, resume=True)
    assert bytes_of(out) == before


def test_a_diary_that_was_refused_is_mended_alone(counts):
    """A run goes on with the mended files of who was refused, and leaves others as they are."""
    place, out = counts
    shutil.rmtree(out)
    lay(place / "zoe", scores__csv=SCORES.replace(",66", ",6"))
    assert analyze_into(place, out, visit_page).rows[2].error
    kept = (out / "ada.json").stat().st_mtime_ns
    lay(place / "zoe", scores__csv=SCORES)
    assert analyze_into(place, out, visit_page, resume=True).rows[2].result
    assert (out / "ada.json").stat().st_mtime_ns == kept
    lay(place / "zoe", scores__csv=SCORES.replace(",66", ",64"))
    with pytest.raises(InputError, match=r"another run: zoe\.json made of other files"):
        analyze_into(place, out, visit_page, resume=True)


def test_a_page_that_is_missing_is_made_again(counts):
    """A page that was removed or cut is drawn again, byte for byte."""
    place, out = counts
    analyze_into(place, out, visit_page, resume=True)
    (out / "ada.json").unlink()
    analyze_into(place, out, visit_page, resume=True)
    before = bytes_of(out)
    (out / "ada.html").unlink()
    analyze_into(place, out, visit_page, resume=True)
    (out / "ada.html").write_bytes(before["ada.html"][:-9])
    analyze_into(place, out, visit_page, resume=True)
    assert bytes_of(out) == before


def test_what_is_confirmed_has_no_order(counts):
    """The same codes in another order are the same run, others another."""
    place, out = counts
    shutil.rmtree(out)
    codes = sorted(KINDS)[:2]
    analyze_into(place, out, visit_page, confirm=codes)
    analyze_into(place, out, visit_page, resume=True, confirm=codes[::-1])
    with pytest.raises(InputError, match="another run: confirm"):
        analyze_into(place, out, visit_page, resume=True, confirm=codes[:1])


@pytest.mark.parametrize("text", ["[1]", '{"made_of": "x"}', '{"today": "soon"}', '{"today": 1}'])
def test_a_damaged_manifest_is_one_line(counts, text):
    """A manifest that says nothing that can be used is named, and nothing is written."""
    place, out = counts
    (out / MANIFEST).write_text(text)
    before = bytes_of(out)
    with pytest.raises(InputError, match=r"manifest\.json: cannot be read: ") as refused:
        analyze_into(place, out, visit_page, resume=True)
    assert len(str(refused.value).splitlines()) == 1
    assert bytes_of(out) == before


def test_a_damaged_document_is_one_line(counts):
    """A document whose middle was damaged is named, and can be made again."""
    place, out = counts
    analyze_into(place, out, visit_page, resume=True)
    file = out / "ada.json"
    file.write_bytes(file.read_bytes().replace(b"{", b"(").replace(b"(", b"{", 1))
    with pytest.raises(InputError, match=r"ada\.json: is damaged; fix: remove it; resume makes"):
        analyze_into(place, out, visit_page, resume=True)
    file.unlink()
    assert analyze_into(place, out, visit_page, resume=True).rows[0].result


def test_files_that_an_engine_left_out_are_missed(counts, monkeypatch):
    """An engine that ends without having done anything is no run that is done."""
    place, out = counts
    shutil.rmtree(out)
    monkeypatch.setattr(folder_run, "engine_of", lambda _: nullcontext(lambda *_: iter(())))
    with pytest.raises(InputError, match=r"2 files were not written, such as ada\.json"):
        analyze_into(place, out, visit_page)


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


def test_a_folder_without_a_name_is_refused(run, tmp_path):
    """An empty -o is no wish to write nothing."""
    lay(tmp_path / "clinic" / "ada", scores__csv=SCORES)
    code, _, err = run("analyze", "clinic", "-o", "")
    assert (code, "fix: give the folder's name" in err) == (2, True)


def test_data_that_went_to_a_scheduler_are_told(run, tmp_path, monkeypatch):
    """The last line says that nothing left the machine where that is so, else where data went."""
    monkeypatch.setattr(folder_run, "engine_of", lambda _: nullcontext(side_by_side))
    monkeypatch.setattr(chunks, "engine_of", lambda _: nullcontext(side_by_side))
    lay(tmp_path / "clinic" / "ada", scores__csv=SCORES)
    muscle = ["simulate", "healthy_muscle", "--patients", "2", "--years", "0.1"]
    for command in (["analyze", "clinic"], muscle):
        for engine, away in (("dask", False), ("dask://192.0.2.7:8786", True)):
            out = f"{command[0]}-{away}"
            code, said, err = run(*command, "-o", out, "--engine", engine)
            assert code == 0, err
            assert ("Nothing left this machine." in said) != away
            assert ("Data went to the scheduler at 192.0.2.7:8786." in said) == away
    for page in tmp_path.glob("*/*.html"):
        assert "left this machine" not in page.read_text(encoding="utf-8")


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
