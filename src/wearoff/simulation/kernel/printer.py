"""A `System` as LLVM code: one function that carries patients through their days, lane by lane.

Of each day, as `wearoff.simulation.days` has it for JAX:

1. on the day of a session, the needle, and what holds until the next one;
2. the reading, added to the row of the output that the day belongs to;
3. as many steps of Runge and Kutta as the schedule says. States of chains are carried by their
   solution, half a step at a time, so that the stages of a step find them exact.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from wearoff.model.recording import ARITHMETIC, ELEMENTARY, Node, When
from wearoff.simulation.kernel.elementary import Code, Lanes, functions
from wearoff.simulation.kernel.system import System, passed_on
from wearoff.simulation.schedule import STEPS

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

OPERATIONS = dict(zip(ARITHMETIC, ("fadd", "fsub", "fmul", "fdiv"), strict=True))
LEAVES = {"state": "y", "dose": "dose", "parameter": "given"}
"""Array of each kind of leaf."""
STORES = {When.PATIENT: "patient", When.SESSION: "session", When.AHEAD: "ahead"}
"""Array in which values wait that are computed before they are used."""
LEAST = 1e-30
"""Units below which nothing is left of a chain: numbers near the format's least are slow."""
ATTRIBUTES = "nounwind alignstack(64)"
"""Of every function; vectors that do not fit the registers wait in whole lines of the cache."""


def course(system: System, lanes: Lanes) -> str:
    """The whole program; its function is called ``course``.

    Arguments: patients (a multiple of the lanes), days, rows of the output, then addresses:
    parameters (leaves, patients), doses (days, muscles), visits and steps (days,) in bytes, row of
    each day (days,) in 64 bits, output (readings, rows, patients), to which readings are added.
    """
    return _Printer(system, lanes).text()


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


class _Printer:
    """Which value waits where, and the functions."""

    def __init__(self, system: System, lanes: Lanes) -> None:
        self.system, self.lanes = system, lanes
        tape = system.tape
        self.rates = [system.rates[k] for k in system.integrated]
        self.passed = {
            steps: [
                node
                for chain in system.chains
                for node in passed_on(chain, tape.number(0.5 / steps), tape)
            ]
            for steps in STEPS
        }
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
        held = [node for nodes in self.passed.values() for node in nodes]
        moving = [*self.rates, *self.system.readings]
        found: dict[When, list[Node]] = {}
        for when, users in (
            (When.PATIENT, [*needle, *held, *moving]),
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
        for steps, nodes in self.passed.items():
            self._filling(f"passing_{steps}", [patient, "y", "passing"], [When.PATIENT], nodes)
        known = [When.PATIENT, When.SESSION]
        self._filling("of_ahead", [patient, session, "y", ahead], known, self.waiting[When.AHEAD])
        every = [*known, When.AHEAD]
        self._filling("of_stage", [patient, session, ahead, "y", "k"], every, self.rates)
        self._reading()
        self._needle()
        self._solution()
        for steps in STEPS:
            self._step(steps)
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

    def _step(self, steps: int) -> None:
        """One of the equal steps of a day, from its first stage."""
        length = 1.0 / steps
        lanes, integrated = self.lanes, self.system.integrated
        block = Block(lanes, {})
        patient, session, ahead = STORES.values()
        states = len(self.system.start)
        for array, size in (("u", states), ("k2", states), ("k3", states), ("k4", states)):
            block.room(array, size)
        for k, (rates, share, after) in enumerate(
            (("k1", length / 2, "k2"), ("k2", length / 2, "k3"), ("k3", length, "k4"))
        ):
            for place, state in enumerate(integrated):
                moved = block.multiply_add(
                    block.load(rates, place), lanes.all(share), block.load("y", state)
                )
                block.store("u", state, moved)
            if k != 1 and self.system.chains:
                block.call("pass", "y", "passing")
                block.call("of_ahead", patient, session, "y", ahead)
            block.call("of_stage", patient, session, ahead, "u", after)
        for place, state in enumerate(integrated):
            k1, k2, k3, k4 = (block.load(array, place) for array in ("k1", "k2", "k3", "k4"))
            ends, middle = block.two("fadd", k1, k4), block.two("fadd", k2, k3)
            change = block.multiply_add(middle, lanes.all(2.0), ends)
            moved = block.multiply_add(change, lanes.all(length / 6), block.load("y", state))
            block.store("y", state, moved)
        self._function(f"step_{steps}", [patient, session, ahead, "y", "k1", "passing"], block)

    def _course(self) -> None:
        system, lanes = self.system, self.lanes
        block = Block(lanes, {})
        sizes = {
            "given": len(system.parameters),
            **{STORES[when]: len(nodes) for when, nodes in self.waiting.items()},
            "y": len(system.start),
            "k": len(system.integrated),
            "read": len(system.readings),
            "dose": system.muscles,
            **{f"passing{steps}": 3 * len(system.chains) for steps in STEPS},
        }
        for array, size in sizes.items():
            block.room(array, size)
        patient, session, ahead = STORES.values()
        stage = [patient, session, ahead, "y", "k"]

        def begin() -> None:
            """What holds from here to the next session."""
            block.call("of_session", patient, "y", session)
            for steps in STEPS:
                block.call(f"passing_{steps}", patient, "y", f"passing{steps}")
            block.call("of_ahead", patient, session, "y", ahead)

        groups = block.new(f"udiv i64 %patients, {lanes.width}")
        with block.each("group", groups) as group:
            first = block.new(f"mul i64 {group}, {lanes.width}")
            self._copy(block, "parameters", "given", len(system.parameters), first)
            for state, start in enumerate(system.start):
                block.store("y", state, lanes.all(start))
            block.call("of_patient", "given", patient)
            begin()
            with block.each("day", "%days") as day:
                visit = self._byte(block, "visits", day)
                with block.only("visit", block.new(f"icmp ne i8 {visit}, 0")):
                    self._doses(block, day)
                    block.call("needle", patient, "dose", "y")
                    begin()
                block.call("of_day", *stage, "read")
                self._add(block, day, first)
                asked = self._byte(block, "steps", day)
                for steps in STEPS:
                    with block.only(f"by{steps}", block.new(f"icmp eq i8 {asked}, {steps}")):
                        block.call(f"step_{steps}", *stage, f"passing{steps}")
                        if steps == 1:
                            continue
                        with block.each(f"step{steps}", str(steps - 1)):
                            block.call("of_stage", *stage)
                            block.call(f"step_{steps}", *stage, f"passing{steps}")
        body = "\n".join(block.lines)
        self.texts.append(
            "define void @course(i64 %patients, i64 %days, i64 %rows, ptr %parameters, ptr %doses, "
            "ptr %visits, ptr %steps, ptr %row, ptr %out) "
            f"{ATTRIBUTES} {{\nentry:\n"
            f"{body}\n  ret void\n}}"
        )

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
