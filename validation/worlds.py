"""Worlds of people, each person's diary analyzed once and its draws kept, with the truth beside.

python -m validation.worlds FOLDER [--people 60] [--block worlds_tried] [--worlds NAME …]
                            [--processes 2]

Fills FOLDER/WORLD with NNNN.parquet (stored draws) and NNNN.json (`Truth`) of each person, and goes
on with those that are missing: the same folder, block and program again. People are those of the
third generator (`truth/attacks.py`), whose trend is set so that the true steady trend S is what the
world drew. S and slope are read off its chances: a level near all or no days cannot rise or fall so
far. `populations` draws people of a world for a pool.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize

from validation.seeds import BLOCKS, ROOT, judging, setting
from validation.truth import attacks
from validation.truth.definitions import WINDOW
from validation.truth.judged import case_of, started
from wearoff.records import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from validation.truth.definitions import Made
    from wearoff.diary.case import Case
    from wearoff.diary.draws import StoredDraws

RELIEFS = {"fading_plain": 0.4, "early_plain": 0.15, "lasting_plain": 0.2, "no_relief_plain": 0.25}
"""Share of the people whose relief is of each kind."""
SESSIONS = (5, 17)
"""Fewest sessions that are planned, and one more than the most: 420 to 1,344 days."""
ATTEMPTS = 32
"""Seeds of a person: one, or where people are chosen as many as it takes."""
MOST = 500
"""People that a block has for each world."""
NEAR, STEEPEST, USUAL = 0.005, 3.0, 7.0
"""Trends in logs of the hazard a year: how near is enough, the largest; and days in 28 a year that
one of 1 brings, by which the search begins."""
UNITS = (95, 215)
"""Units of a session where they differ."""
PER_UNIT, MIDDLE = 0.025, 155.0
"""How much the steady trend rises with a unit, and the usual units."""
BAD = 2.0
"""Days in 28 that the last 28 before the first session are worse than usually, in a bad start."""
LEAVES, GAMMA, STAYED = 0.05, 0.6, 2
"""Hazard of leaving after a session where S is 0, its log's slope in S, everybody's sessions."""


@dataclass(frozen=True)
class Truth:
    """What is true of a person.

    ``trend`` S and ``slope`` are of the whole time that was planned, in days in 28 a year;
    ``sessions`` of it, ``left`` whether the person left before its end; ``relief`` in percent.
    """

    world: str
    number: int
    seed: int
    kind: str
    trend: float
    slope: float
    relief: float
    units: float
    sessions: int
    left: bool


@dataclass(frozen=True)
class World:
    """How the steady trend is drawn, and what else people have in common."""

    trend: Callable[[np.random.Generator, float], float]
    says: str
    bad_start: bool = False
    units_differ: bool = False
    leave: bool = False


def _worsening(rng: np.random.Generator, _: float) -> float:
    rises = rng.random() < 0.15  # noqa: PLR2004 - the world's own number, said in its sentence
    return float(rng.uniform(2.2, 5.0) if rises else rng.normal(0.0, 0.5))


WORLDS = {
    "no_trend": World(lambda _, __: 0.0, "nobody has a trend"),
    "spread": World(lambda rng, _: float(rng.normal(0.5, 1.5)), "S is normal, 0.5, SD 1.5"),
    "worsening": World(_worsening, "15 in 100 rise by 2.2 to 5, the others by 0, SD 0.5"),
    "bad_start": World(
        lambda _, __: 0.0, "nobody has a trend, and all begin in a bad month", bad_start=True
    ),
    "leavers": World(
        lambda rng, _: float(rng.normal(0.5, 2.0)),
        "S is normal, 0.5, SD 2, and who rises leaves sooner",
        leave=True,
    ),
    "covariate": World(
        lambda rng, units: float(rng.normal(0.3 + PER_UNIT * (units - MIDDLE), 1.0)),
        "S rises by 0.025 with each unit of a session, SD 1",
        units_differ=True,
    ),
}
"""By name."""


# People


def person(world: str, number: int, seeds: Sequence[int]) -> tuple[Case, Truth]:
    """One person of a world.

    Args:
        world: name of it.
        number: of the person.
        seeds: of a block, from which the person has ATTEMPTS of their own.
    """
    asked = WORLDS[world]
    place = list(WORLDS).index(world) * MOST + number
    own = seeds[place * ATTEMPTS : (place + 1) * ATTEMPTS]
    rng = np.random.default_rng([own[0], len(WORLDS)])
    kind = str(rng.choice(list(RELIEFS), p=list(RELIEFS.values())))
    sessions = int(rng.integers(*SESSIONS))
    units = float(rng.uniform(*UNITS)) if asked.units_differ else MIDDLE
    wanted = asked.trend(rng, units)
    seed = next(
        (seed for seed in own if not asked.bad_start or _begins_badly(seed, kind, sessions)),
        own[0],
    )
    made = with_trend(seed, wanted, kind=kind, sessions=sessions)
    truth = Truth(
        world=world,
        number=number,
        seed=seed,
        kind=kind,
        trend=made.truth.trend_days_28_per_year,
        slope=made.truth.drift_days_28_per_year,
        relief=made.truth.relief_percent,
        units=units,
        sessions=len(made.log.sessions),
        left=False,
    )
    case = replace(case_of(made), name=f"{world} {number}")
    case = replace(case, log=_of_units(case.log, units / MIDDLE))
    if not asked.leave:
        return case, truth
    stayed = stays(rng, truth.trend, truth.sessions)
    left = stayed < truth.sessions
    return (_until(case, stayed) if left else case), replace(truth, left=left)


def with_trend(seed: int, wanted: float, **settings: Any) -> Made:
    """The person of a seed whose steady trend is so many days in 28 a year, as near as can be."""
    made = {0.0: attacks.make(seed, trend=0.0, **settings)}

    def beyond(rate: float) -> float:
        made[rate] = attacks.make(seed, trend=rate, **settings)
        return made[rate].truth.trend_days_28_per_year - wanted

    def off(one: Made) -> float:
        return abs(one.truth.trend_days_28_per_year - wanted)

    rate = float(np.clip(wanted / USUAL, -STEEPEST, STEEPEST))
    try:
        while wanted * beyond(rate) < 0 and abs(rate) < STEEPEST:
            rate = float(np.clip(2 * rate, -STEEPEST, STEEPEST))
        if wanted * beyond(rate) > 0:
            optimize.brentq(beyond, 0.0, rate, xtol=NEAR, rtol=NEAR)
    except ValueError:  # nobody of this seed has a level that moves so far
        pass
    return min(made.values(), key=off)


def _begins_badly(seed: int, kind: str, sessions: int) -> bool:
    """Whether the last 28 days before the first session are worse than untreated days after it."""
    made = attacks.make(seed, kind=kind, sessions=sessions)
    zero = made.settings["before"]
    p0 = made.truth.p0
    return bool(WINDOW * (p0[zero - WINDOW : zero].mean() - p0[zero:].mean()) > BAD)


def stays(rng: np.random.Generator, trend: float, sessions: int) -> int:
    """Sessions until one leaves, or all: P(leave after one) = 1 − exp(−h·e^(γ·S))."""
    chance = -np.expm1(-LEAVES * np.exp(GAMMA * trend))
    leaving = np.flatnonzero(rng.random(sessions) < chance) + 1
    return int(next((k for k in leaving if k >= STAYED), sessions))


def _of_units(log: Any, times: float) -> Any:
    """The log with so many times the units."""
    sessions = tuple(
        replace(
            session,
            injections=tuple(replace(i, units=times * i.units) for i in session.injections),
        )
        for session in log.sessions
    )
    return replace(log, sessions=sessions)


def _until(case: Case, sessions: int) -> Case:
    """The case of who leaves when the next session after so many would be, which is written."""
    from wearoff.diary.read.events import STOPPED

    log: Any = case.log
    day = log.first + timedelta(days=log.sessions[sessions].day)
    return replace(
        case,
        diary=case.diary.until((day - case.diary.first).days),
        log=replace(log, sessions=log.sessions[:sessions]),
        events=(*case.events, Event(day, STOPPED, "left")),
    )


# Kept


def keep(folder: Path, world: str, number: int, seeds: Sequence[int]) -> tuple[str, int]:
    """Analyze a person and keep draws and truth, unless they are there already."""
    from wearoff import analyze
    from wearoff.diary.draws import write_draws
    from wearoff.formats.writing import write_text

    done = folder / world / f"{number:04d}.json"
    if not done.exists():
        case, truth = person(world, number, seeds)
        write_draws([analyze(case, prospects=False).draws], done.with_suffix(".parquet"))
        write_text(
            json.dumps(asdict(truth), indent=1) + "\n", done
        )  # last: it says that all is there
    return world, number


def run(folder: Path, block: str, people: int, worlds: Sequence[str], processes: int) -> None:
    """Fill a folder with the first people of some worlds, those of each world in turn."""
    from wearoff.formats.resumable import begin, timed
    from wearoff.runs import meta

    ask = setting if BLOCKS[block].sets else judging
    seeds = ask(block, MOST * ATTEMPTS * len(WORLDS))
    begin(folder, {**meta(1), "block": block, "program": _program()}, resume=True)
    for world in worlds:
        (folder / world).mkdir(exist_ok=True)
    tasks = [(folder, world, number, seeds) for number in range(people) for world in worlds]

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    with ProcessPoolExecutor(processes, get_context("spawn"), started) as pool:
        done = pool.map(keep, *zip(*tasks, strict=True))
        for _ in timed(done, len(tasks), say):
            pass


def _program() -> str:
    """What git calls the program's files: people of two programs are not mixed."""
    command = ["git", "rev-parse", "--short=12", "HEAD:src/wearoff"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - git, with words of ours
    return done.stdout.strip()


def kept(folder: Path, world: str) -> list[tuple[StoredDraws, Truth]]:
    """The people of a world that a folder holds, by number."""
    from wearoff.diary.draws import read_draws

    files = sorted((folder / world).glob("*.json"))
    truths = [Truth(**json.loads(file.read_text(encoding="utf-8"))) for file in files]
    return list(zip(read_draws(*(f.with_suffix(".parquet") for f in files)), truths, strict=True))


def populations(people: int, size: int, count: int = 20, *, seed: int = 1) -> Iterator[list[int]]:
    """Places of ``size`` of so many people, ``count`` times, nobody twice in one population.

    >>> [len(set(places)) for places in populations(400, 60, count=2)]
    [60, 60]
    """
    rng = np.random.default_rng([seed, people, size])
    draws = (rng.permutation(people)[:size].tolist() for _ in iter(int, 1))
    yield from islice(draws, count)


def main() -> None:
    """Fill a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--block", default="worlds_tried")
    parser.add_argument("--worlds", nargs="+", default=list(WORLDS), choices=list(WORLDS))
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    run(asked.folder, asked.block, asked.people, asked.worlds, asked.processes)


if __name__ == "__main__":
    main()
