"""What the page answers to programs: the same documents as the command line, as JSON."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.status import (
    HTTP_404_NOT_FOUND,
    HTTP_415_UNSUPPORTED_MEDIA_TYPE,
    HTTP_422_UNPROCESSABLE_CONTENT,
    HTTP_500_INTERNAL_SERVER_ERROR,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from wearoff.errors import InputError
from wearoff.faces.schemas import schema_text
from wearoff.web import calls, jobs
from wearoff.web.desks import KINDS
from wearoff.web.fields import MOST, values
from wearoff.web.openapi import FORM, JSON, codes, openapi
from wearoff.web.screens import screen
from wearoff.web.workers import field_of
from wearoff.words import api as words

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    from starlette.datastructures import ImmutableMultiDict
    from starlette.requests import Request

    from wearoff.formats.documents import Document
    from wearoff.web.calls import Call
    from wearoff.web.desks import Desks
    from wearoff.web.workers import Job, Workers

LOOK = 1.0
"""Seconds between looks at whether somebody who waits is still there."""
MOST_TEXT = 64 * 1024
"""Bytes of a field that is no file."""
FILES = (*KINDS, *jobs.OWN)
"""Fields that are files."""
BESIDE = ("seed",)
"""Other fields that are told to the answer, and not to the reading."""


# About a diary


async def read(request: Request) -> Response:
    """What is understood of files."""
    return await _about_diary(request, calls.READ, jobs.read)


async def analyze(request: Request) -> Response:
    """The answers."""
    return await _about_diary(request, calls.ANALYZE, jobs.answer)


async def plan(request: Request) -> Response:
    """Next year under other courses."""
    return await _about_diary(request, calls.PLAN, jobs.plan)


async def _about_diary(request: Request, call: Call, job: Job) -> Response:
    """Take files in, have a job done about them, and keep nothing."""
    if not request.headers.get("content-type", "").startswith(FORM):
        return _errors(HTTP_415_UNSUPPORTED_MEDIA_TYPE, words.ERRORS[415])
    desks: Desks = request.app.state.desks
    with desks.passing() as desk:
        try:
            async with _form(request) as form:
                said = values(call.fields, form)
                for kind in FILES:
                    if kind in said:
                        file = said.pop(kind)
                        await run_in_threadpool(desk.put, kind, file.filename or kind, file.file)
        except InputError as error:
            return _refused(error)
        if not {"diary", "scores"} & set(desk.files):
            return _errors(HTTP_422_UNPROCESSABLE_CONTENT, words.NO_DIARY)
        files = {kind: path for kind, path in desk.paths.items() if kind in KINDS}
        beside = {name: path for name, path in desk.paths.items() if name in jobs.OWN}
        beside |= {name: said.pop(name) for name in BESIDE if name in said}
        if job is jobs.read:
            return await _computed(request, job, files, said)
        return await _computed(request, job, files, said, beside)


# Invented people, and where things are from


async def simulate(request: Request) -> Response:
    """Invented people under a plan."""
    return await _invented(request, calls.SIMULATE, jobs.simulate)


async def explore(request: Request) -> Response:
    """An invented person for years."""
    return await _invented(request, calls.EXPLORE, jobs.explore)


async def _invented(request: Request, call: Call, job: Job) -> Response:
    try:
        if request.method == "POST":
            async with _form(request) as form:
                said = values(call.fields, form)
        else:
            said = values(call.fields, _lists(request.query_params))
    except InputError as error:
        return _refused(error)
    return await _computed(request, job, said)


def claims(request: Request) -> Response:
    """What the texts claim."""
    import wearoff

    try:
        said = values(calls.CLAIMS.fields, _lists(request.query_params))
        return _document(wearoff.claims(**said).result)
    except InputError as error:
        return _refused(error)


def why(request: Request) -> Response:
    """One number, or the names of all."""
    import wearoff
    from wearoff.provenance.why import numbers_result

    name = request.path_params["name"]
    try:
        return _document(numbers_result() if name == "all" else wearoff.why(name).result)
    except InputError as error:
        return _refused(error, HTTP_404_NOT_FOUND)


def schema(request: Request) -> Response:
    """The form of a document."""
    try:
        text = schema_text(request.path_params["name"])
    except InputError as error:
        return _refused(error, HTTP_404_NOT_FOUND)
    return Response(text, media_type="application/schema+json")


def description(_: Request) -> Response:
    """All of this, for programs."""
    return JSONResponse(openapi())


def documentation(request: Request) -> Response:
    """All of this, to be read."""
    return screen(request, "api.html", words=words, calls=calls.CALLS, codes=codes)


ENDPOINTS: Mapping[str, Callable[[Request], Awaitable[Response] | Response]] = {
    calls.READ.name: read,
    calls.ANALYZE.name: analyze,
    calls.PLAN.name: plan,
    calls.SIMULATE.name: simulate,
    calls.EXPLORE.name: explore,
    calls.CLAIMS.name: claims,
    calls.WHY.name: why,
    calls.SCHEMA.name: schema,
    calls.OPENAPI.name: description,
}
"""What answers each call."""


# How an answer is made


async def _computed(request: Request, job: Job, *given: Any) -> Response:
    """Have a job done, as long as somebody waits for it."""
    workers: Workers = request.app.state.workers
    ticket = workers.submit(job, *given)
    try:
        while not await ticket.wait(LOOK):
            if await request.is_disconnected():
                break
    finally:
        ticket.cancel()
        await ticket.let_go()
    if ticket.state == "done":
        return _document(_told(ticket.result))
    if ticket.state == "refused":
        return _errors(HTTP_422_UNPROCESSABLE_CONTENT, *ticket.refusal)
    if ticket.state == "fault":
        return _errors(HTTP_500_INTERNAL_SERVER_ERROR, ticket.line)
    return _errors(HTTP_503_SERVICE_UNAVAILABLE, ticket.line)


def _told(found: Any) -> Document:
    """The document of what a job gave."""
    if isinstance(found, jobs.Read):
        return found.document
    return found.result if isinstance(found, jobs.Courses) else found


@asynccontextmanager
async def _form(request: Request) -> AsyncGenerator[dict[str, list[Any]]]:
    """The fields of a form; its files are closed afterwards.

    Raises:
        InputError: it is none.
    """
    most = MOST * len(calls.READING)
    try:
        form = await request.form(max_files=len(FILES), max_fields=most, max_part_size=MOST_TEXT)
    except HTTPException:
        raise InputError(words.NO_FORM) from None
    try:
        yield _lists(form)
    finally:
        await form.close()


def _lists(given: ImmutableMultiDict[str, Any]) -> dict[str, list[Any]]:
    return {name: given.getlist(name) for name in given}


def _document(found: Document) -> Response:
    return Response(found.to_json(), media_type=JSON)


def _refused(error: InputError, status: int = HTTP_422_UNPROCESSABLE_CONTENT) -> Response:
    return _errors(status, *error.said(field_of).splitlines())


def _errors(status: int, *lines: str) -> Response:
    return JSONResponse({"errors": list(lines)}, status)
