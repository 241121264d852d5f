"""Wiring refuses parts that do not fit, and every part keeps its units and its one source."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pint
import pytest
import sympy

from wearoff import units
from wearoff.errors import InputError, WiringError
from wearoff.evidence import injections
from wearoff.model import symbolic
from wearoff.model.conditions import CONDITIONS, condition
from wearoff.model.ports import Input, Output, Parameter, Part, State
from wearoff.model.wiring import wire
from wearoff.records import Session
from wearoff.simulation.backend import OPS
from wearoff.simulation.cohorts import Cohort

EVERY = sorted(CONDITIONS)
SITES = (("masseter", "left"), ("masseter", "right"))
PURE_COUNTS = {"session": "dimensionless"}
"""A number of sessions stands in exponents, so here it is a pure number."""


def source(name, unit, *, output="out"):
    """A stateless part with one constant output."""
    return Part(name, per_muscle=False, outputs=(Output(output, unit, lambda *_: 1.0),))


def sink(name, unit):
    """A part with one input and one state that follows it."""
    return Part(
        name,
        per_muscle=False,
        states=(State("x", unit, 0.0),),
        inputs=(Input("in", unit),),
        rates=lambda state, inputs, *_: {"x": inputs["in"] - state["x"]},
    )


def relay(name):
    """A part whose output needs its input at the same instant."""
    return Part(
        name,
        per_muscle=False,
        inputs=(Input("in", "share"),),
        outputs=(Output("out", "share", lambda _, inputs, *__: inputs["in"], uses=("in",)),),
    )


def join(parts, links, product="rimabotulinumtoxinB"):
    """Wire made-up parts."""
    return wire("made_up", parts, links, sites=SITES, product=product)


# Refusals


def test_fitting_parts_are_joined():
    """Two parts that fit are joined, and the input is the other's output."""
    wiring = join([source("a", "day"), sink("b", "day")], {"b.in": "a.out"})
    assert wiring.rates(wiring.start(), {"a": {}, "b": {}}, OPS)["b"]["x"] == 1.0


def test_missing_link():
    """An input without a link is refused by name."""
    with pytest.raises(WiringError, match=re.escape("b.in is not linked")):
        join([source("a", "day"), sink("b", "day")], {})


@pytest.mark.parametrize("address", ["a.other", "c.out", "out", "b.x"])
def test_link_from_nowhere(address):
    """A link from an output that does not exist is refused, both ends named."""
    with pytest.raises(WiringError, match=rf"b\.in .*{re.escape(address)}, which does not exist"):
        join([source("a", "day"), sink("b", "day")], {"b.in": address})


@pytest.mark.parametrize("address", ["b.other", "c.in", "a.out", "b.x"])
def test_link_to_nowhere(address):
    """A link to something that is not an input is refused by name."""
    links = {"b.in": "a.out", address: "a.out"}
    with pytest.raises(WiringError, match=rf"{re.escape(address)}, which is not an input"):
        join([source("a", "day"), sink("b", "day")], links)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("day", "week"), ("share", "percent"), ("U_ona", "U_rima"), ("U_ona", "{units}")],
)
def test_units_that_differ(given, wanted):
    """Two ends in different units are refused, even where one could be converted."""
    with pytest.raises(WiringError, match=r"a\.out.*b\.in"):
        join([source("a", given), sink("b", wanted)], {"b.in": "a.out"})


def test_units_of_the_product_fit_themselves():
    """A port in product units fits the unit of the wiring's product."""
    parts = [source("a", "U_ona"), sink("b", "{units}")]
    assert join(parts, {"b.in": "a.out"}, product="onabotulinumtoxinA").order == ("a.out",)


def test_algebraic_loop():
    """Outputs that need each other at the same instant are refused, the loop named."""
    links = {"a.in": "c.out", "b.in": "a.out", "c.in": "b.out"}
    with pytest.raises(WiringError, match="algebraic loop") as refused:
        join([relay("a"), relay("b"), relay("c")], links)
    for address in ("a.out", "b.out", "c.out"):
        assert address in str(refused.value)


def test_a_state_breaks_a_loop():
    """A loop through a state is no algebraic loop."""
    slow = Part(
        "slow",
        per_muscle=False,
        states=(State("x", "share", 0.0),),
        inputs=(Input("in", "share"),),
        outputs=(Output("out", "share", lambda state, *_: state["x"]),),
        rates=lambda state, inputs, *_: {"x": inputs["in"] - state["x"]},
    )
    wiring = join([relay("a"), slow], {"a.in": "slow.out", "slow.in": "a.out"})
    assert wiring.order == ("slow.out", "a.out")


def test_use_of_an_input_that_does_not_exist():
    """An output that uses an input its part does not have is refused by name."""
    odd = Part(
        "odd",
        per_muscle=False,
        outputs=(Output("out", "share", lambda *_: 1.0, uses=("lost",)),),
    )
    with pytest.raises(WiringError, match=r"\bodd\b.*\blost\b"):
        join([odd], {})


def test_two_parts_of_one_name():
    """Two parts of the same name are refused, because their states would be one."""
    with pytest.raises(WiringError, match=r"\ba\b"):
        join([source("a", "day"), source("a", "day", output="other")], {})


def test_muscle_of_another_condition():
    """A condition that holds its muscles whole refuses one it does not have."""
    with pytest.raises(InputError, match="masseter"):
        condition("cervical_dystonia").wire([("masseter", "left")], "onabotulinumtoxinA")


# Units of every rate


