"""Where the file changes and the count with it, and a baseline unlike what is treated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.doubts.seen import iso, limits, runs
from wearoff.units import WINDOW
from wearoff.words.doubts import doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wearoff.diary.doubts.seen import Seen
    from wearoff.records import Array, Doubt


def changes(seen: Seen) -> Iterator[Doubt]:
    """Doubts about a count that jumps where the file changes, and about the baseline."""
    main = seen.main
    days = seen.days[slice(*main)]
    first = seen.first + main.start
    yield from _columns(seen, first)
    yield from _jumps(seen, first, days)
    before = days[: max(0, seen.sessions[0].day - first)] if seen.sessions else days[:0]
    written = before[np.isfinite(before)]
    if seen.chronic and len(written) >= limits()["fewest_written_days"]:
        rate = WINDOW * float(written.mean())
        if rate < limits()["chronic_days_28"]:
            yield doubt("baseline_low", seen.diary, rate=rate)


def _jumps(seen: Seen, first: int, days: Array) -> Iterator[Doubt]:
    """The greatest jump of the count at a place where the file changes."""
    known = limits()
    worst: tuple[float, Doubt] | None = None
    for place, what in _places(seen, days):
        if not 0 < place < len(days):
            continue
        before, after = (_rate(days[:place], last=True), _rate(days[place:], last=False))
        if before is None or after is None:
            continue
        apart = abs(before - after)
        if apart >= known["jump_days_28"] and (worst is None or apart > worst[0]):
            day = first + place
            said = {"date": iso(day), "before": before, "after": after, "what": what}
            worst = apart, doubt("count_jumps", seen.on(day), **said)
    if worst:
        yield worst[1]


def _rate(days: Array, *, last: bool) -> float | None:
    """Days in 28 of the entries next to a place; None of too few."""
    written = days[np.isfinite(days)]
    most = limits()["jump_written_days"]
    near = written[-most:] if last else written[:most]
    return WINDOW * float(near.mean()) if len(near) >= limits()["fewest_written_days"] else None


def _places(seen: Seen, days: Array) -> Iterator[tuple[int, str]]:
    """Where the file changes: a column begins or ends, or entries come again after a gap."""
    for run in runs(np.isnan(days)):
        if run.days >= limits()["gap_days"]:
            yield run.end, f"entries come again after {run.days} days"
    for place, name, begins in _switches(seen):
        how = "is filled in for the first time" if begins else "is no longer filled in"
        yield place, f"{name} {how}"


def _switches(seen: Seen) -> Iterator[tuple[int, str, bool]]:
    """Where a column begins (true) or ends, not near either end of the diary."""
    start = seen.main.start
    every = [np.flatnonzero(whole) for whole in seen.filled.values()]
    last = max((int(days[-1]) for days in every if len(days)), default=0)
    for name, filled in zip(seen.filled, every, strict=True):
        if not len(filled):
            continue
        if filled[0] >= start + WINDOW:
            yield int(filled[0]) - start, name, True
        if filled[-1] < last - WINDOW:
            yield int(filled[-1]) + 1 - start, name, False


def _columns(seen: Seen, first: int) -> Iterator[Doubt]:
    """One column that ends where another begins: what is counted may be another thing."""
    found = list(_switches(seen))
    near = limits()["gap_left_out_days"]
    for place, name, begins in found:
        after = [other for at, other, new in found if new and abs(at - place) <= near]
        if not begins and after:
            day = first + place
            yield doubt("columns_change", seen.on(day), date=iso(day), old=name, new=after[0])
