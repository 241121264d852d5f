"""Patients: a value of every evidence row for each, drawn within the row's spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

from wearoff.evidence import rows
from wearoff.simulation.backend import uniforms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.model.wiring import Wiring
    from wearoff.records import Array

TAIL = 0.001
"""Share of each tail that is not drawn, so that every rate stays below what a step can follow."""
NINE_IN_TEN = float(stats.norm.ppf(0.95))


def normal_scale(row: rows.Row) -> tuple[float, float]:
    """Center and SD of the normal that a row's law uses: of the value, or of its logarithm.

    ``low`` and ``high`` are taken as the 5th and 95th percentile; where they lie unevenly around
    the value, the SD is that of the whole range and the center stays the value.
    """
    if row.law == "lognormal":
        return float(np.log(row.value)), float(np.log(row.high / row.low) / (2 * NINE_IN_TEN))
    return row.value, (row.high - row.low) / (2 * NINE_IN_TEN)


def quantile(row: rows.Row, u: Array) -> Array:
    """Values at probabilities ``u`` of a row's law."""
    if row.law == "triangle":
        width = row.high - row.low
        peak = (row.value - row.low) / width
        return np.asarray(stats.triang.ppf(u, peak, loc=row.low, scale=width))
    center, sd = normal_scale(row)
    drawn = center + sd * stats.norm.ppf(u)
    return np.asarray(np.exp(drawn) if row.law == "lognormal" else drawn)


def draw(
    wiring: Wiring,
    patients: Array,
    *,
    seed: int,
    typical: bool,
    settings: Mapping[str, Any],
) -> dict[str, Any]:
    """Value of every row and chance of a wiring, for patients by number.

    Rows that do not vary between persons, typical patients and rows that were set keep one value;
    a row may also be set to an array with one value a patient number.
    """
    values: dict[str, Any] = {}
    for name in wiring.rows:
        row = rows.get(name)
        if name in settings:
            given = np.asarray(settings[name], dtype=float)
            values[name] = given[patients] if given.ndim else np.full(len(patients), given)
        elif typical or row.varies == "all" or row.law == "fixed":
            values[name] = np.full(len(patients), row.value)
        else:
            values[name] = quantile(row, TAIL + (1 - 2 * TAIL) * uniforms(seed, patients, name))
    for name in wiring.chances:
        zero = np.zeros(len(patients))
        values[name] = zero if typical else uniforms(seed, patients, name)
    return values
