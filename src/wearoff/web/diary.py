"""Your diary: how it is put in, and what was understood of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.status import (
    HTTP_422_UNPROCESSABLE_CONTENT,
    HTTP_500_INTERNAL_SERVER_ERROR,
)

from wearoff.diary.examples import PUT_IN, example_diary
from wearoff.diary.read.options import USUAL_CONDITION
from wearoff.errors import InputError
from wearoff.web import how, jobs
from wearoff.web.as_understood import people, understood
from wearoff.web.at_desk import at_desk, desk_screen, desks_of, in_turn, of_many, path_of, to
from wearoff.web.reading import SOON, mend, readable, reading_of, typed_in, workers_of
from wearoff.web.screens import screen
from wearoff.web.taken import MOST_FILES, chosen, take
from wearoff.web.typed_days import lately
from wearoff.web.waiting import finished, waited
from wearoff.words import desk as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import IO

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.web.desks import Desk, Desks
    from wearoff.web.taken import Chosen


def start(request: Request) -> Response:
    """The ways to begin."""
    return _start(request)


def _start(request: Request, *, error: InputError | None = None) -> Response:
    return screen(
        request,
        "diary_start.html",
        status=HTTP_422_UNPROCESSABLE_CONTENT if error else 200,
        refusals=how.refusals(error) if error else [],
        conditions=how.CONDITION_CHOICES,
        usual=USUAL_CONDITION,
        made_up=words.MADE_UP,
        most=request.app.state.settings.most_upload,
        options={},
    )


async def begin(request: Request) -> Response:
    """Put in files, an empty diary, or a made-up person; then go to its desk."""
    try:
        async with request.form(max_files=MOST_FILES) as form:
            options = how.options_of(form)
            how.check(options)
            way = str(form.get("begin"))
            files = {} if way in {*PUT_IN, "empty"} else chosen(_files(form))
            desk = await run_in_threadpool(_begun, desks_of(request), way, options, files)
    except InputError as error:
        return _start(request, error=error)
    return to(desk)


def _begun(desks: Desks, way: str, options: dict[str, Any], files: Chosen) -> Desk:
    """A desk with what was put in; none where that fails."""
    desk = desks.new()
    try:
        desk.options = options
        take(desk, files)
        if way in PUT_IN:
            _make_up(desk, way)
    except BaseException:
        desks.forget(desk)
        raise
    return desk


def _files(form: FormData) -> dict[str, list[tuple[str, IO[bytes]]]]:
    """Name and content of every file of a form, by its field."""
    return {
        field: [
            (one.filename, one.file)
            for one in form.getlist(field)
            if isinstance(one, UploadFile) and one.filename
        ]
        for field in form
    }


@at_desk
@in_turn
async def add(request: Request, desk: Desk) -> Response:
    """Put in a new export, or a file beside what is there already."""
    try:
        async with request.form(max_files=MOST_FILES) as form:
            files = chosen(_files(form))
            with desk.changing():
                await run_in_threadpool(take, desk, files)
    except InputError as error:
        return await _refused(request, desk, error)
    return to(desk)


def _make_up(desk: Desk, name: str) -> None:
    for kind in ("diary", "injections"):
        content = example_diary(name).joinpath(f"{kind}.csv").read_bytes()
        desk.put(kind, f"{kind}.csv", io.BytesIO(content))
    desk.options = {"condition": USUAL_CONDITION, "name": f"{name.capitalize()} (made up)"}
    desk.made_up = True


@at_desk
async def desk_page(request: Request, desk: Desk) -> Response:
    """What was understood of what was put in; or how far that is, or why it cannot be read."""
    if not readable(desk):
        return desk_screen(request, desk, "diary_empty.html", lately=await lately(request, desk))
    ticket = reading_of(request, desk)
    if await finished(ticket):
        if of_many(desk):
            return desk_screen(
                request, desk, "diary_people.html", **people(ticket.result), **_fields(desk, ())
            )
        found = ticket.result.document
        return desk_screen(
            request,
            desk,
            "diary_desk.html",
            lately=await lately(request, desk),
            **understood(found, path_of(desk)),
            **_fields(desk, [column for file in found.understood.files for column in _names(file)]),
        )
    if not ticket.ended:
        return waited(request, ticket, back="/diary", stop=path_of(desk, "stop"))
    if ticket.error is None:
        status = 200 if ticket.state == "cancelled" else HTTP_500_INTERNAL_SERVER_ERROR
        return desk_screen(request, desk, "diary_stopped.html", status=status, line=ticket.line)
    return await _refused(request, desk, ticket.error)


def _names(file: Any) -> list[str]:
    return list(file.columns.values()) if file.kind == "diary" else []


async def _refused(
    request: Request, desk: Desk, error: InputError, options: Mapping[str, Any] | None = None
) -> Response:
    """What cannot be used, all of it at once, and the fields that it asks for."""
    looking = desk.looking
    if looking is None and "diary" in desk.files:
        looking = desk.looking = workers_of(request).submit(
            jobs.look, str(desk.files["diary"].path), desk.options.get("sheet")
        )
    seen: jobs.Look = jobs.Look()
    if looking and await finished(looking):
        seen = looking.result
    return desk_screen(
        request,
        desk,
        "diary_refused.html",
        status=HTTP_422_UNPROCESSABLE_CONTENT,
        refusals=how.refusals(error),
        asked=how.asked_for(error),
        **_fields(desk, seen.headers, seen.sheets, options),
    )


def _fields(
    desk: Desk,
    headers: Sequence[str],
    sheets: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the form of the reading is filled with."""
    said = desk.options if options is None else options
    count, _, days = said.get("baseline", ":28").partition(":")
    return {
        "options": said,
        "conditions": how.CONDITION_CHOICES,
        "usual": USUAL_CONDITION,
        "count": count,
        "days": days,
        "dates": how.DATE_CHOICES,
        "headers": list(dict.fromkeys([*headers, *said.get("columns", {}).values()])),
        "mapped": [(name, words.COLUMNS[name]) for name in how.MAPPED],
        "sheets": sheets,
        "ours": typed_in(desk),
        "pain": how.pain_of(said),
    }


