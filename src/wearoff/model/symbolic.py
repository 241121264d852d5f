"""The same rates as symbols: SymPy's side of the contract of `wearoff.model.ops`.

`system` evaluates a wiring's parts on symbols: what the simulator integrates, as formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import sympy
from sympy.printing.str import StrPrinter

from wearoff.units import PRODUCT_UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.model.wiring import Nested, Wiring


VISIT = "visit"
"""Whether somebody comes to the sessions."""


class SympyOps:
    """Elementwise SymPy on NumPy object arrays."""

    exp = staticmethod(np.vectorize(sympy.exp, otypes=[object]))
    log = staticmethod(np.vectorize(sympy.log, otypes=[object]))
    sqrt = staticmethod(np.vectorize(sympy.sqrt, otypes=[object]))
    sigmoid = staticmethod(np.vectorize(lambda x: (1 + sympy.tanh(x / 2)) / 2, otypes=[object]))
    positive = staticmethod(np.vectorize(lambda x: sympy.Max(x, 0), otypes=[object]))
    step = staticmethod(
        np.vectorize(lambda x: sympy.Piecewise((1, x > 0), (0, True)), otypes=[object])
    )

    @staticmethod
    def sum(x: Any) -> Any:
        """Sum over the last axis."""
        return np.sum(np.asarray(x, dtype=object), axis=-1)


@dataclass(frozen=True)
class Constant:
    """What does not move: an evidence row in its part's unit, or a chance (``row`` is empty)."""

    name: str
    unit: str
    row: str = ""


@dataclass(frozen=True)
class Formula:
    """A named value: a derived number, or an output at one instant. It may use those before it."""

    name: str
    unit: str
    value: Any


@dataclass(frozen=True)
class Moving:
    """A state: where it starts, and its time derivative per day."""

    name: str
    unit: str
    start: float
    rate: Any


@dataclass(frozen=True)
class Dose:
    """Units given into one muscle, at every session or at that of one day."""

    name: str
    site: str
    units: float


@dataclass(frozen=True)
class System:
    """A condition under given sessions, as formulas.

    ``outcomes`` maps a column to the name of its reading. ``sessions`` maps a day to the states
    that change on it, each with its value after the needle in terms of those before. ``visit`` is
    the name of what is 1 where somebody comes to the sessions, toxin or placebo, and 0 where
    nobody does; empty where being there changes nothing.
    """

    constants: tuple[Constant, ...]
    derived: tuple[Formula, ...]
    doses: tuple[Dose, ...]
    states: tuple[Moving, ...]
    readings: tuple[Formula, ...]
    outcomes: Mapping[str, str]
    sessions: Mapping[int, Mapping[str, Any]]
    visit: str


class _Naming:
    """Puts a symbol in the place of each value and keeps the value: formulas stay short."""

    def __init__(self, wiring: Wiring, before: Sequence[Formula] = ()) -> None:
        self.kept: list[Formula] = []
        self._sites = [f"{muscle}_{side}" for muscle, side in wiring.sites]
        self._taken = {str(symbol) for symbol in _each(symbols(wiring))}
        self._taken |= {formula.name for formula in before}

    def name(self, address: str, unit: str, value: Any) -> Any:
        """Symbols for the value of ``part.name``, one a muscle if it has one a muscle."""
        array = np.asarray(value, dtype=object)
        part, _, name = address.partition(".")
        per_muscle = bool(array.ndim) and array.size == len(self._sites)
        names = [f"{part}__{s}__{name}" for s in self._sites] if per_muscle else [f"{part}__{name}"]
        free = [f"{name}_output" if name in self._taken else name for name in names]
        self.kept += [Formula(n, unit, _tidy(v)) for n, v in zip(free, array.flat, strict=True)]
        return np.array([_symbol(name) for name in free], dtype=object).reshape(array.shape)[()]


def symbols(wiring: Wiring) -> Nested:
    """One symbol a state, named as the simulated columns are."""
    found: Nested = {}
    for part in wiring.parts:
        found[part.name] = {
            state.name: np.array(
                [_symbol(name) for name in wiring.columns(part, state.name)], dtype=object
            )
            if part.per_muscle
            else _symbol(wiring.columns(part, state.name)[0])
            for state in part.states
        }
    return found


def rates(wiring: Wiring, parameters: Nested) -> dict[Any, Any]:
    """Time derivative of every state as a SymPy expression, by the state's symbol (per day)."""
    state = symbols(wiring)
    derivatives = wiring.rates(state, parameters, SympyOps())
    return dict(zip(_each(state), map(_tidy, _each(derivatives)), strict=True))


