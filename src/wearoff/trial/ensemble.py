"""One simulated ensemble of courses per arm, reweighted to any population.

Ensemble patients are drawn once from a wide proposal in the few quantities that the trial can speak
about, all other numbers from their own spread, and run through the whole model. A population with
another mean and spread is the same ensemble under other weights:

    w_s ∝ Π_d N(θ_sd; μ_d, ω_d²) / q_d(θ_sd)

so a likelihood, and a fold left out, need no new simulation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from wearoff.evidence import injections, rows
from wearoff.records import Session
from wearoff.simulation.cohorts import Cohort
from wearoff.simulation.populations import NINE_IN_TEN
from wearoff.stats.sobol import sobol
from wearoff.units import WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.measures import Scale
    from wearoff.model.conditions import Condition
    from wearoff.records import Arm, Array

SIZE = 16_384
"""Ensemble patients, a power of two for the Sobol points."""
PROPOSAL_WIDTH = 1.15
"""SD of the proposal in units of the row's own spread."""


@dataclass(frozen=True)
class Quantity:
    """A row that the trial can move, on the logarithmic scale: center and SD of its prior."""

    row: str
    center: float
    sd: float


def quantity(name: str) -> Quantity:
    """The row's value and range read as a lognormal.

    Args:
        name: Of an evidence row; its range holds 9 in 10.

    Example:
        >>> fade = quantity("expectation_fade_time")
        >>> bool(np.isclose(np.exp(fade.center), rows.get(fade.row).value))
        True
    """
    row = rows.get(name)
    return Quantity(
        name, float(np.log(row.value)), float(np.log(row.high / row.low)) / (2 * NINE_IN_TEN)
    )


def movable(scale: Scale, arms: Sequence[Arm]) -> list[Quantity]:
    """What courses of these arms can tell: ED50 and lag of the score, half-life by product.

    With a second product its potency against the first can move as well.

    Args:
        scale: What the trial reports; it names the ED50 and the lag.
        arms: Placebo included.
    """
    products = sorted({arm.product for arm in arms if arm.units > 0})
    names = [*scale.moves, *(f"half_life_{p}" for p in products)]
    names += [f"potency_{p}" for p in products[1:]]
    return [quantity(name) for name in names if rows.get(name).law != "fixed"]


@dataclass(frozen=True)
class Ensemble:
    """Relief of every ensemble patient: ``relief`` is (patients, arms, days), a share from 0 to 1.

    ``points`` (patients, D) are the logarithms of the quantities, drawn from a proposal of
    ``log_proposal`` (patients,).
    """

    quantities: tuple[Quantity, ...]
    points: Array
    log_proposal: Array
    relief: Array

    def weights(self, mean: Array, spread: Array) -> Array:
        """Weights (K, patients), each row summing to one, of populations (K, D).

        Args:
            mean: Of the logarithms of the quantities between patients.
            spread: Their SDs.
        """
        precision = spread**-2
        # what is the same for all patients cancels in the sum
        log_weights = (mean * precision) @ self.points.T - 0.5 * precision @ self.points.T**2
        log_weights -= self.log_proposal
        log_weights -= log_weights.max(1, keepdims=True)
        weights = np.exp(log_weights, out=log_weights)
        weights /= weights.sum(1, keepdims=True)
        return weights


def simulate(
    condition: Condition,
    quantities: Sequence[Quantity],
    arms: Sequence[Arm],
    days: int,
    *,
    read: str,
    seed: int,
    size: int = SIZE,
) -> Ensemble:
    """Run the ensemble patients through each arm's sessions.

    The same quantities, seed and size give the same patients, whatever the arms.

    Args:
        condition: Gives the model and the muscles that share a dose.
        quantities: What may move, see `movable`.
        arms: Placebo included; its relief is zero.
        days: Length of the courses.
        read: The outcome that is relief.
        seed: Of the ensemble patients.
        size: ensemble patients, a power of two.
    """
    u = sobol(len(quantities), size, seed=seed)
    z = ndtri(np.clip(u, 1e-9, 1 - 1e-9))
    center = np.array([q.center for q in quantities])
    sd = PROPOSAL_WIDTH * np.array([q.sd for q in quantities])
    points = center + sd * z
    log_proposal = (-0.5 * z * z - np.log(sd)).sum(1)
    settings = {q.row: np.exp(points[:, d]) for d, q in enumerate(quantities)}
    relief = np.zeros((size, len(arms), days))
    plan = injections.plan(condition.usual_plan)
    for index, arm in enumerate(arms):
        if arm.units <= 0:
            continue
        product, given = injections.spread(plan, condition.usual, "left", arm.units, arm.product)
        cohort = Cohort(
            condition,
            tuple(Session(round(WEEK * week), product, given) for week in arm.weeks),
            days,
            size,
            seed=seed,
            settings=settings,
            only=(read,),
        )
        relief[:, index] = np.concatenate([batch.columns[read] for batch in cohort.batches()])
    return Ensemble(tuple(quantities), points, log_proposal, relief)
