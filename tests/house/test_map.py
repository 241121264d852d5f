"""ARCHITECTURE.md is right: its paths exist, its floors are the contract's, its call path is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from docs.make import call_path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wearoff"
MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
MOST_LINES, MOST_COLUMNS, MOST_CHANGES = 110, 100, 3


def paths():
    """What the page names in backticks that is a file or a folder."""
    named = re.findall(r"`([\w/.-]+)`", MAP)
    rooms = {path.name for path in (*SOURCE.iterdir(), *ROOT.iterdir())}
    return sorted({name for name in named if "/" in name or "." in name or name in rooms})


def test_the_map_names_paths():
    """Enough of the house is named for the next test to mean something."""
    assert len(paths()) > 40


@pytest.mark.parametrize("path", paths())
def test_every_path_of_the_map_exists(path):
    """A path is one of the package or of the repository."""
    assert (SOURCE / path).exists() or (ROOT / path).exists()


def test_the_map_fits_two_screens():
    """It is short enough to be read at once."""
    lines = MAP.splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= MOST_COLUMNS


def test_the_map_has_the_floors_of_the_contract():
    """The floors are those that import-linter holds, in their order, and none is left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    block = re.search(r"```\n(.*?)```", MAP, re.DOTALL)[1]
    drawn = [re.split(r"\s{2,}", line)[0] for line in block.splitlines()]
    assert drawn == layers


def test_the_call_path_of_the_map_is_so():
    """From the command to a verdict the rooms change at most three times, as the page shows."""
    path = call_path.call_path()
    assert path[0] == "wearoff.cli.main"
    assert path[-1] == call_path.END
    assert call_path.changes(path) <= MOST_CHANGES
    assert call_path.line(path) in " ".join(MAP.split())


def test_changes_of_rooms_are_counted():
    """Going into another first-level folder counts once, going on inside it does not."""
    path = ["wearoff.cli.a", "wearoff.diary.a", "wearoff.diary.b.c", "wearoff.stats", "wearoff.cli"]
    assert call_path.changes(path) == 3
    assert call_path.changes(path[1:3]) == 0
