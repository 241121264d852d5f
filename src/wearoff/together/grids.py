"""Populations that are asked about, as grids whose log-likelihoods are sums over people.

A question has a grid of answers and a prior on it. Of many people it needs one number an answer:
the sum of their log-likelihoods. So clinics are joined by adding, and nothing else of a person is
needed (`wearoff.together.sums`). Sums are smooth along a mean or a slope: what is kept at a few
places is refined by cubic splines before it becomes a chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, ClassVar, TypeAlias

import numpy as np
from scipy.ndimage import gaussian_filter1d, zoom

from wearoff.together.person_curves import GRID

if TYPE_CHECKING:
    from wearoff.records import Array
    from wearoff.together.relief_groups import Reliefs

MEANS: Array = np.linspace(-6.0, 6.0, 41)
SDS: Array = np.array([0.2, 0.35, 0.5, 0.7, 0.95, 1.25, 1.6, 2.0, 2.5, 3.0, 4.0, 5.0])
"""Means and SDs of one normal population: days of 28 a year."""
MEAN_SCALE, SD_SCALE = 2.0, 1.5
"""SD of the normal prior of a mean, scale of the half-normal prior of an SD."""
SLOPE_MEANS: Array = np.linspace(-3.9, 3.9, 27)
SLOPES: Array = np.linspace(-3.9, 3.9, 27)
SLOPE_SDS: Array = np.array([0.35, 0.7, 1.25, 2.0, 3.0])
SLOPE_SCALE = 1.5
"""SD of the normal prior of a slope, for one step of the covariate."""
GROUP_MEANS: Array = np.linspace(-2.4, 2.4, 13)
GROUP_SDS: Array = np.array([0.3, 0.6, 1.0, 1.5, 2.2, 3.2])
"""Of most people."""
RISING_MEANS: Array = np.array([2.0, 3.0, 4.0, 5.5])
RISING_SDS: Array = np.array([0.5, 1.2])
"""Of a group that rises by 2 or more."""
SHARES: Array = np.array([0.03, 0.07, 0.12, 0.2, 0.3, 0.45])
"""Of it among all."""
APART = 1.5
"""Least distance between the means of both."""
FINER = 3
"""Steps into which one step of a mean or a slope is refined."""
LEAST = 1e-300
NODES: Array = np.linspace(-15.0, 15.0, 121)
"""Means between which that of a person with a covariate is looked up: a smooth curve."""


def normal(mean: Array, sd: Array | float, grid: Array = GRID) -> Array:
    """Normal populations on a grid, (G,), each of sum 1: (J,) and (J,) to (G, J).

    Example:
        >>> one = normal(np.array([1.0]), 0.5)
        >>> round(float(GRID @ one[:, 0]), 6), round(float(one.sum()), 6)
        (1.0, 1.0)
    """
    z = (grid[:, None] - mean) / sd
    density = np.exp(-0.5 * z * z)
    return density / density.sum(0)


def _finer(places: Array) -> Array:
    return np.linspace(places[0], places[-1], FINER * (len(places) - 1) + 1)


def _zoomed(total: Array, ways: tuple[float, ...]) -> Array:
    """A grid by cubic splines, its ends kept, so many times as long each way; flat."""
    finer: Array = np.asarray(zoom(total, ways))
    return finer.ravel()


def _pairs(first: Array, second: Array) -> tuple[Array, Array]:
    """Every pair of two axes, flat, the second running faster."""
    one, other = np.meshgrid(first, second, indexing="ij")
    return one.ravel(), other.ravel()


def _of_mean_and_sd(mean: Array, sd: Array, sds: Array) -> Array:
    """Log prior of a mean and of an SD, which stands for its cell among ``sds``."""
    cells = np.gradient(sds)[np.searchsorted(sds, sd)]
    return -0.5 * (mean / MEAN_SCALE) ** 2 - 0.5 * (sd / SD_SCALE) ** 2 + np.log(cells)


@cache
def _at_nodes(sd: float) -> Array:
    """Normal populations of an SD around `NODES`, (G, nodes)."""
    return normal(NODES, sd)


@dataclass(frozen=True)
class Normal:
    """One normal population, N(μ, σ²): every pair of `MEANS` and `SDS`, the means refined."""

    kept: ClassVar[int] = len(MEANS) * len(SDS)
    """J, answers at which sums are kept."""
    along: ClassVar[Array] = GRID
    """What leaving goes with, see `leaving`, (G,)."""

    @cached_property
    def answers(self) -> tuple[Array, Array]:
        """Mean and SD of the refined answers, (R,) each."""
        return _pairs(_finer(MEANS), SDS)

    def shaken(self, chances: Array, sd: float) -> Array:
        """Chances (R,) of the refined answers where the mean is off by a normal error of an SD."""
        if not sd:
            return chances
        grid = chances.reshape(-1, len(SDS))
        step = (MEANS[1] - MEANS[0]) / FINER
        return gaussian_filter1d(grid, sd / step, axis=0, mode="nearest").ravel()

    @cached_property
    def log_prior(self) -> Array:
        """(R,): normal in μ, half-normal in σ."""
        prior = _of_mean_and_sd(*self.answers, SDS)
        return prior - np.logaddexp.reduce(prior)

    @cached_property
    def densities(self) -> Array:
        """Of the answers at which sums are kept, (G, J)."""
        return normal(*_pairs(MEANS, SDS))

    def total(self, likelihood: Array) -> Array:
        """Log-likelihood of every kept answer, summed over people: (people, G) to (J,)."""
        return np.log(np.maximum(likelihood @ self.densities, LEAST)).sum(0)

    def refined(self, total: Array) -> Array:
        """A total (J,) at the refined answers, (R,)."""
        ways = (len(_finer(MEANS)) / len(MEANS), 1)
        return _zoomed(total.reshape(len(MEANS), -1), ways)


@dataclass(frozen=True)
class Slope:
    """A mean that goes with a covariate, N(μ + β·z, σ²).

    Args:
        steps: The covariate z of each person, (people,), in steps from its middle.
    """

    steps: Array
    kept: ClassVar[int] = len(SLOPE_MEANS) * len(SLOPES) * len(SLOPE_SDS)
    """J."""
    along: ClassVar[Array] = GRID

    @cached_property
    def answers(self) -> tuple[Array, Array]:
        """Mean, and slope in days of 28 a year for a step, of the refined answers, (R,) each."""
        mean, slope = _pairs(_finer(SLOPE_MEANS), _finer(SLOPES))
        return np.repeat(mean, len(SLOPE_SDS)), np.repeat(slope, len(SLOPE_SDS))

    @cached_property
    def log_prior(self) -> Array:
        """(R,): normal in μ and β, half-normal in σ."""
        mean, slope = self.answers
        sd = np.tile(SLOPE_SDS, len(mean) // len(SLOPE_SDS))
        prior = _of_mean_and_sd(mean, sd, SLOPE_SDS) - 0.5 * (slope / SLOPE_SCALE) ** 2
        return prior - np.logaddexp.reduce(prior)

    def total(self, likelihood: Array) -> Array:
        """See `Normal.total`."""
        total = np.zeros((len(SLOPE_MEANS), len(SLOPES), len(SLOPE_SDS)))
        means = SLOPE_MEANS[:, None] + self.steps[:, None, None] * SLOPES
        for at, sd in enumerate(SLOPE_SDS):
            logs = np.log(np.maximum(likelihood @ _at_nodes(float(sd)), LEAST))
            for row, wanted in zip(logs, means, strict=True):
                total[:, :, at] += np.interp(wanted, NODES, row)
        return total.ravel()

    def refined(self, total: Array) -> Array:
        """See `Normal.refined`."""
        kept = total.reshape(len(SLOPE_MEANS), len(SLOPES), -1)
        ways = [len(_finer(axis)) / len(axis) for axis in (SLOPE_MEANS, SLOPES)]
        return _zoomed(kept, (*ways, 1))


@dataclass(frozen=True)
class Groups:
    """Most people N(μ₀, σ₀²), and none or a share p of N(μ₁, σ₁²) that rises by 2 or more.

    Both are answers of one grid, p = 0 those without a group. With one, the prior is Beta(1, 3) in
    p and even over μ₁ and σ₁, of those `APART` from the others.
    """

    along: ClassVar[Array] = GRID

    @cached_property
    def _answers(self) -> tuple[Array, Array, Array]:
        """Place among most people, place among groups, share; (J,) each."""
        mean, _ = _pairs(GROUP_MEANS, GROUP_SDS)
        high, _ = _pairs(RISING_MEANS, RISING_SDS)
        most, group, share = (
            part.ravel()
            for part in np.meshgrid(
                np.arange(len(mean)), np.arange(len(high)), SHARES, indexing="ij"
            )
        )
        far = high[group] - mean[most] >= APART
        none = np.arange(len(mean))
        return (
            np.concatenate([none, most[far]]),
            np.concatenate([0 * none, group[far]]),
            np.concatenate([0.0 * none, share[far]]),
        )

    @property
    def kept(self) -> int:
        """J."""
        return len(self.share)

    @property
    def share(self) -> Array:
        """Of the group among all people, (J,)."""
        return self._answers[2]

    @cached_property
    def densities(self) -> tuple[Array, Array]:
        """Of most people, and of the groups, (G, …) each."""
        most, group = _pairs(GROUP_MEANS, GROUP_SDS), _pairs(RISING_MEANS, RISING_SDS)
        return normal(*most), normal(*group)

    @cached_property
    def log_prior(self) -> Array:
        """(J,): answers without a group and answers with one sum to 1 each."""
        most, _, share = self._answers
        mean, sd = (part[most] for part in _pairs(GROUP_MEANS, GROUP_SDS))
        some = share > 0
        wide = np.interp(share, SHARES, np.gradient(SHARES))
        prior = _of_mean_and_sd(mean, sd, GROUP_SDS)
        prior += np.where(some, 2 * np.log1p(-share) + np.log(wide), 0.0)
        whole, none = (np.logaddexp.reduce(prior[part]) for part in (some, ~some))
        return prior - np.where(some, whole, none)

    def total(self, likelihood: Array) -> Array:
        """See `Normal.total`."""
        most, group, share = self._answers
        of_most, of_group = (likelihood @ densities for densities in self.densities)
        total = np.zeros(len(share))
        for low, high in zip(of_most, of_group, strict=True):
            total += np.log(np.maximum((1 - share) * low[most] + share * high[group], LEAST))
        return total

    def refined(self, total: Array) -> Array:
        """See `Normal.refined`; nothing is refined: one ratio of sums is asked of this grid."""
        return total


Question: TypeAlias = "Normal | Slope | Groups | Reliefs"
"""What is asked of people: it has J ``kept`` answers, a ``log_prior`` of the refined ones, how
people add up (``total``) and are refined (``refined``), and what leaving goes ``along`` with."""
