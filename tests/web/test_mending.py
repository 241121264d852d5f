"""Typing and mending at a desk: days, sessions, other changes and scores, and taking it back."""

from __future__ import annotations

import asyncio
import html
import re
from datetime import date, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from at_once import AtOnce, Done
from awaited import awaited
from wearoff.web import typed

TEN = "date,headache,note\n" + "".join(f"2026-01-{k:02d},{k % 2},day {k}\n" for k in range(1, 29))


@pytest.fixture
def page(app, client):
    """A browser that was let in, and workers that answer at once."""
    app.state.workers = AtOnce()
    return client


@pytest.fixture
def empty(page):
    """The address of a diary that begins from nothing."""
    return page.post("/diary", data={"begin": "empty"}).headers["location"]


@pytest.fixture
def mine(page):
    """The address of a diary that was put in as a file."""
    files = [("diary", ("me.csv", TEN.encode()))]
    return page.post("/diary", data={"begin": "file"}, files=files).headers["location"]


class Slow(AtOnce):
    """Workers for whom one waits."""

    def submit(self, job, *arguments, **options):
        """The job, done when it was waited for."""
        return Later(**vars(super().submit(job, *arguments, **options)))


class Later(Done):
    """A job that takes a moment."""

    async def wait(self, _seconds):
        """Others go on meanwhile."""
        await asyncio.sleep(0.02)
        return True


