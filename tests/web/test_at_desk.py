"""A desk is found by its address alone, and nothing is told of one that is not there."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from starlette.responses import PlainTextResponse

from at_once import AtOnce, Done
from awaited import awaited
from wearoff.web.at_desk import at_desk, path_of
from wearoff.web.desks import Desks


def request_of(desks, name):
    """A request for a desk, with no more than what is asked of it."""
    return SimpleNamespace(
        app=SimpleNamespace(state=SimpleNamespace(desks=desks)),
        method="GET",
        path_params={"desk": name},
        url=SimpleNamespace(path="/diary/x", query=""),
        cookies={},
    )


async def waits(_request, desk):
    """An endpoint that waits."""
    return PlainTextResponse(desk.id)


def runs(_request, desk):
    """An endpoint that does not."""
    return PlainTextResponse(desk.id)


@pytest.mark.parametrize("endpoint", [waits, runs])
def test_an_endpoint_gets_its_desk(endpoint):
    """Both kinds of endpoints are called with the desk of the address, and one is found by it."""
    desks = Desks()
    desk = desks.new()
    answer = awaited(at_desk(endpoint)(request_of(desks, desk.id)))
    assert answer.body.decode() == desk.id == path_of(desk).removeprefix("/diary/")
    desks.close()


def test_no_desk_is_a_page_that_says_so():
    """An address of no desk, or of one that was forgotten, is not found."""
    desks = Desks()
    desk = desks.new()
    desks.forget(desk)
    for name in (desk.id, "", "../x", "é"):
        assert awaited(at_desk(runs)(request_of(desks, name))).status_code == 404
    desks.close()


class Held(Done):
    """A job that a process still works on for a moment after it was given up."""

    def __init__(self, folder):
        """It works in a folder."""
        super().__init__(state="running", ended=False)
        self.folder, self.did = folder, []

    def cancel(self):
        """Given up."""
        self.did.append("cancelled")

    async def let_go(self):
        """The folder is there until then."""
        self.did.append("let go" if self.folder.exists() else "too late")


def test_a_desk_is_forgotten_after_its_work(client, app):
    """What is worked out is given up and let go first; then the files go, and nothing comes."""
    desk = app.state.desks.new()
    desk.reading = held = Held(desk.folder)
    assert client.post(f"{path_of(desk)}/forget").status_code == 303
    assert held.did[:2] == ["cancelled", "let go"]
    assert not desk.folder.exists()


def test_files_go_when_the_page_ends(client, app):
    """What lies on disk is gone when the page ends."""
    desk = app.state.desks.new()
    desk.put("diary", "me.csv", io.BytesIO(b"date,headache\n"))
    path = desk.files["diary"].path
    assert path.exists()
    client.__exit__(None, None, None)
    assert not path.exists()


@pytest.mark.parametrize(
    ("condition", "pain"),
    [
        ("", "headache"),
        ("bruxism", "jaw pain"),
        ("piriformis", "leg pain"),
        ("migrain", "headache"),
    ],
)
def test_a_day_is_free_of_what_the_condition_is_judged_by(client, app, condition, pain):
    """The question of empty days names the pain of the condition; usual is what is not said."""
    app.state.workers = AtOnce()
    desk = app.state.desks.new()
    desk.put("diary", "me.csv", io.BytesIO(b"nothing,of,use\n1,2,3\n"))
    page = client.post(
        f"/diary/{desk.id}/how", data={"condition": condition, "baseline_count": "x"}
    )
    assert f"free of {pain}</label>" in page.text
    assert "not said (chronic migraine)" in page.text
