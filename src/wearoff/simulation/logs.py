"""Injection logs: ``date,muscle,side,units,product``, or ``date,plan,units,product`` a session.

Dates are ISO; day 0 is the first session. Rows of one day are one session of each product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.evidence import injections
from wearoff.formats.csvs import CsvFile, Range, iso_date
from wearoff.records import Injection, Log, Session

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from wearoff.model.conditions import Condition

BY_MUSCLE = ("date", "muscle", "side", "units", "product")
BY_PLAN = ("date", "plan", "units", "product")
UNITS = Range(0, injections.MOST_UNITS)


def read_log(given: str | Path | CsvFile, condition: Condition, affected: str = "left") -> Log:
    """Sessions of an injection log, in order of their days, with the date of the first.

    Several products are kept apart: two of them on one day are two sessions of that day. Zero units
    (placebo) are a session.

    Raises:
        InputError: an unreadable file, a missing column, an unknown muscle, side, plan or product,
            a date that is not one, or a dose that is negative or not finite; names line and column.
    """
    source = CsvFile.of(given)
    file = source.file
    wanted = BY_PLAN if "plan" in source.header else BY_MUSCLE
    source.require(wanted, f"{','.join(BY_MUSCLE)} or {','.join(BY_PLAN)}")
    days: dict[tuple[date, str], list[Injection]] = {}
    for line, cells in source.rows():
        day = iso_date(cells["date"], file, line, "date")
        units = UNITS.read(cells["units"], file, line, "units")
        try:
            product, injected = _given(cells, units, condition, affected)
        except InputError as error:
            raise InputError(str(error), file=file, line=line) from error
        days.setdefault((day, product), []).extend(injected)
    if not days:
        raise InputError("no sessions", file=file)
    first = min(day for day, _ in days)
    sessions = (
        Session((day - first).days, product, tuple(injected))
        for (day, product), injected in sorted(days.items())
    )
    return Log(first, tuple(sessions), tuple(source.unread(wanted)))


def read_injections(
    path: str | Path, condition: Condition, affected: str = "left"
) -> list[Session]:
    """Sessions of a log of one product, for a course that is simulated.

    Raises:
        InputError: as `read_log`, or there is more than one product.
    """
    log = read_log(path, condition, affected)
    products = sorted({session.product for session in log.sessions})
    if len(products) > 1:
        raise InputError(
            f"more than one product ({', '.join(products)})",
            file=path,
            allowed="one product a course for now",
            fix="simulate each part alone",
        )
    return list(log.sessions)


def _given(
    cells: dict[str, str], units: float, condition: Condition, affected: str
) -> tuple[str, tuple[Injection, ...]]:
    injections.check_product(cells["product"])
    if "plan" in cells:
        plan = injections.plan(cells["plan"])
        return injections.spread(plan, condition.usual, affected, units, cells["product"])
    injections.check_muscle(cells["muscle"], cells["side"])
    return cells["product"], (Injection(cells["muscle"], cells["side"], units),)
