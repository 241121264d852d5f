"""Diaries of attacks that begin and end, from a third mechanism, with the truth beside them.

python -m validation.truth.attacks [--diaries 20]    prints untreated people, and each kind

A person has a hazard of attacks that weekdays, menses, seasons, a slow wander, a trend, a context
and the sessions multiply; a day is a headache day where an attack touches it. p0 and p1 are the
chances of that by day, over the attacks, given everything slow and the days of the sessions.
"""

from __future__ import annotations

import argparse
import zlib
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from validation.truth.attacks_parts import (
    FREE,
    HOURS,
    WEEK,
    Attacks,
    Lengths,
    attacks,
    burnt_in,
    chances,
    fresh,
    joined,
    recalled,
    unwritten,
)
from validation.truth.definitions import WINDOW, YEAR, Made, define, log_of
from wearoff.records import Diary, Event

if TYPE_CHECKING:
    from wearoff.records import Array

FEWEST = 8.0
"""Nobody with fewer headache days in 28 is treated."""
ATTEMPTS = 200
NEVER = np.inf
DEPTHS = np.linspace(0.0, 6.0, 25)
"""Log of how far the hazard is cut at most, among which the wanted relief is looked for."""
AHEAD, HIGH, SOONEST, LATEST = 14, 0.15, 63, 147
"""A state-timed session: days looked back on, share above the person's usual one, days between."""
BLEEDS = 5
SPACE, SPACE_SD = 28.0, 2.0
"""Days of a bleeding; days between two, and their spread."""

RELIEFS: dict[str, tuple[float, float, float]] = {
    "no_relief": (0.0, 60.0, 100.0),
    "early": (50.0, 40.0, 55.0),
    "fading": (50.0, 60.0, 76.0),
    "lasting": (50.0, NEVER, NEVER),
}
"""Percent of relief, and days after a session between which half of the course is gone."""
STRESSES: dict[str, dict[str, Any]] = {
    "plain": {},
    "weekday": {"weekday": 0.5},
    "menses": {"menses": 1.2},
    "season": {"season": 0.5},
    "recall": {"recall": 0.7},
    "unwritten": {"free_lost": 0.5},
    "unwritten_cycle": {"free_lost": 0.6, "lost_by": "cycle"},
    "unwritten_growing": {"free_lost": 0.7, "lost_by": "growing"},
    "state": {"timed_by_state": True},
    "unrecorded_begun": {"other": -0.7},
    "unrecorded_stopped": {"other": 0.7},
    "context": {"context": 0.6},
    "trend_up": {"trend": 0.4, "sessions": 12},
    "trend_down": {"trend": -0.4, "sessions": 12},
}
"""What a stress sets otherwise, in logs of the hazard."""
KINDS = tuple(f"{relief}_{stress}" for relief in RELIEFS for stress in STRESSES)
WITHOUT_RELIEF = tuple(f"no_relief_{stress}" for stress in STRESSES)


def person(rng: np.random.Generator) -> dict[str, Any]:
    """How one untreated person is: hazard, lengths of attacks, wander."""
    return {
        "center": float(rng.normal(-0.15, 0.95)),
        "median": float(4.5 * np.exp(0.7 * rng.normal())),
        "spread": float(rng.uniform(0.6, 1.0)),
        "wander": float(rng.uniform(0.1, 0.5)),
        "waves": int(rng.integers(4, 9)),
    }


def usual(rng: np.random.Generator) -> dict[str, Any]:
    """Settings of a treated person, whatever the kind."""
    return person(rng) | {
        "before": 56,
        "sessions": int(rng.integers(4, 8)),
        "interval": 84,
        "jitter": 5.0,
        "rise": float(rng.uniform(3, 9)),
        "width": float(rng.uniform(4, 12)),
        "weekday": float(rng.uniform(0.0, 0.15)),
        "menses": 0.0,
        "season": 0.0,
        "context": max(0.0, float(rng.normal(0.15, 0.15))),
        "trend": 0.0,
        "other": 0.0,
        "other_at": float(rng.uniform(0.35, 0.65)),
        "recall": 0.0,
        "lost": 0.05,
        "free_lost": 0.0,
        "lost_by": "constant",
        "timed_by_state": False,
    }


def specific(rng: np.random.Generator, kind: str) -> dict[str, Any]:
    """What a kind sets otherwise."""
    relief = next(name for name in RELIEFS if kind.startswith(f"{name}_"))
    percent, low, high = RELIEFS[relief]
    half = float(rng.uniform(low, high)) if np.isfinite(high) else NEVER
    return {"relief": percent, "half": half} | STRESSES[kind.removeprefix(f"{relief}_")]


# What is slow


def wander(rng: np.random.Generator, days: Array, s: dict[str, Any]) -> Array:
    """A few slow waves of 60 to 500 days, of which no two people have the same."""
    length = 60 * (500 / 60) ** rng.random(s["waves"])
    phase = 2 * np.pi * rng.random(s["waves"])
    waves = np.cos(2 * np.pi * days[:, None] / length + phase).sum(1)
    return s["wander"] * waves / np.sqrt(s["waves"] / 2)


