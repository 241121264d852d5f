"""The smallest trial of a design that has the power asked for.

All arms grow in proportion. A smaller trial has the first people of a larger one, so that power
over sizes is nearly monotone; the next size to try is what a test whose estimate is normal needs,
between the largest that was too small and the smallest that was enough.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from scipy.special import ndtri

from wearoff.studies.designs.trial_form import MOST_PEOPLE
from wearoff.studies.designs.trials import held

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wearoff.studies.designs.trial_form import TrialDesign
    from wearoff.studies.designs.trials import Trials

FEWEST = 4
"""People of an arm from which sizes are tried."""
CLOSE = 1.03
"""Two sizes that are so near are not told apart: chance moves the power more."""
MARGIN = 1.02
"""Times the people that the next size has more than seems needed, so that it is often enough."""
MOST = 14
"""Sizes that are tried."""


class Tried(NamedTuple):
    """A size of the design, held."""

    design: TrialDesign
    trials: Trials

    @property
    def significant(self) -> int:
        """Trials whose primary analysis has a p below its alpha."""
        return int((self.trials.estimates[0].p < self.design.analysis[0].alpha).sum())

    @property
    def power(self) -> float:
        """Their share."""
        return self.significant / len(self.trials.estimates[0].p)


class Search(NamedTuple):
    """What was tried, in the order of sizes, and the smallest that is enough; None if none is."""

    tried: list[Tried]
    smallest: Tried | None


def sized(design: TrialDesign, factor: float) -> TrialDesign:
    """The design with so many times the people in each arm."""
    arms = tuple(
        arm.model_copy(update={"size": max(math.ceil(arm.size * factor), FEWEST)})
        for arm in design.arm
    )
    return design.model_copy(update={"arm": arms})


def smallest(
    design: TrialDesign,
    power: float,
    trials: int,
    *,
    seed: int,
    progress: Callable[[str], None] | None = None,
) -> Search:
    """Look for the smallest size with a power.

    Args:
        design: The trial; what stands in it is where the search begins.
        power: Share of the trials whose primary analysis finds a difference.
        trials: How often each size is held.
        seed: Of every person and day.
        progress: Called with a line now and then.

    Raises:
        InputError: as `held`.
    """
    sizes = [arm.size for arm in design.arm]
    ends = FEWEST / min(sizes), MOST_PEOPLE / max(sizes)
    tried: dict[float, Tried] = {}
    factor = min(max(1.0, ends[0]), ends[1])
    while len(tried) < MOST:
        own = sized(design, factor)
        if any(own == one.design for one in tried.values()):
            break
        where = f"size {len(tried) + 1}, {own.people} people"
        say = progress and (lambda line, where=where: progress(f"{where}: {line}"))
        tried[factor] = Tried(own, held(own, trials, seed=seed, progress=say))
        needed = factor * _needed(tried[factor], power)
        guess = _next(tried, power, needed, min(sizes))
        factor = min(max(guess, ends[0]), ends[1])
    order = [tried[one] for one in sorted(tried)]
    return Search(order, next((one for one in order if one.power >= power), None))


def _next(tried: Mapping[float, Tried], power: float, guess: float, arm: int) -> float:
    """How many times the people to try next; one that was tried where there is nothing left.

    Where nothing was too small yet the next is smaller, by one person of the smallest arm or more,
    and larger where nothing was enough.
    """
    high = min((one for one, found in tried.items() if found.power >= power), default=None)
    low = max((one for one, found in tried.items() if found.power < power), default=None)
    if high is not None and low is None:
        return min(guess, high / CLOSE, (math.ceil(arm * high) - 1) / arm)
    if high is None or low is None:
        return guess if low is None else max(guess, low * CLOSE, (math.ceil(arm * low) + 1) / arm)
    if high <= low * CLOSE:
        return high
    inside = low * CLOSE**0.5 < guess < high / CLOSE**0.5
    return guess if inside else math.sqrt(low * high)


def _needed(found: Tried, power: float) -> float:
    """How many times the people a test needs whose estimate is normal."""
    trials = len(found.trials.estimates[0].p)
    line = ndtri(1 - found.design.analysis[0].alpha / 2)
    seen = min(max(found.power, 0.5 / trials), 1 - 0.5 / trials)
    away = max(float(ndtri(seen) + line), 0.1)
    return MARGIN * float(((ndtri(power) + line) / away) ** 2)
