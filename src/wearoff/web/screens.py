"""How a screen becomes an answer: its template, the frame around it, and the reader's theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse

from wearoff.faces.shared.pages import environment
from wearoff.words import screens as words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

THEMES = ("dim", "paper")
SIZES = ("large",)
"""Type that is larger than usual."""
THEME, SIZE = "wearoff_theme", "wearoff_type"
"""Cookies of how a reader wants the pages; they say nothing of a person."""


def screen(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A screen of the page as HTML.

    Args:
        request: Whose reader's theme is taken.
        template: In `web/templates`; extends ``base.html``.
        status: Of the answer.
        context: What stands in it.
    """
    theme = request.cookies.get(THEME, "")
    size = request.cookies.get(SIZE, "")
    text = (
        environment("wearoff.web")
        .get_template(template)
        .render(
            path=request.url.path,
            whole_path=_shown_at(request),
            theme=theme if theme in THEMES else "",
            size=size if size in SIZES else "",
            said=words,
            **context,
        )
    )
    return HTMLResponse(text.encode(errors="replace"), status)


def _shown_at(request: Request) -> str:
    """An address that shows a screen again; one that takes forms alone leads to its desk."""
    if request.method in {"GET", "HEAD"}:
        return f"{request.url.path}?{request.url.query}".rstrip("?")
    place = "/together" if request.url.path.startswith("/together") else "/diary"
    desk = request.path_params.get("desk")
    return f"{place}/{desk}" if desk else place


def for_program(path: str) -> bool:
    """Whether an address answers programs, whose refusals are documents."""
    return path.startswith(("/api/", "/schemas/")) or path == "/openapi.json"


def refused(
    request: Request, code: str, *, status: int, lines: tuple[str, ...] = (), back: str = "/"
) -> Response:
    """A page, or for a program a document, that says why there is no answer, and what helps.

    Args:
        request: What is refused.
        code: Of `wearoff.words.screens.REFUSALS`.
        status: Of the answer.
        lines: What cannot be used, a line a fault.
        back: Where one goes on.
    """
    refusal = words.REFUSALS[code]
    if for_program(request.url.path):
        return JSONResponse({"errors": list(lines) or [refusal.why]}, status)
    return screen(request, "refused.html", status=status, refusal=refusal, lines=lines, back=back)