def bleeding(rng: np.random.Generator, days: Array) -> Array:
    """1 on days of bleeding (days,): 5 days about every 28."""
    steps = np.maximum(21, SPACE + SPACE_SD * rng.normal(size=2 + len(days) // 21))
    begin = days[0] - rng.integers(0, int(SPACE)) + np.cumsum(steps) - steps[0]
    since = days[:, None] - np.floor(begin)
    return ((since >= 0) & (since < BLEEDS)).any(1).astype(float)


def course(days: Array, sessions: Array, s: dict[str, Any]) -> Array:
    """Share of the full relief by day; what several sessions leave adds as lost remainders do."""
    since = days[:, None] - np.asarray(sessions)
    rise = -np.expm1(-np.maximum(since, 0) / s["rise"])
    left = np.ones_like(rise)
    if np.isfinite(s["half"]):
        left = 1 / (1 + np.exp((since - s["half"]) / s["width"]))
    return 1 - np.prod(1 - np.where(since > 0, rise * left, 0.0), axis=1)


def lost_free(days: Array, sessions: Array, s: dict[str, Any]) -> Array:
    """Chance by day that a free day is not written, beyond that of any day."""
    if s["lost_by"] == "growing":
        return s["free_lost"] * (days - days[0]) / (days[-1] - days[0])
    if s["lost_by"] == "cycle":
        last = np.array([max((d for d in sessions if d <= day), default=-np.inf) for day in days])
        return s["free_lost"] * np.exp(-(days - last) / (s["interval"] / 2))
    return np.full(len(days), s["free_lost"])


def regular(rng: np.random.Generator, s: dict[str, Any]) -> Array:
    """Days of sessions that were planned."""
    steps = s["interval"] + np.rint(rng.normal(0, s["jitter"], s["sessions"] - 1))
    return np.concatenate([[0], np.cumsum(np.maximum(steps, 42))]).astype(int)


# One person


def make(seed: int, *, kind: str = "fading_plain", **overrides: Any) -> Made:
    """One person of a kind; any setting may be given instead of drawn (see ``usual``)."""
    for attempt in range(ATTEMPTS):
        rng = np.random.default_rng([seed, zlib.crc32(kind.encode()), 3, attempt])
        made = draw(rng, kind, overrides)
        if made is not None:
            return made
    raise ValueError(f"no person of kind {kind} with {overrides} in {ATTEMPTS} attempts")


def draw(rng: np.random.Generator, kind: str, overrides: dict[str, Any]) -> Made | None:
    """One person; None where few headaches or little relief make it nobody of the kind."""
    s: dict[str, Any] = usual(rng) | specific(rng, kind) | overrides | {"kind": kind}
    lengths = Lengths(s["median"], s["spread"])
    sessions = regular(rng, s)
    days = np.arange(-s["before"], int(sessions[-1]) + s["interval"])
    start = date(2023, 1, 2) + timedelta(days=int(rng.integers(0, 365)))
    treated = days >= 0
    slow = s["center"] + wander(rng, days, s) - s["context"] * treated
    year_day = (start.timetuple().tm_yday + days) / YEAR
    slow = slow + s["season"] * np.cos(2 * np.pi * (year_day - rng.random()))
    slow = slow + s["other"] * (days >= int(s["other_at"] * days[-1]))
    trend = s["trend"] * np.maximum(days, 0) / YEAR
    blood = bleeding(rng, days)
    weekly = s["weekday"] * rng.normal(size=WEEK)
    quick = s["menses"] * blood + (weekly - weekly.mean())[(start.weekday() + days) % WEEK]
    level = slow + trend + quick
    if chances(np.exp(level[: s["before"], None]), lengths).mean() * WINDOW < FEWEST:
        return None
    planned = course(days, sessions, s)
    depth = depth_for(s["relief"], level, planned, lengths, treated)
    if depth is None:
        return None
    s["depth"] = depth
    if s["timed_by_state"]:
        sessions = timed(rng, days, level, lengths, s)
    relief = depth * course(days, sessions, s)
    slow = slow + trend
    logs = (level, level - relief, level - trend, slow, slow - relief)
    p0, p1, flat, even0, even1 = chances(np.exp(np.stack(logs, 1)), lengths).T
    truth = define(p0, p1, sessions, int(days[0]), without_trend=flat, gains=even0 - even1)
    again = partial(fresh, np.exp(level - relief), lengths)
    values = {"headache": written(rng, again(rng, 1)[:, 0], days, sessions, s)}
    if s["menses"]:
        values["menstruation"] = np.where(np.isfinite(values["headache"]), blood, np.nan)
    return Made(
        diary=Diary("attacks.csv", start + timedelta(days=int(days[0])), values),
        log=log_of(start, sessions),
        events=list[Event](),
        truth=truth,
        settings=s,
        again=again,
    )


def depth_for(
    percent: float, level: Array, share: Array, lengths: Lengths, treated: Array
) -> float | None:
    """The cut of the log hazard at which that percent of headache days is gone; None if none."""
    if not percent:
        return 0.0
    logs = level[:, None] - DEPTHS * share[:, None]
    p = chances(np.exp(logs), lengths)[treated].sum(0)
    gone = 100 * (1 - p / p[0])
    return float(np.interp(percent, gone, DEPTHS)) if gone[-1] >= percent else None


def timed(
    rng: np.random.Generator, days: Array, level: Array, lengths: Lengths, s: dict[str, Any]
) -> Array:
    """Sessions when the last fortnight was clearly worse than before the first one.

    Attacks are made from session to session: the next is on the first day, 63 to 147 days after the
    last, that a bad fortnight precedes.
    """
    sessions, zero = [0], s["before"]
    hazard = np.exp(level)
    free, kept = burnt_in(rng, hazard, lengths, 1)
    kept = joined(kept, attacks(rng, hazard[:zero], lengths, free))
    usually = kept.days(zero)[:, 0].mean()
    while True:
        at = zero + sessions[-1]
        hazard = np.exp(level - s["depth"] * course(days, np.array(sessions), s))
        now = max([0.0, *(kept.end + FREE / HOURS)])
        coming = joined(kept, attacks(rng, hazard, lengths, np.array([now]), at))
        ill = coming.days(len(days))[:, 0]
        back = np.convolve(ill, np.ones(AHEAD) / AHEAD)[: len(days)]
        bad = np.flatnonzero(back[at + SOONEST : at + LATEST] > (1 - HIGH) * usually)
        following = at + (SOONEST + int(bad[0]) if len(bad) else LATEST) + 1
        if following >= len(days) - s["interval"] // 2:
            return np.array(sessions)
        sessions.append(int(days[following]))
        early = coming.begin < following
        kept = Attacks(coming.person[early], coming.begin[early], coming.end[early])


def written(
    rng: np.random.Generator, ill: Array, days: Array, sessions: Array, s: dict[str, Any]
) -> Array:
    """What the person writes of these headache days (days,), NaN where nothing."""
    told = recalled(rng, ill, s["recall"])
    told[unwritten(rng, told, lost_free(days, sessions, s), s["lost"])] = np.nan
    return told


def untreated(seed: int, days: int) -> Array:
    """Headache days (days,) of a person whom nobody treated, as rarely or often as they come."""
    rng = np.random.default_rng([seed, 3])
    s = person(rng)
    at = np.arange(days)
    level = s["center"] + wander(rng, at, s)
    return fresh(np.exp(level), Lengths(s["median"], s["spread"]), rng, 1)[:, 0]


# What it looks like


def repeats(people: list[Array]) -> dict[str, Any]:
    """How headache days of several people (NaN unwritten) spread, repeat and run."""
    share = np.array([np.nanmean(one) for one in people])
    pairs = np.array([pair for one in people for pair in pairwise(one)])
    after, free = pairs[pairs[:, 0] == 1, 1], pairs[pairs[:, 0] == 0, 1]
    lengths = {value: [n for one in people for n in runs(one, value)] for value in (1, 0)}
    return {
        "share, mean": share.mean(),
        "share, SD": share.std(),
        "share, lowest quarter": np.quantile(share, 0.25),
        "share, median": np.median(share),
        "share, highest quarter": np.quantile(share, 0.75),
        "headache after headache": np.nanmean(after),
        "headache after none": np.nanmean(free),
        "run of headache, mean": np.mean(lengths[1]),
        "run of one headache day": np.mean(np.array(lengths[1]) == 1),
        "run of none, mean": np.mean(lengths[0]),
        "run of one free day": np.mean(np.array(lengths[0]) == 1),
    }


def runs(days: Array, value: int) -> list[int]:
    """Lengths of the runs of a value whose both ends were written."""
    edges = np.flatnonzero(np.diff(np.nan_to_num(days, nan=-1)) != 0) + 1
    found = []
    for first, past in pairwise(edges):
        if days[first] == value and np.isfinite(days[[first - 1, past]]).all():
            found.append(int(past - first))
    return found


def main() -> None:
    """Print how untreated people behave, then one line a kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=20)
    diaries = parser.parse_args().diaries
    for name, value in repeats([untreated(seed, 34) for seed in range(40 * diaries)]).items():
        print(f"{name:<28}{value:7.3f}")
    for kind in KINDS:
        truths = [make(seed, kind=kind).truth for seed in range(diaries)]
        faded = np.array([t.wearoff_day for t in truths])
        print(
            f"{kind:<28}{np.mean([t.baseline for t in truths]):6.1f}"
            f"{np.mean([t.relief_percent for t in truths]):6.1f}"
            f"{np.nanmedian(faded) if np.isfinite(faded).any() else np.nan:6.0f}"
            f"{np.mean([t.drift_days_28_per_year for t in truths]):6.1f}"
            f"{np.mean([t.trend_days_28_per_year for t in truths]):6.1f}"
        )


if __name__ == "__main__":
    main()
