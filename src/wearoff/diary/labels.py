"""Label limits: what was injected against what labels ask, as counts and never as advice.

Units of one product are never added to those of another. Sessions of zero units (placebo) hold no
toxin and are passed over.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING

from wearoff.diary.profiles import PROFILES
from wearoff.diary.result import LabelCheck
from wearoff.evidence import injections, rows
from wearoff.formats.documents import Sentence
from wearoff.model.conditions import condition
from wearoff.records import SIDES, Session
from wearoff.simulation.labels import DIGITS, limited, products, totals, units_of
from wearoff.units import PRODUCT_UNITS
from wearoff.words import labels as words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wearoff.diary.result import Kept
    from wearoff.formats.documents import Value
    from wearoff.records import Injection

ONA = "onabotulinumtoxinA"
"""The only product whose intervals and limits of muscles and sites are in the evidence."""
STERNOCLEIDOMASTOID = "sternocleidomastoid"
INSIDE: Kept = "inside"
OUTSIDE: Kept = "outside"
NOT_RECORDED: Kept = "not_recorded"
NOTE: Kept = "note"
Shares = dict[tuple[str, str], float]


def label_checks(
    sessions: Sequence[Session],
    zero: date,
    condition_name: str = "chronic_migraine",
    given: Sequence[Session] | None = None,
) -> list[LabelCheck]:
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
        given: what was given on each day, for totals, where sessions gather several visits.

    Returns:
        A row a check: the number found, its date, and the label's.

    Raises:
        InputError: the condition does not exist.
    """
    visits = _visits(sessions)
    if not visits:
        return []
    found = [_interval(visits, zero, condition_name)]
    daily = _visits(sessions if given is None else given)
    found += [_rolling_total(daily, zero, product) for product in products(visits)]
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


def _interval(visits: list[Session], zero: date, condition_name: str) -> LabelCheck:
    title = condition(condition_name).title
    profile = PROFILES.get(condition_name)
    if profile is None or profile.interval is None:
        values: dict[str, Value] = {"condition": title}
        return _check("interval", NOT_RECORDED, "no_interval_known", values)
    row = profile.interval.row
    if all(visit.product != ONA for visit in visits):
        values = {"condition": title, "product": ONA}
        return _check("interval", NOT_RECORDED, "interval_of_one_product", values, row)
    days = sorted({visit.day for visit in visits})
    gaps = [(after - before, after) for before, after in pairwise(days)]
    if not gaps:
        values = {"date": _on(zero, days[0])}
        return _check("interval", NOT_RECORDED, "one_session", values, row)
    least = round(rows.value(row, "day"))
    shortest, day = min(gaps)
    closer = sum(gap < least for gap, _ in gaps)
    values = {
        "shortest": shortest,
        "ending": _on(zero, day),
        "european": profile.interval.european,
        "least": least,
        "closer": closer,
        "intervals": len(gaps),
    }
    return _check("interval", OUTSIDE if closer else INSIDE, "interval", values, row)


def _rolling_total(visits: list[Session], zero: date, product: str) -> LabelCheck:
    values: dict[str, Value] = {"product": product}
    if not limited(product):
        return _check("unknown_product", NOT_RECORDED, "unknown_product", values)
    row = f"limit_{product}"
    window = round(rows.value("limit_window", "day"))
    most = rows.value(row, PRODUCT_UNITS[product])
    first, total = max(totals(visits, product, window), key=lambda found: found[1])
    values |= {"days": window, "total": total, "first": _on(zero, first), "most": most}
    return _check(
        "rolling_total", OUTSIDE if total > most else INSIDE, "rolling_total", values, row
    )


