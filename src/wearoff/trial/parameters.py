"""What a trial's model does not know: its parameters, their priors, and their scales.

The sampler sees a vector ``z``, each parameter less its prior center over its prior SD. A parameter
is read by its name, never by its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import expit, logit

from wearoff.evidence import rows
from wearoff.simulation.populations import normal_scale
from wearoff.trial.ensemble import quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.measures import Scale
    from wearoff.records import Array
    from wearoff.trial.ensemble import Quantity

MODEST, WIDE = 0.5, 0.7
"""Prior SDs of logarithms of spreads."""
MOST_PART = 0.95
"""Of the whole that a mean score is taken for: of all of it log-odds are without end."""
FADE = "expectation_fade_time"
SHARE = "response_share"
"""Share of a score that leaves at full relief, where the evidence row is a fall in log-odds."""


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """One parameter: prior center and SD on its scale, and what it is."""

    name: str
    center: float
    sd: float
    scale: Literal["plain", "log", "logit"]
    unit: str
    meaning: str

    def shown(self, value: Array) -> Array:
        """Values in the parameter's unit, from values on its scale; both of any shape.

        Example:
            >>> share = Unknown(
            ...     name="s", center=0, sd=1, scale="logit", unit="share", meaning="a share"
            ... )
            >>> share.shown(np.zeros(1)).tolist()
            [0.5]
        """
        if self.scale == "log":
            return np.exp(value)
        return expit(value) if self.scale == "logit" else value


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """The parameters of K populations, each (K,) in its unit.

    ``response`` and ``response_spread`` are mean and SD between patients of g, the share of the
    baseline score that full relief takes away; ``fade_weeks`` is τ. The scores' own parts, in
    points: ``residual_sd`` and its ``residual_correlation`` a week apart, ``noise_sd``,
    ``site_sd``, and ``unexplained_sd`` of an arm's course around the mechanism's.
    ``movable_mean`` and ``movable_spread`` (K, D) are mean and SD between patients of the
    logarithms of the ensemble's quantities.
    """

    response: Array
    response_spread: Array
    fade_weeks: Array
    residual_sd: Array
    residual_correlation: Array
    noise_sd: Array
    site_sd: Array
    unexplained_sd: Array
    movable_mean: Array
    movable_spread: Array

    @property
    def count(self) -> int:
        """How many populations."""
        return len(self.response)


class Unknowns:
    """All parameters of one trial in the order of the sampler's vector."""

    def __init__(self, response: Unknown, movable: Sequence[Quantity], score_sd: float) -> None:
        """Set the priors.

        Args:
            response: The share of the score that leaves at full relief, see `response_of`.
            movable: Quantities of the ensemble that the trial can move.
            score_sd: SD of the baseline scores, points: what spreads of scores are measured by.
        """
        self.response = response.name
        self.movable = tuple(movable)
        self.all = [response, _spread(response), *_of_movable(movable), *_of_scores(score_sd)]
        self._place = {unknown.name: k for k, unknown in enumerate(self.all)}
        self._center = np.array([unknown.center for unknown in self.all])
        self._sd = np.array([unknown.sd for unknown in self.all])

    def __len__(self) -> int:
        """How many parameters."""
        return len(self.all)

    def shown(self, z: Array) -> dict[str, Array]:
        """Every parameter in its unit.

        Args:
            z: Standardized parameters, (K, D), in the order of ``all``.

        Returns:
            (K,) by name.
        """
        values = self._center + self._sd * z
        return {u.name: u.shown(values[:, k]) for k, u in enumerate(self.all)}

    def read(self, z: Array) -> Parameters:
        """The parameters as the model takes them.

        Args:
            z: Standardized parameters, (K, D), in the order of ``all``.

        Returns:
            Parameters of K populations.
        """
        shown = self.shown(z)
        on_scale = self._center + self._sd * z
        names = [q.row for q in self.movable]
        return Parameters(
            response=shown[self.response],
            response_spread=shown["response_spread"],
            fade_weeks=shown[FADE],
            residual_sd=shown["residual_sd"],
            residual_correlation=shown["residual_correlation"],
            noise_sd=shown["noise_sd"],
            site_sd=shown["site_sd"],
            unexplained_sd=shown["unexplained_sd"],
            movable_mean=np.stack([on_scale[:, self._place[name]] for name in names], 1),
            movable_spread=np.stack([shown[f"{name}_spread"] for name in names], 1),
        )


