"""The same patients carried by generated code and by JAX, and an independent reader of tapes."""

from __future__ import annotations

from functools import cache

import numpy as np

import wearoff
from wearoff.model.numeric import NumpyOps
from wearoff.model.recording import ELEMENTARY
from wearoff.simulation.folding import fold
from wearoff.simulation.kernel import system
from wearoff.simulation.kernel.elementary import DOUBLE, SINGLE
from wearoff.simulation.kernel.running import Kernel
from wearoff.simulation.schedule import SESSION_DAY_SPLIT, schedule, steps_of_days
from wearoff.simulation.trajectories import batch_of_courses

PATIENTS, YEARS = 24, 1.0
SAME = 1e-12
"""Of an outcome's range: two codes that do the same differ by rounding alone."""
LIKE_JAX = (SESSION_DAY_SPLIT, SESSION_DAY_SPLIT)
LANES = {"double": (DOUBLE, 4e-16), "single": (SINGLE, 2.5e-7)}
"""Formats, with the relative error that their functions keep."""


def evaluated(nodes, leaves):
    """Values of nodes by NumPy, from those of the leaves: an independent reader of a tape."""
    values = {}
    for node in nodes[0].tape.nodes:
        args = [values[arg.index] for arg in node.made_of]
        if node.number is not None:
            values[node.index] = node.number
        elif node.op in ELEMENTARY:
            values[node.index] = getattr(NumpyOps, node.op)(args[0])
        elif args:
            two = {"add": np.add, "subtract": np.subtract}
            two |= {"multiply": np.multiply, "divide": np.divide}
            values[node.index] = two[node.op](*args)
        else:
            values[node.index] = leaves[node.op][node.args[0]]
    return [values[node.index] for node in nodes]


@cache
def case(name, patients=PATIENTS, years=YEARS, plan=None):
    """A cohort of a condition under its usual plan, folded, with drawn numbers."""
    cohort = wearoff.simulate(name, plan, years=years, patients=patients, seed=11).cohort
    folded = fold(cohort.wiring, cohort.sessions)
    return cohort, folded, folded.wiring.bind(cohort.drawn(np.arange(patients)))


def kernel(name, *, exact=True, single=False, states=False):
    """The compiled course of a condition, its outcomes first."""
    cohort, folded, p = case(name)
    recorded = system.record(
        folded.wiring,
        tuple(cohort.outcomes.values()),
        states=states,
        counts=folded.counts,
        given=system.shapes(p),
        places=system.geometry(folded.wiring, p),
        exact=exact,
    )
    return Kernel(recorded, single=single)


def planned(name, *, exact=True):
    """Its sessions, how each day is taken, and every day as a row of its own."""
    cohort, folded, _ = case(name)
    doses, visits = schedule(folded.wiring, cohort.sessions, cohort.days)
    steps = steps_of_days(visits) if exact else steps_of_days(visits, LIKE_JAX, later=1)
    return {"doses": doses, "visits": visits, "steps": steps, "rows": np.arange(cohort.days)}


def carried(name, p=None, *, exact=True, single=False):
    """Every outcome of every day by generated code: by name, (patients, days)."""
    cohort, _, drawn = case(name)
    compiled = kernel(name, exact=exact, single=single)
    sums = compiled(drawn if p is None else p, **planned(name, exact=exact))
    return {column: sums[k].T for k, column in enumerate(cohort.outcomes)}


def by_jax(name, p=None, *, steps=1, **options):
    """The same by JAX."""
    cohort, folded, drawn = case(name, **options)
    simulate = batch_of_courses(
        folded.wiring, cohort.outcomes, steps=steps, states=False, counts=folded.counts
    )
    found = simulate(
        drawn if p is None else p, *schedule(folded.wiring, cohort.sessions, cohort.days)
    )
    return {column: np.asarray(found[column]) for column in cohort.outcomes}


def apart(one, two):
    """Largest difference of any outcome, of its range."""
    return max(
        np.abs(one[column] - two[column]).max() / max(np.ptp(two[column]), 1e-3) for column in two
    )
