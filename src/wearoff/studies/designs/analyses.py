"""Analyses of a trial's own people, of many trials at once.

Each takes the treatment's arm and the one it is against, and gives an estimate, its error, an
interval and a decision for every trial. statsmodels gives the same numbers in the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array

FALLS = {"responder30": 0.3, "responder50": 0.5}
"""Fall from the level at entry, as a share of it, that makes a responder."""


class Sample(NamedTuple):
    """One arm of each trial, (trials, people): at entry, and at the visit asked for."""

    before: Array
    now: Array


class Estimates(NamedTuple):
    """What each trial found, (trials,) each: treatment less the other arm."""

    estimate: Array
    se: Array
    lo: Array
    hi: Array
    """Ends of the interval whose level is 1 less alpha."""
    p: Array
    """Two-sided."""


def value(sample: Sample, variable: str) -> Array:
    """The estimand's variable in every person: the change, or 1 in responders.

    Args:
        sample: Of an arm, (trials, people).
        variable: ``change``, ``responder30`` or ``responder50``.

    Returns:
        (trials, people).

    Example:
        >>> import numpy as np
        >>> arm = Sample(np.array([[20.0, 20.0]]), np.array([[10.0, 12.0]]))
        >>> value(arm, "change").tolist(), value(arm, "responder50").tolist()
        ([[-10.0, -8.0]], [[1.0, 0.0]])
    """
    before, now = sample
    if variable == "change":
        return now - before
    return (now <= (1 - FALLS[variable]) * before).astype(float)


def ancova(treated: Sample, other: Sample, variable: str, alpha: float) -> Estimates:
    """Difference of changes, adjusted for the level at entry: y = a + b·before + δ·treated.

    Ordinary least squares with a common variance; the interval and p from Student's t.

    Args:
        treated: The treatment's arm, (trials, people).
        other: The arm it is against, (trials, people).
        variable: ``change``.
        alpha: Two-sided.

    Returns:
        δ of each trial, in the outcome's unit.
    """
    y = np.concatenate([value(treated, variable), value(other, variable)], axis=-1)
    before = np.concatenate([treated.before, other.before], axis=-1)
    arm = np.repeat([1.0, 0.0], [treated.now.shape[-1], other.now.shape[-1]])
    # within arms the slope, between them what is left: the normal equations of three columns
    centered_arm = arm - arm.mean()
    x = before - before.mean(-1, keepdims=True)
    yc = y - y.mean(-1, keepdims=True)
    xx, aa = (x**2).sum(-1), (centered_arm**2).sum()
    xa, xy, ay = (x * centered_arm).sum(-1), (x * yc).sum(-1), (yc * centered_arm).sum(-1)
    det = xx * aa - xa**2
    effect, slope = (xx * ay - xa * xy) / det, (aa * xy - xa * ay) / det
    df = y.shape[-1] - 3
    left = yc - slope[:, None] * x - effect[:, None] * centered_arm
    se = np.sqrt((left**2).sum(-1) / df * xx / det)
    half = stats.t.ppf(1 - alpha / 2, df) * se
    p = 2 * stats.t.sf(np.abs(effect / se), df)
    return Estimates(effect, se, effect - half, effect + half, p)


def responder(treated: Sample, other: Sample, variable: str, alpha: float) -> Estimates:
    """Difference of the shares of responders.

    The test is Pearson's chi-square without a correction, the interval Newcombe's hybrid score.

    Args:
        treated: The treatment's arm, (trials, people).
        other: The arm it is against, (trials, people).
        variable: ``responder30`` or ``responder50``.
        alpha: Two-sided.

    Returns:
        Difference of each trial, a share.
    """
    shares, sizes = zip(
        *((value(arm, variable).mean(-1), arm.now.shape[-1]) for arm in (treated, other)),
        strict=True,
    )
    (one, two), (n, m) = shares, sizes
    apart = one - two
    se = np.sqrt(one * (1 - one) / n + two * (1 - two) / m)
    pooled = (n * one + m * two) / (n + m)
    null = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    z = np.divide(apart, null, out=np.zeros_like(apart), where=null > 0)
    crit = float(stats.norm.ppf(1 - alpha / 2))
    (low, high), (other_low, other_high) = wilson(one, n, crit), wilson(two, m, crit)
    lo = apart - np.hypot(one - low, other_high - two)
    hi = apart + np.hypot(high - one, two - other_low)
    return Estimates(apart, se, lo, hi, 2 * stats.norm.sf(np.abs(z)))


def wilson(share: Array, n: int, crit: float) -> tuple[Array, Array]:
    """Ends of Wilson's score interval of a share.

    Args:
        share: Seen, any shape.
        n: Of how many.
        crit: Standard normal quantile of the level.

    Example:
        >>> low, high = wilson(0.5, 100, 1.96)
        >>> f"{low:.3f} {high:.3f}"
        '0.404 0.596'
    """
    middle = (share + crit**2 / (2 * n)) / (1 + crit**2 / n)
    half = crit / (1 + crit**2 / n) * np.sqrt(share * (1 - share) / n + crit**2 / (4 * n**2))
    return middle - half, middle + half


METHODS: dict[str, Callable[[Sample, Sample, str, float], Estimates]] = {
    "ancova": ancova,
    "responder": responder,
}
