"""Generated vector code: the same courses as JAX, from the same functions of the parts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carried import LANES, PATIENTS, SAME, apart, by_jax, carried, case, evaluated
from conftest import some
from wearoff.evidence import rows
from wearoff.model.conditions import CONDITIONS
from wearoff.model.numeric import NumpyOps
from wearoff.model.recording import Tape, When
from wearoff.simulation.kernel import system
from wearoff.simulation.populations import TAIL, quantile

pytest.importorskip("llvmlite", reason="there is no compiler for generated code")

EVERY = sorted(CONDITIONS)
CORNERS = 40


def corners(name):
    """Parameters of patients whose every number lies at an end of what is drawn."""
    cohort, folded, _ = case(name)
    toss = np.random.default_rng(5)
    drawn = {}
    for row in cohort.wiring.rows:
        known = rows.get(row)
        ends = quantile(known, np.array([TAIL, 1 - TAIL])) if known.drawn else [known.value] * 2
        drawn[row] = np.where(toss.random(CORNERS) < 0.5, *ends)
    for chance in cohort.wiring.chances:
        drawn[chance] = np.where(toss.random(CORNERS) < 0.5, 1e-9, 1 - 1e-9)
    return folded.wiring.bind(drawn)


@pytest.mark.parametrize("name", some(EVERY))
def test_integrated_like_jax_it_is_the_same(name):
    """With the depot integrated as JAX does, drawn patients differ by rounding alone."""
    assert apart(carried(name, exact=False), by_jax(name)) <= SAME


@pytest.mark.parametrize("name", some(EVERY))
def test_corners_of_the_prior_are_the_same(name):
    """Patients whose numbers are all at their ends, too."""
    p = corners(name)
    assert apart(carried(name, p, exact=False), by_jax(name, p)) <= SAME


@pytest.mark.parametrize("name", some(EVERY))
def test_solved_chains_are_not_further_from_the_truth(name):
    """With the depot solved, courses are as near to one in steps of 1/32 day as JAX's are."""
    fine = by_jax(name, steps=32)
    assert apart(carried(name), fine) <= max(apart(by_jax(name), fine), SAME)


@pytest.mark.parametrize("name", some(EVERY))
def test_solved_chains_are_not_further_from_the_truth_in_corners(name):
    """Nor are those of patients whose numbers are all at their ends."""
    p = corners(name)
    fine = by_jax(name, p, steps=32)
    assert apart(carried(name, p), fine) <= max(apart(by_jax(name, p), fine), SAME)


@pytest.mark.parametrize("name", some(EVERY))
def test_single_precision_keeps_the_fifth_digit(name):
    """32 bits differ by less than 1e-4 of an outcome's range, and do differ."""
    assert 0 < apart(carried(name, single=True), carried(name)) < 1e-4


def test_what_overflows_in_single_precision_is_computed_in_double():
    """Patients whose numbers are too large for 32 bits have the courses of 64; others are as is."""
    cohort = replace(case("chronic_migraine")[0], patients=8)
    steep = np.array([1.8, 40.0] * 4)
    (usual,), (single,), (double,) = (
        replace(cohort, settings={"hill": hill}, single=single).batches()
        for hill, single in ((1.8, True), (steep, True), (steep, False))
    )
    for column, values in single.columns.items():
        assert np.isfinite(values).all(), column
        assert np.array_equal(values[::2], usual.columns[column][::2]), column
        assert values == pytest.approx(double.columns[column], rel=1e-4, abs=1e-4), column


@pytest.mark.filterwarnings("error")  # a warning would be one that a person sees
def test_numbers_that_single_precision_cannot_hold_are_kept():
    """They are in the course as they were given, and nobody is warned of what happens between."""
    cohort = replace(case("cervical_dystonia")[0], patients=2, only=("twstrs",), single=True)
    (usual,) = replace(cohort, settings={"twstrs_baseline": 1.0}).batches()
    (large,) = replace(cohort, settings={"twstrs_baseline": 1e300}).batches()
    expected = pytest.approx(usual.columns["twstrs"], rel=1e-4, abs=1e-4)
    assert large.columns["twstrs"] / 1e300 == expected


def test_means_over_periods_are_those_of_days():
    """Sums inside the code are the sums of its days; days outside of all periods are left out."""
    cohort, _, _ = case("chronic_migraine")
    periods = [(0, 27), (28, 28), (29, 200)]
    (means,) = cohort.means(periods)
    (daily,) = cohort.batches()
    for column in cohort.outcomes:
        expected = [daily.columns[column][:, a : b + 1].mean(1) for a, b in periods]
        assert means.columns[column] == pytest.approx(np.stack(expected, 1), rel=1e-12)


