"""What of a trial was left out, or stands for something else: a sentence each, with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from wearoff.records import Arm
    from wearoff.trial.enrolled import Enrolled
    from wearoff.trial.visit_plan import Planned

ONE_SESSION = 16
"""Weeks that one session is commonly followed for, as in the open trial."""


def of_people(everybody: Mapping[str, Enrolled], kept: Mapping[str, Enrolled]) -> list[str]:
    """Who is left out, and what stood in for a baseline.

    Args:
        everybody: all people of the file.
        kept: those with a baseline and a later score.
    """
    without = sum(p.baseline is None for p in everybody.values())
    alone = len(everybody) - without - len(kept)
    of_column = sum(0.0 not in p.scores and p.before is not None for p in kept.values())
    just_before = sum(0.0 not in p.scores and p.before is None for p in kept.values())
    early = sum(len(p.early) for p in kept.values()) - just_before
    said = (
        (without, f"{_people(without)} without a baseline left out"),
        (alone, f"{_people(alone)} without any later score left out"),
        (of_column, f"{_people(of_column)} with the baseline of column baseline"),
        (just_before, f"{_people(just_before)} whose last score before day 0 is the baseline"),
        (early, f"{_scores(early)} before the baseline left out"),
    )
    return [text for count, text in said if count]


def of_plan(plan: Planned) -> list[str]:
    """Which scores stand at another week than in the file, and which were left out."""
    weeks = ", ".join(f"{week:.3g}" for week in plan.weeks)
    found: list[str] = []
    if plan.moved:
        moved = f"{_scores(plan.moved)} matched to the planned weeks {weeks}"
        found.append(f"{moved}, at most {plan.farthest:.1f} weeks away")
    if plan.unscheduled:
        left = f"{_scores(plan.unscheduled)} of unscheduled visits left out"
        found.append(f"{left}: the plan is weeks {weeks}")
    return found


def of_sessions(arms: Collection[Arm], weeks: Sequence[float], *, given: bool) -> list[str]:
    """That one session was taken, where visits go on for longer than after one.

    Args:
        arms: all arms.
        weeks: the planned visits.
        given: whether the file says when sessions were.
    """
    if given or weeks[-1] <= ONE_SESSION or any(arm.weeks[1:] for arm in arms):
        return []
    later = f"one session taken, in week 0, though visits go on to week {weeks[-1]:g}"
    return [f"{later}: a column sessions has the weeks of several"]


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


def _scores(count: int) -> str:
    return f"{count} score{'' if count == 1 else 's'}"
