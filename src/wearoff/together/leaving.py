"""What people who leave could change: the same questions where leaving goes with the trend.

    P(left | S) = σ(a + γ·S)        odds of having left, e^γ times for each day of 28 a year

Relief stands in the place of S as what somebody lacks of it (`Question.along`).

A factor on every person's curve: of who left the chance, of who stayed its complement. γ cannot be
known from diaries, so the answer is given at each of `GAMMAS`; a, the log-odds at a level trend, is
one more number that people tell, and is summed out. At γ = 0 leaving says nothing of a trend.
Somebody who left without a diary that tells anything counts as well: with a flat curve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import zoom
from scipy.special import expit, logsumexp

if TYPE_CHECKING:
    from wearoff.records import Array
    from wearoff.together.grids import Question

GAMMAS = (0.0, 0.3, 0.6, 1.0)
LEVELS: Array = np.linspace(-4.5, 2.0, 14)
"""Log-odds a of having left with a level trend."""
FINER = 5
"""Steps into which one step of a is refined."""


def factor(left: Array, gamma: float, level: float, along: Array) -> Array:
    """What a person's curve is multiplied with.

    Args:
        left: Whether each left, (people,).
        gamma: γ.
        level: a.
        along: What leaving goes with at each place of the grid, (G,): for trends S itself.

    Returns:
        (people, G).

    Example:
        >>> stayed, left = factor(np.array([False, True]), 1.0, 0.0, np.array([-2.0, 0.0, 2.0]))
        >>> bool((stayed + left == 1).all()), bool(left[-1] > stayed[-1])
        (True, True)
    """
    chance = expit(level + gamma * along)
    return np.where(left[:, None], chance, 1 - chance)


def totals(question: Question, likelihood: Array, left: Array) -> Array:
    """Totals of a question at every γ above 0 and every level, (γ, levels, J)."""
    return np.array(
        [
            [
                question.total(likelihood * factor(left, gamma, level, question.along))
                for level in LEVELS
            ]
            for gamma in GAMMAS[1:]
        ]
    )


def summed_out(question: Question, total: Array) -> Array:
    """Log-likelihood of the refined answers with the level summed out: (levels, J) to (R,)."""
    wanted = FINER * (len(LEVELS) - 1) + 1
    levels = zoom(total, (wanted / len(LEVELS), 1))
    # the prior of the level is even
    return question.refined(logsumexp(levels, axis=0) - np.log(wanted))