@at_desk
@in_turn
async def read_so(request: Request, desk: Desk) -> Response:
    """Read the files in another way."""
    async with request.form() as form:
        options = how.options_of(form)
    return await _with(request, desk, options, desk.options.get("confirm", ()))


@at_desk
@in_turn
async def confirm(request: Request, desk: Desk) -> Response:
    """Say that a doubt is right as it is, or no longer."""
    async with request.form() as form:
        code, right = str(form.get("code", "")), form.get("right") == "yes"
    codes: set[str] = {*desk.options.get("confirm", ())} - {code}
    return await _with(request, desk, desk.options, {*codes, code} if right else codes)


async def _with(
    request: Request, desk: Desk, options: Mapping[str, Any], codes: Iterable[str]
) -> Response:
    """Read with other options, unless they cannot be."""
    confirmed = {"confirm": sorted(codes)} if codes else {}
    said = {name: value for name, value in options.items() if name != "confirm"} | confirmed
    try:
        how.check(said)
    except InputError as error:
        return await _refused(request, desk, error, options)
    desk.options = said
    desk.changed()
    return to(desk)


@at_desk
async def choose(request: Request, desk: Desk) -> Response:
    """A desk of its own for one person of a sheet of many."""
    if "diary" not in desk.files:
        return to(desk)
    async with request.form() as form:
        name = str(form.get("patient", ""))
    ticket = workers_of(request).submit(jobs.person, dict(desk.paths), dict(desk.options), name)
    await ticket.wait(SOON)
    ticket.cancel()  # this address takes a form alone, so no page could ask it again
    if ticket.state != "done":
        return waited(request, ticket, back=path_of(desk))
    try:
        own = desks_of(request).new()
    except InputError as error:
        return await _refused(request, desk, error)
    own.options = {**desk.options, "name": name}
    mend(own, ticket.result)
    own.steps.clear()
    own.saved = True  # nothing of it was typed
    return to(own)


@at_desk
def stop(_request: Request, desk: Desk) -> Response:
    """Give up what is being worked out."""
    desk.stop()
    return to(desk)


@at_desk
@in_turn
def again(_request: Request, desk: Desk) -> Response:
    """Read once more."""
    desk.changed()
    return to(desk)
