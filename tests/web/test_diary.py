"""Putting a diary in, what is understood of it, and what can be done about it on the page."""

from __future__ import annotations

import html
import io
import re
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

import wearoff
from at_once import AtOnce
from wearoff.diary.examples import example_diary
from wearoff.web.desks import Desks
from wearoff.web.workers import Workers

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
SUM = re.compile(r"(\d+) read = (\d+) with headache \+ (\d+) free \+ (\d+) empty \+ (\d+) left out")


@pytest.fixture
def page(app, client):
    """A browser that was let in, and workers that answer at once."""
    app.state.workers = AtOnce()
    return client


def text_of(answer):
    """The words of a page, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def put(page, *files, begin="file", **fields):
    """Put files in, and go to the desk: its address, and the page there."""
    sent = [
        (kind, (name, content.encode() if isinstance(content, str) else content))
        for kind, name, content in files
    ]
    answer = page.post("/diary", data={"begin": begin, **fields}, files=sent or None)
    assert answer.status_code == 303, text_of(answer)
    here = answer.headers["location"]
    return here, page.get(here)


def desk_of(app, here):
    """The desk of an address."""
    return app.state.desks.find(here.rpartition("/")[2])


def days(*cells, start="2026-01-01", header="date,headache"):
    """A diary of some days."""
    first = date.fromisoformat(start)
    rows = [f"{first + timedelta(days=k)},{cell}" for k, cell in enumerate(cells)]
    return "\n".join([header, *rows]) + "\n"


# Putting in


def test_the_first_screen_has_three_ways(page):
    """A file, nothing, and two people who are clearly made up."""
    said = text_of(page.get("/diary"))
    for words in ("A file", "Begin from nothing", "Try a made-up one", "Ada", "Ben"):
        assert words in said


DIARIES = sorted(p.name for p in EXAMPLES.iterdir() if p.suffix != ".toml")  # which are rules


@pytest.mark.parametrize("name", DIARIES)
def test_every_format_is_understood_or_asks(page, name):
    """Each example file is read, or says what is missing; the days of a diary add up."""
    kind = "injections" if "injections" in name else "diary"
    files = [(kind, name, (EXAMPLES / name).read_bytes())]
    if kind == "injections":
        files.append(("diary", "d.csv", days(*"0101" * 20)))
    here, shown = put(page, *files)
    assert shown.status_code == 200, text_of(shown)
    said = text_of(shown)
    sums = [tuple(map(int, found)) for found in SUM.findall(said)]
    assert sums or "A sheet of several people" in said
    for read, *parts in sums:
        assert read == sum(parts)
    assert page.get(f"{here}/days").status_code == 303


def test_the_days_are_those_of_the_command(page, tmp_path):
    """The page says the days as `import` does, whatever was left out or empty."""
    sheet = days("1", "0", "", "x", "0", "1", "?") + "Total,3\n# a comment\n"
    _, shown = put(page, ("diary", "me.csv", sheet))
    case_page = SUM.search(text_of(shown))
    path = tmp_path / "me.csv"
    path.write_text(sheet)
    understood = wearoff.read_case(path).understood
    assert tuple(map(int, case_page.groups())) == (
        understood.days_read,
        understood.headache,
        understood.free,
        understood.empty,
        understood.days_left_out,
    )


def test_several_files_at_once_are_told_apart(page, app):
    """Files that are dropped together are told apart by their names; two diaries are refused."""
    folder = example_diary("ada")
    files = [
        ("diary", f"ada-{kind}.csv", (folder / f"{kind}.csv").read_bytes())
        for kind in ("injections", "diary")
    ]
    here, shown = put(page, *files)
    assert set(desk_of(app, here).files) == {"diary", "injections"}
    assert "13: 2023-08-31" in text_of(shown)
    twice = [("diary", ("a.csv", b"x")), ("diary", ("b.csv", b"y"))]
    answer = page.post("/diary", data={"begin": "file"}, files=twice)
    assert answer.status_code == 422
    assert "could be the diary" in text_of(answer)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("i.xlsx", b"PK\x03\x04\xff\xfe no text"),
        ("i.csv", "Datum;Einheiten\n1.2.2026;155 f\u00fcr\n".encode("cp1252")),
        ("i.txt", b"2026-01-20\n2026-04-12\n"),
    ],
)
def test_what_lies_beside_a_diary_waits_for_it(page, app, name, content):
    """A file of injections alone is neither read nor typed over until the diary is there."""
    here, shown = put(page, ("injections", name, content))
    assert shown.status_code == 200
    assert f"belongs beside a diary: {name}" in text_of(shown)
    assert "Nothing is written" not in text_of(shown)
    for part in ("days", "days/2026-01", "injections", "events"):
        assert page.get(f"{here}/{part}").headers["location"] == here
    page.post(f"{here}/days", data={"answer-2026-01-01": "some"})
    page.post(f"{here}/injections", data={"date": "2026-03-01", "plan": "preempt_155"})
    (held,) = desk_of(app, here).files.values()
    assert (held.path.read_bytes(), held.ours) == (content, False)


def test_nothing_put_in_is_said(page):
    """A form without a file says so at its field, and leaves no desk."""
    answer = page.post("/diary", data={"begin": "file"})
    assert answer.status_code == 422
    assert "Choose a file" in text_of(answer)
    assert 'aria-describedby="faults"' in answer.text


def test_made_up_people_are_said_to_be(page):
    """Ada and Ben are named as made up on every page of theirs."""
    for who in ("ada", "ben"):
        here, shown = put(page, begin=who)
        for answer in (shown, page.get(f"{here}/injections")):
            assert "A made-up person." in text_of(answer)


def test_what_is_said_of_the_person_is_taken(page, app):
    """Condition, name and an outside count go to the reading, and onto the page."""
    here, shown = put(
        page,
        ("diary", "me.csv", days(*"0101" * 20)),
        condition="episodic_migraine",
        name="A. M.",
        baseline_count="22",
        baseline_days="28",
        baseline_from="letter 2024-11",
    )
    assert desk_of(app, here).options == {
        "condition": "episodic_migraine",
        "name": "A. M.",
        "baseline": "22:28",
        "baseline_from": "letter 2024-11",
    }
    assert "A. M." in text_of(shown)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"condition": "gout"}, "no diary tells of 'gout'"),
        ({"unwritten": "maybe"}, "maybe"),
        ({"dates": "year-last"}, "year-last"),
        ({"baseline_count": "400", "baseline_days": "28"}, "COUNT up to DAYS"),
        ({"baseline_from": "my aunt"}, "Headache days before the diary” is empty"),
        ({"name": "x" * 300}, "more than 200 characters"),
        ({"map_date": "x" * 300}, "more than 200 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_words(page, fields, said):
    """An option that cannot be is refused as the library says it, with the page's own names."""
    answer = page.post(
        "/diary", data={"begin": "file", **fields}, files=[("diary", ("a.csv", b"x"))]
    )
    assert answer.status_code == 422
    assert said in text_of(answer)
    here, _ = put(page, ("diary", "me.csv", days(*"0101" * 20)))
    again = page.post(f"{here}/how", data=fields)
    assert again.status_code == 422
    assert said in text_of(again)


