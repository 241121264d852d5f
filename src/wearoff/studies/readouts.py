"""Read-outs: the quantities that studies report, computed from one typical course.

Words are those of the published figures. Each takes a table of one patient's days (columns (days,)
by name) and the week asked for, which is None where the day itself is the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.errors import unknown
from wearoff.evidence import rows
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wearoff.records import Array

ONSET_FALL_PERCENT = 10.0
"""Onset is the first fall of a tenth: the definition of the figures' vocabulary."""
HALF = 0.5
"""Of the greatest gain: an effect lasts, and people come back, until less is left."""
USES = {
    "bite_share_masseter": "the read-out of bite force",
}
"""What each row is used for here."""


def _at(column: str, offset: float = 0.0, scale: float = 1.0) -> Callable[..., float]:
    def read(table: Mapping[str, Array], week: float | None) -> float:
        day = round(WEEK * (week or 0.0))
        return float(offset + scale * table[column][day])

    return read


def onset_day(table: Mapping[str, Array], week: float | None = None) -> float:
    """Day of the first fall of 10 % of the response.

    Args:
        table: ``response_percent`` by day.
        week: Not asked for.

    Returns:
        Days from the injection, between days by interpolation; NaN if never.
    """
    del week
    fallen = 100 - table["response_percent"]
    days = np.arange(len(fallen))
    if not (fallen > ONSET_FALL_PERCENT).any():
        return float("nan")
    after = int(np.argmax(fallen > ONSET_FALL_PERCENT))
    return float(np.interp(ONSET_FALL_PERCENT, fallen[: after + 1], days[: after + 1]))


def smallest_day(table: Mapping[str, Array], week: float | None = None) -> float:
    """Day on which the muscle is smallest.

    Args:
        table: ``size_percent`` by day.
        week: Not asked for.

    Returns:
        Days from the injection.
    """
    del week
    return float(np.argmin(table["size_percent"]))


def half_gone(gain: Array, asked: Array | bool = True) -> Array:
    """First day after the greatest gain on which less than half of it is left.

    Args:
        gain: by day, (…, days).
        asked: days that may be the answer, (days,).

    Returns:
        Place of the day in ``gain``, (…); NaN where it does not come.

    Example:
        >>> import numpy as np
        >>> half_gone(np.array([[0, 4, 3, 1, 0], [0, 1, 2, 3, 4]])).tolist()
        [3.0, nan]
    """
    later = np.arange(gain.shape[-1]) > gain.argmax(-1)[..., None]
    gone = (gain < HALF * gain.max(-1)[..., None]) & later & asked
    return np.where(gone.any(-1), gone.argmax(-1), np.nan)


def effect_days(table: Mapping[str, Array], week: float | None = None) -> float:
    """Day after the greatest relief on which less than half of it is left.

    Args:
        table: ``relief`` by day.
        week: Not asked for.

    Returns:
        Days from the injection; NaN if never.
    """
    del week
    return float(half_gone(table["relief"]))


def bite_force(table: Mapping[str, Array], week: float | None) -> float:
    """Change of maximal bite force: the masseters' share of it times their loss of strength.

    Args:
        table: ``strength_percent`` by day, 100 before the injection.
        week: Weeks from the injection.

    Returns:
        Percent, negative is weaker.
    """
    loss = 100 - _at("strength_percent")(table, week)
    return -rows.value("bite_share_masseter", "share") * loss


def score_change(table: Mapping[str, Array], week: float | None) -> float:
    """TWSTRS at the week less the baseline, in a patient of the usual baseline.

    Args:
        table: ``twstrs`` by day, and the ``baseline``.
        week: Weeks from the injection.

    Returns:
        Points, negative is better.
    """
    return _at("twstrs")(table, week) - float(table["baseline"][0])


def headache_change(days: int) -> Callable[..., float]:
    """Read-out: change of headache days in the ``days`` that end with the week.

    The baseline is counted in as many days.
    """

    def read(table: Mapping[str, Array], week: float | None) -> float:
        end = round(WEEK * (week or 0.0))
        now = float(np.mean(table["headache_days"][end - days : end]))
        return now * days / WINDOW - float(table["baseline"][0])

    return read


