"""Calibration: where the centers of populations lie, given the figures of many studies together.

On the standard normal scale of each row's law:

    figure of cohort c:   y = F(θ_c) + sampling error + model error
    its own populations:  θ_c = θ + τ·D^½·ε_c        between studies
    all populations:      θ ~ N(0, D)                 D: prior variance of a center

F is a virtual study. It is made linear at the best θ (Gauss-Newton), so that θ, the spread between
studies τ and the share of a figure κ that the model misses (each by kind of figure) are had in
closed form or by a small search, and leaving a cohort out is leaving rows out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import linalg, optimize

from wearoff.evidence import rows
from wearoff.simulation.executor import one_blas_thread, side_by_side
from wearoff.simulation.populations import center_variance
from wearoff.studies.design import BASELINES, HEADACHE, published
from wearoff.studies.groups import center_array, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.records import Array, Target
    from wearoff.studies.design import Published
    from wearoff.studies.groups import Group
    from wearoff.studies.reported import Figure

STEP = 0.7
"""Half of the difference over which a slope is taken, in standard normal units."""


class LogNormal(NamedTuple):
    """A law of a positive number: its median, and the SD of its logarithm."""

    median: float
    sd: float


BETWEEN, MISSED = LogNormal(0.3, 0.7), LogNormal(0.05, 0.7)
"""Priors of τ and of κ."""
SEEN_BEFORE = 4.0
"""Factor on the prior variance of a row that was read from publications of a cohort left out."""
KINDS = ("muscle", "score", "headache")
"""Kinds of figures, among each of which studies differ in their own measure."""
UNSEEN = 2.0
"""Factor on the error of a figure that was not seen in print."""
UNKNOWN_PEOPLE = 30
"""People of a study that gives neither their number nor an error."""
FULL, MOST = 2, 0.7
"""Rounds with whole steps, and the furthest that a center moves in one."""


@dataclass(frozen=True)
class System:
    """Figures made linear: ``predicted + slopes·(θ − at)``.

    Attributes:
        ids: of the figures.
        cohorts: of each figure.
        sources: of each figure.
        kinds: of each figure, places in `KINDS`.
        names: rows whose centers move the figures.
        variance: prior variance of every center, (names,).
        at: centers at which the figures were made linear, (names,).
        predicted: figures there, (figures,), each in its own unit.
        slopes: change of a figure for one standard normal unit of a center, (figures, names).
        published: figures as published, (figures,).
        error: standard error of each, (figures,).
    """

    ids: tuple[str, ...]
    cohorts: tuple[str, ...]
    sources: tuple[str, ...]
    kinds: tuple[int, ...]
    names: tuple[str, ...]
    variance: Array
    at: Array
    predicted: Array
    slopes: Array
    published: Array
    error: Array

    @cached_property
    def spread(self) -> Array:
        """Covariance of the figures by what is not known of the centers, (figures, figures)."""
        scaled = self.slopes * np.sqrt(self.variance)
        return np.asarray(scaled @ scaled.T)

    @cached_property
    def same(self) -> Array:
        """Which figures are of one cohort, (figures, figures)."""
        cohorts = np.array(self.cohorts)
        return np.asarray(cohorts[:, None] == cohorts)

    def without(self, cohort: str) -> System:
        """The system without one cohort's figures.

        Rows that were first read from its publications start from a wider prior.
        """
        own = {s for s, name in zip(self.sources, self.cohorts, strict=True) if name == cohort}
        wider = [SEEN_BEFORE if rows.get(name).source in own else 1.0 for name in self.names]
        left = self.take(np.array([name != cohort for name in self.cohorts]))
        return replace(left, variance=self.variance * wider)

    def take(self, keep: Array) -> System:
        """The system of some figures.

        Args:
            keep: Mask (figures,) or places (kept,).
        """
        return replace(
            self,
            ids=tuple(np.array(self.ids)[keep]),
            cohorts=tuple(np.array(self.cohorts)[keep]),
            sources=tuple(np.array(self.sources)[keep]),
            kinds=tuple(np.array(self.kinds)[keep]),
            predicted=self.predicted[keep],
            slopes=self.slopes[keep],
            published=self.published[keep],
            error=self.error[keep],
        )


@dataclass(frozen=True)
class Calibration:
    """Posterior of the centers, and τ and κ of each kind.

    Attributes:
        names: rows.
        variance: prior variance of every center, (names,).
        mean: posterior mean of every center, (names,).
        covariance: posterior covariance, (names, names).
        between: τ of every kind, (kinds,).
        missed: κ of every kind, (kinds,).
        doubt: covariance of the logarithms of τ and then κ, (2·kinds, 2·kinds).
    """

    names: tuple[str, ...]
    variance: Array
    mean: Array
    covariance: Array
    between: Array
    missed: Array
    doubt: Array

    @property
    def contraction(self) -> Array:
        """How much the figures tell of every center: 1 − posterior SD / prior SD, (names,).

        0 is nothing, 1 everything.
        """
        return 1 - np.sqrt(np.diag(self.covariance) / self.variance)


def _noise(system: System, between: Array, missed: Array) -> Array:
    """Covariance of the figures around F(θ): sampling, the model's misses, studies that differ."""
    kinds = np.array(system.kinds)
    apart = between[kinds]
    size = np.maximum(np.abs(system.predicted), np.abs(system.published))
    own = system.error**2 + (missed[kinds] * size) ** 2
    return np.asarray(np.diag(own) + system.same * np.outer(apart, apart) * system.spread)


