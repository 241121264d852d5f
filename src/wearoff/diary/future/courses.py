"""The same person under other courses, in the words and order of the course file.

Nothing is ranked: courses stand in a fixed order, each with what is said of it and where that comes
from. Where most of that is assumed, `mostly_assumed` says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.future import body as mechanics
from wearoff.diary.future.counterfactual import DAYS, NextYear, shift_of
from wearoff.diary.future.plan_result import CourseResult, DataShare, NotAsked
from wearoff.diary.thresholds import thresholds
from wearoff.formats.documents import sentence
from wearoff.formats.estimates import equally
from wearoff.records import Course, Session
from wearoff.words import courses as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.formats.documents import Sentence

WEEK = 7
AS_NOW = Course(
    id="as_now",
    name="as now",
    interval_weeks=None,
    units=None,
    product=None,
    condition=None,
    without=(),
    exercise=False,
    pause_weeks=0,
    stop=False,
    source="the log",
    grade="own",
)


def coming(posterior: DiaryPosterior, course: Course) -> list[Session]:
    """Sessions of a course from the day after the last entry on, for a year."""
    if course.stop:
        return []
    record = posterior.record
    latest = max((*record.sessions, *record.later), key=lambda session: session.day)
    interval = round(WEEK * course.interval_weeks) if course.interval_weeks else posterior.interval
    day = max(latest.day + interval, record.last + 1) + round(WEEK * course.pause_weeks)
    given = changed(latest, course)
    return [replace(given, day=d) for d in range(day, record.last + DAYS + 1, interval)]


def changed(session: Session, course: Course) -> Session:
    """The usual session as a course changes it: muscles left out first, then the total."""
    kept = tuple(i for i in session.injections if i.muscle not in course.without)
    total = sum(injection.units for injection in kept)
    if course.units and total:
        kept = tuple(replace(i, units=i.units * course.units / total) for i in kept)
    return replace(session, injections=kept)


def refusal(posterior: DiaryPosterior, course: Course, condition: str) -> Sentence | None:
    """Why a course cannot be asked of this person; None if it can."""
    latest = max(
        (*posterior.record.sessions, *posterior.record.later), key=lambda session: session.day
    )
    if course.condition and course.condition != condition:
        return sentence("other_condition", condition=course.condition)
    if course.product and course.product != latest.product:
        return sentence("other_product", product=course.product, given=latest.product)
    if course.without and not any(i.muscle in course.without for i in latest.injections):
        return sentence("not_injected")
    if course.exercise and not mechanics.trains(condition):
        return sentence("no_training", condition=condition)
    return None


def alternatives(
    posterior: DiaryPosterior, courses: Sequence[Course], condition: str
) -> tuple[list[CourseResult], list[NotAsked]]:
    """Every course of one person, and those that cannot be asked, with the reason.

    Args:
        posterior: the person as analyzed, with sessions.
        courses: in the order in which they are said.
        condition: condition.
    """
    now = coming(posterior, AS_NOW)
    year = NextYear(posterior, [*posterior.record.sessions, *posterior.record.later], now)
    done: list[CourseResult] = []
    refused: list[NotAsked] = []
    for course in (AS_NOW, *courses):
        reason = refusal(posterior, course, condition)
        if reason:
            refused.append(_not_asked(course, reason))
            continue
        done.append(_said(posterior, year, course, condition))
    return done, refused


def _not_asked(course: Course, why: Sentence) -> NotAsked:
    reason = why.rendered(words.REASONS)
    return NotAsked(id=course.id, name=course.name, code=why.code, values=why.values, reason=reason)


def _first_year(posterior: DiaryPosterior, course: Course) -> list[Session]:
    """A course from its first session on day 0: what the model alone is asked."""
    first, *_ = coming(posterior, replace(course, stop=False, pause_weeks=0))
    days = [
        s.day - first.day for s in coming(posterior, replace(course, stop=False, pause_weeks=0))
    ]
    given = changed(first, replace(course, units=None))
    if course.stop:
        return [replace(given, day=0)]
    skipped = round(WEEK * course.pause_weeks)
    return [replace(given, day=d + (skipped if d else 0)) for d in days if d + skipped < DAYS]


def _said(
    posterior: DiaryPosterior, year: NextYear, course: Course, condition: str
) -> CourseResult:
    sessions = coming(posterior, course)
    settings = {mechanics.EXERCISE: 1.0} if course.exercise else {}
    shift = None
    if (course.without or course.exercise) and mechanics.trains(condition):
        now = _first_year(posterior, AS_NOW)
        shift = shift_of(condition, now, _first_year(posterior, course), settings)
    result = year.of(sessions, shift, other_dose=bool(course.units or course.without))
    body = mechanics.body(condition, _first_year(posterior, course), DAYS, settings)
    as_now = course.id == AS_NOW.id
    share = None if as_now else result.shares
    limits = thresholds()["courses"]
    better = limits["better_days_28"]
    return CourseResult(
        id=course.id,
        name=course.name,
        sessions=len(sessions),
        next=posterior.record.date_of(sessions[0].day) if sessions else None,
        headache_days_28=equally(result.days_28),
        change_days_28=None if as_now else equally(result.change),
        p_better_by_2=None if as_now else float(np.mean(result.change <= -better)),
        p_worse_by_2=None if as_now else float(np.mean(result.change >= better)),
        muscle_percent=body.muscle_percent,
        load_change_percent=body.load_change_percent,
        data_share=DataShare(**vars(share)) if share else None,
        mostly_assumed=share.assumed > limits["mostly_assumed"] if share else None,
        source=course.source,
        grade=course.grade,
    )
