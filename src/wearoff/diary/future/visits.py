"""Since the last visit: the same diary as it was then, and its forecast against what came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.outcomes import Outcome
    from wearoff.diary.posterior.fit import Person
    from wearoff.records import Diary, Event, Log, OutsideBaseline, Score


def since_last_visit(
    found: Person,
    main: Outcome,
    diary: Diary,
    log: Log | None,
    *,
    condition: str,
    events: Sequence[Event],
    scores: Sequence[Score],
    baseline: OutsideBaseline | None,
    seed: int,
) -> dict[str, Any] | None:
    """The forecast that the entries before the last visit would have given, and what came.

    The visit is the last session with four weeks of diary after it; None without one, or without
    four weeks of diary before it.
    """
    import numpy as np

    from wearoff.diary.future.forecast import WINDOW, since, visit_day
    from wearoff.diary.posterior.fit import person

    day = visit_day(found.record)
    if day is None or log is None:
        return None
    then = found.record.date_of(day)
    entries = main.values[: (then - diary.first).days]
    if np.isfinite(entries).sum() < WINDOW:
        return None
    earlier = person(
        replace(main, values=entries),
        (),
        replace(diary, values={main.name: entries}, texts={}),
        log,
        condition=condition,
        events=[event for event in events if event.start < then],
        scores=[score for score in scores if score.day < then],
        baseline=baseline,
        usual_interval=found.interval,
        seed=seed,
    )
    return since(earlier, found.record, day)
