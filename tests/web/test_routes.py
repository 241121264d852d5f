"""Every address of the table: who may ask, under which name, from which page, and what is sent."""

from __future__ import annotations

import re

import pytest
from starlette.routing import compile_path
from starlette.testclient import TestClient

from wearoff.web.guard import HEADERS
from wearoff.web.routes import ROUTES
from wearoff.web.serve import serve

ADDRESS = "http://127.0.0.1:8765"
FILLED = "x"
EVERY = [
    pytest.param(method, page, id=f"{method} {page.path}")
    for page in ROUTES
    for method in page.methods
]
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


def address(page):
    """An address of the table, its names filled in."""
    return re.sub(r"\{\w+\}", FILLED, page.path)


@pytest.fixture(scope="module")
def asking(program):
    """Asks the page, let in or not; every answer has the headers of every answer."""
    settings = program.app.state.settings
    own = {"origin": ADDRESS}
    visitor = TestClient(program.app, ADDRESS, headers=own, follow_redirects=False)

    def ask(method, path, headers=None, *, let_in=False):
        visitor.cookies.clear()
        if let_in:
            visitor.cookies.set(settings.cookie, settings.secret)
        answer = visitor.request(method, path, headers=headers)
        for name, value in HEADERS.items():
            assert answer.headers.get(name, "") == value or (
                name == "cache-control" and name in answer.headers
            )
        assert "server" not in answer.headers
        return answer

    return ask


@pytest.mark.parametrize(("method", "page"), EVERY)
def test_another_name_is_refused(asking, method, page):
    """A request that calls this machine otherwise is refused before it is read."""
    for host in ("example.org", "127.0.0.1", "127.0.0.1:1", "localhost.evil:8765", ""):
        assert asking(method, address(page), {"host": host}, let_in=True).status_code == 421


@pytest.mark.parametrize(("method", "page"), EVERY)
def test_another_page_is_refused(asking, method, page):
    """A request from another page is refused, reads included, token or not."""
    for origin in ("http://example.org", "null", "http://127.0.0.1:1", "https://127.0.0.1:8765"):
        assert asking(method, address(page), {"origin": origin}, let_in=True).status_code == 403


@pytest.mark.parametrize(("method", "page"), EVERY)
def test_what_another_site_fetches_is_refused(asking, method, page):
    """A picture, a frame or a form of another site or port, which names no origin, is refused."""
    ways = [("no-cors", "image"), ("navigate", "iframe"), ("cors", "empty"), ("no-cors", "script")]
    ways += [("navigate", "document")] if method != "GET" else []
    for site in ("cross-site", "same-site"):
        for mode, dest in ways:
            headers = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
            assert asking(method, address(page), headers, let_in=True).status_code == 403


@pytest.mark.parametrize(
    ("site", "mode", "dest"),
    [
        ("cross-site", "navigate", "document"),
        ("same-site", "navigate", "document"),
        ("same-origin", "cors", "empty"),
        ("same-origin", "no-cors", "style"),
        ("none", "navigate", "document"),
    ],
)
def test_a_link_and_the_page_itself_are_answered(asking, site, mode, dest):
    """What somebody follows or types, and what the page fetches of its own, is answered."""
    headers = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    assert asking("GET", "/evidence", headers).status_code == 200


def test_the_token_is_for_programs_and_the_cookie_for_browsers(asking, program):
    """Neither the token in a cookie nor the cookie's secret in a header lets anybody in."""
    settings = program.app.state.settings
    swapped = {"cookie": f"{settings.cookie}={settings.token}"}
    assert asking("GET", "/diary", swapped).status_code == 403
    swapped = {"authorization": f"Bearer {settings.secret}"}
    assert asking("GET", "/diary", swapped).status_code == 403
    given = {"authorization": f"Bearer {settings.token}"}
    assert asking("GET", "/diary", given).status_code == 200
    assert asking("GET", "/diary", let_in=True).status_code == 200


def test_the_browser_that_is_opened_gets_an_address_that_works_once(monkeypatch):
    """The address that is printed works again; that of the browser, which others see, does not."""
    said, opened, told = [], [], []

    def run(server, sockets):
        assert sockets
        with TestClient(server.config.app, server_address(said), follow_redirects=False) as visitor:
            told.extend(visitor.get(one).status_code for one in [*opened, *opened])
            told.extend(visitor.get(said[0].split()[-1]).status_code for _ in range(2))
            visitor.cookies.clear()
            assert visitor.get("/diary").status_code == 403

    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("uvicorn.Server.run", run)
    monkeypatch.setattr("wearoff.web.workers.Workers.start", lambda _workers: None)
    serve(host="127.0.0.1", port=0, opens=True, say=said.append)
    assert told == [303, 403, 303, 303]


def server_address(said):
    """Where a page that was begun is, as it said."""
    return said[0].split()[-1].partition("/open")[0]


@pytest.mark.parametrize(("method", "page"), EVERY)
def test_without_the_token_only_what_is_public_answers(asking, method, page):
    """What is not in the public table is refused without the token, reads included."""
    if page.public:
        assert asking(method, address(page)).status_code != 403 or page.path == "/open"
        return
    for token in ("", "Bearer ", "Bearer wrong", "Basic eDp4", "wrong"):
        headers = {"authorization": token} if token else {}
        assert asking(method, address(page), headers).status_code == 403


def test_what_is_of_a_person_is_not_public():
    """No address of a desk, and none that takes a diary, is in the public table."""
    personal = [page for page in ROUTES if page.path.startswith(("/diary", "/together"))]
    assert personal
    assert not any(page.public for page in personal)
    assert {page.path for page in ROUTES if not page.public} >= {
        "/api/read",
        "/api/analyze",
        "/api/plan",
    }


@pytest.mark.parametrize("page", ROUTES, ids=lambda page: page.path)
def test_other_methods_are_refused(asking, page):
    """An address takes its own methods alone."""
    matching = [one for one in ROUTES if compile_path(one.path)[0].match(address(page))]
    taken = {method for one in matching for method in one.methods}
    taken |= {"HEAD"} if "GET" in taken else set()
    for method in METHODS - taken:
        assert asking(method, address(page), let_in=True).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/static/..%2f..%2fetc%2fpasswd",
        "/static/%00",
        "/static/" + "x" * 5000,
        "/schemas/..%2fx.json",
        "/api/why/%2e%2e%2f",
        "/diary/..%2f..%2f",
        "/%ff",
        "/%2f%2fevil.example/",
        "/open?token=" + "%c3%a9" * 40,
        "/open?token=%ff%00",
    ],
)
def test_odd_addresses_lead_nowhere(asking, path):
    """An address that is a payload finds nothing, leads nowhere else, and is no fault."""
    answer = asking("GET", path, let_in=True)
    if answer.status_code == 307:  # the same without its last slash
        assert answer.headers["location"].startswith(f"{ADDRESS}/")
        return
    assert answer.status_code in {400, 403, 404, 405}


@pytest.mark.parametrize("name", ["cookie", "authorization", "referer", "x-part", "accept"])
def test_odd_headers_are_no_fault(asking, name):
    """A header that is a payload is refused or does nothing."""
    for value in (b"\xff\xfe", b"<script>", b"a" * 20_000, b"Bearer \xff", b"a=b; a=\xff"):
        answer = asking("GET", "/", {name.encode(): value})
        assert answer.status_code == 200
        assert "<script>" not in answer.text
