"""What is believed of one person before the diary is read: the one interface to any population.

Every number is an evidence row; a calibrated population replaces these rows, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.evidence import rows
from wearoff.inference.relief import Shape
from wearoff.inference.wandering import WEEK, Border, Wander
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
    known = rows.load()
    relief = f"diary_relief_{condition}"
    border = ["diary_level", "diary_trend", "diary_context", *["diary_event"] * events]
    border.append(relief if relief in known else "diary_relief")
    scales = [normal_scale(rows.get(name)) for name in SETTINGS]
    linear = np.array([normal_scale(rows.get(name)) for name in border])
    linear[:, 0] *= signs(events)
    center, spread = np.array(scales).T
    return Prior(center, spread, Border(linear[:, 0], linear[:, 1]))


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
