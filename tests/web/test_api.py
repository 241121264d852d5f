"""What the page answers to programs: the library's documents, and a refusal for everything else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from datetime import date
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from requests import Request, RequestException
from schemathesis import GenerationMode

import wearoff
from awaited import awaited
from wearoff.diary.examples import example_diary
from wearoff.errors import InputError
from wearoff.faces.schemas import DOCUMENTS, schema_text
from wearoff.web import calls
from wearoff.web.app import create_app
from wearoff.web.fields import LONGEST, Field, values
from wearoff.web.openapi import openapi
from wearoff.web.settings import Settings

ADDRESS = "http://127.0.0.1:8765"
SHORT = "\n".join(["date,headache", *(f"2026-01-{day:02},{day % 2}" for day in range(1, 29))])
NAMES = (
    "../../etc/passwd",
    "..\\..\\x.csv",
    "C:\\Windows\\win.ini",
    "/etc/passwd",
    "a\0b.csv",
    "x" * 1000 + ".csv",
    "<script>alert(1)</script>.csv",
    "=1+1.csv",
    "con.csv",
    ".",
    "",
    "\u202egnp.csv",
)
"""Names of files that somebody may try."""


def files_of(name):
    """A made-up person's files, as a program sends them."""
    folder = example_diary(name)
    return {
        kind: (f"{kind}.csv", (folder / f"{kind}.csv").read_bytes())
        for kind in ("diary", "injections")
    }


def paths_of(name):
    """The same, as the library takes them."""
    folder = example_diary(name)
    return folder / "diary.csv", {"injections": folder / "injections.csv"}


# Documents


def test_the_answer_is_the_document_of_the_command(program, document_schema):
    """What `/api/analyze` gives is byte by byte what `wearoff analyze --json` prints."""
    given = {"unwritten": "unknown", "seed": "1", "today": "2026-06-01", "name": "Ben"}
    answer = program.post("/api/analyze", files=files_of("ben"), data=given)
    assert answer.status_code == 200, answer.text
    diary, beside = paths_of("ben")
    same = wearoff.analyze(wearoff.read_case(diary, **beside, name="Ben", today=date(2026, 6, 1)))
    assert answer.text == same.to_json()
    document_schema("analyze").validate(answer.json())


def test_a_reading_is_the_document_of_import(program, document_schema):
    """What `/api/read` gives is what `wearoff import --json` prints, with nothing written."""
    answer = program.post("/api/read", files=files_of("ada"))
    assert answer.status_code == 200, answer.text
    document_schema("import").validate(answer.json())
    diary, beside = paths_of("ada")
    case = wearoff.read_case(diary, **beside)
    assert answer.json()["understood"] == case.understood.to_dict()
    assert answer.json()["wrote"] == []


def test_courses_are_the_document_of_plan(program, document_schema):
    """What `/api/plan` gives is what `wearoff plan --json` prints."""
    answer = program.post("/api/plan", files=files_of("ada"), data={"today": "2026-09-01"})
    assert answer.status_code == 200, answer.text
    document_schema("plan").validate(answer.json())
    assert [course["id"] for course in answer.json()["courses"]][:2] == [
        "as_now",
        "every_10_weeks",
    ]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("both", [False, True])
def test_invented_people_are_the_document_of_simulate(program, document_schema, method, both):
    """Asked in the address or by a form, a simulation is the library's."""
    told = {
        "condition": "chronic_migraine",
        "years": "1",
        "patients": "20",
        "settings": "kS=0.2",
        "hypothesis": str(both).lower(),
    }
    way = {"params": told} if method == "GET" else {"data": told}
    answer = program.request(method, "/api/simulate", **way)
    assert answer.status_code == 200, answer.text
    call = wearoff.hypothesis if both else wearoff.simulate
    same = call("chronic_migraine", years=1, patients=20, settings={"kS": 0.2})
    assert answer.text == same.to_json()
    document_schema("hypothesis" if both else "simulate").validate(answer.json())


def test_an_invented_person_is_the_document_of_explore(program, document_schema):
    """Asked in the address, the years of an invented person are the library's."""
    told = {"condition": "bruxism", "years": "1", "patients": "5", "sites": "masseter_left=40"}
    answer = program.get("/api/explore", params=told)
    assert answer.status_code == 200, answer.text
    same = wearoff.explore("bruxism", years=1, patients=5, sites={"masseter_left": 40})
    assert answer.text == same.to_json()
    document_schema("explore").validate(answer.json())


