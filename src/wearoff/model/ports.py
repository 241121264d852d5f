"""The contract of a part: states, inputs, outputs, parameters, and rates as plain functions.

A part is a small piece of physiology that serves every condition. It gives *rates*, not a day map,
and takes its arithmetic from ``ops``, so that the simulator and every export share one source.
States of a part that belongs to muscles are arrays with one entry a muscle and side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]
"""Arrays by name."""

Rates = Callable[[Values, Values, Values, Any], dict[str, Any]]
"""(state, inputs, parameters, ops) -> time derivative of each state, per day."""


@dataclass(frozen=True)
class State:
    """A quantity that moves, its unit, and where it starts without any toxin."""

    name: str
    unit: str
    start: float


@dataclass(frozen=True)
class Input:
    """What a part needs from another; the link that feeds it must carry the same unit."""

    name: str
    unit: str


@dataclass(frozen=True)
class Output:
    """What a part gives to others; ``uses`` names the inputs it depends on at the same instant."""

    name: str
    unit: str
    value: Callable[[Values, Values, Values, Any], Any]
    uses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A number from the evidence; ``row`` may hold {product}, {muscle}, {region}, {anchor}."""

    name: str
    unit: str
    row: str

    @property
    def per_muscle(self) -> bool:
        """Whether the number differs between muscles."""
        return any(key in self.row for key in ("{muscle}", "{region}", "{anchor}"))


@dataclass(frozen=True)
class Derived:
    """A number that follows from a part's parameters and does not move: (parameters, ops) -> it."""

    name: str
    unit: str
    value: Callable[[Values, Any], Any]


@dataclass(frozen=True)
class Chain:
    """Two states that empty one into the other, and can be solved exactly between sessions.

        dX/dt = −leaving·X          dY/dt = leaving·X − decaying·Y

    ``leaving`` and ``decaying`` are (state, parameters, ops) -> rate constant per day, made of
    what does not move between sessions. The part's rates must say the same.
    """

    first: str
    second: str
    leaving: Callable[[Values, Values, Any], Any]
    decaying: Callable[[Values, Values, Any], Any]


def no_rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Rates of a part without states."""
    del state, inputs, p, ops
    return {}


def no_session(state: Values, dose: Any, visit: Any, p: Values, ops: Any) -> dict[str, Any]:
    """A part that a session does not touch directly."""
    del dose, visit, p, ops
    return dict(state)


@dataclass(frozen=True)
class Part:
    """A piece of physiology.

    ``session`` is (state, dose, visit, parameters, ops) -> state just after the needle: ``dose`` is
    one number a muscle in product units, ``visit`` is 1 on the day of a session, toxin or placebo.
    ``derived`` numbers are computed once and found among the parameters.
    ``chances`` are uniform random numbers of a patient, 0 in a typical one. ``geometry`` names
    constants a muscle that follow from its place: ``sign`` (left 1, right −1, midline 0),
    ``overactive`` (1 on the affected side), ``neck`` and ``face`` (1 in that region).
    """

    name: str
    per_muscle: bool
    states: tuple[State, ...] = ()
    inputs: tuple[Input, ...] = ()
    outputs: tuple[Output, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    chances: tuple[str, ...] = ()
    geometry: tuple[str, ...] = ()
    derived: tuple[Derived, ...] = ()
    chain: Chain | None = None
    rates: Rates = no_rates
    session: Callable[[Values, Any, Any, Values, Any], dict[str, Any]] = field(default=no_session)
