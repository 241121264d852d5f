"""Patients: a value of every evidence row for each, drawn within the row's spread."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr, ndtri

from wearoff.evidence import rows
from wearoff.simulation.uniforms import uniforms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wearoff.model.wiring import Wiring
    from wearoff.records import Array

TAIL = 0.001
"""Share of each tail that is not drawn, so that every rate stays below what a step can follow."""
CENTER = 0.5
"""Share of a row's variance that is not knowing where a population's center is."""
NINE_IN_TEN = float(ndtri(0.95))


def normal_scale(row: rows.Row) -> tuple[float, float]:
    """Center and SD of the normal that a row's law uses: of the value, or of its logarithm.

    ``low`` and ``high`` are taken as the 5th and 95th percentile; where they lie unevenly around
    the value, the SD is that of the whole range and the center stays the value.
    """
    if row.law == "lognormal":
        return float(np.log(row.value)), float(np.log(row.high / row.low) / (2 * NINE_IN_TEN))
    return row.value, (row.high - row.low) / (2 * NINE_IN_TEN)


def quantile(row: rows.Row, u: Array) -> Array:
    """Quantiles of a row's law: normal, lognormal or triangle.

    Args:
        row: Its ``value`` is the center, ``low`` and ``high`` hold 9 in 10 (a triangle ends there).
        u: Probabilities between 0 and 1, any shape.

    Returns:
        Values in the row's unit, of the shape of ``u``.
    """
    if row.law == "triangle":
        width = row.high - row.low
        peak = (row.value - row.low) / width
        rising, falling = np.sqrt(peak * u), 1 - np.sqrt((1 - peak) * (1 - u))
        return np.asarray(row.low + width * np.where(u < peak, rising, falling))
    center, sd = normal_scale(row)
    drawn = center + sd * ndtri(u)
    return np.asarray(np.exp(drawn) if row.law == "lognormal" else drawn)


def member(row: rows.Row, center: Array, u: Array) -> Array:
    """A row's value in people of populations.

    Half of the variance of a row that varies between persons lies between them, half in where the
    population's center is, because single studies cannot separate the two: on the standard normal
    scale of the row's law a person has ``center + sqrt(1/2)·e``. A row that is one number for all
    has its center alone.

    Args:
        row: The row; not fixed.
        center: Of each person's population, standard normal, (N,).
        u: Each person's place in it, from 0 to 1, (N,).

    Returns:
        In the row's unit, (N,).
    """
    apart = np.sqrt(1 - CENTER) * ndtri(u) if row.varies == "person" else 0.0
    return quantile(row, np.clip(ndtr(center + apart), TAIL, 1 - TAIL))


@cache
def evenly(seed: int, people: int, name: str) -> Array:
    """One uniform number a person, spread evenly over (0, 1), for one named quantity.

    A Latin hypercube over names: every person has one of ``people`` equal steps, so that the mean
    over few persons is close to that over many.
    """
    order = np.argsort(np.argsort(uniforms(seed, np.arange(people), [name])[0]))
    found = np.asarray((order + 0.5) / people)
    found.flags.writeable = False  # every study of so many people shares it
    return found


def populations(
    names: Iterable[str], centers: Mapping[str, Array], people: int, *, seed: int
) -> dict[str, Array]:
    """Row values of ``people`` persons in each of several populations; see `member`.

    The same persons serve every population.

    Args:
        names: evidence rows; those that are fixed are left out.
        centers: standard normal center of each row, (populations,).
        people: persons of each population.
        seed: of the persons.

    Returns:
        Values (populations·people,) by row name, persons of one population side by side.
    """
    found: dict[str, Array] = {}
    for name in names:
        row = rows.get(name)
        if row.law == "fixed":
            continue
        u = np.tile(evenly(seed, people, name), len(centers[name]))
        found[name] = member(row, np.repeat(centers[name], people), u)
    return found


def center_variance(name: str) -> float:
    """Prior variance of a population's center on the standard normal scale of the row's law.

    Args:
        name: Of the row.

    Returns:
        Half of 1 where people differ as well, else 1.
    """
    return CENTER if rows.get(name).varies == "person" else 1.0


def spread(row: rows.Row) -> float:
    """SD of a row's law, from 1000 of its quantiles.

    Returns:
        In the row's unit.
    """
    return float(quantile(row, (np.arange(1000) + 0.5) / 1000).std())


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
    a row or a chance may also be set to an array with one value a patient number.
    """
    names = (*wiring.rows, *wiring.chances)
    differ = {name for name in wiring.rows if rows.get(name).drawn} | set(wiring.chances)
    drawn = [] if typical else [name for name in names if name in differ and name not in settings]
    luck = dict(zip(drawn, uniforms(seed, patients, drawn), strict=True))

    def value(name: str) -> Array:
        if name in settings:
            given = np.asarray(settings[name], dtype=float)
            return given[patients] if given.ndim else np.full(len(patients), given)
        if name in wiring.chances:
            return luck.get(name, np.zeros(len(patients)))
        row = rows.get(name)
        if name in luck:
            return quantile(row, TAIL + (1 - 2 * TAIL) * luck[name])
        return np.full(len(patients), row.value)

    return {name: value(name) for name in names}
