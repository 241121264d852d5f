"""Invented people of a trial: who they are, and how they are treated.

A person is a function of seed, trial, arm and number alone, so that what is found depends neither
on how the work is shared out nor on how many others there are: a smaller trial has the first people
of a larger one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from wearoff.evidence import injections, rows
from wearoff.model.conditions import condition
from wearoff.records import Injection, Session
from wearoff.simulation.cohorts import Cohort
from wearoff.simulation.populations import member
from wearoff.simulation.uniforms import uniforms
from wearoff.studies.calibrate import kind
from wearoff.studies.design import BASELINES
from wearoff.studies.designs.trial_form import MOST_ARMS
from wearoff.studies.predict import centers_of, fold
from wearoff.studies.study import STUDY_ROWS, entered
from wearoff.units import WEEK

if TYPE_CHECKING:
    from wearoff.model.wiring import Wiring
    from wearoff.records import Array
    from wearoff.studies.designs.trial_form import TrialDesign

CANDIDATES = 2**16
"""Most people of an arm that are looked at before enough have entered."""
MOST_TRIALS = 5000


@dataclass(frozen=True)
class People:
    """The people of one arm in some trials of a design.

    Attributes:
        design: The trial.
        arm: Place of the arm.
        trials: Numbers of the trials, (T,).
        seed: Of every person and day.
    """

    design: TrialDesign
    arm: int
    trials: Array
    seed: int

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Sessions of the arm, those of placebo without any toxin."""
        design, arm = self.design, self.design.arm[self.arm]
        plan = injections.plan(design.plan)
        usual = condition(design.condition).usual
        product, given = injections.spread(plan, usual, "left", design.units, design.product)
        none = tuple(Injection(i.muscle, i.side, 0.0) for i in given)
        return tuple(
            Session(round(WEEK * week), product, none if week in arm.placebo else given)
            for week in arm.weeks
        )

    @cached_property
    def days(self) -> int:
        """Length of the courses."""
        return round(WEEK * self.design.visits[-1]) + 1

    def cohort(self, values: dict[str, Array], sessions: tuple[Session, ...], days: int) -> Cohort:
        """People with these values, treated so for so many days."""
        return Cohort(
            condition=condition(self.design.condition),
            sessions=sessions,
            days=days,
            patients=len(values[self.at_entry]),
            seed=self.seed,
            settings=values,
            only=(self.design.outcome,),
            single=True,
        )

    @cached_property
    def wiring(self) -> Wiring:
        """The condition's parts, joined for the injected muscles."""
        return self.cohort({self.at_entry: np.zeros(1)}, self.sessions, self.days).wiring

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Rows in which people or populations differ."""
        used = (*self.wiring.rows, *STUDY_ROWS)
        return tuple(dict.fromkeys(name for name in used if rows.get(name).law != "fixed"))

    @cached_property
    def centers(self) -> Array:
        """Standard normal centers of each trial's population, (trials, names)."""
        posterior = fold(None)
        luck = np.zeros((len(self.trials), 2 * len(self.names)))
        if self.design.population == "drawn":
            labels = [f"{what} {name}" for what in ("center", "study") for name in self.names]
            luck = ndtri(uniforms(self.seed, self.trials, labels)).T
        between = float(posterior.between[kind(self.design.outcome)])
        return centers_of(posterior, self.names, between, luck)

    def numbers(self, candidates: Array) -> Array:
        """Numbers of candidates, of every trial alike: (trials·candidates,)."""
        first = (self.trials * MOST_ARMS + self.arm) * CANDIDATES
        return (first[:, None] + candidates).ravel()

    def values(self, trial: Array, numbers: Array) -> dict[str, Array]:
        """Row values of people by name.

        Args:
            trial: Place of each person's trial, (N,).
            numbers: Of the people, (N,).

        Returns:
            In the row's unit, (N,); chances from 0 to 1.
        """
        chances = self.wiring.chances
        names = (*self.names, *chances)
        luck = dict(zip(names, uniforms(self.seed, numbers, names), strict=True))
        found = {name: luck[name] for name in chances}
        for place, name in enumerate(self.names):
            found[name] = member(rows.get(name), self.centers[trial, place], luck[name])
        level = self.level(numbers)
        if self.design.counted:
            level = np.minimum(level, rows.value("most_headache_days", "days_28"))
        found[self.at_entry] = level
        settings = self.design.settings or {}
        same = {name: np.full(len(numbers), v) for name, v in settings.items()}
        return found | same

    @property
    def at_entry(self) -> str:
        """Row that the level at entry sets."""
        return BASELINES[self.design.outcome].row.format(condition=self.design.condition)

    def level(self, numbers: Array) -> Array:
        """Level at entry, or people's usual level where a screening lets them in, (N,)."""
        entry, row = self.design.entry, self.at_entry
        (u,) = uniforms(self.seed, numbers, [row])
        return entered(entry.mean, entry.sd, BASELINES[self.design.outcome].top, u)
