"""A wiring as a list of operations: its parts run once on recorded values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product as pairs
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.model.recording import Node, RecordingOps, Tape, When

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.model.ports import Chain, Part
    from wearoff.model.wiring import Nested, Wiring

Shapes = tuple[tuple[str, str, tuple[int, ...]], ...]
"""Part, name and shape of each parameter of one patient."""
Geometry = tuple[tuple[str, str, tuple[float, ...]], ...]
"""Part, name and values of what follows from a muscle's place, one number for all patients."""
NEAR, TERMS = 0.1, 10
"""Difference of two exponents below which a series of so many terms is exact to the last digit."""


@dataclass(frozen=True)
class Solved:
    """Two states of `wearoff.model.ports.Chain`, by place, with their rate constants."""

    first: int
    second: int
    leaving: Node
    decaying: Node


@dataclass(frozen=True)
class System:
    """What is computed in a course, on one tape.

    States are numbered; ``rates`` and ``after`` (the state just after a needle) have one node for
    each. ``integrated`` are the numbers of those that Runge and Kutta move, ``chains`` those that
    are solved, ``live`` all that a reading depends on. ``parameters`` are the leaves of a patient:
    part, name and place in that array.
    """

    tape: Tape
    parameters: tuple[tuple[str, str, int], ...]
    start: tuple[float, ...]
    rates: tuple[Node, ...]
    after: tuple[Node, ...]
    readings: tuple[Node, ...]
    live: tuple[int, ...]
    integrated: tuple[int, ...]
    chains: tuple[Solved, ...]
    muscles: int


def shapes(p: Nested) -> Shapes:
    """Shapes of one patient's parameters, from those of many, whose first axis is patients."""
    return tuple(
        (part, name, np.shape(value)[1:])
        for part, named in p.items()
        for name, value in named.items()
    )


def geometry(wiring: Wiring, p: Nested) -> Geometry:
    """What is the same number in every patient by its nature."""
    return tuple(
        (part.name, name, tuple(np.asarray(p[part.name][name])[0].tolist()))
        for part in wiring.parts
        for name in part.geometry
    )


def record(
    wiring: Wiring,
    outcomes: Sequence[str],
    *,
    states: bool,
    counts: tuple[float, ...],
    given: Shapes,
    places: Geometry,
    exact: bool,
) -> System:
    """The system of a wiring.

    Args:
        wiring: The parts, joined.
        outcomes: ``part.output`` of each reading, in order.
        states: Whether every state is read, after the outcomes.
        counts: Muscles of the body that each of the wiring's stands for.
        given: Shapes of the parameters.
        places: Those parameters that are numbers.
        exact: Solve chains; else integrate them as every state.

    Returns:
        It; states that do not move between sessions, because their rate is 0 whatever the numbers,
        are known from one session to the next.
    """
    still: frozenset[int] = frozenset()
    while True:
        recorder = _Recorder(
            wiring, counts=counts, given=given, places=places, exact=exact, still=still
        )
        found = frozenset(k for k, rate in enumerate(recorder.rates) if rate.number == 0)
        if found == still:
            return recorder.system(outcomes, states=states)
        still = found


