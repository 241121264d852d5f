"""One person's posterior: adaptive importance sampling over six settings, exact paths within.

Three rounds of Laplace evidence adapt a proposal over the six settings of `prior`; the last round
draws fixed effects and latent process as well, four antithetic pairs of paths a setting, and weighs
every path by its exact joint density. Two pairs are proposed for a wider prior of relief: by other
weights the same draws are the posterior under it, from which many people can be pooled. The same
seed uses the same random numbers on every diary, so that answers move little when a diary moves
little. Pareto k-hat is the gate.

Other series of the same diary (severity on headache days, jaw pain) share the course of relief and
nothing else: each has its own level, relief and latent process, whose settings are set to their
posterior mean and whose paths are integrated by Laplace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri

from wearoff.diary.posterior import laplace, likelihood, relief
from wearoff.diary.posterior.fixed_effects import Effects
from wearoff.diary.posterior.likelihood import Path
from wearoff.diary.posterior.persistence import daily
from wearoff.diary.posterior.prior import OF_PROCESS, SETTINGS, Prior, process, shape
from wearoff.diary.timeline import before_and_gap
from wearoff.simulation.executor import side_by_side
from wearoff.stats.importance import K_HAT_LIMIT, adapted, log_normal, mixture, smooth
from wearoff.stats.sobol import sobol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array

BATCH = 256
"""Settings evaluated at once: they stay in the processor's cache, and one program serves all."""
FINAL = 2
"""Batches of the last round."""
FEWEST_WEEKS = 2
"""Weeks of which a process is made."""
AFTER = 7
"""Weeks after the last that tells something which answers read: a slow level looks ahead."""
PATHS = 8
"""Paths of a setting, in antithetic pairs: the latent process is what makes weights differ."""
WIDE = 4
"""So many of them are proposed for the wider prior of relief; all of them count for both."""


@dataclass(frozen=True)
class Problem:
    """A record ready for the likelihood, with its prior."""

    series: likelihood.Series
    doses: relief.Doses
    prior: Prior

    @classmethod
    def of(cls, record: Timeline, prior: Prior) -> Problem:
        """Arrays of a record."""
        before, gap = before_and_gap(record.entries)

        def weekly(days: Array) -> Array:
            return relief.weeks(days.astype(float)[:, None])

        series = likelihood.Series(
            y=weekly(np.nan_to_num(record.entries)),
            seen=weekly(np.isfinite(record.entries)),
            before=weekly(before),
            gap=weekly(gap),
            yes=record.yes[:, None],
            no=record.no[:, None],
            columns=record.columns,
        )
        doses = relief.active_doses(record.sessions, record.first, len(record.entries))
        return cls(series, doses, prior)

    @property
    def weeks(self) -> int:
        """Weeks, padding included."""
        return self.series.y.shape[0]

    @cached_property
    def told(self) -> Problem:
        """The same to the last week of which something is told; what follows tells nothing."""
        series = self.series
        told = np.flatnonzero(series.seen.any((1, 2)) | (series.yes + series.no).any(1))
        return self.until(max(FEWEST_WEEKS, told[-1] + 1 if len(told) else 0))

    @property
    def shown(self) -> Problem:
        """The same to a little after that: what any answer reads, without the padding."""
        return self.until(self.told.weeks + AFTER)

    def until(self, weeks: int) -> Problem:
        """The same with so many weeks at most."""
        active = self.doses.active[: likelihood.WEEK * weeks]
        series = self.series.part(slice(weeks))
        return replace(self, series=series, doses=self.doses._replace(active=active))

    def target(self, settings: Array) -> likelihood.Target:
        """The likelihood at settings in their units, (N, 6)."""
        course = relief.course(self.doses, shape(settings))
        return likelihood.Target(self.series, course, self.prior.effects, process(settings))

    @property
    def center(self) -> Path:
        """The prior's center, (J + 1,) and (weeks,): where the first search for a mode begins."""
        return Path(self.prior.effects.mean, np.zeros(self.weeks))


