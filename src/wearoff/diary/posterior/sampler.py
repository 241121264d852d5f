"""One person's posterior: adaptive importance sampling over six settings, exact paths within.

Three rounds of Laplace evidence adapt a proposal over the six settings of `priors`; the last round
draws border and wander as well, four antithetic pairs of paths a setting, and weighs every path by
its exact joint density. The same seed uses the same random numbers on every diary, so that answers
move little when a diary moves little. Pareto k-hat is the gate.

Other series of the same diary (severity on headache days, jaw pain) share the course of relief and
nothing else: each has its own level, relief and wander, whose settings are set to their posterior
mean and whose paths are integrated by Laplace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from scipy.stats import qmc

from wearoff.diary.posterior import likelihood, relief
from wearoff.diary.posterior.persistence import carried
from wearoff.diary.posterior.prior import SETTINGS, WANDERS, Prior, shape, wander
from wearoff.diary.timeline import before_and_gap
from wearoff.simulation.backend import keep_compilations
from wearoff.stats.importance import K_HAT_LIMIT, adapted, mixture, smooth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array

BATCH = 256
"""Settings evaluated at once: they stay in the processor's cache, and one program serves all."""
FINAL = 2
"""Batches of the last round."""
PATHS = 8
"""Paths of a setting, in antithetic pairs: the wander is what makes weights differ."""


@dataclass(frozen=True)
class Problem:
    """A record ready for the likelihood, with its prior."""

    series: likelihood.Series
    doses: relief.Doses
    prior: Prior

    @property
    def weeks(self) -> int:
        """Weeks, padding included."""
        return self.series.y.shape[0]


def problem(record: Timeline, prior: Prior) -> Problem:
    """Arrays of a record."""
    before, gap = before_and_gap(record.entries)
    seen = np.isfinite(record.entries)
    y = np.nan_to_num(record.entries)

    def weekly(days: Array) -> Array:
        return relief.weeks(days.astype(float)[:, None])

    series = likelihood.Series(
        weekly(y),
        weekly(seen),
        weekly(before),
        weekly(gap),
        record.yes[:, None],
        record.no[:, None],
        record.columns[..., None],
    )
    given = relief.doses(record.sessions, record.first, len(record.entries))
    return Problem(series, given, prior)


@dataclass(frozen=True)
class Draws:
    """Weighted draws of everything.

    ``settings`` (N, 6) and ``border`` (N, J + 1) in their units, ``wander`` (weeks, N), and
    ``weights`` (N,) that sum to one. ``treated`` and ``untreated`` (days, N): chance of a yes on
    each day, what is carried over from the days before included, in single precision.
    ``center`` and ``covariance`` are of the last proposal, in standardized settings.
    """

    settings: Array
    border: Array
    wander: Array
    weights: Array
    k_hat: float
    log_evidence: float
    treated: Array
    untreated: Array
    center: Array
    covariance: Array
    method: str = "adaptive importance sampling"
    equal: bool = False

    @property
    def trusted(self) -> bool:
        """Whether the gate passed, or the draws need none because they weigh the same."""
        return self.equal or self.k_hat <= K_HAT_LIMIT

    @property
    def effective(self) -> float:
        """Kish's 1/Σw²."""
        return float(1 / np.sum(self.weights**2))

    def resampled(self, count: int) -> Array:
        """Places of so many equally weighted draws, by systematic resampling."""
        points = (np.arange(count) + 0.5) / count
        places = np.searchsorted(np.cumsum(self.weights), points)
        return np.minimum(places, len(self.weights) - 1)


@dataclass(frozen=True)
class Modes:
    """The likelihood of a batch of settings, and the mode of each."""

    target: likelihood.Target
    at: likelihood.Mode


def modes(given: Problem, settings: Array, start: tuple[Array, Array]) -> Modes:
    """Mode of border and wander at settings (N, 6)."""
    course = relief.course(given.doses, shape(settings))
    target = likelihood.Target(given.series, course, given.prior.border, wander(settings))
    return Modes(target, likelihood.mode(target, start))


def start_of(given: Problem) -> tuple[Array, Array]:
    """Where the first search for a mode begins: the prior's center."""
    return given.prior.border.mean, np.zeros(given.weeks)


