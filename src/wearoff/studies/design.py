"""Designs: which sessions the people of a published study had, and what they entered with.

A figure's design is worked out once, by `published`, and passed on with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wearoff.errors import InputError
from wearoff.evidence import injections
from wearoff.evidence.injections import Plan, PlanPart
from wearoff.model.conditions import condition
from wearoff.records import Injection, Session
from wearoff.studies.readouts import FOLLOWS_FROM
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wearoff.records import Target

PLACEBO_FIRST = 2
"""Placebo sessions before toxin in the arm ``placebo_then_toxin``."""
MOST_DAYS = 7400
"""Longest study."""
UNTIL_IT_ENDS = 336
"""Days followed where the day itself is the answer."""
HEADACHE = "headache_days"
"""Column that is counted from diaries, day by day; any other is read at the start of a day."""
DOSE_DIFFERENCE = "headache_days_dose_difference"
STAY_WELL = "stay_well_percent"
UNTREATED, TRAINED = "untreated", "exercise"
"""Arms of people who get no session: one visit, the day on which they are first asked."""
EXERCISE_NET = "exercise_minus_untreated"
NO_SESSIONS = (UNTREATED, EXERCISE_NET)
"""Arms that a figure may be of, in which there is nothing but that visit."""
EVERY_YEAR = ("chronic_every_year_percent", "remitted_every_year_percent", "between_percent")
EVERY_QUARTER = "chronic_every_quarter_percent"
READ_EVERY = {EVERY_QUARTER: 13, **dict.fromkeys(EVERY_YEAR, 52)}
"""Quantities that are read again and again, and after how many weeks each time."""
RATED = ("twstrs_change", "jaw_pain_vs_placebo")
"""Scores that somebody rates, who may know what was given."""
OF_THE_CYCLE = "headache_days_of_cycle"
"""Counted over the whole cycle that ends with the week, where others count its last 28 days."""
OF_THE_MAIN_OUTCOME = ("retreatment_days", "effect_duration_days", "effect_duration_median_days")
"""Quantities that are read off whatever the condition is about."""
WEEK_IS_THE_ANSWER = (
    *("onset_days", "atrophy_peak_day", *OF_THE_MAIN_OUTCOME),
    *("wearoff_median_day", "pain_free_median_days"),
)
CYCLE_READ = {
    "first_responder50_percent": WINDOW,
    "wearoff_percent": 2 * WINDOW,
    "wearoff_median_day": 2 * WINDOW,
}
"""Quantities that are read cycle by cycle, and the shortest cycle that they can be read in."""
MUSCLE_ALONE = "healthy_muscle"
USUAL_DOSE = "preempt_155"
"""What a higher dose is compared with in the same patients."""


class EntryLevel(NamedTuple):
    """Row that an outcome's level at entry sets, and the top of its scale."""

    row: str
    top: float


BASELINES = {
    HEADACHE: EntryLevel("headache_baseline_{condition}", 28.0),
    "twstrs": EntryLevel("twstrs_baseline", 87.0),
    "jaw_pain": EntryLevel("pain_baseline_bruxism", 10.0),
    "leg_pain": EntryLevel("pain_baseline_piriformis", 10.0),
    "neck_pain": EntryLevel("neck_pain_{condition}", 10.0),
}
"""Outcomes that people enter a study with."""


class Outcome(NamedTuple):
    """Column of a course that a figure reads, and the condition whose parts give it."""

    column: str
    condition: str


class ArmSessions(NamedTuple):
    """How many sessions a figure of an arm of a cohort counts."""

    cohort: str
    arm: str
    sessions: int


@dataclass(frozen=True)
class Design:
    """What people of one study got: one session's injections, and when they came back.

    Attributes:
        condition: whose parts are simulated.
        column: outcome that is read.
        product: of the toxin.
        injections: of one session, in units of the product; an arm without toxin gets none.
        visits: days of the sessions, from the first.
        interval: days between sessions.
        blinded: sessions in which nobody knows whether it is toxin, from the first.
    """

    condition: str
    column: str
    product: str
    injections: tuple[Injection, ...]
    visits: tuple[int, ...]
    interval: int
    blinded: int = 0

    def known_from(self, arm: str) -> int | None:
        """Day from which people of an arm know that they get toxin; None if they never do."""
        if arm in {"placebo", UNTREATED, TRAINED} or self.blinded >= len(self.visits):
            return None
        return self.visits[self.blinded]

    def sessions(self, arm: str) -> tuple[Session, ...]:
        """Sessions of an arm: placebo ones are visits without any toxin.

        The one visit of the untreated marks the level at which they were chosen; what it lets them
        expect has faded within months.
        """
        without = dict.fromkeys(("placebo", UNTREATED, TRAINED), len(self.visits))
        placebo = (without | {"placebo_then_toxin": PLACEBO_FIRST}).get(arm, 0)
        none = tuple(Injection(i.muscle, i.side, 0.0) for i in self.injections)
        return tuple(
            Session(day, self.product, none if index < placebo else self.injections)
            for index, day in enumerate(self.visits)
        )


class Published(NamedTuple):
    """A published figure and the design of its study.

    ``usual`` is the same study under the usual dose, where a difference between doses is asked.
    """

    target: Target
    design: Design
    usual: Design | None = None

    @property
    def last_day(self) -> int:
        """Day on which the figure's last observation ends."""
        target, visits = self.target, self.design.visits
        if target.quantity in CYCLE_READ:
            return visits[-1] + self.design.interval
        if target.week is None or target.quantity in WEEK_IS_THE_ANSWER:
            return UNTIL_IT_ENDS
        end = round(WEEK * target.week)
        if target.quantity == STAY_WELL:
            end += visits[-1]
        return max(end, 1)


