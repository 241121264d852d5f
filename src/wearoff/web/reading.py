"""The reading of a desk's files, begun when a page needs it; and what was typed in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.diary.write.tables import csv_text
from wearoff.web import jobs, typed
from wearoff.web.desks import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from wearoff.diary.write.tables import Table
    from wearoff.web.desks import Desk
    from wearoff.web.workers import Ticket, Workers

ALONE = ("dates", "sheet", "columns")
"""Options of files as people have them; ours need none of them."""
SOON = 20.0
"""Seconds in which a reading comes that a form waits for."""


def readable(desk: Desk) -> bool:
    """Whether there is something to read: a diary, or a clinic's counts."""
    return bool({"diary", "scores"} & set(desk.files))


def workers_of(request: Request) -> Workers:
    """The processes of this run."""
    return request.app.state.workers


def reading_of(request: Request, desk: Desk) -> Ticket:
    """The reading of a desk's files, begun if it was not.

    Raises:
        Busy: too many wait already.
    """
    if desk.reading is None:
        desk.reading = workers_of(request).submit(jobs.read, dict(desk.paths), dict(desk.options))
    return desk.reading


async def tables_at(request: Request, desk: Desk) -> dict[str, Table] | None:
    """What a desk holds, by kind, to be looked at and mended; None where it cannot be read yet.

    What was typed is there also where it cannot be read; a file as people have them is only read
    beside a diary, and never taken for a table of ours.
    """
    if readable(desk):
        ticket = reading_of(request, desk)
        if await ticket.wait(SOON) and isinstance(ticket.result, jobs.Read):
            return dict(ticket.result.tables)
    if not typed_in(desk):
        return None
    return {
        kind: typed.parsed(upload.path.read_text("utf-8")) for kind, upload in desk.files.items()
    }


def typed_in(desk: Desk) -> bool:
    """Whether all of a desk's files are our own, made of what was read and typed."""
    return all(upload.ours for upload in desk.files.values())


def mend(desk: Desk, tables: Mapping[str, Table]) -> None:
    """Put tables in the place of a desk's files; the uploaded ones are not altered."""
    held = {kind: tables.get(kind, []) for kind in KINDS}
    contents = {
        kind: csv_text(table).encode(errors="replace") if len(table) > 1 else None
        for kind, table in held.items()
    }
    options: dict[str, Any] = {
        name: value for name, value in desk.options.items() if name not in ALONE
    }
    desk.mend(contents, options)
