"""The days to come of one person: draws of the posterior extended, and diaries written in them.

A draw keeps its level, trend, steps and relief; its latent process goes on as an Ornstein–Uhlenbeck
path and its relief follows the sessions to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.posterior import likelihood, relief
from wearoff.diary.posterior.likelihood import Path
from wearoff.diary.posterior.prior import process, shape
from wearoff.diary.posterior.sampler import Problem
from wearoff.diary.timeline import extended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.prior import Prior
    from wearoff.diary.posterior.sampler import Draws
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array, Session


@dataclass(frozen=True, kw_only=True)
class ExtendedDraws:
    """M draws extended to a later day.

    ``past`` is the record as it was, ``record`` has room for the days and sessions to come, and
    ``problem`` is made of it. ``settings`` (M, 6), and ``path`` with fixed effects (J + 1, M) and
    latent process (weeks, M).
    """

    past: Timeline
    record: Timeline
    problem: Problem
    settings: Array
    path: Path

    @property
    def rho(self) -> Array:
        """Chance that a day repeats the day before, (M,)."""
        return np.asarray(process(self.settings).rho)

    def course(self, doses: relief.Doses | None = None, settings: Array | None = None) -> Any:
        """Course of relief of the draws.

        Args:
            doses: Other doses; None for the record's own.
            settings: Other settings in their units, (M, 6); None for the draws' own.

        Returns:
            From 0 to 1, (weeks, 7, M).
        """
        chosen = self.settings if settings is None else settings
        return relief.course(doses or self.problem.doses, shape(chosen))

    @property
    def begin(self) -> int:
        """Place of the first day to come."""
        return self.past.index(self.past.last) + 1

    def to_come(self, course: Any = None, size: Array | None = None) -> Array:
        """Chance of a yes on each day to come if it repeats no other, (days to come, M).

        Args:
            course: of relief (weeks, 7, M), if another than that of the sessions.
            size: of relief (M,), if another than the draws' own.
        """
        effects, latent = self.path
        if size is not None:
            effects = effects.with_relief(size)
        chosen = self.course() if course is None else course
        week, day = divmod(self.begin, likelihood.WEEK)
        weeks = slice(week, None)
        series, path = self.problem.series.part(weeks), Path(effects, latent[weeks])
        return likelihood.chances(series, chosen[weeks], path).treated[day:]

    def written(
        self, treated: Array, rng: np.random.Generator, chance: float = 1.0
    ) -> tuple[Array, Array]:
        """Entries and whether they were written, (days, M): the past as it is, then drawn.

        Args:
            treated: chance of a yes on each day to come if it repeats no other, (days to come, M).
            rng: of the entries.
            chance: that a day is written down.
        """
        past, draws = self.past.entries[: self.begin, None], (1, treated.shape[1])
        y, seen = self.written_later(treated, rng, chance)
        return (
            np.concatenate([np.tile(np.nan_to_num(past), draws), y]),
            np.concatenate([np.tile(np.isfinite(past), draws), seen]),
        )

    def written_later(
        self, treated: Array, rng: np.random.Generator, chance: float = 1.0
    ) -> tuple[Array, Array]:
        """The same of the days to come alone, (days to come, M)."""
        past, rho = self.past.entries[: self.begin], self.rho
        size = (len(past) + len(treated), treated.shape[1])
        new, repeats, kept = (later_numbers(rng, len(past), size) for _ in range(3))
        y, before = np.empty_like(new), np.nan_to_num(past[-1])
        for k, now in enumerate(y):
            now[:] = np.where(repeats[k] < rho, before, new[k] < treated[k])
            before = now
        return y, (kept < chance).astype(float)


def later_numbers(rng: np.random.Generator, past: int, size: tuple[int, int]) -> Array:
    """Uniform numbers (days, M) without those of so many past days, which are passed over."""
    days, draws = size
    bits: Any = rng.bit_generator  # its type does not say that it can
    bits.advance(past * draws)
    return rng.random((days - past, draws))


def extend(
    record: Timeline,
    prior: Prior,
    draws: Draws,
    sessions: Sequence[Session],
    end: int,
    *,
    places: Array,
    rng: np.random.Generator,
) -> ExtendedDraws:
    """Draws of the posterior extended to a later day.

    Args:
        record: what there is.
        prior: of the person.
        draws: the posterior now.
        sessions: all sessions, those to come included.
        end: last day to extend to, from the first session.
        places: which draws, (M,).
        rng: of the latent process to come.
    """
    longer = extended(record, sessions, end)
    settings = draws.settings[places]
    latent_process = process(settings)
    effects, known = draws.paths(places)
    latent = np.zeros((longer.weeks, len(places)))
    weeks = (record.last - record.first) // likelihood.WEEK + 1
    latent[:weeks] = known[:weeks]
    phi = latent_process.phi
    step = np.asarray(latent_process.sd * np.sqrt(1 - phi**2))
    for week in range(weeks, longer.weeks):
        latent[week] = phi * latent[week - 1] + step * rng.normal(size=len(places))
    return ExtendedDraws(
        past=record,
        record=longer,
        problem=Problem.of(longer, prior),
        settings=settings,
        path=Path(effects, latent),
    )
