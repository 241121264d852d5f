"""Courses of typical patients for `behaviors`: cached runs, and the sums that behaviors share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

import wearoff
from wearoff.evidence import rows
from wearoff.faces.simulation.assumed import OFF_LABEL, OFF_TITLE, ON_TITLE
from wearoff.simulation.hypothesis import hypothesis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WEEK, WINDOW, CYCLE, YEAR = 7, 28, 84, 365.25
YEARS = 5.0
"""Length of every course: one length, so that a condition compiles once."""
ASSUMED = hypothesis("cervicogenic", typical=True)
SPIRAL = dict(ASSUMED.settings)
"""The assumption of the warning: joint load leaves lasting damage, which loosens the neck."""
DAMAGE = {"kz": SPIRAL["kz"]}
"""The same without the loosening."""
WITH, WITHOUT = "with toxin", "without toxin"
Course = dict[str, Any]


@dataclass(frozen=True)
class Panel:
    """One picture: an upright axis and its curves by the name that stands on them.

    ``x`` is the flat axis and where the curves are on it, ``least`` the lower end of the upright
    one if that is not 0. ``points`` are published figures (at, value, standard error), ``says`` is
    two lines inside the picture.
    """

    y: str
    x: tuple[str, Any]
    curves: Mapping[str, Any]
    title: str = ""
    least: float = 0.0
    points: Sequence[tuple[float, float, float]] = ()
    says: tuple[str, str] | None = None


@dataclass(frozen=True)
class Behavior:
    """What a behavior shows: numbers by name, a small table by column, and the pictures."""

    numbers: Mapping[str, Any]
    table: Mapping[str, Sequence[Any]]
    panels: tuple[Panel, ...]


@cache
def course(
    condition: str,
    *,
    plan: str | None = None,
    units: float | None = None,
    sessions: int | None = None,
    every_weeks: float | None = None,
    **settings: float,
) -> Course:
    """Outcomes and states of the typical patient by day; settings replace evidence values."""
    table = wearoff.simulate(
        condition,
        plan,
        typical=True,
        states=True,
        years=YEARS,
        units=units,
        sessions=sessions,
        every_weeks=every_weeks,
        settings=settings,
    ).frame()
    return {name: table[name].to_numpy() for name in table.columns}


def pair(condition: str, **options: Any) -> tuple[Course, Course]:
    """The same person with toxin, and at the same visits with injections that hold none."""
    return course(condition, **options), course(condition, **options | {"units": 0.0})


def net(condition: str, outcome: str, **options: Any) -> Any:
    """Gain over injections without toxin by day: how much lower the outcome is."""
    toxin, placebo = pair(condition, **options)
    return placebo[outcome] - toxin[outcome]


@cache
def published(name: str) -> tuple[int, float, float]:
    """Week, value and standard error of a published figure.

    A percent change is read as percent left, days a week as days in 28.
    """
    target = next(target for target in rows.table("targets") if target["id"] == name)
    start = 100.0 if target["quantity"].endswith("_percent_change") else 0.0
    weeks = 4.0 if target["quantity"].endswith("_per_week_change") else 1.0
    value, error = (weeks * float(target[key]) for key in ("value", "se"))
    return int(target["week"]), start + value, error


def beside_published(model: Mapping[str, float]) -> dict[str, Any]:
    """A small table of figures: published and in the model."""
    figures = [published(name) for name in model]
    return {
        "figure": list(model),
        "week": [week for week, _, _ in figures],
        "published (SE)": [f"{value:g} ({se:g})" for _, value, se in figures],
        "model": list(model.values()),
    }


def usual_units(condition: str) -> float:
    """Units of a session of the condition's usual plan."""
    return wearoff.simulate(condition, typical=True).cohort.sessions[0].units


def state(columns: Course, name: str) -> Any:
    """The state of that name of a course's first muscle."""
    return next(values for column, values in columns.items() if column.endswith(f"__{name}"))


def half_gone(gain: Any) -> int:
    """Day after the greatest gain on which less than half of it is left."""
    peak = int(np.argmax(gain))
    return peak + int(np.argmax(gain[peak:] < gain[peak] / 2))


def half_back(values: Any) -> int:
    """Day after the lowest value on which more than half of the fall is made up."""
    return half_gone(values[0] - values)


def means(values: Any, days: int = CYCLE) -> Any:
    """Means over whole periods of so many days."""
    whole = len(values) // days
    return values[: whole * days].reshape(whole, days).mean(axis=1)


def by_year(values: Any) -> Any:
    """Means of years 1 to 5."""
    ends = [round(YEAR * year) for year in range(int(YEARS) + 1)]
    return np.array([values[start:end].mean() for start, end in pairwise(ends)])


def reliefs(values: Any) -> Any:
    """Fall from the day of each session to the lowest day of its cycle."""
    whole = len(values) // CYCLE
    cycles = values[: whole * CYCLE].reshape(whole, CYCLE)
    return cycles[:, 0] - cycles.min(axis=1)


def on_days(x: str, days: Sequence[int], unit: int, columns: Mapping[str, Any]) -> dict[str, Any]:
    """A small table of columns on some days."""
    table = {name: [values[day] for day in days] for name, values in columns.items()}
    return {x: [day // unit for day in days]} | table


def weekly(y: str, weeks: int, curves: Mapping[str, Any], **more: Any) -> Panel:
    """Curves by day, drawn every second day against weeks from the first session."""
    days = np.arange(0, weeks * WEEK + 1, 2)
    drawn = {name: values[days] for name, values in curves.items()}
    return Panel(y, ("weeks from the first session", days / WEEK), drawn, **more)


def yearly(y: str, curves: Mapping[str, Any], **more: Any) -> Panel:
    """Curves by day, drawn as twelve-week means against years, so that cycles make no stripes."""
    drawn = {name: means(values) for name, values in curves.items()}
    count = len(next(iter(drawn.values())))
    middles = (np.arange(count) + 0.5) * CYCLE / YEAR
    return Panel(y, ("years from the first session, 12-week means", middles), drawn, **more)


def twins(draw: Any, y: str, off: Mapping[str, Any], on: Mapping[str, Any]) -> tuple[Panel, Panel]:
    """The same picture without and with the assumption, which is said inside both."""
    first, _, second = ASSUMED.label.partition(". ")
    return (
        draw(y, off, title=OFF_TITLE, says=(OFF_LABEL, second)),
        draw(y, on, title=ON_TITLE, says=(f"{first}.", second)),
    )
