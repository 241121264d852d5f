"""A virtual study: people of several populations in one design, treated and written down."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import betaincinv

from wearoff.evidence import rows
from wearoff.model.conditions import condition
from wearoff.simulation.cohorts import Cohort
from wearoff.simulation.populations import evenly, populations, spread
from wearoff.studies import entries
from wearoff.studies.design import BASELINES, HEADACHE, TRAINED, Design
from wearoff.studies.entries import DiaryProcess

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.records import Array

PROCESS = ("diary_wander_sd", "diary_wander_time", "diary_persistence_odds")
OPEN_LABEL = "open_label_fall"
HEADACHE_ROWS = (*PROCESS, OPEN_LABEL, "leaving_share", "leaving_answer", "noticed_relief")
RATED_ROWS = ("little_pain", "open_rating_fall")
STUDY_ROWS = (*HEADACHE_ROWS, *RATED_ROWS)
"""Rows of what a study shows, beside those of the condition's parts."""
LEAST_SPREAD = 0.001
"""Share of a scale that people differ by at least."""
LEAST_SIZE = 0.5
"""Sum of a beta law's two numbers at least: of less most people stand at an end of the scale."""
NEAREST = 0.01
"""Share of a scale by which anybody keeps away from its ends."""


class Entry(NamedTuple):
    """Level at which people enter: its column, mean, and SD (0: the condition's usual)."""

    column: str
    mean: float
    sd: float