def test_where_things_are_from(program):
    """Claims, numbers and schemas are those of the library."""
    assert program.get("/api/claims").text == wearoff.claims().to_json()
    some = program.get("/api/claims", params={"ids": ["C08", "C09"], "text": "warning"})
    assert some.text == wearoff.claims(ids=["C08", "C09"], text="warning").to_json()
    assert program.get("/api/why/kS").text == wearoff.why("kS").to_json()
    assert "kS" in program.get("/api/why/all").json()["numbers"]
    for name in DOCUMENTS:
        assert program.get(f"/schemas/{name}.json").text == schema_text(name)


# Its description


def test_the_description_is_whole():
    """Every call is described, every reference leads somewhere, every schema is one."""
    described = openapi()
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {call.path for call in calls.CALLS}
    text = json.dumps(described)
    for name in re.findall(r"#/components/schemas/([^\"]+)", text):
        schema = described["components"]["schemas"][name]
        Draft202012Validator.check_schema(schema)
    operations = [one for path in described["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)


def test_the_documentation_names_everything(visitor):
    """The page names every call, field and document, needs no token, and loads nothing."""
    page = visitor.get("/api")
    assert page.status_code == 200
    for call in calls.CALLS:
        assert call.path in page.text
        assert all(f"<code>{field.name}</code>" in page.text for field in call.fields)
        assert all(f"/schemas/{name}.json" in page.text for name in call.documents)
    assert not re.search(r"(src|href)=\"(https?:)?//", page.text)


# Refusals


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"condition": "headake"}, "condition"),
        ({"today": "yesterday"}, "today 'yesterday'; allowed: a date"),
        ({"seed": "-1"}, "seed '-1'; allowed: 0 to"),
        ({"seed": ["1", "2"]}, "seed given more than once"),
        ({"columns": "date"}, "columns 'date'; allowed: OURS=THEIRS"),
        ({"surprise": "1"}, "unknown field 'surprise'"),
        ({"name": "x" * (LONGEST + 1)}, "name: a text that is too long"),
        ({"baseline": "many"}, "baseline"),
        ({"confirm": "nothing"}, "confirm"),
        ({"diary2": "x", "dates": "backwards"}, "dates 'backwards'"),
    ],
)
def test_what_cannot_be_used_is_named(program, given, said):
    """A field that cannot be used is a line that names it, with what is allowed."""
    answer = program.post("/api/analyze", files={"diary": ("d.csv", SHORT)}, data=given)
    assert answer.status_code == 422
    assert any(said in line for line in answer.json()["errors"]), answer.text


def test_files_that_cannot_be_read_are_named_by_their_name(program):
    """A line about a file calls it by its name, never by where it lay."""
    files = {
        "diary": ("my diary.csv", "date,headache\n2026-01-01,perhaps\n"),
        "rules": ("own.toml", "]"),
    }
    answer = program.post("/api/analyze", files=files)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert "/" not in answer.text.replace("and/or", "")
    del files["rules"]
    answer = program.post("/api/analyze", files=files)
    assert answer.json()["errors"][0].startswith("my diary.csv, line 2")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_a_path(program, name):
    """Whatever a file is called, it is read, and nothing outside is."""
    answer = program.post("/api/read", files={"diary": (name or "x", SHORT)})
    assert answer.status_code == 200, answer.text
    assert answer.json()["understood"]["days_read"] == 28
    assert "/" not in answer.json()["understood"]["files"][0]["source"]


def test_a_name_without_end_is_refused(program):
    """A name that is longer than a header may be is refused in words."""
    answer = program.post("/api/read", files={"diary": ("x" * 50_000, SHORT)})
    assert answer.status_code == 422
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 415),
        (b"{}", "text/plain", 415),
        (b"", "multipart/form-data", 422),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x", 422),
        (b"--x--", "multipart/form-data; boundary=x; charset=klingon", 422),
        (b"\xff\xfe", "multipart/form-data; boundary=\xff", 422),
    ],
)
def test_what_is_no_form_is_said(program, body, kind, status):
    """A body of another kind, or a broken one, is refused in words."""
    answer = program.post(
        "/api/read", content=body, headers={"content-type": kind.encode("latin-1")}
    )
    assert answer.status_code == status, answer.text
    assert answer.json()["errors"]


