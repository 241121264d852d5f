"""24 weeks of one typical patient after the trial's largest session, and after placebo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.evidence import rows
from wearoff.measures import scale_of
from wearoff.model.conditions import condition
from wearoff.simulation.simulate import DAYS_PER_YEAR, simulate
from wearoff.trial.parameters import SHARE, fall_of
from wearoff.trial.result import Demonstration, PatientDay
from wearoff.words import trial as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.records import Array
    from wearoff.trial.posterior import TrialFit

DAYS = 169
SHOWN_WEEKS = (0, 1, 2, 4, 6, 8, 12, 16, 20, 24)


def demonstration(fit: TrialFit) -> Demonstration:
    """Block, muscle and score of one invented typical patient by day.

    Numbers the trial moved are set to their fitted means; the rest are the evidence's.

    Args:
        fit: The fitted trial.
    """
    top = fit.trial.arms[-1]
    known = rows.load()
    settings = {m.name: m.posterior.mean for m in fit.learned if m.name in known}
    scale, before = scale_of(fit.condition, fit.trial.outcome), float(fit.trial.baseline.mean())
    settings[scale.baseline] = before
    for share in (m.posterior.mean for m in fit.learned if m.name == SHARE):
        settings[scale.response] = fall_of(scale, share, before)
    toxin, placebo = (
        _course(fit.condition, units, top.product, settings) for units in (top.units, 0.0)
    )
    score = condition(fit.condition).main
    days = [
        PatientDay(
            week=day / 7,
            block_percent=block,
            muscle_percent=muscle,
            score=float(own),
            score_placebo=float(other),
        )
        for day, (block, muscle, own, other) in enumerate(
            zip(
                _percent(toxin, "block"),
                _percent(toxin, "muscle_size"),
                toxin[score],
                placebo[score],
                strict=True,
            )
        )
    ]
    lowest = min(days, key=lambda day: day.score)
    block_week = days[toxin["block"].argmax()].week if "block" in toxin else None
    muscle_week = days[toxin["muscle_size"].argmin()].week if "muscle_size" in toxin else None
    return Demonstration(
        arm=top.name,
        days=days,
        shown=[days[7 * week] for week in SHOWN_WEEKS],
        block_greatest_week=block_week,
        muscle_smallest_week=muscle_week,
        score_lowest=lowest,
        text=words.inside(block_week, muscle_week, lowest.week),
    )


def _course(
    name: str, units: float, product: str, settings: Mapping[str, float]
) -> dict[str, Array]:
    """Outcomes of the typical patient by day, after one session of so many units."""
    simulation = simulate(
        name,
        typical=True,
        years=DAYS / DAYS_PER_YEAR,
        units=units,
        product=product,
        sessions=1,
        settings=settings,
    )
    (batch,) = simulation.cohort.batches()
    return {column: values[0] for column, values in batch.columns.items()}


def _percent(course: Mapping[str, Array], column: str) -> list[float | None]:
    """A share as percent; None a day if the condition has no such outcome."""
    if column not in course:
        return [None] * DAYS
    return (100 * course[column]).tolist()
