"""What a person puts in is in no log, no error and no page of anybody else."""

from __future__ import annotations

import logging

import httpx
import pytest
from starlette.testclient import TestClient

from serving import Served
from wearoff.web.app import create_app
from wearoff.web.routes import Page
from wearoff.web.settings import Settings

CANARIES = {
    name: f"canary{number:02}zqx"
    for number, name in enumerate(
        (
            *("name", "note", "header", "muscle", "rule", "file", "question", "matters", "sheet"),
            *("baseline_from", "column", "condition", "event", "measure", "product", "query"),
            *("path", "agent", "referer", "cookie", "field", "claim", "token"),
        )
    )
}
C = CANARIES
DIARY = "\n".join(
    [
        f"date,headache,note,{C['header']}",
        *(
            f"2026-0{month}-{day:02},{day % 2},{C['note']},7"
            for month in (1, 2)
            for day in range(1, 29)
        ),
    ]
)
INJECTIONS = f"date,muscle,side,units,product\n2026-01-10,{C['muscle']},left,155,{C['product']}\n"
SESSIONS = "date,plan,units,product\n2026-01-10,preempt_155,155,onabotulinumtoxinA\n"
EVENTS = f"date,kind,what,until\n2026-01-12,illness,{C['event']},\n"
SCORES = f"date,measure,value\n2026-01-12,{C['measure']},3\n"
RULES = f'[{C["rule"]}]\nasks = "{C["rule"]}"\n'


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The page, served."""
    running = Served(tmp_path_factory.mktemp("canaries") / "said.txt")
    yield running
    running.close()


@pytest.fixture
def visitor(server):
    """Browsers that were let in."""
    opened = []

    def visit():
        client = httpx.Client(
            base_url=server.address,
            headers={"origin": server.address},
            timeout=120,
            trust_env=False,
            follow_redirects=True,
        )
        opened.append(client)
        client.get(server.opening.removeprefix(server.address))
        return client

    yield visit
    for client in opened:
        client.close()


def none_in(text):
    """Whether there is no canary in a text."""
    return [name for name, canary in CANARIES.items() if canary in text] == []


def tell(mine):
    """Put a canary in every place there is, so that it is taken, and so that it is refused."""
    diary = {"diary": (f"{C['file']}.csv", DIARY)}
    said = {"name": C["name"], "baseline": "20:28", "baseline_from": C["baseline_from"]}
    whole = {
        **diary,
        "injections": ("i.csv", SESSIONS),
        "events": ("e.csv", EVENTS),
    }
    yield mine.post("/api/read", files=whole, data=said)
    yield mine.post("/api/analyze", files={**whole, "rules": ("r.toml", RULES)}, data=said)
    yield mine.post("/api/analyze", files={**diary, "injections": ("i.csv", INJECTIONS)})
    yield mine.post("/api/read", files={**diary, "scores": ("s.csv", SCORES)})
    for field in ("sheet", "condition"):
        yield mine.post("/api/read", files=diary, data={field: C[field]})
    yield mine.post("/api/read", files=diary, data={"columns": f"date={C['column']}"})
    yield mine.post("/api/plan", files=diary, data={C["field"]: "x"})
    yield mine.get("/explore", params={C["query"]: C["query"]})
    yield mine.get("/api/claims", params={"part": C["claim"]})
    yield mine.get(f"/api/why/{C['path']}")
    yield mine.get(f"/{C['path']}")
    yield mine.get("/open", params={"token": C["token"]})
    yield mine.get("/", headers={"user-agent": C["agent"], "referer": f"/{C['referer']}"})
    yield mine.get("/", headers={"cookie": f"wearoff_theme={C['cookie']}"})
    desk = mine.post("/diary", files=diary, data={"begin": "file", "name": C["name"]})
    assert [one.status_code for one in desk.history] == [303]
    yield desk
    place = desk.url.path
    yield mine.get(f"{place}/day/2026-01-01")
    typed = {"question": C["question"], "questions": C["question"], "matters": C["matters"]}
    yield mine.post(f"{place}/answers", data={})
    yield mine.post(f"{place}/visit", data=typed)
    yield mine.post(f"{place}/how", data={"name": C["name"], "sheet": C["sheet"]})
    yield mine.get(f"{place}/{C['path']}")


def test_nobody_else_is_told(server, visitor):
    """Twenty words of one person are in no log, and on no page of another or of everybody."""
    mine, other = visitor(), visitor()
    answers = [answer.text for answer in tell(mine)]
    told = {name for name, canary in CANARIES.items() if canary in "".join(answers)}
    assert {"name", "note", "muscle", "condition", "column"} <= told  # they did get in
    assert len(CANARIES) >= 20
    for path in ("/", "/diary", "/explore", "/evidence", "/api", "/openapi.json", "/nowhere"):
        assert none_in(other.get(path).text), path
    begun = other.post("/diary", data={"begin": "empty"})
    assert none_in(begun.text)
    assert none_in(str(begun.url))
    assert none_in(other.get(f"{begun.url.path}/answers").text)
    refused = other.post("/api/read", files={"diary": ("x.csv", "what")})
    assert refused.status_code == 422
    assert none_in(refused.text)
    assert none_in(str(refused.headers) + str(begun.headers))
    assert none_in(server.said.read_text(encoding="utf-8"))


@pytest.mark.parametrize("public", [True, False])
def test_a_fault_quotes_nothing(monkeypatch, caplog, capfd, public):
    """An error of ours that quotes a diary is told by its kind and place alone, everywhere."""
    caplog.set_level(logging.DEBUG)

    def fail(_request):
        raise ValueError(C["note"])

    page = Page(path="/fails", endpoint=fail, public=public)
    monkeypatch.setattr("wearoff.web.app.ROUTES", (page,))
    settings = Settings()
    bearer = {"authorization": f"Bearer {settings.token}"}
    visitor = TestClient(create_app(settings), "http://127.0.0.1:8765", headers=bearer)
    answer = visitor.get("/fails")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"]
    assert "ValueError" in caplog.text
    said = capfd.readouterr()
    assert none_in(answer.text + caplog.text + said.out + said.err)