class PintOps:
    """Arithmetic on arrays with units: functions take pure numbers only."""

    @staticmethod
    def pure(function):
        """A function of a pure number."""

        def of(x):
            value = units.registry().Quantity(x)
            return units.registry().Quantity(function(value.m_as("dimensionless")))

        return staticmethod(of)

    exp, log = pure(np.exp), pure(np.log)
    sigmoid = pure(lambda x: 1 / (1 + np.exp(-x)))

    @staticmethod
    def sqrt(x):
        """Square root, of anything."""
        return units.registry().Quantity(x) ** 0.5

    @staticmethod
    def positive(x):
        """What is above zero, of a pure number."""
        value = units.registry().Quantity(x)
        return units.registry().Quantity(np.maximum(value.m_as("dimensionless"), 0))

    step = pure(lambda x: np.where(np.asarray(x) > 0, 1.0, 0.0))

    @staticmethod
    def sum(x):
        """Sum over the last axis."""
        return x.sum(axis=-1)


def plain(unit, product):
    """A unit with the product's name filled in and counts as pure numbers."""
    text = unit.format(units=units.PRODUCT_UNITS[product])
    for count, pure in PURE_COUNTS.items():
        text = re.sub(rf"\b{count}\b", pure, text)
    return text


def with_units(wiring, state, p):
    """States and parameters as quantities."""

    def quantity(value, unit):
        return units.registry().Quantity(np.asarray(value, float), plain(unit, wiring.product))

    states = {
        part.name: {s.name: quantity(state[part.name][s.name], s.unit) for s in part.states}
        for part in wiring.parts
    }
    parameters = {}
    for part in wiring.parts:
        known = {number.name: number.unit for number in (*part.parameters, *part.derived)}
        parameters[part.name] = {
            name: quantity(value, known.get(name, "dimensionless"))
            for name, value in p[part.name].items()
        }
    return states, parameters


@cache
def example(name, product="onabotulinumtoxinA"):
    """A condition's wiring with its usual plan, and the numbers of a typical patient."""
    chosen = condition(name)
    plan = injections.plan(chosen.usual_plan)
    _, needles = injections.spread(plan, chosen.usual, "left", None, product)
    simulated = Cohort(chosen, (Session(0, product, needles),), 1, 1, typical=True)
    wiring = simulated.wiring
    bound = wiring.bind(simulated.drawn(np.array([0])))
    p = {part: {key: v[0] for key, v in values.items()} for part, values in bound.items()}
    return wiring, p


def generic(wiring, seed=0):
    """A state with nothing at zero: shares between, counts and amounts above one."""
    random = np.random.default_rng(seed)
    return {
        part.name: {
            s.name: random.uniform(*((0.1, 0.95) if s.unit == "share" else (1.0, 20.0)), v.shape)
            for s in part.states
            for v in [wiring.start()[part.name][s.name]]
        }
        for part in wiring.parts
    }


@pytest.mark.parametrize("product", units.PRODUCT_UNITS)
@pytest.mark.parametrize("name", EVERY)
def test_every_rate_has_the_unit_of_its_state_per_day(name, product):
    """Evaluated with units, each rate is its state's unit per day, and each output its own."""
    wiring, p = example(name, product)
    state, parameters = with_units(wiring, generic(wiring), p)
    rates = wiring.rates(state, parameters, PintOps())
    for part in wiring.parts:
        assert set(rates[part.name]) == {s.name for s in part.states}
        for s in part.states:
            rate = rates[part.name][s.name]
            if np.any(rate.magnitude != 0):
                assert rate.check(f"({plain(s.unit, product)}) / day"), f"{part.name}.{s.name}"
    outputs = wiring.outputs(state, parameters, PintOps())
    for part in wiring.parts:
        for output in part.outputs:
            value = outputs[f"{part.name}.{output.name}"]
            assert value.check(plain(output.unit, product)), f"{part.name}.{output.name}"
        for derived in part.derived:
            value = derived.value(parameters[part.name], PintOps())
            assert value.check(plain(derived.unit, product)), f"{part.name}.{derived.name}"


def test_a_wrong_unit_is_noticed():
    """The check with units fails when a time constant is a pure number."""
    wiring, p = example("healthy_muscle")
    state, parameters = with_units(wiring, generic(wiring), p)
    wrong = parameters["muscle"]
    wrong["shrink_time"] = wrong["shrink_time"] / units.registry().day
    with pytest.raises(pint.DimensionalityError):
        wiring.rates(state, parameters, PintOps())


def test_parameters_reach_the_parts_in_their_units():
    """A row in weeks reaches a part that counts in days as seven times as much."""
    part = Part("p", per_muscle=False, parameters=(Parameter("t", "day", "regrow_time"),))
    assert join([part], {}).bind({"regrow_time": np.array(16.0)})["p"]["t"] == 112


# One source for numbers and symbols


@pytest.mark.parametrize("name", EVERY)
def test_symbols_and_numbers_agree(name):
    """Rates from SymPy equal those from JAX at random states."""
    wiring, p = example(name)
    rates = symbolic.rates(wiring, p)
    function = sympy.lambdify([list(rates)], list(rates.values()), modules="math", cse=True)
    for seed in range(20):
        state = generic(wiring, seed)
        columns, wanted = {}, {}
        jaxed = wiring.rates(state, p, OPS)
        for part in wiring.parts:
            for s in part.states:
                names = wiring.columns(part, s.name)
                columns |= dict(zip(names, np.atleast_1d(state[part.name][s.name]), strict=True))
                wanted |= dict(zip(names, np.atleast_1d(jaxed[part.name][s.name]), strict=True))
        assert set(columns) == {symbol.name for symbol in rates}
        found = function([columns[symbol.name] for symbol in rates])
        for symbol, value in zip(rates, found, strict=True):
            assert value == pytest.approx(float(wanted[symbol.name]), rel=1e-12, abs=1e-12)
