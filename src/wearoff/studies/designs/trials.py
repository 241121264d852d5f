"""Many trials of one design, in parts that any worker may make, and what each of them finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.formats.resumable import timed
from wearoff.simulation.executor import side_by_side
from wearoff.studies.designs.analyses import METHODS
from wearoff.studies.designs.following import followed
from wearoff.studies.designs.people import People
from wearoff.studies.designs.responses import responds
from wearoff.studies.designs.samples import Estimates, cycles, sample, true_value
from wearoff.studies.designs.trial_form import CYCLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array
    from wearoff.studies.designs.following import Followed
    from wearoff.studies.designs.trial_form import TrialDesign

PART = 2048
"""People of one part, about; it moves no number."""
RESPONDER = "responder50"


class ArmMeans(NamedTuple):
    """Means over the people of an arm at the estimand's visit, (trials,) each."""

    before: Array
    """The level that a change is from."""
    change: Array
    """Of who was seen."""
    responders: Array
    """Share of who was seen, from 0 to 1."""
    left: Array
    """Share who had left; of cycles, before the last visit."""
    seen: Array
    """Share who were seen; of cycles, at the last visit."""


class Trials(NamedTuple):
    """What came of all trials of a design."""

    arms: list[ArmMeans]
    estimates: list[Estimates]
    """Of each analysis."""
    contrasts: list[Array]
    """Each analysis's variable as the estimand has it, in everybody of each trial; (trials,)."""


def held(
    design: TrialDesign,
    trials: int,
    *,
    seed: int,
    part: int = PART,
    progress: Callable[[str], None] | None = None,
) -> Trials:
    """Hold a design's trial so many times.

    Args:
        design: The trial.
        trials: How many.
        seed: Of every person and day.
        part: People of one part, about; it moves no number.
        progress: Called with a line now and then.

    Raises:
        InputError: too few people pass the screening or the run-in.
    """
    each = max(part // design.people, 1)
    parts = [np.arange(first, min(first + each, trials)) for first in range(0, trials, each)]
    say = progress and (lambda line: progress(f"parts of the trials: {line}"))
    done = side_by_side(lambda numbers: _part(design, numbers, seed), parts)
    found = list(timed(done, len(parts), say))
    return Trials(
        arms=[ArmMeans(*map(np.concatenate, zip(*own, strict=True))) for own in _by(found, 0)],
        estimates=[Estimates(*map(np.concatenate, zip(*e, strict=True))) for e in _by(found, 1)],
        contrasts=[np.concatenate(own) for own in _by(found, 2)],
    )


def _by(found: list[Trials], place: int) -> list[tuple[tuple[Array, ...], ...]]:
    return list(zip(*(one[place] for one in found), strict=True))


def _part(design: TrialDesign, numbers: Array, seed: int) -> Trials:
    arms, asked = range(len(design.arm)), design.analysis
    found = [followed(People(design, arm, numbers, seed)) for arm in arms]
    samples = [sample(design, *one) for one in zip(design.arm, found, strict=True)]
    compared = [samples[place] for place in design.compared]
    return Trials(
        arms=[_means(design, one) for one in found],
        estimates=[METHODS[one.method](compared, one) for one in asked],
        contrasts=[
            _contrast(design, found, one.variable, seed, numbers) for one in design.analysis
        ],
    )


def _contrast(
    design: TrialDesign, found: list[Followed], variable: str, seed: int, numbers: Array
) -> Array:
    """A variable in everybody: the treatment's less what it is against, (trials,)."""
    if variable == CYCLES:
        return _of_cycles(design, seed, numbers)
    treated, *others = (true_value(design, found[place], variable) for place in design.compared)
    return treated - others[0] if others else treated


def _of_cycles(design: TrialDesign, seed: int, numbers: Array) -> Array:
    """Mean of cycles in people who only have toxin less that in the same with placebo, (trials,).

    So nothing is carried over from one kind of cycle to the other.
    """
    apart: list[Array] = []
    for place, arm in enumerate(design.arm):
        always, never = (arm.model_copy(update={"placebo": placebo}) for placebo in ((), arm.weeks))
        own: list[Array] = []
        for which, one in enumerate((never, always)):
            changed = (*design.arm[:place], one, *design.arm[place + 1 :])
            people = People(design.model_copy(update={"arm": changed}), place, numbers, seed)
            own.append(cycles(design, one, followed(people).stayed)[which])
        apart.append(own[1] - own[0])
    return np.concatenate(apart, -1).mean(-1)


def _means(design: TrialDesign, own: Followed) -> ArmMeans:
    seen, now = own.seen[:, :, design.asked], own.actual[:, :, design.asked]
    before = own.entry if design.since is None else own.actual[:, :, design.since]
    last = -1 if design.estimand.variable == CYCLES else design.asked
    return ArmMeans(
        before=before.mean(-1),
        change=_mean(now - before, seen),
        responders=_mean(responds(own.entry, now, RESPONDER), seen),
        left=own.left[:, :, last].mean(-1),
        seen=own.seen[:, :, last].mean(-1),
    )


def _mean(values: Array, seen: Array) -> Array:
    """Means of who was seen, (trials,); NaN where nobody was."""
    count = seen.sum(-1)
    total = np.where(seen, values, 0.0).sum(-1)
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
