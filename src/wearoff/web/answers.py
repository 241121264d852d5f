"""One person's answers: the short view, the visit page, what goes on paper, and what may come.

All of it is drawn by workers from one Result. What takes long is begun by a form; until it is done
the same address says how far it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.status import HTTP_404_NOT_FOUND, HTTP_503_SERVICE_UNAVAILABLE

from wearoff.faces.diary import about
from wearoff.faces.diary.payer import PARTS
from wearoff.faces.shared.layout import padded
from wearoff.web import jobs
from wearoff.web.at_desk import at_desk, desk_screen, path_of, to
from wearoff.web.downloads import attached
from wearoff.web.reading import workers_of
from wearoff.web.screens import refused
from wearoff.web.waiting import finished, waited
from wearoff.words import answers as catalog
from wearoff.words import desk as desk_words
from wearoff.words import diary as words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.web.desks import Desk
    from wearoff.web.workers import Ticket

MOST_ASKED = 3
MOST_TYPED = 300
"""Characters of a question of the visit, and of what matters most."""
SECONDS = 60.0
"""That a file may take to be made while somebody waits for it."""


# The answers


@at_desk
async def begin(request: Request, desk: Desk) -> Response:
    """Work the answers out, unless that is done."""
    if desk.files and (desk.analysis is None or desk.analysis.state in {"cancelled", "fault"}):
        desk.analysis = workers_of(request).submit(
            jobs.analyze, desk.paths, dict(desk.options), dict(desk.beside)
        )
    return to(desk, "answers")


@at_desk
async def answers(request: Request, desk: Desk) -> Response:
    """The short view of the answers."""
    return await _with(request, desk, "answers.html", asked=catalog.QUESTIONS, word=catalog.WORDS)


@at_desk
async def visit(request: Request, desk: Desk) -> Response:
    """The visit page, and what the person wants to ask."""
    typed = padded(desk.beside.get("questions", ()), MOST_ASKED)
    return await _with(request, desk, "visit_page.html", most=MOST_ASKED, questions=typed)


@at_desk
async def why(request: Request, desk: Desk) -> Response:
    """What was asked, and the reasons."""
    return await _with(
        request,
        desk,
        "why.html",
        titles=catalog.BRIEFLY,
        word=catalog.WORDS,
        views=catalog.VIEWS,
        checked=words.CHECKED,
    )


@at_desk
async def ask(request: Request, desk: Desk) -> Response:
    """Take what the person wants to ask, and draw the page with it."""
    form = await request.form()
    typed = [str(text).strip()[:MOST_TYPED] for text in form.getlist("question")]
    desk.beside["questions"] = [text for text in typed if text][:MOST_ASKED]
    desk.beside["matters"] = str(form.get("matters", "")).strip()[:MOST_TYPED]
    _draw_again(request, desk)
    return to(desk, "visit")


@at_desk
async def payer(request: Request, desk: Desk) -> Response:
    """The payer's page as it would be written, and which parts to leave out."""
    return await _with(
        request, desk, "payer_page.html", shown=PARTS, left_out=desk.beside.get("leave_out", ())
    )


@at_desk
async def leave_out(request: Request, desk: Desk) -> Response:
    """Take which parts of the payer's page are left out, and draw it so."""
    form = await request.form()
    kept = {str(part) for part in form.getlist("keep")}
    desk.beside["leave_out"] = [part for part in PARTS if part not in kept]
    _draw_again(request, desk)
    return to(desk, "payer")


def _draw_again(request: Request, desk: Desk) -> None:
    """Draw what is known with what was typed last; an earlier drawing is of before."""
    found = _found(desk)
    if found:
        if desk.drawing:
            desk.drawing.cancel()
        desk.drawing = workers_of(request).submit(jobs.draw, found.result, dict(desk.beside))


def _found(desk: Desk) -> jobs.Answers | None:
    """The answers as they were drawn last."""
    for ticket in (desk.drawing, desk.analysis):
        if ticket and ticket.state == "done" and isinstance(ticket.result, jobs.Answers):
            return ticket.result
    return None


def _undrawn(desk: Desk) -> str:
    """Why what was typed last is not drawn; '' where it is."""
    ticket = desk.drawing
    return "" if ticket is None or ticket.state == "done" else desk_words.undrawn(ticket.line)


