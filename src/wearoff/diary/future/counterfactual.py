"""The same person under other courses: next year's headache days, with the same chance.

    H = 28·mean p(t) over the next year      Δ = H of the course − H as now

Every draw of the posterior keeps its level and its latent path; only sessions differ. What does not
go through relief (`body`) is added to the log-odds.

How much of Δ the diary knows is what it took from the variance that Δ has with the relief of the
prior; the rest is other people's data or assumed, by the grades of the prior's rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.future import body
from wearoff.diary.future.paths import extend
from wearoff.diary.posterior import relief
from wearoff.diary.posterior.prior import OF_PROCESS, SETTINGS
from wearoff.evidence import rows
from wearoff.simulation.populations import quantile
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.records import Array, Session

DRAWS = 512
DAYS = 364
"""The next year, in whole windows of 28 days."""
RELIEF = "relief"
KNOWN = 1e-9
"""Variance in days in 28 below which courses do not differ."""


@dataclass(frozen=True)
class Shares:
    """Where what is said of a course comes from; the three add up to 1."""

    diary: float
    other_people: float
    assumed: float


@dataclass(frozen=True)
class Counterfactual:
    """One course: H and Δ of every draw (DRAWS,), and where Δ comes from; None if there is none."""

    days_28: Array
    change: Array
    shares: Shares | None


class NextYear:
    """One person's next year, course by course."""

    def __init__(
        self, posterior: DiaryPosterior, sessions: Sequence[Session], as_now: Sequence[Session]
    ) -> None:
        """Extend draws of the posterior by a year.

        Args:
            posterior: of the diary so far.
            sessions: all sessions of the log.
            as_now: sessions to come if things go on as they are.
        """
        self.sessions = tuple(sessions)
        self.usual = relief.usual_units(sessions)
        rng = np.random.default_rng([posterior.seed, 3])
        record, prior = posterior.record, posterior.prior
        end = record.last + DAYS
        self.extended = extend(
            record,
            prior,
            posterior.draws,
            [*sessions, *as_now],
            end,
            places=posterior.draws.resampled(DRAWS),
            rng=rng,
        )
        mean, sd = prior.effects.mean.relief, prior.effects.sd.relief
        self._prior_settings = prior.settings(rng.normal(size=(DRAWS, len(SETTINGS))))
        self._prior_size = mean + sd * rng.normal(size=DRAWS)
        doubt = rows.get("dose_carries")
        self._dose_share = quantile(doubt, rng.permutation((np.arange(DRAWS) + 0.5) / DRAWS))
        self._as_now = tuple(as_now)
        self.now = self._days_28(self._doses(as_now))

    def _doses(self, coming: Sequence[Session]) -> relief.Doses:
        longer = self.extended.record
        sessions = [*self.sessions, *coming]
        return relief.active_doses(sessions, longer.first, len(longer.entries), self.usual)

    def _days_28(
        self,
        doses: relief.Doses,
        settings: Array | None = None,
        size: Array | None = None,
        shift: Array | None = None,
    ) -> Array:
        course = self.extended.course(doses, settings)
        chance = self.extended.to_come(course, size)[:DAYS].astype(float)
        if shift is not None:
            people = np.arange(DRAWS) % shift.shape[1]
            chance = 1 / (1 + (1 - chance) / chance * np.exp(-shift[:, people]))
        return WINDOW * chance.mean(0)

    def of(
        self, coming: Sequence[Session], shift: Array | None = None, *, other_dose: bool = False
    ) -> Counterfactual:
        """Another course.

        Args:
            coming: its sessions to come.
            shift: change of the log-odds beside relief, (DAYS, people), see `body.shift`.
            other_dose: whether units differ: how much of that the kinetics carry over to relief
                is assumed (row ``dose_carries``).
        """
        doses, now = self._doses(coming), self._doses(self._as_now)
        treated = self._days_28(doses)
        by_relief = treated - self.now
        aside = 0.0 if shift is None else self._days_28(doses, shift=shift) - treated
        days_28 = self.now + (self._dose_share if other_dose else 1.0) * by_relief + aside

        def apart(names: Sequence[str]) -> float:
            """Variance of Δ with these of the prior in place of the posterior's."""
            settings, size = self.extended.settings.copy(), self.extended.path.effects.relief
            for place, name in enumerate(SETTINGS[OF_PROCESS:], start=OF_PROCESS):
                if name in names:
                    settings[:, place] = self._prior_settings[:, place]
            size = self._prior_size if RELIEF in names else size
            then = self._days_28(doses, settings, size)
            return float(np.var(then - self._days_28(now, settings, size)))

        whole = apart((*SETTINGS[OF_PROCESS:], RELIEF))
        each = {name: apart((name,)) for name in (*SETTINGS[OF_PROCESS:], RELIEF)}
        beside = _beside(days_28 - self.now - by_relief)
        return Counterfactual(days_28, days_28 - self.now, _shares(by_relief, whole, each, beside))


def _beside(change: Array) -> float:
    """Mean square of what is not relief: all of it is assumed."""
    return float(np.mean(change**2))


def _shares(
    by_relief: Array, whole: float, each: Mapping[str, float], beside: float
) -> Shares | None:
    """Shares of the variance of Δ that the prior alone would have, and of what stands beside."""
    total = whole + beside
    if total < KNOWN:
        return None
    left = min(float(np.var(by_relief)), whole)
    human = sum(_read_in_people(name) * variance for name, variance in each.items())
    split = human / sum(each.values()) if sum(each.values()) > KNOWN else 0.0
    diary, other = (whole - left) / total, split * left / total
    return Shares(diary, other, 1 - diary - other)


def _read_in_people(name: str) -> float:
    """Share of a prior that was read in people: of a row by its grade, of relief by its mixture."""
    if name == RELIEF:
        return rows.value("diary_alike", "share")
    return float(rows.get(name).grade == "human")


def shift_of(
    condition: str,
    now: Sequence[Session],
    then: Sequence[Session],
    settings: Mapping[str, float],
) -> Array:
    """What another course changes beside relief: what the muscles' load does to the level.

    Args:
        condition: Its name.
        now: Sessions as they are, from day 0.
        then: Sessions of the other course, from day 0.
        settings: Evidence values of the other course, by row.

    Returns:
        Change of log-odds on each day, (DAYS, people).
    """
    return body.shift(condition, now, then, DAYS, settings)
