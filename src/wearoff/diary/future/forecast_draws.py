"""Headache days to come: counts of later windows in diaries drawn from the posterior."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.future.paths import ahead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.fit import Person
    from wearoff.records import Array, Session

DIARIES = 1024
"""Diaries that are drawn."""


def counts(
    found: Person,
    sessions: Sequence[Session],
    windows: Sequence[tuple[int, int]],
    written: Array | None = None,
) -> Array:
    """Days with a yes in each window, (windows, DIARIES).

    Args:
        found: the person as analyzed.
        sessions: all sessions, those to come included.
        windows: first and last day of each, all after the last entry.
        written: whether each day after the last entry is counted, (days,), up to the last window
            or longer; all if left out.
    """
    record = found.record
    rng = np.random.default_rng([found.seed, record.last - record.begin])
    places = found.draws.resampled(DIARIES)
    end = max(last for _, last in windows)
    carried = ahead(record, found.prior, found.draws, sessions, end, places=places, rng=rng)
    y, _ = carried.written(carried.fresh()[0], rng)
    after = record.index(record.last) + 1
    if written is not None:
        kept = np.asarray(written[: end - record.last], dtype=float)
        y[after : after + len(kept)] *= kept[:, None]
    place = carried.longer.index
    return np.array([y[place(a) : place(b) + 1].sum(0) for a, b in windows])