def system(
    wiring: Wiring, outcomes: Mapping[str, str], doses: Mapping[int, Sequence[float]]
) -> System:
    """The wiring as formulas: numbers, readings, rates, and what each session does.

    Args:
        wiring: the parts, joined.
        outcomes: column name to ``part.output``.
        doses: product units of each muscle, by the day of the session.
    """
    state, ops = symbols(wiring), SympyOps()
    numbers = _Naming(wiring)
    constants: dict[tuple[str, str], Constant] = {}

    def number(row: str, unit: str) -> Any:
        twice = any(known == row for known, _ in constants)
        name = f"{row}__{len(constants)}" if twice else row
        found = constants.setdefault((row, unit), Constant(name, unit, row))
        return np.asarray(_symbol(found.name), dtype=object)

    def chance(name: str) -> Any:
        constants[name, "share"] = Constant(name, "share")
        return np.asarray(_symbol(name), dtype=object)

    p = wiring.arranged(number, chance, ops, named=numbers.name)
    words = {"units": PRODUCT_UNITS[wiring.product]}
    units = {f"{q.name}.{o.name}": o.unit.format(**words) for q in wiring.parts for o in q.outputs}
    readings, addresses = _Naming(wiring, numbers.kept), dict[str, str]()

    def reading(address: str, value: Any) -> Any:
        symbol = readings.name(address, units[address], value)
        addresses[address] = str(np.ravel(symbol)[0])
        return symbol

    known = wiring.outputs(state, p, ops, reading)
    derivatives = [_tidy(rate) for rate in _each(wiring.rates(state, p, ops, known))]
    given = _doses(wiring, doses)
    sessions: dict[int, dict[str, Any]] = {}
    for day in doses:
        dose = np.array([_dose_symbol(given, day, place) for place in range(len(wiring.sites))])
        after = _each(wiring.session(state, dose, _symbol(VISIT), p, ops))
        pairs = zip(_each(state), map(_tidy, after), strict=True)
        sessions[day] = {str(before): value for before, value in pairs if value != before}
    used = {str(s) for new in sessions.values() for value in new.values() for s in _symbols(value)}
    start = [
        of for part in wiring.parts for of in part.states for _ in wiring.columns(part, of.name)
    ]
    return System(
        constants=tuple(sorted(constants.values(), key=lambda constant: constant.name)),
        derived=tuple(numbers.kept),
        doses=tuple({dose.name: dose for dose in given.values()}.values()),
        states=tuple(
            Moving(str(symbol), of.unit.format(**words), of.start, rate)
            for symbol, of, rate in zip(_each(state), start, derivatives, strict=True)
        ),
        readings=tuple(readings.kept),
        outcomes={column: addresses[address] for column, address in outcomes.items()},
        sessions={day: changes for day, changes in sessions.items() if changes},
        visit=VISIT if VISIT in used else "",
    )


def formula(expression: Any) -> str:
    """An expression as text in the infix of SBML Level 3: ``a*b^2``, ``ln(x)``, ``piecewise``."""
    return _Infix().doprint(expression).replace("**", "^")


class _Infix(StrPrinter):
    def _print_Float(self, expr: Any) -> str:  # noqa: N802 - SymPy finds printers by class name
        return repr(float(expr))

    def _print_log(self, expr: Any) -> str:
        return f"ln({self.doprint(expr.args[0])})"

    def _print_Max(self, expr: Any) -> str:  # noqa: N802 - SymPy finds printers by class name
        return f"max({', '.join(map(self.doprint, expr.args))})"

    def _print_Piecewise(self, expr: Any) -> str:  # noqa: N802 - SymPy finds printers by class name
        *cases, (last, _) = expr.args
        pairs = [self.doprint(item) for case in cases for item in case.args]
        return f"piecewise({', '.join([*pairs, self.doprint(last)])})"

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:  # noqa: N802 - the same
        """A power with an unknown exponent, by its logarithm: its unit can then be checked."""
        base, exponent = expr.as_base_exp()
        if exponent.is_number:
            return str(super()._print_Pow(expr, rational))
        return f"exp(({self.doprint(exponent)})*ln({self.doprint(base)}))"


def abbreviated(expression: Any, names: Mapping[str, str], helper: str) -> tuple[list[str], str]:
    """An expression in the abbreviated code of NONMEM, which has no expression with cases.

    Args:
        expression: As `system` has it.
        names: What stands for each of its symbols.
        helper: Begins the names of what is computed before.

    Returns:
        Lines that come before it, and the expression.

    Example:
        >>> import sympy
        >>> x = sympy.Symbol("x", real=True)
        >>> abbreviated(2 * sympy.Max(x, 0), {"x": "A(1)"}, "H")
        (['H1 = A(1)', 'IF (H1.LT.0) H1 = 0'], '2*H1')
    """
    printer = _Abbreviated(names, helper)
    text = printer.doprint(expression)
    return printer.before, text


