"""What a screen says while a worker is at it, and why nothing came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.web.screens import refused, screen

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.web.workers import Ticket

AT_ONCE = 0.8
"""Seconds in which most of what is short comes, so that no other page is shown before it."""


async def finished(ticket: Ticket) -> bool:
    """Whether the result is there, at once or after a moment."""
    await ticket.wait(AT_ONCE)
    return ticket.state == "done"


def waited(request: Request, ticket: Ticket, *, back: str, stop: str = "") -> Response:
    """How far it is, as a page that asks again; or why nothing came.

    Args:
        request: Of the page that waits.
        ticket: What it waits for.
        back: Where one goes from a refusal.
        stop: What gives it up when a form is sent there; '' where nothing does.
    """
    if not ticket.ended:
        return screen(request, "waiting.html", ticket=ticket, back=back, stop=stop)
    if ticket.state == "refused":
        return refused(request, "input", status=422, lines=ticket.refusal, back=back)
    code = "cancelled" if ticket.state == "cancelled" else "unmade"
    return refused(
        request, code, status=200 if code == "cancelled" else 500, lines=(ticket.line,), back=back
    )
