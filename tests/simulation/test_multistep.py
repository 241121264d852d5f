"""Days from the rates of the days before: order, limit, and who is carried otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from carried import apart, by_jax, carried, case, evaluated, kernel, planned
from conftest import some
from wearoff.model.conditions import CONDITIONS
from wearoff.simulation.kernel.multistep import (
    HISTORY,
    TOLERANCE,
    ahead,
    correcting,
    predicting,
)
from wearoff.simulation.schedule import MULTISTEP, STEPS, steps_of_days

EVERY = sorted(CONDITIONS)
GENERATED = pytest.mark.usefixtures("compiler")
LIMIT = 1.41
"""Fastest rate a day that is followed."""


@pytest.fixture
def compiler():
    """What prints vector code; where it cannot be had, other methods carry the days."""
    pytest.importorskip("llvmlite", reason="there is no compiler for generated code")


def step(y, past, rate, day=1.0):
    """The state a step later, and the correction; ``past`` has the rates from the latest back."""
    predicted = y + day * np.tensordot(predicting(), past, 1)
    correction = day * correcting() * (rate(predicted) - np.tensordot(ahead(), past, 1))
    return predicted + correction, correction


@pytest.mark.parametrize("power", range(HISTORY + 2))
def test_polynomials_are_exact(power):
    """A state that is a polynomial of time of a degree up to the order is met."""
    times = 2.0 - np.arange(HISTORY)
    past = power * times ** max(power - 1, 0)
    found, _ = step(2.0**power, past, lambda _: power * 3.0 ** max(power - 1, 0))
    assert found == pytest.approx(3.0**power, rel=1e-12)


def wave(steps, end=3.0):
    """Error at the end of y' = cos t − (y − sin t), whose solution is sin t, in so many steps."""
    day, y = end / steps, np.sin(0.0)
    past = np.cos(-day * np.arange(HISTORY))
    for k in range(1, steps + 1):
        now = k * day
        y, _ = step(y, past, lambda y, now=now: np.cos(now) - (y - np.sin(now)), day)
        past = np.array([np.cos(now) - (y - np.sin(now)), *past[:-1]])
    return abs(y - np.sin(end))


def test_its_order_is_one_more_than_its_past():
    """Half the step, a thirty-second of the error."""
    for steps in (24, 48, 96):
        assert np.log2(wave(steps) / wave(2 * steps)) == pytest.approx(HISTORY + 1, abs=0.4)


def left(rate, days=200):
    """What is left of a state that decays at a rate, and the largest correction on the way."""
    y, past, most = 1.0, -rate * np.ones(HISTORY), 0.0
    for _ in range(days):
        y, correction = step(y, past, lambda y: -rate * y)
        past, most = np.array([-rate * y, *past[:-1]]), max(most, abs(correction))
    return abs(y), most


def test_rates_are_followed_up_to_the_limit():
    """Below it what should decay does; above it it grows, and corrections show that first."""
    decayed, _ = left(LIMIT - 0.02)
    grown, correction = left(LIMIT + 0.02)
    assert decayed < 1 < grown < correction


@GENERATED
@pytest.mark.parametrize("name", some(EVERY))
def test_generated_days_are_those_of_the_formula(name):
    """A day of the generated code is the step above, with the rates that NumPy reads off the tape.

    Of chains the end of the day is taken as the code has it: they are solved, see `test_kernel`.
    """
    compiled, plan = kernel(name, states=True), planned(name)
    _, folded, p = case(name)
    leaves = compiled.leaves(p)
    found, _ = compiled.sums(leaves, **plan)
    course = found[-folded.wiring.states :]
    recorded = compiled.system
    moved = list(recorded.integrated)
    start = int(np.flatnonzero(plan["steps"] == MULTISTEP)[0])
    nodes = [recorded.rates[k] for k in moved]
    others = {"dose": np.zeros(recorded.muscles), "length": np.ones(1)}

    def rates(state):
        values = evaluated(nodes, {"parameter": leaves, "state": state, **others})
        return np.array([np.broadcast_to(value, leaves.shape[1]) for value in values])

    for day in range(start, start + 10):
        past = np.array([rates(course[:, day - before]) for before in range(HISTORY)])
        after = course[:, day + 1].copy()

        def at(predicted, after=after):
            state = after.copy()
            state[moved] = predicted
            return rates(state)

        expected, _ = step(course[moved, day], past, at)
        assert after[moved] == pytest.approx(expected, rel=1e-11, abs=1e-13)