class Beside:
    """Another series of the same diary, which tells of the course of relief only."""

    def __init__(self, given: Problem, *, seed: int) -> None:
        """Find its own wander settings: their mean under the prior and its evidence."""
        self.problem = given
        self.start = start_of(given)
        points = qmc.Sobol(len(SETTINGS), rng=seed).random(BATCH)
        z = stats.norm.ppf(np.clip(points, 1e-9, 1 - 1e-9))
        weights, _ = smooth(self._evidence(z))
        self.own = weights @ z[:, :WANDERS]

    def evidence(self, z: Array) -> Array:
        """Laplace evidence with its own wander at the course of these standardized settings."""
        own = np.tile(self.own, (len(z), 1))
        return self._evidence(np.hstack([own, z[:, WANDERS:]]))

    def _evidence(self, z: Array) -> Array:
        found = modes(self.problem, self.problem.prior.settings(z), self.start)
        value = np.asarray(found.at.log_evidence)
        return np.where(np.isfinite(value), value, -np.inf)


class Sampler:
    """The posterior of one problem, with other series beside it."""

    def __init__(self, given: Problem, beside: Sequence[Problem] = (), *, seed: int) -> None:
        """The main series decides; those beside it inform the course of relief."""
        keep_compilations()
        self.problem = given
        self.seed = seed
        self.beside = [Beside(other, seed=seed) for other in beside]
        self.start = start_of(given)
        self.rng = np.random.default_rng(seed)

    def evidence(self, z: Array) -> Array:
        """Log prior and Laplace evidence of a batch of settings; moves the start to their mode."""
        at = modes(self.problem, self.problem.prior.settings(z), self.start).at
        value = np.asarray(at.log_evidence) + stats.norm.logpdf(z).sum(1)
        for other in self.beside:
            value = value + other.evidence(z)
        value = np.where(np.isfinite(value), value, -np.inf)
        best = int(np.argmax(value))
        self.start = (np.asarray(at.border)[:, best], np.asarray(at.wander)[:, best])
        return value

    def draw(self) -> Draws:
        """Adapt, then draw."""
        center, covariance = adapted(self.evidence, len(SETTINGS), BATCH, seed=self.seed)
        points, log_proposal = mixture(center, covariance, FINAL * BATCH, seed=self.seed)
        parts = [
            self._paths(points[k : k + BATCH], log_proposal[k : k + BATCH])
            for k in range(0, len(points), BATCH)
        ]
        log_ratio = np.concatenate([part[0] for part in parts])
        weights, k_hat = smooth(log_ratio)
        top = log_ratio.max()
        evidence = float(np.log(np.mean(np.exp(log_ratio - top))) + top)
        settings, border, path, treated, untreated = (
            np.concatenate([part[k] for part in parts], -1) for k in range(1, 6)
        )
        return Draws(
            settings.T,
            border.T,
            path,
            weights,
            k_hat,
            evidence,
            treated,
            untreated,
            center,
            covariance,
        )

    def _paths(self, z: Array, log_proposal: Array) -> tuple[Array, ...]:
        prior = self.problem.prior
        settings = prior.settings(z)
        found = modes(self.problem, settings, self.start)
        target, at = found.target, likelihood.centered(found.target, found.at)
        outside = stats.norm.logpdf(z).sum(1) - log_proposal
        for other in self.beside:
            outside = outside + other.evidence(z)
        drawn: list[tuple[Array, ...]] = []
        for noise, chi in self._noise(len(z)):
            border, path, log_weight = likelihood.paths(target, at, noise, chi)
            fresh = likelihood.chances(target.series, target.course, border, path)
            chances = (carried(one, target.around.rho) for one in fresh)
            ratio = np.asarray(log_weight) + outside
            failed = ~np.isfinite(ratio)
            arrays = [np.array(array) for array in (border, path, *chances)]
            for array in arrays:
                array[:, failed] = 0.5
            drawn.append((np.where(failed, -np.inf, ratio), settings.T, *arrays))
        return tuple(np.concatenate(parts, -1) for parts in zip(*drawn, strict=True))

    def _noise(self, count: int) -> Iterator[tuple[Array, Array]]:
        """Normal numbers of border and wander, and chi-square of the border, in pairs."""
        freedom = likelihood.BORDER_FREEDOM
        size = len(self.problem.prior.border.mean) + self.problem.weeks
        for _ in range(PATHS // 2):
            noise = self.rng.normal(size=(size, count))
            chi = self.rng.chisquare(freedom, count) / freedom
            yield noise, chi
            yield -noise, chi
