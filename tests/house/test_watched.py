"""Coverage pauses after the first of many cases, and no case is lost by it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import watched


class Watching:
    """Coverage that only remembers whether it watches."""

    def __init__(self):
        """It watches."""
        self.on = True

    def stop(self):
        """It pauses."""
        self.on = False

    def start(self):
        """It goes on."""
        self.on = True


@pytest.mark.parametrize(("cases", "seen"), [(5, [True, True, False, False, False]), (1, [True])])
def test_every_case_comes_and_the_first_are_watched(monkeypatch, cases, seen):
    """Coverage watches two cases, pauses for the others, and goes on when they have ended."""
    watching = Watching()
    monkeypatch.setattr(watched.Coverage, "current", lambda: watching)
    assert [
        (case, watching.on) for case in watched.unwatched_after(range(cases), watched=2)
    ] == list(enumerate(seen))
    assert watching.on


def test_without_coverage_every_case_comes(monkeypatch):
    """Nothing is paused where nothing watches."""
    monkeypatch.setattr(watched.Coverage, "current", lambda: None)
    assert list(watched.unwatched_after("abc", watched=1)) == ["a", "b", "c"]


def test_of_a_property_the_first_examples_are_watched(monkeypatch):
    """All its examples come, coverage pauses after the first of them and goes on at the end."""
    watching, seen = Watching(), []
    monkeypatch.setattr(watched.Coverage, "current", lambda: watching)

    @given(st.integers())
    @settings(max_examples=2 * watched.WATCHED, database=None)
    def holds(_):
        seen.append(watching.on)

    with watched.first_examples(holds):
        holds()
    assert seen == [True] * watched.WATCHED + [False] * watched.WATCHED
    assert watching.on
    holds()
    assert all(seen[2 * watched.WATCHED :])


def test_what_is_no_property_is_watched(monkeypatch):
    """Another test runs as it is."""
    watching = Watching()
    monkeypatch.setattr(watched.Coverage, "current", lambda: watching)
    with watched.first_examples(test_without_coverage_every_case_comes):
        assert watching.on
