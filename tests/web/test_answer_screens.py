"""Screens of one person's answers: they show what the Result says, and what is typed is text."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from html import escape as escaped

import pytest

from at_once import AtOnce, Done
from conftest import TIER, TIERS
from printed import by_hand
from visit_documents import made_result
from wearoff.diary.examples import example_diary
from wearoff.faces.diary.strip import strip
from wearoff.web import jobs
from wearoff.words import answers as catalog
from wearoff.words import desk as words
from wearoff.words import numbers
from wearoff.words.doubts import doubt

BLANK = jobs.Answers(
    result=None, strip=None, middle="", payer="", payer_page="", note=(), screen=(), why=()
)
HOSTILE = "<script>alert(1)</script>\"'&"


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
    desk.analysis = Done(result=drawn)
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


def test_what_is_counted_is_called_as_in_the_result(client, desk, drawn):
    """Days of another pain are no headache days; one part of the place is the page."""
    jaw = drawn.result.model_copy(update={"outcome": "days with jaw pain"})
    desk.analysis = Done(result=replace(drawn, result=jaw))
    page = client.get(f"/diary/{desk.id}/answers").text
    assert "Days with jaw pain counted</h2>" in page
    assert "Headache days counted" not in page
    assert '<a href="/diary" aria-current="true">' in page
    assert page.count('aria-current="page"') == 1
    # the numbers of the picture stand on the page that its text names
    assert "page for the visit has the numbers" in page
    assert f'href="/diary/{desk.id}/visit"' in page


def test_answers_are_of_the_person_and_not_of_a_file(client, answered):
    """What was begun from nothing is called as at its desk, not as the file that holds it."""
    assert f"<h1>{words.MINE} " in client.get(f"/diary/{answered.id}/answers").text


def test_the_short_view_says_the_numbers_of_the_document(client, desk):
    """Counts, sentences and chances of generated documents, parsed back from the screen."""
    for seed in range(TIERS["generated documents a face"][TIER]):
        result = made_result(seed)
        desk.analysis = Done(result=replace(BLANK, result=result, strip=strip(result)))
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


def test_every_doubt_stands_beside_the_answers(client, desk):
    """What bars answers and what is only said are both listed; what was confirmed is not."""
    gap = doubt("gap", "diary.csv, line 60", first="2024-05-01", last="2024-06-09", days=40)
    far = doubt("date_far", "diary.csv, line 123", date="2035-05-03", days=3652)
    right = replace(doubt("repeated", "diary.csv, line 7", date="2024-03-09"), confirmed=True)
    result = made_result(3).model_copy(update={"doubts": [far, gap, right]})
    desk.analysis = Done(result=replace(BLANK, result=result, strip=strip(result)))
    page = client.get(f"/diary/{desk.id}/answers").text
    for one in (far, gap):
        assert f"<li>{one.where}: {one.text}</li>" in page
    assert right.text not in page


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
    desk.analysis = Done(state="refused", refusal=("diary.csv, line 3: <b>x</b>",))
    page = client.get(f"/diary/{desk.id}/answers")
    assert page.status_code == 422
    assert "line 3: &lt;b&gt;x&lt;/b&gt;" in page.text
    desk.analysis = Done(state="running", ended=False, line="reading")
    page = client.get(f"/diary/{desk.id}/answers")
    assert page.status_code == 200
    assert "Reading." in page.text
    desk.analysis = Done(state="fault")
    assert client.get(f"/diary/{desk.id}/answers").status_code == 500


class Later(AtOnce):
    """Workers that put a job off until it is done by hand."""

    def __init__(self):
        """Nothing was asked for."""
        self.asked = []

    def submit(self, job, *arguments, **options):
        """The job, which runs until it is given up or done."""
        self.asked.append(Running(job, arguments, options))
        return self.asked[-1]


class Running(Done):
    """A job that runs until it is done by hand."""

    def __init__(self, *work):
        """Begun."""
        super().__init__(state="running", ended=False, line="drawing")
        self._work = work

    async def wait(self, _seconds):
        """No time passes."""
        return self.ended

    def cancel(self):
        """Given up, unless it has ended."""
        if not self.ended:
            self.state, self.ended, self.line = "cancelled", True, "Stopped, as you asked."

    def finish(self):
        """Done now, unless it was given up."""
        job, arguments, options = self._work
        if not self.ended:
            self.result = job(lambda _line: None, *arguments, **options)
            self.state, self.ended = "done", True


@pytest.fixture
def later(app, answered):
    """Workers that put off what is asked for, once the answers are there."""
    app.state.workers = Later()
    return answered


def test_a_question_typed_while_another_is_drawn_is_on_the_page(client, later, drawn):
    """The latest words are drawn, whatever was being drawn when they came."""
    where = f"/diary/{later.id}/visit"
    client.post(where, data={"question": "only this"})
    first = later.drawing
    assert "data-waiting" in client.get(where).text
    client.post(where, data={"question": ["only this", "and that"]})
    assert (first.state, later.analysis.result) == ("cancelled", drawn)
    later.beside["questions"] = ["typed after that"]
    later.drawing.finish()
    assert "and that" in later.drawing.result.middle
    assert "typed after that" not in later.drawing.result.middle
    assert "and that" in client.get(where).text


def test_answers_outlive_a_drawing_that_fails(client, later, drawn):
    """What is not drawn is said on the page; the answers stay, and no file shows what was left out.

    Sent again, it is drawn.
    """
    base = f"/diary/{later.id}"
    client.post(f"{base}/payer", data={"keep": ["hours"]})
    later.drawing.state, later.drawing.ended, later.drawing.line = "fault", True, "it ended."
    page = client.get(f"{base}/payer")
    assert page.status_code == 200
    assert escaped(words.undrawn("it ended.")) in page.text
    assert client.get(f"{base}/answers").status_code == 200
    assert client.get(f"{base}/payer.html").status_code == 503
    assert client.get(f"{base}/answers.json").text == drawn.result.to_json()
    client.post(f"{base}/payer", data={"keep": ["hours"]})
    later.drawing.finish()
    assert client.get(f"{base}/payer.html").text == later.drawing.result.payer_page


def test_a_sheet_of_many_has_no_page_to_ask_on(client, app, desk):
    """Questions of a visit are one person's: nothing is drawn of many with them."""
    desk.analysis = Done(result=jobs.Clinic(result=None, middle="<p>everybody</p>"))
    app.state.workers = Later()
    client.post(f"/diary/{desk.id}/visit", data={"question": "x"})
    assert app.state.workers.asked == []
    assert "everybody" in client.get(f"/diary/{desk.id}/visit").text


