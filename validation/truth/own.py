"""Diaries drawn from our own prior and likelihood, with their truth, for calibration.

Every day with an entry is drawn as the likelihood says, given the entry before it and its gap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.case import Case
from wearoff.diary.posterior import likelihood, relief
from wearoff.diary.posterior import prior as priors
from wearoff.diary.posterior.estimands import Estimands, estimands
from wearoff.diary.posterior.fixed_effects import Effects
from wearoff.diary.posterior.persistence import with_persistence
from wearoff.diary.posterior.sampler import Draws, Problem, Sampler
from wearoff.diary.timeline import Timeline, timeline
from wearoff.records import Diary, Injection, Log, Session

if TYPE_CHECKING:
    from wearoff.records import Array

CONDITION = "chronic_migraine"
FIRST = date(2024, 3, 4)
MISSING = 0.1
WEEK = 7
JUDGED = ("relief_percent", "wearoff_day", "drift", "baseline")


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One person drawn from the prior; ``problem`` holds what was written down."""

    record: Timeline
    prior: priors.Prior
    problem: Problem
    settings: Array
    effects: Effects
    truth: Estimands


def log_of(days: list[int], units: float = 155.0) -> Log:
    """Sessions of onabotulinumtoxinA on those days."""
    given = (Injection("frontalis", "left", units),)
    return Log(FIRST, tuple(Session(day, "onabotulinumtoxinA", given) for day in days))


def diary_of(entries: Array, start: int) -> Diary:
    """A diary that begins on day ``start``."""
    return Diary("own.csv", FIRST + timedelta(days=start), {"headache": entries})


def case_of(entries: Array, start: int, log: Log | None, **given: Any) -> Case:
    """What is known of a person whose diary begins on day ``start``."""
    diary = diary_of(entries, start)
    return Case(name="own", condition=CONDITION, diary=diary, log=log, **given)


def drawn(seed: int, *, before: int = 56, sessions: int = 4, interval: int = 84) -> Drawn:
    """One person from the prior with a diary to the end of the last cycle."""
    rng = np.random.default_rng([seed, 17])
    log = log_of([interval * k for k in range(sessions)])
    written = rng.random(before + interval * sessions) >= MISSING
    blank = np.where(written, 0.0, np.nan)
    record = timeline(blank, case_of(blank, -before, log))
    prior = priors.prior(CONDITION, 0)
    settings = prior.settings(rng.normal(size=(1, len(priors.SETTINGS))))
    mean, sd = (values.values for values in prior.effects)
    effects = mean + sd * rng.normal(size=len(mean))
    sd, phi, rho = process(settings[0])
    latent = np.empty(record.weeks)
    latent[0] = sd * rng.normal()
    for week in range(1, record.weeks):
        latent[week] = phi * latent[week - 1] + sd * np.sqrt(1 - phi**2) * rng.normal()
    blank_problem = Problem.of(record, prior)
    course = relief.course(blank_problem.doses, priors.shape(settings))
    path = likelihood.Path(Effects(effects[:, None]), latent[:, None])
    new = likelihood.chances(blank_problem.series, course, path)
    entries = np.full(len(new.treated), np.nan)
    last, at = 0.0, None
    for t in np.flatnonzero(np.isfinite(record.entries)):
        copied = 0.0 if at is None else rho ** (t - at)
        last = float(rng.random() < copied * last + (1 - copied) * new.treated[t, 0])
        entries[t], at = last, t
    record = replace(record, entries=entries)
    return Drawn(
        record=record,
        prior=prior,
        problem=Problem.of(record, prior),
        settings=settings[0],
        effects=Effects(effects),
        truth=_estimands(record, *(with_persistence(one, rho) for one in new)),
    )


def process(settings: Array) -> tuple[float, float, float]:
    """SD of the wander, what is left of it after a week, chance that a day copies the last one.

    Written a second time on purpose: a truth taken from the program goes wrong with it.
    """
    sd, time, odds = settings[: priors.OF_PROCESS].tolist()
    return sd, float(np.exp(-WEEK / time)), odds / (1 + odds)


def _estimands(record: Timeline, treated: Array, untreated: Array) -> Estimands:
    cycles = [(record.index(first), record.index(last)) for first, last in record.cycles]
    before = slice(record.index(record.begin), record.index(0))
    return estimands(treated, untreated, cycles, before)


def posterior(person: Drawn, *, seed: int = 1) -> Draws:
    """What the sampler makes of the diary."""
    return Sampler(person.problem, seed=seed).draw()


def ranks(person: Drawn, draws: Draws, *, seed: int) -> dict[str, float]:
    """Share of the posterior below the truth, ties split at random; NaN where there is no truth."""
    ours = _estimands(person.record, draws.treated, draws.untreated)
    rng = np.random.default_rng([seed, 18])
    places: dict[str, float] = {}
    for name in JUDGED:
        values, true = getattr(ours, name), getattr(person.truth, name)[0]
        weights = draws.weights * np.isfinite(values)
        split = rng.random()
        if not np.isfinite(true) or weights.sum() <= 0:
            places[name] = np.nan
            continue
        below = weights @ (values < true) + split * (weights @ (values == true))
        places[name] = float(below / weights.sum())
    return places
