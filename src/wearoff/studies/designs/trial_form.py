"""Designs of trials: what may stand in a design file, and what goes together.

Weeks count from the first session. An outcome that is counted (headache days) is read over the 28
days that end with a visit's week, any other on its day.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Literal

from wearoff.errors import InputError, unknown
from wearoff.evidence import injections, products
from wearoff.formats.documents import Form, checked, within
from wearoff.model.conditions import condition
from wearoff.studies.design import BASELINES, HEADACHE
from wearoff.units import WEEK, WINDOW

MOST_ARMS = 8
MOST_PEOPLE = 4096
"""Of one arm."""
MOST_WEEKS = 260
LONGEST = 400
"""Characters of a text."""
ENROLLED = "before"
"""What the only arm of an open series is against: its own people, before."""
CYCLES = "cycles"
"""Variable of trials in which everybody has cycles with toxin and without."""
Variable = Literal["change", "responder30", "responder50", "cycles"]
Missing = Literal["left_out", "carried_forward", "no_response"]
SLACK = 0.02
"""Days by which a week may miss a whole day: 3.43 weeks are 24 days."""


def _ascending(weeks: tuple[float, ...]) -> None:
    if not weeks or any(later <= earlier for earlier, later in pairwise(weeks)):
        raise InputError(
            f"found {listed(weeks)}", allowed="weeks one after another, none twice, as [0, 12]"
        )


def _whole_days(weeks: tuple[float, ...]) -> None:
    if any(abs(WEEK * week - round(WEEK * week)) > SLACK for week in weeks):
        raise InputError(f"found {listed(weeks)}", allowed="weeks of whole days: sevenths")


def _from_the_start(weeks: tuple[float, ...]) -> None:
    _ascending(weeks)
    if weeks[0]:
        raise InputError(
            f"the first session is in week {weeks[0]:g}",
            allowed="0: weeks count from the first session",
            fix=f"take {weeks[0]:g} from every week",
        )


def _words(text: str) -> None:
    if not text.strip() or len(text) > LONGEST:
        raise InputError(f"found {len(text)} characters", allowed=f"words, up to {LONGEST} letters")


def _condition(name: str) -> None:
    made = condition(name)
    if not set(made.outcomes) & set(BASELINES):
        raise InputError(f"{name} has nothing that people enter a trial with")


def _plan(name: str) -> None:
    if name not in injections.plans():
        raise unknown("plan", name, injections.plans())


def _product(name: str) -> None:
    products.named(name)


def listed(weeks: tuple[float, ...]) -> str:
    """Weeks as a design file has them."""
    return f"[{', '.join(f'{week:g}' for week in weeks)}]"


Week = Annotated[float, within(0, MOST_WEEKS)]
Weeks = Annotated[tuple[Week, ...], checked(_whole_days), checked(_ascending)]
Words = Annotated[str, checked(_words)]


class Arm(Form):
    """People who are treated alike."""

    name: Words
    size: Annotated[int, within(2, MOST_PEOPLE)]
    """People."""
    weeks: Annotated[tuple[Week, ...], checked(_whole_days), checked(_from_the_start)]
    """Of the sessions."""
    placebo: Annotated[tuple[Week, ...], checked(_whole_days)] = ()
    """Weeks whose session is one without toxin."""
    known_from: Week | None = None
    """Week from which people know that they get toxin; without it they never do."""
    known_until: Week | None = None
    """Week from which they know it no more, as after an open run-in."""


class Screening(Form):
    """A diary of 28 days before the first session, by which people are let in."""

    least: Annotated[float, within(0, WINDOW)]
    """Headache days counted."""
    most: Annotated[float, within(0, WINDOW)] = float(WINDOW)


class Entry(Form):
    """The level with which people enter.

    Without a screening the mean and SD are of what was counted, as trials report it. With one they
    are of people's usual level, of whom those enter whose 28 days happen to be such.
    """

    mean: Annotated[float, within(0, 100)]
    sd: Annotated[float, within(0.1, 100)]
    screening: Screening | None = None


class RunIn(Form):
    """Sessions that all arms have alike before people are randomized."""

    week: Week
    """Of the randomization, a visit."""
    keep: Literal["all", "responder30", "responder50"]
    """Who is randomized: everybody, or who has fallen so far from the level at entry."""


class Leaving(Form):
    """Who stops being treated, by how they have responded until then."""

    weeks: Weeks
    """In which people may leave."""
    share: Annotated[float, within(0.001, 0.9)] | None = None
    """Who leave each time, of those a third below entry; without it that of an open series."""
    answer: Annotated[float, within(0, 20)] | None = None
    """Fall of those log-odds from no fall to a whole one; 0: leaving does not depend on it."""
    followed: bool = False
    """Whether those who left are still seen."""


class Intercurrent(Form):
    """What is asked of people to whom something happens after the first session."""

    leaving: Literal["treatment_policy", "hypothetical", "composite"]
    """Of people who stop: as it went on, as if they had stayed, or counted as no response."""


class Estimand(Form):
    """What the trial is to tell; all but ``since`` is required."""

    population: Words
    treatment: Words
    """Name of an arm; ``toxin`` where cycles are compared."""
    against: Words
    """Arm that it is compared with; ``before`` of the only arm, ``placebo`` of cycles."""
    variable: Variable
    """Change, whether it fell by 30 or 50 of 100 from entry, or toxin's cycles less placebo's."""
    week: Week
    """Of the visit; of cycles, from each session."""
    since: Week = 0.0
    """Week of the level that a change is from; 0 is entry."""
    intercurrent: Intercurrent


class Analysis(Form):
    """How the trial's own people are to be analyzed; the first is the primary one."""

    method: Literal["ancova", "mmrm", "responder", "t_test"]
    """Change adjusted for the level before, at one visit or by all of them; shares; a mean."""
    variable: Variable
    alpha: Annotated[float, within(0.0001, 0.5)] = 0.05
    """Two-sided."""
    missing: Missing = "left_out"
    """What is taken for a visit that was not seen."""