def response_of(scale: Scale, baseline: float) -> Unknown:
    """The share of the score that leaves at full relief, before the trial is read.

    Of a row in log-odds r and a score that is a part p of its whole:

        share = 1 − σ(logit p − r)/p

    Args:
        scale: What the trial reports.
        baseline: Mean score before treatment.

    Example:
        >>> from wearoff.measures import scale_of
        >>> of = response_of(scale_of("chronic_migraine", "headache_days_28"), 20.0)
        >>> of.name, round(of.center, 2)
        ('response_share', 0.17)
    """
    row = rows.get(scale.response)
    center, sd = normal_scale(row)
    if not scale.log_odds:
        return Unknown(
            name=row.name, center=center, sd=sd, scale="plain", unit="share", meaning=row.meaning
        )
    part = _part(scale, baseline)
    at, lower, upper = (
        float(1 - expit(logit(part) - fall) / part) for fall in (center, center - sd, center + sd)
    )
    return Unknown(
        name=SHARE,
        center=at,
        sd=(upper - lower) / 2,
        scale="plain",
        unit="share",
        meaning=f"share of the score that leaves at full relief, from {row.name}",
    )


def fall_of(scale: Scale, share: float, baseline: float) -> float:
    """The row in log-odds that such a share is of: the way back from `response_of`.

    A share of nothing or less is no fall, and of all or more the fall of nearly all.

    Args:
        scale: What the trial reports, in log-odds.
        share: Of the score that leaves at full relief.
        baseline: Mean score before treatment.

    Example:
        >>> from wearoff.measures import scale_of
        >>> days = scale_of("chronic_migraine", "headache_days_28")
        >>> share = response_of(days, 20.0).center
        >>> bool(np.isclose(fall_of(days, share, 20.0), rows.get(days.response).value))
        True
    """
    part = _part(scale, baseline)
    kept = 1 - min(max(share, 0.0), MOST_PART)
    return float(logit(part) - logit(part * kept))


def _part(scale: Scale, baseline: float) -> float:
    """A mean score as a part of its whole."""
    return min(baseline / scale.measure.highest, MOST_PART)


def _spread(response: Unknown) -> Unknown:
    """Its SD between patients; where little is expected to leave, what may leave is the measure."""
    return Unknown(
        name="response_spread",
        center=np.log(0.5 * max(response.center, response.sd)),
        sd=WIDE,
        scale="log",
        unit="share",
        meaning="SD of that share between patients",
    )


def _of_movable(movable: Sequence[Quantity]) -> list[Unknown]:
    means = [
        Unknown(
            name=q.row,
            center=q.center,
            sd=q.sd,
            scale="log",
            unit=rows.get(q.row).unit,
            meaning=rows.get(q.row).meaning,
        )
        for q in movable
    ]
    spreads = [
        Unknown(
            name=f"{q.row}_spread",
            center=np.log(0.3),
            sd=MODEST,
            scale="log",
            unit="share",
            meaning=f"SD between patients of the logarithm of {q.row}",
        )
        for q in movable
    ]
    return [*means, *spreads]


def _of_scores(score_sd: float) -> list[Unknown]:
    fade = quantity(FADE)
    return [
        Unknown(
            name=FADE,
            center=fade.center,
            sd=fade.sd,
            scale="log",
            unit="week",
            meaning=rows.get(FADE).meaning,
        ),
        Unknown(
            name="residual_sd",
            center=np.log(0.8 * score_sd),
            sd=MODEST,
            scale="log",
            unit="score_point",
            meaning="SD of the wandering part of a patient's scores",
        ),
        Unknown(
            name="residual_correlation",
            center=2.0,
            sd=1.0,
            scale="logit",
            unit="share",
            meaning="correlation of that part a week apart",
        ),
        Unknown(
            name="noise_sd",
            center=np.log(0.2 * score_sd),
            sd=WIDE,
            scale="log",
            unit="score_point",
            meaning="SD of the independent part of a score",
        ),
        Unknown(
            name="site_sd",
            center=np.log(0.2 * score_sd),
            sd=WIDE,
            scale="log",
            unit="score_point",
            meaning="SD between sites",
        ),
        Unknown(
            name="unexplained_sd",
            center=np.log(0.15 * score_sd),
            sd=WIDE,
            scale="log",
            unit="score_point",
            meaning="SD of an arm's course around what the mechanism gives",
        ),
    ]