# Refused, and its control on the page


def test_refusals_are_told_all_at_once(page):
    """Every cell that cannot be is named by row and column, with what may stand there."""
    sheet = "date,headache,pain_10\n2026-01-01,1,99\n2026-13-01,0,1\n2026-01-03,maybe,2\n"
    _, shown = put(page, ("diary", "me.csv", sheet))
    said = text_of(shown)
    assert shown.status_code == 422
    for part in ("line 2, column pain_10", "line 3, column date", "line 4, column headache"):
        assert part in said
    assert "desk" not in said


def test_dates_that_tell_nothing_are_chosen_on_the_page(page):
    """Both readings stand there with an example, and the choice is read."""
    sheet = "date,headache\n" + "".join(f"0{k}/0{k + 1}/2024,{k % 2}\n" for k in range(1, 9))
    here, shown = put(page, ("diary", "me.csv", sheet))
    said = text_of(shown)
    assert "2024-02-01 day-first, 2024-01-02 month-first" in said
    assert "day-first (1/2 is 1 February)" in said
    page.post(f"{here}/how", data={"dates": "day-first"})
    assert "dates day-first" in text_of(page.get(here))


def test_columns_of_other_names_are_chosen_on_the_page(page):
    """A select for each of our columns lists those of the file."""
    here, shown = put(page, ("diary", "me.csv", days(*"0101" * 9, header="Wann genau,Aua")))
    assert shown.status_code == 422
    assert "<option>Wann genau</option>" in shown.text.replace(" selected", "")
    page.post(f"{here}/how", data={"map_date": "Wann genau", "map_headache": "Aua"})
    shown = page.get(here)
    assert "Wann genau = date" in text_of(shown)
    assert "<option selected>Aua</option>" in shown.text


