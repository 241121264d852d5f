"""Published figures, each predicted without its own study: misses first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.status import HTTP_404_NOT_FOUND

from wearoff.faces.evidence import misses
from wearoff.faces.studies.forest import forest
from wearoff.faces.studies.validated import about
from wearoff.studies.kept import TABLES, kept
from wearoff.web.downloads import csv_file, json_file, svg_file
from wearoff.web.screens import screen

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COLUMNS = ("id", "cohort", "condition", "quantity", "arm", "population", "status")
NUMBERS = ("week", "value", "se", "predicted", "lo90", "hi90", "interval_score_ratio")
"""Columns of the file of a table."""


def validation(request: Request) -> Response:
    """Every figure of every table, as it was last predicted."""
    results = {name: kept(name) for name in TABLES}
    return screen(
        request,
        "evidence_validation.html",
        misses=misses.misses(results),
        scored=[name for result in results.values() for name in result.furthest_first],
        tables=[misses.shown(name, result) for name, result in results.items()],
        heads=misses.HEADS,
        meta=results[TABLES[0]].meta,
    )


def picture(request: Request) -> Response:
    """All figures of a table on the scale of their predictions, as SVG."""
    name = _table(request)
    return svg_file(f"predicted-{name}", forest(kept(name)))


def table(request: Request) -> Response:
    """The figures of a table and their predictions as CSV."""
    name = _table(request)
    rows = [
        [
            *(getattr(row, column) for column in COLUMNS),
            about(row),
            *("" if (value := getattr(row, name)) is None else str(value) for name in NUMBERS),
        ]
        for row in kept(name).rows
    ]
    return csv_file(f"predicted-{name}", (*COLUMNS, "about", *NUMBERS), rows)


def document(request: Request) -> Response:
    """The same as `wearoff validate --json` tells it."""
    name = _table(request)
    return json_file(f"predicted-{name}", kept(name).to_json())


def _table(request: Request) -> str:
    """The table of an address."""
    name = request.path_params["table"]
    if name not in TABLES:
        raise HTTPException(HTTP_404_NOT_FOUND)
    return name
