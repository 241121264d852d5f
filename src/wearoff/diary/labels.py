"""Label limits: what was injected against what labels ask, as counts and never as advice.

Units of one product are never added to those of another. Sessions of zero units (placebo) hold no
toxin and are passed over.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, Any

from wearoff.diary.profiles import PROFILES
from wearoff.evidence import injections, rows
from wearoff.model.conditions import condition
from wearoff.records import SIDES, Session
from wearoff.simulation.labels import DIGITS, limited, products, totals, units_of
from wearoff.units import PRODUCT_UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wearoff.records import Injection

ONA = "onabotulinumtoxinA"
"""The only product whose intervals and limits of muscles and sites are in the evidence."""
STERNOCLEIDOMASTOID = "sternocleidomastoid"
INSIDE, OUTSIDE, NOT_RECORDED, NOTE = "inside", "outside", "not_recorded", "note"
Shares = dict[tuple[str, str], float]


def label_checks(
    sessions: Sequence[Session], zero: date, condition_name: str = "chronic_migraine"
) -> list[dict[str, Any]]:
    """What a log holds against what labels ask, one row a check.

    ``interval``: fewest days from one day with a session to the next, of any product, against the
    label of onabotulinumtoxinA for the condition. ``rolling_total``: largest total of a product
    within ``limit_window`` days, the day of a session and the days after it; ``unknown_product``
    where no limit is in the evidence. ``muscle_total``: most in both sternocleidomastoids in a
    session. ``site``: a log gives units by muscle and side, so it can show that no site had more
    than its limit, never that one had. ``product_change`` and ``plan_total`` are notes.

    Args:
        sessions: of one person, in any order; those of one product and day are one.
        zero: date of day 0.
        condition_name: what is treated.

    Returns:
        Rows with ``check``, ``result`` (inside, outside, not_recorded or note), ``text`` (the
        number found, its date, the label's), ``source`` (None where there is none), ``grade`` and
        ``note`` (what was not seen of the source).

    Raises:
        InputError: the condition does not exist.
    """
    visits = _visits(sessions)
    if not visits:
        return []
    found = [_interval(visits, zero, condition_name)]
    found += [_rolling_total(visits, zero, product) for product in products(visits)]
    found += _muscles_and_sites(visits, zero, condition(condition_name).usual)
    found.append(_product_change(visits, zero))
    profile = PROFILES.get(condition_name)
    if profile and profile.plans:
        found += _plan_total(visits, zero, profile.plans)
    return found


def _visits(sessions: Sequence[Session]) -> list[Session]:
    """Sessions with toxin in order of days, one for each day and product."""
    given: dict[tuple[int, str], list[Injection]] = {}
    for session in sessions:
        if session.units > 0:
            given.setdefault((session.day, session.product), []).extend(session.injections)
    return [Session(day, product, tuple(own)) for (day, product), own in sorted(given.items())]


def _interval(visits: list[Session], zero: date, condition_name: str) -> dict[str, Any]:
    title = condition(condition_name).title
    profile = PROFILES.get(condition_name)
    if profile is None or profile.interval is None:
        return _check("interval", NOT_RECORDED, f"no label's interval is known for {title}")
    row, whose = profile.interval.row, profile.interval.whose
    if all(visit.product != ONA for visit in visits):
        text = f"the label's interval for {title} is known for {ONA} alone"
        return _check("interval", NOT_RECORDED, text, row)
    days = sorted({visit.day for visit in visits})
    gaps = [(after - before, after) for before, after in pairwise(days)]
    if not gaps:
        text = f"one day with injections, {_on(zero, days[0])}: no interval yet"
        return _check("interval", NOT_RECORDED, text, row)
    least = round(rows.value(row, "day"))
    shortest, day = min(gaps)
    closer = sum(gap < least for gap, _ in gaps)
    text = (
        f"shortest interval {_days(shortest)}, ending {_on(zero, day)}; "
        f"{whose} is {least} or more ({closer} of {len(gaps)} intervals shorter)"
    )
    return _check("interval", OUTSIDE if closer else INSIDE, text, row)


def _rolling_total(visits: list[Session], zero: date, product: str) -> dict[str, Any]:
    if not limited(product):
        text = f"no limit of a total is known here for {product}: not checked"
        return _check("unknown_product", NOT_RECORDED, text)
    row = f"limit_{product}"
    window = round(rows.value("limit_window", "day"))
    most = rows.value(row, PRODUCT_UNITS[product])
    first, total = max(totals(visits, product, window), key=lambda found: found[1])
    text = (
        f"largest total of {product} within {window} days: {total:g} units, from "
        f"{_on(zero, first)}; the label's most is {most:g}"
    )
    return _check("rolling_total", OUTSIDE if total > most else INSIDE, text, row)


def _muscles_and_sites(
    visits: list[Session], zero: date, usual: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Limits of muscles and sites, where muscles were written and not spread by a plan."""
    own = [visit for visit in visits if visit.product == ONA]
    shapes = _plan_shapes(usual) if own else []
    written = [visit for visit in own if not _has_shape(visit, shapes)]
    if not own:
        return []
    if not written:
        text = "units are spread by a plan: limits of muscles and sites are not checked"
        return [_check("muscle_total", NOT_RECORDED, text, "limit_sternocleidomastoid")]
    rest = len(own) - len(written)
    aside = f" ({rest} of {len(own)} sessions are spread by a plan: not checked)" if rest else ""
    found: list[dict[str, Any]] = []
    injected = [v for v in written if units_of(v, STERNOCLEIDOMASTOID) > 0]
    if injected:
        largest = max(injected, key=lambda visit: units_of(visit, STERNOCLEIDOMASTOID))
        units = units_of(largest, STERNOCLEIDOMASTOID)
        most = rows.value("limit_sternocleidomastoid", PRODUCT_UNITS[ONA])
        text = (
            f"most in both sternocleidomastoids in a session: {units:g} units on "
            f"{_on(zero, largest.day)}; the label's most is {most:g}{aside}"
        )
        result = OUTSIDE if units > most else INSIDE
        found.append(_check("muscle_total", result, text, "limit_sternocleidomastoid"))
    most = rows.value("limit_site", PRODUCT_UNITS[ONA])
    units, day, muscle = max(
        (round(i.units, DIGITS), -visit.day, i.site.replace("_", " "))
        for visit in written
        for i in visit.injections
    )
    ending = f"the label's most for one site is {most:g}"
    if units > most:
        ending += "; how many sites shared it is not written"
    text = f"most in one row: {units:g} units into {muscle} on {_on(zero, -day)}; {ending}{aside}"
    return [*found, _check("site", NOT_RECORDED if units > most else INSIDE, text, "limit_site")]


def _plan_shapes(usual: tuple[str, ...]) -> list[Shares]:
    """How each named plan spreads one unit over muscles and sides."""
    shapes: list[Shares] = []
    for plan in injections.plans().values():
        for affected in SIDES[:2]:
            given = injections.spread(plan, usual, affected, 1 / plan.kilograms, ONA)[1]
            shapes.append({(i.muscle, i.side): i.units for i in given})
    return shapes


def _has_shape(visit: Session, shapes: list[Shares]) -> bool:
    total = fsum(i.units for i in visit.injections)
    shares: Shares = {}
    for i in visit.injections:
        shares[i.muscle, i.side] = shares.get((i.muscle, i.side), 0.0) + i.units / total
    return any(
        shares.keys() == shape.keys()
        and all(round(shares[key] - shape[key], DIGITS) == 0 for key in shape)
        for shape in shapes
    )


def _product_change(visits: list[Session], zero: date) -> dict[str, Any]:
    """Whether the product is the same all along."""
    days = sorted({visit.day for visit in visits})
    given = [(d, " and ".join(products([v for v in visits if v.day == d]))) for d in days]
    changes = [(a, b, day) for (_, a), (day, b) in pairwise(given) if a != b]
    first_day, first = given[0]
    apart = "units of products are not interchangeable and are not added up"
    if changes:
        before, after, day = changes[0]
        times = "once" if len(changes) == 1 else f"{len(changes)} times"
        text = (
            f"product changed {times}, first from {before} to {after} on {_on(zero, day)}; {apart}"
        )
    else:
        text = f"{first} at every session, the first on {_on(zero, first_day)}"
    several = len(products(visits)) > 1
    if several and not changes:
        text += f"; {apart}"
    return _check("product_change", NOTE if several else INSIDE, text, source="BOTOX_SMPC")


def _plan_total(visits: list[Session], zero: date, plans: tuple[str, str]) -> list[dict[str, Any]]:
    """Sessions of onabotulinumtoxinA beside the totals of the condition's plans."""
    least, most = (
        fsum(part.units or 0.0 for part in injections.plan(name).parts) for name in plans
    )
    own = [visit for visit in visits if visit.product == ONA]
    if not own:
        return []
    units = [units_of(visit) for visit in own]
    beyond = [visit for visit in own if not least <= units_of(visit) <= most]
    span = f"{min(units):g}" if min(units) == max(units) else f"{min(units):g} to {max(units):g}"
    text = f"{span} units a session; the plan's are {least:g} to {most:g}"
    if beyond:
        text += (
            f" ({len(beyond)} of {len(own)} sessions differ, first on {_on(zero, beyond[0].day)}; "
            "not a limit)"
        )
    plan_source = injections.plan(plans[0]).source
    return [
        _check("plan_total", NOTE if beyond else INSIDE, text)
        | {"source": plan_source, "grade": "human"}
    ]


def _on(zero: date, day: int) -> str:
    return (zero + timedelta(days=day)).isoformat()


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _check(
    check: str, result: str, text: str, row: str | None = None, *, source: str | None = None
) -> dict[str, Any]:
    """One row; its source is that of an evidence row, or one named."""
    found = rows.get(row) if row else None
    key = found.source if found else source
    return {
        "check": check,
        "result": result,
        "text": text,
        "source": rows.sources()[key].citation if key else None,
        "grade": found.grade if found else "human" if key else None,
        "note": found.note if found else "",
    }
