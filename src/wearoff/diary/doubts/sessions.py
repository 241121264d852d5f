"""Sessions: a wrong year, a dose ten times the usual, one forgotten, one without entries."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.diary.doubts.dated import changed, in_order
from wearoff.diary.doubts.seen import iso, limits
from wearoff.words.doubts import doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wearoff.diary.doubts.seen import Seen, Visit
    from wearoff.records import Doubt

ENOUGH = 4
"""Sessions from which on their own intervals, and doses, say what is usual."""


def sessions(seen: Seen) -> Iterator[Doubt]:
    """Doubts about the log, and about the log beside the diary."""
    if not seen.sessions:
        return
    yield from _dated(seen)
    yield from _units(seen)
    yield from _products(seen)
    yield from _beside(seen)


# When


class Meant(NamedTuple):
    """A session that would fit as another day, and how it got away."""

    visit: Visit
    day: int
    how: str


def _dated(seen: Seen) -> Iterator[Doubt]:
    visits = seen.sessions
    future = [visit for visit in visits if visit.day > seen.today]
    for visit in future[:1]:
        said = {"date": iso(visit.day), "today": iso(seen.today)}
        yield doubt("session_future", seen.in_log(visit), **said)
    days = sorted({visit.day for visit in visits})
    meant = _meant(visits, seen.usual_interval, seen.counted)
    if meant is not None:
        where = seen.in_log(meant.visit)
        yield doubt(meant.how, where, date=iso(meant.visit.day), meant=iso(meant.day))
        return
    yield from _order(seen)
    yield from _intervals(seen, days)
    begin = seen.first + seen.main.start
    if len(days) == 1 and begin - days[0] >= limits()["session_far_days"]:
        said = {"date": iso(days[0]), "days": begin - days[0], "what": "the diary"}
        yield doubt("session_far", seen.in_log(visits[0]), **said)


def _order(seen: Seen) -> Iterator[Doubt]:
    rows = sorted(seen.sessions, key=lambda visit: visit.line)
    rising, falling = in_order([r.day for r in rows]), in_order([-r.day for r in rows])
    kept = max(rising, falling, key=len)
    out = [k for k in range(len(rows)) if k not in set(kept)]
    if out and len(out) <= max(1, limits()["out_of_order_share"] * len(rows)):
        row, beside = rows[out[0]], rows[out[0] - 1 if out[0] else 1]
        where = seen.in_log(row)
        yield doubt("session_order", where, date=iso(row.day), beside=iso(beside.day))


def usual_interval(days: Sequence[int], usual: int) -> int:
    """Days between sessions that are usual: of many sessions their median."""
    apart = [b - a for a, b in pairwise(days)]
    return round(median(apart)) if len(days) >= ENOUGH else usual


def irregular(days: Sequence[int], usual: int) -> list[tuple[int, int]]:
    """Pairs of neighboring days that lie nearer or farther apart than is usual."""
    known = limits()
    least, most = known["interval_least"] * usual, known["interval_most"] * usual
    return [(a, b) for a, b in pairwise(days) if not least <= b - a <= most]


def _meant(
    visits: Sequence[Visit], usual: int, counted: frozenset[int] = frozenset()
) -> Meant | None:
    """The session that another year, or day and month exchanged, makes fit best among the others.

    As it is written it lies wrong on each of its sides, and all intervals are usual with the other
    day; or it lies out of the order of the rows, and with the other day they are in order and more
    intervals are usual. No count of another day beside it says that the person was there then.
    """
    days = sorted({visit.day for visit in visits})
    odd = irregular(days, usual_interval(days, usual))
    right = {day for pair in pairwise(days) if pair not in odd for day in pair}
    reach = limits()["session_witness_days"]
    found: list[tuple[int, bool, Meant]] = []
    for visit in visits if odd else ():
        if {visit.day + k for k in range(-reach, reach + 1) if k} & counted:
            continue
        rest = [day for day in days if day != visit.day]
        far = min(abs(visit.day - day) for day in rest) >= limits()["gap_intervals"] * usual
        for how, day in _readings(visit.day, rest):
            in_place = _in_place(visits, visit, day)
            year = how == "session_year"
            if year and not (far or rest[0] < visit.day < rest[-1]):
                continue
            tried = sorted([*rest, day])
            left = len(irregular(tried, usual_interval(tried, usual)))
            if left < len(odd) if in_place else not left and visit.day not in right:
                found.append((left, year, Meant(visit, day, how)))
    return min(found, key=lambda one: one[:2])[-1] if found else None


def _in_place(visits: Sequence[Visit], visit: Visit, day: int) -> bool:
    """Whether another day of a session brings rows into an order that they lack as written."""
    rows = sorted(visits, key=lambda row: row.line)
    written = [row.day for row in rows]
    return not _ordered(written) and _ordered([day if row is visit else row.day for row in rows])


def _ordered(days: Sequence[int]) -> bool:
    return list(days) in (sorted(days), sorted(days, reverse=True))


def _readings(day: int, rest: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Other days that a date may have been meant for."""
    written = date.fromordinal(day)
    near = {date.fromordinal(other).year for other in rest}
    years = {year + step for year in near for step in (-1, 0, 1)}
    found = [("session_year", changed(written, year=y)) for y in sorted(years - {written.year})]
    swapped = changed(written, month=written.day, day=written.month)
    found.append(("session_day_month", swapped))
    for how, other in found:
        if other is not None and other not in {day, *rest}:
            yield how, other


