"""How much and how long a request may be, and payloads in what it says."""

from __future__ import annotations

import asyncio
import io
import time
import zipfile

import pytest
from starlette.testclient import TestClient

from awaited import awaited
from wearoff.web.app import create_app
from wearoff.web.settings import Settings

ADDRESS = "http://127.0.0.1:8765"
SMALL = Settings(most_upload=10_000, most_seconds=0.3)
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "{{ 7 * 191 }}",
    "{% include 'base.html' %}",
    '=HYPERLINK("http://evil.example")',
    "\r\nset-cookie: evil=1",
)
RAW = ("<script>alert(1)", "<img src=x", "1337")
"""What a page would hold that took a payload for its own."""


@pytest.fixture
def small():
    """A program at a page that takes little."""
    bearer = {"authorization": f"Bearer {SMALL.token}"}
    with TestClient(create_app(SMALL), ADDRESS, headers=bearer) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/api/read", "/api/simulate", "/diary", "/theme"])
def test_too_much_is_refused(small, path):
    """What says that it is too large is refused before it is read, what does not, on the way."""
    said = small.post(path, files={"diary": ("d.csv", b"x" * 20_000)})
    assert said.status_code == 413
    kind = {"content-type": "multipart/form-data; boundary=x"}

    def pieces():
        yield b'--x\r\ncontent-disposition: form-data; name="diary"; filename="d"\r\n\r\n'
        for _ in range(20):
            yield b"x" * 1000

    unsaid = small.post(path, content=pieces(), headers=kind)
    assert unsaid.status_code == 413
    if path.startswith("/api/"):
        assert said.json()["errors"] == unsaid.json()["errors"]
    for length in ("-1", "many", "1e3"):
        assert small.post(path, headers={"content-length": length}).status_code == 413


def test_what_is_too_slow_is_given_up():
    """A body that does not arrive in time is given up, with how long that is."""
    sent = []

    async def receive():
        await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    kind = b"multipart/form-data; boundary=x"
    token = f"Bearer {SMALL.token}".encode()
    headers = [(b"host", b"127.0.0.1:8765"), (b"content-type", kind), (b"authorization", token)]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/read",
        "headers": headers,
        "query_string": b"",
        "scheme": "http",
        "server": ("127.0.0.1", 1),
    }

    async def run():
        served = create_app(SMALL)
        async with served.router.lifespan_context(served):
            await served(scope, receive, send)

    began = time.monotonic()
    awaited(run())
    assert time.monotonic() - began < 30
    assert sent[0]["status"] == 408
    assert b"0.3 seconds" in sent[1]["body"]


def test_a_bomb_is_refused(program):
    """An archive that would grow beyond reason is refused in words."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export.xml", b"<HealthData>" + b" " * 50_000_000)
    answer = program.post("/api/read", files={"diary": ("export.zip", made.getvalue())})
    assert answer.status_code == 422
    assert answer.json()["errors"]


@pytest.mark.parametrize("text", PAYLOADS)
def test_payloads_in_an_address_do_nothing(program, text):
    """What stands in an address is text on a page, or refused."""
    told = [
        program.get(path, params={"q": text, "condition": text, "plan": text, "text": text})
        for path in ("/explore", "/evidence/claims", "/evidence/numbers", "/evidence/sources")
    ]
    told += [
        program.get("/api/simulate", params={"condition": text, "plan": text}),
        program.post("/theme", data={"back": text, "theme": text, "size": text}),
    ]
    for answer in told:
        assert answer.status_code < 500
        document = answer.headers["content-type"] == "application/json"
        assert document or not any(raw in answer.text for raw in RAW)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "evil" not in answer.headers.get("set-cookie", "")
        assert answer.url.host == "127.0.0.1"


@pytest.mark.parametrize("text", PAYLOADS)
def test_payloads_in_a_form_do_nothing(program, text):
    """What stands in the field of a form, a header or a cell comes back as a document, or not."""
    cells = f'date,headache,"{text.replace(chr(34), chr(34) * 2)}"\n2026-01-01,1,x\n2026-01-02,0,\n'
    for field in ("name", "sheet", "columns", "condition", "confirm", "baseline_from", text):
        answer = program.post(
            "/api/read", files={"diary": ("d.csv", cells)}, data={field: f"date={text}"}
        )
        assert answer.status_code in {200, 422}
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
