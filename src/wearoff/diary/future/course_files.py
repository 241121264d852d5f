"""Courses of injections: what could come next, one ``[[course]]`` each in a TOML file."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.evidence import injections, products
from wearoff.formats.csvs import Range
from wearoff.formats.tomls import read_all, together
from wearoff.model.conditions import CONDITIONS
from wearoff.records import Course

if TYPE_CHECKING:
    from pathlib import Path

    from wearoff.formats.tomls import Table

FIELDS = (
    *("id", "name", "interval_weeks", "units", "product", "condition", "without", "exercise"),
    *("pause_weeks", "stop", "source", "grade"),
)
GRADES = ("read page", "secondary", "memory", "own")
"""How the course is known; ``own`` is a course that a user asks about."""
WEEKS = Range(4, 52)
PAUSE = Range(1, 104)
UNITS = Range(1, injections.MOST_UNITS)
ID = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
AS_NOW = "as_now"
"""The course that all others are compared with; no file may name one so."""


def read_courses(path: str | Path) -> list[Course]:
    """The courses of a TOML file, in its order.

    Raises:
        InputError: an unreadable file, a field that does not exist or is missing, a value that
            cannot be, an id that stands twice, or a course that changes nothing; names the line.
    """
    return read_all(path, "course", _course)


def shipped() -> list[Course]:
    """The courses that come with the package."""
    with as_file(files("wearoff.evidence") / "data" / "courses.toml") as path:
        return read_courses(path)


def with_own(path: str | Path) -> list[Course]:
    """The shipped courses, those of the same id replaced by the file's own, then its others.

    Raises:
        InputError: as `read_courses`.
    """
    return together(shipped(), read_courses(path))


def _course(table: Table) -> Course:
    table.refuse_unknown(FIELDS)
    given = table.values
    course = Course(
        id=_id(table),
        name=table.text("name"),
        interval_weeks=table.number("interval_weeks", WEEKS) if "interval_weeks" in given else None,
        units=table.number("units", UNITS) if "units" in given else None,
        product=_product(table),
        condition=table.choice("condition", CONDITIONS) if "condition" in given else None,
        without=_muscles(table),
        exercise=table.yes_no("exercise", usual=False),
        pause_weeks=table.number("pause_weeks", PAUSE) if "pause_weeks" in given else 0.0,
        stop=table.yes_no("stop", usual=False),
        source=table.text("source"),
        grade=table.choice("grade", GRADES),
    )
    changes = (course.interval_weeks, course.units, course.without, course.exercise)
    if not (any(changes) or course.pause_weeks or course.stop):
        allowed = "interval_weeks, units, without, exercise, pause_weeks or stop"
        raise table.error(None, "a course that changes nothing", allowed)
    if course.stop and (course.interval_weeks or course.units or course.pause_weeks):
        raise table.error("stop", "beside interval_weeks, units or pause_weeks")
    return course


def _id(table: Table) -> str:
    found = table.text("id")
    if not ID.fullmatch(found) or found == AS_NOW:
        allowed = f"small letters, digits, - and _, not {AS_NOW}"
        raise table.error("id", f"found {found!r}", allowed)
    return found


def _product(table: Table) -> str | None:
    if "units" not in table.values:
        if "product" in table.values:
            raise table.error("product", "without units")
        return None
    try:
        return products.named(table.text("product"))
    except InputError as error:
        raise table.error("product", str(error)) from error


def _muscles(table: Table) -> tuple[str, ...]:
    """Muscles by name, or all of a region, as ``neck``."""
    given = table.values.get("without", [])
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise table.error("without", "no list of muscles", 'as ["trapezius"] or ["neck"]')
    known = injections.muscles()
    regions = {muscle.region for muscle in known.values()}
    found: list[str] = []
    for name in given:
        if name not in known and name not in regions:
            allowed = f"muscles, or a region: {', '.join(sorted(regions))}"
            raise table.error("without", f"unknown muscle {name!r}", allowed)
        found += [m.name for m in known.values() if name in {m.name, m.region}]
    return tuple(dict.fromkeys(found))
