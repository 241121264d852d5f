"""Weeks of a diary as tables that pictures draw, and where the names of their bands stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from wearoff.faces.shared import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from wearoff.diary.pieces import CourseWeek, CycleWeek
    from wearoff.formats.estimates import Bands

    Which = Literal["with_relief", "without_relief"]

LEVELS = ("mean", "lo90", "lo50", "hi50", "hi90")
LOWEST, HIGHEST = 3.0, 26.5
"""Names of bands stay inside the picture."""
WEEK = 7
"""Days."""


class Place(NamedTuple):
    """One week of a picture, at its date or at its weeks since the session."""

    at: str | float
    counted: float | None
    with_relief: Bands | None
    without_relief: Bands | None


class Weeks(NamedTuple):
    """The weeks of a picture, and the column that stands on its flat axis."""

    places: list[Place]
    x: Literal["date", "week"]

    def levels(self, which: Which) -> pl.DataFrame:
        """Mean and bands of one level, by week."""
        import polars as pl

        found = [
            {self.x: place.at} | {key: getattr(level, key) for key in LEVELS}
            for place in self.places
            if (level := getattr(place, which)) is not None
        ]
        return pl.DataFrame(found, schema_overrides=dict.fromkeys(LEVELS, pl.Float64))

    def counted(self) -> pl.DataFrame:
        """Weeks in which something was counted."""
        import polars as pl

        found = [
            {self.x: place.at, "counted": place.counted}
            for place in self.places
            if place.counted is not None
        ]
        kind = pl.String if self.x == "date" else pl.Float64
        return pl.DataFrame(found, schema={self.x: kind, "counted": pl.Float64})

    def names(self) -> list[Any]:
        """Names of both levels where they are farthest apart, each on its band's outer side."""
        pairs = [
            (k, place.at, place.with_relief, place.without_relief)
            for k, place in enumerate(self.places)
            if place.with_relief and place.without_relief
        ]
        k, at, treated, untreated = max(pairs, key=lambda row: abs(row[3].mean - row[2].mean))
        over = untreated.mean >= treated.mean
        align = "right" if 2 * k > len(self.places) else "left"
        return [
            figures.label(
                at,
                min(HIGHEST, level.hi90) if above else max(LOWEST, level.lo90),
                text,
                color,
                align,
                above=above,
                dated=self.x == "date",
            )
            for level, text, color, above in (
                (untreated, "without its relief", "without", over),
                (treated, "with relief", "with", not over),
            )
        ]


def by_week(weeks: Sequence[CycleWeek]) -> Weeks:
    """Weeks of the standard cycle, at weeks since the session."""
    places = [Place(w.day / WEEK, w.counted, w.with_relief, w.without_relief) for w in weeks]
    return Weeks(places, "week")


def by_date(weeks: Sequence[CourseWeek]) -> Weeks:
    """Weeks of the diary, at their dates."""
    places = [Place(w.date.isoformat(), w.counted, w.with_relief, w.without_relief) for w in weeks]
    return Weeks(places, "date")


def to_weeks(days: float) -> float:
    """Days on an axis of weeks."""
    return days / WEEK


def end(*weeks: float, room: float = 0.5) -> float:
    """Where a flat axis of weeks ends, so that each of these has room."""
    return max(week + room for week in weeks)
