"""Patients' numbers: those of JAX and SciPy's laws, whoever else is drawn and on any machine."""

from __future__ import annotations

import zlib
from dataclasses import replace

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import wearoff
from wearoff.evidence import rows
from wearoff.runs import MOST_SEED
from wearoff.simulation.backend import jit
from wearoff.simulation.populations import TAIL, normal_scale
from wearoff.simulation.uniforms import BLOCK, LEAST, uniforms

NAMES = ("kS", "response_draw", "")
SEEDS = st.integers(0, MOST_SEED - 1)


@jit
def of_jax(seed, name, patient):
    """The number as JAX makes it: seed, hash of the name and patient folded into a key."""
    key = jax.random.fold_in(jax.random.key(seed), name)
    return jax.random.uniform(jax.random.fold_in(key, patient), minval=LEAST)


@given(seed=SEEDS, patient=st.integers(0, 2**32 - 1), name=st.text())
@settings(max_examples=30)
def test_a_number_is_that_of_jax(seed, patient, name):
    """Threefry in NumPy gives the bits of JAX for every seed, patient and name."""
    expected = of_jax(seed, np.uint32(zlib.crc32(name.encode())), np.uint32(patient))
    assert uniforms(seed, np.array([patient]), [name]) == float(expected)


@given(seed=SEEDS, first=st.integers(0, 10**6), count=st.integers(0, 50))
@settings(max_examples=30)
def test_a_number_does_not_depend_on_who_comes_along(seed, first, count):
    """Alone, among others, in another order and beside other names a patient has one number."""
    patients = np.arange(first, first + count)
    found = uniforms(seed, patients, NAMES)
    assert found.shape == (len(NAMES), count)
    assert np.array_equal(uniforms(seed, patients[::-1], NAMES[::-1]), found[::-1, ::-1])
    for place, name in enumerate(NAMES):
        for column in {0, count - 1} & set(range(count)):
            alone = uniforms(seed, patients[column : column + 1], [name])
            assert alone == found[place, column]


def test_blocks_join():
    """More numbers than are made at a time are those of each half, uniform and above 0."""
    patients = np.arange(BLOCK)
    found = uniforms(1, patients, NAMES)
    halves = [uniforms(1, half, NAMES) for half in np.split(patients, 2)]
    assert np.array_equal(found, np.hstack(halves))
    assert found.min() > 0
    assert found.max() < 1
    for numbers in found:
        assert stats.kstest(numbers, "uniform").pvalue > 1e-3
    assert np.abs(np.corrcoef(found) - np.eye(len(NAMES))).max() < 5 / BLOCK**0.5


def quantile(row, u):
    """The row's law as SciPy has it."""
    if row.law == "triangle":
        peak = (row.value - row.low) / (row.high - row.low)
        return stats.triang.ppf(u, peak, loc=row.low, scale=row.high - row.low)
    center, sd = normal_scale(row)
    if row.law == "lognormal":
        return stats.lognorm.ppf(u, sd, scale=np.exp(center))
    return stats.norm.ppf(u, center, sd)


@pytest.mark.parametrize("name", ["chronic_migraine", "cervical_dystonia", "tension_type"])
def test_patients_follow_the_rows(name):
    """Every row and chance of a patient is its law's quantile at the number of that name."""
    cohort = wearoff.simulate(name, patients=100, seed=3).cohort
    patients = np.arange(40, 60)
    drawn = cohort.drawn(patients)
    assert list(drawn) == [*cohort.wiring.rows, *cohort.wiring.chances]
    for key, values in drawn.items():
        (u,) = uniforms(3, patients, [key])
        if key in cohort.wiring.chances:
            assert np.array_equal(values, u)
            continue
        row = rows.get(key)
        expected = quantile(row, TAIL + (1 - 2 * TAIL) * u) if row.drawn else row.value
        assert values == pytest.approx(np.broadcast_to(expected, len(patients)), rel=1e-13, abs=0)
    typical = replace(cohort, typical=True).drawn(np.array([0]))
    for key, values in typical.items():
        assert values == (0 if key in cohort.wiring.chances else rows.get(key).value)