@dataclass(frozen=True, kw_only=True)
class Draws:
    """Weighted draws of everything.

    ``settings`` (N, 6) in their units, ``effects`` (J + 1, N) and ``latent`` (weeks, N) in
    log-odds, and ``weights`` (N,) that sum to one; ``wide_weights`` are those under the wider prior
    of relief. ``daily`` computes the chances of every day, which not all who draw want. ``center``
    (6,) and ``covariance`` (6, 6) are of the last proposal, in standardized settings.
    """

    settings: Array
    effects: Effects
    latent: Array
    weights: Array
    k_hat: float
    wide_weights: Array
    wide_k_hat: float
    log_evidence: float
    daily: Callable[[], likelihood.Chances]
    center: Array
    covariance: Array
    method: str = "adaptive importance sampling"
    equal: bool = False

    @cached_property
    def chances(self) -> likelihood.Chances:
        """Chance of a yes on each day, persistence included, (days, N) in single precision."""
        return self.daily()

    @property
    def treated(self) -> Array:
        """Chance of a yes on each day as treated, (days, N)."""
        return self.chances.treated

    @property
    def untreated(self) -> Array:
        """Chance of a yes on each day with the relief taken away, (days, N)."""
        return self.chances.untreated

    @property
    def trusted(self) -> bool:
        """Whether the gate passed, or the draws need none because they weigh the same."""
        return self.equal or self.k_hat <= K_HAT_LIMIT

    @property
    def effective(self) -> float:
        """Kish's 1/Σw²."""
        return float(1 / np.sum(self.weights**2))

    @property
    def mean(self) -> Path:
        """Weighted mean of fixed effects (J + 1,) and latent process (weeks,)."""
        return Path(Effects(self.weights @ self.effects.values.T), self.latent @ self.weights)

    @property
    def path(self) -> Path:
        """Fixed effects (J + 1, N) and latent process (weeks, N) of all draws."""
        return Path(self.effects, self.latent)

    def paths(self, places: Array) -> Path:
        """Fixed effects and latent process of some draws.

        Args:
            places: Of the draws, (M,).

        Returns:
            Log-odds: effects (J + 1, M) and latent process (weeks, M).
        """
        return Path(self.effects, self.latent).part(places)

    def resampled(self, count: int, *, wide: bool = False) -> Array:
        """Places of equally weighted draws, by systematic resampling: no random number is drawn.

        Args:
            count: How many.
            wide: Whether those under the wider prior of relief.

        Returns:
            (count,), in order; a place may stand more than once.
        """
        points = (np.arange(count) + 0.5) / count
        places = np.searchsorted(np.cumsum(self.wide_weights if wide else self.weights), points)
        return np.minimum(places, len(self.weights) - 1)


@dataclass(frozen=True)
class Modes:
    """The likelihood of a batch of N settings, the Gaussian around the mode of each, its evidence.

    ``told`` and ``near`` are likelihood and Gaussian of the weeks that tell something, `target` and
    `gaussian` those of all weeks. ``log_evidence`` (N,) is Laplace's; it is not finite where no
    mode was found.
    """

    problem: Problem
    settings: Array
    told: likelihood.Target
    near: laplace.Gaussian
    log_evidence: Array

    @cached_property
    def target(self) -> likelihood.Target:
        """The likelihood, all weeks included."""
        return self.problem.target(self.settings)

    @cached_property
    def gaussian(self) -> laplace.Gaussian:
        """The Gaussian, all weeks included."""
        return laplace.lengthened(self.near, self.told.process, self.problem.weeks)

    def centered(self) -> Modes:
        """The same with the Gaussians nearest the posterior on the whole."""
        return replace(self, near=laplace.centered(self.told, self.near))


def modes(problem: Problem, settings: Array, start: Path) -> Modes:
    """Mode of fixed effects and latent process at settings (N, 6).

    Args:
        problem: record and prior.
        settings: in their units, (N, 6).
        start: where each search begins, effects (J + 1,) and latent process (weeks,).
    """
    told = problem.told.target(settings)
    gaussian, log_evidence = laplace.find_mode(told, start)
    return Modes(problem, settings, told, gaussian, log_evidence)


def _finite(log_density: Array) -> Array:
    """No density where there is no number."""
    return np.where(np.isfinite(log_density), log_density, -np.inf)


class Beside:
    """Another series of the same diary, which tells of the course of relief only."""

    def __init__(self, problem: Problem, *, seed: int) -> None:
        """Find the settings of its own latent process: their mean under the prior and its evidence.

        Args:
            problem: the other series.
            seed: of the points at which its evidence is looked at.
        """
        self.problem = problem
        points = sobol(len(SETTINGS), BATCH, seed=seed)
        z = ndtri(np.clip(points, 1e-9, 1 - 1e-9))
        weights, _ = smooth(self._evidence(z))
        self.own = weights @ z[:, :OF_PROCESS]

    def evidence(self, z: Array) -> Array:
        """Log evidence of the series at the course of relief of another.

        Args:
            z: Standardized settings of the main series, (N, 6); those of its latent process
                are replaced by this series' own.

        Returns:
            (N,), by Laplace's approximation; −inf where no mode was found.
        """
        own = np.tile(self.own, (len(z), 1))
        return self._evidence(np.hstack([own, z[:, OF_PROCESS:]]))

    def _evidence(self, z: Array) -> Array:
        settings = self.problem.prior.settings(z)
        return _finite(modes(self.problem, settings, self.problem.center).log_evidence)


