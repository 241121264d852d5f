"""Many people on the page: what the command says, from files put in, and nothing is lost."""

from __future__ import annotations

import html
import re
import tempfile

import numpy as np
import pytest

import wearoff
from at_once import AtOnce, Done
from drawn_people import drawn_people
from wearoff.diary.draws import to_parquet, write_draws
from wearoff.errors import InputError
from wearoff.faces.together.page import pool_page

HOSTILE = "<script>alert(1)</script>'&"
TABLE = "person,left,neck\nperson-0003,1,weak\nperson-0004,0,strong\ngone,1,weak\n"


@pytest.fixture
def page(app, client):
    """A browser that was let in, and workers that answer at once."""
    app.state.workers = AtOnce()
    return client


@pytest.fixture(scope="module")
def people():
    """66 people."""
    return drawn_people(np.linspace(-1, 2, 66))


@pytest.fixture(scope="module")
def files(people):
    """Their draws in two files, and a table of people."""
    return [
        ("one.parquet", to_parquet(people[:40])),
        ("other.parquet", to_parquet(people[40:])),
        ("people.csv", TABLE.encode()),
    ]


def put(page, files, place="/together", **fields):
    """Put files in, and the page that comes of it."""
    sent = [("files", file) for file in files]
    answer = page.post(place, data={"begin": "file", **fields}, files=sent or None)
    return page.get(answer.headers["location"]) if answer.status_code == 303 else answer


def text_of(text):
    """The words of a page, without its marks."""
    bare = re.sub(r"(?s)<(style|svg).*?</\1>|<[^>]+>", " ", text)
    return " ".join(html.unescape(bare).split())


def test_the_page_says_what_the_command_says(page, files, people, tmp_path):
    """Every sentence, number and picture is that of the page which the command writes."""
    write_draws(people, tmp_path / "all.parquet")
    (tmp_path / "people.csv").write_text(TABLE, encoding="utf-8")
    found = wearoff.pool(tmp_path, by="units", groups="relief").result
    shown = put(page, files, by="units", groups="relief")
    assert shown.status_code == 200
    assert text_of(pool_page(found, whole=False)) in text_of(shown.text)
    assert "67 people: 2 left" in text_of(shown.text)
    assert shown.text.count("<svg") == 2
    here = str(shown.url.path)
    assert page.get(f"{here}/together.json").text == found.to_json()
    whole = page.get(f"{here}/together.html")
    assert whole.text == pool_page(found)
    assert "attachment" in whole.headers["content-disposition"]


def test_below_a_gate_it_says_how_many_are_needed(page, people):
    """Few people get no number, and how many they would have to be."""
    shown = put(page, [("few.parquet", to_parquet(people[:5]))])
    assert "60 people would be needed; there are 5" in text_of(shown.text)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ([], "Choose a file"),
        ([("notes.txt", b"x")], "notes.txt: is no file of these; allowed: draws (.parquet)"),
        ([("a.csv", b"person\n"), ("b.csv", b"person\n")], "b.csv: is a second table of people"),
        ([(f"{HOSTILE}.exe", b"x")], HOSTILE),
    ],
)
def test_what_is_no_file_of_people_is_refused(page, bad, said):
    """A wrong file is named before anything is looked at, and what was asked stays typed."""
    shown = put(page, bad, by="age", groups="relief")
    assert shown.status_code == 422
    assert said in html.unescape(shown.text)
    assert HOSTILE not in shown.text
    assert 'value="age"' in shown.text
    assert re.search(r'name="groups" value="relief" checked', shown.text)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ([("broken.parquet", b"PAR1")], "broken.parquet"),
        ([("other.json", b"{}")], "other.json: is no summary"),
        ([("people.csv", TABLE.encode())], "nothing to pool"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_name(page, bad, said):
    """A damaged file is named as it was called, not by where it lies; the form is there again."""
    shown = put(page, bad)
    assert shown.status_code == 422
    assert said in text_of(shown.text)
    assert tempfile.gettempdir() not in shown.text
    assert "Look at them together" in shown.text


def test_a_question_that_cannot_be_asked_loses_nothing(page, files):
    """After a covariate that is none the files are there still, and another one is answered."""
    shown = put(page, files, by="unit")
    assert shown.status_code == 422
    assert "did you mean 'units'" in text_of(shown.text)
    assert "Here now: 3 files" in text_of(shown.text)
    again = put(page, [], str(shown.url.path), by="units")
    assert again.status_code == 200
    assert "Does the trend go along with units?" in text_of(again.text)


def test_other_files_take_the_place_of_those_here(page, files, people):
    """New files replace all; ones that are refused leave those that are here."""
    here = str(put(page, files).url.path)
    refused = put(page, [("x.txt", b"")], here, by="years")
    assert refused.status_code == 422
    assert 'value="years"' in refused.text
    assert "67 people" in text_of(page.get(here).text)
    shown = put(page, [("few.parquet", to_parquet(people[:5]))], here)
    assert "5 people: 0 left" in text_of(shown.text)


def test_summaries_are_joined_on_the_page(page, people, tmp_path):
    """A summary of another clinic and one's own draws are looked at together."""
    write_draws(people[:40], tmp_path / "draws.parquet")
    summary = wearoff.pool(tmp_path).write_summary(tmp_path / "theirs.json")
    own = ("own.parquet", to_parquet(people[40:]))
    shown = put(page, [own, ("theirs.json", summary.read_bytes())])
    assert "66 people: 0 left" in text_of(shown.text)


def test_it_is_forgotten(app, page, files):
    """What is forgotten is gone from memory and disk, and its address leads nowhere."""
    here = str(put(page, files).url.path)
    desk = app.state.desks.find(here.rpartition("/")[2])
    assert len(list(desk.folder.iterdir())) == 3
    assert page.post(f"{here}/forget").headers["location"] == "/together"
    assert page.get(here).status_code == 404
    assert not desk.folder.exists()


def test_a_desk_of_many_is_none_of_one_person(app, page, files):
    """Neither kind of desk answers at the addresses of the other."""
    many = str(put(page, files).url.path).rpartition("/")[2]
    one = app.state.desks.new()
    assert page.get(f"/diary/{many}").status_code == 404
    assert page.get(f"/together/{one.id}").status_code == 404
    assert page.get(f"/together/{many}/together.json").status_code == 200


@pytest.mark.parametrize(
    ("ticket", "status", "said"),
    [
        (Done(state="running", line="adding up", ended=False), 200, "Adding up."),
        (Done(state="cancelled", line="given up"), 200, "Given up."),
        (Done(state="fault", line="it took too long"), 500, "It took too long."),
        (Done(state="refused", error=InputError("what was put in")), 422, "what was put in"),
    ],
)
def test_how_far_it_is_or_why_nothing_came_is_said(app, page, ticket, status, said):
    """While it runs the page waits and can be stopped; without an answer there is no file."""
    desk = app.state.desks.new(many=True)
    desk.analysis = ticket
    shown = page.get(f"/together/{desk.id}")
    assert shown.status_code == status
    assert said in text_of(shown.text)
    assert page.get(f"/together/{desk.id}/together.html").status_code == 404
    assert page.post(f"/together/{desk.id}/stop").status_code == 303
