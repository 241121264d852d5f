"""The first page, the door that lets a browser in, and the reader's theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse
from starlette.status import HTTP_303_SEE_OTHER, HTTP_403_FORBIDDEN

from wearoff.web.guard import holds_token, same
from wearoff.web.screens import SIZE, SIZES, THEME, THEMES, refused, screen

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.web.settings import Settings

YEAR = 365 * 24 * 3600


def first(request: Request) -> Response:
    """What this is, and the three places to go."""
    return screen(request, "home.html", open=holds_token(request))


def opened(request: Request) -> Response:
    """Let a browser in that holds the launch token, and take the token out of the address."""
    settings: Settings = request.app.state.settings
    once: set[str] = request.app.state.once
    given = request.query_params.get("token", "")
    try:
        once.remove(given)
    except KeyError:
        if not same(given, settings.token):
            return refused(request, "token", status=HTTP_403_FORBIDDEN)
    answer = RedirectResponse("/diary", HTTP_303_SEE_OTHER)
    answer.set_cookie(settings.cookie, settings.secret, httponly=True, samesite="strict")
    return answer


async def theme(request: Request) -> Response:
    """Keep how a reader wants the pages, and go back to where the reader was."""
    form = await request.form()
    answer = RedirectResponse(_back(str(form.get("back", "/"))), HTTP_303_SEE_OTHER)
    for cookie, name, allowed in ((THEME, "theme", THEMES), (SIZE, "size", SIZES)):
        chosen = form.get(name)
        if chosen in allowed:
            answer.set_cookie(cookie, str(chosen), max_age=YEAR, httponly=True, samesite="strict")
        elif chosen is not None:
            answer.delete_cookie(cookie)
    return answer


def _back(path: str) -> str:
    """A path of ours; anything that could lead elsewhere leads to the first page."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours and "\\" not in path else "/"