class TrialDesign(Form):
    """A trial before its first patient."""

    title: Words
    condition: Annotated[str, checked(_condition)]
    outcome: Literal["headache_days", "twstrs", "jaw_pain", "leg_pain", "neck_pain"]
    plan: Annotated[str, checked(_plan)]
    """Of sessions with toxin."""
    units: Annotated[float, within(0.1, 20_000)] | None = None
    """Of a session, in units of the product; without it the plan's own."""
    product: Annotated[str, checked(_product)] | None = None
    population: Literal["typical", "drawn"] = "typical"
    """The calibrated population, or another one of each trial, as far as studies differ."""
    entry: Entry
    run_in: RunIn | None = None
    arm: tuple[Arm, ...]
    visits: Weeks
    """Weeks in which the outcome is read."""
    leaving: Leaving | None = None
    missed: Annotated[float, within(0, 0.9)] = 0.0
    """Share of visits that are not seen, whoever it is."""
    estimand: Estimand
    analysis: tuple[Analysis, ...]
    settings: Mapping[str, float] | None = None
    """Evidence values that are the same in everybody, by row name."""
    source: str = ""
    """Where the design is from."""

    @property
    def counted(self) -> bool:
        """Whether the outcome is counted from diaries."""
        return self.outcome == HEADACHE

    @property
    def alone(self) -> bool:
        """Whether there is nobody to compare the treated with."""
        return len(self.arm) == 1

    @property
    def compared(self) -> tuple[int, ...]:
        """Places of the arms compared: the treatment, and what it is against if anybody.

        All of them where everybody has both kinds of cycle.
        """
        if self.estimand.variable == CYCLES:
            return tuple(range(len(self.arm)))
        names = [arm.name for arm in self.arm]
        asked = (self.estimand.treatment, self.estimand.against)
        return tuple(names.index(name) for name in asked if name in names)

    @property
    def asked(self) -> int:
        """Place of the estimand's visit."""
        return self.visits.index(self.estimand.week)

    @property
    def since(self) -> int | None:
        """Place of the visit that a change is from; None is entry."""
        return self.visits.index(self.estimand.since) if self.estimand.since else None

    @property
    def people(self) -> int:
        """People of all arms."""
        return sum(arm.size for arm in self.arm)