def test_days_after_sessions_have_a_past():
    """A day taken from those before it has enough of them since the course or a session began."""
    visits = np.zeros(80)
    visits[[20, 50, 57]] = 1
    steps = steps_of_days(visits)
    assert set(steps.tolist()) <= {MULTISTEP, *STEPS}
    for day in np.flatnonzero(steps == MULTISTEP):
        assert not visits[day - HISTORY + 1 : day + 1].any()
        assert day >= HISTORY - 1
    assert (steps == MULTISTEP).sum() > 30
    assert MULTISTEP not in steps_of_days(visits, later=1)


# Who cannot be followed

FAST = "settling_time"
"""In weeks; its inverse is how fast what is felt follows the expectation."""


def of(settings):
    """Patients with these numbers."""
    return replace(case("cervical_dystonia")[0], patients=8, settings=settings)


@GENERATED
def test_rates_above_the_limit_are_seen():
    """Unguarded, a patient with a faster rate is lost, and the correction says so; a usual is not.

    Runge and Kutta follow both.
    """
    _, folded, _ = case("cervical_dystonia")
    times = np.array([4.0, 1 / 1.8] * 4)
    p = folded.wiring.bind(of({FAST: times / 7}).drawn(np.arange(8)))
    compiled, plan = kernel("cervical_dystonia"), planned("healthy_muscle")
    leaves = compiled.leaves(p)
    found, corrections = compiled.sums(leaves, **plan)
    exact, none = compiled.sums(leaves, **(plan | {"steps": np.maximum(plan["steps"], 1)}))
    assert (corrections[::2] < TOLERANCE).all()
    assert (corrections[1::2] > TOLERANCE).all()
    assert (none == 0).all()
    difference = np.abs(found - exact).max(1) / np.ptp(exact, axis=(1, 2))[:, None]
    assert np.nanmax(difference[:, ::2]) < 1e-4
    assert np.nanmax(difference[:, 1::2]) > 1


@GENERATED
@pytest.mark.parametrize("single", [False, True])
def test_they_are_carried_otherwise_whoever_is_there(single):
    """Patients have the courses that they have with others, and those are near to the truth."""
    times = np.array([4.0, 1 / 1.8] * 4) / 7
    (mixed,), (usual,), (fast,) = (
        replace(of({FAST: values}), single=single).batches()
        for values in (times, times[0], times[1])
    )
    (fine,) = replace(of({FAST: times}), step=1 / 4).batches()
    for column, values in mixed.columns.items():
        assert np.array_equal(values[::2], usual.columns[column][::2]), column
        assert np.array_equal(values[1::2], fast.columns[column][1::2]), column
        span = max(np.ptp(fine.columns[column]), 1e-3)
        assert np.abs(values - fine.columns[column]).max() < 2e-4 * span, column


@GENERATED
@pytest.mark.parametrize("name", some(EVERY))
def test_nobody_is_taken_for_fast_without_cause(name):
    """Drawn patients are followed, nearly as near to the truth as by Runge and Kutta."""
    cohort, _, p = case(name)
    compiled, plan = kernel(name), planned(name)
    found, corrections = compiled.sums(compiled.leaves(p), **plan)
    assert (corrections < TOLERANCE).all()
    courses = {column: found[k].T for k, column in enumerate(cohort.outcomes)}
    assert apart(courses, by_jax(name)) < 1e-4
    assert apart(courses, carried(name)) == 0
