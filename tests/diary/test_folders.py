"""Folders of patients: whose files are found, what is skipped, and the pages that come of them."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wearoff
from wearoff.diary.folder import analyze_folder
from wearoff.diary.patients import patients
from wearoff.errors import InputError
from wearoff.faces.diary import clinic
from wearoff.formats.names import MOST, file_name, file_names
from wearoff.formats.writing import new_folder

SCORES = """date,measure,value
2025-01-10,headache_days_28,22
2025-02-08,headache_days_28,20
2025-02-08,hit-6,66
2025-05-03,headache_days_28,12
2025-05-03,hit-6,60
"""
LOG = "date,plan,units,product\n2025-02-08,preempt_155,155,onabotulinumtoxinA\n"
DIARY = "date,headache\n2025-01-01,1\n2025-01-02,0\n"


def lay(place, **files):
    """Files in a folder by name, a double underscore for the point; the folder is made."""
    place.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (place / name.replace("__", ".")).write_text(content, encoding="utf-8")


@pytest.fixture
def clinic_folder(tmp_path):
    """Two people of counts, one of whom is called like a formula, a third with a slip, and more."""
    place = tmp_path / "clinic"
    lay(place / "Ada", SCORES__CSV=SCORES, Injections__csv=LOG, photo__jpg="")
    lay(place / "=1+1", scores__csv=SCORES)
    lay(place / "zoe", scores__csv=SCORES.replace(",66", ",6"))
    lay(place / "letters", thanks__docx="")
    lay(place, README__md="", Cy__scores__csv=SCORES, lost__injections__csv=LOG)
    return place


def test_patients_are_found_whatever_their_capitals(tmp_path):
    """Kinds are told by the name of a file in any capitals and any format that is read."""
    lay(tmp_path / "ada", Diary__CSV=DIARY, INJECTIONS__csv=LOG, Events__TSV="")
    lay(tmp_path / "ben", export__XML="<HealthData/>")
    lay(tmp_path / "cy", migraine_buddy__csv=DIARY)
    lay(tmp_path, Di__csv=DIARY, DI__INJECTIONS__CSV=LOG)
    found = {patient.name: patient for patient in patients(tmp_path)[0]}
    assert sorted(found) == ["Di", "ada", "ben", "cy"]
    assert found["ada"].injections.name == "INJECTIONS.csv"
    assert found["ada"].events.name == "Events.TSV"
    assert found["ben"].diary.name == "export.XML"
    assert found["cy"].diary.name == "migraine_buddy.csv"
    assert found["Di"].injections.name == "DI.INJECTIONS.CSV"


def test_what_is_no_patient_s_is_named(clinic_folder):
    """Every file is a patient's or is skipped with its reason; hidden ones are not spoken of."""
    (clinic_folder / ".DS_Store").write_text("", encoding="utf-8")
    found, skipped = patients(clinic_folder)
    assert [patient.name for patient in found] == ["=1+1", "Ada", "Cy", "zoe"]
    assert dict(skipped) == {
        "Ada/photo.jpg": "not a kind of file that is read",
        "README.md": "not a kind of file that is read",
        "letters": "no diary and no scores in it",
        "letters/thanks.docx": "not a kind of file that is read",
        "lost.injections.csv": "no diary of lost",
    }


def test_a_folder_that_cannot_be_opened_is_skipped(clinic_folder, monkeypatch):
    """What the system refuses is named; the rest is read."""
    listed = type(clinic_folder).iterdir

    def refusing(place):
        if place.name == "zoe":
            raise PermissionError(13, "Permission denied")
        return listed(place)

    monkeypatch.setattr(type(clinic_folder), "iterdir", refusing)
    found, skipped = patients(clinic_folder)
    assert [patient.name for patient in found] == ["=1+1", "Ada", "Cy"]
    assert dict(skipped)["zoe"] == "cannot be opened"


