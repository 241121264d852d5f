"""Every number with where it is from, and every source with what rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.status import HTTP_404_NOT_FOUND

from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.faces.evidence import provenance
from wearoff.faces.shared.words import unit
from wearoff.provenance import cited, why
from wearoff.provenance.parts import reading
from wearoff.web.downloads import csv_file
from wearoff.web.screens import screen
from wearoff.words.numbers import amount

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

NUMBER_COLUMNS = (
    *("name", "value", "unit", "low", "high", "law", "varies", "grade"),
    *("source", "place", "meaning", "note"),
)


def numbers(request: Request) -> Response:
    """All numbers, or those of one grade."""
    grade = request.query_params.get("grade") or None
    if grade not in {None, *rows.GRADES}:
        raise HTTPException(HTTP_404_NOT_FOUND)
    every = [rows.get(name) for name in why.numbers()]
    return screen(
        request,
        "evidence_numbers.html",
        rows=[row for row in every if grade in {None, row.grade}],
        every=len(every),
        grades=rows.GRADES,
        grade=grade,
        unit=unit,
        span=provenance.span,
    )


def number(request: Request) -> Response:
    """One number, as `wearoff why` tells it."""
    try:
        found = why.why(request.path_params["name"])
    except InputError:
        raise HTTPException(HTTP_404_NOT_FOUND) from None
    return screen(
        request,
        "evidence_number.html",
        known=found.result,
        unit=unit(found.row.unit),
        span=provenance.span(found.row),
        varies=provenance.varies(found.row),
        moved=provenance.moved(found.calibrated),
        source=found.source,
        parts=reading(found.row.name),
    )


def numbers_table(request: Request) -> Response:
    """All numbers as a table, with what uses each."""
    del request
    table: list[list[str]] = []
    for name in why.numbers():
        found = why.why(name)
        values = [getattr(found.row, column) for column in NUMBER_COLUMNS]
        cells = [value if isinstance(value, str) else amount(value) for value in values]
        table.append([*cells, "; ".join(found.used_by)])
    return csv_file("numbers", (*NUMBER_COLUMNS, "used_by"), table)


def sources(request: Request) -> Response:
    """All sources, and what rests on each."""
    return screen(request, "evidence_sources.html", sources=list(cited.sources().values()))


def sources_table(request: Request) -> Response:
    """All sources as a table."""
    del request
    columns = ("id", "authors", "year", "title", "journal", "doi", "pmid", "url", "seen")
    table = [
        [
            *(getattr(one.source, column) for column in columns),
            *(";".join(names) for names in (one.numbers, one.supports, one.against)),
        ]
        for one in cited.sources().values()
    ]
    return csv_file("sources", (*columns, "numbers", "claims_for", "claims_against"), table)
