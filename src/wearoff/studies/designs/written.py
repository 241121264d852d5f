"""What invented people of a trial count in their diaries, or rate, until any day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.special import ndtri

from wearoff.evidence import rows
from wearoff.simulation.uniforms import uniforms
from wearoff.studies import entries
from wearoff.studies.entries import DiaryProcess, Luck, odds_against
from wearoff.studies.study import OPEN_LABEL, PROCESS
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wearoff.records import Array, Session
    from wearoff.studies.designs.people import People

BLOCK = 64
"""People whose luck is drawn together, which costs a fifth of drawing it by name."""
NOISE = {"twstrs": "twstrs_noise"}
"""Row of a single rating's noise; that of pain for any other score."""


class Readings(Protocol):
    """What some people count or rate."""

    @property
    def entry(self) -> Array:
        """At entry, (N,)."""
        ...

    def on(self, day: int) -> Array:
        """On a day, or over the 28 days that end before it, (N,)."""
        ...


@dataclass(frozen=True)
class Rated:
    """Ratings with noise around a course.

    Attributes:
        entry: At entry, (N,).
        course: By day, (N, days).
        noise: SD of a single rating.
        seed: Of the ratings.
        numbers: Of the people, (N,).
    """

    entry: Array
    course: Array
    noise: float
    seed: int
    numbers: Array

    def on(self, day: int) -> Array:
        """Rated on a day, (N,)."""
        return self.course[:, day] + rating(self.seed, self.numbers, day, self.noise)


@dataclass(frozen=True)
class Counted:
    """Headache days of diaries.

    Attributes:
        entry: At entry, (N,).
        written: Headache days so far, (N, days + 1).
        start: Place of the first session's day.
    """

    entry: Array
    written: Array
    start: int

    def on(self, day: int) -> Array:
        """Headache days in the 28 before a day, (N,)."""
        end = self.start + day
        return entries.within(self.written[None], end - WINDOW, end)[0]


def course(
    people: People, trial: Array, numbers: Array, sessions: tuple[Session, ...], days: int
) -> Array:
    """The outcome of people by day under some sessions, (N, days).

    Args:
        people: Of which arm they are.
        trial: Place of each person's trial, (N,).
        numbers: Of the people, (N,).
        sessions: What is done to them.
        days: How long.
    """
    batches = people.cohort(people.values(trial, numbers), sessions, days).batches()
    return np.concatenate([batch.columns[people.design.outcome] for batch in batches]).astype(float)


def readings(people: People, trial: Array, numbers: Array, of: Array) -> Readings:
    """What people count or rate of their courses.

    Args:
        people: Of which arm they are.
        trial: Place of each person's trial, (N,).
        numbers: Of the people, (N,).
        of: Their `course`, (N, days).
    """
    if people.design.counted:
        return _counted(people, people.values(trial, numbers), numbers, of)
    noise = rows.value(NOISE.get(people.design.outcome, "pain_noise"), "score_point")
    before = people.level(numbers) + rating(people.seed, numbers, -1, noise)
    return Rated(before, of, noise, people.seed, numbers)


def rating(seed: int, numbers: Array, day: int, noise: float) -> Array:
    """How far single ratings lie from people's level, (N,)."""
    return noise * ndtri(uniforms(seed, numbers, [f"rated {day}"])[0])


def _counted(people: People, values: dict[str, Array], numbers: Array, of: Array) -> Counted:
    against = [*odds_against(of[:, :-1]).T]
    if people.design.entry.screening is None:
        written = _written(people, values, numbers, against, 0)
        return Counted(people.level(numbers), written, 0)
    usual = odds_against(values[people.at_entry])
    written = _written(people, values, numbers, [usual] * WINDOW + against, WINDOW)
    return Counted(written[:, WINDOW].astype(float), written, WINDOW)


def screened(people: People, trial: Array, numbers: Array) -> Array:
    """Headache days in the 28 before the first session, (N,).

    Args:
        people: Of which arm they are.
        trial: Place of each person's trial, (N,).
        numbers: Of the people, (N,).
    """
    values = people.values(trial, numbers)
    usual = odds_against(values[people.at_entry])
    return _written(people, values, numbers, [usual] * WINDOW, WINDOW)[:, WINDOW]


def _written(
    people: People, values: dict[str, Array], numbers: Array, against: Sequence[Array], start: int
) -> Array:
    """Headache days written so far from ``start`` days before entry, (N, days + 1).

    Without days before entry the latent process starts at 0, since the level was counted.
    """
    arm = people.design.arm[people.arm]
    since, until = (
        None if week is None else start + round(WEEK * week)
        for week in (arm.known_from, arm.known_until)
    )
    process = DiaryProcess(*(values[name] for name in PROCESS))
    (before,) = uniforms(people.seed, numbers, ["wandered before"])
    return entries.diaries(
        against,
        process,
        values[OPEN_LABEL],
        lucks(people.seed, numbers, len(against)),
        since=since,
        until=until,
        level=process.sd * ndtri(before) if start else 0.0,
    )


def lucks(seed: int, numbers: Array, days: int) -> Iterator[Luck]:
    """What chance brings each day, to each person by number: the same in any company.

    Args:
        seed: Of all.
        numbers: Of the people, (N,).
        days: From the first on which they write; those of fewer days begin those of more.

    Yields:
        Of each day, (N,) each.

    Example:
        >>> import numpy as np
        >>> one, both = (next(lucks(1, np.array(who), 1)).anew for who in ([70], [3, 70]))
        >>> bool(one[0] == both[1])
        True
    """
    blocks, place = np.unique(numbers // BLOCK, return_inverse=True)
    shape = (days, len(Luck._fields), BLOCK)
    drawn = np.stack([np.random.default_rng([seed, b]).random(shape) for b in blocks], axis=2)
    for repeats, anew, pushed in drawn[:, :, place, numbers % BLOCK]:
        yield Luck(repeats, anew, ndtri(pushed))
