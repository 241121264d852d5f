"""SBML Level 3 Version 2 out: a condition under given sessions, for one typical patient.

States are parameters with rate rules, outputs are assignment rules, sessions are events; a number
that follows from others has an initial assignment. Every
number that is not a definition is a parameter with its unit and, in its notes, its source. The
event of a day fires when time reaches it (``time >= day``, not true before the start), so that a
reading on that day, day 0 too, is the one after the needle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import libsbml

from wearoff import units
from wearoff.errors import WearoffError
from wearoff.evidence import rows
from wearoff.model.symbolic import formula
from wearoff.units import PRODUCT_UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.model.symbolic import Constant, System

LEVEL, VERSION = 3, 2
KINDS = {
    "second": libsbml.UNIT_KIND_SECOND,
    "meter": libsbml.UNIT_KIND_METRE,
    "kilogram": libsbml.UNIT_KIND_KILOGRAM,
    **dict.fromkeys(PRODUCT_UNITS.values(), libsbml.UNIT_KIND_ITEM),
}
"""Base units that SBML knows; toxin units are items, and what is not here is a pure number."""
PURE = "dimensionless"
DIGITS = 12
"""Significant digits of a unit's multiplier, which is a root of a power of ten."""


@dataclass(frozen=True)
class About:
    """What the notes of a model say of it."""

    condition: str
    title: str
    plan: str
    product: str
    days: int
    units: float
    version: str
    evidence: str


def to_sbml(system: System, values: Mapping[str, float], about: About) -> str:
    """The model as SBML; the same input gives the same bytes.

    Args:
        system: the condition as formulas.
        values: of the system's constants, in their own units.
        about: for the notes.
    """
    return _Writer(system, values, about).text()


def _done(code: int) -> None:
    """Refuse to go on after a call that libsbml did not carry out."""
    if code != libsbml.LIBSBML_OPERATION_SUCCESS:
        raise WearoffError(f"libsbml: {libsbml.OperationReturnValue_toString(code)}")


def _notes(*paragraphs: str) -> str:
    inside = "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs if text)
    return f'<body xmlns="http://www.w3.org/1999/xhtml">{inside}</body>'


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


