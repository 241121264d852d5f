"""Every address that the page answers, in one table: what it is for, and who may ask.

``public`` is what shows nothing of a person: the first page, Explore, Evidence, static files and
schemas. Everything else needs the launch token. Tests read this table, so that no address is
forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.web import (
    answers,
    api,
    diary,
    evidence,
    evidence_numbers,
    evidence_parts,
    evidence_validation,
    explore,
    home,
    keeping,
    many,
    static,
    typed_days,
    typed_rows,
    typed_sessions,
)
from wearoff.web.calls import CALLS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    Endpoint = Callable[[Request], Awaitable[Response] | Response]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One address: its path, what answers, which methods it takes, and whether it is public."""

    path: str
    endpoint: Endpoint
    methods: tuple[str, ...] = ("GET",)
    public: bool = False


POST = ("POST",)

ROUTES: tuple[Page, ...] = (
    Page(path="/", endpoint=home.first, public=True),
    Page(path="/open", endpoint=home.opened, public=True),
    Page(path="/theme", endpoint=home.theme, methods=POST, public=True),
    Page(path="/explore", endpoint=explore.page, public=True),
    Page(path="/diary/{desk}/answers", endpoint=answers.answers),
    Page(path="/diary/{desk}/answers", endpoint=answers.begin, methods=POST),
    Page(path="/diary/{desk}/answers.json", endpoint=answers.document),
    Page(path="/diary/{desk}/note.txt", endpoint=answers.note),
    Page(path="/diary/{desk}/why", endpoint=answers.why),
    Page(path="/diary/{desk}/visit", endpoint=answers.visit),
    Page(path="/diary/{desk}/visit", endpoint=answers.ask, methods=POST),
    Page(path="/diary/{desk}/visit.html", endpoint=answers.visit_file),
    Page(path="/diary/{desk}/visit.pdf", endpoint=answers.visit_pdf),
    Page(path="/diary/{desk}/payer", endpoint=answers.payer),
    Page(path="/diary/{desk}/payer", endpoint=answers.leave_out, methods=POST),
    Page(path="/diary/{desk}/payer.html", endpoint=answers.payer_file),
    Page(path="/diary/{desk}/plan", endpoint=answers.plan),
    Page(path="/diary/{desk}/plan", endpoint=answers.begin_plan, methods=POST),
    Page(path="/static/{name}", endpoint=static.file, public=True),
    Page(path="/evidence", endpoint=evidence.overview, public=True),
    Page(path="/evidence/facts", endpoint=evidence.facts, public=True),
    Page(path="/evidence/claims", endpoint=evidence.all_claims, public=True),
    Page(path="/evidence/claims.csv", endpoint=evidence.claims_table, public=True),
    Page(path="/evidence/numbers", endpoint=evidence_numbers.numbers, public=True),
    Page(path="/evidence/numbers.csv", endpoint=evidence_numbers.numbers_table, public=True),
    Page(path="/evidence/numbers/{name}", endpoint=evidence_numbers.number, public=True),
    Page(path="/evidence/sources", endpoint=evidence_numbers.sources, public=True),
    Page(path="/evidence/sources.csv", endpoint=evidence_numbers.sources_table, public=True),
    Page(path="/evidence/parts", endpoint=evidence_parts.every_part, public=True),
    Page(path="/evidence/parts/{part}", endpoint=evidence_parts.part, public=True),
    Page(path="/evidence/parts/{part}/{condition}.csv", endpoint=evidence_parts.table, public=True),
    Page(
        path="/evidence/parts/{part}/{condition}.svg", endpoint=evidence_parts.picture, public=True
    ),
    Page(path="/evidence/validation", endpoint=evidence_validation.validation, public=True),
    Page(path="/evidence/validation/{table}.csv", endpoint=evidence_validation.table, public=True),
    Page(
        path="/evidence/validation/{table}.svg", endpoint=evidence_validation.picture, public=True
    ),
    Page(
        path="/evidence/validation/{table}.json",
        endpoint=evidence_validation.document,
        public=True,
    ),
    Page(path="/api", endpoint=api.documentation, public=True),
    *(
        Page(
            path=call.path,
            endpoint=api.ENDPOINTS[call.name],
            methods=call.methods,
            public=call.public,
        )
        for call in CALLS
    ),
    Page(path="/together", endpoint=many.start),
    Page(path="/together", endpoint=many.begin, methods=POST),
    Page(path="/together/{desk}", endpoint=many.page),
    Page(path="/together/{desk}", endpoint=many.ask, methods=POST),
    Page(path="/together/{desk}/stop", endpoint=many.stop, methods=POST),
    Page(path="/together/{desk}/forget", endpoint=many.forget, methods=POST),
    Page(path="/together/{desk}/together.html", endpoint=many.whole_page),
    Page(path="/together/{desk}/together.json", endpoint=many.document),
    Page(path="/diary", endpoint=diary.start),
    Page(path="/diary", endpoint=diary.begin, methods=POST),
    Page(path="/diary/{desk}", endpoint=diary.desk_page),
    Page(path="/diary/{desk}/files", endpoint=diary.add, methods=POST),
    Page(path="/diary/{desk}/how", endpoint=diary.read_so, methods=POST),
    Page(path="/diary/{desk}/confirm", endpoint=diary.confirm, methods=POST),
    Page(path="/diary/{desk}/patient", endpoint=diary.choose, methods=POST),
    Page(path="/diary/{desk}/stop", endpoint=diary.stop, methods=POST),
    Page(path="/diary/{desk}/again", endpoint=diary.again, methods=POST),
    Page(path="/diary/{desk}/days", endpoint=typed_days.last_month),
    Page(path="/diary/{desk}/days", endpoint=typed_days.write, methods=POST),
    Page(path="/diary/{desk}/days/{month}", endpoint=typed_days.month),
    Page(path="/diary/{desk}/day/{day}", endpoint=typed_days.day),
    Page(path="/diary/{desk}/day/{day}", endpoint=typed_days.write_day, methods=POST),
    Page(path="/diary/{desk}/injections", endpoint=typed_sessions.sessions),
    Page(path="/diary/{desk}/injections", endpoint=typed_sessions.add, methods=POST),
    Page(path="/diary/{desk}/injections/{day}/{product}", endpoint=typed_sessions.session),
    Page(
        path="/diary/{desk}/injections/{day}/{product}",
        endpoint=typed_sessions.write_session,
        methods=POST,
    ),
    Page(path="/diary/{desk}/events", endpoint=typed_rows.beside),
    Page(path="/diary/{desk}/events", endpoint=typed_rows.write_beside, methods=POST),
    Page(path="/diary/{desk}/scores", endpoint=typed_rows.beside),
    Page(path="/diary/{desk}/scores", endpoint=typed_rows.write_beside, methods=POST),
    Page(path="/diary/{desk}/save", endpoint=keeping.save, methods=POST),
    Page(path="/diary/{desk}/undo", endpoint=keeping.undo, methods=POST),
    Page(path="/diary/{desk}/forget", endpoint=keeping.forget, methods=POST),
)
