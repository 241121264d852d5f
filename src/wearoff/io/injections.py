"""Injection logs: ``date,muscle,side,units,product``, or ``date,plan,units,product`` a session.

Dates are ISO; day 0 is the first session. Rows of one day are one session of one product.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.evidence import injections
from wearoff.io.csvs import CsvFile, number
from wearoff.records import Injection, Session

if TYPE_CHECKING:
    from pathlib import Path

    from wearoff.model.conditions import Condition

BY_MUSCLE = ("date", "muscle", "side", "units", "product")
BY_PLAN = ("date", "plan", "units", "product")


def read_injections(
    path: str | Path, condition: Condition, affected: str = "left"
) -> list[Session]:
    """Sessions of an injection log, in order of their days.

    Raises:
        InputError: an unreadable file, a missing column, an unknown muscle, side, plan or product,
            a date that is not one, or a dose that is negative or not finite; names line and column.
    """
    source = CsvFile(path)
    file = source.file
    wanted = BY_PLAN if "plan" in source.header else BY_MUSCLE
    source.require(wanted, f"{','.join(BY_MUSCLE)} or {','.join(BY_PLAN)}")
    days: dict[tuple[date, str], list[Injection]] = {}
    for line, cells in source.rows():
        day = _date(cells["date"], file, line)
        units = _units(cells["units"], file, line)
        try:
            product, given = _given(cells, units, condition, affected)
        except InputError as error:
            raise InputError(str(error), file=file, line=line) from error
        days.setdefault((day, product), []).extend(given)
    if not days:
        raise InputError("no sessions", file=file)
    products = sorted({product for _, product in days})
    if len(products) > 1:
        raise InputError(
            f"more than one product ({', '.join(products)})",
            file=file,
            allowed="one product a course for now",
            fix="simulate each part alone",
        )
    first = min(day for day, _ in days)
    return [
        Session((day - first).days, product, tuple(given))
        for (day, product), given in sorted(days.items())
    ]


def _given(
    cells: dict[str, str], units: float, condition: Condition, affected: str
) -> tuple[str, tuple[Injection, ...]]:
    injections.check_product(cells["product"])
    if "plan" in cells:
        plan = injections.plan(cells["plan"])
        return injections.spread(plan, condition.usual, affected, units, cells["product"])
    injections.check_muscle(cells["muscle"], cells["side"])
    return cells["product"], (Injection(cells["muscle"], cells["side"], units),)


def _date(text: str, file: Path, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"found {text!r}", file=file, line=line, column="date", allowed="a date as 2026-03-31"
        ) from None


def _units(text: str, file: Path, line: int) -> float:
    units = number(text)
    try:
        injections.check_units(units)
    except InputError:
        raise InputError(
            f"found {text!r}",
            file=file,
            line=line,
            column="units",
            allowed=f"a finite number, 0 to {injections.MOST_UNITS:g}",
        ) from None
    return units
