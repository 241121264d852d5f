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
    from collections.abc import Iterable, Iterator, Sequence

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
    _, people, days = expected.shape
    luck = np.random.default_rng(seed)

    def lucks() -> Iterator[Luck]:
        for _ in range(days):
            repeats, anew = (_opposed(luck.random((COPIES // 2, people))) for _ in range(2))
            pushed = luck.standard_normal((COPIES // 2, people)).ravel()
            yield Luck(repeats, anew, np.concatenate([pushed, -pushed]))

    return diaries(
        (np.tile(odds_against(expected[:, :, day]), (1, COPIES)) for day in range(days)),
        DiaryProcess(*(np.tile(values, (1, COPIES)) for values in process)),
        np.tile(known, (1, COPIES)),
        lucks(),
        since=since,
    )


class Luck(NamedTuple):
    """What chance brings on one day, each (…, diaries) or to be spread over it."""

    repeats: Array
    """Uniform: below the chance of repeating, the day is as the day before."""
    anew: Array
    """Uniform: below its chance, a day that does not repeat has headache."""
    pushed: Array
    """Standard normal: what moves the latent process."""


def odds_against(expected: Array) -> Array:
    """Odds of a day without headache at a level in headache days in 28, any shape."""
    share = np.clip(expected, LEAST, WINDOW - LEAST) / WINDOW
    return (1 - share) / share


def diaries(
    against: Iterable[Array],
    process: DiaryProcess,
    known: Array,
    lucks: Iterable[Luck],
    *,
    since: int | None = None,
    until: int | None = None,
    level: Array | float = 0.0,
) -> Array:
    """Headache days written so far in diaries, one day after another.

    Args:
        against: `odds_against` of each day, (…, diaries).
        process: of the diaries, each (…, diaries).
        known: fall of the log-odds in people who know that they get toxin, (…, diaries).
        lucks: of each day.
        since: day from which they do; None if never.
        until: day from which they do no more; None if they always do.
        level: log-odds at which the latent process starts, (…, diaries).

    Returns:
        Days, (…, diaries, days + 1); 0 before day 0.
    """
    sd, time, odds = process
    keep, repeating = np.exp(-1 / time), odds / (1 + odds)
    shock = sd * np.sqrt(1 - keep**2)
    so_far = [np.zeros(sd.shape, dtype=np.int16)]
    today = np.zeros(sd.shape, dtype=bool)
    for day, (odds_today, luck) in enumerate(zip(against, lucks, strict=True)):
        knows = since is not None and since <= day and (until is None or day < until)
        told = known if knows else 0.0
        chance = 1 / (1 + odds_today * np.exp(told - level))
        repeated = luck.repeats < (repeating if day else 0)
        today = np.where(repeated, today, luck.anew < chance)
        so_far.append(so_far[-1] + today)
        level = keep * level + shock * luck.pushed
    return np.stack(so_far, -1)


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
