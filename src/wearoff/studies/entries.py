"""Virtual diaries: what people of a study would have written, from their expected headache days.

    logit p(t) = logit(expected(t)/28) − known(t) + w(t)      w: Ornstein-Uhlenbeck, 0 at entry
    with chance ρ a day repeats the day before, else it has headache with chance p(t)

The level at entry was counted, so the latent process starts there; ``known`` is what it does to
know that one gets toxin. Every person is written down several
times with opposite luck, which keeps the means of few persons close to those of many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Array

COPIES = 12
"""Diaries of each person: six lucks and their opposites."""
LEAST = 0.01
"""Headache days in 28 that a day's chance is kept away from none and all."""


class DiaryProcess(NamedTuple):
    """What a diary does beside its expected level; each (populations, people)."""

    sd: Array
    """Of the latent process, log-odds."""
    time: Array
    """Days in which the latent process forgets."""
    persistence_odds: Array
    """Odds of repeating the day before."""


def counts(
    expected: Array, process: DiaryProcess, known: Array, since: int | None = None, *, seed: int
) -> Array:
    """Headache days written so far, 0 before day 0.

    Args:
        expected: headache days in 28 by day, (populations, people, days).
        process: of the diaries.
        known: fall of the log-odds in people who know that they get toxin, (populations, people).
        since: day from which they do; None if never.
        seed: of the luck, which is the same in every population.

    Returns:
        Days, (populations, people·COPIES, days + 1).
    """
    populations, people, days = expected.shape
    sd, time, odds = (np.tile(values, (1, COPIES)) for values in process)
    keep, repeating = np.exp(-1 / time), odds / (1 + odds)
    shock = sd * np.sqrt(1 - keep**2)
    luck = np.random.default_rng(seed)
    written = np.zeros((populations, people * COPIES, days + 1), dtype=np.int16)
    level = np.zeros((populations, people * COPIES))
    today = np.zeros((populations, people * COPIES), dtype=bool)
    fall = np.tile(known, (1, COPIES))
    for day in range(days):
        share = np.clip(expected[:, :, day], LEAST, WINDOW - LEAST) / WINDOW
        told = fall if since is not None and day >= since else 0.0
        chance = 1 / (1 + np.tile((1 - share) / share, (1, COPIES)) * np.exp(told - level))
        repeated = _opposed(luck.random((COPIES // 2, people))) < (repeating if day else 0)
        anew = _opposed(luck.random((COPIES // 2, people))) < chance
        today = np.where(repeated, today, anew)
        written[:, :, day + 1] = written[:, :, day] + today
        pushed = luck.standard_normal((COPIES // 2, people)).ravel()
        level = keep * level + shock * np.concatenate([pushed, -pushed])
    return written


def _opposed(u: Array) -> Array:
    return np.concatenate([u.ravel(), 1 - u.ravel()])


def within(written: Array, start: int, end: int) -> Array:
    """Headache days per 28 between two days, (populations, diaries).

    Args:
        written: from `counts`, (populations, diaries, days + 1).
        start: first day; before entry there are none.
        end: day after the last.

    Example:
        >>> import numpy as np
        >>> within(np.arange(15)[None, None], 0, 14).tolist()
        [[28.0]]
    """
    first = max(start, 0)
    return (written[:, :, end] - written[:, :, first]) * (WINDOW / (end - first))


def staying(
    written: Array, baseline: Array, visits: Sequence[int], share: Array, answer: Array
) -> Array:
    """Chance of still being treated after each visit, (visits, populations, diaries).

    At every visit but the first people may leave:
    logit P(leave) = logit(share) − answer·(fall − 1/3), fall = 1 − last 28 days / baseline.

    Args:
        written: from `counts`.
        baseline: headache days in 28 at entry, (populations, diaries).
        visits: days of the sessions.
        share: who leaves of people with a third fewer headache days, (populations, diaries).
        answer: fall of those log-odds from no fewer to no headache days, (populations, diaries).
    """
    stays = np.ones((len(visits), *baseline.shape))
    for index, day in enumerate(visits):
        if index:
            fall = np.clip(1 - within(written, day - WINDOW, day) / baseline, -1, 1)
            odds = share / (1 - share) * np.exp(-answer * (fall - MIDDLING))
            stays[index] = stays[index - 1] / (1 + odds)
    return stays


MIDDLING = 1 / 3
"""Fall at which `leaving_share` of the people leave."""
