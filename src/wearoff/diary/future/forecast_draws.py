"""Headache days to come: counts of later windows in diaries drawn from the posterior."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.future.paths import extend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.records import Array, Session

DIARIES = 1024
"""Diaries that are drawn."""


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
    y, _ = draws.written(draws.new_days().treated, rng)
    after = record.index(record.last) + 1
    if written is not None:
        kept = np.asarray(written[: end - record.last], dtype=float)
        y[after : after + len(kept)] *= kept[:, None]
    place = draws.record.index
    return np.array([y[place(a) : place(b) + 1].sum(0) for a, b in windows])
