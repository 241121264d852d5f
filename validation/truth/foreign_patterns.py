"""Jaw pain and headache of made-up people whose lead, or its absence, is known.

python -m validation.truth.foreign_patterns    prints how each kind behaves

Nothing here is our model: levels jump between hidden states or drift, headache copies yesterday or
comes in attacks, jaw pain is clipped to 0 to 10 and often rounded. Each kind shares only what its
name says. `bleeding` makes a headache diary with bleeding every 24 to 35 days, `medicine` one with
acute medicine, `weekends` one that begins on a Monday.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from validation.truth.foreign_parts import holes, sigmoid, wander

if TYPE_CHECKING:
    from wearoff.records import Array

WINDOW = 28
INDEPENDENT = (
    "independent",
    "slow",
    "rough",
    "trends",
    "attacks",
    "missing",
    "mostly_zero",
    "often",
    "seldom",
)
"""Kinds whose jaw pain and headache share nothing."""
SHARED = ("shared_level", "shared_sessions", "shared_week", "same_day", "reverse")
"""Kinds that are related without a lead of jaw pain."""
HARDEST = ("shared_days",)
"""A hidden state of a few days raises both: in one diary the same as a lead."""
WANDERING = ("shared_wander",)
"""A level that moves a little every day, and forgets itself in weeks, is shared by both."""
LEADING = ("lead", "lead_missing", "lead_often", "lead_seldom", "lead_mostly_zero", "lead_slow")
"""Kinds whose jaw pain raises the chance of headache on the next day."""


@dataclass(frozen=True)
class Pair:
    """Jaw pain and headache by day; ``extra_days_28`` is the truth that the estimate is of.

    It is 28 times the mean rise of tomorrow's chance when jaw pain is 2 points above its level
    instead of at it.
    """

    headache: Array
    jaw: Array
    sessions: tuple[int, ...]
    extra_days_28: float


def slow(rng: np.random.Generator, days: int, weeks: float) -> Array:
    """A wandering level with SD 1 that forgets itself in about so many weeks."""
    keep = np.exp(-1 / (7 * weeks))
    path = np.empty(days)
    now = rng.normal()
    for t in range(days):
        path[t] = now
        now = keep * now + np.sqrt(1 - keep**2) * rng.normal()
    return path


def smooth(rng: np.random.Generator, days: int, weeks: float) -> Array:
    """A level with SD near 1 that rises and falls over about twice so many weeks, without jumps."""
    width = 7 * weeks / 2
    kernel = np.exp(-((np.arange(-3 * width, 3 * width + 1) / width) ** 2) / 2)
    noise = rng.normal(size=days + len(kernel) - 1)
    return np.convolve(noise, kernel / np.sqrt(kernel @ kernel), mode="valid")


def persistent(rng: np.random.Generator, days: int, rho: float) -> Array:
    """Deviations with SD 1 of which a share stays to the next day."""
    path = np.empty(days)
    now = rng.normal()
    for t in range(days):
        path[t] = now
        now = rho * now + np.sqrt(1 - rho**2) * rng.normal()
    return path


def usual(rng: np.random.Generator, kind: str) -> dict[str, Any]:
    """Settings of a person of this kind."""
    found: dict[str, Any] = {
        "center": float(rng.choice([-1.3, -0.4, 0.4, 0.9])),
        "rho": float(rng.uniform(0.2, 0.5)),
        "level": float(rng.uniform(0.4, 1.0)),
        "weeks": float(rng.uniform(2, 10)),
        "states": bool(rng.integers(2)),
        "attack": 0.0,
        "trend": 0.0,
        "jaw_mean": float(rng.uniform(1.5, 4.5)),
        "jaw_level": float(rng.uniform(0.5, 1.5)),
        "jaw_weeks": float(rng.uniform(2, 10)),
        "jaw_spread": float(rng.uniform(1.2, 2.0)),
        "jaw_rho": float(rng.uniform(0.2, 0.7)),
        "jaw_trend": 0.0,
        "whole": bool(rng.integers(3)),
        "lead": 0.0,
        "same": 0.0,
        "reverse": 0.0,
        "shared": "",
        "missing": float(rng.choice([0.0, 0.1])),
        "long_gap": 0,
    }
    found |= {
        "slow": {"level": 1.5, "jaw_level": 2.5, "rho": 0.6, "jaw_rho": 0.8, "weeks": 3.0},
        "rough": {"level": 2.0, "weeks": 1.0, "jaw_level": 2.5, "jaw_weeks": 1.0, "states": False},
        "trends": {"trend": 2.5, "jaw_trend": 4.0, "jaw_mean": 3.0},
        "attacks": {"attack": 2.5, "rho": 0.1},
        "missing": {"missing": 0.3, "long_gap": 30},
        "mostly_zero": {"jaw_mean": -1.0, "whole": True},
        "often": {"center": 1.2},
        "seldom": {"center": -1.5},
        "shared_level": {"shared": "level", "level": 1.0, "jaw_level": 1.5},
        "shared_wander": {"shared": "wander", "level": 1.0, "jaw_level": 1.5},
        "shared_sessions": {"shared": "sessions", "level": 1.0, "jaw_level": 1.5},
        "shared_week": {"shared": "week"},
        "shared_days": {"shared": "days"},
        "same_day": {"same": 1.2},
        "reverse": {"reverse": 1.5},
    }.get(kind.removeprefix("lead_"), {})
    if kind.startswith("lead"):
        found["lead"] = float(rng.uniform(0.45, 0.9))
    return found


def jaw_or_level(jaw: float, *, whole: bool) -> float:
    """What is written of a jaw pain: 0 to 10, in whole points or tenths."""
    held = min(max(jaw, 0.0), 10.0)
    return float(round(held)) if whole else round(held, 1)


def levels(rng: np.random.Generator, days: int, s: dict[str, Any]) -> tuple[Array, Array]:
    """Slow log-odds of headache and slow jaw pain, (days,) each."""
    time = np.linspace(-0.5, 0.5, days)
    if s["states"]:
        states = {"state_spread": 1.0, "lean": 1.0, "state_jitter": 0.2, "switch": 0.4}
        head = wander(rng, days, s["center"], states)
    else:
        head = s["center"] + s["level"] * slow(rng, days, s["weeks"])
    jaw = s["jaw_mean"] + s["jaw_level"] * slow(rng, days, s["jaw_weeks"])
    if s["shared"] in {"level", "wander"}:
        path = smooth if s["shared"] == "level" else slow
        common = path(rng, days, s["weeks"])
        head, jaw = s["center"] + 1.2 * common, s["jaw_mean"] + 1.5 * common
    elif s["shared"] == "sessions":
        since = (np.arange(days) % 84) / 84
        relief = np.sin(np.pi * np.minimum(since * 1.2, 1)) ** 2
        head, jaw = head - 2.0 * relief, jaw - 2.5 * relief
    elif s["shared"] == "week":
        weekend = np.isin(np.arange(days) % 7, (5, 6))
        head, jaw = head + 1.0 * weekend, jaw + 1.5 * weekend
    elif s["shared"] == "days":
        common = persistent(rng, days, 0.6)
        head, jaw = head + common, jaw + common
    return head + s["trend"] * time, jaw + s["jaw_trend"] * time


def bleeding(seed: int, odds: float, days: int = 300) -> tuple[Array, Array]:
    """Headache and bleeding (0 or 1) by day; log-odds higher by so much in the five days."""
    rng = np.random.default_rng([seed, 28])
    s = usual(rng, "independent")
    head, _ = levels(rng, days, s)
    usual_length, flow = int(rng.integers(25, 33)), int(rng.integers(3, 7))
    onset = int(rng.integers(2, usual_length))
    menses, raised = np.zeros(days), np.zeros(days)
    while onset < days:
        menses[onset : onset + flow] = 1.0
        raised[max(onset - 2, 0) : onset + 3] = odds
        onset += usual_length + int(np.clip(np.rint(rng.normal(0, 2)), -4, 6))
    chance = sigmoid(head + raised)
    headache = np.empty(days)
    for t in range(days):
        copies = t and rng.random() < s["rho"]
        headache[t] = headache[t - 1] if copies else float(rng.random() < chance[t])
    lost = holes(rng, days, s)
    headache[lost], menses[lost] = np.nan, np.nan
    return headache, menses


def medicine(seed: int, odds: float, days: int = 300) -> tuple[Array, Array]:
    """Headache and acute medicine (doses) by day, taken on about half of the headache days.

    After a day with medicine the log-odds of headache differ by so much.
    """
    rng = np.random.default_rng([seed, 11])
    s = usual(rng, "independent") | {"center": float(rng.uniform(0.0, 1.0))}
    head, _ = levels(rng, days, s)
    habit = rng.normal(0, 0.5) + slow(rng, days, s["jaw_weeks"])
    headache, doses = np.empty(days), np.zeros(days)
    for t in range(days):
        taken = bool(t and doses[t - 1])
        chance = sigmoid(np.array([head[t] + odds * taken, habit[t]]))
        copies = t and rng.random() < s["rho"]
        headache[t] = headache[t - 1] if copies else float(rng.random() < chance[0])
        if headache[t] and rng.random() < chance[1]:
            doses[t] = float(rng.integers(1, 3))
    lost = holes(rng, days, s)
    headache[lost], doses[lost] = np.nan, np.nan
    return headache, doses


def weekends(seed: int, odds: float, days: int = 300) -> Array:
    """Headache by day from a Monday on; log-odds higher by so much on Saturdays and Sundays."""
    rng = np.random.default_rng([seed, 7])
    s = usual(rng, "independent")
    head, _ = levels(rng, days, s)
    chance = sigmoid(head + odds * np.isin(np.arange(days) % 7, (5, 6)))
    headache = np.empty(days)
    for t in range(days):
        copies = t and rng.random() < s["rho"]
        headache[t] = headache[t - 1] if copies else float(rng.random() < chance[t])
    headache[holes(rng, days, s)] = np.nan
    return headache


def make(seed: int, kind: str, days: int = 300) -> Pair:
    """One person of a kind."""
    rng = np.random.default_rng([seed, *kind.encode()])
    s = usual(rng, kind)
    head, jaw_level = levels(rng, days, s)
    own = s["jaw_spread"] * persistent(rng, days, s["jaw_rho"])
    shock = rng.normal(size=days)
    headache, jaw, extra = np.empty(days), np.empty(days), np.zeros(days)
    before, rest = 0.0, 0
    for t in range(days):
        raised = jaw[t - 1] - max(jaw_level[t - 1], 0.0) if t else 0.0
        odds = head[t] + s["same"] * shock[t]
        chance = sigmoid(np.array([odds + s["lead"] * raised, odds, odds + 2 * s["lead"]]))
        if s["attack"]:
            chance = chance / s["attack"]
        extra[t] = (1 - s["rho"]) * (chance[2] - chance[1])
        if rest > 0:
            headache[t], rest = 1.0, rest - 1
        elif t and rng.random() < s["rho"]:
            headache[t] = headache[t - 1]
        else:
            headache[t] = float(rng.random() < chance[0])
            if headache[t] and s["attack"]:
                rest = int(rng.integers(0, 4))
        felt = jaw_level[t] + own[t] + s["same"] * shock[t] + s["reverse"] * before
        jaw[t] = jaw_or_level(felt, whole=s["whole"])
        before = headache[t]
    sessions = tuple(range(0, days, 84)) if s["shared"] == "sessions" else ()
    lost = holes(rng, days, s)
    headache[lost] = np.nan
    jaw[lost | (rng.random(days) < s["missing"] / 4)] = np.nan
    return Pair(headache, jaw, sessions, float(WINDOW * extra.mean()))
