"""A NONMEM control stream of a condition: its equations as a skeleton to start from.

States are compartments, numbers THETA, and what people differ in ETA. Everything is fixed at its
value, with range, grade and source beside it: FIX is to be taken away from what the data can tell.
What a session does stands in the data, as `wearoff.simulation.nonmem` writes them.

Abbreviated code of NONMEM 7.3 and later: lines go on after ``&``, names are up to 20 letters.
"""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING

from wearoff import units
from wearoff.evidence import rows
from wearoff.model.symbolic import abbreviated, used_in
from wearoff.simulation.populations import normal_scale, spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wearoff.model.symbolic import Constant, Formula, System

LONGEST = 100
"""Characters of a line, but for what has no place to break."""
LETTERS = 17
"""Of a number's name, behind two that say that it is one."""


def control_stream(
    system: System,
    values: Mapping[str, float],
    outcome: str,
    columns: Sequence[str],
    *,
    noise: float,
    title: str,
) -> str:
    """The control stream; the same input gives the same text.

    Args:
        system: The condition as formulas.
        values: Of its constants, in their units.
        outcome: Column of a simulated table that DV is.
        columns: Of the data.
        noise: SD of DV around the outcome, in its unit.
        title: A line.

    Returns:
        Text that ends with a line end.
    """
    return "\n".join(_Stream(system, values).lines(outcome, columns, noise, title)) + "\n"


