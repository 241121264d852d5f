"""Published figures in virtual populations: which rows they depend on, and what they would be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.evidence import rows
from wearoff.model.conditions import condition
from wearoff.studies.design import (
    BASELINES,
    HEADACHE,
    STAY_WELL,
    WEEK_IS_THE_ANSWER,
    ArmSessions,
    blinded_sessions,
    length,
)
from wearoff.studies.reported import Figure, figure
from wearoff.studies.study import HEADACHE_ROWS, RATED_ROWS, Entry, Study
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wearoff.records import Array, Target
    from wearoff.studies.design import Design, Published

PEOPLE = 48
"""Persons of a virtual population; a Latin hypercube."""
SEED = 20261121
UNTIL_THE_LAST = (STAY_WELL, "wearoff_percent", "wearoff_median_day")
"""Quantities that ask of every session of the design, so that it has to have just these."""


@dataclass(frozen=True)
class Group:
    """Figures that one virtual study can show: the same design and entry.

    In its first ``blinded`` sessions the cohort has a placebo arm.
    """

    published: tuple[Published, ...]
    blinded: int = 0

    @cached_property
    def first(self) -> Published:
        """The figure with the most sessions, whose design holds the others'."""
        return max(self.published, key=lambda one: one.target.sessions)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Rows that can move these figures."""
        made = self.first.design
        injected = {(i.muscle, i.side) for i in made.injections}
        used = condition(made.condition).wire(injected, made.product).rows
        extra = HEADACHE_ROWS if made.column == HEADACHE else RATED_ROWS
        return tuple(name for name in (*used, *extra) if rows.get(name).law != "fixed")

    def figures(
        self, centers: Mapping[str, Array], settings: Mapping[str, float] | None = None
    ) -> list[Figure]:
        """Each figure in every population.

        Args:
            centers: standard normal center of every row, (populations,).
            settings: evidence values that are the same in everybody, by row name.

        Returns:
            In the order of ``published``; values and SDs (populations,) in the figure's own unit.
        """

        def study(made: Design) -> Study:
            return Study(
                design=replace(made, blinded=self.blinded),
                days=length(self.published),
                centers=centers,
                people=PEOPLE,
                seed=SEED,
                entry=entry(self.first),
                settings=settings or {},
            )

        own = study(self.first.design)
        usual = study(self.first.usual) if self.first.usual else None
        return [figure(own, one.target, usual) for one in self.published]


def entry(one: Published) -> Entry | None:
    """The level at entry; None where the condition's usual is taken."""
    target, column = one.target, one.design.column
    if target.baseline is None or column not in BASELINES:
        return None
    weekly = target.quantity == "headache_days_per_week_change"
    # a week's SD is mostly luck and says little of people
    sd = 0.0 if weekly else target.baseline_sd or 0.0
    return Entry(column, target.baseline * (WINDOW / WEEK if weekly else 1), sd)


class Shape(NamedTuple):
    """What figures of one virtual study have in common.

    ``sessions`` is None where they still go on at the week of the figure: these are the beginning
    of any longer course.
    """

    cohort: str
    design: Design
    entry: Entry | None
    sessions: int | None
    usual: Design | None


def _shape(one: Published) -> Shape:
    target, made = one.target, one.design
    due = -(-round(WEEK * (target.week or 0)) // made.interval)
    going_on = target.week is not None and target.sessions >= due
    going_on &= target.quantity not in (*UNTIL_THE_LAST, *WEEK_IS_THE_ANSWER)
    return Shape(
        cohort=target.cohort,
        design=replace(made, visits=()),
        entry=entry(one),
        sessions=None if going_on else target.sessions,
        usual=one.usual and replace(one.usual, visits=()),
    )


def grouped(published: Sequence[Published]) -> list[Group]:
    """Figures by virtual study, in the order in which the first of each comes.

    Whether a cohort has a placebo arm is known from these figures and the project's own.
    """
    shapes: dict[Shape, list[Published]] = {}
    for one in published:
        shapes.setdefault(_shape(one), []).append(one)
    known = blinded(one.target for one in published)
    return [Group(tuple(own), known.get(shape.cohort, 0)) for shape, own in shapes.items()]


def blinded(targets: Iterable[Target]) -> dict[str, int]:
    """Sessions of a cohort up to which it has a placebo arm, here or in the project's figures."""
    own = [ArmSessions(r["cohort"], r["arm"], int(r["sessions"])) for r in rows.table("targets")]
    return blinded_sessions([*own, *(ArmSessions(t.cohort, t.arm, t.sessions) for t in targets)])


def center_array(names: Sequence[str], z: Array) -> dict[str, Array]:
    """Centers by row name from an array (populations, names).

    Example:
        >>> import numpy as np
        >>> center_array(["kS", "kz"], np.array([[0.1, 0.2]]))["kz"].tolist()
        [0.2]
    """
    return dict(zip(names, np.asarray(z).T, strict=True))
