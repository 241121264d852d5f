"""What is believed of one person before the diary is read: the one interface to any population.

Every number is an evidence row; a calibrated population enters here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.posterior.likelihood import WEEK, Border, Wander
from wearoff.diary.posterior.relief import Shape
from wearoff.evidence import rows
from wearoff.formats import fitted
from wearoff.simulation.backend import xp
from wearoff.simulation.populations import normal_scale

if TYPE_CHECKING:
    from wearoff.records import Array

SETTINGS = (
    "diary_wander_sd",
    "diary_wander_time",
    "diary_persistence_odds",
    "relief_half_day",
    "relief_steepness",
    "relief_lag",
)
"""Rows of what is sampled, all lognormal: three of the wander, three of the course of relief."""
WANDERS = 3


@dataclass(frozen=True)
class Prior:
    """Centers and SDs: of the logarithms of SETTINGS, and of the border (relief last)."""

    center: Array
    spread: Array
    border: Border

    def settings(self, z: Array) -> Array:
        """SETTINGS (N, 6) in their units from standard normal ones."""
        return np.exp(self.center + self.spread * z)


def prior(condition: str, events: int) -> Prior:
    """The prior of a diary with so many other changes recorded in it."""
    border = ["diary_level", "diary_trend", "diary_context", *["diary_event"] * events]
    scales = [normal_scale(rows.get(name)) for name in SETTINGS]
    linear = np.array([*(normal_scale(rows.get(name)) for name in border), relief(condition)])
    linear[:, 0] *= signs(events)
    center, spread = np.array(scales).T
    return Prior(center, spread, Border(linear[:, 0], linear[:, 1]))


def relief(condition: str) -> tuple[float, float]:
    """Mean and SD of a person's relief: the judged row, mixed with the populations if they know.

    A person need not be like those of the studies: the share ``diary_alike`` of the prior is the
    calibrated population's, the rest is judged and wide (a robust prior, Schmidli 2014).
    """
    own = f"diary_relief_{condition}"
    mean, sd = normal_scale(rows.get(own if own in rows.load() else "diary_relief"))
    for record in fitted.table("diary", "calibration_relief"):
        if record["condition"] == condition:
            share = rows.value("diary_alike", "share")
            of_all, apart = float(record["mean"]), float(record["sd"])
            both = share * of_all + (1 - share) * mean
            square = share * (apart**2 + of_all**2) + (1 - share) * (sd**2 + mean**2)
            return both, float(np.sqrt(square - both**2))
    return mean, sd


def signs(events: int) -> Array:
    """+1 or −1 by which each row enters the border: falls are counted as positive in their rows."""
    return np.array([1.0, 1.0, -1.0, *[-1.0] * events, 1.0])


def wander(settings: Any) -> Wander:
    """SD, correlation of a week and persistence from SETTINGS (N, 6)."""
    odds = settings[:, 2]
    return Wander(settings[:, 0], xp.exp(-WEEK / settings[:, 1]), odds / (1 + odds))


def shape(settings: Any) -> Shape:
    """The course of relief from SETTINGS (N, 6)."""
    half_day, steepness, lag = settings[:, WANDERS:].T
    return Shape(half_day, steepness, lag)
