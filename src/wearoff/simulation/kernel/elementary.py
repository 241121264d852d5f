"""Vector code of the elementary functions, in LLVM's language.

    exp x = 2ᵏ·(1 + r + r²·q(r))              k = round(x/ln 2), r = x − k·ln 2
    log x = k·ln 2 + 2s·(1 + s²·q(s²))        x = 2ᵏ·z, √½ ≤ z < √2, s = (z − 1)/(z + 1)

q are polynomials through Chebyshev's points; all is exact to about the last digit of the format.
Numbers below the smallest normal one are 0 to exp, and not asked of log. Every function is put in
the place where it is called.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.polynomial import Chebyshev, Polynomial

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array

EXACT = "contract nsz"
"""What LLVM may do to arithmetic: multiply and add in one, and not tell −0 from 0."""
SERIES = 24
"""Terms of a series that a polynomial is made from."""


@dataclass(frozen=True)
class Lanes:
    """Numbers side by side: their format, how many, and what the functions need of the format."""

    name: str
    integer: str
    suffix: str
    width: int
    mantissa: int
    bytes: int
    kind: Any
    exp_degree: int
    log_degree: int
    highest: float
    """Largest x that has a finite exp; −x underflows."""
    magic: float
    """Added and taken away again, it rounds to a whole number."""
    ln2: tuple[float, float]
    """ln 2 in two parts, the first with room for k."""
    root: int
    """√½ as an integer."""

    @property
    def vector(self) -> str:
        """Type of the lanes together."""
        return f"<{self.width} x {self.name}>"

    @property
    def integers(self) -> str:
        """Type of as many integers."""
        return f"<{self.width} x {self.integer}>"

    def all(self, value: float) -> str:
        """A number in every lane; LLVM writes one of 32 bits by the digits of 64."""
        bits = struct.pack(">d", float(self.kind(value))).hex().upper()
        return "<" + ", ".join([f"{self.name} 0x{bits}"] * self.width) + ">"

    def whole(self, value: int) -> str:
        """An integer in every lane."""
        return "<" + ", ".join([f"{self.integer} {value}"] * self.width) + ">"


DOUBLE = Lanes(
    name="double",
    integer="i64",
    suffix="f64",
    width=8,
    mantissa=52,
    bytes=8,
    kind=np.float64,
    exp_degree=9,
    log_degree=7,
    highest=709.0,
    magic=1.5 * 2.0**52,
    ln2=(float.fromhex("0x1.62e42feep-1"), float.fromhex("0x1.a39ef35793c76p-33")),
    root=0x3FE6A09E667F3BCD,
)
SINGLE = Lanes(
    name="float",
    integer="i32",
    suffix="f32",
    width=16,
    mantissa=23,
    bytes=4,
    kind=np.float32,
    exp_degree=4,
    log_degree=3,
    highest=88.0,
    magic=1.5 * 2.0**23,
    ln2=(0.693359375, -2.12194440e-4),
    root=0x3F3504F3,
)


class Code:
    """Lines of one function, with names for values."""

    def __init__(self, lanes: Lanes) -> None:
        """Nothing written."""
        self.lanes = lanes
        self.lines: list[str] = []
        self._names = 0

    def name(self) -> str:
        """A name that was not used."""
        self._names += 1
        return f"%t{self._names}"

    def line(self, text: str) -> None:
        """An instruction without a value."""
        self.lines.append(f"  {text}")

    def new(self, text: str) -> str:
        """An instruction and the name of its value."""
        name = self.name()
        self.line(f"{name} = {text}")
        return name

    def two(self, op: str, a: str, b: str) -> str:
        """Arithmetic of two vectors: fadd, fsub, fmul, fdiv."""
        return self.new(f"{op} {EXACT} {self.lanes.vector} {a}, {b}")

    def multiply_add(self, a: str, b: str, c: str) -> str:
        """``a·b + c``, which becomes one operation."""
        return self.two("fadd", self.two("fmul", a, b), c)

    def polynomial(self, coefficients: Array, x: str) -> str:
        """Horner's scheme; coefficients from the lowest power, (degree + 1,)."""
        value = self.lanes.all(coefficients[-1])
        for coefficient in coefficients[-2::-1]:
            value = self.multiply_add(value, x, self.lanes.all(coefficient))
        return value

    def chosen(self, op: str, a: str, b: str, yes: str, no: str) -> str:
        """``yes`` in the lanes where the comparison holds, else ``no``."""
        mask = self.new(f"fcmp {op} {self.lanes.vector} {a}, {b}")
        vector = self.lanes.vector
        return self.new(f"select <{self.lanes.width} x i1> {mask}, {vector} {yes}, {vector} {no}")

    def integer(self, op: str, a: str, b: str) -> str:
        """Arithmetic of two vectors of integers."""
        return self.new(f"{op} {self.lanes.integers} {a}, {b}")

    def as_integer(self, x: str) -> str:
        """The same bits, read as integers."""
        return self.new(f"bitcast {self.lanes.vector} {x} to {self.lanes.integers}")

    def as_number(self, x: str) -> str:
        """The same bits, read as numbers."""
        return self.new(f"bitcast {self.lanes.integers} {x} to {self.lanes.vector}")