@pytest.mark.parametrize(("part", "kept"), [("answers", "analysis"), ("plan", "courses")])
def test_what_is_worked_out_can_be_stopped(client, app, desk, part, kept):
    """The page that waits has a way to give it up, which does."""
    app.state.workers = Later()
    client.post(f"/diary/{desk.id}/{part}")
    stop = f"/diary/{desk.id}/stop"
    assert f'action="{stop}"' in client.get(f"/diary/{desk.id}/{part}").text
    assert client.post(stop).status_code == 303
    assert getattr(desk, kept).state == "cancelled"
    assert "Given up" in client.get(f"/diary/{desk.id}/{part}").text


def test_a_file_that_takes_too_long_is_given_up(client, app, later):
    """Nobody waits for it any more, so nothing works on it."""
    assert client.get(f"/diary/{later.id}/visit.pdf").status_code == 503
    assert [ticket.state for ticket in app.state.workers.asked] == ["cancelled"]


def test_the_theme_leads_back_to_a_page_that_can_be_shown(client, app, desk):
    """A screen that came of a form leads to its diary, because a link to a form's address fails."""
    app.state.workers = Later()
    refused = client.post(f"/diary/{desk.id}/how", data={"baseline_count": "many"})
    assert refused.status_code == 422
    asked = client.post(f"/diary/{desk.id}/patient", data={"patient": "A"})
    started = client.post("/diary", data={"begin": "empty", "baseline_count": "many"})
    assert started.status_code == 422
    for page, back in ((refused, f"/diary/{desk.id}"), (asked, f"/diary/{desk.id}")):
        assert f'name="back" value="{back}"' in page.text
    assert 'name="back" value="/diary"' in started.text
    # nothing asks an address again that takes forms alone
    assert "data-waiting" not in asked.text


def test_the_year_to_come_is_worked_out_when_asked(client, desk):
    """Nothing is computed until it is asked for; then every course is on the page."""
    assert "Work it out" in client.get(f"/diary/{desk.id}/plan").text
    client.post(f"/diary/{desk.id}/plan")
    page = client.get(f"/diary/{desk.id}/plan").text
    for course in desk.courses.result.result.courses:
        assert course.name in page
    heads = re.findall(r'<th [^>]*scope="col"[^>]*>([^<]+)</th>', page)
    assert len(heads) == 5
    assert set(re.findall('data-label="([^"]+)"', page)) == set(heads)


def test_counts_alone_have_no_year_to_come(client, answered, drawn):
    """What cannot be worked out is not offered, and the reason stands in its place."""
    counts = drawn.result.model_copy(update={"counts_only": True})
    answered.analysis = Done(result=replace(drawn, result=counts))
    page = client.get(f"/diary/{answered.id}/plan").text
    assert "counts alone" in page
    assert "Work it out" not in page
