"""A `System` as LLVM code: one function that carries patients through their days, lane by lane.

Of each day, as `wearoff.simulation.days` has it for JAX:

1. on the day of a session, the needle, and what holds until the next one;
2. the reading, added to the row of the output that the day belongs to;
3. as many steps of Runge and Kutta as the schedule says, or one of a `multistep` method. States of
   chains are carried by their solution, half a step of Runge and Kutta or a whole one of the other
   at a time, so that every stage finds them exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.model.recording import Node, When
from wearoff.simulation.kernel import multistep
from wearoff.simulation.kernel.blocks import Block
from wearoff.simulation.kernel.elementary import Lanes, functions
from wearoff.simulation.kernel.system import System, passed_on
from wearoff.simulation.schedule import MULTISTEP, STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

STORES = {When.PATIENT: "patient", When.SESSION: "session", When.AHEAD: "ahead"}
"""Array in which values wait that are computed before they are used."""
LEAST = 1e-30
"""Units below which nothing is left of a chain: numbers near the format's least are slow."""
LENGTHS = {MULTISTEP: 1.0, **{steps: 0.5 / steps for steps in STEPS}}
"""Days by which chains are carried at a time."""
PAST = [f"k{day}" for day in range(multistep.HISTORY)]
"""Rates at the start of this day, and of those before."""
ATTRIBUTES = "nounwind alignstack(64)"
"""Of every function; vectors that do not fit the registers wait in whole lines of the cache."""


def course(system: System, lanes: Lanes) -> str:
    """The whole program; its function is called ``course``.

    Arguments: patients (a multiple of the lanes), days, rows of the output, then addresses:
    parameters (leaves, patients), doses (days, muscles), visits and steps (days,) in bytes, row of
    each day (days,) in 64 bits, output (readings, rows, patients), to which readings are added, and
    the largest square of a day's correction (patients,).
    """
    return _Printer(system, lanes).text()


