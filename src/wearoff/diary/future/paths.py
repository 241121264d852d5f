"""The days to come of one person: draws of the posterior carried on, and diaries written in them.

A draw keeps its level, trend, steps and relief; its wander goes on as an Ornstein-Uhlenbeck path
and its relief follows the sessions to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.posterior import likelihood, relief
from wearoff.diary.posterior.prior import shape, wander
from wearoff.diary.posterior.sampler import problem
from wearoff.diary.timeline import extended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.prior import Prior
    from wearoff.diary.posterior.sampler import Draws, Problem
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array, Session


@dataclass(frozen=True)
class Ahead:
    """Draws carried on to a later day.

    ``record`` is as it was, ``longer`` has room for the days and sessions to come and ``whole`` its
    arrays. Of M draws: ``settings`` (M, 6), ``border`` (J + 1, M), ``path`` (weeks, M).
    """

    record: Timeline
    longer: Timeline
    whole: Problem
    settings: Array
    border: Array
    path: Array

    @property
    def rho(self) -> Array:
        """Chance that a day copies the day before, (M,)."""
        return np.asarray(wander(self.settings).rho)

    def course(self, doses: relief.Doses | None = None, settings: Array | None = None) -> Any:
        """Course of relief (weeks, 7, M), of other doses or settings if given."""
        chosen = self.settings if settings is None else settings
        return relief.course(doses or self.whole.doses, shape(chosen))

    def fresh(self, course: Any = None, size: Array | None = None) -> tuple[Array, Array]:
        """Chance of a yes on a day that copies no other, as treated and untreated, (days, M).

        Args:
            course: of relief, if another than that of the sessions.
            size: of relief (M,), if another than the draws' own.
        """
        border = self.border
        if size is not None:
            border = np.concatenate([border[:-1], size[None]])
        chosen = self.course() if course is None else course
        return likelihood.chances(self.whole.series, chosen, border, self.path)

    def written(
        self, treated: Array, rng: np.random.Generator, chance: float = 1.0
    ) -> tuple[Array, Array]:
        """Entries and whether they were written, (days, M): the past as it is, then drawn.

        Args:
            treated: chance of a yes on a day that copies no other, (days, M).
            rng: of the entries.
            chance: that a day is written down.
        """
        past = self.record.entries[: self.record.index(self.record.last) + 1]
        size, rho = treated.shape, self.rho
        y, seen = np.zeros(size), np.zeros(size)
        y[: len(past)] = np.nan_to_num(past)[:, None]
        seen[: len(past)] = np.isfinite(past)[:, None]
        fresh, copied, kept = rng.random(size), rng.random(size), rng.random(size) < chance
        for t in range(len(past), len(y)):
            y[t] = np.where(copied[t] < rho, y[t - 1], fresh[t] < treated[t])
            seen[t] = kept[t]
        return y, seen


def ahead(
    record: Timeline,
    prior: Prior,
    draws: Draws,
    sessions: Sequence[Session],
    end: int,
    *,
    places: Array,
    rng: np.random.Generator,
) -> Ahead:
    """Draws carried on.

    Args:
        record: what there is.
        prior: of the person.
        draws: the posterior now.
        sessions: all sessions, those to come included.
        end: last day to carry on to.
        places: which draws, (M,).
        rng: of the wander to come.
    """
    longer = extended(record, sessions, end)
    settings = draws.settings[places]
    around = wander(settings)
    path = np.zeros((longer.weeks, len(places)))
    known = (record.last - record.first) // likelihood.WEEK + 1
    path[:known] = draws.wander[:known, places]
    step = np.asarray(around.sd * np.sqrt(1 - around.phi**2))
    for week in range(known, longer.weeks):
        path[week] = around.phi * path[week - 1] + step * rng.normal(size=len(places))
    whole = problem(longer, prior)
    return Ahead(record, longer, whole, settings, draws.border[places].T, path)