def _exp(code: Code, x: str) -> str:
    lanes = code.lanes
    shifted = code.multiply_add(x, lanes.all(1 / math.log(2)), lanes.all(lanes.magic))
    k = code.two("fsub", shifted, lanes.all(lanes.magic))
    r = code.multiply_add(k, lanes.all(-lanes.ln2[0]), x)
    r = code.multiply_add(k, lanes.all(-lanes.ln2[1]), r)
    q = code.polynomial(_exp_rest(lanes.exp_degree), r)
    near = code.two("fadd", code.multiply_add(code.two("fmul", r, r), q, r), lanes.all(1.0))
    power = code.integer("shl", code.as_integer(shifted), lanes.whole(lanes.mantissa))
    found = code.as_number(code.integer("add", code.as_integer(near), power))
    top, infinity = lanes.all(lanes.highest), lanes.all(math.inf)
    found = code.chosen("ogt", x, top, infinity, found)
    return code.chosen("olt", x, lanes.all(-lanes.highest + 1), lanes.all(0.0), found)


def _log(code: Code, x: str) -> str:
    lanes, one = code.lanes, code.lanes.all(1.0)
    bits = code.as_integer(x)
    above = code.integer("sub", bits, lanes.whole(lanes.root))
    k = code.integer("ashr", above, lanes.whole(lanes.mantissa))
    exponent = code.integer("and", above, lanes.whole(-(1 << lanes.mantissa)))
    z = code.as_number(code.integer("sub", bits, exponent))
    s = code.two("fdiv", code.two("fsub", z, one), code.two("fadd", z, one))
    square, double = code.two("fmul", s, s), code.two("fadd", s, s)
    q = code.polynomial(_log_rest(lanes.log_degree), square)
    near = code.multiply_add(code.two("fmul", double, square), q, double)
    whole = code.new(f"sitofp {lanes.integers} {k} to {lanes.vector}")
    near = code.multiply_add(whole, lanes.all(lanes.ln2[1]), near)
    found = code.multiply_add(whole, lanes.all(lanes.ln2[0]), near)
    found = code.chosen("oeq", x, lanes.all(0.0), lanes.all(-math.inf), found)
    found = code.chosen("oeq", x, lanes.all(math.inf), x, found)
    return code.chosen("oge", x, lanes.all(0.0), found, lanes.all(math.nan))


def _sqrt(code: Code, x: str) -> str:
    lanes = code.lanes
    return code.new(f"call {lanes.vector} {_root(lanes)}({lanes.vector} {x})")


def _sigmoid(code: Code, x: str) -> str:
    one = code.lanes.all(1.0)
    return code.two(
        "fdiv", one, code.two("fadd", one, _exp(code, code.two("fsub", code.lanes.all(0.0), x)))
    )


def _positive(code: Code, x: str) -> str:
    zero = code.lanes.all(0.0)
    return code.chosen("olt", x, zero, zero, x)


def _step(code: Code, x: str) -> str:
    zero = code.lanes.all(0.0)
    return code.chosen("ogt", x, zero, code.lanes.all(1.0), zero)


FUNCTIONS: dict[str, Callable[[Code, str], str]] = {
    "exp": _exp,
    "log": _log,
    "sqrt": _sqrt,
    "sigmoid": _sigmoid,
    "positive": _positive,
    "step": _step,
}
"""Those of `wearoff.model.recording.ELEMENTARY`."""


def functions(lanes: Lanes) -> str:
    """The text of all of them; a caller writes ``call @exp``."""
    vector = lanes.vector
    texts = [f"declare {vector} {_root(lanes)}({vector})"]
    for name, write in FUNCTIONS.items():
        code = Code(lanes)
        found = write(code, "%x")
        body = "\n".join([*code.lines, f"  ret {vector} {found}"])
        texts.append(
            f"define internal {vector} @{name}({vector} %x) alwaysinline nounwind {{\n{body}\n}}"
        )
    return "\n".join(texts)


def _root(lanes: Lanes) -> str:
    return f"@llvm.sqrt.v{lanes.width}{lanes.suffix}"


def _exp_rest(degree: int) -> Array:
    """(eʳ − 1 − r)/r² on |r| ≤ ln 2 / 2."""
    end = math.log(2) / 2 * 1.0001
    return _through(
        lambda r: sum(r**k / math.factorial(k + 2) for k in range(SERIES)), -end, end, degree
    )


def _log_rest(degree: int) -> Array:
    """(artanh(s)/s − 1)/s² as a function of s², for √½ ≤ (1 + s)/(1 − s) ≤ √2."""
    end = ((math.sqrt(2) - 1) / (math.sqrt(2) + 1)) ** 2 * 1.0001
    return _through(lambda s: sum(s**k / (2 * k + 3) for k in range(SERIES)), 0.0, end, degree)


def _through(function: Callable[[Array], Any], low: float, high: float, degree: int) -> Array:
    """Coefficients of the polynomial through Chebyshev's points, lowest power first."""
    found = Chebyshev.interpolate(function, degree, domain=[low, high])
    return found.convert(kind=Polynomial, domain=[-1, 1]).coef
