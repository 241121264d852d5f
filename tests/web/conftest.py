"""The page in memory, as the browser sees it that holds the launch token, and as any other does."""

from __future__ import annotations

import warnings

import pytest

from wearoff.web.app import create_app
from wearoff.web.settings import Settings
from wearoff.web.workers import Workers

with warnings.catch_warnings(action="ignore"):  # that the client will be called otherwise one day
    from starlette.testclient import TestClient

SETTINGS = Settings()
ADDRESS = "http://127.0.0.1:8765"


@pytest.fixture
def app():
    """The page of one run, begun and ended."""
    return create_app(SETTINGS)


@pytest.fixture
def visitor(app):
    """A browser that was not let in."""
    with TestClient(app, ADDRESS, headers={"origin": ADDRESS}, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def client(visitor):
    """A browser that was let in."""
    visitor.get("/open", params={"token": SETTINGS.token})
    return visitor


@pytest.fixture(scope="session")
def program():
    """A program that holds the token, and processes that compute for it, once for all tests."""
    bearer = {"authorization": f"Bearer {SETTINGS.token}"}
    served = create_app(SETTINGS)
    served.state.workers = Workers(warm=())
    with TestClient(served, ADDRESS, headers=bearer) as opened:
        yield opened
