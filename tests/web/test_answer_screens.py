"""Screens of one person's answers: they show what the Result says, and what is typed is text."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, replace
from html import escape as escaped

import pytest

from conftest import TIER, TIERS
from printed import by_hand
from visit_documents import made_result
from wearoff.diary.examples import example_diary
from wearoff.faces.diary.strip import strip
from wearoff.web import jobs
from wearoff.words import answers as catalog
from wearoff.words import desk as words
from wearoff.words import numbers

BLANK = jobs.Answers(
    result=None, strip=None, middle="", payer="", payer_page="", note=(), screen=(), why=()
)
HOSTILE = "<script>alert(1)</script>\"'&"


@dataclass
class Ended:
    """A job that has ended."""

    result: object = None
    state: str = "done"
    line: str = "it stopped"
    refusal: tuple[str, ...] = ()
    ended: bool = True

    async def wait(self, _seconds):
        """No time passes."""
        return True

    def cancel(self):
        """Nothing is left to stop."""


class AtOnce:
    """Workers that do a job where it is asked for."""

    def submit(self, job, *arguments, **options):
        """The job, done."""
        return Ended(job(lambda _line: None, *arguments, **options))

    def close(self):
        """Nothing runs."""


@pytest.fixture(scope="module")
def drawn():
    """Every face of a made-up result whose person's name is hostile."""
    result = made_result(7, sessions=3, rules=4, weeks=12).model_copy(update={"name": HOSTILE})
    return jobs.draw(lambda _line: None, result, {})


@pytest.fixture
def desk(app, client):  # noqa: ARG001 - desks are there once the page has begun
    """A desk with a file and no answers."""
    app.state.workers = AtOnce()
    made = app.state.desks.new()
    for kind in ("diary", "injections"):
        made.put(
            kind, f"{kind}.csv", io.BytesIO((example_diary("ada") / f"{kind}.csv").read_bytes())
        )
    return made


@pytest.fixture
def answered(desk, drawn):
    """The same with answers."""
    desk.analysis = Ended(drawn)
    return desk


