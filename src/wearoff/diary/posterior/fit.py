"""One diary, fitted: posterior, published estimands and starting priors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.posterior.estimands import (
    FEWEST_DAYS,
    SLOW,
    Estimands,
    estimands,
    gain_of_slow_level,
    slow_draws,
    swing,
    widened,
)
from wearoff.diary.posterior.prior import STARTING_PRIORS, prior, weights_under
from wearoff.diary.posterior.sampler import Problem, Sampler
from wearoff.diary.timeline import timeline
from wearoff.evidence import rows

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
            gain[:, slow] = gain_of_slow_level(treated[:, slow], untreated[:, slow])
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
