"""Evidence: the overview with its search, and the claims of both texts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.status import HTTP_404_NOT_FOUND

from wearoff.errors import InputError
from wearoff.evidence.claims import GRADES, TEXTS
from wearoff.evidence.rows import DATE
from wearoff.faces.evidence import cards
from wearoff.provenance import cited, parts, search, why
from wearoff.provenance.claims import Claims, claims
from wearoff.provenance.facts import facts as known_facts
from wearoff.web.downloads import csv_file
from wearoff.web.screens import screen
from wearoff.words import evidence as words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

CLAIM_COLUMNS = ("id", "text", "words", "grade", "finding", "but", "part", "model", "diary")
"""Columns of the table of claims, before the sources for and against."""


def overview(request: Request) -> Response:
    """What there is, and what was searched for."""
    asked = request.query_params.get("q", "")
    found = search.search(asked)
    return screen(
        request,
        "evidence.html",
        asked=asked.strip(),
        found=found,
        hits=sum(map(len, found.values())),
        claims=len(_every()),
        numbers=len(why.numbers()),
        sources=len(cited.sources()),
        parts=len(parts.parts()),
        tally=cards.tally(_every()),
        texts=TEXTS,
        date=DATE,
    )


def facts(request: Request) -> Response:
    """The program on one page: what it does, when, when not, and how often it is wrong."""
    return screen(
        request,
        "evidence_facts.html",
        facts=known_facts(),
        questions=words.QUESTIONS,
        kinds=words.MADE_UP,
    )


def all_claims(request: Request) -> Response:
    """Both texts side by side, or one of them, or the claims of one grade."""
    text, grade = (request.query_params.get(name) or None for name in ("text", "grade"))
    try:
        found = claims(text=text, grade=grade)
    except InputError:
        raise HTTPException(HTTP_404_NOT_FOUND) from None
    return screen(
        request,
        "evidence_claims.html",
        shown=cards.shown(found, (text,) if text else TEXTS),
        every=len(_every()),
        tally=cards.tally(_every()),
        texts=TEXTS,
        grades=list(GRADES),
        text=text,
        grade=grade,
    )


def claims_table(request: Request) -> Response:
    """The claims as a table."""
    del request
    rows = [
        (
            *(_cell(getattr(claim, name)) for name in CLAIM_COLUMNS),
            _cell(claim.supports),
            _cell(claim.against),
        )
        for claim in _every()
    ]
    return csv_file("claims", (*CLAIM_COLUMNS, "for", "against"), rows)


@cache
def _every() -> Claims:
    """All claims."""
    return claims()


def _cell(value: str | tuple[str, ...]) -> str:
    """A text, or names with semicolons between them."""
    return value if isinstance(value, str) else ";".join(value)
