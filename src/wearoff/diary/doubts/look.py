"""All looks at a record, the worst doubt first."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.doubts.changes import changes
from wearoff.diary.doubts.counted_visits import visits
from wearoff.diary.doubts.dated import dates
from wearoff.diary.doubts.filled_in import writing
from wearoff.diary.doubts.seen import Row, Seen, Visit
from wearoff.diary.doubts.sessions import sessions
from wearoff.diary.labels import ONA
from wearoff.diary.outcomes import HEADACHE_DAYS, MIGRAINE_DAYS
from wearoff.diary.profiles import PROFILES
from wearoff.diary.thresholds import thresholds
from wearoff.evidence import injections
from wearoff.words.doubts import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wearoff.diary.case import Case
    from wearoff.diary.read.options import Options
    from wearoff.records import Doubt, Log

CHRONIC = "chronic_migraine"
WHAT = {HEADACHE_DAYS: "headache", MIGRAINE_DAYS: "migraine"}
"""What days are with; of days of bad pain their name says it."""


def doubts(case: Case, options: Options) -> tuple[Doubt, ...]:
    """What a careful colleague would ask of a case, beside what was asked while reading.

    Args:
        case: What was read.
        options: The day on which it is read, and what was confirmed.

    Returns:
        The doubts, those that bar answers first.
    """
    given = seen(case, options.today)
    looks = (dates(given), sessions(given), writing(given), changes(given), visits(case, given))
    found = {(one.code, one.where): one for one in chain(case.doubts, *looks)}
    order = {code: place for place, code in enumerate(KINDS)}
    ordered = sorted(found.values(), key=lambda one: order[one.code])
    return tuple(replace(one, confirmed=one.code in options.confirm) for one in ordered)


def seen(case: Case, today: date) -> Seen:
    """A case as it is looked at."""
    sources = {file.kind: file.source for file in case.files}
    diary, log = case.diary, case.log
    return Seen(
        diary=sources.get("diary", diary.source),
        log=sources.get("injections", sources.get("diary", "injections")),
        rows=[Row(entry.day.toordinal(), entry.line) for entry in case.entries if entry.values],
        first=diary.first.toordinal(),
        days=case.main.values,
        filled={name: np.isfinite(column) for name, column in diary.values.items()},
        sessions=_visits(log) if log else (),
        usual_units=_usual_units(case.condition),
        usual_interval=thresholds()["too_little"]["usual_interval"],
        counted=frozenset(s.day.toordinal() for s in case.scores if case.counts_alone),
        what=WHAT.get(case.main.name) or case.main.text.removeprefix("days with "),
        chronic=case.condition == CHRONIC and case.main.name == HEADACHE_DAYS,
        today=today.toordinal(),
    )


def _visits(log: Log) -> list[Visit]:
    """Sessions in order, each with the line on which it begins, and visits without one."""
    zero = log.first.toordinal()
    lines = log.lines or (0,) * len(log.sessions)
    both = zip(log.sessions, lines, strict=True)
    given = [
        Visit(
            zero + s.day, line, s.units, s.product, tuple((i.site, i.units) for i in s.injections)
        )
        for s, line in both
    ]
    usual = given[0].product
    passed = [Visit(zero + day, line, 0.0, usual, ()) for day, line in log.passed]
    return sorted([*given, *passed], key=lambda visit: visit.day)


def _usual_units(condition: str) -> Mapping[str, float]:
    """Usual total of a session by product, of conditions that have a plan."""
    profile = PROFILES.get(condition)
    if profile is None or profile.plans is None:
        return {}
    plan = injections.plan(profile.plans[0])
    return {ONA: sum(part.units or 0.0 for part in plan.parts)}
