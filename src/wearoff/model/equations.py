"""One part's equations as readable mathematics: its own arithmetic on symbols, printed as MathML.

What is printed is what is computed, but for two things: numbers that only keep a quotient or a
logarithm finite are left out, and a smooth positive part is written ``(x)₊``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import sympy
from sympy.printing.mathml import MathMLPresentationPrinter
from sympy.printing.str import StrPrinter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from wearoff.model.ports import Part

Kind = Literal["derived", "output", "rate", "session"]
NEGLIGIBLE = 1e-5
"""Numbers below it only keep something finite."""
DIGITS = 4
LONGEST = 90
"""Letters of an equation on one line."""
EACH = "i"
"""Index of a muscle."""
FINITE = 9
"""Digits after the point; those beyond only keep something finite."""


@dataclass(frozen=True)
class Equation:
    """An equation of a part: what it gives, of which kind it is, as MathML and as plain text.

    ``value`` is its right side as SymPy has it.
    """

    name: str
    kind: Kind
    unit: str
    mathml: str
    text: str
    value: Any

    @property
    def short(self) -> bool:
        """Whether it fits on a line of a page; mathematics does not wrap, text does."""
        return len(self.text) <= LONGEST


# Arithmetic on symbols; names are those of the printer's methods below


class Above(sympy.Function):
    """``max(x, 0)``."""


class Total(sympy.Function):
    """Sum over the muscles, of what is above 0."""

    is_positive = True


class Step(sympy.Function):
    """1 where x > 0, else 0."""


class Sigmoid(sympy.Function):
    """Logistic function."""


class ReadableOps:
    """SymPy on single symbols, with names kept for what a reader knows by name."""

    exp = staticmethod(sympy.exp)
    log = staticmethod(sympy.log)
    sqrt = staticmethod(sympy.sqrt)
    sigmoid = staticmethod(Sigmoid)
    positive = staticmethod(Above)
    step = staticmethod(Step)
    sum = staticmethod(Total)


def equations(part: Part, many: Collection[str] = ()) -> list[Equation]:
    """What a part computes, in the order in which a reader needs it.

    Args:
        part: the part alone.
        many: its inputs that have one value a muscle.

    Returns:
        Numbers that follow from its parameters, outputs, rates of its states, and what a session
        changes.
    """
    ops = ReadableOps()
    state = {one.name: _symbol(one.name, each=part.per_muscle) for one in part.states}
    inputs = {port.name: _symbol(port.name, each=port.name in many) for port in part.inputs}
    parameters = {
        one.name: _symbol(one.name, each=one.per_muscle)
        for one in (*part.parameters, *(_Chance(name) for name in part.chances))
    }
    parameters |= {name: _symbol(name, each=True) for name in part.geometry}
    found: list[Equation] = []
    known: dict[Any, Any] = {}
    for derived in part.derived:
        each = part.per_muscle
        value = _readable(derived.value(parameters, ops), known)
        known[value] = parameters[derived.name] = _symbol(derived.name, each=each)
        found.append(_equation("derived", derived.name, derived.unit, value, each=each))
    for output in part.outputs:
        value = _readable(output.value(state, inputs, parameters, ops), known)
        named = _symbol(output.name, each=part.per_muscle)
        if value != named:  # else it hands on a number of that name, which is written above
            found.append(_equation("output", output.name, output.unit, value, each=part.per_muscle))
        if not value.is_Atom:
            known[value] = named
    rates = part.rates(state, inputs, parameters, ops)
    for moving in part.states:
        value = _readable(rates[moving.name], known)
        if value != 0:
            found.append(
                _equation("rate", moving.name, f"{moving.unit}/day", value, each=part.per_muscle)
            )
    dose, visit = _symbol("dose", each=part.per_muscle), _symbol("visit")
    after = part.session(state, dose, visit, parameters, ops)
    for moving in part.states:
        value = _readable(after[moving.name], known)
        if value != state[moving.name]:
            found.append(
                _equation("session", moving.name, moving.unit, value, each=part.per_muscle)
            )
    return found


def wired_equations(parts: Iterable[Part], links: Mapping[str, str], name: str) -> list[Equation]:
    """Equations of one of several parts, as `equations` has them.

    Args:
        parts: those of a condition.
        links: ``part.input`` to the ``part.output`` that feeds it.
        name: of the part.
    """
    known = {part.name: part for part in parts}
    chosen = known[name]
    feeding = {port.name: links[f"{name}.{port.name}"] for port in chosen.inputs}
    many = [port for port, source in feeding.items() if known[source.partition(".")[0]].per_muscle]
    return equations(chosen, many)


@dataclass(frozen=True)
class _Chance:
    """A uniform random number, named as a parameter is."""

    name: str
    per_muscle: bool = False


def _symbol(name: str, *, each: bool = False) -> Any:
    """A symbol; of a value that each muscle has its own of, one with an index."""
    return sympy.Symbol(f"{name}[{EACH}]" if each else name, positive=True)


def _readable(value: Any, known: dict[Any, Any]) -> Any:
    """An expression without what only keeps it finite, and with the names of what is known."""
    expression = sympy.sympify(value)
    expression = expression.xreplace({f: _plain(f) for f in expression.atoms(sympy.Float)})
    expression = expression.replace(sympy.exp, _power).replace(sympy.Add, _sharp)
    expression = sympy.powsimp(sympy.expand_power_base(expression, deep=True), deep=True)
    for named, symbol in known.items():
        expression = expression.subs(named, symbol)
    return expression


def _plain(number: Any) -> Any:
    """A number without digits that only keep something finite, whole where it is."""
    value = round(float(number), FINITE)
    if abs(value) < NEGLIGIBLE:
        return sympy.Integer(0)
    return sympy.Integer(int(value)) if value.is_integer() else sympy.Float(value)


def _power(exponent: Any) -> Any:
    """An exponential; of a logarithm the power that it is."""
    logs = [factor for factor in sympy.Mul.make_args(exponent) if isinstance(factor, sympy.log)]
    if not logs:
        return sympy.exp(exponent)
    return logs[0].args[0] ** (exponent / logs[0])


def _sharp(*terms: Any) -> Any:
    """A sum in which ``(x₊² − (x − w)₊²) / 2w`` with a narrow w is the positive part of x."""
    squares = {term: _square(term) for term in terms}
    for term, (factor, x) in squares.items():
        for other, (less, beyond) in squares.items():
            if x is not None and beyond is not None and less == -factor and factor > 0:
                width = sympy.expand(x - beyond)
                if width.is_number and abs(2 * width * factor - 1) < NEGLIGIBLE:
                    rest = [one for one in terms if one not in (term, other)]
                    above: Any = Above(x)
                    return sympy.Add(above, *rest)
    return sympy.Add(*terms)


def _square(term: Any) -> tuple[Any, Any]:
    """Number and x of a number times ``x₊²``; x is None of anything else."""
    factor, rest = term.as_coeff_Mul()
    square = rest.is_Pow and rest.exp == 2 and isinstance(rest.base, Above)  # noqa: PLR2004 - a square
    return factor, rest.base.args[0] if square else None


# Printing


class _Readable(MathMLPresentationPrinter):
    """Names as they stand in the code, numbers to a few digits, and the functions above."""

    def _tag(self, name: str, *children: Any) -> Any:
        made = self.dom.createElement(name)
        for child in children:
            made.appendChild(self.dom.createTextNode(child) if isinstance(child, str) else child)
        return made

    def _as_ordered_terms(self, expr: Any, order: Any = None) -> Any:
        """What is taken away stands behind what it is taken from."""
        terms = super()._as_ordered_terms(expr, order=order)
        return sorted(terms, key=lambda term: term.could_extract_minus_sign())

    def _print_Symbol(self, sym: Any, style: str = "plain") -> Any:  # noqa: N802 - SymPy finds printers by class name
        del style
        name, _, each = sym.name.partition("[")
        named = self._tag("mi", name)
        return self._tag("msub", named, self._tag("mi", EACH)) if each else named

    def _print_Float(self, expr: Any) -> Any:  # noqa: N802 - the same
        return self._tag("mn", f"{float(expr):.{DIGITS}g}")

    def _bracketed(self, expr: Any) -> Any:
        return self._tag("mrow", self._l_paren(), self._print(expr.args[0]), self._r_paren())

    def _print_Above(self, expr: Any) -> Any:  # noqa: N802 - the same
        return self._tag("msub", self._bracketed(expr), self._tag("mo", "+"))

    def _print_Total(self, expr: Any) -> Any:  # noqa: N802 - the same
        sign = self._tag("munder", self._tag("mo", "∑"), self._tag("mi", EACH))
        return self._tag("mrow", sign, self._bracketed(expr))

    def _print_Step(self, expr: Any) -> Any:  # noqa: N802 - the same
        asked = self._tag("mrow", self._print(expr.args[0]), self._tag("mo", ">"))
        return self._tag(
            "mrow", self._tag("mo", "["), asked, self._tag("mn", "0"), self._tag("mo", "]")
        )

    def _print_Sigmoid(self, expr: Any) -> Any:  # noqa: N802 - the same
        return self._tag("mrow", self._tag("mi", "σ"), self._bracketed(expr))


class _Text(StrPrinter):
    """The same on one line."""

    def _print_Symbol(self, expr: Any) -> str:  # noqa: N802 - SymPy finds printers by class name
        return expr.name.replace(f"[{EACH}]", "ᵢ")

    def _print_Float(self, expr: Any) -> str:  # noqa: N802 - the same
        return f"{float(expr):.{DIGITS}g}"

    def _print_Above(self, expr: Any) -> str:  # noqa: N802 - the same
        return f"({self.doprint(expr.args[0])})₊"

    def _print_Total(self, expr: Any) -> str:  # noqa: N802 - the same
        return f"Σᵢ({self.doprint(expr.args[0])})"

    def _print_Step(self, expr: Any) -> str:  # noqa: N802 - the same
        return f"[{self.doprint(expr.args[0])} > 0]"

    def _print_Sigmoid(self, expr: Any) -> str:  # noqa: N802 - the same
        return f"σ({self.doprint(expr.args[0])})"


SETTINGS = {"mul_symbol": "dot", "root_notation": True}


def _equation(kind: Kind, name: str, unit: str, value: Any, *, each: bool) -> Equation:
    """An equation with its left side, which says what kind it is."""
    printer = _Readable(SETTINGS)
    left = printer.doprint(_symbol(name, each=each))
    if kind == "rate":
        left = f"<mfrac><mrow><mi>d</mi>{left}</mrow><mrow><mi>d</mi><mi>t</mi></mrow></mfrac>"
    relation = "←" if kind == "session" else "="
    text = _Text({"order": "none"}).doprint(value).replace("**", "^").replace("*", "·")
    said = _Text().doprint(_symbol(name, each=each))
    said = f"d{said}/dt" if kind == "rate" else said
    row = f"<mrow>{left}<mo>{relation}</mo>{printer.doprint(value)}</mrow>"
    return Equation(name, kind, unit.format(units="U"), row, f"{said} {relation} {text}", value)