def _intervals(seen: Seen, days: Sequence[int]) -> Iterator[Doubt]:
    """Gaps that lie far from what is usual; one session alone beyond a year may be a wrong year."""
    known = limits()
    usual = usual_interval(days, seen.usual_interval)
    at_day = {visit.day: visit for visit in seen.sessions}
    odd: dict[str, list[tuple[int, int]]] = {"session_gap": [], "session_interval": []}
    for a, b in irregular(days, usual):
        alone = days[0] if a == days[0] else days[-1] if b == days[-1] else None
        if alone is not None and b - a >= known["session_far_days"]:
            where = seen.in_log(at_day[alone])
            yield doubt("session_far", where, date=iso(alone), days=b - a)
        else:
            long = b - a >= known["gap_intervals"] * usual
            odd["session_gap" if long else "session_interval"].append((a, b))
    for code, found in odd.items():
        if found:
            a, b = max(found, key=lambda pair: abs(pair[1] - pair[0] - usual))
            said = {"first": iso(a), "last": iso(b), "days": b - a, "usual": usual}
            yield doubt(code, seen.in_log(at_day[b]), rows=len(found), **said)


# What


def _units(seen: Seen) -> Iterator[Doubt]:
    """Doses far from the usual of their product: of this log, or of plans and labels."""
    known = limits()
    found: dict[str, list[tuple[Visit, float]]] = {"units_tenfold": [], "units_unusual": []}
    for visit in seen.sessions:
        usual = _usual(visit.product, seen)
        if not visit.units or usual is None:
            continue
        times = max(visit.units / usual, usual / visit.units)
        if times >= known["units_tenfold"]:
            found["units_tenfold"].append((visit, usual))
        elif times >= known["units_unusual"]:
            found["units_unusual"].append((visit, usual))
    for code, own in found.items():
        if own:
            visit, usual = own[0]
            said = {"date": iso(visit.day), "units": visit.units, "usual": usual}
            yield doubt(code, seen.in_log(visit), rows=len(own), **said)
    if not found["units_tenfold"]:
        yield from _sites(seen)


def _sites(seen: Seen) -> Iterator[Doubt]:
    """A dose into one muscle far from its usual one."""
    by_site: dict[tuple[str, str], list[tuple[Visit, float]]] = {}
    for visit in seen.sessions:
        for site, units in visit.sites:
            if units > 0:
                by_site.setdefault((visit.product, site), []).append((visit, units))
    for (_, site), given in by_site.items():
        usual = median(units for _, units in given)
        for visit, units in given if len(given) >= ENOUGH - 1 else ():
            if max(units / usual, usual / units) >= limits()["site_tenfold"]:
                said = {"date": iso(visit.day), "units": units, "usual": usual, "site": site}
                yield doubt("units_tenfold", seen.in_log(visit), **said)
                return


def _usual(product: str, seen: Seen) -> float | None:
    """Usual total of a product: of many sessions their median, unless a plan is far from it."""
    own = [visit.units for visit in seen.sessions if visit.product == product and visit.units > 0]
    known = seen.usual_units.get(product)
    middle = median(own) if own else None
    if known and middle:
        times = max(middle / known, known / middle)
        return known if times >= limits()["units_tenfold"] or len(own) < ENOUGH else middle
    return middle if len(own) >= ENOUGH - 1 else _lesser(own)


def _lesser(own: Sequence[float]) -> float | None:
    """Of two doses the smaller: a digit is typed twice more often than left out."""
    return min(own) if len(own) > 1 else None


def _products(seen: Seen) -> Iterator[Doubt]:
    """One session of another product than all others, or products that change to and fro."""
    counts = Counter(visit.product for visit in seen.sessions)
    changed_to = [b for a, b in pairwise(seen.sessions) if a.product != b.product]
    if len(changed_to) >= ENOUGH - 1:
        said = {"date": iso(changed_to[0].day), "times": len(changed_to)}
        yield doubt("products_alternate", seen.in_log(changed_to[0]), **said)
    match counts.most_common():
        case [(usual, _), (once, 1)] if len(seen.sessions) >= ENOUGH - 1:
            visit = next(visit for visit in seen.sessions if visit.product == once)
            said = {"date": iso(visit.day), "product": once, "usual": usual}
            yield doubt("product_once", seen.in_log(visit), **said)
        case _:
            pass


# Beside the diary


def _beside(seen: Seen) -> Iterator[Doubt]:
    """Sessions without an entry in their cycle, and a diary that goes on long after the last."""
    main = seen.main
    written = seen.first + np.flatnonzero(np.isfinite(seen.days))
    last = seen.first + main.end - 1
    given = [visit for visit in seen.sessions if visit.day <= last]
    ends = [*[visit.day for visit in given[1:]], last + 1]
    lost = [
        visit
        for visit, end in zip(given, ends, strict=False)
        if end > visit.day and not ((written >= visit.day) & (written < end)).any()
    ]
    if lost:
        where = seen.in_log(lost[0])
        yield doubt("sessions_outside", where, sessions=len(lost), of=len(given))
    days = sorted({visit.day for visit in seen.sessions})
    usual = usual_interval(days, seen.usual_interval)
    if last - days[-1] > limits()["gap_intervals"] * usual:
        said = {"date": iso(days[-1]), "days": last - days[-1], "usual": usual}
        yield doubt("session_last", seen.in_log(seen.sessions[-1]), **said)
