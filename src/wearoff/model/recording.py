"""The recording side of the contract of `wearoff.model.ops`: what is computed is written down.

Parts that are run once on the values of a `Tape` leave a list of operations without repeats, in an
order in which they can be computed, each with the moment when it is first known (`When`). Whoever
prints code from the tape computes a value then, and not again.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.model.numeric import NumpyOps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ELEMENTARY = ("exp", "log", "sqrt", "sigmoid", "positive", "step")
"""Functions of one number that the contract has."""
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
}
"""Operations on two numbers."""


class When(IntEnum):
    """When a value is known: as late as the latest of what it is made of."""

    NUMBER = 0
    """Before any patient."""
    PATIENT = 1
    """With a patient's parameters."""
    SESSION = 2
    """From one session to the next."""
    AHEAD = 3
    """At any time since the session, from states that are solved exactly."""
    STAGE = 4
    """At a stage of an integrated step."""


class Node:
    """A value on a tape: an operation on earlier ones, a number, or a leaf.

    ``args`` are the nodes it is made of; of a number its value, of a leaf its place.
    """

    __slots__ = ("args", "index", "op", "tape", "when")

    def __init__(self, tape: Tape, op: str, args: tuple[Any, ...], when: When, index: int) -> None:
        """As `Tape.record` makes it."""
        self.tape, self.op, self.args, self.when, self.index = tape, op, args, when, index

    @property
    def made_of(self) -> tuple[Node, ...]:
        """The nodes it is computed from."""
        return tuple(arg for arg in self.args if isinstance(arg, Node))

    @property
    def number(self) -> float | None:
        """Its value, if that is known before any patient."""
        return self.args[0] if self.op == "number" else None

    def __add__(self, other: Any) -> Any:
        """``self + other``."""
        return self._with(other, lambda tape, one, two: tape.add(one, two))

    def __radd__(self, other: Any) -> Any:
        """``other + self``."""
        return self._with(other, lambda tape, one, two: tape.add(two, one))

    def __sub__(self, other: Any) -> Any:
        """``self − other``."""
        return self._with(other, lambda tape, one, two: tape.subtract(one, two))

    def __rsub__(self, other: Any) -> Any:
        """``other − self``."""
        return self._with(other, lambda tape, one, two: tape.subtract(two, one))

    def __mul__(self, other: Any) -> Any:
        """``self·other``."""
        return self._with(other, lambda tape, one, two: tape.multiply(one, two))

    def __rmul__(self, other: Any) -> Any:
        """``other·self``."""
        return self._with(other, lambda tape, one, two: tape.multiply(two, one))

    def __truediv__(self, other: Any) -> Any:
        """``self / other``."""
        return self._with(other, lambda tape, one, two: tape.divide(one, two))

    def __rtruediv__(self, other: Any) -> Any:
        """``other / self``."""
        return self._with(other, lambda tape, one, two: tape.divide(two, one))

    def __neg__(self) -> Node:
        """``−self``."""
        return self.tape.subtract(self.tape.number(0.0), self)

    def _with(self, other: Any, do: Callable[[Tape, Node, Node], Node]) -> Any:
        if isinstance(other, np.ndarray) and other.ndim:
            return NotImplemented  # the array goes through its entries
        return do(self.tape, self, self.tape.value(other))


