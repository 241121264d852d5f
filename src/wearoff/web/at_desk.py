"""What stands at a desk: an address with ``{desk}`` in it, and where its parts are."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse
from starlette.status import HTTP_303_SEE_OTHER, HTTP_404_NOT_FOUND

from wearoff.web import jobs
from wearoff.web.guard import called
from wearoff.web.screens import refused, screen
from wearoff.words import desk as words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.web.desks import Desk, Desks


def desks_of(request: Request) -> Desks:
    """Every desk of this run."""
    return request.app.state.desks


async def let_go(request: Request, desk: Desk) -> None:
    """Forget a desk, once nothing reads its files any more: it could write beside them."""
    desk.stop()
    for ticket in desk.tickets:
        await ticket.let_go()
    desks_of(request).forget(desk)


def at_desk(
    endpoint: Callable[[Request, Desk], Awaitable[Response] | Response], *, many: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint of an address with ``{desk}``: it is called with the desk, or there is none.

    Args:
        endpoint: What answers.
        many: Whether the desk is one of many people.
    """

    @wraps(endpoint)
    async def answer(request: Request) -> Any:
        desk = desks_of(request).find(request.path_params["desk"])
        if desk is None or desk.many != many:
            return refused(request, "not_found", status=HTTP_404_NOT_FOUND)
        return await called(endpoint, request, desk)

    return answer


def in_turn(
    endpoint: Callable[[Request, Desk], Awaitable[Response] | Response],
) -> Callable[[Request, Desk], Awaitable[Response]]:
    """An endpoint that changes a desk: one after the other, each on what the last one left."""

    @wraps(endpoint)
    async def answer(request: Request, desk: Desk) -> Any:
        async with desk.alone:
            return await called(endpoint, request, desk)

    return answer


def path_of(desk: Desk, *parts: str) -> str:
    """The address of a desk, or of a part of it."""
    return "/".join(["/diary", desk.id, *parts])


def to(desk: Desk, *parts: str) -> Response:
    """On to a page of a desk."""
    return RedirectResponse(path_of(desk, *parts), HTTP_303_SEE_OTHER)


def name_of(desk: Desk) -> str:
    """What screens call a desk: as the person is called, or its file where that tells of more."""
    stems = [Path(one.name).stem for kind, one in desk.files.items() if kind not in one.name]
    return desk.options.get("name") or next(iter(stems), words.MINE)


def of_many(desk: Desk) -> bool:
    """Whether what was read is a sheet of many people, who are not mended together."""
    found = desk.reading.result if desk.reading else None
    return found is not None and not isinstance(found, jobs.Read)


def _parts(desk: Desk) -> list[tuple[tuple[str, ...], str]]:
    """The pages that a desk has by now; of many people the first of each kind."""
    kinds = (words.MENDED, words.ANSWERED if desk.analysis else ())
    return [part for kind in kinds for part in (kind[:1] if of_many(desk) else kind)]


def desk_screen(
    request: Request, desk: Desk, template: str, *, status: int = 200, **context: Any
) -> Response:
    """A screen of one desk.

    Args:
        request: Whose reader's theme is taken.
        desk: Whose it is.
        template: Extends ``diary_frame.html``, whose block ``desk`` it fills.
        status: Of the answer.
        context: What stands in it, beside ``desk``, its ``name`` and its address, ``here``.
    """
    return screen(
        request,
        template,
        status=status,
        desk=desk,
        name=name_of(desk),
        here=path_of(desk),
        parts=[(path_of(desk, *part), title) for part, title in _parts(desk)],
        keeping=words.keeping(
            # one of many is written in files of ours, and nothing was typed
            typed=bool(desk.steps) and any(upload.ours for upload in desk.files.values()),
            saved=desk.saved,
        ),
        **context,
    )
