"""What does not go together in a design of a trial, each value of which may be."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.evidence import injections, rows
from wearoff.formats.documents import Unfit
from wearoff.model.conditions import condition
from wearoff.studies.design import BASELINES
from wearoff.studies.designs.estimand_checks import of_estimand, unfit
from wearoff.studies.designs.trial_form import MOST_ARMS, listed
from wearoff.studies.study import NEAREST, widest
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wearoff.studies.designs.trial_form import Arm, TrialDesign


def clashes(design: TrialDesign) -> Iterator[Unfit]:
    """What does not go together in a design, each value of which may be."""
    yield from _of_arms(design)
    yield from _of_visits(design)
    yield from _of_leaving(design)
    yield from of_estimand(design)
    made = condition(design.condition)
    if design.outcome not in made.outcomes:
        allowed = ", ".join(name for name in BASELINES if name in made.outcomes)
        yield unfit(f"outcome: {made.title} has no {design.outcome}", allowed, "outcome")
    plan = injections.plan(design.plan)
    if design.units is None and not all(part.units for part in plan.parts):
        yield unfit(f"plan {design.plan} has no dose of its own", "units beside it", "plan")
    yield from _of_entry(design)
    screening = design.entry.screening
    if screening and (not design.counted or screening.least > screening.most):
        yield unfit(
            f"screening: {screening.least:g} to {screening.most:g} of {design.outcome}",
            "headache_days, least up to most",
            *("entry", "screening"),
        )
    entry_row = BASELINES[design.outcome].row.format(condition=design.condition)
    for name, value in (design.settings or {}).items():
        if name == entry_row:
            yield unfit(f"{name}: the level at entry", "mean of [entry]", "settings", name)
            continue
        try:
            rows.overrides({name: value})
        except InputError as error:
            yield Unfit(("settings", name), error)


def _of_entry(design: TrialDesign) -> Iterator[Unfit]:
    entry, top = design.entry, BASELINES[design.outcome].top
    least, most = NEAREST * top, (1 - NEAREST) * top
    if not least <= entry.mean <= most:
        yield unfit(
            f"mean: {entry.mean:g} {design.outcome}", f"{least:g} to {most:g}", "entry", "mean"
        )
    elif entry.sd > widest(entry.mean, top):
        yield unfit(
            f"sd: {entry.sd:g} around {entry.mean:g} on a scale from 0 to {top:g}",
            f"up to {math.floor(10 * widest(entry.mean, top)) / 10:g} around this mean",
            "entry",
            "sd",
        )


def _of_arms(design: TrialDesign) -> Iterator[Unfit]:
    names = [arm.name for arm in design.arm]
    if not 1 <= len(names) <= MOST_ARMS:
        yield unfit(f"arm: {len(names)} of them", f"1 to {MOST_ARMS}, each by [[arm]]", "arm")
    for index, arm in enumerate(design.arm):
        if arm.name in names[:index]:
            yield unfit(
                f"name: {arm.name!r} stands twice", "a name of its own", "arm", index, "name"
            )
        if strange := set(arm.placebo) - set(arm.weeks):
            yield unfit(
                f"placebo: no session in week {min(strange):g}",
                listed(arm.weeks),
                *("arm", index, "placebo"),
            )
        until, since = arm.known_until, arm.known_from
        if until is not None and (since is None or until <= since):
            yield unfit(
                f"known_until: week {until:g}",
                "a week after known_from",
                *("arm", index, "known_until"),
            )
        if design.run_in and _early(design, arm) != _early(design, design.arm[0]):
            yield unfit(
                f"weeks: {arm.name!r} differs from {design.arm[0].name!r} before the randomization "
                f"in week {design.run_in.week:g}",
                "the same sessions, placebo and knowledge of it before that week",
                *("arm", index, "weeks"),
            )


def _early(design: TrialDesign, arm: Arm) -> tuple[object, ...]:
    """What is done in an arm before people are randomized."""
    end = design.run_in.week if design.run_in else 0.0
    sessions = tuple((week, week in arm.placebo) for week in arm.weeks if week < end)
    since = arm.known_from if arm.known_from is not None and arm.known_from < end else None
    ends_early = arm.known_until is not None and arm.known_until < end
    return sessions, since, arm.known_until if ends_early else None


def _of_leaving(design: TrialDesign) -> Iterator[Unfit]:
    start = 0.0
    if design.run_in:
        start = design.run_in.week
        if start not in design.visits or design.alone:
            yield unfit(
                f"week: people are randomized in week {start:g}",
                f"one of {listed(design.visits)}, of two arms or more",
                *("run_in", "week"),
            )
    for week in design.leaving.weeks if design.leaving else ():
        if not start < week < design.visits[-1]:
            yield unfit(
                f"weeks: leaving in week {week:g}",
                f"after week {start:g} and before the last visit",
                *("leaving", "weeks"),
            )


def _of_visits(design: TrialDesign) -> Iterator[Unfit]:
    if not design.counted:
        return
    for earlier, later in pairwise((0.0, *design.visits)):
        if round(WEEK * later) - round(WEEK * earlier) < WINDOW:
            yield unfit(
                f"visits: the 28 days that end in week {later:g} overlap what ends in week "
                f"{earlier:g}",
                f"{WINDOW / WEEK:g} weeks or more from the first session and from each other",
                "visits",
            )