READOUTS: dict[str, Callable[[Mapping[str, Array], float | None], float]] = {
    "cmap_percent_of_baseline": _at("response_percent"),
    "emg_percent_reduction": _at("response_percent", 100.0, -1.0),
    "mmax_ratio": _at("response_percent", scale=0.01),
    "maximal_contraction_ratio": _at("strength_percent", scale=0.01),
    "vibration_reflex_ratio": _at("reflex_percent", scale=0.01),
    "muscle_volume_percent_change": _at("size_percent", -100.0),
    "muscle_area_percent_change": _at("size_percent", -100.0),
    "synergist_volume_percent_change": _at("synergist_size_percent", -100.0),
    "stiffness_percent_change": _at("stiffness_percent", -100.0),
    "synergist_stiffness_percent_change": _at("synergist_stiffness_percent", -100.0),
    "contractile_percent": _at("contractile_percent"),
    "bite_force_percent_change": bite_force,
    "twstrs_change": score_change,
    "headache_days_change": headache_change(WINDOW),
    "headache_days_per_week_change": headache_change(WEEK),
    "onset_days": onset_day,
    "atrophy_peak_day": smallest_day,
    "retreatment_days": effect_days,
    "effect_duration_days": effect_days,
}

FOLLOWS_FROM = {
    "headache_days": "headache_days",
    "headache_days_median": "headache_days",
    "headache_days_of_cycle": "headache_days",
    "headache_days_change": "headache_days",
    "headache_days_per_week_change": "headache_days",
    "headache_days_percent_change": "headache_days",
    "headache_days_vs_placebo": "headache_days",
    "headache_days_dose_difference": "headache_days",
    "responder30_percent": "headache_days",
    "responder50_percent": "headache_days",
    "first_responder50_percent": "headache_days",
    "wearoff_percent": "headache_days",
    "wearoff_median_day": "headache_days",
    "stay_well_percent": "headache_days",
    "chronic_every_quarter_percent": "headache_days",
    "chronic_every_year_percent": "headache_days",
    "remitted_every_year_percent": "headache_days",
    "between_percent": "headache_days",
    "pain_smd_vs_placebo": "neck_pain",
    "cmap_percent_of_baseline": "response_percent",
    "emg_percent_reduction": "response_percent",
    "mmax_ratio": "response_percent",
    "maximal_contraction_ratio": "strength_percent",
    "vibration_reflex_ratio": "reflex_percent",
    "onset_days": "response_percent",
    "atrophy_peak_day": "size_percent",
    "muscle_volume_percent_change": "size_percent",
    "muscle_area_percent_change": "size_percent",
    "synergist_volume_percent_change": "synergist_size_percent",
    "stiffness_percent_change": "stiffness_percent",
    "synergist_stiffness_percent_change": "synergist_stiffness_percent",
    "bite_force_percent_change": "strength_percent",
    "contractile_percent": "contractile_percent",
    "twstrs_change": "twstrs",
    "retreatment_days": "relief",
    "effect_duration_days": "relief",
    "effect_duration_median_days": "relief",
    "jaw_pain_vs_placebo": "jaw_pain",
    "pain_free_median_days": "leg_pain",
}
"""Column of a course from which each published quantity follows."""


def readout(quantity: str, table: Mapping[str, Array], week: float | None) -> float:
    """Value of a published quantity in a course.

    Args:
        quantity: of the vocabulary.
        table: columns by name, (days,) each.
        week: from the first session; None where the day itself is the answer.

    Raises:
        InputError: a quantity that is not in the vocabulary.

    Example:
        >>> import numpy as np
        >>> readout("mmax_ratio", {"response_percent": np.linspace(100, 30, 8)}, week=1)
        0.3
    """
    if quantity not in READOUTS:
        raise unknown("quantity", quantity, READOUTS)
    return READOUTS[quantity](table, week)
