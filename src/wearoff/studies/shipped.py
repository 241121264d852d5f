"""The calibration that ships: figures made linear at the best centers, as dated tables.

``calibration_figures`` has one line a figure, ``calibration_slopes`` one a figure and row that
moves it, ``calibration_centers`` one a row. `make calibrate` writes them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from wearoff.formats import fitted
from wearoff.simulation.populations import center_variance
from wearoff.studies.calibrate import KINDS, Calibration, System

if TYPE_CHECKING:
    from wearoff.records import Array

DIGITS = 6


@cache
def date() -> str:
    """Day on which the shipped calibration was made, as text: 2026-11-28."""
    return fitted.table("studies", "calibration_centers")[0]["date"]


@cache
def shipped() -> System:
    """The system that ships with the package."""
    figures = fitted.table("studies", "calibration_figures")
    centers = fitted.table("studies", "calibration_centers")
    names = tuple(record["row"] for record in centers)
    place = {name: index for index, name in enumerate(names)}
    line = {record["id"]: index for index, record in enumerate(figures)}
    slopes = np.zeros((len(figures), len(names)))
    for record in fitted.table("studies", "calibration_slopes"):
        slopes[line[record["id"]], place[record["row"]]] = float(record["slope"])

    def numbers(records: list[dict[str, str]], column: str) -> Array:
        return np.array([float(record[column]) for record in records])

    return System(
        ids=tuple(record["id"] for record in figures),
        cohorts=tuple(record["cohort"] for record in figures),
        sources=tuple(record["source"] for record in figures),
        kinds=tuple(KINDS.index(record["kind"]) for record in figures),
        names=names,
        variance=np.array([center_variance(name) for name in names]),
        at=numbers(centers, "at"),
        predicted=numbers(figures, "predicted"),
        slopes=slopes,
        published=numbers(figures, "published"),
        error=numbers(figures, "error"),
    )


def tables(system: System, posterior: Calibration, date: str) -> dict[str, list[dict[str, str]]]:
    """The tables of a calibration by name, each a list of text records.

    Args:
        system: figures made linear at the solution.
        posterior: of the centers.
        date: day on which they were made.
    """

    def text(value: float) -> str:
        return f"{value:.{DIGITS}g}"

    sd = np.sqrt(np.diag(posterior.covariance))
    parts = zip(system.ids, system.cohorts, system.sources, system.kinds, strict=True)
    figures = [
        {
            "id": name,
            "cohort": cohort,
            "source": source,
            "kind": KINDS[kind],
            "published": text(system.published[index]),
            "error": text(system.error[index]),
            "predicted": text(system.predicted[index]),
        }
        for index, (name, cohort, source, kind) in enumerate(parts)
    ]
    centers = [
        {
            "row": name,
            "at": text(system.at[index]),
            "mean": text(posterior.mean[index]),
            "sd": text(sd[index]),
            "contraction": text(posterior.contraction[index]),
            "date": date,
        }
        for index, name in enumerate(system.names)
    ]
    slopes = [
        {"id": name, "row": row, "slope": text(slope)}
        for name, line in zip(system.ids, system.slopes, strict=True)
        for row, slope in zip(system.names, line, strict=True)
        if slope
    ]
    return {
        "calibration_figures": figures,
        "calibration_centers": centers,
        "calibration_slopes": slopes,
    }
