"""Parts wired into one system: units compared, ports checked, stateless links put in order.

The order of one evaluation:

1. every output that needs only states; then those that use them, until all are known;
2. the inputs of every part, through the links;
3. the rates of every part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff import units
from wearoff.errors import WiringError
from wearoff.evidence import injections, rows
from wearoff.model.numeric import NumpyOps
from wearoff.units import PRODUCT_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wearoff.model.ports import Output, Parameter, Part

Sites = tuple[tuple[str, str], ...]
"""Muscles with their sides, in the order of every per-muscle array."""

Nested = dict[str, dict[str, Any]]
"""Arrays by part, then by name."""

REGIONS = ("neck", "face")
"""Regions whose muscles a part can ask for by name."""


@dataclass(frozen=True)
class Wiring:
    """A condition's parts joined for given muscles and one product.

    ``links`` maps ``part.input`` to ``part.output``; ``instead`` maps an evidence row to the one
    that takes its place (another species). Use `wire`, which checks everything.
    """

    condition: str
    parts: tuple[Part, ...]
    links: Mapping[str, str]
    sites: Sites
    product: str
    affected: str
    antibodies: str
    instead: Mapping[str, str]
    order: tuple[str, ...]

    def __hash__(self) -> int:
        """Equal wirings are one system, so that its compiled course can be kept."""
        links = tuple(self.links.items())
        return hash((self.parts, links, self.sites, self.product, self.affected, self.condition))

    @cached_property
    def skeleton(self) -> Wiring:
        """The same arithmetic without names: one compiled course serves all wirings that share it.

        Muscles, product and condition only say which numbers are bound.
        """
        sites = tuple((str(number), "") for number in range(len(self.sites)))
        nameless = {"condition": "", "product": "", "affected": "", "antibodies": ""}
        return replace(self, **nameless, sites=sites, instead={})

    def _words(self, muscle: str) -> dict[str, str]:
        known = injections.muscles()[muscle]
        return {
            "product": self.product,
            "units": PRODUCT_UNITS[self.product],
            "condition": self.condition,
            "antibodies": self.antibodies,
            "muscle": muscle,
            "region": known.region,
            "anchor": known.anchor,
        }

    def row_names(self, parameter: Parameter) -> list[str]:
        """Evidence rows behind one parameter: one, or one a muscle."""
        sites = self.sites if parameter.per_muscle else self.sites[:1]
        names = [parameter.row.format(**self._words(muscle)) for muscle, _ in sites]
        return [self.instead.get(name, name) for name in names]

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """Every evidence row this wiring uses, sorted."""
        return self._rows_of(self.parts)

    def _rows_of(self, parts: Iterable[Part]) -> tuple[str, ...]:
        used = {
            name
            for part in parts
            for parameter in part.parameters
            for name in self.row_names(parameter)
        }
        return tuple(sorted(used))

    def rows_behind(self, address: str) -> tuple[str, ...]:
        """Evidence rows that ``part.output`` can rest on, sorted: of its part and what feeds it.

        The numbers of a part are taken whole, and so is what feeds a part with states.
        """
        ahead = [address]
        reached: set[str] = set()
        while ahead:
            address = ahead.pop()
            if address not in reached:
                reached.add(address)
                part, output = self._find(address)
                feeding = [port.name for port in part.inputs] if part.states else output.uses
                ahead += [self.links[f"{part.name}.{port}"] for port in feeding]
        return self._rows_of(
            part for part in self.parts if part.name in {_split(each)[0] for each in reached}
        )

    @cached_property
    def chances(self) -> tuple[str, ...]:
        """Names of the uniform random numbers a patient brings."""
        return tuple(chance for part in self.parts for chance in part.chances)

    def bind(self, values: Mapping[str, Any]) -> Nested:
        """Parameters of every part from row values (in the rows' own units).

        Args:
            values: number or array (patients,) by row name, and by chance name.

        Returns:
            Arrays () or (patients,), with a last axis of muscles where they differ by muscle.
        """
        people = np.shape(next(iter(values.values())))

        def number(name: str, unit: str) -> Any:
            return np.asarray(values[name]) * units.factor(rows.get(name).unit, unit)

        return self.arranged(
            number, lambda chance: np.asarray(values[chance]), NumpyOps(), people=people
        )

    def arranged(
        self,
        number: Callable[[str, str], Any],
        chance: Callable[[str], Any],
        ops: Any,
        *,
        people: tuple[int, ...] = (),
        named: Callable[[str, str, Any], Any] | None = None,
    ) -> Nested:
        """Parameters of every part, each from its evidence row and the unit its part wants.

        Args:
            number: (row name, unit) -> array ``people``, of numbers or of symbols.
            chance: the same for the name of a uniform random number.
            ops: arithmetic of what these give.
            people: shape of what these give.
            named: (``part.name``, unit, value) -> what stands for a derived number.

        Returns:
            As `bind`.
        """
        bound: Nested = {}
        words = self._words(self.sites[0][0])
        for part in self.parts:
            bound[part.name] = {}
            for parameter in part.parameters:
                wanted = parameter.unit.format(**words)
                converted = [number(name, wanted) for name in self.row_names(parameter)]
                stacked = np.stack(converted, -1) if parameter.per_muscle else converted[0]
                shared = part.per_muscle and not parameter.per_muscle
                bound[part.name][parameter.name] = stacked[..., None] if shared else stacked
            for name in part.chances:
                drawn = chance(name)
                bound[part.name][name] = drawn[..., None] if part.per_muscle else drawn
            for name in part.geometry:
                shape = (*people, len(self.sites))
                bound[part.name][name] = np.broadcast_to(self._geometry(name), shape)
            for derived in part.derived:
                value = derived.value(bound[part.name], ops)
                if named:
                    value = named(
                        f"{part.name}.{derived.name}", derived.unit.format(**words), value
                    )
                bound[part.name][derived.name] = value
        return bound

    def _geometry(self, name: str) -> Any:
        if name == "overactive":
            return np.array([float(side == self.affected) for _, side in self.sites])
        if name in REGIONS:
            known = injections.muscles()
            return np.array([float(known[muscle].region == name) for muscle, _ in self.sites])
        return np.array([{"left": 1.0, "right": -1.0}.get(side, 0.0) for _, side in self.sites])

    def columns(self, part: Part, state: str) -> list[str]:
        """Column names of a state: ``part__muscle_side__state``, or ``part__state``."""
        if not part.per_muscle:
            return [f"{part.name}__{state}"]
        return [f"{part.name}__{muscle}_{side}__{state}" for muscle, side in self.sites]

    @property
    def states(self) -> int:
        """How many states there are, each muscle's counted."""
        return sum(
            len(part.states) * (len(self.sites) if part.per_muscle else 1) for part in self.parts
        )

    def start(self) -> Nested:
        """States before any session."""
        return {
            part.name: {
                state.name: np.full(len(self.sites), state.start)
                if part.per_muscle
                else np.asarray(state.start)
                for state in part.states
            }
            for part in self.parts
        }

    def session(self, state: Nested, dose: Any, visit: Any, p: Nested, ops: Any) -> Nested:
        """States just after the needle."""
        return {
            part.name: part.session(state[part.name], dose, visit, p[part.name], ops)
            for part in self.parts
        }

    def outputs(
        self, state: Nested, p: Nested, ops: Any, named: Callable[[str, Any], Any] | None = None
    ) -> dict[str, Any]:
        """Every output by ``part.output``; ``named`` may put a name in the place of a value."""
        known: dict[str, Any] = {}
        for address in self.order:
            part, output = self._find(address)
            inputs = {use: known[self.links[f"{part.name}.{use}"]] for use in output.uses}
            value = output.value(state[part.name], inputs, p[part.name], ops)
            known[address] = named(address, value) if named else value
        return known

    def rates(
        self, state: Nested, p: Nested, ops: Any, known: Mapping[str, Any] | None = None
    ) -> Nested:
        """Time derivative of every state, per day; ``known`` are its `outputs`, if at hand."""
        known = self.outputs(state, p, ops) if known is None else known
        return {
            part.name: part.rates(
                state[part.name],
                {port.name: known[self.links[f"{part.name}.{port.name}"]] for port in part.inputs},
                p[part.name],
                ops,
            )
            for part in self.parts
        }

    def _find(self, address: str) -> tuple[Part, Output]:
        part, output = _split(address)
        owner = next(p for p in self.parts if p.name == part)
        return owner, next(o for o in owner.outputs if o.name == output)


def wire(
    condition: str,
    parts: Iterable[Part],
    links: Mapping[str, str],
    *,
    sites: Sites,
    product: str,
    affected: str = "left",
    antibodies: str = "low_dose",
    instead: Mapping[str, str] | None = None,
) -> Wiring:
    """Check the parts and links and put the stateless outputs in order.

    Raises:
        WiringError: two parts of one name, an output that uses an input its part lacks, an input
            without a link, a link to or from a port that does not exist, two
            units that differ, or outputs that need each other at the same instant (named).
    """
    chosen = tuple(parts)
    _check_parts(condition, chosen)
    known_units = {"units": PRODUCT_UNITS[product]}
    inputs = {f"{p.name}.{i.name}": i.unit.format(**known_units) for p in chosen for i in p.inputs}
    outputs = {
        f"{p.name}.{o.name}": o.unit.format(**known_units) for p in chosen for o in p.outputs
    }
    for port, unit in inputs.items():
        if port not in links:
            raise WiringError(f"{condition}: input {port} is not linked to any output")
        _check_link(condition, port, unit, links[port], outputs)
    for port in links:
        if port not in inputs:
            raise WiringError(f"{condition}: link to {port}, which is not an input")
    needs = {
        f"{p.name}.{o.name}": [links[f"{p.name}.{use}"] for use in o.uses]
        for p in chosen
        for o in p.outputs
    }
    try:
        order = tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise WiringError(f"{condition}: algebraic loop {' -> '.join(error.args[1])}") from error
    return Wiring(
        condition=condition,
        parts=chosen,
        links=dict(links),
        sites=sites,
        product=product,
        affected=affected,
        antibodies=antibodies,
        instead=dict(instead or {}),
        order=order,
    )


def _check_parts(condition: str, parts: tuple[Part, ...]) -> None:
    names = [part.name for part in parts]
    for name in names:
        if names.count(name) > 1:
            raise WiringError(f"{condition}: two parts are named {name}")
    for part in parts:
        declared = {port.name for port in part.inputs}
        for output in part.outputs:
            for use in output.uses:
                if use not in declared:
                    raise WiringError(
                        f"{condition}: {part.name}.{use}, used by {output.name}, is not an input"
                    )


def _check_link(
    condition: str, port: str, unit: str, source: str, outputs: Mapping[str, str]
) -> None:
    if source not in outputs:
        raise WiringError(f"{condition}: {port} is linked to {source}, which does not exist")
    try:
        ratio = units.factor(outputs[source], unit)
    except units.UnitError as error:
        raise WiringError(f"{condition}: {source} -> {port}: {error}") from error
    if ratio != 1:
        raise WiringError(f"{condition}: {source} is in {outputs[source]}, {port} wants {unit}")


def _split(address: str) -> tuple[str, str]:
    part, _, port = address.partition(".")
    return part, port
