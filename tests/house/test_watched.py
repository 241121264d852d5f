"""Coverage pauses after the first of many cases, and no case is lost by it."""

from __future__ import annotations

import pytest

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
