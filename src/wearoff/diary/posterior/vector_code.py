"""Vector code of the loops over a diary's weeks, in LLVM's language; `vectors` calls it.

Every function is given how many weeks W and settings N there are, then addresses of arrays of
numbers of 64 bits, laid out as `likelihood` has them. It goes from week to week, as the arrays lie
in memory, and there takes eight settings at a time. The last eight end with the last setting: some
of them were taken before, and are found again, so that nothing may be changed in place.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.posterior.likelihood import FARTHEST, NO_ENTRY, NODES, WEEK
from wearoff.diary.posterior.relief import blocked_by
from wearoff.model.recording import RecordingOps, Tape, When
from wearoff.simulation.kernel.blocks import Block
from wearoff.simulation.kernel.elementary import DOUBLE, SINGLE, functions

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

LANES = DOUBLE.width
"""Settings taken at a time, and the fewest that there may be."""
SHORT = f"<{LANES} x {SINGLE.name}>"
"""Type of the lanes in single precision."""
DAYS = ("level", "course", "relief")
"""What the log-odds of days are made of."""
ENTRIES = ("rho", "y", "seen", "before", "gap")
"""What says how days hang on the entry before."""


def program() -> str:
    """The text of all functions.

    Example:
        >>> "define void @eliminate(" in program()
        True
    """
    texts = [functions(DOUBLE), _eliminate(), _days(), _course()]
    for name, wide in (("", False), ("_wide", True)):
        texts += [_likelihood(f"likelihood{name}", wide=wide)]
        texts += [_slopes(f"slopes{name}", wide=wide, spread=False)]
        texts += [_slopes(f"slopes_spread{name}", wide=wide, spread=True)]
    return "\n".join(texts)


class _Loops(Block):
    """A function over settings, some lanes of them at a time, and within over weeks and days."""

    def __init__(self, name: str, *arrays: str, numbers: Sequence[str] = ()) -> None:
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


ONE, ZERO = DOUBLE.all(1.0), DOUBLE.all(0.0)


def _day(loops: _Loops, week: str, day: str) -> tuple[str, str]:
    """Place of a day among days, and of its lanes."""
    place = loops.number("add", loops.number("mul", week, WEEK), day)
    return place, loops.row(place)


def _slopes(name: str, *, wide: bool, spread: bool) -> str:
    """Slopes of entries, as `slopes` has them; with ``spread``, means over nodes of that spread."""
    given = (*DAYS, *ENTRIES, "spread", "score", "information", "along")
    loops = _Loops(name, *given)
    loops.rooms("scored", "informed", "seen_of_it", "again")
    loops.carry("whole")
    with loops.each_lanes("begin"):
        loops.keep("whole", ZERO, loops.group)
    with loops.each("week", "%weeks") as week, loops.each_lanes("lanes"):
        relief, rho = loops.take("relief", loops.first), loops.take("rho", loops.first)
        own = loops.row(week)
        level = loops.take("level", own)
        nodes = [(ONE, ONE)]
        if spread:
            sd = loops.take("spread", own)
            nodes = [
                (loops.exp(loops.times(DOUBLE.all(-node), sd)), DOUBLE.all(share))
                for node, share in NODES
            ]
        for room in ("scored", "informed"):
            loops.keep(room, ZERO)
        loops.keep("seen_of_it", loops.kept("whole", loops.group))
        with loops.each("day", str(WEEK)) as day:
            place, cell = _day(loops, week, day)
            course = loops.take("course", cell)
            copied, new, y = loops.entry(place, cell, rho, wide=wide)
            against = loops.against(level, relief, course)
            for factor, share in nodes:
                odds = loops.times(against, factor)
                m = loops.chance(odds)
                fresh = loops.times(new, m)
                slope = loops.times(odds, m, fresh)
                q = loops.two("fadd", copied, fresh)
                steep = loops.over(slope, loops.times(q, loops.less(ONE, q)))
                loops.more("informed", loops.times(share, slope, steep))
                score = loops.times(share, steep, loops.less(y, q))
                loops.more("scored", score)
                loops.more("seen_of_it", loops.times(score, course))
        loops.put("score", own, loops.kept("scored"))
        loops.put("information", own, loops.kept("informed"))
        loops.keep("whole", loops.kept("seen_of_it"), loops.group)
    with loops.each_lanes("end"):
        loops.put("along", loops.first, loops.kept("whole", loops.group))
    return loops.text()


def _likelihood(name: str, *, wide: bool) -> str:
    """Log likelihood of entries: one logarithm serves the days of a week."""
    loops = _Loops(name, *DAYS, *ENTRIES, "found")
    loops.rooms("product", "again")
    loops.carry("total")
    with loops.each_lanes("begin"):
        loops.keep("total", ZERO, loops.group)
    with loops.each("week", "%weeks") as week, loops.each_lanes("lanes"):
        relief, rho = loops.take("relief", loops.first), loops.take("rho", loops.first)
        level = loops.take("level", loops.row(week))
        loops.keep("product", ONE)
        with loops.each("day", str(WEEK)) as day:
            place, cell = _day(loops, week, day)
            m = loops.chance(loops.against(level, relief, loops.take("course", cell)))
            copied, new, y = loops.entry(place, cell, rho, wide=wide)
            told = loops.less(loops.multiply_add(new, m, copied), loops.less(ONE, y))
            loops.keep("product", loops.times(loops.kept("product"), told))
        product = loops.kept("product")
        size = loops.chosen("olt", product, ZERO, loops.less(ZERO, product), product)
        total = loops.two("fadd", loops.kept("total", loops.group), loops.log(size))
        loops.keep("total", total, loops.group)
    with loops.each_lanes("end"):
        loops.put("found", loops.first, loops.kept("total", loops.group))
    return loops.text()


def _eliminate() -> str:
    """Elimination in a tridiagonal matrix, first week to last, and back: T⁻¹·right, row by row."""
    given = ("diagonal", "off", "right", "halfway", "pivots", "ratios", "found")
    loops = _Loops("eliminate", *given, numbers=("rows",))
    last = loops.number("sub", "%weeks", 1)

    @contextmanager
    def each_row(what: str, week: str) -> Generator[str]:
        with loops.each(what, "%rows") as row:
            start = loops.number("mul", row, "%weeks")
            yield loops.row(loops.number("add", start, week))

    with loops.each_lanes("begin"):
        loops.put("pivots", loops.first, loops.take("diagonal", loops.first))
        with each_row("begun", "0") as place:
            loops.put("halfway", place, loops.take("right", place))
    with loops.each("week", last) as week, loops.each_lanes("on"):
        now = loops.number("add", week, 1)
        before, own = loops.row(week), loops.row(now)
        off = loops.take("off", loops.first)
        ratio = loops.over(off, loops.take("pivots", before))
        loops.put("ratios", before, ratio)
        loops.put("pivots", own, loops.less(loops.take("diagonal", own), loops.times(ratio, off)))
        with each_row("moved", now) as place:
            known = loops.take("halfway", loops.number("sub", place, "%settings"))
            loops.put(
                "halfway", place, loops.less(loops.take("right", place), loops.times(ratio, known))
            )
    with loops.each_lanes("turn"):
        own = loops.row(last)
        pivot = loops.take("pivots", own)
        loops.put("ratios", own, loops.over(loops.take("off", loops.first), pivot))
        with each_row("turned", last) as place:
            loops.put("found", place, loops.over(loops.take("halfway", place), pivot))
    with loops.each("back", last) as back, loops.each_lanes("home"):
        now = loops.number("sub", loops.number("sub", last, 1), back)
        own = loops.row(now)
        share, ratio = loops.over(ONE, loops.take("pivots", own)), loops.take("ratios", own)
        with each_row("solved", now) as place:
            after = loops.take("found", loops.number("add", place, "%settings"))
            alone = loops.times(loops.take("halfway", place), share)
            loops.put("found", place, loops.less(alone, loops.times(ratio, after)))
    return loops.text()


def _days() -> str:
    """Chance of a yes on every day: P = ρ·P before + (1 − ρ)·m, rounded where NumPy rounds it."""
    arrays = {"with_relief": "treated", "without": "untreated"}
    loops = _Loops("days", *DAYS, "rho", *arrays.values(), numbers=("draws",))
    loops.rooms(*arrays)
    loops.carry(*(f"{room}_before" for room in arrays))

    def chance(level: str, relief: str, course: str) -> str:
        return loops.rounded(loops.chance(loops.against(level, relief, course)))

    with loops.each_lanes("begin"):
        level, relief, course = (
            loops.take(name, loops.first) for name in ("level", "relief", "course")
        )
        loops.keep("with_relief_before", chance(level, relief, course), loops.group)
        loops.keep("without_before", chance(level, ZERO, ZERO), loops.group)
    with loops.each("week", "%weeks") as week, loops.each_lanes("lanes"):
        relief = loops.take("relief", loops.first)
        rho = loops.rounded(loops.take("rho", loops.first))
        new = loops.rounded(loops.less(ONE, rho))
        level = loops.take("level", loops.row(week))
        alone = chance(level, ZERO, ZERO)
        for room in arrays:
            loops.keep(room, loops.kept(f"{room}_before", loops.group))
        with loops.each("day", str(WEEK)) as day:
            place, cell = _day(loops, week, day)
            found = {
                "with_relief": chance(level, relief, loops.take("course", cell)),
                "without": alone,
            }
            for room, array in arrays.items():
                fresh = loops.rounded(loops.times(new, found[room]))
                now = loops.multiply_add(rho, loops.kept(room), fresh)
                loops.keep(room, loops.rounded(now))
                loops.put_single(array, loops.row(place, "%draws"), now)
        for room in arrays:
            loops.keep(f"{room}_before", loops.kept(room), loops.group)
    return loops.text()


def _course() -> str:
    """Course of relief by day, as `relief` has it: k on = e^(−1/o)·k + (1 − e^(−1/o))·s.

    ``weeks`` are days here, and what is blocked is recorded from the part of the model.
    """
    given = ("active", "half", "hill", "stay", "found")
    loops = _Loops("course", *given, numbers=("products",))
    tape = Tape()
    multiple, steep = (tape.leaf("given", place, When.STAGE) for place in range(2))
    block = blocked_by(np.array([multiple]), steep, RecordingOps(tape, (1.0,)))
    loops.rooms("multiple")
    loops.carry("lagged")
    with loops.each_lanes("begin"):
        loops.keep("lagged", ZERO, loops.group)
    with loops.each("day", "%weeks") as day, loops.each_lanes("lanes"):
        hill, stay = (loops.take(name, loops.first) for name in ("hill", "stay"))
        lagged = loops.kept("lagged", loops.group)
        loops.put("found", loops.row(day), lagged)
        loops.keep("multiple", ZERO)
        start = loops.number("mul", day, "%products")
        with loops.each("product", "%products") as product:
            active = loops.everywhere(loops.one("active", loops.number("add", start, product)))
            loops.more("multiple", loops.over(active, loops.take("half", loops.row(product))))
        loops.values = {multiple.index: loops.kept("multiple"), steep.index: hill}
        (blocked,) = loops.compute([block])
        gain = loops.times(loops.less(ONE, stay), blocked)
        loops.keep("lagged", loops.multiply_add(stay, lagged, gain), loops.group)
    return loops.text()
