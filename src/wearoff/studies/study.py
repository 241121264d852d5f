"""A virtual study: people of several populations in one design, treated and written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from wearoff.evidence import rows
from wearoff.model.conditions import condition
from wearoff.simulation.cohorts import Cohort
from wearoff.simulation.populations import evenly, populations, spread
from wearoff.studies import entries
from wearoff.studies.design import BASELINES, Design

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.records import Array

ENTRIES = ("diary_wander_sd", "diary_wander_time", "diary_persistence_odds")
KNOWN = "open_label_fall"
HEADACHE_ROWS = (*ENTRIES, KNOWN, "leaving_share", "leaving_answer", "noticed_relief")
STUDY_ROWS = (*HEADACHE_ROWS, "little_pain")
"""Rows of what a study shows, beside those of the condition's parts."""


LEAST_SPREAD = 0.001
"""Share of a scale that people differ by at least."""


@dataclass(frozen=True)
class Study:
    """People of several populations in one design; nothing runs until it is read.

    ``centers`` holds the standard normal center of every row, (populations,).
    """

    design: Design
    days: int
    centers: Mapping[str, Array]
    people: int
    seed: int
    entry: tuple[str, float, float] | None = None
    """Column of the level at entry, its mean and SD (0: the condition's usual)."""
    settings: Mapping[str, float] = field(default_factory=dict[str, float])
    """Evidence values that are the same in everybody, by row name."""
    kept: dict[str, Array] = field(default_factory=dict[str, "Array"], init=False, repr=False)
    """Courses and diaries that have been read."""

    @cached_property
    def values(self) -> dict[str, Array]:
        """Row values of every person, populations side by side."""
        cohort = self._cohort("toxin", ())
        names = [name for name in (*cohort.wiring.rows, *STUDY_ROWS) if name in self.centers]
        found = populations(names, self.centers, self.people, seed=self.seed)
        for chance in cohort.wiring.chances:
            found[chance] = np.tile(evenly(self.seed, self.people, chance), self.count)
        if self.entry:
            behind = self.counted
            if self.entry[0] == "headache_days":
                behind = np.minimum(behind, rows.value("most_headache_days", "days_28"))
            found[self._entry_row] = np.tile(behind, self.count)
        same = {name: np.full(self.count * self.people, v) for name, v in self.settings.items()}
        return found | same

    @property
    def _entry_row(self) -> str:
        column = self.entry[0] if self.entry else ""
        return BASELINES[column][0].format(condition=self.design.condition)

    @cached_property
    def counted(self) -> Array:
        """What the study counted or rated in its people at entry, (people,)."""
        column, mean, sd = self.entry or ("", 0.0, 0.0)
        usual = spread(rows.get(self._entry_row))
        u = evenly(self.seed, self.people, self._entry_row)
        return entered(mean, sd or usual, BASELINES[column][1], u)

    @property
    def count(self) -> int:
        """Populations."""
        return len(next(iter(self.centers.values())))

    def row(self, name: str) -> Array:
        """A row's values, (populations, people)."""
        default = rows.get(name).value
        found = self.values.get(name, np.full(self.count * self.people, default))
        return found.reshape(self.count, self.people)

    def _cohort(self, arm: str, only: tuple[str, ...]) -> Cohort:
        sessions = self.design.sessions(arm)
        return Cohort(
            condition(self.design.condition),
            sessions,
            self.days,
            self.count * self.people,
            seed=self.seed,
            settings=self.values if only else {},
            only=only,
            single=True,
        )

    def course(self, arm: str, column: str) -> Array:
        """An outcome by day, (populations, people, days)."""
        key = f"{arm}/{column}"
        if key not in self.kept:
            batches = self._cohort(arm, (column,)).batches()
            whole = np.concatenate([batch.columns[column] for batch in batches])
            self.kept[key] = whole.reshape(self.count, self.people, self.days).astype(float)
        return self.kept[key]

    def baseline(self, column: str) -> Array:
        """Level that was counted or rated at entry, (populations, people)."""
        row = BASELINES[column][0].format(condition=self.design.condition)
        if self.entry and self.entry[0] == column:
            return np.tile(self.counted, (self.count, 1))
        return self.row(row)

    def written(self, arm: str) -> Array:
        """Headache days written so far, from `entries.counts`."""
        key = f"{arm}/written"
        if key not in self.kept:
            wander = np.stack([self.row(name) for name in ENTRIES])
            expected = self.course(arm, "headache_days")
            since = self.design.known_from(arm)
            self.kept[key] = entries.counts(
                expected, wander, self.row(KNOWN), since, seed=self.seed
            )
        return self.kept[key]

    def of_diaries(self, values: Array) -> Array:
        """One value a person as one value a diary."""
        return np.tile(values, (1, entries.COPIES))

    @cached_property
    def before(self) -> Array:
        """Headache days in 28 at entry, (populations, diaries)."""
        return self.of_diaries(self.baseline("headache_days"))

    def staying(self, arm: str, visit: int) -> Array:
        """Chance of still being treated after a visit, (populations, diaries)."""
        share, answer = (
            self.of_diaries(self.row(name)) for name in ("leaving_share", "leaving_answer")
        )
        visits = self.design.visits[: visit + 1]
        return entries.staying(self.written(arm), self.before, visits, share, answer)[-1]


def entered(mean: float, sd: float, top: float, u: Array) -> Array:
    """Levels at entry on a scale from 0 to ``top``: a beta law of this mean and SD at ``u``."""
    share = np.clip(mean / top, 0.01, 0.99)
    size = max(share * (1 - share) / max(sd / top, LEAST_SPREAD) ** 2 - 1, 0.5)
    level = top * stats.beta.ppf(u, share * size, (1 - share) * size)
    return np.clip(level, 0.01 * top, 0.99 * top)
