"""Published figures in virtual populations: which rows they depend on, and what they would be."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wearoff.evidence import rows
from wearoff.model.conditions import condition
from wearoff.studies.design import (
    BASELINES,
    USUAL_DOSE,
    WEEK_IS_THE_ANSWER,
    Design,
    blinded_sessions,
    design,
    length,
    outcome,
)
from wearoff.studies.figures import Figure, figure
from wearoff.studies.study import HEADACHE_ROWS, STUDY_ROWS, Study

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wearoff.records import Array, Target

PEOPLE = 48
"""Persons of a virtual population; a Latin hypercube."""
SEED = 20261121
WEEK, WINDOW = 7, 28
UNTIL_THE_LAST = ("stay_well_percent", "wearoff_percent", "wearoff_median_day")
"""Quantities that ask of every session of the design, so that it has to have just these."""


@dataclass(frozen=True)
class Group:
    """Figures that one virtual study can show: the same design and entry.

    In its first ``blinded`` sessions the cohort has a placebo arm.
    """

    targets: tuple[Target, ...]
    blinded: int = 0

    @property
    def first(self) -> Target:
        """The figure with the most sessions, whose design holds the others'."""
        return max(self.targets, key=lambda target: target.sessions)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Rows that can move these figures."""
        made = design(self.first)
        injected = {(i.muscle, i.side) for i in made.injections}
        used = condition(made.condition).wire(injected, made.product).rows
        column = outcome(self.first)[0]
        extra = HEADACHE_ROWS if column == "headache_days" else STUDY_ROWS[len(HEADACHE_ROWS) :]
        return tuple(name for name in (*used, *extra) if rows.get(name).law != "fixed")

    def figures(
        self, centers: Mapping[str, Array], settings: Mapping[str, float] | None = None
    ) -> list[Figure]:
        """Each figure in every population.

        Args:
            centers: standard normal center of every row, (populations,).
            settings: evidence values that are the same in everybody.
        """
        days, given = length(self.targets), settings or {}
        made = replace(design(self.first), blinded=self.blinded)
        study = Study(made, days, centers, PEOPLE, SEED, entry(self.first), given)
        usual = None
        if self.first.quantity == "headache_days_dose_difference":
            other = replace(design(self.first, dose=USUAL_DOSE), blinded=self.blinded)
            usual = replace(study, design=other)
        return [figure(study, target, usual) for target in self.targets]


def entry(target: Target) -> tuple[str, float, float] | None:
    """Column, mean and SD of the level at entry; None where the condition's usual is taken."""
    column = outcome(target)[0]
    if target.baseline is None or column not in BASELINES:
        return None
    weekly = target.quantity == "headache_days_per_week_change"
    # a week's SD is mostly luck and says little of people
    sd = 0.0 if weekly else target.baseline_sd or 0.0
    return column, target.baseline * (WINDOW / WEEK if weekly else 1), sd


def _shape(target: Target, made: Design) -> tuple[object, ...]:
    """What figures of one virtual study have in common.

    Sessions that still go on at the week of a figure are the beginning of any longer course.
    """
    due = -(-round(WEEK * (target.week or 0)) // made.interval)
    going_on = target.week is not None and target.sessions >= due
    going_on &= target.quantity not in (*UNTIL_THE_LAST, *WEEK_IS_THE_ANSWER)
    first = (made.condition, made.product, made.injections, made.interval, entry(target))
    first = (outcome(target)[0], *first)
    count = None if going_on else target.sessions
    return (*first, count, target.quantity == "headache_days_dose_difference")


def grouped(targets: Sequence[Target]) -> list[Group]:
    """Figures by virtual study, in the order in which the first of each comes.

    Whether a cohort has a placebo arm is known from these figures and the project's own.

    Raises:
        InputError: a figure that the model cannot reach.
    """
    found: dict[tuple[object, ...], list[Target]] = {}
    for target in targets:
        found.setdefault((target.cohort, *_shape(target, design(target))), []).append(target)
    known = blinded(targets)
    return [Group(tuple(members), known.get(members[0].cohort, 0)) for members in found.values()]


def blinded(targets: Iterable[Target]) -> dict[str, int]:
    """Sessions of a cohort up to which it has a placebo arm, here or in the project's figures."""
    return blinded_sessions([*rows.table("targets"), *map(asdict, targets)])


def center_array(names: Sequence[str], z: Array) -> dict[str, Array]:
    """Centers by row name from an array (populations, names)."""
    return dict(zip(names, np.asarray(z).T, strict=True))
