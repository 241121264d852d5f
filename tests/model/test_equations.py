"""The equations that are shown are the ones that are computed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html import unescape

import numpy as np
import pytest
import sympy

from wearoff.model.equations import Above, Sigmoid, Step, Total
from wearoff.model.numeric import NumpyOps
from wearoff.model.ops import SWITCH_WIDTH
from wearoff.model.parts.muscle import KINK
from wearoff.provenance.parts import parts

VARIANTS = [
    pytest.param(variant, id=f"{name}-{variant.conditions[0].name}")
    for name, one in parts().items()
    for variant in one.variants
]
WIDTHS = (SWITCH_WIDTH, KINK)
"""Over which a positive part starts smoothly: what an equation writes as ``(x)₊``."""
CLOSE = 1e-6


def number(expression, values, width):
    """An expression of one muscle as a number."""

    def smooth(x):
        above, beyond = sympy.Max(x, 0), sympy.Max(x - width, 0)
        return (above**2 - beyond**2) / (2 * width)

    plain = expression.replace(Above, smooth)
    plain = plain.replace(Total, lambda x: x)
    plain = plain.replace(Step, lambda x: sympy.Piecewise((1, x > 0), (0, True)))
    plain = plain.replace(Sigmoid, lambda x: 1 / (1 + sympy.exp(-x)))
    known = {symbol: values[symbol.name] for symbol in plain.free_symbols}
    return float(plain.subs(known).evalf())


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_shown_equations_give_what_is_computed(variant, seed):
    """At numbers drawn by chance each equation gives the part's own value, for one muscle."""
    part = variant.part
    drawn = np.random.default_rng(seed)
    names = [one.name for one in (*part.states, *part.inputs, *part.parameters)]
    names += [*part.chances, *part.geometry]
    value = {name: drawn.uniform(0.2, 0.8) for name in names}
    value |= dict.fromkeys(part.geometry, 1.0)
    array = {name: np.array([one]) for name, one in value.items()}
    state = {one.name: array[one.name] for one in part.states}
    inputs = {one.name: array[one.name] for one in part.inputs}
    p = {name: array[name] for name in names if name not in {*state, *inputs}}
    p |= {one.name: array[one.name] for one in part.parameters}
    ops = NumpyOps()
    computed = {}
    for derived in part.derived:
        p[derived.name] = computed["derived", derived.name] = derived.value(p, ops)
    for output in part.outputs:
        computed["output", output.name] = output.value(state, inputs, p, ops)
    for name, rate in part.rates(state, inputs, p, ops).items():
        computed["rate", name] = rate
    dose, visit = np.array([0.7]), np.array([1.0])
    for name, after in part.session(state, dose, visit, p, ops).items():
        computed["session", name] = after
    known = {**value, "dose": 0.7, "visit": 1.0}
    known |= {
        name: float(np.ravel(one)[0])
        for (kind, name), one in computed.items()
        if kind in {"derived", "output"} and name not in value
    }
    known |= {f"{name}[i]": one for name, one in known.items()}
    for equation in variant.equations:
        wanted = float(np.ravel(computed[equation.kind, equation.name])[0])
        widths = WIDTHS if equation.value.has(Above) else WIDTHS[:1]
        shown = [number(equation.value, known, width) for width in widths]
        assert pytest.approx(wanted, rel=CLOSE, abs=CLOSE) in shown, equation.text


@pytest.mark.parametrize("variant", VARIANTS)
def test_mathematics_is_well_formed(variant):
    """Every equation is whole MathML, and says its name in its text."""
    for equation in variant.equations:
        text = unescape(equation.mathml).replace("&", "&amp;")
        tree = ET.fromstring(f"<math>{text}</math>")  # noqa: S314 - our own text
        assert "".join(tree.itertext())
        assert equation.name in equation.text
        assert equation.text.isprintable()