@dataclass(frozen=True)
class Study:
    """People of several populations in one design; nothing runs until it is read.

    Attributes:
        design: sessions of every arm.
        days: length of the courses.
        centers: standard normal center of every row, (populations,).
        people: persons of each population.
        seed: of the persons and of the luck of their diaries.
        entry: level at entry that the study reports; None where the condition's usual is taken.
        settings: evidence values that are the same in everybody, by row name.
        kept: courses and diaries that have been read.
    """

    design: Design
    days: int
    centers: Mapping[str, Array]
    people: int
    seed: int
    entry: Entry | None = None
    settings: Mapping[str, float] = field(default_factory=dict[str, float])
    kept: dict[str, Array] = field(default_factory=dict[str, "Array"], init=False, repr=False)

    @cached_property
    def values(self) -> dict[str, Array]:
        """Row values of every person, populations side by side: (populations·people,)."""
        cohort = self._cohort("toxin", ())
        names = [name for name in (*cohort.wiring.rows, *STUDY_ROWS) if name in self.centers]
        drawn = populations(names, self.centers, self.people, seed=self.seed)
        for chance in cohort.wiring.chances:
            drawn[chance] = np.tile(evenly(self.seed, self.people, chance), self.count)
        if self.entry:
            level = self.counted
            if self.entry.column == HEADACHE:
                level = np.minimum(level, rows.value("most_headache_days", "days_28"))
            drawn[self._row_at_entry(self.entry.column)] = np.tile(level, self.count)
        same = {name: np.full(self.count * self.people, v) for name, v in self.settings.items()}
        return drawn | same

    def _row_at_entry(self, column: str) -> str:
        return BASELINES[column].row.format(condition=self.design.condition)

    @cached_property
    def counted(self) -> Array:
        """What the study counted or rated in its people at entry, (people,)."""
        column, mean, sd = self.entry or Entry("", 0.0, 0.0)
        row = self._row_at_entry(column)
        u = evenly(self.seed, self.people, row)
        return entered(mean, sd or spread(rows.get(row)), BASELINES[column].top, u)

    @property
    def count(self) -> int:
        """Populations."""
        return len(next(iter(self.centers.values())))

    def row(self, name: str) -> Array:
        """An evidence row's value in every person.

        Args:
            name: Of the row.

        Returns:
            In the row's unit, (populations, people).
        """
        default = np.full(self.count * self.people, rows.get(name).value)
        return self.values.get(name, default).reshape(self.count, self.people)

    def _cohort(self, arm: str, only: tuple[str, ...]) -> Cohort:
        sessions = self.design.sessions(arm)
        return Cohort(
            condition=condition(self.design.condition),
            sessions=sessions,
            days=self.days,
            patients=self.count * self.people,
            seed=self.seed,
            settings=self.values | self._trained(arm) if only else {},
            only=only,
            single=True,
        )

    def _trained(self, arm: str) -> dict[str, Array]:
        """A full training program from the first day on, in the arm that has it."""
        everybody = np.ones(self.count * self.people)
        return {"exercise": everybody} if arm == TRAINED else {}

    def course(self, arm: str, column: str) -> Array:
        """An outcome of every person by day, simulated once.

        Args:
            arm: Of the study.
            column: Of the condition's outcomes.

        Returns:
            In the outcome's unit, (populations, people, days).
        """
        key = f"{arm}/{column}"
        if key not in self.kept:
            batches = self._cohort(arm, (column,)).batches()
            whole = np.concatenate([batch.columns[column] for batch in batches])
            self.kept[key] = whole.reshape(self.count, self.people, self.days).astype(float)
        return self.kept[key]

    def baseline(self, column: str) -> Array:
        """Level that was counted or rated at entry.

        Args:
            column: Outcome that a study counts or rates.

        Returns:
            In the outcome's unit, (populations, people).
        """
        if self.entry and self.entry.column == column:
            return np.tile(self.counted, (self.count, 1))
        return self.row(self._row_at_entry(column))

    def written(self, arm: str) -> Array:
        """Headache days written so far, from `entries.counts`, drawn once.

        Args:
            arm: Of the study.

        Returns:
            Days, (populations, diaries, days + 1).
        """
        key = f"{arm}/written"
        if key not in self.kept:
            self.kept[key] = entries.counts(
                self.course(arm, HEADACHE),
                DiaryProcess(*(self.row(name) for name in PROCESS)),
                self.row(OPEN_LABEL),
                self.design.known_from(arm),
                seed=self.seed,
            )
        return self.kept[key]

    def of_diaries(self, values: Array) -> Array:
        """One value a person as one value a diary: each person writes several.

        Args:
            values: (populations, people).

        Returns:
            (populations, diaries).
        """
        return np.tile(values, (1, entries.COPIES))

    @cached_property
    def before(self) -> Array:
        """Headache days in 28 at entry, (populations, diaries)."""
        return self.of_diaries(self.baseline(HEADACHE))

    def staying(self, arm: str, visit: int) -> Array:
        """Chance of still being treated after a visit.

        Args:
            arm: Of the study.
            visit: Place of the visit in the design's.

        Returns:
            From 0 to 1, (populations, diaries).
        """
        share, answer = (
            self.of_diaries(self.row(name)) for name in ("leaving_share", "leaving_answer")
        )
        visits = self.design.visits[: visit + 1]
        return entries.staying(self.written(arm), self.before, visits, share, answer)[-1]


def entered(mean: float, sd: float, top: float, u: Array) -> Array:
    """Levels at entry on a scale from 0 to ``top``: a beta law of this mean and SD at ``u``.

    Args:
        mean: of the people, in the scale's unit.
        sd: of the people, in the scale's unit.
        top: of the scale.
        u: probabilities, any shape.

    Example:
        >>> import numpy as np
        >>> entered(14.0, 4.0, 28.0, np.array([0.5])).round(3).tolist()
        [14.0]
    """
    share = np.clip(mean / top, NEAREST, 1 - NEAREST)
    size = max(share * (1 - share) / max(sd / top, LEAST_SPREAD) ** 2 - 1, LEAST_SIZE)
    level = top * betaincinv(share * size, (1 - share) * size, u)
    return np.clip(level, NEAREST * top, (1 - NEAREST) * top)


def widest(mean: float, top: float) -> float:
    """The largest SD of levels at entry that `entered` makes: √(m·(top − m)/(1 + least size)).

    Args:
        mean: of the people, in the scale's unit.
        top: of the scale.

    Example:
        >>> round(widest(14.0, 28.0), 1)
        11.4
    """
    return math.sqrt(mean * (top - mean) / (1 + LEAST_SIZE))
