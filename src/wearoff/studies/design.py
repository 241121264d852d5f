"""Designs: which sessions the people of a published study had, and what they entered with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError
from wearoff.evidence import injections
from wearoff.evidence.injections import Plan, PlanPart
from wearoff.model.conditions import condition
from wearoff.records import Injection, Session
from wearoff.studies.readouts import FOLLOWS_FROM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wearoff.records import Target

WEEK, WINDOW = 7, 28
PLACEBO_FIRST = 2
"""Placebo sessions before toxin in the arm ``placebo_then_toxin``."""
MOST_DAYS = 7400
"""Longest study."""
UNTIL_IT_ENDS = 336
"""Days followed where the day itself is the answer."""
OF_THE_MAIN_OUTCOME = ("retreatment_days", "effect_duration_days")
"""Quantities that are read off whatever the condition is about."""
WEEK_IS_THE_ANSWER = (
    *("onset_days", "atrophy_peak_day", "retreatment_days", "effect_duration_days"),
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
BASELINES = {
    "headache_days": ("headache_baseline_{condition}", 28.0),
    "twstrs": ("twstrs_baseline", 87.0),
    "jaw_pain": ("pain_baseline_bruxism", 10.0),
    "leg_pain": ("pain_baseline_piriformis", 10.0),
    "neck_pain": ("neck_pain_{condition}", 10.0),
}
"""Row that an outcome's level at entry sets, and the top of its scale."""


@dataclass(frozen=True)
class Design:
    """What people of one study got: one session's injections, and when they came back.

    ``visits`` are days; a session is ``injections`` times its arm's dose, 1 or 0. In the first
    ``blinded`` sessions nobody knows whether it is toxin.
    """

    condition: str
    product: str
    injections: tuple[Injection, ...]
    visits: tuple[int, ...]
    interval: int
    blinded: int = 0

    def known_from(self, arm: str) -> int | None:
        """Day from which people of an arm know that they get toxin; None if they never do."""
        if arm == "placebo" or self.blinded >= len(self.visits):
            return None
        return self.visits[self.blinded]

    def sessions(self, arm: str) -> tuple[Session, ...]:
        """Sessions of an arm: placebo ones are visits without any toxin."""
        placebo = {"placebo": len(self.visits), "placebo_then_toxin": PLACEBO_FIRST}.get(arm, 0)
        none = tuple(Injection(i.muscle, i.side, 0.0) for i in self.injections)
        return tuple(
            Session(day, self.product, none if index < placebo else self.injections)
            for index, day in enumerate(self.visits)
        )


def blinded_sessions(targets: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Sessions of a cohort up to which it has a placebo arm; an open series has none.

    Args:
        targets: rows of a targets file, with ``cohort``, ``arm`` and ``sessions``.
    """
    found: dict[str, int] = {}
    for target in targets:
        arm = target["arm"]
        compared = PLACEBO_FIRST if arm == "placebo_then_toxin" else int(target["sessions"])
        if "placebo" in arm:
            found[target["cohort"]] = max(found.get(target["cohort"], 0), compared)
    return found


def outcome(target: Target) -> tuple[str, str]:
    """Column that a figure reads, and the condition whose parts give it.

    A muscle figure in a condition that does not read single muscles is read off the injected
    muscle alone.

    Raises:
        InputError: the condition has nothing from which the figure follows.
    """
    asked = condition(target.condition)
    of_pain = target.quantity == "pain_smd_vs_placebo" and asked.main.endswith("_pain")
    if of_pain or target.quantity in OF_THE_MAIN_OUTCOME:
        return asked.main, asked.name
    column = FOLLOWS_FROM[target.quantity]
    for name in (asked.name, MUSCLE_ALONE):
        if column in condition(name).outcomes:
            return column, name
    raise InputError(f"{target.quantity} has no counterpart in {asked.title}")


def scheme(target: Target) -> Plan:
    """The named plan, or units spread over the condition's usual muscles if it has no such plan."""
    if target.plan in injections.plans():
        return injections.plan(target.plan)
    usual = injections.plan(condition(target.condition).usual_plan).parts[0]
    part = PlanPart("usual", usual.side, target.units, usual.product)
    return Plan(target.plan, target.condition, (part,), None, 1.0, "spread")


def design(target: Target, *, dose: str = "") -> Design:
    """Sessions of a figure's study; ``dose`` names another plan whose own dose is taken.

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
    read_in = condition(outcome(target)[1])
    read_in.sites({(i.muscle, i.side) for i in given})
    interval = round(WEEK * (target.interval_weeks or 0)) or UNTIL_IT_ENDS
    visits = tuple(interval * k for k in range(target.sessions))
    return Design(read_in.name, product, given, visits, interval)


def check(target: Target) -> None:
    """Refuse a figure that no virtual study can show.

    Raises:
        InputError: as `design` and `length`; an arm that the quantity is not read in, sessions that
            do not fit before the week, or cycles too short to be read.
    """
    made = design(target)
    length((target,))
    arm = "toxin_minus_placebo" if target.quantity.endswith("_vs_placebo") else "toxin"
    difference = target.quantity == "headache_days_dose_difference"
    if difference:
        design(target, dose=USUAL_DOSE)
    named = difference or target.quantity in OF_THE_MAIN_OUTCOME or arm != "toxin"
    if named and target.arm != arm:
        raise InputError(f"{target.quantity} in arm {target.arm}", allowed=arm)
    least = CYCLE_READ.get(target.quantity, 0)
    if made.interval < least:
        raise InputError(
            f"{target.quantity} in cycles of {made.interval} days", allowed=f"{least} or more"
        )
    ends = target.quantity == "stay_well_percent" or target.quantity in CYCLE_READ
    if target.week is not None and not ends and made.visits[-1] > WEEK * target.week:
        raise InputError(
            f"{target.sessions} sessions {target.interval_weeks:g} weeks apart do not fit before "
            f"week {target.week:g}",
            fix="sessions counts those given up to the week",
        )


def last_day(target: Target) -> int:
    """Day on which the figure's last observation ends."""
    if target.quantity in CYCLE_READ:
        made = design(target)
        return made.visits[-1] + made.interval
    if target.week is None or target.quantity in WEEK_IS_THE_ANSWER:
        return UNTIL_IT_ENDS
    end = round(WEEK * target.week)
    if target.quantity == "stay_well_percent":
        end += design(target).visits[-1]
    return max(end, 1)


def length(targets: Sequence[Target]) -> int:
    """Days that the courses of these figures need: a reading is of the start of its day.

    Raises:
        InputError: longer than `MOST_DAYS`.
    """
    counted = outcome(targets[0])[0] == "headache_days"
    needed = max(last_day(target) for target in targets) + (0 if counted else 1)
    if needed > MOST_DAYS:
        raise InputError(f"{needed} days of study", allowed=f"up to {MOST_DAYS}")
    return needed
