"""A record as it is looked at: rows as they stand in the files, days and sessions as read.

Days are counted as `date.toordinal` does, so that distances are differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.diary.thresholds import thresholds
from wearoff.words.doubts import at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from wearoff.records import Array


class Row(NamedTuple):
    """A row of a file with something in it: its day, its line (0 where there are none)."""

    day: int
    line: int


class Visit(NamedTuple):
    """A session: its day, the line of its first row, its dose, product, and dose by site."""

    day: int
    line: int
    units: float
    product: str
    sites: tuple[tuple[str, float], ...] = ()


class Run(NamedTuple):
    """Places of a stretch of days, the end not included."""

    start: int
    end: int

    @property
    def days(self) -> int:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is looked at.

    Attributes:
        diary: What the diary's file is called.
        log: What the log's file is called.
        rows: The diary's rows in the order of its file.
        first: Day of the first of ``days``.
        days: The series by which the condition is judged, (D,): 1, 0, or NaN where not written.
        filled: By column of the diary, whether it was filled in, (D,) each.
        sessions: In the order of their days.
        usual_units: Usual total of a session by product, where one is known.
        usual_interval: Usual days between sessions.
        counted: Days on which a clinic counted, where nothing was written by day.
        what: What the days are with, or without.
        chronic: Whether what is treated is chronic migraine.
        today: The day after which everything is in the future.
    """

    diary: str
    log: str
    rows: Sequence[Row]
    first: int
    days: Array
    filled: Mapping[str, Array]
    sessions: Sequence[Visit]
    usual_units: Mapping[str, float]
    usual_interval: int
    counted: frozenset[int] = frozenset()
    what: str
    chronic: bool
    today: int

    @property
    def main(self) -> Run:
        """Places of the days that are not far from the rest, from the first written to the last."""
        near = near_days([self.first + int(k) for k in np.flatnonzero(np.isfinite(self.days))])
        return Run(near[0] - self.first, near[-1] - self.first + 1) if near else Run(0, 0)

    def on(self, day: int) -> str:
        """Where a day stands in the diary: the nearest row from it on."""
        lines = [row for row in self.rows if row.day >= day]
        return at(self.diary, min(lines).line if lines else 0)

    def in_log(self, visit: Visit) -> str:
        """Where a session stands in the log."""
        return at(self.log, visit.line)


def limits() -> dict[str, Any]:
    """The thresholds of doubts."""
    return thresholds()["doubts"]


def iso(day: int) -> str:
    """The date of a day."""
    return date.fromordinal(day).isoformat()


def near_days(days: Sequence[int]) -> list[int]:
    """The days of a sorted list without the few at its ends that lie far from all others."""
    return [day for cluster in _clusters(days)[0] for day in cluster]


def far_days(days: Sequence[int]) -> list[list[int]]:
    """The few days at the ends of a sorted list that lie far from all others, by cluster."""
    return _clusters(days)[1]


def _clusters(days: Sequence[int]) -> tuple[list[list[int]], list[list[int]]]:
    """Clusters of days that are near each other, and those at either end that lie far and are few.

    A handful lies far after two months, a tenth of all days after half a year; of rows that are
    themselves far between, after many times as long as between most of them.
    """
    known = limits()
    usual = float(np.quantile(np.diff(days), known["far_quantile"])) if len(days) > 1 else 0.0
    least = max(known["far_days"], known["far_times"] * usual)
    clusters: list[list[int]] = []
    for day in days:
        if not clusters or day - clusters[-1][-1] >= least:
            clusters.append([])
        clusters[-1].append(day)

    def far(place: int, beside: int) -> bool:
        few, gap = len(clusters[place]), abs(clusters[beside][0] - clusters[place][-1])
        if place > beside:
            gap = clusters[place][0] - clusters[beside][-1]
        if few > known["far_share"] * len(days):
            return False
        return few <= known["far_few"] or gap >= known["farther_days"]

    away: list[list[int]] = []
    while len(clusters) > 1 and far(-1 % len(clusters), len(clusters) - 2):
        away.append(clusters.pop())
    while len(clusters) > 1 and far(0, 1):
        away.append(clusters.pop(0))
    return clusters, sorted(away)


def runs(held: Array) -> Iterator[Run]:
    """Stretches on which something holds, (D,) of yes and no."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], held, [False]]).astype(int)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield Run(int(start), int(end))
