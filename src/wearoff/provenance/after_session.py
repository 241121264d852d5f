"""What one session does in each part: a course of its main quantity between invented people."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wearoff.model.conditions import CONDITIONS
from wearoff.runs import meta
from wearoff.units import WEEK

if TYPE_CHECKING:
    from wearoff.provenance.result import PartCourse
    from wearoff.records import Array

PEOPLE, DAYS, SEED = 128, 168, 1
"""Invented people, and the days that they are followed after a usual session."""
LISTED = 14
"""Days between two rows of a short table."""
SITE = "trapezius_left"
"""The muscle that stands for all where each has its own."""
STILL = 1e-6
"""What moves by less, as a share of its size, does not move."""
QUANTILES = {"lo90": 5, "lo50": 25, "hi50": 75, "hi90": 95}


class Shown(NamedTuple):
    """What is drawn of a part: in which condition, its output or state, and what people call it."""

    condition: str
    quantity: str
    said: str
    state: bool = False


SHOWN: dict[str, tuple[Shown, ...]] = {
    "junction": (Shown("chronic_migraine", "A", "active toxin in one neck muscle", state=True),),
    "muscle": (Shown("chronic_migraine", "m", "size of one neck muscle", state=True),),
    "spindle": (Shown("chronic_migraine", "g", "length signal of one neck muscle", state=True),),
    "context": (Shown("chronic_migraine", "fall", "what goes without any toxin"),),
    "backup": (Shown("chronic_migraine", "strength_percent", "strength of the big neck muscles"),),
    "stability": (Shown("chronic_migraine", "command", "drive of the big neck muscles"),),
    "tissue": (Shown("chronic_migraine", "damage", "damage of joints and discs"),),
    "nerve": (
        Shown("chronic_migraine", "input", "what head and neck tell the brain"),
        Shown("piriformis", "pressure", "irritation of the sciatic nerve"),
    ),
    "sensitization": (Shown("chronic_migraine", "felt", "what is felt of it"),),
    "headache": (Shown("chronic_migraine", "days", "headache days"),),
    "neck": (Shown("chronic_migraine", "pain", "neck pain"),),
    "face": (Shown("chronic_migraine", "frown_percent", "strength of the frown"),),
    "unit": (Shown("bruxism", "tension", "pull of the jaw's closing muscles"),),
    "pain": (
        Shown("bruxism", "pain", "jaw pain"),
        Shown("piriformis", "pain", "leg pain"),
    ),
    "dystonia": (Shown("cervical_dystonia", "twstrs", "TWSTRS total"),),
    "probe": (Shown("healthy_junction", "response_percent", "a foot muscle's response"),),
}
"""The main quantity of each part, or of each of its variants."""


def courses(part: str) -> list[PartCourse]:
    """What one session does in a part; computed once for each condition, in about a second."""
    return [_course(part, shown) for shown in SHOWN[part]]


@cache
def _simulated(condition: str) -> dict[str, Array]:
    """By ``part.quantity`` (people, days): everything of a condition that is drawn."""
    from wearoff.simulation.simulate import DAYS_PER_YEAR, simulate

    drawn = [(part, one) for part, every in SHOWN.items() for one in every]
    drawn = [(part, one) for part, one in drawn if one.condition == condition]
    outcomes = {
        f"{part}.{one.quantity}": f"{part}.{one.quantity}" for part, one in drawn if not one.state
    }
    states = [(part, one) for part, one in drawn if one.state]
    usual = simulate(condition, patients=PEOPLE, seed=SEED, years=DAYS / DAYS_PER_YEAR, sessions=1)
    cohort = replace(
        usual.cohort,
        condition=replace(CONDITIONS[condition], outcomes=outcomes),
        states=bool(states),
    )
    (batch,) = cohort.batches()
    found = {name: batch.columns[name] for name in outcomes}
    found |= {
        f"{part}.{one.quantity}": batch.columns[f"{part}__{SITE}__{one.quantity}"]
        for part, one in states
    }
    return found


@cache
def _course(part: str, shown: Shown) -> PartCourse:
    """One quantity by day: the mean of the people, 5 in 10 and 9 in 10."""
    import numpy as np

    from wearoff.formats.documents import Meta
    from wearoff.formats.estimates import Bands
    from wearoff.provenance.result import CourseDay, PartCourse

    condition = CONDITIONS[shown.condition]
    chosen = next(one for one in condition.parts if one.name == part)
    ports = chosen.states if shown.state else chosen.outputs
    values = _simulated(condition.name)[f"{part}.{shown.quantity}"]
    ends = np.percentile(values, list(QUANTILES.values()), axis=0)
    mean = values.mean(axis=0)
    levels = {"mean": mean, **dict(zip(QUANTILES, ends, strict=True))}
    change = mean - mean[0]
    furthest = int(np.argmax(np.abs(change)))
    moves = abs(change[furthest]) > STILL * max(abs(mean[0]), STILL)
    gone = np.flatnonzero(np.abs(change[furthest:]) < abs(change[furthest]) / 2)
    return PartCourse(
        meta=Meta(**meta(SEED)),
        part=part,
        condition=condition.name,
        condition_title=condition.title,
        plan=condition.usual_plan,
        quantity=shown.said,
        unit=next(port.unit for port in ports if port.name == shown.quantity).format(units="U"),
        people=PEOPLE,
        days=tuple(
            CourseDay(
                day=day,
                week=day / WEEK,
                level=Bands(**{name: level[day] for name, level in levels.items()}),
            )
            for day in range(len(mean))
        ),
        listed_days=tuple(range(0, len(mean), LISTED)),
        furthest_day=furthest if moves else None,
        rises=bool(change[furthest] > 0) if moves else None,
        half_gone_day=furthest + int(gone[0]) if moves and len(gone) else None,
    )