def test_states_are_read_as_they_are():
    """Every state is a column, named as the table has it, and is that of JAX."""
    cohort = replace(case("bruxism")[0], states=True, patients=3)
    (ours,) = cohort.batches()
    (jax,) = replace(cohort, step=0.5).batches()
    assert ours.columns.keys() == jax.columns.keys()
    assert len(ours.columns) > len(cohort.outcomes) + 20
    for name, values in jax.columns.items():
        assert ours.columns[name] == pytest.approx(values, rel=1e-3, abs=1e-3), name


def test_what_nothing_reads_is_left_out():
    """An outcome that needs few states is computed from few."""
    cohort, folded, p = case("chronic_migraine")

    def live(outcomes):
        recorded = system.record(
            folded.wiring,
            outcomes,
            states=False,
            counts=folded.counts,
            given=system.shapes(p),
            places=system.geometry(folded.wiring, p),
            exact=True,
        )
        return len(recorded.live)

    assert live(()) == 0
    every = live(tuple(cohort.outcomes.values()))
    assert live((cohort.outcomes["tightness"],)) < every < folded.wiring.states


@settings(max_examples=60, deadline=None)
@given(st.floats(-1.5, 1.5), st.floats(1e-3, 3.0), st.floats(0.05, 1.0))
def test_chains_are_solved(near, leaving, days):
    """What is passed on is the exponential of the chain's matrix, also where both rates agree."""
    decaying = max(leaving + near * 10.0 ** -(abs(near) * 8), 1e-4)
    tape = Tape()
    rates = [tape.leaf("parameter", k, When.PATIENT) for k in range(2)]
    solved = system.Solved(0, 1, *rates)
    nodes = system.passed_on(solved, tape.number(days), tape)
    kept, left, given_on = evaluated(list(nodes), {"parameter": [leaving, decaying]})
    a, b = leaving, decaying
    z = (a - b) * days
    share = -math.expm1(-z) / z if z else 1.0
    expected = a * days * math.exp(-b * days) * share
    assert (kept, left) == pytest.approx((math.exp(-a * days), math.exp(-b * days)), rel=1e-12)
    assert given_on == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("kind", LANES)
@pytest.mark.parametrize(
    ("leaving", "decaying"), [(0.5, 1e6), (0.5, 1e30), (1e6, 0.01), (1e30, 0.01), (1e30, 1e30)]
)
def test_chains_with_rates_far_apart_are_solved(leaving, decaying, kind):
    """What leaves within a moment has left, whatever else overflows on the way to that."""
    lanes, error = LANES[kind]
    a, b, days = (np.full(1, number, lanes.kind) for number in (leaving, decaying, 0.5))
    tape = Tape()
    rates = [tape.leaf("parameter", k, When.PATIENT) for k in range(2)]
    nodes = system.passed_on(system.Solved(0, 1, *rates), tape.number(0.5), tape)
    with np.errstate(over="ignore"):  # rates far out overflow on the way to their limit
        kept, left, given_on = evaluated(list(nodes), {"parameter": [a, b]})
    assert kept == pytest.approx(np.exp(-a * days), rel=10 * error)
    assert left == pytest.approx(np.exp(-b * days), rel=10 * error)
    expected = 0.0 if leaving == decaying else a / (a - b) * (left - kept)
    assert given_on == pytest.approx(expected, rel=100 * error)


def test_numbers_far_from_their_ranges_are_followed():
    """Half-lives that change a millionfold from session to session have finite courses."""
    cohort = case("bruxism")[0]
    far = replace(cohort, settings={"session_slowing": 1e6}, patients=3)
    for single in (False, True):
        (batch,) = replace(far, single=single).batches()
        assert all(np.isfinite(values).all() for values in batch.columns.values())


@pytest.mark.parametrize("name", EVERY)
def test_parts_say_their_chains_right(name):
    """Rates of a part with a chain are those of the chain, at any state."""
    cohort, folded, p = case(name)
    toss = np.random.default_rng(2)
    for part in folded.wiring.parts:
        if part.chain is None:
            continue
        chain, numbers = part.chain, p[part.name]
        shape = (PATIENTS, len(folded.wiring.sites))
        state = {each.name: toss.random(shape) for each in part.states}
        found = part.rates(state, {}, numbers, NumpyOps)
        out = chain.leaving(state, numbers, NumpyOps) * state[chain.first]
        lost = chain.decaying(state, numbers, NumpyOps) * state[chain.second]
        assert found[chain.first] == pytest.approx(-out, rel=1e-12)
        assert found[chain.second] == pytest.approx(out - lost, rel=1e-12)
    assert any(part.chain for part in cohort.wiring.parts)
