"""A recorded `System` as plain Python functions of one patient, which Numba compiles for the peers.

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
    "exp": "math.exp({0})",
    "log": "math.log({0})",
    "sqrt": "math.sqrt({0})",
    "sigmoid": "1.0 / (1.0 + math.exp(-{0}))",
    "positive": "max({0}, 0.0)",
    "step": "(1.0 if {0} > 0.0 else 0.0)",
}
LEAVES = {"parameter": "given", "state": "y", "dose": "dose"}
FASTMATH = {"contract", "nsz"}


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

    text = Text(system)
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


class Text:
    """Python source of the functions."""

    def __init__(self, system: System) -> None:
        """Find which values wait."""
        self.system = system
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
        waiting, both = self.waiting, (When.PATIENT, When.SESSION)
        return "\n".join(
            [
                "import math",
                self._function("of_patient(given, held)", waiting[When.PATIENT], "held", ()),
                self._function(
                    "of_session(y, held)", waiting[When.SESSION], "held", (When.PATIENT,)
                ),
                self._function("rates(t, y, change, held)", self.rates, "change", both),
                self._function("read(y, held, out)", self.system.readings, "out", both),
                self._function("needle(y, held, dose)", self.after, "y", (When.PATIENT,)),
            ]
        )

    def _function(
        self, head: str, nodes: Sequence[Node], target: str, known: tuple[When, ...]
    ) -> str:
        """One that puts nodes into an array; values of the known moments wait in ``held``."""

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
                form = FORMS[node.op].format(*(names[arg.index] for arg in node.made_of))
                lines.append(f"v{node.index} = {form}")
        # all are known before any is put in its place: the needle reads what it changes
        places = [self.held[node.index] if target == "held" else k for k, node in enumerate(nodes)]
        lines += [
            f"n{place} = {names[node.index]}" for place, node in zip(places, nodes, strict=True)
        ]
        lines += [f"{target}[{place}] = n{place}" for place in places]
        return "\n    ".join([f"def {head}:", *lines, "return"])