def text_of(answer):
    """The words of a page, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def saved(page, here):
    """Lines of the copy of a diary."""
    return page.post(f"{here}/save").text.splitlines()


def desk_of(app, here):
    """The desk of an address."""
    return app.state.desks.find(here.rpartition("/")[2])


# Days


def test_today_in_two_taps(page, empty):
    """One button writes today down, another changes it, a third clears it again."""
    today = date.today().isoformat()  # noqa: DTZ011 - the page's own day
    assert f'name="answer-{today}" value="bad"' in page.get(empty).text
    assert page.post(f"{empty}/days", data={f"answer-{today}": "bad"}).headers["location"] == empty
    assert saved(page, empty) == ["date,headache,severity_3", f"{today},1,3"]
    shown = page.get(empty)
    assert "1 read = 1 with headache + 0 free" in text_of(shown)
    assert 'aria-pressed="true"' in shown.text
    page.post(f"{empty}/days", data={f"answer-{today}": "none"})
    assert saved(page, empty) == ["date,headache", f"{today},0"]
    page.post(f"{empty}/days", data={f"answer-{today}": ""})
    assert "Nothing is written here yet." in text_of(page.get(empty))


def test_a_month_is_mended_and_nothing_else(page, mine):
    """Of a month that is kept only the days that were changed are others; notes stay."""
    before = saved(page, mine)
    shown = page.get(f"{mine}/days/2026-01")
    held = dict(re.findall(r'name="(answer-[\d-]+)" value="(\w*)" checked', shown.text))
    assert len(held) == 31
    again = page.post(f"{mine}/days", data={"month": "2026-01", **held})
    assert again.headers["location"] == f"{mine}/days/2026-01"
    assert saved(page, mine) == before
    changed = held | {"answer-2026-01-02": "some", "answer-2026-01-31": "none"}
    page.post(f"{mine}/days", data={"month": "2026-01", **changed, "medicine-2026-01-03": "1"})
    after = saved(page, mine)
    assert after[0] == "date,headache,acute_medication,note"
    assert set(after) >= {"2026-01-02,1,,day 2", "2026-01-31,0,,", "2026-01-03,1,1,day 3"}
    assert len(after) == len(before) + 1


def test_nothing_is_lost_of_what_is_sent_at_once(app, page, mine):
    """Of a double tap, or of two windows, each change is made upon what the last one left."""
    app.state.workers = Slow()
    sent = [
        (f"{mine}/days", {"answer-2026-01-02": "some"}),
        (f"{mine}/day/2026-01-04", {"date": "2026-01-04", "headache": "1"}),
        (f"{mine}/injections", {"date": "2026-01-05", "plan": "preempt_155"}),
        (f"{mine}/events", {"date-0": "2026-01-06", "kind-0": "illness"}),
    ]

    async def at_once():
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url=str(page.base_url),
            headers={"authorization": f"Bearer {app.state.settings.token}"},
        ) as client:
            return await asyncio.gather(*(client.post(to, data=form) for to, form in sent))

    assert [answer.status_code for answer in awaited(at_once())] == [303] * len(sent)
    app.state.workers = AtOnce()
    desk = desk_of(app, mine)
    assert set(desk.files) == {"diary", "injections", "events"}
    assert {"2026-01-02,1,day 2", "2026-01-04,1,"} <= set(
        desk.files["diary"].path.read_text().splitlines()
    )
    assert len(desk.steps) == len(sent)


def test_a_day_of_a_slip_is_moved(page, mine):
    """An entry goes to another date with all that it holds; an occupied date is refused there."""
    form = {"date": "2026-02-01", "headache": "1", "note": "day 1"}
    answer = page.post(f"{mine}/day/2026-01-01", data=form)
    assert answer.headers["location"] == f"{mine}/days/2026-02"
    lines = saved(page, mine)
    assert lines[-1] == "2026-02-01,1,day 1"
    assert not any(line.startswith("2026-01-01") for line in lines)
    answer = page.post(f"{mine}/day/2026-02-01", data={**form, "date": "2026-01-05"})
    assert answer.status_code == 422
    assert 'id="fault-date"' in answer.text
    assert 'aria-describedby="fault-date"' in answer.text


def test_faults_of_a_day_stand_at_their_fields(page, mine):
    """What cannot be is said at its field, what was typed stays there, and nothing is written."""
    before = saved(page, mine)
    form = {"date": "2026-01-01", "headache": "7", "pain_10": "eleven", "note": "kept"}
    answer = page.post(f"{mine}/day/2026-01-01", data=form)
    assert answer.status_code == 422
    for name in ("headache", "pain_10"):
        assert f'id="fault-{name}"' in answer.text
    assert 'value="kept"' in answer.text
    assert saved(page, mine) == before


def test_mending_a_slip_gives_the_answers_back(page):
    """A date nine years late bars every answer until its entry is mended on the page."""
    sheet = TEN + "2035-01-29,1,late\n"
    files = [("diary", ("me.csv", sheet.encode()))]
    here = page.post("/diary", data={"begin": "file"}, files=files).headers["location"]
    barred = "every yes and no is cannot tell"
    assert barred in text_of(page.get(here))
    form = {"date": "2026-01-29", "headache": "1", "note": "late"}
    page.post(f"{here}/day/2035-01-29", data=form)
    assert barred not in text_of(page.get(here))


def test_days_taken_as_free_are_not_written(page):
    """Days that were only said to be free are left unwritten when others are mended."""
    sheet = "date,headache\n" + "".join(f"2026-01-{k:02d},1\n" for k in range(1, 29, 3))
    files = [("diary", ("me.csv", sheet.encode()))]
    data = {"begin": "file", "unwritten": "free"}
    here = page.post("/diary", data=data, files=files).headers["location"]
    assert "10 with headache + 18 free" in text_of(page.get(here))
    page.post(f"{here}/days", data={"answer-2026-01-02": "some"})
    assert "11 with headache + 17 free" in text_of(page.get(here))
    page.post(f"{here}/how", data={"unwritten": "unknown"})
    assert "11 with headache + 0 free" in text_of(page.get(here))


def test_an_answer_that_cannot_be_is_refused(page, mine):
    """Another answer, or a day that is none, is told and not written."""
    for data in ({"answer-2026-01-01": "awful"}, {"answer-2026-99-01": "some"}):
        assert page.post(f"{mine}/days", data=data).status_code == 422
    for address in (
        "days/2026-99",
        "days/x",
        "days/2026-03-15",
        "days/2026-W14",
        "day/x",
        "day/20260331",
        "day/2026-W14-2",
        "day/2026-02-30",
        "injections/x/y",
    ):
        assert page.get(f"{mine}/{address}").status_code == 404


# What a day was


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "headache": st.sampled_from(["0", "1"]),
                "severity_3": st.sampled_from("0123"),
                "pain_10": st.sampled_from(["0", "4", "9"]),
                "migraine": st.sampled_from(["0", "1"]),
                "note": st.just("x"),
            },
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 3),
    st.sampled_from(["chronic_migraine", "bruxism", None]),
)
def test_what_is_answered_is_what_is_read(cells, at, condition):
    """Whatever a diary holds, an answer is shown as it was given, and other columns stay."""
    days = {
        f"2026-01-{k + 1:02d}": {"date": f"2026-01-{k + 1:02d}", **own}
        for k, own in enumerate(cells)
    }
    asked = typed.question(days, condition)
    day = list(days.values())[at % len(days)]
    for answer in ("", *(value for value, _ in asked.choices)):
        new = typed.answered(day, asked, answer)
        assert typed.answer_in(new, asked) == answer
        assert new.get("note") == day.get("note")
        assert not typed.check_row("diary", new)


# Sessions


def test_a_session_of_a_plan_is_spread(page, empty):
    """A plan and a date are a session of all of its muscles; another product needs its units."""
    form = {"date": "2026-03-01", "plan": "preempt_155"}
    assert page.post(f"{empty}/injections", data=form).status_code == 303
    said = text_of(page.get(f"{empty}/injections"))
    assert "2026-03-01 155 U of onabotulinumtoxinA" in said
    answer = page.post(f"{empty}/injections", data={**form, "product": "abobotulinumtoxinA"})
    assert answer.status_code == 422
    assert "units of abobotulinumtoxinA are needed" in text_of(answer)
    page.post(f"{empty}/injections", data={**form, "product": "abobotulinumtoxinA", "units": "500"})
    assert "500 U of abobotulinumtoxinA" in text_of(page.get(f"{empty}/injections"))
    page.post(f"{empty}/injections", data={"remove": "2026-03-01 onabotulinumtoxinA"})
    assert "onabotulinumtoxinA, 13" not in text_of(page.get(f"{empty}/injections"))


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"date": "yesterday"}, "date"),
        ({"date": ""}, "date"),
        ({"date": "2026-01-01", "units": "-3", "product": "onabotulinumtoxinA"}, "units"),
        ({"date": "2026-01-01", "units": "nan"}, "units"),
        ({"date": "2026-01-01", "product": "water"}, "product"),
        ({"date": "2026-01-01", "plan": "magic"}, "plan"),
    ],
)
def test_a_session_that_cannot_be_is_told_at_its_field(page, empty, form, field):
    """Each fault of a session stands at its field."""
    answer = page.post(f"{empty}/injections", data=form)
    assert answer.status_code == 422
    assert f'id="fault-{field}"' in answer.text


def test_each_muscle_of_a_session_is_mended(page, empty):
    """Units, sides and the date change; a row that is said to go goes; a wrong one is told."""
    page.post(f"{empty}/injections", data={"date": "2026-03-01", "plan": "preempt_155"})
    here = f"{empty}/injections/2026-03-01/onabotulinumtoxinA"
    shown = page.get(here).text
    assert shown.count('name="muscle-') == 15
    rows = {"muscle-0": "masseter", "side-0": "left", "units-0": "20"}
    whole = {"date": "2026-03-02", "product": "onabotulinumtoxinA", **rows}
    gone = {"muscle-1": "procerus", "side-1": "midline", "units-1": "5", "go-1": "on"}
    assert page.post(here, data={**whole, **gone}).status_code == 303
    said = text_of(page.get(f"{empty}/injections"))
    assert "2026-03-02 20 U of onabotulinumtoxinA, 1" in said
    bad = {**whole, "muscle-0": "toe", "units-0": "many", "date": "x"}
    answer = page.post(f"{empty}/injections/2026-03-02/onabotulinumtoxinA", data=bad)
    assert answer.status_code == 422
    for field in ("muscle-0", "units-0", "date"):
        assert f'id="fault-{field}"' in answer.text


# Beside it


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            "events",
            {"date-0": "2026-01-05", "kind-0": "preventive", "what-0": "topiramate"},
            {"date-0": "2026-01-05", "kind-0": "party", "until-0": "2025-01-01"},
        ),
        (
            "scores",
            {"date-0": "2026-01-05", "measure-0": "hit_6", "value-0": "60"},
            {"date-0": "2026-01-05", "measure-0": "hit_6", "value-0": "600"},
        ),
    ],
)
def test_what_lies_beside_is_typed(page, mine, kind, good, bad):
    """A row that can be is there afterwards; one that cannot is told at its fields."""
    assert page.post(f"{mine}/{kind}", data=good).status_code == 303
    assert 'value="2026-01-05"' in page.get(f"{mine}/{kind}").text
    answer = page.post(f"{mine}/{kind}", data=bad)
    assert answer.status_code == 422
    assert 'class="fault"' in answer.text
    page.post(f"{mine}/{kind}", data={**good, "go-0": "on"})
    assert 'value="2026-01-05"' not in page.get(f"{mine}/{kind}").text


@pytest.mark.parametrize("rows", [250, 1500])
def test_no_row_is_lost_of_a_long_table(page, mine, rows):
    """Each row that a page shows is kept when it is sent back, and nothing else is."""
    first = date(2020, 1, 1)
    scores = {}
    for k in range(rows):
        day = (first + timedelta(days=k)).isoformat()
        scores |= {f"date-{k}": day, f"measure-{k}": "hit_6", f"value-{k}": "60"}
    assert page.post(f"{mine}/scores", data=scores).status_code == 303
    shown = page.get(f"{mine}/scores").text
    assert shown.count('value="hit_6" selected') == rows
    assert f'value="{first + timedelta(days=rows - 1)}"' in shown


# Taken back, and said


def test_a_change_is_taken_back(page, app, mine):
    """Undo goes back to the file that was put in, byte by byte."""
    assert "Undo" not in text_of(page.get(mine))
    page.post(f"{mine}/days", data={"answer-2026-01-02": "some"})
    page.post(f"{mine}/events", data={"date-0": "2026-01-05", "kind-0": "illness"})
    assert set(desk_of(app, mine).files) == {"diary", "events"}
    for _ in range(3):
        page.post(f"{mine}/undo")
    assert desk_of(app, mine).files["diary"].path.read_text() == TEN
    assert set(desk_of(app, mine).files) == {"diary"}


def test_what_is_not_saved_is_said(page, mine):
    """Every page of a diary says that typing is not saved, until a copy was taken."""
    unsaved = "is not saved yet"
    assert unsaved not in text_of(page.get(mine))
    page.post(f"{mine}/days", data={"answer-2026-01-02": "some"})
    for part in ("", "/days/2026-01", "/injections", "/events"):
        shown = page.get(f"{mine}{part}")
        assert unsaved in text_of(shown)
        assert " data-unsaved" in shown.text
    page.post(f"{mine}/save")
    assert unsaved not in text_of(page.get(mine))


def test_typing_that_cannot_be_read_is_not_lost(page, mine):
    """Where rows that were typed cannot be read together they stay, to be mended."""
    page.post(
        f"{mine}/scores", data={"date-0": "2026-01-05", "measure-0": "hit_6", "value-0": "60"}
    )
    twice = {"date-0": "2026-01-05", "measure-0": "hit_6", "value-0": "60"}
    twice |= {"date-1": "2026-01-05", "measure-1": "hit_6", "value-1": "50"}
    page.post(f"{mine}/scores", data=twice)
    assert page.get(mine).status_code == 422
    assert page.get(f"{mine}/scores").text.count('value="2026-01-05"') == 2
    page.post(f"{mine}/scores", data={**twice, "go-1": "on"})
    assert page.get(mine).status_code == 200
