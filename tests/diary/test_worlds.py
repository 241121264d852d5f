"""Worlds of people: each has the trend that its world drew, and what is kept goes with it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from validation import seeds, worlds
from validation.seeds import BLOCKS, setting
from validation.truth import attacks
from validation.truth.definitions import WINDOW
from wearoff.errors import InputError
from wearoff.formats.resumable import MANIFEST

SEEDS = setting("worlds_tried", worlds.MOST * worlds.ATTEMPTS * len(worlds.WORLDS))


@pytest.fixture(scope="module")
def person():
    """The case and truth of a person of a world."""
    return lambda world, number: worlds.person(world, number, SEEDS)


def test_every_block_has_room():
    """Each person of each world has seeds of their own, in every block."""
    blocks = [block for name, block in BLOCKS.items() if name.startswith("worlds")]
    assert {len(block.seeds) for block in blocks} == {len(SEEDS)}
    assert len(blocks) == 3


@pytest.mark.parametrize("wanted", [-2.0, 0.0, 3.0])
def test_a_trend_is_what_was_wanted(wanted):
    """The true steady trend is the one asked for, by another trend of the same person."""
    made = worlds.with_trend(SEEDS[0], wanted, kind="fading_plain", sessions=8)
    assert made.truth.trend_days_28_per_year == pytest.approx(wanted, abs=0.1)
    same = attacks.make(SEEDS[0], kind="fading_plain", sessions=8)
    assert made.truth.baseline == pytest.approx(same.truth.baseline)


def test_who_cannot_rise_so_far_rises_as_far_as_can_be():
    """A level near all days has no room; what is reached is what is true."""
    made = worlds.with_trend(SEEDS[0], 40.0, kind="no_relief_plain", sessions=8, center=2.5)
    assert made.truth.trend_days_28_per_year < 20
    assert made.settings["trend"] == worlds.STEEPEST


def test_where_nobody_rises_so_far_the_nearest_stands(monkeypatch):
    """A seed of which nobody has so steep a level gives the steepest that there is."""
    make = attacks.make

    def within(seed, *, trend, **settings):
        if trend > 2:
            raise ValueError("nobody")
        return make(seed, trend=trend, **settings)

    monkeypatch.setattr(attacks, "make", within)
    wanted = 10.0
    made = worlds.with_trend(SEEDS[0], wanted, kind="no_relief_plain", sessions=8, center=2.5)
    assert made.settings["trend"] == wanted / worlds.USUAL


def test_people_are_those_of_their_world(person):
    """Nobody has a trend in one world; in others sessions, units or the beginning differ."""
    assert person("no_trend", 0)[1].trend == 0
    case, truth = person("covariate", 1)
    assert truth.units != worlds.MIDDLE
    assert {round(session.units, 6) for session in case.log.sessions} == {round(truth.units, 6)}
    case, truth = person("bad_start", 1)
    made = attacks.make(truth.seed, kind=truth.kind, sessions=truth.sessions)
    p0, zero = made.truth.p0, made.settings["before"]
    assert WINDOW * (p0[zero - WINDOW : zero].mean() - p0[zero:].mean()) > worlds.BAD


def test_who_leaves_writes_no_more(person):
    """A leaver's record ends with the day of the session that was not given, which is written."""
    found = (person("leavers", number) for number in range(20))
    case, truth = next((case, truth) for case, truth in found if truth.left)
    (stop,) = case.events
    assert worlds.STAYED <= len(case.log.sessions) < truth.sessions
    assert (stop.start - case.diary.first).days == case.diary.days
    assert (stop.start - case.log.first).days > case.log.sessions[-1].day


def test_who_rises_leaves_sooner():
    """Many stay at a fall, few at a rise, at the hazard that the world states."""
    rng = np.random.default_rng(1)
    kept = {s: np.mean([worlds.stays(rng, s, 11) == 11 for _ in range(2000)]) for s in (-3, 0, 3)}
    chances = {s: np.exp(-worlds.LEAVES * np.exp(worlds.GAMMA * s)) ** 10 for s in kept}
    assert kept == pytest.approx(chances, abs=0.05)
    assert kept[-3] > 0.85
    assert kept[3] < 0.5


def test_a_run_goes_on_and_is_read(tmp_path):
    """People are kept once, found again with their truth, and another program is another run."""
    folder = tmp_path / "worlds"
    worlds.run(folder, "worlds_tried", 1, ["no_trend", "leavers"], 1)
    files = {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}
    assert len(files) == 2
    worlds.run(folder, "worlds_tried", 1, ["no_trend", "leavers"], 1)
    assert files == {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}
    ((draws, truth),) = worlds.kept(folder, "leavers")
    assert (draws.name, truth.world, truth.number) == ("leavers 0", "leavers", 0)
    assert (draws.ended == "left") == truth.left
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(manifest | {"program": "another"}))
    with pytest.raises(InputError, match="another run: program"):
        worlds.run(folder, "worlds_tried", 1, ["no_trend"], 1)


def test_a_block_that_judges_is_not_used_unopened(tmp_path, monkeypatch):
    """The judging block is asked for by its rule: as if nothing had been opened."""
    monkeypatch.setattr(seeds, "openings", lambda _: {})
    with pytest.raises(ValueError, match="worlds_reserve is not opened"):
        worlds.run(tmp_path / "x", "worlds_reserve", 1, ["no_trend"], 1)


def test_populations_hold_nobody_twice():
    """Each is of another choice of people, and the same seed gives the same."""
    found = list(worlds.populations(40, 12, count=3))
    assert all(len(set(places)) == 12 and max(places) < 40 for places in found)
    assert len({tuple(places) for places in found}) == 3
    assert found == list(worlds.populations(40, 12, count=3))