def test_a_sheet_of_a_workbook_is_chosen_on_the_page(page):
    """Where several sheets could be the diary their names are in a select."""
    book = openpyxl.Workbook()
    for number, name in enumerate(("first", "second")):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = name
        for row in [("date", "headache"), *((f"2026-01-0{k}", k % 2) for k in range(1, 9))]:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    here, shown = put(page, ("diary", "me.xlsx", made.getvalue()))
    assert "2 sheets: first, second" in text_of(shown)
    assert "<option>second</option>" in shown.text
    page.post(f"{here}/how", data={"sheet": "second"})
    assert "sheet second" in text_of(page.get(here))


def test_unwritten_days_are_said_on_the_page(page):
    """A list of headache days alone has no free day until an empty day is said to be one."""
    cells = [("1" if k % 3 == 0 else "") for k in range(120)]
    here, shown = put(page, ("diary", "me.csv", days(*cells)))
    said = text_of(shown)
    assert "40 with headache + 0 free" in said
    assert "every yes and no is cannot tell" in said
    assert "Say what an empty day is" in said
    page.post(f"{here}/how", data={"unwritten": "free"})
    said = text_of(page.get(here))
    assert "every yes and no is cannot tell" not in said
    assert re.search(r"40 with headache \+ 78 free", said)


def test_a_confirmed_doubt_bars_no_more(page, app):
    """A doubt that bars answers can be said to be right, and be doubted again."""
    sheet = days(*"0101" * 20) + "2036-05-01,1\n"
    here, shown = put(page, ("diary", "me.csv", sheet))
    assert "every yes and no is cannot tell" in text_of(shown)
    assert f'href="{here}/days/2036-05#d2036-05-01"' in shown.text
    for code in ("date_far", "date_future"):
        page.post(f"{here}/confirm", data={"code": code, "right": "yes"})
    assert desk_of(app, here).options["confirm"] == ["date_far", "date_future"]
    shown = text_of(page.get(here))
    assert "every yes and no is cannot tell" not in shown
    assert "You said that it is right as it is." in shown
    page.post(f"{here}/confirm", data={"code": "date_far", "right": "no"})
    assert "every yes and no is cannot tell" in text_of(page.get(here))
    answer = page.post(f"{here}/confirm", data={"code": "<b>", "right": "yes"})
    assert answer.status_code == 422


def test_one_of_many_has_a_desk_of_its_own(page, app):
    """From a clinic's sheet each person is a button away; a name that is not there is refused."""
    here, shown = put(page, ("diary", "clinic.csv", (EXAMPLES / "clinic.csv").read_bytes()))
    names = re.findall(r'name="patient" value="([^"]+)"', shown.text)
    assert len(names) > 1
    assert f'href="{here}/days"' not in shown.text
    answer = page.post(f"{here}/patient", data={"patient": names[0]})
    own = answer.headers["location"]
    assert own != here
    told = text_of(page.get(own))
    assert names[0] in told
    assert "Nothing is stored" in told
    assert "saved as a copy" not in told
    assert desk_of(app, own).saved
    assert page.post(f"{here}/patient", data={"patient": "nobody"}).status_code == 422


