"""Figures of muscle: half of a collection was opened once, the other half later, once as well."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import pytest

from validation import open_once
from wearoff.evidence import rows

ROOT = Path(__file__).resolve().parents[2]
PAGE = " ".join((ROOT / "docs" / "validation.md").read_text(encoding="utf-8").split())


def table(name):
    """Rows of a table of validation."""
    with (ROOT / "validation" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SPLIT, OPENED, BLIND = (table(f"muscle_{name}") for name in ("split", "opened", "blind"))
COLUMNS, ONCE_COLUMNS = 9, 7
"""Of the table of the blind test; a figure that calibration has since stands in another as well."""
HALF = {row["figure"]: row["half"] for row in SPLIT}


def test_every_figure_is_in_one_half():
    """Each figure stands once, in one of two halves, as of one day."""
    assert len(HALF) == len(SPLIT)
    assert set(HALF.values()) == {"opened", "kept"}
    assert len({row["since"] for row in SPLIT}) == 1


@pytest.mark.shared
def test_the_halves_are_every_second_cohort(shared):
    """The split is of the whole collection, in its order, one cohort here and the next there."""
    with (shared / "evidence" / "muscle_figures.csv").open(encoding="utf-8", newline="") as file:
        figures = list(csv.DictReader(file))
    assert list(HALF) == [row["id"] for row in figures]
    cohorts = [
        {HALF[row["id"]] for row in own}
        for _, own in groupby(figures, key=lambda row: row["citation"])
    ]
    assert all(len(halves) == 1 for halves in cohorts)
    alternate = [halves.pop() for halves in cohorts]
    assert alternate[::2] == ["opened"] * len(alternate[::2])
    assert alternate[1::2] == ["kept"] * len(alternate[1::2])


def test_what_was_opened_is_of_the_opened_half():
    """Each figure that was predicted is of the opened half, with its value as published."""
    assert {HALF[row["id"]] for row in OPENED} == {"opened"}
    assert [(row["id"], float(row["value"])) for row in OPENED] == [
        (row["id"], float(row["published"])) for row in BLIND
    ]


@pytest.mark.parametrize("name", ["targets", "more_targets", "unseen"])
def test_the_kept_half_sets_and_judges_no_number(name):
    """No table of published figures has a figure of the half that was kept for judging."""
    found = {row["id"] for row in (table(name) if name == "unseen" else rows.table(name))}
    assert {figure for figure in found if HALF.get(figure) == "kept"} == set()


def test_inside_is_what_the_interval_says():
    """A figure of the record is inside where its interval holds it; the page counts the same."""
    for row in BLIND:
        low, high = float(row["lo90"]), float(row["hi90"])
        assert low < float(row["predicted"]) < high
        assert (row["inside"] == "yes") == (low <= float(row["published"]) <= high)
    inside = sum(row["inside"] == "yes" for row in BLIND)
    assert f"**{inside} of {len(BLIND)} lay inside**" in PAGE
    assert f"{inside} of {len(BLIND)} ({inside / len(BLIND):.2f})" in PAGE
    closed = sum(half == "kept" for half in HALF.values())
    assert f"Of {len(HALF)} figures of muscle" in PAGE
    assert f"the other {closed} stayed closed until they were opened once" in PAGE


def test_the_page_tells_each_figure():
    """Each figure stands on the page as published, as predicted, and whether it lies inside."""
    lines = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8").splitlines()
    cells = [line[2:-2].split(" | ") for line in lines if line.startswith("| ")]
    for row in BLIND:
        (told,) = (c for c in cells if c[0] == row["id"] and len(c) == COLUMNS)
        assert told[6] == row["inside"]
        low, high = map(float, told[7].split(" to "))
        assert told[8] == ("yes" if low <= float(row["published"]) <= high else "no")
        assert [float(c) for c in told[3:5]] == pytest.approx(
            [float(row["published"]), float(row["predicted"])], rel=6e-3
        )


ONCE = table("opened_once")
"""What was opened once, as it came out."""


def test_what_was_opened_once_stays_as_it_came_out():
    """Each figure has the value that was written down before; inside is what its interval says."""
    asked = {row["id"]: row for name in ("muscle_kept", "collected") for row in table(name)}
    closed = {row["id"] for row in table("collected") if row["half"] == "kept"}
    assert {row["figure"] for row in ONCE} == set(asked) - closed
    assert len({(row["opened"], row["commit"]) for row in ONCE}) == 1
    for row in ONCE:
        low, high = float(row["lo90"]), float(row["hi90"])
        assert low < float(row["predicted"]) < high
        assert bool(row["published"]) == bool(asked[row["figure"]]["value"]) == bool(row["inside"])
        if row["inside"]:
            value = float(row["published"])
            assert value == float(asked[row["figure"]]["value"])
            assert (row["inside"] == "yes") == (low <= value <= high)


def test_the_page_tells_what_was_opened_once():
    """Both tests stand at the head with their share, and each figure with what it was."""
    lines = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8").splitlines()
    cells = [line[2:-2].split(" | ") for line in lines if line.startswith("| ")]
    scored = [row for row in ONCE if row["inside"]]
    for test in {row["test"] for row in scored}:
        own = [row for row in scored if row["test"] == test]
        inside = sum(row["inside"] == "yes" for row in own)
        share = f"{inside} of {len(own)} ({inside / len(own):.2f})"
        assert f"| blind, {own[0]['opened']}: {test} | {share} |" in PAGE
    for row in scored:
        (told,) = (c for c in cells if c[0] == row["figure"] and len(c) == ONCE_COLUMNS)
        assert told[-1] == row["inside"]
        assert float(told[3]) == pytest.approx(float(row["published"]), rel=6e-3)


def test_nothing_is_opened_twice():
    """The script that opened them refuses where its result stands."""
    with pytest.raises(SystemExit, match="opened already"):
        open_once.main()
