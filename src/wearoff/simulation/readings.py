"""Made-up readings of a condition's main outcome, for files that a model is fitted to elsewhere.

    reading = outcome + ε        ε ~ N(0, σ²)

in two arms: the plan, and the same sessions with nothing in the syringe.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wearoff.errors import InputError, argument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.records import Array
    from wearoff.simulation.cohorts import Cohort

TOXIN, PLACEBO = "toxin", "placebo"
NOISE = 0.1
"""SD of a reading as a share of the range of the typical course: a choice, no finding."""
DIGITS = 6
"""Significant digits of a reading."""


@dataclass(frozen=True)
class MadeUp:
    """Files by name, and what their readings are.

    ``noise`` is the SD of a reading in the outcome's unit; ``log_likelihood`` that of all readings
    at the values they were made with, where these are one person's.
    """

    texts: Mapping[str, str]
    outcome: str
    people: int
    readings: int
    noise: float
    log_likelihood: float | None = None


def check_toxin(cohort: Cohort) -> None:
    """Refuse a plan under which two arms would be one.

    Raises:
        InputError: no toxin is given.
    """
    if not any(injection.units for s in cohort.sessions for injection in s.injections):
        raise InputError("no toxin in these sessions", fix="give units")


def placebo(cohort: Cohort) -> Cohort:
    """The same people at the same sessions with nothing in the syringe."""
    empty = [
        replace(session, injections=tuple(replace(i, units=0.0) for i in session.injections))
        for session in cohort.sessions
    ]
    return replace(cohort, sessions=tuple(empty))


def courses(cohort: Cohort) -> Array:
    """The main outcome of each patient by day, (patients, days)."""
    main = cohort.condition.main
    kept = replace(cohort, only=(main,), states=False)
    batches: list[Array] = []
    for batch in kept.batches():
        batch.check_finite(cohort.settings)
        batches.append(batch.columns[main])
    return np.concatenate(batches)


def noise_of(typical: Array, asked: float | None) -> float:
    """SD of a reading: what was asked for, or `NOISE` of the range of a course.

    Raises:
        InputError: it is not above 0.
    """
    sd = float(f"{NOISE * np.ptp(typical):.3g}") if asked is None else asked
    if not 0 < sd < math.inf:
        found = "the outcome does not move" if asked is None else f"{argument('noise')} {asked:g}"
        raise InputError(found, allowed="an SD above 0, in the outcome's unit")
    return sd


def read(true: Array, sd: float, random: np.random.Generator) -> Array:
    """Readings of true values, of any shape, to `DIGITS` digits."""
    noisy = true + sd * random.standard_normal(true.shape)
    return np.array([float(f"{value:.{DIGITS}g}") for value in noisy.flat]).reshape(true.shape)
