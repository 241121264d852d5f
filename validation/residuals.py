"""Which model of untreated days predicts the later days of a diary best?

python -m validation.residuals [--data FILE] [--people 40]    prints one table a set of diaries

Each model sees the first 60 % of a diary's entries and predicts the rest: the log predictive
density is log evidence of all entries minus log evidence of the early ones, both by draws from wide
priors, so nothing is tuned. A model here is a function that gives both, early and all.

Real diaries are the even Kostecki-Dillon patients with at least 24 days; generated ones are a year
and a half, from hidden states (``foreign``) and from a drifting level, so that each of the two
larger models is at home once.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from validation.truth.foreign import make
from validation.truth.foreign_parts import STATES, entries, sigmoid

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array

DATA = Path(__file__).parents[2] / "shared" / "data" / "kostecki_dillon_even.csv"
LEAST = 24
EARLY = 0.6
WEEK = 7
DRAWS = 6000
"""Prior draws of the models without a path."""
PARTICLES = 12_000
LONG = 540


class Written:
    """The entries of one diary: their days from the first, and yes (1) or no (0)."""

    def __init__(self, day: Array, yes: Array) -> None:
        """Keep the days with an entry, in order."""
        self.day = (day - day[0]).astype(int)
        self.yes = yes.astype(int)
        self.gap = np.diff(self.day, prepend=self.day[0])
        self.early = int(EARLY * len(yes))


def likely(chance: Array, kept: Array | float, diary: Written, t: int) -> Array:
    """Chance of entry t: the last one copied with chance ``kept`` to the gap, else a fresh draw."""
    fresh = chance if diary.yes[t] else 1 - chance
    if t == 0:
        return fresh
    copied = np.power(kept, diary.gap[t])
    return (1 - copied) * fresh + copied * (diary.yes[t] == diary.yes[t - 1])


def log_mean(logs: Array) -> float:
    """Log of the mean of what the logs are of."""
    top = logs.max()
    return float(top + np.log(np.mean(np.exp(logs - top))))


def level(rng: np.random.Generator, draws: int) -> Array:
    """Prior of a person's log-odds."""
    return rng.normal(0.3, 1.5, draws)


def persistence(rng: np.random.Generator, draws: int) -> Array:
    """Prior of the chance to copy yesterday."""
    return sigmoid(rng.normal(-0.8, 0.6, draws))


def steady(
    diary: Written, kept: Callable[[np.random.Generator, int], Array]
) -> tuple[float, float]:
    """Log evidence, early and all, with one level and the persistence drawn by ``kept``."""
    rng = np.random.default_rng(1)
    chance, rho = sigmoid(level(rng, DRAWS)), kept(rng, DRAWS)
    logs = np.zeros(DRAWS)
    early = 0.0
    for t in range(len(diary.yes)):
        if t == diary.early:
            early = log_mean(logs)
        logs += np.log(likely(chance, rho, diary, t))
    return early, log_mean(logs)


def independent(diary: Written) -> tuple[float, float]:
    """Days that do not know of each other."""
    return steady(diary, lambda _, draws: np.zeros(draws))


def persistent(diary: Written) -> tuple[float, float]:
    """One level; yesterday is copied now and then."""
    return steady(diary, persistence)


def drifting(diary: Written, particles: int = PARTICLES) -> tuple[float, float]:
    """An Ornstein-Uhlenbeck level, constant within weeks, plus persistence; particle filter.

    The parameters ride on the particles, so no tuning and no chain: resampled when half the weight
    is gone, the product of mean weights stays an unbiased evidence.
    """
    rng = np.random.default_rng(1)
    center, rho = level(rng, particles), persistence(rng, particles)
    sigma = rng.lognormal(np.log(0.6), 0.5, particles)
    tau = rng.lognormal(np.log(80), 0.7, particles)
    x = sigma * rng.normal(size=particles)
    logs = np.zeros(particles)
    evidence, week, early = 0.0, 0, 0.0
    for t in range(len(diary.yes)):
        if t == diary.early:
            early = evidence + log_mean(logs)
        weeks = diary.day[t] // WEEK - week
        if weeks:
            weights = np.exp(logs - logs.max())
            if weights.sum() ** 2 / (weights**2).sum() < particles / 2:
                evidence += log_mean(logs)
                logs = np.zeros(particles)
                at = np.cumsum(weights) / weights.sum()
                chosen = np.searchsorted(at, (np.arange(particles) + rng.random()) / particles)
                chosen = np.minimum(chosen, particles - 1)
                center, rho, sigma, tau, x = (v[chosen] for v in (center, rho, sigma, tau, x))
            stay = np.exp(-WEEK * weeks / tau)
            x = stay * x + sigma * np.sqrt(1 - stay**2) * rng.normal(size=particles)
            week += weeks
        logs = logs + np.log(likely(sigmoid(center + x), rho, diary, t))
    return early, evidence + log_mean(logs)


