"""The tape: what parts compute on recorded values is what they compute on numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carried import evaluated
from wearoff.model.numeric import NumpyOps
from wearoff.model.recording import RecordingOps, Tape, When


def formula(x, y, ops):
    """Every operation of the contract, with arrays, numbers and single values mixed."""
    both = 2.0 * x + y / 3 - x * y
    grown = ops.exp(-both) + ops.sqrt(1 + both * both) - ops.log(2 + ops.sigmoid(both))
    turned = ops.step(x - 0.5) * ops.positive(y) + (1 - x) / (1 + both * both)
    return ops.sum(grown + turned) + (0 * x)[0] + 1 * y[0] / y[0]


@given(st.lists(st.floats(-3, 3), min_size=6, max_size=6))
def test_a_tape_says_what_was_computed(numbers):
    """Recorded operations, read by NumPy, give what the same function gives on numbers."""
    x, y = np.array(numbers[:3]), np.array(numbers[3:]) + 4
    tape = Tape()
    leaves = [tape.leaf("parameter", k, When.PATIENT) for k in range(6)]
    nodes = np.array(leaves, dtype=object)
    found = formula(nodes[:3], nodes[3:], RecordingOps(tape, (1.0, 2.0, 1.0)))
    expected = formula(np.append(x, x[1]), np.append(y, y[1]), NumpyOps)
    assert evaluated([found], {"parameter": [*x, *y]}) == pytest.approx([expected], rel=1e-12)


def test_a_tape_computes_nothing_twice():
    """What was asked for before, in either order, is the same node; numbers are folded."""
    tape = Tape()
    x, y = (tape.leaf("state", k, When.STAGE) for k in range(2))
    assert x * y + 1 is y * x + 1
    assert (x - x).number == 0
    assert (0 * x).number == 0
    assert 1 * x is x
    assert x + 0 is x
    assert (tape.number(2.0) * 3 / 4).number == 1.5


def test_a_value_is_known_when_its_latest_part_is():
    """Moments go up; a division by what is known earlier becomes a multiplication."""
    tape = Tape()
    early, late = tape.leaf("parameter", 0, When.PATIENT), tape.leaf("state", 0, When.STAGE)
    assert (early * 2).when is When.PATIENT
    assert (early + late).when is When.STAGE
    quotient = late / early
    assert quotient.op == "multiply"
    assert {arg.when for arg in quotient.made_of} == {When.PATIENT, When.STAGE}
