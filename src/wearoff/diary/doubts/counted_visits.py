"""A clinic's counts without a diary: visits in the future, far away, out of order; a baseline."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from wearoff.diary.counted import tally_of_counts
from wearoff.diary.doubts.dated import misplaced
from wearoff.diary.doubts.seen import Row, iso, limits
from wearoff.words.doubts import at, doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wearoff.diary.case import Case
    from wearoff.diary.doubts.seen import Seen
    from wearoff.records import Doubt


def visits(case: Case, seen: Seen) -> Iterator[Doubt]:
    """Doubts about the visits of a case of counts alone; none of a case with a diary."""
    if not case.counts_alone:
        return
    rows = [Row(entry.day.toordinal(), entry.line) for entry in case.entries]
    rows = rows or [Row(day.toordinal(), 0) for day in sorted({s.day for s in case.scores})]
    future = [row for row in rows if row.day > seen.today]
    if future:
        said = {"date": iso(future[0].day), "today": iso(seen.today)}
        where = at(seen.diary, future[0].line)
        yield doubt("date_future", where, rows=len(future), **said)
    away = _far(rows)
    if away is not None:
        row, days = away
        yield doubt("date_far", at(seen.diary, row.line), date=iso(row.day), days=days)
    for row, meant, how in misplaced(rows):
        if away is None or row != away[0]:
            key = "beside" if how == "out_of_order" else "meant"
            said = {"date": iso(row.day), key: iso(meant)}
            yield doubt(how, at(seen.diary, row.line), **said)
    before = tally_of_counts(case).rates[0]
    if seen.chronic and before is not None and before < limits()["chronic_days_28"]:
        yield doubt("baseline_low", seen.diary, rate=before)


def _far(rows: Sequence[Row]) -> tuple[Row, int] | None:
    """The first or last visit, where it lies years from all others, and how far."""
    ordered = sorted(rows)
    if len(ordered) < limits()["visits_fewest"]:
        return None
    gaps = [after.day - before.day for before, after in pairwise(ordered)]
    most = limits()["visit_far_days"]
    if gaps[-1] >= most and max(gaps[:-1]) < most:
        return ordered[-1], gaps[-1]
    if gaps[0] >= most and max(gaps[1:]) < most:
        return ordered[0], -gaps[0]
    return None
