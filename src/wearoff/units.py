"""Units, checked strictly: one registry, with a separate dimension for each toxin product.

Units of different products are not interchangeable, so each is a dimension of its own and a
potency ratio carries the unit ``U_rima/U_ona``. Nothing here converts one into the other silently.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from wearoff.errors import WearoffError

WEEK, WINDOW = 7, 28
"""Days of a week, and days in which headache days are counted."""
PRODUCT_UNITS = {
    "onabotulinumtoxinA": "U_ona",
    "abobotulinumtoxinA": "U_abo",
    "incobotulinumtoxinA": "U_inco",
    "rimabotulinumtoxinB": "U_rima",
    "daxibotulinumtoxinA": "U_daxi",
}

SHIPPED = {
    **{(unit, unit): 1.0 for unit in PRODUCT_UNITS.values()},
    **{(f"{unit}/U_ona", f"{unit}/U_ona"): 1.0 for unit in PRODUCT_UNITS.values()},
    ("1/day", "1/day"): 1.0,
    ("1/session", "1/session"): 1.0,
    ("1/treatment_cycle", "1/day"): 1 / 84,
    ("1/treatment_cycle", "1/treatment_cycle"): 1.0,
    ("cm**3", "cm**3"): 1.0,
    ("day", "day"): 1.0,
    ("days_28", "days_28"): 1.0,
    ("kg", "kg"): 1.0,
    ("log_odds", "log_odds"): 1.0,
    ("log_odds", "share"): 1.0,
    ("log_odds/score_point", "log_odds/score_point"): 1.0,
    ("log_odds/year", "log_odds/year"): 1.0,
    ("month", "month"): 1.0,
    ("score_point", "score_point"): 1.0,
    ("score_point/days_28", "score_point/days_28"): 1.0,
    ("share", "share"): 1.0,
    ("week", "day"): 7.0,
    ("week", "week"): 1.0,
    ("year", "day"): 365.25,
    ("year", "year"): 1.0,
}
"""What the registry says of the units in our own tables and models, because it takes a second to
load; a test holds every factor against it, and asks that none is missing."""


class UnitError(WearoffError):
    """An unknown unit, or two units that do not measure the same thing."""


@cache
def registry() -> Any:
    """The pint registry with the toxin units, score points, counts and days in 28."""
    import pint

    known = pint.UnitRegistry()
    for unit in PRODUCT_UNITS.values():
        known.define(f"{unit} = [{unit}]")
    known.define("share = []")
    known.define("score_point = [score]")
    known.define("log_odds = []")
    known.define("days_28 = []")
    known.define("session = []")
    known.define("treatment_cycle = 12 * week")
    return known


@cache
def factor(given: str, wanted: str) -> float:
    """Number that turns a value in ``given`` into one in ``wanted``.

    Raises:
        UnitError: if either is unknown or they measure different things.
    """
    if (given, wanted) in SHIPPED:
        return SHIPPED[given, wanted]
    import pint

    try:
        return float(registry().Quantity(1.0, given).to(wanted).magnitude)
    except pint.UndefinedUnitError as error:
        raise UnitError(f"unknown unit: {error}") from error
    except (pint.PintError, AssertionError, ValueError, TypeError, SyntaxError) as error:
        raise UnitError(f"{given!r} is not the same kind of unit as {wanted!r}") from error


def bases(unit: str) -> tuple[float, dict[str, float]]:
    """What a unit is made of.

    Args:
        unit: As it is written, such as ``day``.

    Returns:
        A number, and the power of each base unit: ``day`` is 86400 second^1.

    Raises:
        UnitError: The registry does not know the unit.

    Example:
        >>> bases("day")
        (86400.0, {'second': 1.0})
    """
    factor(unit, unit)
    base = registry().Quantity(1.0, unit).to_base_units()
    return float(base.magnitude), {name: float(power) for name, power in base.unit_items()}


def check(unit: str) -> None:
    """Refuse a unit that the registry does not know."""
    factor(unit, unit)