def test_two_files_of_one_kind_are_refused(tmp_path):
    """Nobody guesses which of two diaries is meant; a folder and a file of one name are two."""
    lay(tmp_path / "ada", diary__csv=DIARY, Diary__txt=DIARY)
    lay(tmp_path, ada__csv=DIARY)
    cases = wearoff.read_cases(tmp_path)
    assert [case.name for case in cases] == ["ada (2)"]
    assert "Diary.txt and diary.csv are of one kind" in cases.refused["ada"]


def test_a_row_has_units_impact_rules_and_what_is_missing(clinic_folder):
    """Row and document say the last session, the totals, rules met, and what was not given."""
    found = analyze_folder(clinic_folder)
    bad, ada, _, zoe = clinic.rows(found)
    assert (ada.last, ada.impact, ada.counted) == ("2025-02-08, 155 U", "66 > 60", "21.0 > 12.0")
    assert ada.missing == "a diary by day"
    assert bad.missing == "a diary by day, sessions, a count from before"
    assert "line 4, column value" in zoe.error
    glance = found.result.patients[1].glance
    rules = [rule for rule in found.rows[1].result.rules if rule.points != "neither"]
    for each in glance.rules:
        said = [rule.counted for rule in rules if rule.points == each.points]
        known = said.count("yes") + said.count("no")
        assert (each.met, each.counted) == (said.count("yes"), known)
    assert [each.points for each in glance.rules] == ["going_on", "pause"]
    said = [rule.counted for rule in rules]
    assert (glance.rules_met, glance.rules_asked) == (said.count("yes"), len(said))
    assert glance.rules_counted == said.count("yes") + said.count("no")


def test_the_screen_of_a_folder_says_what_its_signs_mean(run, clinic_folder):
    """Skipped files and the legend stand below the rows, within 80 columns."""
    code, out, err = run("analyze", str(clinic_folder))
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    for text in ("3 of 4 analyzed.", "README.md: not a kind", "before > now:", "last 2025-02-08"):
        assert text in out
    assert "zoe: zoe/scores.csv, line 4" in err


def test_an_error_of_a_patient_names_flags_on_the_command_line(run, tmp_path):
    """And arguments in Python, as every other error does."""
    lay(tmp_path, ada__csv="date,headache\n03/04/2024,1\n04/04/2024,0\n")
    code, _, err = run("analyze", str(tmp_path))
    assert (code, "--dates day-first" in err, "dates=" in err) == (2, True, False)
    assert "dates='day-first'" in wearoff.read_cases(tmp_path).refused["ada"]


def test_a_folder_of_pages_is_written(run, clinic_folder, tmp_path):
    """The table links a page of each patient that could be read, and a sheet lies beside it."""
    code, out, _ = run("analyze", str(clinic_folder), "-o", "out")
    assert code == 0
    assert "Wrote out" in out
    made = {path.name for path in (tmp_path / "out").iterdir()}
    names = ["1+1", "Ada", "Cy"]
    pages = {f"{name}.{ending}" for name in names for ending in ("html", "json")}
    assert made == {"index.html", "index.csv", "manifest.json", "draws", *pages}
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r'href="([^"#]+)"', index)) == {"1%2B1.html", "Ada.html", "Cy.html"}
    assert "What the columns mean" in index
    page = (tmp_path / "out" / "Ada.html").read_text(encoding="utf-8")
    assert "Ada: headache and injections" in page
    document = json.loads((tmp_path / "out" / "Ada.json").read_text(encoding="utf-8"))
    assert document["name"] == "Ada"
    code, _, err = run("analyze", str(clinic_folder), "-o", "out")
    assert (code, "holds a run; fix: --resume goes on" in err) == (2, True)


