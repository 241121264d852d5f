"""What a diary holds at which place of a picture: levels and counts, between two days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from wearoff.units import WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.pieces import CourseWeek, CycleWeek, Window
    from wearoff.formats.estimates import Bands

    Which = Literal["with_relief", "without_relief"]
    Session = tuple[int, date]

YEAR = 52
"""Weeks of a row of a long diary: so few sessions that their waves are no stripes."""
JUST_BEFORE = timedelta(days=28)
"""A first session so little before the diary is drawn with it."""


class Spot(NamedTuple):
    """A level at its place on the flat axis: a day's number, or weeks since the session."""

    at: float
    level: Bands


class Span(NamedTuple):
    """Days from the start of one to the start of another, by their numbers."""

    start: int
    end: int

    @property
    def dates(self) -> tuple[date, date]:
        """The first and the last of them."""
        return date.fromordinal(self.start), date.fromordinal(self.end - 1)

    def holds(self, at: float) -> bool:
        """Whether a place lies in it."""
        return self.start <= at <= self.end

    def sessions(self, given: Sequence[Session]) -> list[Session]:
        """Those that lie in it."""
        return [one for one in given if self.holds(one[1].toordinal())]

    def levels(self, weeks: Sequence[CourseWeek], which: Which) -> list[Spot]:
        """A level in the middle of each of its weeks."""
        found = [(self._middle(week), getattr(week, which)) for week in self._own(weeks)]
        return [Spot(at, level) for at, level in found if level is not None]

    def counted(self, weeks: Sequence[CourseWeek]) -> list[tuple[float, float]]:
        """What was counted in its weeks."""
        found = [(self._middle(week), week.counted) for week in self._own(weeks)]
        return [(at, rate) for at, rate in found if rate is not None]

    def _own(self, weeks: Sequence[CourseWeek]) -> list[CourseWeek]:
        """Weeks that begin in it."""
        return [week for week in weeks if self.start <= week.date.toordinal() < self.end]

    def _middle(self, week: CourseWeek) -> float:
        """The middle of a week, the last of which may be short."""
        return min(middle(week.date), self.end)

    def within(self, other: Span) -> Span:
        """The part of it that lies in another."""
        return Span(max(self.start, other.start), min(self.end, other.end))

    def holding(self, windows: Sequence[Window]) -> Span:
        """The part of it from the first window that was counted to the last; all without any."""
        days = [day for w in windows if w.rate is not None for day in (w.first, w.last)]
        return self.within(whole(days[0], days[-1])) if days else self

    def years(self) -> list[Span]:
        """Rows of a year, the last as long as the others; a short time is one row."""
        length = WEEK * YEAR
        if self.end - self.start <= length:
            return [self]
        return [Span(day, day + length) for day in range(self.start, self.end, length)]

    def until(self, end: date) -> Span:
        """The part of it before a date."""
        return Span(self.start, min(self.end, end.toordinal()))

    def since(self, start: date) -> Span:
        """The part of it from a date on."""
        return Span(max(self.start, start.toordinal()), self.end)


def whole(first: date, last: date, session: date | None = None) -> Span:
    """From the first to the last day of a diary, and from a first session just before it."""
    begin = session if session and first - JUST_BEFORE <= session < first else first
    return Span(begin.toordinal(), last.toordinal() + 1)


def by_week(weeks: Sequence[CycleWeek], which: Which) -> list[Spot]:
    """A level of the standard cycle, in weeks since the session."""
    found = [(week.day, getattr(week, which)) for week in weeks]
    return [Spot(day / WEEK, level) for day, level in found if level is not None]


def counted_by_week(weeks: Sequence[CycleWeek]) -> list[tuple[float, float]]:
    """What was counted in the weeks of the standard cycle."""
    return [(week.day / WEEK, week.counted) for week in weeks if week.counted is not None]


def counted_28(windows: Sequence[Window]) -> list[tuple[float, float]]:
    """What was counted in each window, in its middle."""
    return [(middle(w.first, w.days), w.rate) for w in windows if w.rate is not None]


def middle(first: date, days: int = WEEK) -> float:
    """The middle of some days, as a number of days."""
    return first.toordinal() + days / 2