@one_blas_thread()
def calibrate(system: System) -> Calibration:
    """Posterior given the figures of a system; τ and κ are at their most likely values.

    Σ⁻¹ = D⁻¹ + S'N⁻¹S and θ = Σ·S'N⁻¹·(y − predicted + S·at), with slopes S and noise N.

    Example:
        >>> from wearoff.studies.shipped import shipped
        >>> posterior = calibrate(shipped())
        >>> posterior.mean.shape == (len(posterior.names),)
        True
    """
    away = system.published - system.predicted + system.slopes @ system.at
    priors = [BETWEEN] * len(KINDS) + [MISSED] * len(KINDS)

    def surprise(logs: Array) -> float:
        total = _noise(system, *np.split(np.exp(logs), 2)) + system.spread
        factor = linalg.cholesky(total, lower=True)
        z = linalg.solve_triangular(factor, away, lower=True)
        unlikely = [((x - np.log(m)) / s) ** 2 for x, (m, s) in zip(logs, priors, strict=True)]
        return float(0.5 * z @ z + np.log(np.diag(factor)).sum() + 0.5 * sum(unlikely))

    start = np.log([median for median, _ in priors])
    mode = optimize.minimize(surprise, start, method="BFGS").x
    between, missed = np.split(np.exp(mode), 2)
    doubt = linalg.inv(_curvature(surprise, mode))
    weighted = linalg.solve(_noise(system, between, missed), system.slopes)
    covariance = linalg.inv(np.diag(1 / system.variance) + system.slopes.T @ weighted)
    return Calibration(
        names=system.names,
        variance=system.variance,
        mean=covariance @ (weighted.T @ away),
        covariance=covariance,
        between=between,
        missed=missed,
        doubt=doubt,
    )


def cohort_center(system: System, posterior: Calibration, cohort: str) -> Array:
    """Where the centers of one cohort's own populations lie.

    θ_c = θ + τ·D^½·ε_c given all figures, its own among them: what the model says of a study that
    it has seen. Of a cohort without figures these are the common centers.

    Args:
        system: all figures.
        posterior: given these figures.
        cohort: name of the cohort.

    Returns:
        Standard normal centers, (names,).
    """
    away = system.published - system.predicted + system.slopes @ system.at
    total = _noise(system, posterior.between, posterior.missed) + system.spread
    own = np.array(system.cohorts) == cohort
    apart = posterior.between[np.array(system.kinds)] ** 2
    together = system.variance[:, None] * system.slopes.T * (1 + apart * own)
    return np.asarray(together @ linalg.solve(total, away))


def _curvature(surprise: Callable[[Array], float], at: Array, step: float = 0.1) -> Array:
    """Second derivatives by differences, kept at least as curved as a wide prior."""
    size = len(at)
    moves = step * np.eye(size)
    second = np.zeros((size, size))
    for i in range(size):
        for j in range(i + 1):  # the lower half is all that `eigh` reads
            signs = ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
            terms = [k * surprise(at + a * moves[i] + b * moves[j]) for a, b, k in signs]
            second[i, j] = sum(terms) / (4 * step**2)
    values, vectors = linalg.eigh(second)
    least = 1 / max(sd for _, sd in (BETWEEN, MISSED)) ** 2
    return np.asarray(vectors @ np.diag(np.maximum(values, least)) @ vectors.T)


