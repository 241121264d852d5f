"""Ingredients of the foreign diaries: hidden states, relief curve, persistence, holes, schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from wearoff.records import Array

WINDOW = 28
STATES = np.log(np.array([3.5, 10.0, 20.0, 27.0]) / (WINDOW - np.array([3.5, 10.0, 20.0, 27.0])))
"""Log-odds of a headache day in the four hidden states."""


def some(rng: np.random.Generator, chance: float, value: float) -> float:
    """That value in some people, 0 in the others."""
    return float(value) if rng.random() < chance else 0.0


def sigmoid(x: Array) -> Array:
    """Chance from log-odds."""
    return 1 / (1 + np.exp(-x))


def wander(rng: np.random.Generator, days: int, center: float, s: dict[str, Any]) -> Array:
    """Log-odds that jump about monthly between hidden states near a personal center."""
    weights = np.exp(-(((STATES - center) / s["state_spread"]) ** 2) / 2)
    weights /= weights.sum()
    lean = center - weights @ STATES  # the person's own states lie a little off the common ones
    path = np.empty(days + 14)
    state, at = rng.choice(len(STATES), p=weights), 0
    while at < len(path):
        length = int(rng.integers(20, 37))
        path[at : at + length] = STATES[state] + s["lean"] * lean + rng.normal(0, s["state_jitter"])
        at += length
        if rng.random() < s["switch"]:
            state = rng.choice(len(STATES), p=weights)
    return np.convolve(path, np.ones(7) / 7, mode="same")[7 : 7 + days]


def smooth_step(x: Array) -> Array:
    """0 below 0, 1 above 1, level at both ends."""
    x = np.clip(x, 0, 1)
    return x * x * (3 - 2 * x)


def curve(u: Array, s: dict[str, Any]) -> Array:
    """Share of the full effect ``u`` days after a session: rise, plateau, fall."""
    half = s["half_gain"]
    if s["fall"] == "ramp":
        width = s["fall_width"] * half
        fall = np.clip(0.5 - (u - half) / width, 0, 1)
    else:
        fall = np.exp(-np.log(2) * (np.maximum(u, 0) / half) ** s["fall_power"])
    return np.where(u > 0, smooth_step(u / s["rise"]) * fall, 0.0)


def effect(days: Array, sessions: Array, strengths: Array, s: dict[str, Any]) -> Array:
    """What all sessions together leave of the full effect; leftovers add as lost remainders do."""
    kept = np.ones(len(days))
    for day, strength in zip(sessions, strengths, strict=True):
        kept *= 1 - np.clip(strength * curve(days - day, s), 0, 1)
    return 1 - kept


def relieved(level: Array, share: Array, depth: float, form: str) -> Array:
    """Log-odds under treatment: the odds multiplied, or the log-odds shifted."""
    if form == "odds":
        return level + np.log1p(-(1 - np.exp(-depth)) * share)
    return level - depth * share


def carried(p: Array, rho: float) -> Array:
    """The marginal chance when a day copies yesterday with chance rho, else draws from ``p``."""
    out = np.empty(len(p))
    last = p[0]
    for t, chance in enumerate(p):
        last = rho * last + (1 - rho) * chance
        out[t] = last
    return out


def entries(rng: np.random.Generator, p: Array, rho: float) -> Array:
    """One diary of zeros and ones with those chances and that persistence."""
    copies, draws = rng.random(len(p)) < rho, rng.random(len(p)) < p
    out = np.empty(len(p))
    last = draws[0]
    for t in range(len(p)):
        last = last if copies[t] else draws[t]
        out[t] = last
    return out


def again(marginal: Array, rho: float, rng: np.random.Generator, count: int) -> Array:
    """Fresh entries (days, count) of the same person: the same chances, the same persistence."""
    last = np.concatenate([marginal[:1], marginal[:-1]])
    new = (marginal - rho * last) / (1 - rho)
    copies = rng.random((len(new), count)) < rho
    days = (rng.random((len(new), count)) < new[:, None]).astype(float)
    for t in range(1, len(new)):
        days[t] = np.where(copies[t], days[t - 1], days[t])
    return days


def holes(rng: np.random.Generator, days: int, s: dict[str, Any]) -> Array:
    """Days without an entry: scattered, and in some diaries weeks on end."""
    lost = rng.random(days) < s["missing"]
    if s["long_gap"]:
        at = int(rng.integers(days // 4, days - s["long_gap"]))
        lost[at : at + s["long_gap"]] = True
    return lost


def schedule(rng: np.random.Generator, s: dict[str, Any]) -> Array:
    """Days of the sessions, the first on day 0: irregular, now and then one skipped."""
    steps = s["interval"] + np.rint(rng.normal(0, s["jitter"], s["sessions"] - 1))
    steps += s["interval"] * (rng.random(len(steps)) < s["skip"])
    return np.concatenate([[0], np.cumsum(np.maximum(steps, 42))]).astype(int)
