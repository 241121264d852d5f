"""Attacks that begin and end: the process, its chances by day, and what is written of it.

Attacks begin at a hazard that is constant within a day, last log-normally many hours (a week at
most), and leave a free hour behind them. A headache day is one that an attack touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from wearoff.records import Array

HOURS = 24
LONGEST = 168
"""Hours of the longest attack."""
FREE = 1
"""Hours after an attack in which none begins."""
BURN_IN = 14
"""Days before the first one, at its hazard, until the start is forgotten."""
WEEK = 7


@dataclass(frozen=True)
class Lengths:
    """How long attacks last: median in hours, and spread of the logarithm."""

    median: float
    spread: float

    def draw(self, rng: np.random.Generator, count: int) -> Array:
        """Days that so many attacks last."""
        hours = self.median * np.exp(self.spread * rng.normal(size=count))
        return np.minimum(hours, LONGEST) / HOURS

    def longer(self, hours: Array) -> Array:
        """Chance that an attack lasts longer."""
        above = special.ndtr(-np.log(np.maximum(hours, 1e-9) / self.median) / self.spread)
        return np.where(hours < LONGEST, above, 0.0)


@dataclass(frozen=True)
class Attacks:
    """When attacks began and ended, in days from the first; ``person`` says whose they are."""

    person: Array
    begin: Array
    end: Array

    def days(self, days: int, people: int = 1) -> Array:
        """Headache days (days, people): 1 where an attack touches the day."""
        steps = np.zeros((days + 1, people))
        first = np.clip(np.floor(self.begin).astype(int), 0, days)
        past = np.clip(np.ceil(self.end).astype(int), 0, days)
        np.add.at(steps, (first, self.person), 1)
        np.add.at(steps, (np.maximum(past, first), self.person), -1)
        return (steps.cumsum(0)[:days] > 0).astype(float)


def attacks(
    rng: np.random.Generator, hazard: Array, lengths: Lengths, free: Array, start: int = 0
) -> Attacks:
    """Attacks of several people in continuous time until the last day.

    The next begins where the summed hazard has grown by a standard exponential.

    Args:
        rng: Source of chance.
        hazard: Attacks begun in a free day's time, by day (days,).
        lengths: How long they last.
        free: Day and its fraction from which each person can have one (people,).
        start: The day from which they are wanted: none begins before it.
    """
    edges = np.arange(len(hazard) + 1.0)
    summed = np.concatenate([[0.0], np.cumsum(hazard)])
    now, alive = np.maximum(free, start), np.arange(len(free))
    found: list[tuple[Array, Array, Array]] = []
    while len(alive):
        target = np.interp(now[alive], edges, summed) + rng.exponential(size=len(alive))
        inside = target < summed[-1]
        alive, target = alive[inside], target[inside]
        begin = np.interp(target, summed, edges)
        end = begin + lengths.draw(rng, len(alive))
        now[alive] = end + FREE / HOURS
        alive_now = now[alive] < edges[-1]
        found.append((alive, begin, end))
        alive = alive[alive_now]
    return Attacks(*(np.concatenate(one) for one in zip(*found, strict=True)))


def burnt_in(
    rng: np.random.Generator, hazard: Array, lengths: Lengths, people: int
) -> tuple[Array, Attacks]:
    """When people are free on the first day of all, and the attacks that reach into it."""
    early = attacks(rng, np.full(BURN_IN, hazard[0]), lengths, np.zeros(people))
    free = np.zeros(people)
    np.maximum.at(free, early.person, early.end + FREE / HOURS - BURN_IN)
    reach = early.end > BURN_IN
    shifted = (early.begin[reach] - BURN_IN, early.end[reach] - BURN_IN)
    return free, Attacks(early.person[reach], *shifted)


def joined(*parts: Attacks) -> Attacks:
    """All of them."""
    names = ("person", "begin", "end")
    return Attacks(*(np.concatenate([getattr(one, name) for one in parts]) for name in names))


def fresh(hazard: Array, lengths: Lengths, rng: np.random.Generator, people: int) -> Array:
    """Headache days (days, people) of people with this hazard."""
    free, before = burnt_in(rng, hazard, lengths, people)
    after = attacks(rng, hazard, lengths, free)
    return joined(before, after).days(len(hazard), people)


def chances(hazard: Array, lengths: Lengths) -> Array:
    """Chance that an attack touches the day (days, courses), for hazards (days, courses).

    A renewal equation by hours: free(i) = 1 - sum over k of begun(i - k) busy(k), begun(i) =
    free(i) (1 - exp(-hazard / 24)), busy(k) = P(an attack and the free hour behind it last beyond
    k hours from its hour's middle). A day is untouched where one is free as it begins, or in the
    free hour, and none begins. Sampled diaries agree (tests/diary/test_attack_truth.py).
    """
    hazard = np.concatenate([np.repeat(hazard[:1], BURN_IN, 0), hazard])
    lag = np.arange(1, LONGEST + FREE + 1) - 0.5
    ill = lengths.longer(lag)
    busy = np.concatenate([np.ones(FREE), ill[:-FREE]])
    hours, span = HOURS * len(hazard), len(lag)
    begins = -np.expm1(-np.repeat(hazard, HOURS, 0) / HOURS)
    begun = np.zeros((span + hours, hazard.shape[1]))
    untouched = np.empty_like(hazard)
    back, back_free = busy[::-1].copy(), (busy - ill)[::-1].copy()
    for hour in range(hours):
        recent = begun[hour : hour + span]
        free = 1 - back @ recent
        begun[hour + span] = free * begins[hour]
        if hour % HOURS == 0:
            rate = hazard[hour // HOURS]
            rest = (back_free @ recent) * np.exp(-rate * (1 - FREE / HOURS / 2))
            untouched[hour // HOURS] = free * np.exp(-rate) + rest
    return 1 - untouched[BURN_IN:]


# What is written


def recalled(rng: np.random.Generator, days: Array, share: float) -> Array:
    """The diary with that share of its weeks remembered at once: so many days, smeared ones.

    The number of headache days is right in two of three such weeks and one off in the others; those
    that lie beside others are likelier to be told.
    """
    told = days.copy()
    near = np.convolve(days, [0.5, 1.0, 0.5], mode="same")
    for at in range(0, len(days) - WEEK + 1, WEEK):
        if rng.random() >= share:
            continue
        count = int(days[at : at + WEEK].sum() + rng.choice([-1, 0, 0, 0, 0, 1]))
        order = np.argsort(-(near[at : at + WEEK] + 0.4 * rng.normal(size=WEEK)))
        told[at : at + WEEK] = 0.0
        told[at + order[: max(0, count)]] = 1.0
    return told


def unwritten(rng: np.random.Generator, days: Array, free_lost: Array, lost: float) -> Array:
    """Which days are not written: a share of all, and of the free ones so many more by day."""
    return (rng.random(len(days)) < lost) | ((days == 0) & (rng.random(len(days)) < free_lost))