def at(expression: Any, values: Mapping[str, float]) -> float:
    """The value of an expression of `system`, by the values of its symbols."""
    return float(
        sympy.sympify(expression).subs({one: values[one.name] for one in _symbols(expression)})
    )


def used_in(expression: Any) -> set[str]:
    """Names of the symbols of an expression of `system`."""
    return {str(symbol) for symbol in _symbols(expression)}


class _Abbreviated(StrPrinter):
    """FORTRAN-like text; a case is a variable that lines before it set."""

    RELATIONS: ClassVar = {">": ".GT.", ">=": ".GE.", "<": ".LT.", "<=": ".LE."}

    def __init__(self, names: Mapping[str, str], helper: str) -> None:
        super().__init__()
        self.names, self.helper = names, helper
        self.before: list[str] = []
        self.made = 0

    def _new(self) -> str:
        self.made += 1
        return f"{self.helper}{self.made}"

    def _print_Symbol(self, expr: Any) -> str:  # noqa: N802 - SymPy finds printers by class name
        return self.names[expr.name]

    def _print_Float(self, expr: Any) -> str:  # noqa: N802 - the same
        return repr(float(expr)).upper()

    def _print_Rational(self, expr: Any) -> str:  # noqa: N802 - the same
        """Two whole numbers would be divided as such."""
        return repr(float(expr))

    def _print_Half(self, expr: Any) -> str:  # noqa: N802 - the same
        return self._print_Rational(expr)

    def _print_exp(self, expr: Any) -> str:
        return f"EXP({self.doprint(expr.args[0])})"

    def _print_log(self, expr: Any) -> str:
        return f"LOG({self.doprint(expr.args[0])})"

    def _print_tanh(self, expr: Any) -> str:
        return f"(1 - 2/(EXP(2*({self.doprint(expr.args[0])})) + 1))"

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:  # noqa: N802 - the same
        """A root by its name; a power with an unknown exponent by its logarithm."""
        base, exponent = expr.as_base_exp()
        if exponent == sympy.Rational(1, 2):
            return f"SQRT({self.doprint(base)})"
        if exponent.is_number:
            return str(super()._print_Pow(expr, rational))
        return f"EXP(({self.doprint(exponent)})*LOG({self.doprint(base)}))"

    def _print_Relational(self, expr: Any) -> str:  # noqa: N802 - the same
        left, right = map(self.doprint, (expr.lhs, expr.rhs))
        return f"{left}{self.RELATIONS[expr.rel_op]}{right}"

    def _print_Max(self, expr: Any) -> str:  # noqa: N802 - the same
        first, *others = sorted(map(self.doprint, expr.args), key=len, reverse=True)
        name = self._new()
        self.before += [f"{name} = {first}"]
        self.before += [f"IF ({name}.LT.{other}) {name} = {other}" for other in others]
        return name

    def _print_Piecewise(self, expr: Any) -> str:  # noqa: N802 - the same
        *cases, (last, _) = expr.args
        values = [(self.doprint(given), self.doprint(value)) for value, given in cases]
        otherwise = self.doprint(last)
        name = self._new()
        self.before += [f"{name} = {otherwise}"]
        self.before += [f"IF ({given}) {name} = {value}" for given, value in reversed(values)]
        return name


def _symbol(name: str) -> Any:
    return sympy.Symbol(name, real=True)


def _doses(wiring: Wiring, doses: Mapping[int, Sequence[float]]) -> dict[tuple[int, int], Dose]:
    """A dose by day and muscle; one name for a muscle that is always given the same."""
    given: dict[tuple[int, int], Dose] = {}
    for place, (muscle, side) in enumerate(wiring.sites):
        site = f"{muscle}_{side}"
        days = {day: float(units[place]) for day, units in doses.items() if units[place] > 0}
        same = len(set(days.values())) == 1
        for day, units in days.items():
            name = f"dose__{site}" if same else f"dose__{site}__day_{day}"
            given[day, place] = Dose(name, site, units)
    return given


def _dose_symbol(given: Mapping[tuple[int, int], Dose], day: int, place: int) -> Any:
    if (day, place) not in given:
        return sympy.Integer(0)
    return sympy.Symbol(given[day, place].name, nonnegative=True)


def _each(nested: Nested) -> list[Any]:
    """All entries of arrays by part, in the order of the columns."""
    return [
        entry
        for values in nested.values()
        for array in values.values()
        for entry in np.ravel(np.asarray(array, dtype=object))
    ]


def _symbols(value: Any) -> Any:
    """What an expression is made of."""
    return sympy.sympify(value).free_symbols


def _tidy(value: Any) -> Any:
    """A SymPy expression whose whole numbers are written as such."""
    expression = sympy.sympify(value)
    whole = {f for f in expression.atoms(sympy.Float) if float(f).is_integer()}
    return expression.xreplace({f: sympy.Integer(int(f)) for f in whole})