def rows_of(groups: Sequence[Group]) -> tuple[str, ...]:
    """Rows that can move any of these figures, sorted."""
    return tuple(sorted({name for group in groups for name in group.names}))


def linearize(
    published: Sequence[Published],
    names: tuple[str, ...],
    at: Array,
    progress: Callable[[str], None] = lambda _: None,
) -> System:
    """Figures and their slopes by central differences with the same persons.

    Args:
        published: the figures, with their values.
        names: rows.
        at: standard normal centers at which to make linear, (names,).
        progress: takes a line.
    """
    groups = grouped(published)
    targets = [one.target for one in published]
    place = {name: index for index, name in enumerate(names)}
    line = {target.id: index for index, target in enumerate(targets)}
    predicted, error = np.zeros(len(targets)), np.zeros(len(targets))
    slopes = np.zeros((len(targets), len(names)))

    def around(group: Group) -> list[Figure]:
        mine = at[[place[name] for name in group.names]]
        steps = STEP * np.eye(len(mine))
        return group.figures(center_array(group.names, mine + np.vstack([0 * mine, steps, -steps])))

    done = zip(groups, side_by_side(around, groups), strict=True)
    for number, (group, figures) in enumerate(done, start=1):
        mine = [place[name] for name in group.names]
        for one, figure in zip(group.published, figures, strict=True):
            row, up = line[one.target.id], figure.value[1 : len(mine) + 1]
            predicted[row] = figure.value[0]
            slopes[row, mine] = (up - figure.value[len(mine) + 1 :]) / (2 * STEP)
            unsure = UNSEEN if one.target.grade == "memory" else 1.0
            error[row] = unsure * sampling_error(one.target, float(figure.sd[0]))
        progress(f"virtual studies {number} of {len(groups)}")
    return System(
        ids=tuple(target.id for target in targets),
        cohorts=tuple(target.cohort for target in targets),
        sources=tuple(target.source for target in targets),
        kinds=tuple(kind(one.design.column) for one in published),
        names=names,
        variance=np.array([center_variance(name) for name in names]),
        at=at,
        predicted=predicted,
        slopes=slopes,
        published=np.array([target.value for target in targets], dtype=float),
        error=error,
    )


def kind(column: str) -> int:
    """Place in `KINDS`: headache days, another outcome that people enter with, or a muscle.

    Example:
        >>> [KINDS[kind(column)] for column in ("headache_days", "twstrs", "strength_percent")]
        ['headache', 'score', 'muscle']
    """
    return 2 if column == HEADACHE else int(column in BASELINES)


def sampling_error(target: Target, sd: float) -> float:
    """The study's own error: the published one, or that of ``n`` such people, the larger.

    Args:
        target: the figure.
        sd: of one person's contribution to it, in its unit.
    """
    people = target.n or (UNKNOWN_PEOPLE if target.se is None else None)
    return max(target.se or 0.0, sd / people**0.5 if people else 0.0)


class Search(NamedTuple):
    """Figures made linear at the solution, and the posterior there."""

    system: System
    posterior: Calibration


def search(
    targets: Sequence[Target],
    *,
    rounds: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Search:
    """Gauss-Newton: make linear, solve, and again nearer the solution.

    Args:
        targets: figures with their values.
        rounds: how often; the last system is the one that ships.
        progress: takes a line.

    Raises:
        InputError: a figure that the model cannot reach.
    """
    figures = [published(target) for target in targets]
    names = rows_of(grouped(figures))
    at = np.zeros(len(names))
    for number in range(1, rounds):
        system = linearize(figures, names, at, progress)
        way = calibrate(system).mean - at
        progress(f"round {number}: a center is up to {np.abs(way).max():.2f} from the solution")
        # halved later on: what the figures hardly move would wander for ever
        at = at + np.clip(way if number <= FULL else way / 2, -MOST, MOST)
    system = linearize(figures, names, at, progress)
    return Search(system, calibrate(system))