class _Recorder:
    """One run of the parts, with what is already known to stand still."""

    def __init__(
        self,
        wiring: Wiring,
        *,
        counts: tuple[float, ...],
        given: Shapes,
        places: Geometry,
        exact: bool,
        still: frozenset[int],
    ) -> None:
        self.wiring, self.still, self.muscles = wiring, still, len(wiring.sites)
        self.tape = Tape()
        self.ops = RecordingOps(self.tape, counts)
        self.names = [
            (part.name, state.name, muscle)
            for part in wiring.parts
            for state in part.states
            for muscle in range(self.muscles if part.per_muscle else 1)
        ]
        self.number = {name: k for k, name in enumerate(self.names)}
        self.parameters: list[tuple[str, str, int]] = []
        self.p = self._parameters(given, places)
        chains = [(part, part.chain) for part in wiring.parts if exact and part.chain]
        self.chained = {
            self.number[part.name, name, muscle]
            for part, chain in chains
            for name in (chain.first, chain.second)
            for muscle in range(self.muscles if part.per_muscle else 1)
        }
        self.states = {part.name: self._states(part) for part in wiring.parts}
        self.known = wiring.outputs(self.states, self.p, self.ops)
        self.rates = self._flat(wiring.rates(self.states, self.p, self.ops, self.known))
        self.chains = [solved for part, chain in chains for solved in self._solved(part, chain)]

    def _parameters(self, given: Shapes, places: Geometry) -> Nested:
        numbers = {(part, name): values for part, name, values in places}
        bound: Nested = {part.name: {} for part in self.wiring.parts}
        for part, name, shape in given:
            entries: list[Node] = []
            for place in range(prod(shape)):
                if (part, name) in numbers:
                    entries.append(self.tape.number(numbers[part, name][place]))
                else:
                    entries.append(self.tape.leaf("parameter", len(self.parameters), When.PATIENT))
                    self.parameters.append((part, name, place))
            bound[part][name] = _array(entries, shape)
        return bound

    def _states(self, part: Part) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for state in part.states:
            muscles = range(self.muscles if part.per_muscle else 1)
            numbers = [self.number[part.name, state.name, muscle] for muscle in muscles]
            leaves = [self.tape.leaf("state", k, self._when(k)) for k in numbers]
            found[state.name] = _array(leaves, (self.muscles,) if part.per_muscle else ())
        return found

    def _when(self, state: int) -> When:
        if state in self.still:
            return When.SESSION
        return When.AHEAD if state in self.chained else When.STAGE

    def _flat(self, nested: Nested) -> list[Node]:
        return [
            self.tape.value(entry)
            for part in self.wiring.parts
            for state in part.states
            for entry in np.ravel(np.asarray(nested[part.name][state.name], dtype=object))
        ]

    def _solved(self, part: Part, chain: Chain) -> list[Solved]:
        state, p = self.states[part.name], self.p[part.name]
        muscles = self.muscles if part.per_muscle else 1
        constants = [
            np.broadcast_to(np.asarray(rate(state, p, self.ops), dtype=object), (muscles,))
            for rate in (chain.leaving, chain.decaying)
        ]
        return [
            Solved(
                self.number[part.name, chain.first, muscle],
                self.number[part.name, chain.second, muscle],
                *(self.tape.value(constant[muscle]) for constant in constants),
            )
            for muscle in range(muscles)
        ]

    def system(self, outcomes: Sequence[str], *, states: bool) -> System:
        """What the readings depend on."""
        doses = [self.tape.leaf("dose", k, When.SESSION) for k in range(self.muscles)]
        after = self._flat(
            self.wiring.session(
                self.states, _array(doses, (self.muscles,)), self.tape.number(1.0), self.p, self.ops
            )
        )
        readings = [self.tape.value(self.known[address]) for address in outcomes]
        if states:
            readings += [self.tape.leaf("state", k, self._when(k)) for k in range(len(self.names))]
        live: set[int] = set()
        roots = list(readings)
        while roots:
            read = {
                node.args[0]
                for node in self.tape.needed(roots, lambda _: False)
                if node.op == "state"
            }
            new = read - live
            live |= new
            roots = [node for k in new for node in (self.rates[k], after[k])]
        return System(
            tape=self.tape,
            parameters=tuple(self.parameters),
            start=tuple(
                state.start
                for part in self.wiring.parts
                for state, _ in pairs(part.states, range(self.muscles if part.per_muscle else 1))
            ),
            rates=tuple(self.rates),
            after=tuple(after),
            readings=tuple(readings),
            live=tuple(sorted(live)),
            integrated=tuple(sorted(live - self.still - self.chained)),
            chains=tuple(chain for chain in self.chains if {chain.first, chain.second} & live),
            muscles=self.muscles,
        )


def _array(entries: list[Node], shape: tuple[int, ...]) -> Any:
    """Nodes as the array that parts expect; a single one as itself."""
    return np.array(entries, dtype=object).reshape(shape)[()]


def passed_on(solved: Solved, days: Node, tape: Tape) -> tuple[Node, Node, Node]:
    """What is left of each state of a chain after some days, and what the first gives the second.

    With rates a and b, ``e⁻ᵃʰ``, ``e⁻ᵇʰ`` and ``a·h·(e⁻ᵇʰ − e⁻ᵃʰ)/z`` where z = (a − b)·h. Near
    z = 0 the last is ``a·h·e⁻ᵇʰ`` times the series of (1 − e⁻ᶻ)/z, 1 − z/2! + z²/3! …
    """
    ops = RecordingOps(tape, (1.0,))
    a, b = solved.leaving, solved.decaying
    z = (a - b) * days
    far = ops.step(z * z - NEAR**2)
    near = (1 - far) * z  # 0 where it is far, so that no power of it overflows
    series: Any = 1.0
    for term in range(TERMS, 1, -1):
        series = 1 - near / float(term) * series
    kept, left = ops.exp(-(a * days)), ops.exp(-(b * days))
    share = far * ((left - kept) / (z + (1 - far))) + (1 - far) * left * series
    return kept, left, a * days * share
