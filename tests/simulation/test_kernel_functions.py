"""Elementary functions in vector code: exact to about the last digit, also at their ends."""

from __future__ import annotations

import ctypes
import math
from functools import cache

import numpy as np
import pytest
from scipy.special import expit

from carried import LANES
from wearoff.simulation.kernel.compiling import Program
from wearoff.simulation.kernel.elementary import Code, functions

pytest.importorskip("llvmlite", reason="there is no compiler for generated code")

USED_BY_NUMPY = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "sigmoid": expit,
    "positive": lambda x: np.maximum(x, 0),
    "step": lambda x: np.where(x > 0, 1.0, 0.0),
}


@cache
def elementary(name, kind):
    """One function in vector code: (numbers) -> numbers."""
    lanes, _ = LANES[kind]
    code = Code(lanes)
    vector, size = lanes.vector, lanes.bytes
    x = code.new(f"load {vector}, ptr %x, align {size}")
    code.line(
        f"store {vector} {code.new(f'call {vector} @{name}({vector} {x})')}, ptr %y, align {size}"
    )
    body = "\n".join(code.lines)
    text = f"{functions(lanes)}\ndefine void @one(ptr %x, ptr %y) {{\n{body}\n  ret void\n}}"
    program = Program(text)
    run = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(program.address("one"))

    def apply(numbers):
        given = np.asarray(numbers, lanes.kind)
        padded = np.resize(given, -(-len(given) // lanes.width) * lanes.width)
        out = np.empty_like(padded)
        for first in range(0, len(padded), lanes.width):
            run(padded[first:].ctypes.data, out[first:].ctypes.data)
        return out[: len(given)], program

    return apply


@pytest.mark.parametrize("kind", LANES)
@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("exp", -80, 80),
        ("log", 1e-30, 1e-3),
        ("log", 0.5, 2.0),
        ("log", 2.0, 1e30),
        ("sqrt", 0, 1e6),
        ("sigmoid", -80, 80),
        ("positive", -3, 3),
        ("step", -3, 3),
    ],
)
def test_functions_are_exact_to_about_the_last_digit(name, low, high, kind):
    """Against NumPy's in 64 bits of the same numbers, over their range."""
    lanes, error = LANES[kind]
    if name == "log" and low > 0 and high / low > 10:
        x = np.exp(np.linspace(math.log(low), math.log(high), 4001)).astype(lanes.kind)
    else:
        x = np.linspace(low, high, 4001).astype(lanes.kind)
    expected = USED_BY_NUMPY[name](x.astype(float))
    found = elementary(name, kind)(x)[0].astype(float)
    assert np.abs(found - expected).max() <= (error * np.abs(expected)).max()
    assert found == pytest.approx(expected, rel=error, abs=1e-30)


@pytest.mark.parametrize("kind", LANES)
def test_functions_at_their_ends(kind):
    """Infinities, zeros and what has no value are told as NumPy tells them."""
    infinity, missing = math.inf, math.nan
    for name, x, expected in (
        (
            "exp",
            [infinity, 1e4, -infinity, -1e4, 0, missing],
            [infinity, infinity, 0, 0, 1, missing],
        ),
        ("log", [infinity, 1, 0, -1, missing], [infinity, 0, -infinity, missing, missing]),
        ("sigmoid", [infinity, -infinity, 0, 1e4, missing], [1, 0, 0.5, 1, missing]),
        ("positive", [infinity, -infinity, missing], [infinity, 0, missing]),
        ("sqrt", [infinity, -1, 0, missing], [infinity, missing, 0, missing]),
    ):
        assert elementary(name, kind)(x)[0] == pytest.approx(expected, nan_ok=True), name
