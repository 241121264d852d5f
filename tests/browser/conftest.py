"""One Chromium for all browser tests of a session; without one they are skipped, and say so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from serving import Served

NAMES = ("chromium", "chromium-browser", "google-chrome")
"""What the browser is called where a system brings it."""
BLOCKED = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No name is looked up."""


def executable(own):
    """Path of a Chromium: the system's, else Playwright's ``own``; none where there is neither."""
    found = [path for path in map(shutil.which, NAMES) if path]
    return found[0] if found else own if Path(own).exists() else None


@pytest.fixture(scope="session")
def chromium():
    """The browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as given:
        path = executable(given.chromium.executable_path)
        if path is None:
            pytest.skip("no Chromium was found")
        browser = given.chromium.launch(executable_path=path, args=["--no-sandbox", BLOCKED])
        yield browser
        browser.close()


@pytest.fixture
def context(chromium):
    """A fresh profile, closed after the test: cookies and storage of one test are its own."""
    made = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def tab(context):
    """An empty page of a fresh profile; an error of a script on it fails the test."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The page, served by the command to a browser; neither may reach beyond this machine."""
    running = Served(tmp_path_factory.mktemp("served") / "said.txt")
    yield running
    running.close()
