"""Analyses of a trial's own people, of many trials at once.

Each takes what was seen of the arms, NaN where it was not, and gives an estimate, its error, an
interval and a decision for every trial. statsmodels gives the same numbers in the tests.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from wearoff.studies.designs.mmrm import mmrm
from wearoff.studies.designs.responses import responds
from wearoff.studies.designs.samples import LEAST, Estimates, by_t, check_differ, check_enough

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.records import Array
    from wearoff.studies.designs.samples import Sample
    from wearoff.studies.designs.trial_form import Analysis


def ancova(arms: Sequence[Sample], asked: Analysis) -> Estimates:
    """Difference of changes, adjusted for the level before: y = a + b·before + δ·treated.

    Ordinary least squares with a common variance; the interval and p from Student's t.

    Args:
        arms: The treatment's, and the one it is against.
        asked: What is taken for a visit that was not seen; alpha.

    Returns:
        δ of each trial, in the outcome's unit.
    """
    changes = [arm.now(asked.missing) - arm.before for arm in arms]
    check_enough(LEAST, *(np.isfinite(own).sum(-1) for own in changes))
    y = np.concatenate(changes, axis=-1)
    before = np.concatenate([arm.before for arm in arms], axis=-1)
    arm = np.repeat([1.0, 0.0], [arm.before.shape[-1] for arm in arms])
    used = np.isfinite(y)
    check_differ(before, used)
    count = used.sum(-1)

    def centered(values: Array) -> Array:
        known = np.where(used, values, 0.0)
        return np.where(used, known - (known.sum(-1) / count)[:, None], 0.0)

    # within arms the slope, between them what is left: the normal equations of three columns
    a, x, yc = centered(arm), centered(before), centered(y)
    xx, aa = (x**2).sum(-1), (a**2).sum(-1)
    xa, xy, ay = (x * a).sum(-1), (x * yc).sum(-1), (yc * a).sum(-1)
    det = xx * aa - xa**2
    effect, slope = (xx * ay - xa * xy) / det, (aa * xy - xa * ay) / det
    left = yc - slope[:, None] * x - effect[:, None] * a
    se = np.sqrt((left**2).sum(-1) / (count - 3) * xx / det)
    return by_t(effect, se, count - 3, asked.alpha)


def t_test(arms: Sequence[Sample], asked: Analysis) -> Estimates:
    """Mean change of all people together, Student's t with one sample.

    Args:
        arms: All of them.
        asked: Its alpha.

    Returns:
        The mean of each trial, in the outcome's unit.
    """
    change = np.concatenate([arm.now(asked.missing) - arm.before for arm in arms], axis=-1)
    count = np.isfinite(change).sum(-1)
    check_enough(LEAST, count)
    mean = np.nansum(change, -1) / count
    spread = np.nansum((change - mean[:, None]) ** 2, -1) / (count - 1)
    return by_t(mean, np.sqrt(spread / count), count - 1, asked.alpha)


def responder(arms: Sequence[Sample], asked: Analysis) -> Estimates:
    """Difference of the shares of responders.

    The test is Pearson's chi-square without a correction, the interval Newcombe's hybrid score of
    two of Wilson's.

    Args:
        arms: The treatment's, and the one it is against.
        asked: The variable, what is taken for a visit that was not seen, alpha.

    Returns:
        Difference of each trial, a share.
    """
    counts: list[Array] = []
    for arm in arms:
        now = arm.now(asked.missing)
        used = np.isfinite(now) | (asked.missing == "no_response")
        counts += [responds(arm.entry, now, asked.variable).sum(-1), used.sum(-1)]
    check_enough(1, *counts[1::2])
    k, n, l, m = counts  # noqa: E741 - responders and people of the one, and of the other
    one, two = k / n, l / m
    apart = one - two
    se = np.sqrt(one * (1 - one) / n + two * (1 - two) / m)
    pooled = (k + l) / (n + m)
    null = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    z = np.divide(apart, null, out=np.zeros_like(apart), where=null > 0)
    level = 1 - asked.alpha
    low, high, other_low, other_high = np.array(
        [
            [*wilson(int(i), int(j), level), *wilson(int(p), int(q), level)]
            for i, j, p, q in zip(*counts, strict=True)
        ]
    ).T
    lo = apart - np.hypot(one - low, other_high - two)
    hi = apart + np.hypot(high - one, two - other_low)
    return Estimates(apart, se, lo, hi, 2 * stats.norm.sf(np.abs(z)))


@cache
def wilson(k: int, n: int, level: float) -> tuple[float, float]:
    """Ends of Wilson's score interval of a share, `scipy.stats.binomtest`'s.

    Example:
        >>> low, high = wilson(50, 100, 0.95)
        >>> f"{low:.3f} {high:.3f}"
        '0.404 0.596'
    """
    found = stats.binomtest(k, n).proportion_ci(level, method="wilson")
    return float(found.low), float(found.high)


METHODS: dict[str, Callable[[Sequence[Sample], Analysis], Estimates]] = {
    "ancova": ancova,
    "mmrm": mmrm,
    "responder": responder,
    "t_test": t_test,
}