def switching(diary: Written) -> tuple[float, float]:
    """Four hidden frequency states that a person moves between, plus persistence; forward sums."""
    rng = np.random.default_rng(1)
    center, rho = level(rng, DRAWS)[:, None], persistence(rng, DRAWS)[:, None]
    width = rng.lognormal(np.log(1.2), 0.5, DRAWS)[:, None]
    shift = rng.normal(0, 0.4, DRAWS)[:, None]
    hazard = rng.lognormal(np.log(1 / 80), 0.7, DRAWS)[:, None]  # changes of state a day
    logits = -(((STATES - center) / width) ** 2) / 2
    home = np.exp(logits - logits.max(1, keepdims=True))
    home /= home.sum(1, keepdims=True)
    chance = sigmoid(STATES + shift)
    state, logs, early = home.copy(), np.zeros(DRAWS), 0.0
    for t in range(len(diary.yes)):
        if t == diary.early:
            early = log_mean(logs)
        if t:
            stay = np.exp(-hazard * diary.gap[t])
            state = stay * state + (1 - stay) * home
        state = state * likely(chance, rho, diary, t)
        total = state.sum(1, keepdims=True)
        logs += np.log(total[:, 0])
        state /= total
    return early, log_mean(logs)


MODELS: dict[str, Callable[[Written], tuple[float, float]]] = {
    "independent days": independent,
    "persistence": persistent,
    "drifting level + persistence": drifting,
    "hidden states + persistence": switching,
}
REFERENCE = "drifting level + persistence"


# The diaries


def real(path: Path) -> list[Written]:
    """Kostecki-Dillon patients with enough days; a day written twice counts once."""
    people: dict[str, dict[int, float]] = {}
    with path.open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            people.setdefault(line["id"], {})[int(line["time"])] = line["headache"] == "yes"
    diaries = [np.array(sorted(days.items())).T for days in people.values() if len(days) >= LEAST]
    return [Written(day, yes) for day, yes in diaries]


def generated(people: int) -> list[Written]:
    """People of the foreign generator who are never helped: hidden states."""
    diaries = []
    for seed in range(people):
        made = make(seed, kind="no_relief", context=0.0, sessions=7, skip=0.0)
        y = made.diary.values["headache"][:LONG]
        diaries.append(Written(np.flatnonzero(np.isfinite(y)), y[np.isfinite(y)]))
    return diaries


def smooth(people: int) -> list[Written]:
    """People whose level is an Ornstein-Uhlenbeck path, day by day."""
    diaries = []
    for seed in range(people):
        rng = np.random.default_rng([seed, 3])
        sigma, tau = rng.lognormal(np.log(0.6), 0.5), rng.lognormal(np.log(80), 0.7)
        stay, x = np.exp(-1 / tau), np.empty(LONG)
        x[0] = sigma * rng.normal()
        for t in range(1, LONG):
            x[t] = stay * x[t - 1] + sigma * np.sqrt(1 - stay**2) * rng.normal()
        y = entries(rng, sigmoid(rng.normal(0.9, 1.0) + x), rng.uniform(0.25, 0.5))
        there = rng.random(LONG) >= 0.1  # noqa: PLR2004 - one entry in ten is missing
        diaries.append(Written(np.flatnonzero(there), y[there]))
    return diaries


# The table


def compare(title: str, diaries: list[Written]) -> None:
    """Print each model's summed log predictive density, and its difference with a paired error."""
    late = sum(len(diary.yes) - diary.early for diary in diaries)
    results = {name: np.array([model(d) for d in diaries]) for name, model in MODELS.items()}
    scores = {name: result[:, 1] - result[:, 0] for name, result in results.items()}
    print(f"\n{title}: {len(diaries)} people, {late} days predicted")
    heads = ("evidence", "later days", "a day", "difference", "paired se", "better in")
    print(f"{'':<32}" + "".join(f"{head:>12}" for head in heads))
    for name, score in scores.items():
        gap = score - scores[REFERENCE]
        error = np.sqrt(len(gap)) * gap.std(ddof=1)
        print(
            f"{name:<32}{results[name][:, 1].sum():>12.1f}{score.sum():>12.1f}"
            f"{score.sum() / late:>12.4f}{gap.sum():>12.1f}{error:>12.1f}{(gap > 0).mean():>12.0%}"
        )


def main() -> None:
    """Print the tables: real diaries where they are at hand, then generated ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--people", type=int, default=40)
    given = parser.parse_args()
    if given.data.exists():
        compare("real diaries (Kostecki-Dillon)", real(given.data))
    compare("generated, hidden states", generated(given.people))
    compare("generated, drifting level", smooth(given.people))


if __name__ == "__main__":
    main()
