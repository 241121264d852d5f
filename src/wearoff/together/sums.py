"""What is kept of many people together: sums of log-likelihoods by answer, and counts.

Everything that is told of a population follows from these, so that clinics are joined by adding
what each of them sums up at home. No sum belongs to one person.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.simulation.executor import one_blas_thread
from wearoff.together.gates import gates
from wearoff.together.grids import Groups, Normal, Slope
from wearoff.together.leaving import totals
from wearoff.together.person_curves import RELIEFS, blurred, effective
from wearoff.together.relief_groups import Reliefs

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array
    from wearoff.together.grids import Question
    from wearoff.together.members import People, ReliefCurves

NORMAL, GROUPS, TWO_RELIEFS = Normal(), Groups(), Reliefs()
BEYOND_ANY_STEP = Slope(np.zeros(0))
"""The grid of slopes, of nobody."""


class Total(NamedTuple):
    """Log-likelihood of J answers, summed over people, as the draws have it and otherwise."""

    as_drawn: Array
    """(J,): each diary says of the trend what its draws say."""
    with_misfit: Array
    """(J,): it may be off by as much as diaries of its length are."""
    by_leaving: Array
    """(γ, levels, J): with misfit, and leaving goes with the trend, see `leaving`."""

    def plus(self, other: Total) -> Total:
        """Of both together."""
        return Total(*(one + more for one, more in zip(self, other, strict=True)))


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Whom the sums are of.

    Attributes:
        begun: Everybody.
        left: Of them those of whom it is written that they left.
        used: Whose draws say something of a trend.
        long: Of these, with as many days as the question after a group needs in half of them.
        with_covariate: Of these, with a number for the covariate; 0 where none was asked for.
        with_relief: Of these, with enough effective draws of relief; 0 where it was not asked for.
    """

    begun: int
    left: int
    used: int
    long: int
    with_covariate: int
    with_relief: int

    def plus(self, other: Counts) -> Counts:
        """Of both together."""
        names = [field.name for field in fields(self)]
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Everything that is needed of people to tell of them together.

    Attributes:
        counts: Whom they are of.
        trend: Of `Normal`.
        groups: Of `Groups`.
        slope: Of `Slope`; None where no covariate was asked for.
        reliefs: Of `Reliefs`; None where two groups of relief were not asked for.
        enough: Of the people used, with enough effective draws at each kept answer of `Normal`,
            (J,).
    """

    counts: Counts
    trend: Total
    groups: Total
    slope: Total | None
    reliefs: Total | None
    enough: Array

    def plus(self, other: Sums) -> Sums:
        """Of both together: what only one of them was asked for is in neither."""
        return Sums(
            counts=self.counts.plus(other.counts),
            trend=self.trend.plus(other.trend),
            groups=self.groups.plus(other.groups),
            slope=self.slope.plus(other.slope) if self.slope and other.slope else None,
            reliefs=self.reliefs.plus(other.reliefs) if self.reliefs and other.reliefs else None,
            enough=self.enough + other.enough,
        )


@one_blas_thread()
def sums(people: People, progress: Callable[[str], None] = lambda _: None) -> Sums:
    """Sum people up.

    Args:
        people: With their curves; a covariate where one was asked for.
        progress: Called with a line as the work goes on.

    Returns:
        The same, rounding aside, in whatever order they come.
    """
    wide = blurred(people.likelihood, people.misfit)

    def total(question: Question, of: Array) -> Total:
        return _total(question, people.likelihood[of], wide[of], people.left[of])

    everybody = np.full(len(people.names), fill_value=True)
    known = np.isfinite(people.steps) if people.steps is not None else ~everybody
    limits = gates()
    used = people.used
    behind = effective(people.likelihood[used], people.squares[used], NORMAL.densities)
    progress("adding up what the diaries say of a mean trend")
    trend = total(NORMAL, everybody)
    progress("of a group that rises")
    groups = total(GROUPS, everybody)
    slope = None
    if people.steps is not None:
        progress("of a slope")
        slope = total(Slope(people.steps[known]), known)
    reliefs = None
    if people.reliefs is not None:
        progress("of two groups of relief")
        reliefs = _of_relief(people.reliefs, people.left)
    return Sums(
        counts=Counts(
            begun=len(people.names),
            left=int(people.left.sum()),
            used=int(used.sum()),
            long=int((people.days[used] >= limits["subgroup"]["days"]).sum()),
            with_covariate=int((known & used).sum()),
            with_relief=_with_relief(people.reliefs, used) if people.reliefs else 0,
        ),
        trend=trend,
        groups=groups,
        slope=slope,
        reliefs=reliefs,
        enough=(behind >= limits["draws"]["effective"]).sum(0).astype(float),
    )


def _total(question: Question, likelihood: Array, wide: Array, left: Array) -> Total:
    """Curves, the same with misfit, and who left: all of a question."""
    return Total(
        as_drawn=question.total(likelihood),
        with_misfit=question.total(wide),
        by_leaving=totals(question, wide, left),
    )


def _of_relief(reliefs: ReliefCurves, left: Array) -> Total:
    wide = blurred(reliefs.likelihood, reliefs.misfit, RELIEFS)
    return _total(TWO_RELIEFS, reliefs.likelihood, wide, left)


def _with_relief(reliefs: ReliefCurves, used: Array) -> int:
    """People with enough effective draws of relief, where any of it is as common."""
    behind = effective(reliefs.likelihood, reliefs.squares, np.ones((len(RELIEFS), 1)))[:, 0]
    return int((used & (behind >= gates()["draws"]["effective"])).sum())