class _Batch(NamedTuple):
    """Draws of some settings: log ratio (N,), settings (6, N), and what `Draws` has of them."""

    log_ratio: Array
    settings: Array
    effects: Array
    latent: Array

    @classmethod
    def joined(cls, batches: Iterable[_Batch]) -> _Batch:
        """One after the other."""
        return cls(*(np.concatenate(arrays, -1) for arrays in zip(*batches, strict=True)))


class Sampler:
    """The posterior of one problem, with other series beside it."""

    def __init__(self, problem: Problem, beside: Sequence[Problem] = (), *, seed: int) -> None:
        """The main series decides; those beside it inform the course of relief.

        Args:
            problem: the main series.
            beside: other series of the same diary.
            seed: of every random number.
        """
        self.problem = problem
        self.seed = seed
        self.beside = [Beside(other, seed=seed) for other in beside]
        self.start = problem.center
        self.rng = np.random.default_rng(seed)

    def evidence(self, z: Array) -> Array:
        """Unnormalized log posterior of settings.

        The next search for modes starts at the best mode of this one.

        Args:
            z: Standardized settings, (N, 6).

        Returns:
            Log prior plus Laplace's log evidence, (N,).
        """
        fit = modes(self.problem, self.problem.prior.settings(z), self.start)
        value = fit.log_evidence + log_normal(z)
        for other in self.beside:
            value = value + other.evidence(z)
        value = _finite(value)
        best = int(np.argmax(value))
        effects, latent = fit.near.center
        self.start = Path(Effects(effects.values[:, best]), latent[:, best])
        return value

    def draw(self) -> Draws:
        """Adapt, then draw: FINAL · BATCH · PATHS weighted draws."""
        center, covariance = adapted(self.evidence, len(SETTINGS), BATCH, seed=self.seed)
        points, log_proposal = mixture(center, covariance, FINAL * BATCH, seed=self.seed)
        noise = [list(self._noise(BATCH)) for _ in range(FINAL)]

        def paths(place: int) -> list[_Batch]:
            own = slice(place * BATCH, (place + 1) * BATCH)
            return self._draw_paths(points[own], log_proposal[own], noise[place])

        batch = _Batch.joined(chain.from_iterable(side_by_side(paths, range(FINAL))))
        settings = batch.settings.T
        path = Path(Effects(batch.effects), batch.latent)
        weights, k_hat = smooth(batch.log_ratio)
        wider = self.problem.prior.log_wider(path.effects.relief)
        wide_weights, wide_k_hat = smooth(batch.log_ratio + wider)
        top = batch.log_ratio.max()
        return Draws(
            settings=settings,
            effects=path.effects,
            latent=path.latent,
            weights=weights,
            k_hat=k_hat,
            wide_weights=wide_weights,
            wide_k_hat=wide_k_hat,
            log_evidence=float(np.log(np.mean(np.exp(batch.log_ratio - top))) + top),
            daily=partial(daily, self.problem.shown, settings, path),
            center=center,
            covariance=covariance,
        )

    def _draw_paths(
        self, z: Array, log_proposal: Array, noise: Sequence[tuple[Array, Array]]
    ) -> list[_Batch]:
        """PATHS paths of each setting z (N, 6), whose proposal had this log density (N,)."""
        prior = self.problem.prior
        settings = prior.settings(z)
        fit = modes(self.problem, settings, self.start).centered()
        wide = laplace.under(fit.gaussian, prior.effects, prior.wider.effects)
        share = WIDE / PATHS
        parts = [laplace.Part(1 - share, fit.gaussian), laplace.Part(share, wide)]
        outside = log_normal(z) - log_proposal
        for other in self.beside:
            outside = outside + other.evidence(z)
        batches: list[_Batch] = []
        for number, (numbers, chi) in enumerate(noise):
            place = int(number >= PATHS - WIDE)
            path, log_weight = laplace.propose(fit.told, parts, place, numbers, chi)
            ratio = log_weight + outside
            failed = ~np.isfinite(ratio)
            arrays = (path.effects.values, path.latent)
            for array in arrays:
                array[:, failed] = 0.5
            batches.append(_Batch(np.where(failed, -np.inf, ratio), settings.T, *arrays))
        return batches

    def _noise(self, count: int) -> Iterator[tuple[Array, Array]]:
        """Normal numbers of a path, and chi-square of its fixed effects, in antithetic pairs."""
        freedom = laplace.EFFECTS_FREEDOM
        size = len(self.problem.prior.effects.mean.values) + self.problem.weeks
        for _ in range(PATHS // 2):
            noise = self.rng.normal(size=(size, count))
            chi = self.rng.chisquare(freedom, count) / freedom
            yield noise, chi
            yield -noise, chi
