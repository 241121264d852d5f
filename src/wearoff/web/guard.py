"""Who may ask what: the gate before every page, open or not.

A page on loopback is open to any web page through a name that points here, so the name that a
request calls us by is checked, and so is the page that it comes from. What shows or changes data of
a person asks for the launch token as well, reads included.
"""

from __future__ import annotations

import asyncio
import inspect
import secrets
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, PlainTextResponse
from starlette.status import (
    HTTP_403_FORBIDDEN,
    HTTP_408_REQUEST_TIMEOUT,
    HTTP_413_CONTENT_TOO_LARGE,
    HTTP_421_MISDIRECTED_REQUEST,
)

from wearoff.web.screens import for_program, refused
from wearoff.words import gate as words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from wearoff.web.routes import Endpoint
    from wearoff.web.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # a form of ours then names where it comes from; other pages learn nothing
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""On every answer, whatever it is; an answer may name another ``cache-control``."""
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ELSEWHERE = frozenset({"cross-site", "same-site"})
FOLLOWED = ("GET", "navigate", "document")
"""Method, mode and destination of a link from elsewhere that somebody follows."""
BEARER = "Bearer "


class TooLarge(Exception):  # noqa: N818 - it says what the request is
    """A body of more bytes than a request may have."""


class TooSlow(Exception):  # noqa: N818 - it says what the request is
    """A body that did not arrive in time."""


class Guard:
    """Checks name, origin and size of every request, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """The app behind the gate."""
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it in a line."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in HEADERS.items()
                        if name.encode() not in own
                    ),
                ]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            try:
                await self.app(scope, self._counted(receive), answer)
            except (TooLarge, TooSlow) as error:
                if begun:
                    raise
                refusal = _too_much(scope, error, self.settings)
            except Exception:
                # what was answered has been told, without its text, which may quote a diary
                if not begun:
                    raise
        if refusal is not None:
            await refusal(scope, receive, answer)

    def _refusal(self, scope: Scope) -> Response | None:
        """Why a request is refused before it is read; None where it is not."""
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        names = self.settings.names
        if headers.get("host", "") not in names:
            return _line(scope, words.misnamed(names), HTTP_421_MISDIRECTED_REQUEST)
        ours = {f"http://{name}" for name in names}
        origin = headers.get("origin")
        foreign = origin is not None and origin not in ours
        # a browser says where a form comes from; a program that does not shows the token instead
        unsaid = origin is None and scope["method"] in UNSAFE and not _bearer(headers)
        if foreign or unsaid or _fetched_elsewhere(scope["method"], headers):
            return _line(scope, words.FOREIGN, HTTP_403_FORBIDDEN)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.settings.most_upload:
            return _too_much(scope, TooLarge(), self.settings)
        return None

    def _counted(self, receive: Receive) -> Receive:
        """What receives the body, as long as it is not too large or too slow."""
        taken = 0
        clock = asyncio.get_running_loop().time
        until = clock() + self.settings.most_seconds
        whole = False

        async def counted() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise TooSlow from None
            taken += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if taken > self.settings.most_upload:
                raise TooLarge
            return message

        return counted


def _bearer(headers: dict[str, str]) -> bool:
    return headers.get("authorization", "").startswith(BEARER)


def _fetched_elsewhere(method: str, headers: dict[str, str]) -> bool:
    """Whether a page of another site fetches this: a picture, a frame, a script name no origin.

    A link that somebody follows is none of these. Another port of this machine is another site.
    """
    mode, dest = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
    followed = (method, mode, dest) == FOLLOWED
    return headers.get("sec-fetch-site") in ELSEWHERE and not followed


def _line(scope: Scope, said: str, status: int) -> Response:
    """A refusal in a line; a document for a program."""
    if for_program(scope["path"]):
        return JSONResponse({"errors": [said]}, status)
    return PlainTextResponse(f"{said}\n", status)


def _too_much(scope: Scope, error: Exception, settings: Settings) -> Response:
    from starlette.requests import Request

    if isinstance(error, TooSlow):
        code, status = "too_slow", HTTP_408_REQUEST_TIMEOUT
        said = words.too_slow(settings.most_seconds)
    else:
        code, status = "too_large", HTTP_413_CONTENT_TOO_LARGE
        said = words.too_large(settings.most_upload)
    return refused(Request(scope), code, status=status, lines=(said,), back="/diary")


def holds_token(request: Request) -> bool:
    """Whether a browser that was let in asks, or a program with the launch token in its header."""
    settings: Settings = request.app.state.settings
    said = request.headers.get("authorization", "")
    if said.startswith(BEARER):
        return same(said.removeprefix(BEARER), settings.token)
    return same(request.cookies.get(settings.cookie, ""), settings.secret)


def same(given: str, secret: str) -> bool:
    """Whether what was given is a secret, in a time that does not tell how much of it is."""
    return secrets.compare_digest(given.encode(), secret.encode())


def behind_token(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that only answers those who hold the launch token."""

    async def answer(request: Request) -> Any:
        if not holds_token(request):
            return refused(request, "token", status=HTTP_403_FORBIDDEN)
        return await called(endpoint, request)

    return answer


async def called(endpoint: Callable[..., Any], request: Request, *given: Any) -> Any:
    """What an endpoint answers; one that waits for nothing runs in a thread of its own."""
    from starlette.concurrency import run_in_threadpool

    if inspect.iscoroutinefunction(endpoint):
        return await endpoint(request, *given)
    return await run_in_threadpool(endpoint, request, *given)
