"""Invented people of the trials that could settle the warning: courses, contrasts, sizes.

Part of docs/settling-trial.md. Deterministic. The same people are in every arm, so that contrasts
of few are close to those of many; how people differ decides how many a trial needs.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
from statsmodels.stats.power import TTestIndPower, tt_ind_solve_power

from wearoff.evidence import rows
from wearoff.studies.designs.following import Followed, followed
from wearoff.studies.designs.people import People
from wearoff.studies.designs.read import read_design
from wearoff.studies.designs.trial_form import Arm, Leaving, TrialDesign
from wearoff.studies.designs.virtual import virtual_trial

PEOPLE, SEED = 1200, 21
KZ = (0.0, 0.001, 0.002, 0.006, 0.02)
"""Per day; the range that `hypothesis_kz` gives."""
MIDDLE = rows.get("hypothesis_kz").value
CLOSED = rows.get("hypothesis_lambda_z").value
WASTED = 0.5
"""Capacity of the deep muscles of a wasted neck, against what the day asks of them."""
SHARES = (0.0, 0.25, 0.5, 1.0)
"""Of people with a wasted neck; the others are as the calibrated population."""
YEARS = {1: 48.0, 2: 96.0, 3: 144.0}
"""Weeks of the last session."""
CYCLE, STEP, AFTER, STOPPED = 12.0, 18.0, 52.0, 24.0
"""Weeks between sessions, stepped too; from the last to the reading; of stopping."""
POWER, ALPHA = 0.8, 0.05
MOST = 10_000
MARGIN = 1.0
"""Headache days in 28 that a trial is to rule out."""
CONDITIONS = {
    "chronic_migraine": ("preempt_155", 155.0),
    "cervicogenic": ("neck_tender_points", 100.0),
}
IMAGED = 60
MUSCLE = "muscle__trapezius_left__m"


class Case(NamedTuple):
    """Who is treated, how long, under which assumption."""

    condition: str = "chronic_migraine"
    kz: float = 0.0
    wasted: bool = False
    years: int = 2
    permanent: float = rows.get("permanent_share").value


def weeks_of(case: Case, every: float = CYCLE) -> tuple[float, ...]:
    """Weeks of the sessions."""
    return tuple(float(week) for week in np.arange(0, YEARS[case.years] + 1, every))


def arms(case: Case) -> dict[str, Arm]:
    """Every way of treating these people."""
    weeks = weeks_of(case)
    stopped = tuple(week for week in weeks if week >= STOPPED)
    made = {
        "toxin": (weeks, ()),
        "placebo": (weeks, weeks),
        "stopped": (weeks, stopped),
        "stepped": (weeks_of(case, STEP), ()),
    }
    return {
        name: Arm(name=name, size=PEOPLE, weeks=own, placebo=placebo)
        for name, (own, placebo) in made.items()
    }


def design(case: Case, arm: Arm) -> TrialDesign:
    """One arm of the trial, read every four weeks until a year after the last session."""
    plan, units = CONDITIONS[case.condition]
    settings = {"kz": case.kz, "lambda_z": CLOSED, "permanent_share": case.permanent}
    settings |= {"deep_capacity": WASTED} if case.wasted else {}
    return read_design("pivotal").model_copy(
        update={
            "condition": case.condition,
            "plan": plan,
            "units": units,
            "arm": (arm,),
            "visits": visits(case),
            "leaving": Leaving(weeks=weeks_of(case)[1:], followed=True),
            "settings": settings,
        }
    )


def visits(case: Case) -> tuple[float, ...]:
    """Weeks in which headache days are read."""
    return tuple(float(week) for week in np.arange(4, YEARS[case.years] + AFTER + 1, 4))


@cache
def course(case: Case, arm: str) -> Followed:
    """What becomes of the people in an arm: the same people in each."""
    return followed(People(design(case, arms(case)[arm]), 0, np.array([0]), SEED))


def at(case: Case, arm: str, week: float) -> np.ndarray:
    """Headache days in 28 at a week, whoever left by then, (people,)."""
    return course(case, arm).actual[0, :, visits(case).index(week)]


def end(case: Case) -> float:
    """Week of the reading a year after the last session."""
    return YEARS[case.years] + AFTER


def trough(case: Case) -> float:
    """Week of the reading while treated: the day of a session that is not given."""
    return YEARS[case.years] + CYCLE


class Contrast(NamedTuple):
    """Mean difference of two arms in headache days in 28, and the SD beside the level at entry."""

    mean: float
    sd: float

    @property
    def people(self) -> float:
        """Of each arm for a power of 0.8 to find that the first is worse; infinite if not."""
        if self.mean <= 0:
            return math.inf
        size = self.mean / self.sd
        return tt_ind_solve_power(effect_size=size, alpha=ALPHA, power=POWER)

    @property
    def to_rule_out(self) -> float:
        """People of each arm for a power of 0.8 to rule out a day more than that."""
        size = (MARGIN - self.mean) / self.sd
        if size <= 0:
            return math.inf
        return TTestIndPower().solve_power(
            effect_size=size, alpha=ALPHA / 2, power=POWER, alternative="larger"
        )


def contrast(case: Case, one: str, other: str, week: float, share: float = 0.0) -> Contrast:
    """Two arms at a week, in people of whom a share has wasted necks."""
    usual, wasted = case._replace(wasted=False), case._replace(wasted=True)
    some = round(share * PEOPLE)
    who = [(wasted, slice(0, some)), (usual, slice(some, PEOPLE))]
    both = [
        np.concatenate([at(own, arm, week)[part] for own, part in who if part.start < part.stop])
        for arm in (one, other)
    ]
    entry = np.concatenate(
        [course(own, one).entry[0][part] for own, part in who if part.start < part.stop]
    )
    spread = [np.var(now - np.polyval(np.polyfit(entry, now, 1), entry)) for now in both]
    return Contrast(float((both[0] - both[1]).mean()), math.sqrt(np.mean(spread)))


class Imaged(NamedTuple):
    """Joint damage and muscle at a week, in people treated to the end: means and SD of people.

    Untreated necks take no damage in the model, and their muscle stays as it is.
    """

    damage: float
    damage_sd: float
    muscle: float
    muscle_sd: float


@cache
def imaged(case: Case, week: float) -> Imaged:
    """What an image would be of: damage from 0 to 1, size of an injected muscle of before."""
    people = People(design(case, arms(case)["toxin"]), 0, np.array([0]), SEED)
    some = people.numbers(np.arange(PEOPLE // 4))
    values = people.values(np.zeros(len(some), int), some)
    cohort = replace(people.cohort(values, people.sessions, round(7 * week) + 1), states=True)
    columns = [batch.columns for batch in cohort.batches()]
    damage, muscle = (
        np.concatenate([one[name][:, -1] for one in columns]) for name in ("tissue__z", MUSCLE)
    )
    return Imaged(damage.mean(), damage.std(), muscle.mean(), muscle.std())


def bearable(apart: float, sd: float) -> float:
    """Largest SD of an image's error with which two halves of `IMAGED` people tell a difference.

    0 where people differ too much even without an error.
    """
    detectable = TTestIndPower().solve_power(nobs1=IMAGED // 2, alpha=ALPHA, power=POWER)
    return math.sqrt(max((abs(apart) / detectable) ** 2 - sd**2, 0.0))


@cache
def cycles(kz: float) -> float:
    """What cycles with toxin less cycles with placebo are in wasted necks, by the N-of-1 design."""
    made = read_design("n_of_1")
    settings = {"kz": kz, "lambda_z": CLOSED, "deep_capacity": WASTED}
    found = virtual_trial(made.model_copy(update={"settings": settings}), trials=60, seed=SEED)
    return found.result.analyses[0].estimate.mean


@cache
def series(kz: float) -> tuple[float, float, float]:
    """Change of stayers from week 60 to 108 of an open series: mean and 9 in 10 of populations."""
    made = read_design("open_series")
    arm = made.arm[0].model_copy(update={"size": 200})
    changed = made.model_copy(
        update={
            "arm": (arm,),
            "population": "drawn",
            "settings": {"kz": kz, "lambda_z": CLOSED},
            "estimand": made.estimand.model_copy(update={"since": 60.0}),
        }
    )
    found = virtual_trial(changed, trials=60, seed=SEED).result.analyses[0].estimate
    return found.mean, found.lo90, found.hi90