def blinded_sessions(figures: Iterable[ArmSessions]) -> dict[str, int]:
    """Sessions of a cohort up to which it has a placebo arm; an open series has none.

    Example:
        >>> blinded_sessions([ArmSessions("A", "toxin", 5), ArmSessions("A", "placebo", 2)])
        {'A': 2}
    """
    blinded: dict[str, int] = {}
    for cohort, arm, sessions in figures:
        if "placebo" in arm:
            compared = PLACEBO_FIRST if arm == "placebo_then_toxin" else sessions
            blinded[cohort] = max(blinded.get(cohort, 0), compared)
    return blinded


def outcome(target: Target) -> Outcome:
    """What a figure reads.

    A muscle figure in a condition that does not read single muscles is read off the injected
    muscle alone.

    Raises:
        InputError: the condition has nothing from which the figure follows.
    """
    asked = condition(target.condition)
    of_pain = target.quantity == "pain_smd_vs_placebo" and asked.main.endswith("_pain")
    if of_pain or target.quantity in OF_THE_MAIN_OUTCOME:
        return Outcome(asked.main, asked.name)
    column = FOLLOWS_FROM[target.quantity]
    for name in (asked.name, MUSCLE_ALONE):
        if column in condition(name).outcomes:
            return Outcome(column, name)
    raise InputError(f"{target.quantity} has no counterpart in {asked.title}")


def scheme(target: Target) -> Plan:
    """The named plan, or units spread over the condition's usual muscles if it has no such plan."""
    if target.plan in injections.plans():
        return injections.plan(target.plan)
    usual = injections.plan(condition(target.condition).usual_plan).parts[0]
    part = PlanPart("usual", usual.side, target.units, usual.product)
    return Plan(
        name=target.plan,
        condition=target.condition,
        parts=(part,),
        interval_days=None,
        kilograms=1.0,
        source="spread",
    )


def design(target: Target, *, dose: str = "") -> Design:
    """Sessions of a figure's study.

    Args:
        target: the figure.
        dose: another plan, whose own dose is taken in place of the figure's.

    Raises:
        InputError: the plan has no dose of its own and the row gives none, or the condition has
            none of its muscles.
    """
    plan = injections.plan(dose) if dose else scheme(target)
    toxin = target.product != "placebo" and not dose
    units = target.units if toxin else None
    if units is None and not all(part.units for part in plan.parts):
        if target.arm != "placebo":
            raise InputError(f"plan {plan.name} has no dose of its own", fix="give units")
        units = 1.0
    usual = condition(target.condition).usual
    product, given = injections.spread(
        plan, usual, "left", units, target.product if toxin else None
    )
    column, read_in = outcome(target)
    condition(read_in).sites({(i.muscle, i.side) for i in given})
    interval = round(WEEK * (target.interval_weeks or 0)) or UNTIL_IT_ENDS
    return Design(
        condition=read_in,
        column=column,
        product=product,
        injections=given,
        visits=tuple(interval * k for k in range(target.sessions)),
        interval=interval,
    )


def published(target: Target) -> Published:
    """A figure with the design of its study, worked out once for all that follows.

    Raises:
        InputError: as `design`.
    """
    made = design(target)
    usual = design(target, dose=USUAL_DOSE) if target.quantity == DOSE_DIFFERENCE else None
    return Published(target, made, usual)


def check(figure: Published) -> None:
    """Refuse a figure that no virtual study can show.

    Raises:
        InputError: as `length`; an arm that the quantity is not read in, sessions that do not fit
            before the week, or cycles too short to be read.
    """
    length((figure,))
    target, made = figure.target, figure.design
    arm = "toxin_minus_placebo" if target.quantity.endswith("_vs_placebo") else "toxin"
    named = figure.usual or target.quantity in OF_THE_MAIN_OUTCOME or arm != "toxin"
    if named and target.arm != arm:
        raise InputError(f"{target.quantity} in arm {target.arm}", allowed=arm)
    if target.arm in NO_SESSIONS and target.sessions != 1:
        raise InputError(
            f"{target.sessions} sessions in arm {target.arm}",
            allowed="1, the day on which they were first asked",
        )
    every = READ_EVERY.get(target.quantity, 0)
    if (target.week or 0) < every:
        raise InputError(f"{target.quantity} at week {target.week:g}", allowed=f"{every} or more")
    least = CYCLE_READ.get(target.quantity, 0)
    if made.interval < least:
        raise InputError(
            f"{target.quantity} in cycles of {made.interval} days", allowed=f"{least} or more"
        )
    ends = target.quantity == STAY_WELL or target.quantity in CYCLE_READ
    if target.week is not None and not ends and made.visits[-1] > WEEK * target.week:
        raise InputError(
            f"{target.sessions} sessions {target.interval_weeks:g} weeks apart do not fit before "
            f"week {target.week:g}",
            fix="sessions counts those given up to the week",
        )


def length(figures: Sequence[Published]) -> int:
    """Days that the courses of these figures of one study need.

    Raises:
        InputError: longer than `MOST_DAYS`.
    """
    counted = figures[0].design.column == HEADACHE
    needed = max(figure.last_day for figure in figures) + (0 if counted else 1)
    if needed > MOST_DAYS:
        raise InputError(f"{needed} days of study", allowed=f"up to {MOST_DAYS}")
    return needed
