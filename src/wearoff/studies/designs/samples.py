"""What a trial sees of an arm, what it is to see, and what an analysis makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import stats

from wearoff.errors import InputError
from wearoff.studies.designs.responses import responds
from wearoff.studies.designs.trial_form import CYCLES

if TYPE_CHECKING:
    from wearoff.records import Array
    from wearoff.studies.designs.following import Followed
    from wearoff.studies.designs.trial_form import Arm, TrialDesign


LEAST = 2
"""People of an arm whom an error of the mean needs."""


class Estimates(NamedTuple):
    """What each trial found, (trials,) each: treatment less what it is against."""

    estimate: Array
    se: Array
    lo: Array
    hi: Array
    """Ends of the interval whose level is 1 less alpha."""
    p: Array
    """Two-sided."""


def check_enough(least: int, *seen: Array) -> None:
    """Refuse trials of which an analysis cannot judge.

    Args:
        least: People that it needs of each arm.
        seen: How many are seen of an arm, (trials,).

    Raises:
        InputError: there are fewer in a trial.
    """
    if min(int(own.min()) for own in seen) < least:
        raise InputError(
            f"in some trials too few people are seen: fewer than {least} of an arm",
            allowed="larger arms, or fewer who leave and are missed",
        )


def check_differ(before: Array, used: Array) -> None:
    """Refuse trials whose people all have the same level before: nothing to adjust for.

    Args:
        before: Of everybody, (trials, people).
        used: Who is analyzed, (trials, people).

    Raises:
        InputError: in a trial they have.
    """
    highest = np.where(used, before, -np.inf).max(-1)
    if (highest == np.where(used, before, np.inf).min(-1)).any():
        raise InputError(
            "in some trials all people have the same level before: nothing to adjust for",
            allowed="levels that differ: a mean further from the ends of the scale, a wider "
            "screening",
        )


def by_t(estimate: Array, se: Array, df: Array, alpha: float) -> Estimates:
    """Interval and p of Student's t, (trials,)."""
    half = stats.t.ppf(1 - alpha / 2, df) * se
    p = 2 * stats.t.sf(np.abs(estimate / se), df)
    return Estimates(estimate, se, estimate - half, estimate + half, p)


class Sample(NamedTuple):
    """One arm of each trial; NaN where it was not seen."""

    entry: Array
    """At entry, (trials, people)."""
    before: Array
    """The level that a change is from, (trials, people)."""
    at: Array
    """At the visits after that, up to the estimand's: (trials, people, visits)."""

    @property
    def people(self) -> Array:
        """People who were seen at the estimand's visit, (trials,)."""
        return np.isfinite(self.now() - self.before).sum(-1)

    def now(self, missing: str = "left_out") -> Array:
        """At the estimand's visit, (trials, people).

        Args:
            missing: ``carried_forward``: the last visit that was seen in place of it.

        Example:
            >>> import numpy as np
            >>> at = np.array([[[9.0, np.nan], [np.nan, 4.0]]])
            >>> arm = Sample(np.full((1, 2), 12.0), np.full((1, 2), 12.0), at)
            >>> arm.now("carried_forward").tolist()
            [[9.0, 4.0]]
        """
        now = self.at[:, :, -1]
        if missing == "carried_forward":
            now = self.before
            for visit in np.moveaxis(self.at, -1, 0):
                now = np.where(np.isfinite(visit), visit, now)
        return now


def sample(design: TrialDesign, arm: Arm, own: Followed) -> Sample:
    """What the analyses get of an arm.

    Where cycles are compared, the level before is the mean of a person's placebo cycles, and what
    comes after it that of the cycles with toxin.
    """
    at = np.where(own.seen, own.actual, np.nan)
    if design.estimand.variable == CYCLES:
        placebo, toxin = cycles(design, arm, at)
        return Sample(own.entry, placebo, toxin[:, :, None])
    if design.since is None:
        return Sample(own.entry, own.entry, at[:, :, : design.asked + 1])
    after = slice(design.since + 1, design.asked + 1)
    return Sample(own.entry, at[:, :, design.since], at[:, :, after])


def cycles(design: TrialDesign, arm: Arm, at: Array) -> tuple[Array, Array]:
    """Means of people's cycles with placebo and with toxin, (trials, people) each.

    Args:
        design: The trial; its estimand's week counts from each session.
        arm: Whose sessions.
        at: At each visit, (trials, people, visits); NaN where it was not seen.
    """

    def mean(sessions: list[float]) -> Array:
        visits = [design.visits.index(week + design.estimand.week) for week in sessions]
        own = at[:, :, visits]
        count = np.isfinite(own).sum(-1)
        total = np.nansum(own, -1)
        return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)

    return (
        mean([week for week in arm.weeks if week in arm.placebo]),
        mean([week for week in arm.weeks if week not in arm.placebo]),
    )


def true_value(design: TrialDesign, own: Followed, variable: str) -> Array:
    """A variable in everybody of an arm, as the estimand takes those who leave: (trials,) means.

    ``treatment_policy`` as it went on, ``hypothetical`` as if everybody had stayed, ``composite``
    no response in who has left; whatever was seen.
    """
    leaving = design.estimand.intercurrent.leaving
    at = own.stayed if leaving == "hypothetical" else own.actual
    now = at[:, :, design.asked]
    if variable == "change":
        before = own.entry if design.since is None else at[:, :, design.since]
        return (now - before).mean(-1)
    stayed = ~own.left[:, :, design.asked] if leaving == "composite" else True
    return (responds(own.entry, now, variable) & stayed).mean(-1)
