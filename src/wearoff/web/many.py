"""Many people together: draws and summaries are put in, and the page of `wearoff pool` is shown.

They lie at a desk of their own as those of one person do: in memory and one private folder, until
they are forgotten. A summary for another clinic is not written here: whom earlier ones were of is
known beside the draws alone, and a copy in a browser would know of none.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.status import (
    HTTP_303_SEE_OTHER,
    HTTP_404_NOT_FOUND,
    HTTP_422_UNPROCESSABLE_CONTENT,
    HTTP_500_INTERNAL_SERVER_ERROR,
)

from wearoff.errors import Faults, InputError
from wearoff.web import how, jobs
from wearoff.web.at_desk import at_desk, desks_of, in_turn, let_go
from wearoff.web.downloads import attached
from wearoff.web.reading import workers_of
from wearoff.web.screens import screen
from wearoff.web.waiting import finished, waited
from wearoff.words import desk as words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import IO

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.web.desks import Desk, Desks

MOST_FILES = 2000
"""Of one form: a file a person, and summaries."""
ENDINGS = (".parquet", ".json", ".csv")
"""Of draws, of summaries, and of the table of people."""
PEOPLE = "people"
LONGEST = 200
"""Characters of a covariate's name."""
USUAL = ("units", "neck_units", "years", "sessions")
"""Covariates that draws hold themselves."""

Files = list[tuple[str, str, "IO[bytes]"]]
"""Kind at the desk, name and content of each."""


def start(request: Request) -> Response:
    """What to put in."""
    return _start(request, {})


def _start(request: Request, asked: dict[str, Any], error: InputError | None = None) -> Response:
    return screen(
        request,
        "many_start.html",
        status=HTTP_422_UNPROCESSABLE_CONTENT if error else 200,
        refusals=how.refusals(error) if error else [],
        most=request.app.state.settings.most_upload,
        **_fields(asked),
    )


def _fields(asked: dict[str, Any]) -> dict[str, Any]:
    """What the form of the questions is filled with."""
    return {"by": asked.get("by", ""), "relief": bool(asked.get("groups")), "usual": USUAL}


async def begin(request: Request) -> Response:
    """Put files in, and go to their desk."""
    asked: dict[str, Any] = {}
    try:
        async with request.form(max_files=MOST_FILES) as form:
            asked = _asked(form)
            files = _chosen(form, needed=True)
            desk = await run_in_threadpool(_begun, desks_of(request), asked, files)
    except InputError as error:
        return _start(request, asked, error)
    return _to(desk)


def _begun(desks: Desks, asked: dict[str, Any], files: Files) -> Desk:
    """A desk with what was put in."""
    desk = desks.new(many=True)
    desk.options = asked
    try:
        for kind, name, content in files:
            desk.put(kind, name, content)
    except BaseException:
        desks.forget(desk)
        raise
    return desk


def _asked(form: FormData) -> dict[str, Any]:
    by = str(form.get("by", "")).strip()[:LONGEST]
    own = {"by": by} if by else {}
    return own | ({"groups": "relief"} if form.get("groups") == "relief" else {})


def _chosen(form: FormData, *, needed: bool = False) -> Files:
    """The files of a form, none where none was chosen.

    Raises:
        InputError: one is of no kind that is looked at together, there are two tables, or there is
            none where one is needed.
    """
    files: Files = []
    faults = Faults()
    for one in form.getlist("files"):
        if not isinstance(one, UploadFile) or not one.filename:
            continue
        ending = PurePath(one.filename).suffix.casefold()
        if ending not in ENDINGS:
            faults.add(InputError("is no file of these", file=one.filename, allowed=words.POOLED))
            continue
        kind = PEOPLE if ending == ENDINGS[-1] else f"{len(files):04}"
        if any(kind == known for known, _, _ in files):
            faults.add(InputError("is a second table of people", file=one.filename, allowed="one"))
        files.append((kind, one.filename, one.file))
    faults.check()
    if needed and not files:
        raise InputError(words.NO_FILE)
    return files


# At a desk


def _at_many(
    endpoint: Callable[[Request, Desk], Awaitable[Response] | Response],
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint at a desk of many people."""
    return at_desk(endpoint, many=True)


def _path(desk: Desk, *parts: str) -> str:
    return "/".join(["/together", desk.id, *parts])


def _to(desk: Desk) -> Response:
    return RedirectResponse(_path(desk), HTTP_303_SEE_OTHER)


@_at_many
async def page(request: Request, desk: Desk) -> Response:
    """What they say together; or how far that is, or why it cannot be said."""
    if desk.analysis is None:
        desk.analysis = workers_of(request).submit(jobs.pool, desk.paths, dict(desk.options))
    ticket = desk.analysis
    if await finished(ticket):
        return _shown(request, desk, found=ticket.result)
    if not ticket.ended:
        return waited(request, ticket, back="/together", stop=_path(desk, "stop"))
    if ticket.error is None:
        status = 200 if ticket.state == "cancelled" else HTTP_500_INTERNAL_SERVER_ERROR
        return _shown(request, desk, status=status, line=ticket.line)
    return _shown(request, desk, error=ticket.error)


def _shown(
    request: Request,
    desk: Desk,
    *,
    found: jobs.Together | None = None,
    error: InputError | None = None,
    line: str = "",
    status: int = 200,
    asked: dict[str, Any] | None = None,
) -> Response:
    return screen(
        request,
        "many_page.html",
        status=HTTP_422_UNPROCESSABLE_CONTENT if error else status,
        here=_path(desk),
        found=found,
        line=line,
        refusals=how.refusals(error) if error else [],
        files=_names(desk),
        **_fields(desk.options if asked is None else asked),
    )


def _names(desk: Desk) -> Sequence[str]:
    return [upload.name for upload in desk.files.values()]


@_at_many
@in_turn
async def ask(request: Request, desk: Desk) -> Response:
    """Ask otherwise, of the same files or of others in their place."""
    asked: dict[str, Any] = {}
    try:
        async with request.form(max_files=MOST_FILES) as form:
            asked = _asked(form)
            if files := _chosen(form):
                await run_in_threadpool(_replace, desk, files)
    except InputError as error:
        return _shown(request, desk, error=error, asked=asked)
    desk.options = asked
    desk.changed()
    return _to(desk)


def _replace(desk: Desk, files: Files) -> None:
    with desk.changing():
        desk.files.clear()
        for kind, name, content in files:
            desk.put(kind, name, content)


@_at_many
def stop(_request: Request, desk: Desk) -> Response:
    """Give up what is being worked out."""
    desk.stop()
    return _to(desk)


@_at_many
async def forget(request: Request, desk: Desk) -> Response:
    """Forget the files, and what came of them."""
    await let_go(request, desk)
    return RedirectResponse("/together", HTTP_303_SEE_OTHER)


@_at_many
def whole_page(_request: Request, desk: Desk) -> Response:
    """The page as a file of its own."""
    return attached("together.html", "text/html", _found(desk).page)


@_at_many
def document(_request: Request, desk: Desk) -> Response:
    """The document, as the command line writes it."""
    return attached("together.json", "application/json", _found(desk).result.to_json())


def _found(desk: Desk) -> jobs.Together:
    """What came of it, or there is no such file."""
    ticket = desk.analysis
    if ticket is None or ticket.state != "done":
        raise HTTPException(HTTP_404_NOT_FOUND)
    return ticket.result
