"""One diary, fitted: posterior, published estimands and starting priors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.posterior.estimands import (
    FEWEST_DAYS,
    SLOW,
    YEAR,
    Estimands,
    apart,
    estimands,
    gain_of_slow_level,
    slope,
    slow_draws,
    steady_trend,
    swing,
    widened,
    year_wave,
)
from wearoff.diary.posterior.fixed_effects import TREND
from wearoff.diary.posterior.likelihood import WEEK, levels
from wearoff.diary.posterior.prior import STARTING_PRIORS, prior, weights_under
from wearoff.diary.posterior.sampler import Problem, Sampler
from wearoff.diary.posterior.wandering import as_much, wandering
from wearoff.diary.thresholds import thresholds
from wearoff.diary.timeline import timeline
from wearoff.evidence import rows
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.diary.case import Case
    from wearoff.diary.outcomes import Outcome
    from wearoff.diary.posterior.prior import Prior
    from wearoff.diary.posterior.sampler import Draws
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array

CACHED = 32
"""Parts in which gains of a slow level are computed: each stays in the processor's cache."""


@dataclass(frozen=True, kw_only=True)
class DiaryPosterior:
    """The record, its prior and its posterior; what follows is computed when it is asked for."""

    record: Timeline
    prior: Prior
    problem: Problem
    draws: Draws
    interval: int
    seed: int

    @property
    def before(self) -> slice:
        """Places of the days before the first session, from the first entry or count on."""
        start = min(self.record.begin, 0)
        return slice(self.record.index(start), self.record.index(min(0, self.record.last + 1)))

    @property
    def now(self) -> slice:
        """Places of the last days, as many as "now" counts, none of them before the first session.

        Empty where no day follows it.
        """
        end = self.record.index(self.record.last) + 1
        return slice(max(self.record.index(0), end - thresholds()["too_little"]["now_days"]), end)

    @cached_property
    def change_since(self) -> Array | None:
        """Level before the first session less that of now, as it was: days in 28 fewer, (N,).

        None without days before, or without a session.
        """
        baseline = self.estimands.baseline
        if baseline is None or not self.record.sessions:
            return None
        return baseline - self._level_now(self.draws.treated)

    @cached_property
    def stayed_since(self) -> Array | None:
        """The part of `change_since` that would be there without the short-lived relief, (N,)."""
        baseline = self.estimands.baseline
        if baseline is None or not self.record.sessions:
            return None
        return baseline - self._level_now(self.draws.untreated)

    def _level_now(self, chances: Array) -> Array:
        """Days in 28 over the last days, (N,), spread as what hangs on the level is."""
        level = WINDOW * chances[self.now].mean(0)
        return apart(level, self.draws.weights, self.misfit, 0, WINDOW)

    @cached_property
    def trend(self) -> Array | None:
        """Days in 28 a year of the steady part of `drift`, (N,); None where drift is."""
        if self.estimands.drift is None:
            return None
        weeks, days = self.weeks_since
        level = levels(self.problem.series, self.draws.path)[weeks]
        rise = self.record.columns[TREND, weeks, None] * self.draws.effects.trend
        return apart(steady_trend(level, rise, days), self.draws.weights, self.misfit)

    @property
    def weeks_since(self) -> tuple[slice, Array]:
        """Places of the weeks from the first session to the last entry, and days of each in it."""
        first, last = self.record.index(0), self.record.index(self.record.last)
        weeks = slice(first // WEEK, last // WEEK + 1)
        return weeks, np.bincount(np.arange(first, last + 1) // WEEK - weeks.start)

    @cached_property
    def season(self) -> tuple[Array, Array]:
        """Height of the year's wave of the level without the short-lived relief, and the wave."""
        height, wave = self._wave(self.draws.untreated)
        return apart(height, self.draws.weights, self.misfit, 0), wave

    def _wave(self, chances: Array) -> tuple[Array, Array]:
        """Height (N,) and wave (2, N) a year of chances by day of the record, (days, N)."""
        gone = self.record.zero.timetuple().tm_yday - 1
        return year_wave(chances[self.since], gone / YEAR)

    @property
    def since(self) -> slice:
        """Places of the days from the first session to the last entry."""
        return slice(self.record.index(0), self.record.index(self.record.last) + 1)

    @cached_property
    def wandering(self) -> Array:
        """Chances of new days, (days, paths), where the level wanders and nothing else moves it."""
        return wandering(self.record, self.draws, self.seed)

    def drifts_by_wandering(self, found: float) -> float:
        """Share of diaries of this length and wander, without any trend, with as steep a slope."""
        return as_much(slope(self.wandering[self.since]), found)

    def seasons_by_wandering(self, found: float) -> float:
        """Share of diaries of this length and wander with as high a wave a year."""
        return as_much(self._wave(self.wandering)[0], found)

    def changes_by_wandering(self, found: float) -> float:
        """Share of diaries of this length and wander whose level has changed so much by now."""
        before, now = (WINDOW * self.wandering[days].mean(0) for days in (self.before, self.now))
        return as_much(before - now, found)

    @cached_property
    def estimands(self) -> Estimands:
        """The published estimands, one value a draw.

        What hangs on the level is spread a little further than the draws have it: real levels need
        not wander as the model's does (row ``diary_misfit``).
        """
        index = self.record.index
        cycles = [(index(first), index(last)) for first, last in self.record.cycles]
        before = self.before if self.record.sessions else slice(0, 0)
        draws = self.draws
        own = estimands(draws.treated, draws.untreated, cycles, before, self.gain)
        lengths = [last - first + 1 for first, last in cycles]
        return widened(own, draws.weights, self.misfit, lengths)

    @property
    def misfit(self) -> float:
        """Times that what hangs on the level is spread as far as the draws have it."""
        return rows.value("diary_misfit", "share")

    @cached_property
    def gain(self) -> Array:
        """p₀ − p₁ from which wear-off is read, (days, N) to the last entry and a little beyond.

        A diary cannot tell whether a level moves by the week or more slowly, and the day when
        half of a gain is gone turns on it: half of the draws have the one, half the other.
        """
        days = slice(self.record.index(self.record.last) + 1 + SLOW)
        treated, untreated = self.draws.treated[days], self.draws.untreated[days]
        gain = untreated - treated
        for slow in np.array_split(np.flatnonzero(slow_draws(gain.shape[1])), CACHED):
            gain[:, slow] = gain_of_slow_level(treated.take(slow, 1), untreated.take(slow, 1))
        return gain

    @cached_property
    def swing(self) -> Array:
        """Fall of the gain from its greatest to the end of its cycle, the mean over cycles.

        Days in 28, (N,); cycles that are too short to tell are left out, zero where all are.
        """
        spans = [
            slice(self.record.index(first), self.record.index(last) + 1)
            for first, last in self.record.cycles
            if last - first + 1 >= FEWEST_DAYS
        ]
        if not spans:
            return np.zeros(len(self.draws.weights))
        gain = self.draws.untreated - self.draws.treated
        return np.mean([swing(gain[span]) for span in spans], axis=0)

    @cached_property
    def weights_under(self) -> dict[str, Array]:
        """Weights (N,) of the draws under the skeptical and the optimistic prior, by their text."""
        return {text: weights_under(text, self.draws, self.prior) for text in STARTING_PRIORS}

    def chance(self, event: Array, weights: Array | None = None) -> float:
        """Weighted share of draws in which an event holds.

        Args:
            event: whether it holds in each draw, (N,).
            weights: of the draws (N,), if others than the posterior's.
        """
        return float((self.draws.weights if weights is None else weights) @ event)


def fit_diary(
    case: Case,
    main: Outcome,
    beside: Sequence[Outcome] = (),
    *,
    usual_interval: int,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> DiaryPosterior:
    """Sample the posterior of one diary.

    Args:
        case: what is known; its condition chooses the prior, and of its scores those are used that
            are counts of headache days.
        main: the series that is judged.
        beside: other series, which share the course of relief.
        usual_interval: days between sessions where the log has only one.
        seed: of every random number.
        progress: called with a line where the work takes longer.

    Returns:
        The posterior: weighted draws, or draws of one chain where the weights failed.
    """
    record = timeline(main.values, case)
    believed = prior(case.condition, len(record.events))
    problem = Problem.of(record, believed)
    others = [
        Problem.of(timeline(other.values, case, counts=False), believed)
        for other in beside
        if record.sessions and np.isfinite(other.values).any()
    ]
    draws = Sampler(problem, others, seed=seed).draw()
    if not draws.trusted:
        from wearoff.diary.posterior import nuts

        progress(f"k-hat {draws.k_hat:.2f}: weights fail, sampling by gradient (a minute or so)")
        draws = nuts.draws(problem, draws, seed=seed)
    interval = days_between(case, usual_interval)
    return DiaryPosterior(
        record=record, prior=believed, problem=problem, draws=draws, interval=interval, seed=seed
    )


def days_between(case: Case, usual_interval: int) -> int:
    """Median days between a case's sessions; the usual ones where it has fewer than two."""
    steps = np.diff(sorted({session.day for session in (case.log.sessions if case.log else ())}))
    return int(np.median(steps)) if len(steps) else usual_interval
