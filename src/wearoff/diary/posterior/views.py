"""The same diary from another starting view: draws reweighted to another prior.

The advocate expects large relief and a level that falls; the warning expects relief too, over a
level that rises. Both are rows of evidence, graded assumed: they are views, not findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.evidence import rows
from wearoff.simulation.populations import normal_scale

if TYPE_CHECKING:
    from wearoff.diary.posterior.prior import Prior
    from wearoff.diary.posterior.sampler import Draws
    from wearoff.records import Array

VIEWS = ("warning", "advocate")
TREND = 1
"""Place of the trend in the border."""


def seen_from(view: str, draws: Draws, prior: Prior) -> Array:
    """Weights (N,) of the draws under a view's prior of relief and trend; both keep their SD."""
    places = {"relief": len(prior.border.mean) - 1, "trend": TREND}
    log_weights = np.log(np.maximum(draws.weights, 1e-300))
    for name, place in places.items():
        center, _ = normal_scale(rows.get(f"view_{view}_{name}"))
        usual, sd = prior.border.mean[place], prior.border.sd[place]
        value = draws.border[:, place]
        log_weights = log_weights + (center - usual) * (value - (center + usual) / 2) / sd**2
    weights = np.exp(log_weights - log_weights.max())
    return weights / weights.sum()
