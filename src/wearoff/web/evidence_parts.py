"""Each part of the model: its equations, its numbers, and what one session does in it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.status import HTTP_404_NOT_FOUND

from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.faces.evidence import pictures, provenance
from wearoff.faces.shared.words import unit
from wearoff.provenance import parts
from wearoff.provenance.after_session import courses
from wearoff.web.downloads import csv_file, svg_file
from wearoff.web.screens import screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.provenance.parts import Explained
    from wearoff.provenance.result import PartCourse


def every_part(request: Request) -> Response:
    """All parts, and how conditions wire them."""
    found = parts.parts().values()
    conditions = dict.fromkeys(one.title for part in found for one in part.conditions)
    return screen(request, "evidence_parts.html", parts=found, conditions=list(conditions))


def part(request: Request) -> Response:
    """One part."""
    found = _named(request)
    return screen(
        request,
        "evidence_part.html",
        part=found,
        figures=_figures(found.name),
        grades=rows.GRADES,
        rows=rows.load(),
        span=provenance.span,
        unit=unit,
    )


def picture(request: Request) -> Response:
    """What one session does in a part, as SVG."""
    found = _figure(request)
    return svg_file(f"{found.course.part}-{found.course.condition}", found.picture)


def table(request: Request) -> Response:
    """The same by day."""
    course = _figure(request).course
    name = f"{course.part}-{course.condition}"
    return csv_file(name, pictures.COLUMNS, pictures.table(course))


def _named(request: Request) -> Explained:
    try:
        return parts.part(request.path_params["part"])
    except InputError:
        raise HTTPException(HTTP_404_NOT_FOUND) from None


def _figure(request: Request) -> pictures.Figure:
    """The figure of an address: of a part, in a condition."""
    wanted = request.path_params["condition"]
    for found in _figures(_named(request).name):
        if found.course.condition == wanted:
            return found
    raise HTTPException(HTTP_404_NOT_FOUND)


@cache
def _figures(part: str) -> Sequence[pictures.Figure]:
    """What one session does in a part, drawn once."""
    return [pictures.figure(course) for course in _courses(part)]


def _courses(part: str) -> list[PartCourse]:
    return courses(part)
