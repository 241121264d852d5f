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
from wearoff.together.trend_curves import blurred, effective

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array
    from wearoff.together.grids import Question
    from wearoff.together.members import People

NORMAL, GROUPS = Normal(), Groups()
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
    """

    begun: int
    left: int
    used: int
    long: int
    with_covariate: int

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
        enough: Of the people used, with enough effective draws at each kept answer of `Normal`,
            (J,).
    """

    counts: Counts
    trend: Total
    groups: Total
    slope: Total | None
    enough: Array

    def plus(self, other: Sums) -> Sums:
        """Of both together; both or neither have a slope."""
        both = self.slope and other.slope
        return Sums(
            counts=self.counts.plus(other.counts),
            trend=self.trend.plus(other.trend),
            groups=self.groups.plus(other.groups),
            slope=self.slope.plus(other.slope) if both and self.slope and other.slope else None,
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
        return Total(
            as_drawn=question.total(people.likelihood[of]),
            with_misfit=question.total(wide[of]),
            by_leaving=totals(question, wide[of], people.left[of]),
        )

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
    return Sums(
        counts=Counts(
            begun=len(people.names),
            left=int(people.left.sum()),
            used=int(used.sum()),
            long=int((people.days[used] >= limits["subgroup"]["days"]).sum()),
            with_covariate=int((known & used).sum()),
        ),
        trend=trend,
        groups=groups,
        slope=slope,
        enough=(behind >= limits["draws"]["effective"]).sum(0).astype(float),
    )