def test_nobody_is_chosen_where_no_sheet_is(page):
    """A desk without a sheet leads whoever asks for a person of one back to it."""
    here = page.post("/diary", data={"begin": "empty"}).headers["location"]
    answer = page.post(f"{here}/patient", data={"patient": "P01"})
    assert answer.status_code == 303
    assert answer.headers["location"] == here


def test_a_file_is_put_in_again(page):
    """One that was refused is replaced at its desk, the others stay; an undo takes it back."""
    here, shown = put(
        page,
        ("diary", "me.csv", days(*"0101" * 20)),
        ("injections", "i.csv", "date\n0022-01-01\n"),
    )
    assert shown.status_code == 422
    files = [("injections", ("i.csv", b"date\n2026-01-20\n"))]
    assert page.post(f"{here}/files", files=files).status_code == 303
    assert "1: 2026-01-20" in text_of(page.get(here))
    assert page.post(f"{here}/files", data={"x": "y"}).status_code == 422
    page.post(f"{here}/undo")
    assert page.get(here).status_code == 422
    assert "Nothing is stored" in text_of(page.get(here))


def test_a_refused_file_takes_nothing_with_it(page, app, monkeypatch):
    """Where none could be put in there is nothing to undo, and what was answered stands."""
    here, _ = put(page, ("diary", "me.csv", days(*"0101" * 20)))
    desk = desk_of(app, here)
    page.post(f"{here}/days", data={"answer-2026-01-01": "some"})
    page.get(here)
    before = (dict(desk.files), list(desk.steps), desk.reading)
    twice = [("diary", ("a.csv", b"x")), ("diary", ("b.csv", b"y"))]
    assert page.post(f"{here}/files", files=twice).status_code == 422
    assert page.post(f"{here}/files", data={"x": "y"}).status_code == 422
    broken = {"content-type": "multipart/form-data"}
    assert page.post(f"{here}/files", content=b"x", headers=broken).status_code == 400
    assert (desk.files, desk.steps, desk.reading) == before
    monkeypatch.setattr("wearoff.web.desks.Desk.put", _full)
    assert page.post(f"{here}/files", files=[("events", ("e.csv", b"x"))]).status_code == 500
    assert (desk.files, desk.steps) == before[:2]


def _full(*_given, **_options):
    raise OSError("no space left")


def test_a_diary_that_cannot_be_put_in_leaves_no_desk(page, monkeypatch):
    """A form that is broken or refused, or a fault of ours, makes no desk or takes it away."""
    made = []
    new = Desks.new
    monkeypatch.setattr(Desks, "new", lambda desks: made.append(new(desks)) or made[-1])
    broken = {"content-type": "multipart/form-data"}
    assert page.post("/diary", content=b"x", headers=broken).status_code == 400
    assert page.post("/diary", data={"begin": "file"}).status_code == 422
    assert made == []
    monkeypatch.setattr("wearoff.web.desks.Desk.put", _full)
    files = [("diary", ("me.csv", b"x"))]
    assert page.post("/diary", data={"begin": "file"}, files=files).status_code == 500
    assert [one.folder.exists() for one in made] == [False]


def test_no_desk_is_given_where_all_are_unsaved(page, app, monkeypatch):
    """Where each desk has something unsaved the next one is refused, and told what helps."""
    monkeypatch.setattr("wearoff.web.desks.MOST", 1)
    here, _ = put(page, begin="empty")
    page.post(f"{here}/days", data={"answer-2026-01-01": "some"})
    answer = page.post("/diary", data={"begin": "empty"})
    assert answer.status_code == 422
    assert "save a copy of one, or forget one" in text_of(answer)
    assert desk_of(app, here)


# Kept and forgotten


