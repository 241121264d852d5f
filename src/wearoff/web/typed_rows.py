"""Rows that are typed as a table: other changes, scores, and the muscles of a session.

A row's fields are called by their column and its number; a row that is empty, or said to go, goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from wearoff.web import typed
from wearoff.web.at_desk import at_desk, desk_screen, in_turn, to
from wearoff.web.reading import mend, tables_at
from wearoff.words import desk as words
from wearoff.words import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.web.desks import Desk
    from wearoff.web.typed import Cells

MOST_FIELDS = 100_000
"""Of one form: every row of a table is on its page."""
GO = "go"
"""Name of the field by which a row goes."""


class Field(NamedTuple):
    """A column as a field: its name, its label, its type in HTML, and what it can be."""

    name: str
    label: str
    type: str
    choices: tuple[str, ...]


def fields_of(columns: Sequence[str], **choices: tuple[str, ...]) -> list[Field]:
    """Columns as fields; ``choices`` are those of columns that depend on the condition."""
    known = {**typed.CHOICES, **choices}
    return [
        Field(
            name,
            words.COLUMNS[name],
            "date" if name in {"date", "until"} else "text",
            known.get(name, ()),
        )
        for name in columns
    ]


def rows_in(form: Mapping[str, Any], columns: Sequence[str]) -> list[Cells]:
    """The rows of a form that hold something and do not go."""
    found: list[Cells] = []
    for number in _numbers(form, columns):
        said = {name: str(form.get(f"{name}-{number}", "")).strip() for name in columns}
        cells = {name: text for name, text in said.items() if text}
        if cells and f"{GO}-{number}" not in form:
            found.append(cells)
    return found


def _numbers(form: Mapping[str, Any], columns: Sequence[str]) -> Iterable[str]:
    """The numbers of the rows of a form, in its order."""
    fields = (name.rpartition("-") for name in form)
    return dict.fromkeys(number for column, _, number in fields if column in columns)


def faults_of(kind: str, rows: Sequence[Cells], muscles: tuple[str, ...] = ()) -> dict[str, str]:
    """What is wrong with typed rows, by the name of the field."""
    return {
        f"{name}-{number}": text
        for number, row in enumerate(rows)
        for name, text in typed.check_row(kind, row, muscles).items()
    }


@at_desk
async def beside(request: Request, desk: Desk) -> Response:
    """What lies beside a diary, to be looked at and mended."""
    tables = await tables_at(request, desk)
    if tables is None:
        return to(desk)
    kind = _kind(request)
    rows = typed.rows_of(tables[kind]) if kind in tables else []
    return _screen(request, desk, rows, {})


def _kind(request: Request) -> str:
    return request.url.path.rpartition("/")[2]


def _screen(request: Request, desk: Desk, rows: list[Cells], faults: Mapping[str, str]) -> Response:
    kind = _kind(request)
    return desk_screen(
        request,
        desk,
        "diary_rows.html",
        status=HTTP_422_UNPROCESSABLE_CONTENT if faults else 200,
        title=words.FIELDS[kind],
        about=words.ABOUT[kind],
        rows=rows,
        fields_of_rows=fields_of(tuple(dictionary.TABLES[kind])),
        faults=faults,
    )


@at_desk
@in_turn
async def write_beside(request: Request, desk: Desk) -> Response:
    """Write what lies beside a diary down anew."""
    tables = await tables_at(request, desk)
    if tables is None:
        return to(desk)
    kind = _kind(request)
    async with request.form(max_fields=MOST_FIELDS) as form:
        rows = rows_in(form, tuple(dictionary.TABLES[kind]))
    faults = faults_of(kind, rows)
    if faults:
        return _screen(request, desk, rows, faults)
    mend(desk, {**tables, kind: typed.table_of(kind, rows)})
    return to(desk, kind)