@pytest.mark.parametrize("part", ["answers", "visit", "why", "payer"])
def test_a_screen_shows_the_result_as_text(client, answered, drawn, part):
    """Each screen holds the counted days of the Result, and a hostile name is text on it."""
    answered.options["name"] = HOSTILE
    page = client.get(f"/diary/{answered.id}/{part}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    if part != "why":
        # whole days for people
        digits = 0 if part == "answers" else 1
        assert numbers.number(drawn.result.counted.now, digits) in page.text
    for answer in drawn.result.answers if part == "answers" else ():
        assert answer.plain.split(".")[0] in page.text


def test_answers_are_of_the_person_and_not_of_a_file(client, answered):
    """What was begun from nothing is called as at its desk, not as the file that holds it."""
    assert f"<h1>{words.MINE} " in client.get(f"/diary/{answered.id}/answers").text


def test_the_short_view_says_the_numbers_of_the_document(client, desk):
    """Counts, sentences and chances of generated documents, parsed back from the screen."""
    for seed in range(TIERS["generated documents a face"][TIER]):
        result = made_result(seed)
        desk.analysis = Ended(replace(BLANK, result=result, strip=strip(result)))
        page = " ".join(client.get(f"/diary/{desk.id}/answers").text.split())
        document = json.loads(result.to_json())
        counted = re.search(r"In the .{5,40} <strong>(.+?)</strong> of 28 days", page)
        before = re.search(r"before the injections <strong>(.+?)</strong> of 28", page)
        for shown, key in ((counted, "now"), (before, "before")):
            value = document["counted"][key]
            assert (shown is None) == (value is None)
            least = "at least " if document["counted"]["at_least"] else ""
            assert shown is None or shown[1] == f"{least}{by_hand(value):.0f}"
        heads = re.findall(r"<h2 id=.\w+.>[^<]+<span class=.answer.>([^<]+)</span>(.*?)</h2>", page)
        assert len(heads) == len(document["answers"])
        for (word, beside), answer in zip(heads, document["answers"], strict=True):
            assert word == catalog.WORDS[answer["word"]]
            said = re.search(r"(fewer than |more than )?(\d+) in 100", beside)
            chance = answer["chance_said"]
            if chance is None:
                assert said is None
            else:
                limits = {"fewer than ": 0.01, "more than ": 0.99}
                assert float(said[2]) == by_hand(limits.get(said[1], chance), times=100)
            assert escaped(answer["plain"], quote=False) in page.replace("&#39;", "'")


def test_files_are_those_of_the_result(client, answered, drawn):
    """Document, note and pages come as files whose names say nothing of the person."""
    base = f"/diary/{answered.id}"
    document = client.get(f"{base}/answers.json")
    assert json.loads(document.text) == json.loads(drawn.result.to_json())
    assert client.get(f"{base}/note.txt").text.splitlines() == list(drawn.note)
    for name in ("visit.html", "payer.html"):
        page = client.get(f"{base}/{name}")
        assert page.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert page.text.startswith("<!doctype html>")
    paper = client.get(f"{base}/visit.pdf", params={"paper": "letter"})
    assert paper.content.startswith(b"%PDF")


def test_what_is_asked_stands_on_the_page_and_in_the_form(client, answered):
    """A question of the visit is drawn on the page, and can be changed."""
    typed = {"question": [HOSTILE, "", "weeks 9 to 12"], "matters": "work"}
    assert client.post(f"/diary/{answered.id}/visit", data=typed).status_code == 303
    page = client.get(f"/diary/{answered.id}/visit").text
    assert page.count("weeks 9 to 12") >= 2
    assert "<script>alert" not in page
    assert answered.beside["questions"] == [HOSTILE, "weeks 9 to 12"]


def test_a_part_that_is_left_out_is_named(client, answered):
    """The payer's page says what the person left out."""
    client.post(f"/diary/{answered.id}/payer", data={"keep": ["hours"]})
    assert "severity" in answered.beside["leave_out"]
    assert "hours" not in answered.beside["leave_out"]
    assert client.get(f"/diary/{answered.id}/payer").status_code == 200


def test_before_answers_there_are_none(client, desk):
    """Screens lead back to what was read, and there is no file yet."""
    assert client.get(f"/diary/{desk.id}/answers").headers["location"] == f"/diary/{desk.id}"
    assert client.get(f"/diary/{desk.id}/note.txt").status_code == 404
    assert client.get(f"/diary/{desk.id}x/answers").status_code == 404


def test_why_nothing_came_is_said(client, desk):
    """A refusal stands line by line; what waits says how far it is."""
    desk.analysis = Ended(state="refused", refusal=("diary.csv, line 3: <b>x</b>",))
    page = client.get(f"/diary/{desk.id}/answers")
    assert page.status_code == 422
    assert "line 3: &lt;b&gt;x&lt;/b&gt;" in page.text
    desk.analysis = replace(Ended(), state="running", ended=False, line="reading", result=None)
    page = client.get(f"/diary/{desk.id}/answers")
    assert page.status_code == 200
    assert "Reading." in page.text
    desk.analysis = Ended(state="fault")
    assert client.get(f"/diary/{desk.id}/answers").status_code == 500


def test_the_year_to_come_is_worked_out_when_asked(client, desk):
    """Nothing is computed until it is asked for; then every course is on the page."""
    assert "Work it out" in client.get(f"/diary/{desk.id}/plan").text
    client.post(f"/diary/{desk.id}/plan")
    page = client.get(f"/diary/{desk.id}/plan").text
    for course in desk.courses.result.result.courses:
        assert course.name in page


def test_counts_alone_have_no_year_to_come(client, answered, drawn):
    """What cannot be worked out is not offered, and the reason stands in its place."""
    counts = drawn.result.model_copy(update={"counts_only": True})
    answered.analysis = Ended(replace(drawn, result=counts))
    page = client.get(f"/diary/{answered.id}/plan").text
    assert "counts alone" in page
    assert "Work it out" not in page
