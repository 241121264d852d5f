"""One row of an injection log: what it gives, what was filled in for it, and what is wrong."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wearoff.errors import InputError
from wearoff.evidence import anatomy, injections, products
from wearoff.evidence.spelling import one_word
from wearoff.formats.csvs import Range
from wearoff.records import Note
from wearoff.simulation.log_words import side_in, side_of, units_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import TypeVar

    from wearoff.errors import Faults
    from wearoff.model.conditions import Condition
    from wearoff.records import Injection

    T = TypeVar("T")

DIGITS = 6
"""Doses that a plan spread are added up to so many digits."""
UNITS = Range(0, injections.MOST_UNITS)


class Given(NamedTuple):
    """What a row gives; ``whole`` where it is a session of its own, by a plan."""

    product: str
    injections: tuple[Injection, ...]
    whole: bool


class RowReader:
    """Reads the rows of one log; faults gather, and so does what the notes will say."""

    def __init__(
        self,
        condition: Condition,
        affected: str,
        file: Path | str,
        written: frozenset[str],
        faults: Faults,
    ) -> None:
        """Read rows of a file in which these columns hold something."""
        self._condition, self._affected = condition, affected
        self._file, self._written, self._faults = file, written, faults
        self._names: dict[str, tuple[str, str]] = {}
        self._plans: dict[tuple[str, tuple[tuple[str, str | float], ...]], None] = {}
        self._areas: dict[str, str] = {}
        self._sides: Counter[str] = Counter()

    def read(self, line: int, cells: Mapping[str, str]) -> Given | None:
        """What a row gives; None where something of it is wrong."""
        plan, muscle = cells.get("plan", ""), cells.get("muscle", "")
        if plan and muscle:
            return self._wrong(
                line, "a plan and a muscle in one row", fix="write them in two rows, each its units"
            )
        if not plan and not muscle and self._written & {"plan", "muscle"}:
            return self._wrong(line, "neither a plan nor a muscle", fix="name one of them")
        return self._muscle(line, cells) if muscle else self._plan(line, cells)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was filled in, split or read under another name."""
        found = [Note(code, dict(values)) for code, values in self._plans]
        found += [Note("area_spread", {"area": a, "muscles": m}) for a, m in self._areas.items()]
        found += [Note(f"{side}_sides", {"rows": rows}) for side, rows in self._sides.items()]
        if self._names:
            read = ", ".join(f"{text} as {name}" for text, name in self._names.values())
            found.append(Note("names_read", {"names": read}))
        return tuple(found)

    def _plan(self, line: int, cells: Mapping[str, str]) -> Given | None:
        """A session of a plan; its own units and product where the log writes neither."""
        name = cells.get("plan") or self._condition.usual_plan
        scheme = self._cell(line, "plan", name, injections.plan)
        if scheme is None:
            return None
        self._named(name, scheme.name)
        own = scheme.parts[0].product
        product = self._product(line, cells) if self._has("product") else own
        units = self._units(line, cells) if self._has("units") else None
        if product is None or (units is None and self._has("units")):
            return None
        if units is not None and not self._has("product"):
            return self._wrong(
                line, "units of no product", fix="add a column product, such as Botox or Dysport"
            )
        if units is None and product != own:
            return self._wrong(
                line, f"no units of {product}; the plan's own are of {own}", fix="add units"
            )
        try:
            found = injections.spread(scheme, self._condition.usual, self._affected, units, product)
        except InputError as error:
            return self._told(line, error)
        total = round(sum(injection.units for injection in found[1]), DIGITS)
        if units is None:
            self._taken(
                "plan_units" if cells.get("plan") else "usual_plan_units",
                plan=scheme.name,
                units=total,
                product=product,
            )
        elif not cells.get("plan"):
            self._taken("usual_plan", plan=scheme.name, product=product)
        return Given(*found, whole=True)

    def _muscle(self, line: int, cells: Mapping[str, str]) -> Given | None:
        product, units = self._product(line, cells), self._units(line, cells)
        side = self._cell(line, "side", cells.get("side", ""), side_of)
        place = self._cell(line, "muscle", cells["muscle"], self._place)
        if product is None or units is None or side is None or place is None:
            return None
        name, beside = place
        if side and beside and side != beside:
            return self._wrong(line, f"{cells['muscle']!r} on side {cells['side']!r}")
        side = side or beside
        try:
            found = anatomy.injected(name, side, units)
        except InputError as error:
            return self._told(line, error, "side")
        if name in anatomy.areas():
            muscles = dict.fromkeys(injection.muscle for injection in found)
            self._areas[name] = " and ".join(muscles)
        elif side in anatomy.HALVES and len(found) > 1:
            self._sides[side] += 1
        return Given(product, found, whole=False)

    def _place(self, text: str) -> tuple[str, str]:
        """A muscle or an area, and the side that is written in its name."""
        known = self._condition.nameable
        try:
            name, side, written = anatomy.muscle_named(text, known), "", text
        except InputError:
            written, side = side_in(text)
            if not side:
                raise
            name = anatomy.muscle_named(written, known)
        self._named(written, name)
        return name, side

    def _product(self, line: int, cells: Mapping[str, str]) -> str | None:
        text = cells.get("product", "")
        if not text:
            return self._wrong(
                line, "no product", column="product", fix="write the brand, as Botox"
            )
        product = self._cell(line, "product", text, products.named)
        if product is not None:
            self._named(text, product)
        return product

    def _units(self, line: int, cells: Mapping[str, str]) -> float | None:
        text = cells.get("units", "")
        if not text:
            return self._wrong(line, "no units", column="units", fix="write the units given")
        return self._cell(line, "units", text, _units)

    def _has(self, column: str) -> bool:
        return column in self._written

    def _taken(self, code: str, **values: str | float) -> None:
        """Keep what was filled in, once."""
        self._plans[code, tuple(values.items())] = None

    def _named(self, text: str, name: str) -> None:
        """Keep what was read under another name than its own."""
        if one_word(text) != one_word(name):
            self._names.setdefault(one_word(text), (text, name))

    def _cell(self, line: int, column: str, text: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(text)
        except InputError as error:
            return self._told(line, error, column)

    def _wrong(
        self, line: int, problem: str, *, column: str | None = None, fix: str | None = None
    ) -> None:
        self._told(line, InputError(problem, fix=fix), column)

    def _told(self, line: int, error: InputError, column: str | None = None) -> None:
        self._faults.add(error.at(file=self._file, line=line, column=column))


def _units(text: str) -> float:
    units = units_in(text)
    if not UNITS.has(units):
        raise InputError(f"found {text!r}", allowed=UNITS.allowed)
    return units
