"""Whether relief comes in two groups: mixtures whose density has two tops, against all others.

People's relief x in percent is p(x) = (1 − p)·N(x; μ₀, σ₀²) + p·N(x; μ₁, σ₁²), μ₀ ≤ μ₁. Two normal
components are no two groups yet: they fit any skewed, flat or heavy-tailed population as well. Two
groups are told where p(x) has two tops at least so far apart, with a valley between them at most so
high as a share of the lower top (``gates.toml``). Every other mixture, and one normal population,
is an answer without two groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from wearoff.together.gates import gates
from wearoff.together.grids import LEAST, normal
from wearoff.together.person_curves import RELIEFS

if TYPE_CHECKING:
    from wearoff.records import Array

MEANS: Array = np.linspace(-20.0, 80.0, 11)
SDS: Array = np.array([5.0, 10.0, 18.0, 30.0])
"""Means and SDs of a component, percent of relief."""
SHARES: Array = np.array([0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95])
"""Of the component with more relief."""
MIDDLE, LACK = 30.0, 20.0
"""Relief at which leaving has its level, and how much less of it is one step of leaving."""


class Mixtures(NamedTuple):
    """Both components of each answer by their place in `Reliefs.components`, and the share p.

    (J,) each; where p is 0 there is one normal population.
    """

    less: Array
    more: Array
    share: Array


@dataclass(frozen=True)
class Reliefs:
    """Two groups of relief, or none."""

    along: ClassVar[Array] = (MIDDLE - RELIEFS) / LACK
    """What leaving goes with: lacking relief, in steps of `LACK`."""

    @cached_property
    def components(self) -> tuple[Array, Array]:
        """Mean and SD of each, (C,)."""
        mean, sd = np.meshgrid(MEANS, SDS, indexing="ij")
        return mean.ravel(), sd.ravel()

    @cached_property
    def densities(self) -> Array:
        """Of the components, (G, C)."""
        return normal(*self.components, RELIEFS)

    @cached_property
    def mixtures(self) -> Mixtures:
        """Every answer: one component alone, then every pair with every share."""
        alone = np.arange(len(self.components[0]))
        less, more = np.triu_indices(len(alone), 1)
        pairs = [np.repeat(one, len(SHARES)) for one in (less, more)]
        return Mixtures(
            np.concatenate([alone, pairs[0]]),
            np.concatenate([alone, pairs[1]]),
            np.concatenate([0.0 * alone, np.tile(SHARES, len(less))]),
        )

    @property
    def kept(self) -> int:
        """J."""
        return len(self.mixtures.share)

    @cached_property
    def two(self) -> Array:
        """Which answers are two groups, (J,)."""
        limits = gates()["relief"]
        less, more, share = self.mixtures
        mean, _ = self.components
        first, second = (np.searchsorted(RELIEFS, mean[of]) for of in (less, more))
        far = (share > 0) & (mean[more] - mean[less] >= limits["apart"])
        found = np.zeros(len(share), bool)
        for at in np.flatnonzero(far):
            between = slice(first[at], second[at] + 1)
            low, high = self.densities[between, less[at]], self.densities[between, more[at]]
            density = (1 - share[at]) * low + share[at] * high
            valley = density.argmin()
            top = min(density[: valley + 1].max(), density[valley:].max())
            found[at] = density[valley] <= limits["valley"] * top
        return found

    @cached_property
    def log_prior(self) -> Array:
        """(J,): two groups sum to 1; so do others, half of it one normal population; all even."""
        alone = self.mixtures.share == 0
        others = ~self.two & ~alone
        prior = np.where(alone, 0.5 / alone.sum(), 0.5 / others.sum())
        return np.log(np.where(self.two, 1 / self.two.sum(), prior))

    def total(self, likelihood: Array) -> Array:
        """See `Normal.total`."""
        less, more, share = self.mixtures
        total = np.zeros(len(share))
        for row in likelihood @ self.densities:
            total += np.log(np.maximum((1 - share) * row[less] + share * row[more], LEAST))
        return total

    def refined(self, total: Array) -> Array:
        """See `Normal.refined`; nothing is refined: one ratio of sums is asked of this grid."""
        return total