class Tape:
    """Operations in the order in which they were first asked for."""

    def __init__(self) -> None:
        """Nothing recorded."""
        self.nodes: list[Node] = []
        self._known: dict[tuple[Any, ...], Node] = {}

    def record(self, op: str, *args: Any, when: When | None = None) -> Node:
        """The node of an operation, a new one only if it was not asked for before."""
        key = (op, *(arg.index if isinstance(arg, Node) else ("", arg) for arg in args))
        if key not in self._known:
            latest = max(arg.when for arg in args) if when is None else when
            self._known[key] = Node(self, op, args, latest, len(self.nodes))
            self.nodes.append(self._known[key])
        return self._known[key]

    def number(self, value: float) -> Node:
        """A number."""
        return self.record("number", float(value), when=When.NUMBER)

    def leaf(self, kind: str, place: int, when: When) -> Node:
        """What is read from outside: entry ``place`` of an array of this kind."""
        return self.record(kind, place, when=when)

    def value(self, given: Any) -> Node:
        """A node as it is, a number as a node."""
        if isinstance(given, np.ndarray):
            given = given.item()
        return given if isinstance(given, Node) else self.number(given)

    def add(self, a: Node, b: Node) -> Node:
        """``a + b``."""
        if a.number == 0:
            return b
        if b.number == 0:
            return a
        return self._two("add", *sorted((a, b), key=lambda node: node.index))

    def subtract(self, a: Node, b: Node) -> Node:
        """``a − b``."""
        if b.number == 0:
            return a
        return self.number(0.0) if a is b else self._two("subtract", a, b)

    def multiply(self, a: Node, b: Node) -> Node:
        """``a·b``."""
        if a.number == 0 or b.number == 0:
            return self.number(0.0)
        if a.number == 1:
            return b
        if b.number == 1:
            return a
        return self._two("multiply", *sorted((a, b), key=lambda node: node.index))

    def divide(self, a: Node, b: Node) -> Node:
        """``a/b``; by what is known earlier than a, as ``a·(1/b)``."""
        if a.number == 0:
            return a
        if b.when < a.when:
            return self.multiply(a, self._two("divide", self.number(1.0), b))
        return self._two("divide", a, b)

    def elementary(self, op: str, x: Node) -> Node:
        """One of `ELEMENTARY`."""
        if x.number is None:
            return self.record(op, x)
        return self.number(float(getattr(NumpyOps, op)(x.number)))

    def _two(self, op: str, a: Node, b: Node) -> Node:
        if a.number is None or b.number is None:
            return self.record(op, a, b)
        return self.number(ARITHMETIC[op](a.number, b.number))

    def needed(self, roots: Iterable[Node], known: Callable[[Node], bool]) -> Iterator[Node]:
        """What ``roots`` are made of, themselves included, in order; not what known ones are."""
        seen: set[int] = set()
        waiting = list(roots)
        while waiting:
            node = waiting.pop()
            if node.index not in seen:
                seen.add(node.index)
                waiting += () if known(node) else node.made_of
        return (self.nodes[index] for index in sorted(seen))


class RecordingOps:
    """Elementwise recording on NumPy object arrays of nodes.

    ``counts`` says how many muscles of the body each entry of the last axis stands for.
    """

    def __init__(self, tape: Tape, counts: tuple[float, ...]) -> None:
        """Writes on this tape."""
        self.tape, self.counts = tape, np.array(counts, dtype=object)

    def _each(self, op: str, x: Any) -> Any:
        def one(entry: Any) -> Node:
            return self.tape.elementary(op, self.tape.value(entry))

        return np.frompyfunc(one, 1, 1)(np.asarray(x, dtype=object))

    def exp(self, x: Any) -> Any:
        """Exponential."""
        return self._each("exp", x)

    def log(self, x: Any) -> Any:
        """Natural logarithm."""
        return self._each("log", x)

    def sqrt(self, x: Any) -> Any:
        """Square root."""
        return self._each("sqrt", x)

    def sigmoid(self, x: Any) -> Any:
        """Logistic function."""
        return self._each("sigmoid", x)

    def positive(self, x: Any) -> Any:
        """``max(x, 0)``."""
        return self._each("positive", x)

    def step(self, x: Any) -> Any:
        """1 where x > 0."""
        return self._each("step", x)

    def sum(self, x: Any) -> Any:
        """Sum over the last axis, every muscle counted."""
        return np.sum(np.asarray(x, dtype=object) * self.counts, axis=-1)