def _muscles_and_sites(
    visits: list[Session], zero: date, usual: tuple[str, ...]
) -> list[LabelCheck]:
    """Limits of muscles and sites, where muscles were written and not spread by a plan."""
    own = [visit for visit in visits if visit.product == ONA]
    shapes = _plan_shapes(usual) if own else []
    written = [visit for visit in own if not _has_shape(visit, shapes)]
    if not own:
        return []
    row = "limit_sternocleidomastoid"
    if not written:
        return [_check("muscle_total", NOT_RECORDED, "spread_by_plan", {}, row)]
    spread: dict[str, Value] = {"spread": len(own) - len(written), "sessions": len(own)}
    found: list[LabelCheck] = []
    injected = [v for v in written if units_of(v, STERNOCLEIDOMASTOID) > 0]
    if injected:
        largest = max(injected, key=lambda visit: units_of(visit, STERNOCLEIDOMASTOID))
        units, most = units_of(largest, STERNOCLEIDOMASTOID), rows.value(row, PRODUCT_UNITS[ONA])
        values: dict[str, Value] = {"units": units, "date": _on(zero, largest.day), "most": most}
        result = OUTSIDE if units > most else INSIDE
        found.append(_check("muscle_total", result, "muscle_total", values | spread, row))
    most = rows.value("limit_site", PRODUCT_UNITS[ONA])
    units, day, muscle = max(
        (round(i.units, DIGITS), -visit.day, i.site.replace("_", " "))
        for visit in written
        for i in visit.injections
    )
    values = {"units": units, "site": muscle, "date": _on(zero, -day), "most": most}
    result = NOT_RECORDED if units > most else INSIDE
    return [*found, _check("site", result, "site", values | spread, "limit_site")]


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


def _product_change(visits: list[Session], zero: date) -> LabelCheck:
    """Whether the product is the same all along."""
    days = sorted({visit.day for visit in visits})
    given = [(d, " and ".join(products([v for v in visits if v.day == d]))) for d in days]
    changes = [(a, b, day) for (_, a), (day, b) in pairwise(given) if a != b]
    several = len(products(visits)) > 1
    first_day, first = given[0]
    code = "same_product"
    values: dict[str, Value] = {"product": first, "first": _on(zero, first_day), "several": several}
    if changes:
        before, after, day = changes[0]
        code = "product_changed"
        values = {"before": before, "after": after, "date": _on(zero, day)}
        values |= {"times": len(changes)}
    result = NOTE if several else INSIDE
    return _check("product_change", result, code, values, source="BOTOX_SMPC")


def _plan_total(visits: list[Session], zero: date, plans: tuple[str, str]) -> list[LabelCheck]:
    """Sessions of onabotulinumtoxinA beside the totals of the plan for chronic migraine."""
    least, most = (
        fsum(part.units or 0.0 for part in injections.plan(name).parts) for name in plans
    )
    own = [visit for visit in visits if visit.product == ONA]
    if not own:
        return []
    units = [units_of(visit) for visit in own]
    beyond = [visit for visit in own if not least <= units_of(visit) <= most]
    values: dict[str, Value] = {
        "lowest": min(units),
        "highest": max(units),
        "least": least,
        "most": most,
        "differ": len(beyond),
        "sessions": len(own),
        "first": _on(zero, beyond[0].day) if beyond else None,
    }
    source = injections.plan(plans[0]).source
    result = NOTE if beyond else INSIDE
    return [_check("plan_total", result, "plan_total", values, citation=source)]


def _on(zero: date, day: int) -> str:
    return (zero + timedelta(days=day)).isoformat()


def _check(
    check: str,
    result: Kept,
    code: str,
    values: dict[str, Value],
    row: str | None = None,
    *,
    source: str | None = None,
    citation: str | None = None,
) -> LabelCheck:
    """One row; its source is that of an evidence row, one named, or given as it is cited."""
    found = rows.get(row) if row else None
    key = found.source if found else source
    cited = rows.sources()[key].citation if key else citation
    said = Sentence(code=code, values=values)
    return LabelCheck(
        code=code,
        values=said.values,
        check=check,
        result=result,
        text=said.rendered(words.SENTENCES),
        source=cited,
        grade=found.grade if found else "human" if cited else None,
        note=found.note if found else "",
    )
