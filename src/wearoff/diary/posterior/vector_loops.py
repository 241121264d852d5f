"""A function of vector code that loops over settings, some lanes at a time, weeks and days.

Eight settings are taken at a time. The last eight end with the last setting: some of them were
taken before, and are found again, so that nothing may be changed in place.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from wearoff.diary.posterior.likelihood import FARTHEST, NO_ENTRY
from wearoff.simulation.kernel.blocks import Block
from wearoff.simulation.kernel.elementary import DOUBLE, SINGLE

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

LANES = DOUBLE.width
"""Settings taken at a time, and the fewest that there may be."""
SHORT = f"<{LANES} x {SINGLE.name}>"
"""Type of the lanes in single precision."""
ENTRIES = ("rho", "y", "seen", "before", "gap")
"""What says how days hang on the entry before."""

ONE, ZERO = DOUBLE.all(1.0), DOUBLE.all(0.0)


class Loops(Block):
    """A function over settings, some lanes of them at a time, and within over weeks and days."""

    def __init__(self, name: str, *arrays: str, numbers: Sequence[str] = ()) -> None:
        """Arguments: sizes of 64 bits, of which weeks and settings are always there, and arrays."""
        super().__init__(DOUBLE, {})
        given = [f"i64 %{each}" for each in ("weeks", "settings", *numbers)]
        given += [f"ptr noalias %{array}" for array in arrays]
        self.head = f"define void @{name}({', '.join(given)}) nounwind {{\nentry:"
        filled = self.number("add", "%settings", LANES - 1)
        self.groups = self.number("udiv", filled, LANES)
        self.most = self.number("sub", "%settings", LANES)
        self.group = self.first = ""
        """Which of the groups of lanes it is, and the place of its first among the settings."""

    def rooms(self, *names: str) -> None:
        """Values that are kept for a while."""
        for name in names:
            self.room(name, 1)

    def carry(self, *names: str) -> None:
        """Values that each group of lanes keeps from week to week."""
        for name in names:
            self.line(
                f"%{name} = alloca {DOUBLE.vector}, i64 {self.groups}, align {LANES * DOUBLE.bytes}"
            )

    @contextmanager
    def each_lanes(self, what: str) -> Generator[None]:
        """The code within for all settings, some lanes of them at a time."""
        with self.each(what, self.groups) as self.group:
            start = self.number("mul", self.group, LANES)
            past = self.new(f"icmp ugt i64 {start}, {self.most}")
            self.first = self.new(f"select i1 {past}, i64 {self.most}, i64 {start}")
            yield

    def text(self) -> str:
        """All of it."""
        return "\n".join([self.head, *self.lines, "  ret void\n}"])

    def number(self, op: str, a: str, b: str | int) -> str:
        """Arithmetic of two whole numbers: add, sub, mul, udiv."""
        return self.new(f"{op} i64 {a}, {b}")

    def row(self, index: str, among: str = "%settings") -> str:
        """Where the lanes begin in a row of an array, of so many numbers."""
        return self.number("add", self.number("mul", index, among), self.first)

    def take(self, array: str, place: str) -> str:
        """The lanes of an array at a place."""
        where = self.at(array, place, DOUBLE.name)
        return self.new(f"load {DOUBLE.vector}, ptr {where}, align {DOUBLE.bytes}")

    def one(self, array: str, place: str) -> str:
        """A number of an array."""
        where = self.at(array, place, DOUBLE.name)
        return self.new(f"load double, ptr {where}, align {DOUBLE.bytes}")

    def put(self, array: str, place: str, value: str) -> None:
        """Write the lanes."""
        where = self.at(array, place, DOUBLE.name)
        self.line(f"store {DOUBLE.vector} {value}, ptr {where}, align {DOUBLE.bytes}")

    def put_single(self, array: str, place: str, value: str) -> None:
        """Write the lanes in single precision."""
        where = self.at(array, place, SINGLE.name)
        self.line(f"store {SHORT} {self.single(value)}, ptr {where}, align {SINGLE.bytes}")

    def single(self, value: str) -> str:
        """The lanes in single precision."""
        return self.new(f"fptrunc {DOUBLE.vector} {value} to {SHORT}")

    def rounded(self, value: str) -> str:
        """The lanes rounded to single precision."""
        return self.new(f"fpext {SHORT} {self.single(value)} to {DOUBLE.vector}")

    def keep(self, room: str, value: str, place: int | str = 0) -> None:
        """Put a value in a room."""
        self.store(room, place, value)

    def kept(self, room: str, place: int | str = 0) -> str:
        """The value of a room."""
        return self.load(room, place)

    def more(self, room: str, value: str) -> None:
        """Add to the value of a room."""
        self.keep(room, self.two("fadd", self.kept(room), value))

    def times(self, *values: str) -> str:
        """Product."""
        product, *others = values
        for value in others:
            product = self.two("fmul", product, value)
        return product

    def less(self, a: str, b: str) -> str:
        """``a − b``."""
        return self.two("fsub", a, b)

    def over(self, a: str, b: str) -> str:
        """``a / b``."""
        return self.two("fdiv", a, b)

    def exp(self, x: str) -> str:
        """``eˣ``."""
        return self.new(f"call {DOUBLE.vector} @exp({DOUBLE.vector} {x})")

    def against(self, level: str, relief: str, course: str) -> str:
        """Odds against a yes on a day: e^(R·k − η), as far as log-odds go."""
        x = self.less(self.times(relief, course), level)
        for op, end in (("olt", -FARTHEST), ("ogt", FARTHEST)):
            x = self.chosen(op, x, DOUBLE.all(end), DOUBLE.all(end), x)
        return self.exp(x)

    def chance(self, odds: str) -> str:
        """Of a yes, from the odds against it."""
        return self.over(ONE, self.two("fadd", ONE, odds))

    def log(self, x: str) -> str:
        """Its natural logarithm."""
        return self.new(f"call {DOUBLE.vector} @log({DOUBLE.vector} {x})")

    def entry(self, day: str, cell: str, rho: str, *, wide: bool) -> tuple[str, str, str]:
        """Of a day copied and new, as `repeating` has them, and the entry.

        Args:
            day: its place.
            cell: that of its lanes.
            rho: chance that a day repeats the one before it.
            wide: whether there is an entry for each setting, and not one for all.
        """
        if wide:
            y, seen, before, gap = (self.take(name, cell) for name in ENTRIES[1:])
            again = self.repeats(rho, gap)
        else:
            numbers = [self.one(name, day) for name in ENTRIES[1:]]
            y, seen, before, gap = map(self.everywhere, numbers)
            self.keep("again", rho)  # most entries come a day after the one before
            with self.only("later", self.new(f"fcmp une double {numbers[-1]}, 1.0")):
                self.keep("again", self.repeats(rho, gap))
            again = self.kept("again")
        copied = self.chosen("ogt", seen, ZERO, self.times(again, before), DOUBLE.all(NO_ENTRY))
        return copied, self.chosen("ogt", seen, ZERO, self.less(ONE, again), ZERO), y

    def repeats(self, rho: str, gap: str) -> str:
        """``ρ^gap``, 0 before the first entry."""
        return self.chosen("ogt", gap, ZERO, self.exp(self.times(gap, self.log(rho))), ZERO)
