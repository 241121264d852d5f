"""The body of one function of a course's code: values of a tape, arrays of vectors, loops."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from wearoff.model.recording import ARITHMETIC, ELEMENTARY, Node
from wearoff.simulation.kernel.elementary import Code, Lanes

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

OPERATIONS = dict(zip(ARITHMETIC, ("fadd", "fsub", "fmul", "fdiv"), strict=True))
LEAVES = {"state": "y", "dose": "dose", "parameter": "given", "length": "length"}
"""Array of each kind of leaf."""


class Block(Code):
    """The body of one function: values of the tape, loaded where they were stored."""

    def __init__(self, lanes: Lanes, stored: Mapping[int, tuple[str, int]]) -> None:
        """``stored`` has the array and place of each node that is computed elsewhere."""
        super().__init__(lanes)
        self.stored = stored
        self.values: dict[int, str] = {}
        self.label = "entry"

    def load(self, array: str, place: int | str) -> str:
        """An entry of an array of vectors."""
        vector, size = self.lanes.vector, self.lanes.bytes * self.lanes.width
        return self.new(f"load {vector}, ptr {self.at(array, place)}, align {size}")

    def store(self, array: str, place: int | str, value: str) -> None:
        """Put an entry."""
        vector, size = self.lanes.vector, self.lanes.bytes * self.lanes.width
        self.line(f"store {vector} {value}, ptr {self.at(array, place)}, align {size}")

    def at(self, array: str, place: int | str, kind: str | None = None) -> str:
        """Address of an entry."""
        return self.new(f"getelementptr {kind or self.lanes.vector}, ptr %{array}, i64 {place}")

    def within(self, array: str, place: str) -> str:
        """The name of an array that begins at an entry of another."""
        return self.at(array, place).removeprefix("%")

    def compute(self, roots: Sequence[Node]) -> list[str]:
        """Values of these nodes, each computed once."""
        if roots:
            for node in roots[0].tape.needed(roots, lambda node: node.index in self.stored):
                if node.index not in self.values:
                    self.values[node.index] = self._one(node)
        return [self.values[node.index] for node in roots]

    def _one(self, node: Node) -> str:
        if node.number is not None:
            return self.lanes.all(node.number)
        if node.index in self.stored:
            return self.load(*self.stored[node.index])
        if node.op in LEAVES:
            return self.load(LEAVES[node.op], node.args[0])
        args = [self.values[arg.index] for arg in node.made_of]
        if node.op in ELEMENTARY:
            return self.new(f"call {self.lanes.vector} @{node.op}({self.lanes.vector} {args[0]})")
        return self.two(OPERATIONS[node.op], args[0], args[1])

    def everywhere(self, number: str) -> str:
        """A number that is only known when the code runs, in every lane."""
        lanes = self.lanes
        first = self.new(f"insertelement {lanes.vector} poison, {lanes.name} {number}, i32 0")
        return self.new(
            f"shufflevector {lanes.vector} {first}, {lanes.vector} poison, "
            f"<{lanes.width} x i32> zeroinitializer"
        )

    def room(self, array: str, size: int) -> None:
        """An array of vectors in this function."""
        self.line(
            f"%{array} = alloca {self.lanes.vector}, i64 {max(size, 1)}, "
            f"align {self.lanes.bytes * self.lanes.width}"
        )

    def call(self, function: str, *arrays: str) -> None:
        """Call one of the program's functions on arrays."""
        self.line(f"call void @{function}({', '.join(f'ptr %{array}' for array in arrays)})")

    def begin(self, label: str) -> None:
        """A new stretch of code that can be jumped to."""
        self.lines.append(f"{label}:")
        self.label = label

    @contextmanager
    def each(self, what: str, count: str) -> Generator[str]:
        """The code within once for each of at least one; gives the name of the index."""
        self.line(f"br label %{what}.first")
        before = self.label
        self.begin(f"{what}.first")
        self.line(f"%{what} = phi i64 [0, %{before}], [%{what}.next, %{what}.last]")
        yield f"%{what}"
        self.line(f"br label %{what}.last")
        self.begin(f"{what}.last")
        self.line(f"%{what}.next = add i64 %{what}, 1")
        more = self.new(f"icmp ult i64 %{what}.next, {count}")
        self.line(f"br i1 {more}, label %{what}.first, label %{what}.done")
        self.begin(f"{what}.done")

    @contextmanager
    def only(self, what: str, bit: str) -> Generator[None]:
        """The code within if a bit is set."""
        self.line(f"br i1 {bit}, label %{what}.yes, label %{what}.done")
        self.begin(f"{what}.yes")
        yield
        self.line(f"br label %{what}.done")
        self.begin(f"{what}.done")