class _Printer:
    """Which value waits where, and the functions."""

    def __init__(self, system: System, lanes: Lanes) -> None:
        self.system, self.lanes = system, lanes
        tape = system.tape
        self.rates = [system.rates[k] for k in system.integrated]
        length = tape.leaf("length", 0, When.SESSION)
        self.passed = [node for chain in system.chains for node in passed_on(chain, length, tape)]
        self.changed = [
            (k, system.after[k])
            for k in system.live
            if not (system.after[k].op == "state" and system.after[k].args[0] == k)
        ]
        self.waiting = self._waiting()
        self.texts: list[str] = [functions(lanes)]

    def _waiting(self) -> dict[When, list[Node]]:
        """Values of each moment that are used at a later one."""
        needle = [node for _, node in self.changed]
        moving = [*self.rates, *self.system.readings]
        found: dict[When, list[Node]] = {}
        for when, users in (
            (When.PATIENT, [*needle, *self.passed, *moving]),
            (When.SESSION, [*moving]),
            (When.AHEAD, [*moving]),
        ):
            tape = self.system.tape
            needed = list(tape.needed(users, lambda _: False))
            later = {arg.index for node in needed if node.when > when for arg in node.made_of}
            # whoever is outside of this moment's own function loads what it wants
            later |= {node.index for node in users}
            found[when] = [node for node in needed if node.when is when and node.index in later]
        return found

    def _stored(self, *moments: When) -> dict[int, tuple[str, int]]:
        return {
            node.index: (STORES[when], place)
            for when in moments
            for place, node in enumerate(self.waiting[when])
        }

    def _function(self, name: str, arrays: Sequence[str], block: Block) -> None:
        arguments = ", ".join(f"ptr noalias %{array}" for array in arrays)
        body = "\n".join(block.lines)
        self.texts.append(
            f"define internal void @{name}({arguments}) noinline {ATTRIBUTES} {{\nentry:\n{body}\n"
            "  ret void\n}"
        )

    def _filling(
        self, name: str, arrays: Sequence[str], known: Sequence[When], nodes: Sequence[Node]
    ) -> None:
        """A function that computes values and puts them into the last of its arrays."""
        block = Block(self.lanes, self._stored(*known))
        for place, value in enumerate(block.compute(nodes)):
            block.store(arrays[-1], place, value)
        self._function(name, arrays, block)

    def text(self) -> str:
        """All functions, the course last."""
        patient, session, ahead = (STORES[when] for when in STORES)
        self._filling("of_patient", ["given", patient], [], self.waiting[When.PATIENT])
        self._filling(
            "of_session", [patient, "y", session], [When.PATIENT], self.waiting[When.SESSION]
        )
        arrays = [patient, "y", "length", "passing"]
        self._filling("of_length", arrays, [When.PATIENT], self.passed)
        known = [When.PATIENT, When.SESSION]
        self._filling("of_ahead", [patient, session, "y", ahead], known, self.waiting[When.AHEAD])
        every = [*known, When.AHEAD]
        self._filling("of_stage", [patient, session, ahead, "y", "k"], every, self.rates)
        self._reading()
        self._needle()
        self._solution()
        self._moves()
        self._multistep_moves()
        self._stride()
        self._multistep()
        self._course()
        return "\n".join(self.texts)

    def _reading(self) -> None:
        """The first stage of a day, and what is read there."""
        block = Block(self.lanes, self._stored(*STORES))
        values = block.compute([*self.rates, *self.system.readings])
        for place, value in enumerate(values[: len(self.rates)]):
            block.store("k", place, value)
        for place, value in enumerate(values[len(self.rates) :]):
            block.store("read", place, value)
        self._function("of_day", [*STORES.values(), "y", "k", "read"], block)

    def _needle(self) -> None:
        block = Block(self.lanes, self._stored(When.PATIENT))
        values = block.compute([node for _, node in self.changed])
        for (k, _), value in zip(self.changed, values, strict=True):
            block.store("y", k, value)
        self._function("needle", [STORES[When.PATIENT], "dose", "y"], block)

    def _solution(self) -> None:
        """Chains after the time that ``passing`` is of."""
        block = Block(self.lanes, {})
        zero, least = self.lanes.all(0.0), self.lanes.all(LEAST)
        for place, chain in enumerate(self.system.chains):
            kept, left, given = (block.load("passing", 3 * place + k) for k in range(3))
            first, second = block.load("y", chain.first), block.load("y", chain.second)
            arrived = block.multiply_add(second, left, block.two("fmul", first, given))
            for state, value in (
                (chain.second, arrived),
                (chain.first, block.two("fmul", first, kept)),
            ):
                block.store("y", state, block.chosen("olt", value, least, zero, value))
        self._function("pass", ["y", "passing"], block)

    def _moves(self) -> None:
        """States moved along their rates.

        Each is a function of its own: what is kept in registers over a call is stored twice.
        """
        lanes, integrated = self.lanes, self.system.integrated
        block = Block(lanes, {})
        for place, state in enumerate(integrated):
            rate, start = block.load("k", place), block.load("y", state)
            block.store("u", state, block.multiply_add(rate, block.load("length", 0), start))
        self._function("move", ["y", "k", "length", "u"], block)

        block = Block(lanes, {})
        share = block.two("fmul", block.load("half", 0), lanes.all(1 / 3))
        for place, state in enumerate(integrated):
            k1, k2, k3, k4 = (block.load(array, place) for array in ("k1", "k2", "k3", "k4"))
            ends, middle = block.two("fadd", k1, k4), block.two("fadd", k2, k3)
            change = block.multiply_add(middle, lanes.all(2.0), ends)
            block.store("y", state, block.multiply_add(change, share, block.load("y", state)))
        self._function("arrive", ["y", "k1", "k2", "k3", "k4", "half"], block)

    def _multistep_moves(self) -> None:
        """The same by `multistep`; between its two halves ``y`` is what the corrector adds to."""
        lanes, integrated = self.lanes, self.system.integrated
        gain = multistep.correcting()
        block = Block(lanes, {})
        for place, state in enumerate(integrated):
            moved = block.load("y", state)
            past = [block.load(array, place) for array in PAST]
            for rate, weight in zip(past, multistep.predicting(), strict=True):
                moved = block.multiply_add(rate, lanes.all(weight), moved)
            block.store("u", state, moved)
            for rate, weight in zip(past, multistep.ahead(), strict=True):
                moved = block.multiply_add(rate, lanes.all(-gain * weight), moved)
            block.store("y", state, moved)
        self._function("predict", ["y", *PAST, "u"], block)

        block = Block(lanes, {})
        squares = lanes.all(0.0)
        for place, state in enumerate(integrated):
            corrected = block.multiply_add(
                block.load("k", place), lanes.all(gain), block.load("y", state)
            )
            change = block.two("fsub", corrected, block.load("u", state))
            squares = block.multiply_add(change, change, squares)
            block.store("y", state, corrected)
        worst = block.load("worst", 0)
        # what is not a number is more than any
        block.store("worst", 0, block.chosen("ogt", worst, squares, worst, squares))
        self._function("correct", ["y", "u", "k", "worst"], block)

    def _ahead(self, block: Block) -> None:
        """Carry chains on, and what is known from them."""
        if self.system.chains:
            patient, session, ahead = STORES.values()
            block.call("pass", "y", "passing")
            block.call("of_ahead", patient, session, "y", ahead)

    def _stride(self) -> None:
        """One of the equal steps of a day, from its first stage and half its length."""
        block = Block(self.lanes, {})
        stores = STORES.values()
        for array in ("u", "k2", "k3", "k4"):
            block.room(array, len(self.system.start))
        block.room("whole", 1)
        half = block.load("half", 0)
        block.store("whole", 0, block.two("fadd", half, half))
        block.call("move", "y", "k1", "half", "u")
        self._ahead(block)
        block.call("of_stage", *stores, "u", "k2")
        block.call("move", "y", "k2", "half", "u")
        block.call("of_stage", *stores, "u", "k3")
        block.call("move", "y", "k3", "whole", "u")
        self._ahead(block)
        block.call("of_stage", *stores, "u", "k4")
        block.call("arrive", "y", "k1", "k2", "k3", "k4", "half")
        self._function("stride", [*stores, "y", "k1", "half", "passing"], block)

    def _multistep(self) -> None:
        """A day from the rates at the starts of this one and of those before: see `multistep`."""
        block = Block(self.lanes, {})
        stores = STORES.values()
        for array in ("u", "k"):
            block.room(array, len(self.system.start))
        block.call("predict", "y", *PAST, "u")
        self._ahead(block)
        block.call("of_stage", *stores, "u", "k")
        block.call("correct", "y", "u", "k", "worst")
        self._function("multistep", [*stores, "y", *PAST, "passing", "worst"], block)

    def _course(self) -> None:
        system, lanes = self.system, self.lanes
        block = Block(lanes, {})
        sizes = {
            "given": len(system.parameters),
            **{STORES[when]: len(nodes) for when, nodes in self.waiting.items()},
            "y": len(system.start),
            "k": len(PAST) * len(system.start),
            "again": len(system.start),
            "worst": 1,
            "read": len(system.readings),
            "dose": system.muscles,
            **{f"length{steps}": 1 for steps in LENGTHS},
            **{f"passing{steps}": len(self.passed) for steps in LENGTHS},
        }
        for array, size in sizes.items():
            block.room(array, size)
        for steps, length in LENGTHS.items():
            block.store(f"length{steps}", 0, lanes.all(length))
        patient, session, ahead = STORES.values()
        now = [patient, session, ahead, "y"]

        def begin() -> None:
            """What holds from here to the next session."""
            block.call("of_session", patient, "y", session)
            for steps in LENGTHS:
                block.call("of_length", patient, "y", f"length{steps}", f"passing{steps}")
            block.call("of_ahead", patient, session, "y", ahead)

        groups = block.new(f"udiv i64 %patients, {lanes.width}")
        with block.each("group", groups) as group:
            first = block.new(f"mul i64 {group}, {lanes.width}")
            self._copy(block, "parameters", "given", len(system.parameters), first)
            for state, start in enumerate(system.start):
                block.store("y", state, lanes.all(start))
            block.call("of_patient", "given", patient)
            block.store("worst", 0, lanes.all(0.0))
            begin()
            with block.each("day", "%days") as day:
                past = [self._slot(block, day, before) for before in range(len(PAST))]
                visit = self._byte(block, "visits", day)
                with block.only("visit", block.new(f"icmp ne i8 {visit}, 0")):
                    self._doses(block, day)
                    block.call("needle", patient, "dose", "y")
                    begin()
                block.call("of_day", *now, past[0], "read")
                self._add(block, day, first)
                asked = self._byte(block, "steps", day)
                with block.only("multistep", block.new(f"icmp eq i8 {asked}, {MULTISTEP}")):
                    block.call("multistep", *now, *past, f"passing{MULTISTEP}", "worst")
                for steps in STEPS:
                    with block.only(f"by{steps}", block.new(f"icmp eq i8 {asked}, {steps}")):
                        known = (f"length{steps}", f"passing{steps}")
                        block.call("stride", *now, past[0], *known)
                        if steps == 1:
                            continue
                        with block.each(f"step{steps}", str(steps - 1)):
                            block.call("of_stage", *now, "again")
                            block.call("stride", *now, "again", *known)
            entry = block.at("corrections", first, lanes.name)
            worst = block.load("worst", 0)
            block.line(f"store {lanes.vector} {worst}, ptr {entry}, align {lanes.bytes}")
        body = "\n".join(block.lines)
        self.texts.append(
            "define void @course(i64 %patients, i64 %days, i64 %rows, ptr %parameters, ptr %doses, "
            "ptr %visits, ptr %steps, ptr %row, ptr %out, ptr %corrections) "
            f"{ATTRIBUTES} {{\nentry:\n"
            f"{body}\n  ret void\n}}"
        )

    def _slot(self, block: Block, day: str, before: int) -> str:
        """Where the rates are kept that held at the start of the day so many days ago."""
        since = block.new(f"add i64 {day}, {len(PAST) - before}")
        place = block.new(f"urem i64 {since}, {len(PAST)}")
        return block.within("k", block.new(f"mul i64 {place}, {len(self.system.start)}"))

    def _byte(self, block: Block, array: str, place: str) -> str:
        return block.new(f"load i8, ptr {block.at(array, place, 'i8')}")

    def _copy(self, block: Block, source: str, target: str, count: int, first: str) -> None:
        """Rows of an array (count, patients) into vectors."""
        lanes = self.lanes
        for place in range(count):
            start = block.new(f"mul i64 %patients, {place}")
            entry = block.at(source, block.new(f"add i64 {start}, {first}"), lanes.name)
            value = block.new(f"load {lanes.vector}, ptr {entry}, align {lanes.bytes}")
            block.store(target, place, value)

    def _doses(self, block: Block, day: str) -> None:
        muscles = self.system.muscles
        start = block.new(f"mul i64 {day}, {muscles}")
        for muscle in range(muscles):
            place = block.new(f"add i64 {start}, {muscle}")
            number = block.new(
                f"load {self.lanes.name}, ptr {block.at('doses', place, self.lanes.name)}"
            )
            block.store("dose", muscle, block.everywhere(number))

    def _add(self, block: Block, day: str, first: str) -> None:
        """The day's readings to their row."""
        lanes = self.lanes
        row = block.new(f"load i64, ptr {block.at('row', day, 'i64')}")
        for reading in range(len(self.system.readings)):
            start = block.new(f"mul i64 %rows, {reading}")
            line = block.new(f"mul i64 {block.new(f'add i64 {start}, {row}')}, %patients")
            entry = block.at("out", block.new(f"add i64 {line}, {first}"), lanes.name)
            before = block.new(f"load {lanes.vector}, ptr {entry}, align {lanes.bytes}")
            after = block.two("fadd", before, block.load("read", reading))
            block.line(f"store {lanes.vector} {after}, ptr {entry}, align {lanes.bytes}")
