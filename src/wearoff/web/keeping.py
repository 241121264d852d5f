"""What is kept of a desk: a copy that is taken away, a change taken back, and nothing at all."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse
from starlette.status import HTTP_303_SEE_OTHER

from wearoff.diary.write.tables import csv_text
from wearoff.formats.names import file_name
from wearoff.web.at_desk import at_desk, in_turn, let_go, name_of, to
from wearoff.web.downloads import attached
from wearoff.web.reading import tables_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.diary.write.tables import Table
    from wearoff.web.desks import Desk

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file in an archive: the same case gives the same bytes."""


@at_desk
@in_turn
async def save(request: Request, desk: Desk) -> Response:
    """A copy as files of ours: a CSV of a diary alone, else an archive of a folder."""
    tables = await tables_at(request, desk)
    if not tables:
        return to(desk)
    desk.saved = True
    name = file_name(name_of(desk))
    if list(tables) == ["diary"]:
        return attached(f"{name}.csv", "text/csv", csv_text(tables["diary"]).encode())
    return attached(f"{name}.zip", "application/zip", _archive(tables))


def _archive(tables: Mapping[str, Table]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", ZIP_DATE), csv_text(table))
    return made.getvalue()


@at_desk
@in_turn
def undo(_request: Request, desk: Desk) -> Response:
    """Take the last change by hand back."""
    if desk.steps:
        desk.undo()
    return to(desk)


@at_desk
async def forget(request: Request, desk: Desk) -> Response:
    """Forget a desk: its files, and what was typed and answered."""
    await let_go(request, desk)
    return RedirectResponse("/diary", HTTP_303_SEE_OTHER)
