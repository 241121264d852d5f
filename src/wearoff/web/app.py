"""The page as an ASGI app: the table of addresses behind the gate."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from wearoff.web.desks import Desks
from wearoff.web.guard import Guard, TooLarge, TooSlow, behind_token, called
from wearoff.web.routes import ROUTES
from wearoff.web.screens import refused
from wearoff.web.workers import Busy, Workers

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.web.routes import Page
    from wearoff.web.settings import Settings

CODES = {404: "not_found", 405: "method", 400: "form"}
MINUTE = "60"
"""Seconds after which somebody may come again."""
LOG = logging.getLogger("wearoff.web")


def create_app(settings: Settings) -> Starlette:
    """The page of one run."""
    app = Starlette(
        routes=[Route(page.path, _endpoint(page), methods=list(page.methods)) for page in ROUTES],
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers={HTTPException: _told},
        lifespan=_run,
    )
    app.state.settings = settings
    app.state.workers = Workers()
    app.state.once = set()  # tokens that let one browser in, and then no more
    app.state.invented = {}  # what Explore has worked out, by scenario
    return app


@contextlib.asynccontextmanager
async def _run(app: Starlette) -> AsyncGenerator[None]:
    """From the start to the end, when everything that was put in is forgotten."""
    # the processes end first: they may still write beside what was put in
    with contextlib.closing(Desks()) as app.state.desks, contextlib.closing(app.state.workers):
        yield


def _endpoint(page: Page) -> Callable[[Request], Awaitable[Response]]:
    """What answers at an address: it checks the token, and tells a fault before others log it."""
    endpoint = page.endpoint if page.public else behind_token(page.endpoint)

    async def answer(request: Request) -> Response:
        try:
            return await called(endpoint, request)
        except (HTTPException, TooLarge, TooSlow):
            raise
        except Busy as busy:
            answered = refused(request, "busy", status=503, lines=(str(busy),))
            answered.headers["retry-after"] = MINUTE
            return answered
        except Exception as error:  # noqa: BLE001 - a log would quote its text, and so a diary
            return _fault(request, error)

    return answer


async def _told(request: Request, error: Exception) -> Response:
    """What cannot be answered, in words."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refused(request, CODES.get(status, "fault"), status=status)


def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours: its place in our code goes to the terminal, nothing of a person does."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    LOG.error("a fault of ours: %s at %s", type(error).__name__, where)
    return refused(request, "fault", status=500)
