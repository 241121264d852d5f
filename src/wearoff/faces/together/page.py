"""The page of many people together: each finding a sentence, a picture, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import figures
from wearoff.faces.shared.pages import page
from wearoff.faces.together import pooled
from wearoff.words import pooled as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.together.result import DensityPoint, PersonResult, Result

WIDTH, HEIGHT = 680, 300
EVERY = 5
"""Points of the density between two rows of its table."""


def pool_page(result: Result, *, whole: bool = True) -> str:
    """HTML of people who were looked at together.

    Args:
        result: What was found.
        whole: Whether it is a page; else what stands in its middle, for a page that is served.
    """
    people, density = result.persons, result.density
    return page(
        "pool.html",
        whole=whole,
        result=result,
        who=words.who(
            result.people.begun, result.people.left, result.people.stayed, result.people.used
        ),
        parts=pooled.parts(result),
        people_finding=words.people_finding(len(people)),
        people_svg=_people(people) if people else "",
        density_svg=_density(density.points) if density else "",
        density_rows=density.points[::EVERY] if density else [],
        leaving=[row for row in result.leaving if row.trend],
        more_at=pooled.more_at,
        groups=pooled.groups(result.relief_groups),
        words=words,
        notes=pooled.notes(result),
    )


def _people(people: Sequence[PersonResult]) -> str:
    """Everybody on one axis: pale alone, dark beside the others."""
    import polars as pl

    axes = figures.Axes(words.PEOPLE_AXIS, words.UNIT)
    alone, together = (
        pl.DataFrame([{"place": one.place, **getattr(one, of).model_dump()} for one in people])
        for of in ("alone", "together")
    )
    return figures.svg(
        figures.layered(
            figures.span(alone, "place", axes, "without"),
            figures.band(together, "place", axes),
            figures.zero_line(),
            title=words.PEOPLE_TITLE,
            width=WIDTH,
            height=HEIGHT,
        )
    )


def _density(points: Sequence[DensityPoint]) -> str:
    """The population's density with its band."""
    import polars as pl

    table = pl.DataFrame([point.model_dump() for point in points])
    axes = figures.Axes(words.UNIT, words.DENSITY_AXIS)
    return figures.svg(
        figures.layered(
            figures.band(table, "trend", axes),
            title=words.DENSITY_TITLE,
            width=WIDTH,
            height=HEIGHT,
        )
    )