class _Writer:
    """One SBML document under construction."""

    def __init__(self, system: System, values: Mapping[str, float], about: About) -> None:
        self.system, self.values, self.about = system, values, about
        self.document = libsbml.SBMLDocument(LEVEL, VERSION)
        self.model = self.document.createModel()
        self.settings = libsbml.L3ParserSettings()
        self.settings.setModel(self.model)
        self.settings.setParseCollapseMinus(True)

    def text(self) -> str:
        """The whole document."""
        _done(self.model.setId(self.about.condition))
        _done(self.model.setName(self.about.title))
        _done(self.model.setNotes(_notes(*self._about())))
        _done(self.model.setTimeUnits(self.unit("day")))
        for constant in self.system.constants:
            self._constant(constant)
        for derived in self.system.derived:
            self._parameter(derived.name, derived.unit, None, constant=True)
        for derived in self.system.derived:
            assigned = self.model.createInitialAssignment()
            _done(assigned.setSymbol(derived.name))
            _done(assigned.setMath(self.math(formula(derived.value), derived.unit)))
        self._visits()
        named = {name: column for column, name in self.system.outcomes.items()}
        for state in self.system.states:
            self._parameter(state.name, state.unit, state.start, constant=False)
        for reading in self.system.readings:
            made = self._parameter(reading.name, reading.unit, None, constant=False)
            if reading.name in named:
                _done(made.setName(named[reading.name]))
        for reading in self.system.readings:
            rule = self.model.createAssignmentRule()
            _done(rule.setVariable(reading.name))
            _done(rule.setMath(self.math(formula(reading.value), reading.unit)))
        for state in self.system.states:
            rule = self.model.createRateRule()
            _done(rule.setVariable(state.name))
            unit = "1/day" if self.unit(state.unit) == PURE else f"({state.unit})/day"
            _done(rule.setMath(self.math(formula(state.rate), unit)))
        for day in self.system.sessions:
            self._session(day)
        return str(libsbml.writeSBMLToString(self.document))

    def unit(self, unit: str) -> str:
        """The identifier of a unit in the document, defined when it is first used."""
        scale, powers = units.bases(unit)
        powers = {base: power for base, power in powers.items() if base in KINDS}
        if not powers:
            return PURE
        name = re.sub(r"[^\w/]", "", unit).replace("/", "_per_")
        name = re.sub(r"^1_", "", name)
        if self.model.getUnitDefinition(name) is None:
            made = self.model.createUnitDefinition()
            _done(made.setId(name))
            for base, power in powers.items():
                part = made.createUnit()
                _done(part.setKind(KINDS[base]))
                _done(part.setExponent(power))
                _done(part.setScale(0))
                _done(part.setMultiplier(float(f"{scale ** (1 / power):.{DIGITS}g}")))
                scale = 1.0
        return name

    def math(self, text: str, unit: str) -> Any:
        """A formula as MathML: a number alone has the unit, numbers within are pure."""
        tree = libsbml.parseL3FormulaWithSettings(text, self.settings)
        if tree is None:
            raise WearoffError(f"libsbml: {libsbml.getLastParseL3Error()}")
        if tree.isNumber():
            _done(tree.setUnits(self.unit(unit)))
        else:
            self._pure(tree)
        return tree

    def _pure(self, tree: Any, unit: str = PURE) -> None:
        """Numbers are pure, but for one that a parameter is compared with, which has its unit."""
        if tree.isNumber():
            _done(tree.setUnits(unit))
        children = [tree.getChild(place) for place in range(tree.getNumChildren())]
        beside = [self.model.getParameter(one.getName()) for one in children if one.isName()]
        units = [one.getUnits() for one in beside if one] if tree.isRelational() else []
        for child in children:
            self._pure(child, units[0] if units else PURE)

    def _about(self) -> list[str]:
        about = self.about
        replaced = [c.name for c in self.system.constants if self._replaced(c)]
        return [
            f"{_sentence(about.title)} in one typical patient.",
            "An invented person with every number at its value. Not you. Not medical advice.",
            f"Plan {about.plan}: {len(self.system.sessions)} sessions in {about.days} days.",
            f"The first session has {about.units:g} units of {about.product}.",
            "Units of two products are not interchangeable.",
            f"Set for this file, not the evidence's: {', '.join(replaced)}." if replaced else "",
            "Time is in days from the first session.",
            "States are named part__muscle_side__state.",
            "An outcome is the parameter whose name is the outcome's column.",
            f"Written by wearoff {about.version} from evidence of {about.evidence}.",
        ]

    def _parameter(self, name: str, unit: str, value: float | None, *, constant: bool) -> Any:
        made = self.model.createParameter()
        _done(made.setId(name))
        _done(made.setConstant(constant))
        _done(made.setUnits(self.unit(unit)))
        if value is not None:
            _done(made.setValue(value))
        return made

    def _constant(self, constant: Constant) -> None:
        value = self.values[constant.name]
        made = self._parameter(constant.name, constant.unit, value, constant=True)
        if not constant.row:
            _done(made.setNotes(_notes("Uniform random number of a patient, 0 in a typical one.")))
            return
        row = rows.get(constant.row)
        varies = "differs between people" if row.varies == "person" else "one number for all"
        usual = f"{row.value:g} {row.unit} ({row.low:g} to {row.high:g}, {varies})"
        notes = _notes(
            f"{_sentence(row.meaning)}.",
            f"Evidence: {usual}."
            + (f" Here in {constant.unit}." if constant.unit != row.unit else "")
            + (" Another value was set for this file." if self._replaced(constant) else ""),
            f"Grade: {rows.GRADES[row.grade]}.",
            f"Source: {rows.sources()[row.source].citation}. Place: {row.place}.",
            f"Note: {row.note}." if row.note else "",
        )
        _done(made.setNotes(notes))

    def _replaced(self, constant: Constant) -> bool:
        """Whether a number is not the evidence's."""
        if not constant.row:
            return False
        row = rows.get(constant.row)
        return self.values[constant.name] != row.value * units.factor(row.unit, constant.unit)

    def _visits(self) -> None:
        """What an arm of a trial sets: who comes, and the doses. Placebo is 1 with doses of 0."""
        if self.system.visit:
            made = self._parameter(self.system.visit, "share", 1, constant=True)
            text = (
                "1 where somebody comes to the sessions, toxin or placebo; 0, with doses of 0, "
                "where nobody does."
            )
            _done(made.setNotes(_notes(text)))
        for dose in self.system.doses:
            unit = PRODUCT_UNITS[self.about.product]
            made = self._parameter(dose.name, unit, dose.units, constant=True)
            text = f"Units of {self.about.product} given into {dose.site} at a session."
            _done(made.setNotes(_notes(text)))

    def _session(self, day: int) -> None:
        event = self.model.createEvent()
        _done(event.setId(f"session_day_{day}"))
        _done(event.setUseValuesFromTriggerTime(True))
        trigger = event.createTrigger()
        _done(trigger.setInitialValue(False))
        _done(trigger.setPersistent(True))
        reached = self.math(f"time >= {day}", "day")
        _done(reached.getChild(1).setUnits(self.unit("day")))
        _done(trigger.setMath(reached))
        of = {state.name: state.unit for state in self.system.states}
        for name, value in self.system.sessions[day].items():
            change = event.createEventAssignment()
            _done(change.setVariable(name))
            _done(change.setMath(self.math(formula(value), of[name])))
