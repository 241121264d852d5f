"""Sessions of a plan, with what was changed of it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from wearoff.errors import InputError, argument, unknown
from wearoff.evidence import injections as plans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.model.conditions import Condition
    from wearoff.records import Injection, Session


def planned(
    chosen: Condition,
    name: str,
    days: int,
    *,
    units: float | None,
    sites: Mapping[str, float] | None,
    product: str | None,
    every_weeks: float | None,
    count: int | None,
    affected: str,
) -> list[Session]:
    """Sessions of a course.

    Args:
        chosen: Whose usual muscles serve plans that give only a total.
        name: Of the plan.
        days: Length of the course.
        units: Total of a session; None takes the plan's own.
        sites: Units of single sites, in the place of the plan's.
        product: None takes the plan's own.
        every_weeks: Between sessions; None takes the plan's own.
        count: Most sessions; None takes as many as fit.
        affected: Side that one-sided plans take.

    Raises:
        InputError: A name that does not exist, or a number that cannot be used.
    """
    scheme = plans.plan(name)
    interval = scheme.interval_days
    if every_weeks is not None:
        if not 1 <= 7 * every_weeks < math.inf:
            raise InputError(
                f"{argument('every_weeks')} {every_weeks:g}", allowed="weeks, at least 1 day apart"
            )
        interval = round(7 * every_weeks)
    if count is not None and count < 1:
        raise InputError(f"{argument('sessions')} {count}", allowed="1 or more")
    chosen_product, given = plans.spread(scheme, chosen.usual, affected, units, product)
    return plans.sessions(_by_site(given, sites or {}), chosen_product, interval, count, days)


def _by_site(given: tuple[Injection, ...], sites: Mapping[str, float]) -> tuple[Injection, ...]:
    """The injections of a session, those of some sites with other units."""
    known = [injection.site for injection in given]
    for site, units in sites.items():
        if site not in known:
            raise unknown("site", site, known)
        plans.check_units(units)
    return tuple(replace(own, units=float(sites.get(own.site, own.units))) for own in given)
