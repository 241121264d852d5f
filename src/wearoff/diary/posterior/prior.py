"""What is believed of one person before the diary is read: the one interface to any population.

Every number is an evidence row; a calibrated population enters here and nowhere else. The texts'
starting views are a skeptical and an optimistic prior of the same form, graded assumed: both expect
relief, the warning over a level that rises, the advocate larger and over a level that falls.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.posterior.fixed_effects import Effects, EffectsPrior
from wearoff.diary.posterior.likelihood import WEEK, Process, library
from wearoff.diary.posterior.relief import Shape
from wearoff.diary.profiles import profile
from wearoff.evidence import rows
from wearoff.formats import fitted
from wearoff.simulation.populations import normal_scale

if TYPE_CHECKING:
    from wearoff.diary.posterior.sampler import Draws
    from wearoff.records import Array

SETTINGS = (
    "diary_wander_sd",
    "diary_wander_time",
    "diary_persistence_odds",
    "relief_half_day",
    "relief_steepness",
    "relief_lag",
)
"""Rows of what is sampled, all lognormal: of the latent process, then of the course of relief."""
OF_PROCESS = 3
"""How many of them are of the latent process."""
WIDER = 2.0
"""Times that the prior of relief is as wide under which draws are kept, see `Prior.wider`."""
SKEPTICAL, OPTIMISTIC = "warning", "advocate"
"""The text whose starting view is the prior."""
STARTING_PRIORS = (SKEPTICAL, OPTIMISTIC)


@dataclass(frozen=True)
class Prior:
    """Centers and SDs (6,) of the logarithms of SETTINGS, and the prior of the fixed effects."""

    center: Array
    spread: Array
    effects: EffectsPrior

    def settings(self, z: Array) -> Array:
        """Settings in their units.

        Args:
            z: Standard normal ones, (N, 6).

        Returns:
            (N, 6), in the order of `SETTINGS`.
        """
        return np.exp(self.center + self.spread * z)

    @property
    def wider(self) -> Prior:
        """The same, WIDER times as wide in relief: a pool of people may lie in the tails of one's.

        Draws under a person's own prior hardly reach there, and few of them would carry the weight.
        """
        mean, sd = self.effects
        return replace(self, effects=EffectsPrior(mean, sd.with_relief(WIDER * sd.relief)))

    def log_wider(self, relief: Any) -> Any:
        """Log of the wider prior's density over the person's own.

            log N(R; m, WIDER·s) − log N(R; m, s)

        Args:
            relief: R in log-odds, of any shape.

        Example:
            >>> usual = prior("chronic_migraine", events=0)
            >>> [round(float(usual.log_wider(relief)), 2) for relief in (0.5, 5.0)]
            [-0.69, 5.07]
        """
        z = (relief - self.effects.mean.relief) / self.effects.sd.relief
        return 0.5 * (1 - WIDER**-2) * z**2 - np.log(WIDER)


def prior(condition: str, events: int) -> Prior:
    """The prior of a diary.

    Args:
        condition: chooses the row of relief.
        events: number of other changes recorded in the diary.

    Example:
        >>> usual = prior("chronic_migraine", events=2)
        >>> len(usual.effects.mean.events), bool(usual.effects.mean.context < 0)
        (2, True)
    """
    center, spread = np.array([normal_scale(rows.get(name)) for name in SETTINGS]).T
    effects = Effects.of(
        level=normal_scale(rows.get("diary_level")),
        trend=normal_scale(rows.get("diary_trend")),
        context=_fall("diary_context"),
        events=[_fall("diary_event")] * events,
        relief=relief(condition),
    )
    mean, sd = effects.values.T
    return Prior(center, spread, EffectsPrior(Effects(mean), Effects(sd)))


def _fall(name: str) -> tuple[float, float]:
    """Mean and SD of a step in log-odds: its row counts a fall as positive."""
    mean, sd = normal_scale(rows.get(name))
    return -mean, sd


def relief(condition: str) -> tuple[float, float]:
    """Mean and SD of a person's relief: the judged row, mixed with the populations if they know.

    A person need not be like those of the studies: the share ``diary_alike`` of the prior is the
    calibrated population's, the rest is judged and wide (a robust prior, Schmidli 2014).
    """
    mean, sd = normal_scale(rows.get(profile(condition).relief))
    for record in fitted.table("diary", "calibration_relief"):
        if record["condition"] == condition:
            share = rows.value("diary_alike", "share")
            of_all, apart = float(record["mean"]), float(record["sd"])
            both = share * of_all + (1 - share) * mean
            square = share * (apart**2 + of_all**2) + (1 - share) * (sd**2 + mean**2)
            return both, float(np.sqrt(square - both**2))
    return mean, sd


def process(settings: Any) -> Process:
    """The latent process and persistence from SETTINGS (N, 6)."""
    sd, time, odds = settings[:, :OF_PROCESS].T
    return Process(sd=sd, phi=library(time).exp(-WEEK / time), rho=odds / (1 + odds))


def shape(settings: Any) -> Shape:
    """The course of relief from SETTINGS (N, 6)."""
    half_day, steepness, lag = settings[:, OF_PROCESS:].T
    return Shape(half_day, steepness, lag)


def weights_under(text: str, draws: Draws, usual: Prior) -> Array:
    """Weights of the draws under a text's prior of relief and trend; both keep their SD.

        log w' = log w + Σ (c − μ)·(β − (c + μ)/2) / σ²      c: the text's center, μ and σ: usual

    Args:
        text: one of STARTING_PRIORS.
        draws: N draws under the usual prior.
        usual: that prior.

    Returns:
        (N,), which sum to one.
    """
    log_weights = np.log(np.maximum(draws.weights, 1e-300))
    for name in ("relief", "trend"):
        center, _ = normal_scale(rows.get(f"view_{text}_{name}"))
        mean, sd = getattr(usual.effects.mean, name), getattr(usual.effects.sd, name)
        value = getattr(draws.effects, name)
        log_weights = log_weights + (center - mean) * (value - (center + mean) / 2) / sd**2
    weights = np.exp(log_weights - log_weights.max())
    return weights / weights.sum()