async def _with(request: Request, desk: Desk, template: str, **context: Any) -> Response:
    """A screen of the answers; before they are there, how far they are."""
    if desk.analysis is None:
        return to(desk)
    if not await finished(desk.analysis):
        return _waited(request, desk, desk.analysis, path_of(desk))
    if isinstance(desk.analysis.result, jobs.Clinic):
        return desk_screen(request, desk, "clinic_page.html", found=desk.analysis.result)
    if desk.drawing and not await finished(desk.drawing) and not desk.drawing.ended:
        return _waited(request, desk, desk.drawing, path_of(desk))
    found = await _answered(desk)
    now = about.now_label(found.result)
    return desk_screen(
        request,
        desk,
        template,
        found=found,
        result=found.result,
        now=now,
        counted=about.in_28(found.result.counted, 0),
        since=about.since(found.result),
        following=about.next_session(found.result),
        undrawn=_undrawn(desk),
        **context,
    )


def _waited(request: Request, desk: Desk, ticket: Ticket, back: str) -> Response:
    return waited(request, ticket, back=back, stop=path_of(desk, "stop"))


# Files


@at_desk
async def document(request: Request, desk: Desk) -> Response:  # noqa: ARG001 - as every endpoint
    """The Result as JSON, as the command line writes it."""
    found = (await _answered(desk)).result
    return attached("answers.json", "application/json", found.to_json())


@at_desk
async def note(request: Request, desk: Desk) -> Response:  # noqa: ARG001 - as every endpoint
    """Lines for the record."""
    return attached("note.txt", "text/plain", "\n".join([*(await _answered(desk)).note, ""]))


@at_desk
async def visit_file(request: Request, desk: Desk) -> Response:
    """The visit page as a file of its own."""
    ticket = workers_of(request).submit(
        jobs.visit, (await _answered(desk)).result, dict(desk.beside)
    )
    return await _made(request, ticket, "visit.html", "text/html")


@at_desk
async def payer_file(request: Request, desk: Desk) -> Response:
    """The payer's page as a file of its own."""
    found, undrawn = await _answered(desk), _undrawn(desk)
    if undrawn:  # it would show what was to be left out
        return refused(request, "unmade", status=HTTP_503_SERVICE_UNAVAILABLE, lines=(undrawn,))
    return attached("payer.html", "text/html", found.payer_page)


@at_desk
async def visit_pdf(request: Request, desk: Desk) -> Response:
    """The visit page on paper."""
    letter = request.query_params.get("paper") == "letter"
    found = (await _answered(desk)).result
    ticket = workers_of(request).submit(
        jobs.visit_pdf, found, dict(desk.beside), str(desk.folder), letter=letter
    )
    return await _made(request, ticket, "visit.pdf", "application/pdf")


async def _answered(desk: Desk) -> jobs.Answers:
    """The answers as soon as they are drawn, or there is no such file."""
    for ticket in (desk.analysis, desk.drawing):
        if ticket:
            await ticket.wait(SECONDS)
    found = _found(desk)
    if found is None:
        raise HTTPException(HTTP_404_NOT_FOUND)
    return found


async def _made(request: Request, ticket: Ticket, name: str, kind: str) -> Response:
    """A file as soon as it is made."""
    try:
        await ticket.wait(SECONDS)
    finally:
        ticket.cancel()  # nobody waits for it any more
    if ticket.state != "done":
        lines = ticket.refusal or (ticket.line,)
        return refused(request, "unmade", status=HTTP_503_SERVICE_UNAVAILABLE, lines=lines)
    return attached(name, kind, ticket.result)


# What may come


@at_desk
async def begin_plan(request: Request, desk: Desk) -> Response:
    """Work out the year to come."""
    if desk.files and (desk.courses is None or desk.courses.state in {"cancelled", "fault"}):
        desk.courses = workers_of(request).submit(jobs.plan, desk.paths, dict(desk.options), {})
    return to(desk, "plan")


@at_desk
async def plan(request: Request, desk: Desk) -> Response:
    """The year to come under other courses, in a fixed order."""
    known = _found(desk)
    if known and known.result.counts_only:
        return desk_screen(request, desk, "plan_page.html", found=None, counts_only=True)
    if desk.courses and not await finished(desk.courses):
        return _waited(request, desk, desk.courses, path_of(desk, "answers"))
    found = desk.courses.result if desk.courses else None
    return desk_screen(request, desk, "plan_page.html", found=found, counts_only=False)
