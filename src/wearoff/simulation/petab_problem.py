"""A condition under a plan as an estimation problem: one typical patient in each of two arms.

Once a week the main outcome is read, with toxin and with placebo. A dose of 0 alone says nothing of
who comes: the context of a session, which placebo has too, hangs on ``visit``. So an arm sets both,
and a third condition, in which nobody comes, stands there unmeasured.

Numbers with a spread are to be estimated, each with its row's law as prior. What people differ in
is no part of it: PEtab has no population. The log-likelihood at the values that made the readings
is ours, in steps of a twelfth of a day.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff import units
from wearoff.evidence import rows
from wearoff.formats.petab import Problem, texts
from wearoff.simulation.populations import normal_scale
from wearoff.simulation.readings import (
    PLACEBO,
    TOXIN,
    MadeUp,
    check_toxin,
    courses,
    noise_of,
    placebo,
    read,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.evidence.rows import Row
    from wearoff.model.symbolic import Constant, System
    from wearoff.records import Array
    from wearoff.simulation.cohorts import Cohort

NOBODY = "nobody_comes"
ARMS = {
    TOXIN: "toxin, by the plan",
    PLACEBO: "placebo: the same sessions, doses of 0",
    NOBODY: "no sessions at all; nothing is measured",
}
EVERY = 7
"""Days between readings."""
STEP = 1 / 12
"""Of our own courses, days."""
WIDE = 100
"""How many times more or less than it is noise may be."""


def problem(
    cohort: Cohort,
    system: System,
    model: str,
    values: Mapping[str, float],
    *,
    noise: float | None,
    seed: int,
    said: str,
) -> MadeUp:
    """The problem's files.

    Args:
        cohort: One typical patient under the plan.
        system: Its formulas.
        model: The same as SBML.
        values: Of the system's constants, in their units.
        noise: SD of a reading, in the outcome's unit; None takes `readings.NOISE` of the range.
        seed: Of the noise.
        said: What the files are, a line.

    Raises:
        InputError: no toxin is given, or the noise is not above 0.
    """
    check_toxin(cohort)
    fine = replace(cohort, step=STEP)
    days = np.arange(0, cohort.days, EVERY)
    true = {TOXIN: courses(fine)[0, days], PLACEBO: courses(placebo(fine))[0, days]}
    sd = noise_of(true[TOXIN], noise)
    random = np.random.default_rng(seed)
    seen = {arm: read(course, sd, random) for arm, course in true.items()}
    likely = sum(log_likelihood(seen[arm], true[arm], sd) for arm in true)
    outcome = cohort.condition.main
    observable, spread = f"observed_{outcome}", f"sd_{outcome}"
    posed = Problem(
        model=model,
        condition=[_condition(arm, system) for arm in ARMS],
        observable=[
            {
                "observableId": observable,
                "observableName": outcome,
                "observableFormula": system.outcomes[outcome],
                "observableTransformation": "lin",
                "noiseFormula": spread,
                "noiseDistribution": "normal",
            }
        ],
        measurement=[
            {
                "observableId": observable,
                "simulationConditionId": arm,
                "measurement": float(reading),
                "time": int(day),
            }
            for arm, readings in seen.items()
            for day, reading in zip(days, readings, strict=True)
        ],
        parameter=[
            *(_parameter(one, values[one.name]) for one in system.constants),
            _noise(spread, sd),
        ],
        comments=[
            said,
            "Readings are made up: of one typical patient, once a week, with independent noise.",
            f"Log-likelihood at the nominal values, without priors: {likely:.12g}",
            "Placebo is visit 1 with doses of 0; visit 0 with doses of 0 is nobody coming.",
        ],
    )
    count = sum(map(len, seen.values()))
    return MadeUp(texts(posed), outcome, len(seen), count, sd, likely)


def log_likelihood(seen: Array, true: Array, sd: float) -> float:
    """Of readings around their true values, Σ log N(seen; true, sd²).

    Example:
        >>> round(log_likelihood(np.zeros(2), np.zeros(2), 1.0), 6)
        -1.837877
    """
    return float((-0.5 * ((seen - true) / sd) ** 2 - 0.5 * math.log(2 * math.pi * sd**2)).sum())


def _condition(arm: str, system: System) -> dict[str, Any]:
    visit = {system.visit: int(arm != NOBODY)} if system.visit else {}
    doses = {dose.name: dose.units if arm == TOXIN else 0 for dose in system.doses}
    return {"conditionId": arm, "conditionName": ARMS[arm], **visit, **doses}


def _parameter(constant: Constant, value: float) -> dict[str, Any]:
    """A number's row: its value here, how far it may go, its prior, and what is known of it."""
    if not constant.row:
        meaning = "uniform random number of a patient, 0 in a typical one"
        return _cells(constant.name, meaning, value, (0, 1), unit=constant.unit)
    row = rows.get(constant.row)
    factor = units.factor(row.unit, constant.unit)
    low, high = (factor * bound for bound in _bounds(row))
    return _cells(
        constant.name,
        row.meaning,
        value,
        (low, high),
        scale="log10" if row.law == "lognormal" else "lin",
        prior=_prior(row, factor) if row.law != "fixed" and low <= value <= high else None,
        unit=constant.unit,
        grade=row.grade,
        source=f"{rows.sources()[row.source].citation}; {row.place}",
    )


def _noise(name: str, sd: float) -> dict[str, Any]:
    meaning = "SD of a reading, chosen for this file"
    cells = _cells(name, meaning, sd, (sd / WIDE, sd * WIDE), scale="log10")
    return {**cells, "estimate": 1}


def _bounds(row: Row) -> tuple[float, float]:
    """Values that can be used, at most a range's width beyond it, in the row's unit."""
    least, most = row.bounds
    if row.law == "lognormal":
        return least, most
    if row.law == "triangle":
        return row.low, row.high
    width = row.high - row.low
    return max(least, row.low - width), min(most, row.high + width)


def _prior(row: Row, factor: float) -> str:
    """A row's law as PEtab writes it; of a triangle, which it has not, the bounds."""
    if row.law == "triangle":
        return f"uniform {factor * row.low!r};{factor * row.high!r}"
    center, sd = normal_scale(row)
    if row.law == "lognormal":
        return f"logNormal {center + math.log(factor)!r};{sd!r}"
    return f"normal {factor * center!r};{factor * sd!r}"


def _cells(
    name: str,
    meaning: str,
    value: float,
    bounds: tuple[float, float],
    *,
    scale: str = "lin",
    prior: str | None = None,
    unit: str = "",
    grade: str = "",
    source: str = "",
) -> dict[str, Any]:
    """A row of the table of parameters; unit, grade and source are columns of our own."""
    kind, _, numbers = (prior or "").partition(" ")
    return {
        "parameterId": name,
        "parameterName": meaning,
        "parameterScale": scale,
        "lowerBound": bounds[0],
        "upperBound": bounds[1],
        "nominalValue": value,
        "estimate": int(prior is not None),
        "objectivePriorType": kind,
        "objectivePriorParameters": numbers,
        "unit": unit,
        "grade": grade,
        "source": source,
    }