def test_a_text_is_no_file_and_a_file_no_text(program):
    """A field of the other kind is refused, and so is a request without a diary."""
    answer = program.post("/api/read", files={"name": ("n.csv", "x")}, data={"diary": "text"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        "diary: a text; allowed: a file",
        "name: a file; allowed: a text",
    ]
    events = program.post("/api/read", files={"events": ("e.csv", "date,kind,what,until\n")})
    assert "diary is missing" in events.json()["errors"][0]


def test_other_ways_and_places_are_refused_as_documents(program):
    """Another method and another address give errors as JSON."""
    assert program.get("/api/analyze").status_code == 405
    assert program.get("/api/analyze").json()["errors"]
    assert program.get("/api/nothing").status_code == 404
    assert program.get("/api/why/nothing").json()["errors"][0].startswith("unknown number")
    assert program.get("/schemas/nothing.json").status_code == 404
    assert program.get("/api/claims", params={"text": "mine"}).status_code == 422


def test_nothing_of_a_request_stays_on_the_disk(program, monkeypatch):
    """What was put in lies in the folder of this run, and goes with the answer."""
    workers, found = program.app.state.workers, []
    submit = workers.submit

    def seen(job, files, *given):
        found.append(Path(files["diary"]))
        assert found[-1].is_file()
        return submit(job, files, *given)

    monkeypatch.setattr(workers, "submit", seen)
    for content in ("date,headache\n2026-01-01,1\n2026-01-02,0\n", "nothing"):
        program.post("/api/read", files={"diary": ("d.csv", content)})
    assert len(found) == 2
    with program.app.state.desks.passing() as desk:
        assert all(desk.folder.parent in path.parents for path in found)
    assert not any(path.parent.parent.exists() for path in [*found, desk.folder / "a" / "b"])


def test_when_many_wait_it_is_said(program, monkeypatch):
    """A full line is 503, with when to come again."""
    monkeypatch.setattr(program.app.state.workers, "_most", 0)
    answer = program.get("/api/simulate", params={"condition": "chronic_migraine"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    assert "minute" in answer.json()["errors"][0]


class Endless:
    """Workers whose jobs never end, and how theirs stand."""

    state = "waiting"
    line = "given up"

    def submit(self, *_work):
        """A job."""
        return self

    async def wait(self, _seconds):
        """It has not ended."""
        return False

    def cancel(self):
        """It was given up."""
        self.state = "cancelled"

    async def let_go(self):
        """No process works on it."""


def test_a_request_that_is_given_up_stops_its_job():
    """When somebody hangs up, nothing goes on for them."""
    settings = Settings()
    app = create_app(settings)
    app.state.workers = endless = Endless()
    messages = [{"type": "http.request"}, {"type": "http.disconnect"}]

    async def receive():
        return messages.pop(0)

    async def send(_message):
        pass

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/api/simulate",
        "query_string": b"condition=chronic_migraine",
        "headers": [(b"host", f"127.0.0.1:{settings.port}".encode())],
    }
    awaited(asyncio.wait_for(app(scope, receive, send), 30))
    assert endless.state == "cancelled"
    assert messages == []


# Random requests


def every_operation():
    """Every call in every way, as the description says; wrong ones where there is a wrong."""
    for result in schemathesis.openapi.from_dict(openapi()).get_all_operations():
        operation = result.ok()
        yield pytest.param(operation, GenerationMode.POSITIVE, id=f"{operation.label}-right")
        if operation.body or operation.query:
            yield pytest.param(operation, GenerationMode.NEGATIVE, id=f"{operation.label}-wrong")


@pytest.mark.parametrize(("operation", "mode"), list(every_operation()))
def test_no_request_is_a_fault(program, count, operation, mode):
    """Requests made from the description, right ones and wrong ones, are answered or refused."""
    most = -(-count("random requests of a call") // len(GenerationMode))

    @examples(max_examples=most, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case):
        told = case.as_transport_kwargs(ADDRESS)
        told["cookies"] = None
        try:
            made = Request(**told).prepare()
            headers = {name: value for name, value in made.headers.items() if name != "User-Agent"}
            asked = program.build_request(made.method, made.url, content=made.body, headers=headers)
        except (TypeError, ValueError, httpx.InvalidURL, RequestException):
            return  # no client can send it
        answer = program.send(asked)
        assert answer.status_code < 500, answer.text
        assert answer.status_code == 200 or answer.json()["errors"]

    check()


@pytest.mark.parametrize("given_texts", [{}, {"name": []}, {"name": [""]}, {"name": [" ", ""]}])
def test_an_empty_field_is_a_missing_one(given_texts):
    """A field that must be there is asked for where it is empty, as where it is not there."""
    with pytest.raises(InputError, match="name is missing"):
        values((Field(name="name", needed=True),), given_texts)


@given(
    kind=st.sampled_from(["text", "number", "whole", "yes", "date", "pair", "setting"]),
    given_texts=st.lists(st.text(max_size=300), max_size=3),
)
def test_a_field_is_read_or_refused(kind, given_texts):
    """Whatever stands in a field, it becomes a value or a refusal."""
    field = Field(name="name", kind=kind, least=0, most=10)
    with contextlib.suppress(InputError):  # a refusal is as good as a value
        assert set(values((field,), {"name": given_texts})) <= {"name"}