def test_no_cell_of_the_sheet_can_be_run(run, clinic_folder, tmp_path):
    """A name that a spreadsheet would run is text; every row has every column."""
    assert run("analyze", str(clinic_folder), "-o", "table.csv")[0] == 0
    text = (tmp_path / "table.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert {len(row) for row in rows} == {len(clinic.HEAD)}
    assert rows[1][0] == "'=1+1"
    assert not any(cell[:1] in {"=", "+", "-", "@", "\t"} for row in rows for cell in row)


def test_a_folder_in_which_all_fail_says_every_reason(run, tmp_path):
    """Exit 2, and a line of each patient."""
    for name in ("ada", "ben"):
        lay(tmp_path / "clinic" / name, scores__csv=SCORES.replace(",66", ",6"))
    code, out, err = run("analyze", "clinic")
    assert (code, out) == (2, "")
    assert "none of 2 patients could be analyzed" in err
    for name in ("ada", "ben"):
        assert f"wearoff: {name}: {name}/scores.csv, line 4" in err


def test_a_page_of_one_person_has_the_name_that_was_given(run, tmp_path):
    """--name is the title of the visit page, and is refused beside a folder."""
    days = "".join(f"2025-01-{day:02},{day % 2}\n" for day in range(1, 31))
    lay(tmp_path, d__csv=f"date,headache\n{days}")
    assert run("analyze", "d.csv", "--name", "Mx <N>", "--report", "v.html")[0] == 0
    page = (tmp_path / "v.html").read_text(encoding="utf-8")
    assert "Mx &lt;N&gt;: headache and injections" in page
    lay(tmp_path / "clinic", d__csv=DIARY)
    code, _, err = run("analyze", "clinic", "--name", "N")
    assert (code, "--name beside a folder" in err) == (2, True)


def test_a_new_folder_is_there_whole_or_not_at_all(tmp_path):
    """After a fault nothing is left; a folder that holds something is not touched."""

    def stopped():
        with new_folder(tmp_path / "out") as place:
            (place / "a").write_text("x", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []
    lay(tmp_path / "out", a="x")
    with pytest.raises(InputError, match="holds something"), new_folder(tmp_path / "out"):
        pass
    assert (tmp_path / "out" / "a").read_text(encoding="utf-8") == "x"
    with pytest.raises(InputError, match="existing folder"), new_folder(tmp_path / "no" / "out"):
        pass


@given(st.lists(st.text(max_size=200), max_size=8))
def test_names_of_files_are_safe_and_apart(texts):
    """One part of a path, neither hidden nor a device nor long, and no two alike."""
    found = file_names(texts, taken=["index"])
    assert len({name.casefold() for name in found} | {"index"}) == len(found) + 1
    for name in found:
        assert 0 < len(name.encode()) <= MOST + 10
        assert not set(name) & set('/\\:*?"<>|.\0')
        assert not any(unicodedata.category(letter).startswith("C") for letter in name)
        assert not name.startswith((" ", "-"))
        assert not name.endswith(" ")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../x", "x"),
        ("CON", "CON_"),
        ("com1.txt", "com1-txt"),
        ("", "patient"),
        ("...", "patient"),
        ("Zoë Ø", "Zoë Ø"),
        ("a\x00b\u202ec", "a-b-c"),
    ],
)
def test_a_hostile_name_becomes_a_plain_one(text, name):
    """Ways out of a folder, devices and signs that are not seen lead nowhere."""
    assert file_name(text) == name


def test_a_folder_of_one_person_is_one_case(tmp_path):
    """What import writes is read by its folder alone; what is given beside it goes before."""
    place = tmp_path / "me"
    place.mkdir()
    (place / "Diary.csv").write_text(
        "date,headache\n2026-01-01,1\n2026-01-02,0\n", encoding="utf-8"
    )
    (place / "injections.csv").write_text("2026-01-01\n", encoding="utf-8")
    case = wearoff.read_case(place)
    assert (case.name, case.diary.days, len(case.log.sessions)) == ("me", 2, 1)
    assert wearoff.read_case(place, name="Cy").name == "Cy"
    (place / "diary.xlsx").write_bytes(b"")
    with pytest.raises(InputError, match="of one kind"):
        wearoff.read_case(place)
    with pytest.raises(InputError, match="no diary and no scores"):
        wearoff.read_case(tmp_path / "me" / "..")
