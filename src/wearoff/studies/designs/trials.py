"""Many trials of one design, in parts that any worker may make, and what each of them finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.formats.resumable import timed
from wearoff.simulation.executor import side_by_side
from wearoff.studies.designs.analyses import METHODS, Estimates, Sample, value
from wearoff.studies.designs.people import People, Seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array
    from wearoff.studies.designs.trial_form import TrialDesign

PART = 2048
"""People of one part, about; it moves no number."""
RESPONDER = "responder50"


class ArmMeans(NamedTuple):
    """Means over the people of an arm, (trials,) each."""

    before: Array
    change: Array
    responders: Array
    """Share, from 0 to 1."""


class Trials(NamedTuple):
    """What came of all trials of a design."""

    arms: list[ArmMeans]
    estimates: list[Estimates]
    """Of each analysis."""
    contrasts: list[Array]
    """Each analysis's variable, treatment less the other arm, in everybody; (trials,)."""


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
        InputError: too few people pass the screening.
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
    samples = [
        _at_visit(People(design, arm, numbers, seed).seen, design.asked)
        for arm in range(len(design.arm))
    ]
    treated, other = (samples[place] for place in design.compared)
    return Trials(
        arms=[_means(sample) for sample in samples],
        estimates=[
            METHODS[one.method](treated, other, one.variable, one.alpha) for one in design.analysis
        ],
        contrasts=[
            value(treated, one.variable).mean(-1) - value(other, one.variable).mean(-1)
            for one in design.analysis
        ],
    )


def _at_visit(seen: Seen, visit: int) -> Sample:
    return Sample(seen.before, seen.at[:, :, visit])


def _means(sample: Sample) -> ArmMeans:
    return ArmMeans(
        before=sample.before.mean(-1),
        change=value(sample, "change").mean(-1),
        responders=value(sample, RESPONDER).mean(-1),
    )
