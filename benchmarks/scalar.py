"""A recorded `System` as plain functions of one patient, for the peers: Python for Numba, or C.

What holds for a patient and from one session to the next is computed once, as in our own code, and
waits in ``held``. Multiplying and adding may become one operation, as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wearoff.model.recording import When

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.model.recording import Node
    from wearoff.simulation.kernel.system import System

FORMS = {
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": "{0} * {1}",
    "divide": "{0} / {1}",
    "exp": "exp({0})",
    "log": "log({0})",
    "sqrt": "sqrt({0})",
    "sigmoid": "1.0 / (1.0 + exp(-{0}))",
}
LEAVES = {"parameter": "given", "state": "y", "dose": "dose"}
FASTMATH = {"contract", "nsz"}


class Dialect(NamedTuple):
    """What two languages write differently."""

    first: str
    head: str
    close: str
    read: str
    """What comes before an array that is read,"""
    filled: str
    """one that is filled,"""
    value: str
    """and a value that gets a name."""
    end: str
    """What comes after a statement."""
    forms: dict[str, str]


PYTHON = Dialect(
    first="from math import exp, log, sqrt",
    head="def {}({}):",
    close="    return",
    read="",
    filled="",
    value="",
    end="",
    forms=FORMS | {"positive": "max({0}, 0.0)", "step": "(1.0 if {0} > 0.0 else 0.0)"},
)
C = Dialect(
    first="#include <math.h>",
    head="static void {}({}) {{",
    close="}",
    read="const double *",
    filled="double *",
    value="const double ",
    end=";",
    forms=FORMS | {"positive": "({0} > 0.0 ? {0} : 0.0)", "step": "({0} > 0.0 ? 1.0 : 0.0)"},
)


class Scalar(NamedTuple):
    """Functions in Numba's form, and the sizes of their arrays.

    ``of_patient(given, held)``, ``of_session(y, held)``, ``rates(t, y, change, held)``,
    ``read(y, held, out)`` and ``needle(y, held, dose)`` fill their last array, the needle ``y``.
    """

    of_patient: Any
    of_session: Any
    rates: Any
    read: Any
    needle: Any
    start: list[float]
    held: int
    readings: int


def scalar(system: System) -> Scalar:
    """The functions of a system, over its live states in their order."""
    import numba

    text = Text(system, PYTHON)
    found: dict[str, Any] = {}
    exec(text.source(), found)  # noqa: S102 - our own text
    compiled = {
        name: numba.njit(found[name], fastmath=FASTMATH)
        for name in ("of_patient", "of_session", "read", "needle", "rates")
    }
    return Scalar(
        **compiled,
        start=[system.start[k] for k in system.live],
        held=len(text.held),
        readings=len(system.readings),
    )


def in_c(system: System) -> str:
    """The functions of `Scalar` in C, every argument an array, and the sizes as constants."""
    text = Text(system, C)
    sizes = {"HELD": text.held, "STATES": system.live, "READINGS": system.readings}
    named = ", ".join(f"{name} = {len(those)}" for name, those in sizes.items())
    return f"enum {{ {named} }};\n{text.source()}\n"


class Text:
    """Source of the functions in a dialect."""

    def __init__(self, system: System, dialect: Dialect) -> None:
        """Find which values wait."""
        self.system, self.dialect = system, dialect
        self.state = {state: place for place, state in enumerate(system.live)}
        self.rates = [system.rates[k] for k in system.live]
        self.after = [system.after[k] for k in system.live]
        moving = [*self.rates, *system.readings]
        self.waiting = {
            When.PATIENT: self._used_later([*moving, *self.after], When.PATIENT),
            When.SESSION: self._used_later(moving, When.SESSION),
        }
        every = (node for nodes in self.waiting.values() for node in nodes)
        self.held = {node.index: place for place, node in enumerate(every)}

    def _used_later(self, roots: Sequence[Node], when: When) -> list[Node]:
        """Values of one moment that are roots or are used at a later one."""
        used = list(self.system.tape.needed(roots, lambda _: False))
        later = {arg.index for node in used if node.when > when for arg in node.made_of}
        later |= {node.index for node in roots}
        return [
            node
            for node in used
            if node.when is when and node.index in later and node.op != "state"
        ]

    def source(self) -> str:
        """All of them."""
        waiting, patient = self.waiting, (When.PATIENT,)
        both = (When.PATIENT, When.SESSION)
        return "\n".join(
            [
                self.dialect.first,
                self._function("of_patient", "given held", waiting[When.PATIENT], "held", ()),
                self._function("of_session", "y held", waiting[When.SESSION], "held", patient),
                self._function("rates", "t y change held", self.rates, "change", both),
                self._function("read", "y held out", self.system.readings, "out", both),
                self._function("needle", "y held dose", self.after, "y", patient),
            ]
        )

    def _function(
        self,
        name: str,
        arrays: str,
        nodes: Sequence[Node],
        target: str,
        known: tuple[When, ...],
    ) -> str:
        """One that puts nodes into an array; values of the known moments wait in ``held``."""
        write = self.dialect

        def waits(node: Node) -> bool:
            return node.when in known and node.index in self.held

        lines: list[str] = []
        names: dict[int, str] = {}
        for node in self.system.tape.needed(nodes, waits):
            if node.number is not None:
                names[node.index] = repr(node.number)
            elif waits(node):
                names[node.index] = f"held[{self.held[node.index]}]"
            elif node.op in LEAVES:
                place = node.args[0]
                where = self.state[place] if node.op == "state" else place
                names[node.index] = f"{LEAVES[node.op]}[{where}]"
            else:
                names[node.index] = f"v{node.index}"
                form = write.forms[node.op].format(*(names[arg.index] for arg in node.made_of))
                lines.append(f"{write.value}v{node.index} = {form}")
        # all are known before any is put in its place: the needle reads what it changes
        places = [self.held[node.index] if target == "held" else k for k, node in enumerate(nodes)]
        lines += [
            f"{write.value}n{place} = {names[node.index]}"
            for place, node in zip(places, nodes, strict=True)
        ]
        lines += [f"{target}[{place}] = n{place}" for place in places]
        arguments = [
            f"{write.filled if array == target else write.read}{array}" for array in arrays.split()
        ]
        head = write.head.format(name, ", ".join(arguments))
        return "\n".join([head, *(f"    {line}{write.end}" for line in lines), write.close])
