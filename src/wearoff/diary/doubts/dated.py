"""Dates of a diary: far from the rest, in the future, or out of the order of the rows."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from wearoff.diary.doubts.seen import far_days, iso, limits
from wearoff.words.doubts import at, doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wearoff.diary.doubts.seen import Row, Seen
    from wearoff.records import Doubt


def dates(seen: Seen) -> Iterator[Doubt]:
    """Doubts about single dates of the diary; a row that lies far is not looked at again."""
    by_day = {row.day: row for row in reversed(seen.rows)}
    days = sorted(by_day)
    clusters = far_days(days)
    away = {day for cluster in clusters for day in cluster}
    near = [day for day in days if day not in away]
    for cluster in clusters:
        distance = cluster[0] - near[-1] if cluster[0] > near[-1] else cluster[-1] - near[0]
        where = at(seen.diary, by_day[cluster[0]].line)
        yield doubt("date_far", where, date=iso(cluster[0]), days=distance, rows=len(cluster))
    future = [row for row in seen.rows if row.day > seen.today]
    if future:
        where = at(seen.diary, future[0].line)
        said = {"date": iso(future[0].day), "today": iso(seen.today)}
        yield doubt("date_future", where, rows=len(future), **said)
    yield from _misplaced(seen, [row for row in seen.rows if row.day not in away])


class Misplaced(NamedTuple):
    """A row out of the order of the others, the day it would fit as, and how it got so."""

    row: Row
    meant: int
    how: str


def _misplaced(seen: Seen, rows: Sequence[Row]) -> Iterator[Doubt]:
    """Rows out of the order that the others have, by what would bring them into it."""
    found = misplaced(rows)
    for how in ("wrong_year", "day_month", "out_of_order"):
        own = [one for one in found if one.how == how]
        if not own:
            continue
        row, meant, _ = own[0]
        key = "beside" if how == "out_of_order" else "meant"
        said = {"date": iso(row.day), key: iso(meant)}
        yield doubt(how, at(seen.diary, row.line), rows=len(own), **said)


def misplaced(rows: Sequence[Row]) -> list[Misplaced]:
    """Rows that lack the order of the others, rising or falling; none of a file without an order.

    Each lies between two rows in order; where another year, or day and month exchanged, brings it
    there, that is how it got away.
    """
    rising = in_order([row.day for row in rows])
    falling = in_order([-row.day for row in rows])
    order, sign = (rising, 1) if len(rising) >= len(falling) else (falling, -1)
    kept = set(order)
    found: list[Misplaced] = []
    for place, row in enumerate(rows):
        if place in kept:
            continue
        later = bisect_right(order, place)
        low = rows[order[later - 1]].day if later else None
        high = rows[order[later]].day if later < len(order) else None
        found.append(_how(row, *((low, high) if sign > 0 else (high, low))))
    unexplained = sum(one.how == "out_of_order" for one in found)
    most = max(1, limits()["out_of_order_share"] * len(rows))
    return found if unexplained <= most else _exchanged(rows, most)


def _exchanged(rows: Sequence[Row], most: float) -> list[Misplaced]:
    """Every row whose day and month can be exchanged, where that puts the whole file in order."""
    meant = [_exchange(date.fromordinal(row.day)) or row.day for row in rows]
    ordered = max(len(in_order(meant)), len(in_order([-day for day in meant])))
    if len(rows) - ordered > most:
        return []
    both = zip(rows, meant, strict=True)
    return [Misplaced(row, day, "day_month") for row, day in both if day != row.day]


def _exchange(day: date) -> int | None:
    return changed(day, month=day.day, day=day.month)


def in_order(days: Sequence[int]) -> list[int]:
    """Places of a longest part of a list that never falls."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for place, day in enumerate(days):
        length = bisect_right(tails, day)
        tails[length : length + 1] = [day]
        ends[length : length + 1] = [place]
        before.append(ends[length - 1] if length else -1)
    found: list[int] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


def _how(row: Row, low: int | None, high: int | None) -> Misplaced:
    """How a row got away from its place between two days."""
    room = limits()["room_days"]
    anchor = low if low is not None else high
    if anchor is None:
        return Misplaced(row, row.day, "out_of_order")
    least = low if low is not None else anchor - room
    most = high if high is not None else anchor + room
    written = date.fromordinal(row.day)
    years = {date.fromordinal(day).year for day in (least, most)}
    for year in sorted(years - {written.year}):
        meant = changed(written, year=year)
        if meant is not None and least <= meant <= most:
            return Misplaced(row, meant, "wrong_year")
    meant = _exchange(written)
    if meant is not None and meant != row.day and least <= meant <= most:
        return Misplaced(row, meant, "day_month")
    return Misplaced(row, anchor, "out_of_order")


def changed(day: date, /, **parts: int) -> int | None:
    """A date with another year, month or day; None where there is no such day."""
    try:
        return day.replace(**parts).toordinal()
    except ValueError:
        return None