def test_a_saved_copy_is_the_same_case(page, tmp_path):
    """What is saved is read as the same case, here and by the command line."""
    here, shown = put(page, begin="ada")
    saved = page.post(f"{here}/save")
    assert saved.headers["content-type"] == "application/zip"
    zipfile.ZipFile(io.BytesIO(saved.content)).extractall(tmp_path / "ada")
    case = wearoff.read_case(tmp_path / "ada", condition="chronic_migraine")
    first = wearoff.example_case("ada")
    assert case.understood.headache == first.understood.headache
    assert case.log.sessions == first.log.sessions
    _, again = put(page, ("diary", "Ada.zip", saved.content))
    counts = SUM.search(text_of(again)).groups()
    assert counts[1:3] == SUM.search(text_of(shown)).groups()[1:3]


def test_a_diary_alone_is_saved_as_one_file(page):
    """Without sessions the copy is one CSV, named as the person."""
    here, _ = put(page, ("diary", "me.csv", days(*"0101" * 20)), name='Zoë "Z"')
    saved = page.post(f"{here}/save")
    assert saved.headers["content-type"].startswith("text/csv")
    assert "%C3%AB%20" in saved.headers["content-disposition"]
    assert saved.text.splitlines()[:2] == ["date,headache", "2026-01-01,0"]


def test_forget_removes_the_files(page, app):
    """After it the address finds nothing, and the folder is gone."""
    here, _ = put(page, ("diary", "me.csv", days(*"0101" * 20)))
    folder = desk_of(app, here).folder
    assert folder.exists()
    assert page.post(f"{here}/forget").headers["location"] == "/diary"
    assert not folder.exists()
    assert page.get(here).status_code == 404


# Hostile input

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|'/c calc'!A1",
    "{{ 7 * 7 }}{% raw %}",
    "' autofocus onfocus=alert(1) x='",
    "../../../etc/passwd",
    "\u202egnp.exe\x00",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_person_is_markup(page, text):
    """Names, file names, headers, cells, notes and codes stand on pages as text, if at all."""
    cell = text.replace('"', '""').replace("\x00", "")
    sheet = f'date,headache,note,"{cell}"\n' + "".join(
        f'2026-01-{k:02d},{k % 2},"{cell}","{cell}"\n' for k in range(1, 29)
    )
    here, shown = put(
        page, ("diary", f"{text}.csv".replace("\x00", ""), sheet), name=text, baseline_from=""
    )
    pages = [shown, page.get(f"{here}/days/2026-01"), page.get(f"{here}/day/2026-01-02")]
    pages.append(page.post(f"{here}/how", data={"map_date": text, "sheet": text, "name": text}))
    pages.append(page.get(here))
    pages.append(page.post(f"{here}/confirm", data={"code": text, "right": "yes"}))
    pages.append(page.post(f"{here}/days", data={"answer-2026-01-01": text}))
    pages.append(page.post(f"{here}/day/2026-01-02", data={"date": text, "note": text}))
    pages.append(page.post(f"{here}/injections", data={"date": text, "units": text, "plan": text}))
    pages.append(page.post(f"{here}/events", data={"date-0": text, "kind-0": text}))
    for answer in pages:
        assert answer.status_code in {200, 303, 422}, text_of(answer)
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert " onfocus=alert" not in answer.text.replace("&#39; autofocus onfocus=alert", "")
        assert "49{%" not in answer.text


# With processes


def test_a_real_worker_reads(app, client):
    """While it reads there is a page that asks again, and can stop it; then it is understood."""
    app.state.workers = Workers(2, warm=())
    here, shown = put(client, begin="ada")
    end = time.monotonic() + 60
    while "Working it out" in shown.text and time.monotonic() < end:
        assert f'action="{here}/stop"' in shown.text
        assert 'http-equiv="refresh"' in shown.text
        time.sleep(0.2)
        shown = client.get(here)
    assert SUM.search(text_of(shown))
    client.post(f"{here}/again")
    client.post(f"{here}/stop")
    assert client.get(here).status_code == 200
