"""What becomes of the people of an arm: who leaves, what is missed, what would have been.

At each week of `leaving` people may leave by how they have responded until then,

    logit P(leave) = logit(share) − answer·(fall − 1/3),    fall = 1 − now / level at entry,

as in studies of which this is known. Who leaves gets no more sessions, and goes on without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit, logit

from wearoff.simulation.uniforms import uniforms
from wearoff.studies.designs.entering import entering
from wearoff.studies.designs.written import course, readings
from wearoff.studies.entries import MIDDLING
from wearoff.units import WEEK

if TYPE_CHECKING:
    from wearoff.records import Array
    from wearoff.studies.designs.entering import Entered
    from wearoff.studies.designs.people import People
    from wearoff.studies.designs.written import Readings

LITTLE = 0.1
"""Least level at entry of which a fall is a share, in the outcome's unit."""


class Followed(NamedTuple):
    """The people of an arm in some trials, (trials, people) and at each visit."""

    entry: Array
    """At entry, (trials, people)."""
    stayed: Array
    """As it would have been had everybody stayed, (trials, people, visits)."""
    actual: Array
    """As it was, after leaving too, (trials, people, visits)."""
    left: Array
    """Whether people had left before a visit, (trials, people, visits)."""
    seen: Array
    """Whether a visit was seen, (trials, people, visits)."""


def followed(people: People) -> Followed:
    """Follow an arm from entry to its last visit.

    Raises:
        InputError: too few people are let in.
    """
    entered = entering(people)
    whole = readings(people, *entered, course(people, *entered, people.sessions, people.days))
    weeks = people.design.visits
    stayed = np.stack([whole.on(round(WEEK * week)) for week in weeks], -1)
    until = _leaving(people, entered, whole)
    actual = _without_later_sessions(people, entered, until, stayed)
    left = np.array(weeks) > until[:, None]
    found = stayed, actual, left, _seen(people, entered.numbers, left)
    trials = len(people.trials)
    return Followed(
        whole.entry.reshape(trials, -1),
        *(values.reshape(trials, -1, len(weeks)) for values in found),
    )


def _leaving(people: People, entered: Entered, whole: Readings) -> Array:
    """Week in which people leave, (N,); infinite where they stay."""
    until = np.full(len(entered.numbers), np.inf)
    leaving = people.design.leaving
    if leaving is None:
        return until
    values = people.values(*entered)
    share = values["leaving_share"] if leaving.share is None else leaving.share
    answer = values["leaving_answer"] if leaving.answer is None else leaving.answer
    for week in leaving.weeks:
        now = whole.on(round(WEEK * week))
        fall = np.clip(1 - now / np.maximum(whole.entry, LITTLE), -1, 1)
        chance = expit(logit(share) - answer * (fall - MIDDLING))
        (luck,) = uniforms(people.seed, entered.numbers, [f"leaves {week:g}"])
        until = np.where(np.isinf(until) & (luck < chance), week, until)
    return until


def _without_later_sessions(people: People, entered: Entered, until: Array, stayed: Array) -> Array:
    """What becomes of people who leave, at each visit; of the others what became of them."""
    actual, gone = stayed.copy(), np.isfinite(until)
    if not gone.any():
        return actual
    trial, numbers, until = entered.trial[gone], entered.numbers[gone], until[gone]
    own = np.empty((len(until), people.days))
    for week in np.unique(until):
        who = until == week
        sessions = tuple(one for one in people.sessions if one.day < round(WEEK * week))
        own[who] = course(people, trial[who], numbers[who], sessions, people.days)
    without = readings(people, trial, numbers, own)
    actual[gone] = np.stack([without.on(round(WEEK * week)) for week in people.design.visits], -1)
    return actual


def _seen(people: People, numbers: Array, left: Array) -> Array:
    """Whether each visit was seen, (N, visits): up to the randomization all of them."""
    design = people.design
    start = design.run_in.week if design.run_in else 0.0
    luck = uniforms(people.seed, numbers, [f"missed {week:g}" for week in design.visits]).T
    missed = (luck < design.missed) & (np.array(design.visits) > start)
    gone = left & (design.leaving is not None and not design.leaving.followed)
    return ~missed & ~gone
