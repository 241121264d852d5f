"""Equally likely days as columns of dots, which most people read better than an interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

BIN = 2
"""Days of a column."""
ASIDE = 5
"""Dots of a column of those that never come."""


@dataclass(frozen=True)
class Stack:
    """Where each dot stands.

    ``dots`` holds week, height in dots and whether it comes before ``next``, the week of the next
    session; those that never come stand behind it. ``end`` is the last week that a dot needs.
    """

    dots: list[dict[str, Any]]
    next: float
    end: float

    @property
    def tallest(self) -> float:
        """Dots of the highest column."""
        return max((dot["high"] for dot in self.dots), default=0.0) + 0.5

    @property
    def mostly(self) -> bool:
        """Whether more of them come than never do."""
        return 2 * sum(dot["comes"] for dot in self.dots) > len(self.dots)

    @property
    def aside(self) -> bool:
        """Whether some never come."""
        return any(not dot["comes"] for dot in self.dots)


def stack(days: Sequence[float], never: int, interval: float) -> Stack:
    """Dots of days in columns of two, and of so many that never come in an interval of days."""
    columns: dict[int, int] = {}
    placed: list[dict[str, Any]] = []
    for day in sorted(days):
        column = int(day // BIN)
        columns[column] = columns.get(column, 0) + 1
        week = (column * BIN + (BIN - 1) / 2) / 7
        placed.append({"week": week, "high": columns[column] - 0.5, "comes": True})
    # intervals differ, so that some days come after the usual one: those that never come stand
    # behind both
    behind = max(interval, *days, 0.0) + 1.5 * BIN
    for place in range(never):
        week = (behind + BIN * (place // ASIDE)) / 7
        placed.append({"week": week, "high": place % ASIDE + 0.5, "comes": False})
    end = max((dot["week"] for dot in placed), default=0.0) + BIN / 7
    return Stack(placed, interval / 7, end)
