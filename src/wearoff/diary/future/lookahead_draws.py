"""One person going on: diaries drawn from the posterior, and what each would then tell.

A future is one draw of the posterior, its latent process extended, sessions at the usual interval,
and the same share of empty days. At each later date the longer record is analyzed by its Laplace
posterior at a few settings, reweighted by their evidence: the chance of every answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import ndtr

from wearoff.diary.future.paths import extend
from wearoff.diary.posterior import laplace, relief
from wearoff.diary.posterior.estimands import YEAR
from wearoff.diary.posterior.likelihood import Path
from wearoff.diary.posterior.sampler import Problem, modes
from wearoff.diary.timeline import before_and_gap
from wearoff.evidence import rows
from wearoff.simulation.executor import side_by_side
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.prior import Prior
    from wearoff.diary.posterior.sampler import Draws, Modes
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array, Session

FUTURES = 32
"""Diaries that are drawn."""
NODES = 8
"""Settings at which each later record is analyzed."""
TINY = 1e-9


@dataclass(frozen=True)
class Lines:
    """What is asked: relief in days of 28 and in percent, and drift."""

    relief_days_28: float
    relief_percent: float
    drift_days_28_per_year: float


@dataclass(frozen=True)
class Later:
    """What futures (FUTURES,) tell on a later day: chances of being beyond each line."""

    day: int
    sessions: int
    relief: Array
    percent: Array
    worse: Array
    better: Array


class _Question(NamedTuple):
    """Whether Σ untreated·p₀ − treated·p₁ is beyond a line, both weights of days (W, 7, 1).

    ``scale`` is its sign, and how far off counts.
    """

    treated: Any
    untreated: Any
    line: float
    scale: float = 1.0


def futures(
    record: Timeline,
    prior: Prior,
    draws: Draws,
    sessions: Sequence[Session],
    ends: Sequence[int],
    *,
    lines: Lines,
    seed: int,
) -> list[Later]:
    """What could be told at the ends of later cycles.

    Args:
        record: what there is.
        prior: of the person.
        draws: the posterior now.
        sessions: all sessions, later ones included.
        ends: last days of the diaries to look at, in order.
        lines: what is asked.
        seed: of the futures.

    Returns:
        One look at each end, in their order.
    """
    rng = np.random.default_rng(seed)
    truths = draws.resampled(FUTURES)
    extended = extend(record, prior, draws, sessions, ends[-1], places=truths, rng=rng)
    longer, whole = extended.record, extended.problem
    entries = record.entries[record.index(record.begin) : record.index(record.last) + 1]
    y, seen = extended.written(extended.to_come(), rng, float(np.isfinite(entries).mean()))
    before, gap = before_and_gap(np.where(seen > 0, y, np.nan))
    nodes = draws.resampled(NODES)
    settings = np.repeat(draws.settings[nodes], FUTURES, axis=0)
    now = _evidence_now(record, prior, draws, nodes)
    start = _start(draws, longer.weeks)

    def look(end: int) -> Later:
        days = np.arange(len(y))[:, None] <= longer.index(end)
        series = whole.series._replace(
            y=_tiled(y), seen=_tiled(seen * days), before=_tiled(before), gap=_tiled(gap)
        )
        fit = modes(replace(whole, series=series), settings, start)
        log_weights = fit.log_evidence.reshape(NODES, FUTURES) - now[:, None]
        weights = np.exp(log_weights - log_weights.max(0))
        weights /= weights.sum(0)
        chances = _chances(fit, longer, end, lines)
        count = sum(1 for day in {s.day for s in sessions} if day <= end)
        relief_28, percent, worse, better = ((weights * chance).sum(0) for chance in chances)
        return Later(
            day=end,
            sessions=count,
            relief=relief_28,
            percent=percent,
            worse=worse,
            better=better,
        )

    return list(side_by_side(look, ends))


def _tiled(values: Array) -> Any:
    """(days, FUTURES) as weeks of every node and future."""
    return relief.weeks(np.tile(values.astype(float), (1, NODES)))


def _start(draws: Draws, weeks: int) -> Path:
    """The posterior mean over so many weeks, nil where it has none."""
    effects, latent = draws.mean
    return Path(effects, np.pad(latent, (0, max(0, weeks - len(latent))))[:weeks])


def _evidence_now(record: Timeline, prior: Prior, draws: Draws, nodes: Array) -> Array:
    problem = Problem.of(record, prior)
    return modes(problem, draws.settings[nodes], _start(draws, problem.weeks)).log_evidence


def _chances(fit: Modes, longer: Timeline, end: int, lines: Lines) -> list[Array]:
    """Chances (NODES, FUTURES) of relief, percent, rise and fall beyond the lines."""
    days = np.arange(len(longer.entries)) + longer.first
    pooled = ((days >= longer.starts[0]) & (days <= end)).astype(float)
    mean = _weeks(WINDOW * pooled / pooled.sum())
    years = days / YEAR
    centered = (years - years[pooled > 0].mean()) * pooled
    slope = _weeks(WINDOW * centered / (centered @ centered))
    drift = lines.drift_days_28_per_year
    wide = rows.value("diary_misfit", "share")  # what hangs on the level is spread so much further
    # relief of q percent or more: Σ (1 − q/100)·p₀ − p₁ is not below 0
    questions = (
        _Question(mean, mean, lines.relief_days_28),
        _Question(mean, (1 - lines.relief_percent / 100) * mean, 0.0),
        _Question(0 * slope, slope, drift, 1.0 / wide),
        _Question(0 * slope, slope, -drift, -1.0 / wide),
    )
    chances: list[Array] = []
    for treated, untreated, line, scale in questions:
        form = laplace.weighted_sum(fit.target, fit.gaussian, treated, untreated)
        beyond = scale * (np.asarray(form.mean) - line) / np.maximum(np.asarray(form.sd), TINY)
        chances.append(ndtr(beyond).reshape(NODES, FUTURES))
    return chances


def _weeks(values: Array) -> Any:
    return relief.weeks(values[:, None])
