"""What the diary of the next weeks may count, and what an earlier forecast said against what came.

A forecast holds for things going on as they are: sessions at the usual interval, nothing else new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.counts import window
from wearoff.diary.future.courses import AS_NOW, coming
from wearoff.diary.future.forecast_draws import counts

if TYPE_CHECKING:
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array, Session

WINDOW = 28
WINDOWS = 3
"""Windows that are forecast: as long as a usual cycle."""
FEWEST_WRITTEN = 14
"""Days written in a window that a forecast is compared with."""


def forecast(found: DiaryPosterior) -> dict[str, Any] | None:
    """Headache days of the next three windows of 28; None without sessions."""
    record = found.record
    if not record.sessions:
        return None
    sessions = [*record.sessions, *record.later, *coming(found, AS_NOW)]
    spans = [(record.last + 1 + k * WINDOW, record.last + (k + 1) * WINDOW) for k in range(WINDOWS)]
    drawn = counts(found, sessions, spans)
    return {
        "text": f"if things go on as they are, with sessions every {found.interval} days",
        "windows": [
            {
                "first": record.date_of(first).isoformat(),
                "last": record.date_of(last).isoformat(),
                "headache_days_28": interval(days),
            }
            for (first, last), days in zip(spans, drawn, strict=True)
        ],
    }


def visit_day(record: Timeline) -> int | None:
    """Day of the last session that the diary goes on after for four weeks or more."""
    late = [day for day in record.starts if day > 0 and record.last - day + 1 >= WINDOW]
    return late[-1] if late else None


def since(earlier: DiaryPosterior, now: Timeline, visit: int) -> dict[str, Any] | None:
    """A forecast made with the diary up to a visit, against what was written since.

    Args:
        earlier: the person as analyzed at the visit, from the entries before it.
        now: the whole record.
        visit: day of the visit; its session and later ones are known to the forecast.

    Returns:
        Per 28 days over the days written since, at most twelve weeks; None where too few were
        written.
    """
    last = min(now.last, visit + WINDOWS * WINDOW - 1)
    seen = np.isfinite(now.entries[now.index(visit) : now.index(last) + 1])
    came = window(now, visit, last)
    if came is None or came.written < FEWEST_WRITTEN:
        return None
    gap = visit - earlier.record.last - 1
    written = np.concatenate([np.zeros(gap, dtype=bool), seen])
    sessions: list[Session] = [*now.sessions, *now.later]
    drawn = counts(earlier, sessions, [(visit, last)], written)[0]
    said = interval(WINDOW * drawn / came.written)
    rate = WINDOW * came.yes / came.written
    return {
        "date": now.date_of(visit).isoformat(),
        "first": came.first.isoformat(),
        "last": came.last.isoformat(),
        "days_written": came.written,
        "forecast": said,
        "came": rate,
        "inside": bool(said["lo90"] <= rate <= said["hi90"]),
        "text": _changes(now, visit),
    }


def interval(days: Array) -> dict[str, float]:
    """Mean and 9 in 10 of equally likely draws."""
    lo, hi = np.quantile(days, (0.05, 0.95))
    return {"mean": float(days.mean()), "lo90": float(lo), "hi90": float(hi)}


def _changes(now: Timeline, visit: int) -> list[str]:
    """What was counted in the cycle before the visit and in the one since, and what else is new."""
    starts = now.starts
    place = starts.index(visit)
    before = window(now, starts[place - 1], visit - 1)
    after = window(now, visit, now.last)
    said: list[str] = []
    if before and after:
        said.append(
            f"counted {before.rate:.1f} days in 28 in the cycle before, {after.rate:.1f} since"
        )
    given = {s.day: s for s in now.sessions}
    this, that = given[visit], given[starts[place - 1]]
    if this.product != that.product:
        said.append(f"{this.product} instead of {that.product}")
    elif round(this.units) != round(that.units):
        said.append(f"{this.units:g} units instead of {that.units:g}")
    said += [
        f"{event.what} from {event.start.isoformat()}"
        for event in now.events
        if event.start >= now.date_of(visit)
    ]
    return said or ["nothing else was recorded"]
