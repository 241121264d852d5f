"""What the diary of the next weeks may count, and what an earlier forecast said against what came.

A forecast holds for things going on as they are: sessions at the usual interval, nothing else new.
It counts later windows in diaries drawn from the posterior.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.counts import count
from wearoff.diary.future.courses import AS_NOW, coming
from wearoff.diary.future.paths import extend
from wearoff.diary.pieces import Forecast, ForecastWindow, SinceVisit
from wearoff.formats.documents import rounded, sentence
from wearoff.formats.estimates import equally
from wearoff.units import WINDOW
from wearoff.words import forecast as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.timeline import Timeline
    from wearoff.formats.documents import Sentence
    from wearoff.records import Array, Session

DIARIES = 1024
"""Diaries that are drawn."""
WINDOWS = 3
"""Windows that are forecast: as long as a usual cycle."""


def forecast(posterior: DiaryPosterior) -> Forecast | None:
    """Headache days of the next three windows of 28; None without sessions."""
    record = posterior.record
    if not record.sessions:
        return None
    sessions = [*record.sessions, *record.later, *coming(posterior, AS_NOW)]
    spans = [(record.last + 1 + k * WINDOW, record.last + (k + 1) * WINDOW) for k in range(WINDOWS)]
    drawn = counts(posterior, sessions, spans)
    return Forecast(
        text=words.as_they_are(posterior.interval),
        interval_days=posterior.interval,
        windows=[
            ForecastWindow(
                first=record.date_of(first),
                last=record.date_of(last),
                headache_days_28=equally(days),
            )
            for (first, last), days in zip(spans, drawn, strict=True)
        ],
    )


def counts(
    posterior: DiaryPosterior,
    sessions: Sequence[Session],
    windows: Sequence[tuple[int, int]],
    written: Array | None = None,
) -> Array:
    """Days with a yes in each window, (windows, DIARIES).

    Args:
        posterior: of the diary so far.
        sessions: all sessions, those to come included.
        windows: first and last day of each, all after the last entry.
        written: whether each day after the last entry is counted, (days,), up to the last window
            or longer; all if left out.
    """
    record = posterior.record
    rng = np.random.default_rng([posterior.seed, record.last - record.begin])
    places = posterior.draws.resampled(DIARIES)
    end = max(last for _, last in windows)
    draws = extend(record, posterior.prior, posterior.draws, sessions, end, places=places, rng=rng)
    y, _ = draws.written_later(draws.to_come(), rng)
    if written is not None:
        kept = np.asarray(written[: end - record.last], dtype=float)
        y[: len(kept)] *= kept[:, None]
    after = record.last + 1
    return np.array([y[a - after : b + 1 - after].sum(0) for a, b in windows])


def visit_day(record: Timeline) -> int | None:
    """Day of the last session that the diary goes on after for four weeks or more."""
    late = [day for day in record.starts if day > 0 and record.last - day + 1 >= WINDOW]
    return late[-1] if late else None


def since(earlier: DiaryPosterior, now: Timeline, visit: int) -> SinceVisit | None:
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
    came = count(now, visit, last)
    if came is None or came.rate is None:
        return None
    gap = visit - earlier.record.last - 1
    written = np.concatenate([np.zeros(gap, dtype=bool), seen])
    sessions: list[Session] = [*now.sessions, *now.later]
    drawn = counts(earlier, sessions, [(visit, last)], written)[0]
    said = equally(WINDOW * drawn / came.written)
    rate = rounded(came.rate)
    changes = _changes(now, visit)
    return SinceVisit(
        date=now.date_of(visit),
        first=came.first,
        last=came.last,
        days_written=came.written,
        forecast=said,
        came=rate,
        inside=said.lo90 <= rate <= said.hi90,
        changes=changes,
        text=[change.rendered(words.SENTENCES) for change in changes],
    )


def _changes(now: Timeline, visit: int) -> list[Sentence]:
    """What was counted in the cycle before the visit and in the one since, and what else is new."""
    starts = now.starts
    place = starts.index(visit)
    before = count(now, starts[place - 1], visit - 1)
    after = count(now, visit, now.last)
    said: list[Sentence] = []
    if before and after and before.rate is not None and after.rate is not None:
        said.append(sentence("counted", before=before.rate, since=after.rate))
    given = {s.day: s for s in now.sessions}
    this, that = given[visit], given[starts[place - 1]]
    if this.product != that.product:
        said.append(sentence("product", now=this.product, before=that.product))
    elif round(this.units) != round(that.units):
        said.append(sentence("units", now=this.units, before=that.units))
    said += [
        sentence("event", what=event.what, date=event.start.isoformat())
        for event in now.events
        if event.start >= now.date_of(visit)
    ]
    return said or [sentence("nothing")]