class _Stream:
    """One control stream under construction: who is called what, and which number is which."""

    def __init__(self, system: System, values: Mapping[str, float]) -> None:
        self.system, self.values = system, values
        self.names = {state.name: f"A({k})" for k, state in enumerate(system.states, 1)}
        taken: set[str] = set()
        for constant in system.constants:
            self.names[constant.name] = _free(constant.name, taken)
        self.names |= {one.name: f"DER{k}" for k, one in enumerate(system.derived, 1)}
        self.thetas = [one for one in system.constants if one.row]
        self.etas = [one for one in self.thetas if rows.get(one.row).drawn]

    def lines(self, outcome: str, columns: Sequence[str], noise: float, title: str) -> list[str]:
        """All of it."""
        system = self.system
        sizes = f"LTH={len(self.thetas) + 5} LVR={len(self.etas) + 5} PC={len(system.states) + 2}"
        reading = system.outcomes[outcome]
        unit = next(one.unit for one in system.readings if one.name == reading)
        return [
            "; A skeleton, not a fitted model: nobody has run it in NONMEM for you.",
            "; Every number is fixed at its value; take FIX away from those that your data tell.",
            f"; DV is {outcome} [{unit}]; TIME in days from the first session.",
            "; Antibodies are left out: every dose arrives. Triangles of our own are normal here.",
            f"$SIZES {sizes}",
            f"$PROBLEM {title}",
            f"$INPUT {' '.join(columns)}",
            "$DATA data.csv IGNORE=@",
            "$SUBROUTINES ADVAN13 TOL=9",
            "$MODEL",
            *(f"  COMP=(C{k}) ; {one.name} [{one.unit}]" for k, one in enumerate(system.states, 1)),
            "$PK",
            *self._numbers(),
            *self._formulas(system.derived, "I"),
            *(
                f"  {self._start(k)} = {s.start:g}"
                for k, s in enumerate(system.states, 1)
                if s.start
            ),
            "$DES",
            *self._formulas(self._needed(self._rates()), "J", "OUT"),
            *self._derivatives(),
            "$ERROR",
            *self._formulas(self._needed({reading}), "K", "SEE"),
            f"  IPRED = {self.names[reading]}",
            "  Y = IPRED + EPS(1)",
            "$THETA",
            *(self._theta(one) for one in self.thetas),
            "$OMEGA",
            *(self._omega(one) for one in self.etas),
            "$SIGMA",
            f"  {noise**2:.6g} FIX ; variance of a reading, chosen for the data",
            "$ESTIMATION METHOD=1 INTERACTION MAXEVAL=0 NOABORT PRINT=1",
            "; MAXEVAL=0 only evaluates; give it a number once some FIX are gone",
            "$TABLE ID TIME EVID DV IPRED TOXIN NOPRINT ONEHEADER FILE=table.tab",
        ]

    @staticmethod
    def _start(place: int) -> str:
        return f"A_0({place})"

    def _numbers(self) -> list[str]:
        """Each number of a person: its THETA, and the ETA of those in which people differ."""
        lines: list[str] = []
        for one in self.system.constants:
            name = self.names[one.name]
            if not one.row:
                lines.append(f"  {name} = 0 ; {one.name}: a typical patient's")
                continue
            theta = f"THETA({self.thetas.index(one) + 1})"
            if one in self.etas:
                eta = f"ETA({self.etas.index(one) + 1})"
                log = rows.get(one.row).law == "lognormal"
                theta += f"*EXP({eta})" if log else f" + {eta}"
            lines.append(f"  {name} = {theta} ; {one.name} [{one.unit}]")
        return lines

    def _rates(self) -> set[str]:
        return {name for one in self.system.states for name in used_in(one.rate)}

    def _needed(self, names: Iterable[str]) -> list[Formula]:
        """Readings that these need, themselves if they are, in order."""
        found: list[Formula] = []
        wanted = set(names)
        for one in reversed(self.system.readings):
            if one.name in wanted:
                found.append(one)
                wanted |= used_in(one.value)
        return found[::-1]

    def _formulas(self, formulas: Iterable[Formula], helper: str, called: str = "") -> list[str]:
        """Assignments; ``called`` begins the names of readings, of which a block has its own."""
        lines: list[str] = []
        for k, one in enumerate(formulas, 1):
            if called:
                self.names[one.name] = f"{called}{k}"
            lines.append(f"; {one.name} [{one.unit}]")
            lines += self._assigned(self.names[one.name], one.value, f"{helper}{k}X")
        return lines

    def _derivatives(self) -> list[str]:
        lines: list[str] = []
        for k, one in enumerate(self.system.states, 1):
            lines.append(f"; {one.name} [{one.unit} a day]")
            lines += self._assigned(f"DADT({k})", one.rate, f"S{k}X")
        return lines

    def _assigned(self, name: str, value: object, helper: str) -> list[str]:
        before, text = abbreviated(value, self.names, helper)
        return [part for line in [*before, f"{name} = {text}"] for part in _broken(line)]

    def _theta(self, one: Constant) -> str:
        row = rows.get(one.row)
        factor = units.factor(row.unit, one.unit)
        low, high = factor * row.low, factor * row.high
        who = "differs between people" if row.varies == "person" else "one number for all"
        known = f"{low:g} to {high:g} {one.unit}, {row.law}, {who}; {rows.GRADES[row.grade]}"
        said = f"{one.name}: {known}; {row.source}"
        return f"  {self.values[one.name]:.12g} FIX ; {said}"

    def _omega(self, one: Constant) -> str:
        row = rows.get(one.row)
        if row.law == "lognormal":
            return f"  {normal_scale(row)[1] ** 2:.6g} FIX ; of log {one.name}"
        sd = spread(row) * units.factor(row.unit, one.unit)
        return f"  {sd**2:.6g} FIX ; of {one.name}"


def _free(name: str, taken: set[str]) -> str:
    """A short name of a number that no other has."""
    whole = re.sub(r"\W", "_", name).upper()
    short = whole[:LETTERS]
    for place in range(2, 100):
        if short not in taken:
            break
        short = f"{whole[: LETTERS - len(str(place))]}{place}"
    taken.add(short)
    return f"P_{short}"


def _broken(line: str) -> list[str]:
    """A statement over lines that go on."""
    parts = wrap(line, LONGEST, break_long_words=False, break_on_hyphens=False)
    return [f"  {part}{' &' if part is not parts[-1] else ''}" for part in parts]
