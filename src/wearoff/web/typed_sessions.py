"""Sessions typed at a desk: from a plan, and each muscle of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.status import HTTP_404_NOT_FOUND, HTTP_422_UNPROCESSABLE_CONTENT

from wearoff.diary.read.options import USUAL_CONDITION, checked
from wearoff.diary.write.by_hand import offered_plans
from wearoff.errors import InputError, unknown
from wearoff.evidence.injections import plan, spread
from wearoff.formats.cells import cell_of, number_in
from wearoff.model.conditions import CONDITIONS
from wearoff.web import typed
from wearoff.web.at_desk import at_desk, desk_screen, in_turn, to
from wearoff.web.reading import mend, tables_at
from wearoff.web.typed_rows import MOST_FIELDS, faults_of, fields_of, rows_in
from wearoff.words import desk as words
from wearoff.words.phone import plan_said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.model.conditions import Condition
    from wearoff.web.desks import Desk
    from wearoff.web.typed import Cells

SITES = ("muscle", "side", "units")
"""Columns of a row of one session."""
AFFECTED = ("left", "right")
DIGITS = 6
"""Of a dose that a plan is spread into."""


class Visit(NamedTuple):
    """A session as a list shows it."""

    date: str
    product: str
    units: float
    muscles: int


def condition_of(desk: Desk) -> Condition:
    """What is treated at a desk."""
    return CONDITIONS[desk.options.get("condition", USUAL_CONDITION)]


def _visits(rows: list[Cells]) -> list[Visit]:
    """Rows of muscles as sessions, by date."""
    found: dict[tuple[str, str], list[Cells]] = {}
    for row in rows:
        found.setdefault((row["date"], row["product"]), []).append(row)
    return [
        Visit(day, product, sum(number_in(row["units"]) for row in own), len(own))
        for (day, product), own in sorted(found.items())
    ]


async def _rows(request: Request, desk: Desk) -> tuple[dict[str, Any], list[Cells]] | None:
    tables = await tables_at(request, desk)
    if tables is None:
        return None
    return tables, typed.rows_of(tables["injections"]) if "injections" in tables else []


def _keep(desk: Desk, tables: Mapping[str, Any], rows: list[Cells]) -> Response:
    mend(desk, {**tables, "injections": typed.table_of("injections", rows)})
    return to(desk, "injections")


@at_desk
async def sessions(request: Request, desk: Desk) -> Response:
    """The sessions, and a form for one more."""
    found = await _rows(request, desk)
    if found is None:
        return to(desk)
    return _screen(request, desk, found[1], {"date": checked().today.isoformat()}, {})


def _screen(
    request: Request,
    desk: Desk,
    rows: list[Cells],
    said: Mapping[str, str],
    faults: Mapping[str, str],
) -> Response:
    return desk_screen(
        request,
        desk,
        "diary_sessions.html",
        status=HTTP_422_UNPROCESSABLE_CONTENT if faults else 200,
        visits=_visits(rows),
        plans=list(_plans(desk).items()),
        products=typed.CHOICES["product"],
        sides=AFFECTED,
        values=said,
        faults=faults,
    )


def _plans(desk: Desk) -> dict[str, str]:
    """Plans that can be chosen, each as it is said; the usual one first, then those of its kind."""
    usual = condition_of(desk)
    offered = sorted(offered_plans().items(), key=lambda item: (item[0] != usual.name, item[0]))
    found = [(name, own["units"]) for _, plans in offered for name, own in plans.items()]
    found.sort(key=lambda item: item[0] != usual.usual_plan)
    return {name: plan_said(name, units) for name, units in found}


@at_desk
@in_turn
async def add(request: Request, desk: Desk) -> Response:
    """Write one session down, from a plan; or take one away."""
    found = await _rows(request, desk)
    if found is None:
        return to(desk)
    tables, rows = found
    async with request.form() as form:
        said = {name: str(value).strip() for name, value in form.items()}
    if "remove" in said:
        day, _, product = said["remove"].partition(" ")
        return _keep(desk, tables, [r for r in rows if (r["date"], r["product"]) != (day, product)])
    given = {name: said[name] for name in ("date", "units", "product") if said.get(name)}
    faults = {
        name: text
        for name, text in typed.check_row("injections", given).items()
        if name == "date" or name in given
    }
    if not faults:
        try:
            new = _spread(desk, said)
        except InputError as error:
            faults["units" if said.get("plan") in _plans(desk) else "plan"] = str(error)
        else:
            return _keep(desk, tables, [*rows, *new])
    return _screen(request, desk, rows, said, faults)


def _spread(desk: Desk, said: Mapping[str, str]) -> list[Cells]:
    """The rows of one session of a plan: a muscle and side each.

    Raises:
        InputError: there is no such plan, or no units of the product.
    """
    usual = condition_of(desk)
    name, known = said.get("plan") or usual.usual_plan, _plans(desk)
    if name not in known:
        raise unknown("plan", name, known)
    scheme = plan(name)
    own = scheme.parts[0].product
    units, product = said.get("units"), said.get("product") or own
    if not units and product != own:
        raise InputError(words.units_of(product, own))
    side = said.get("affected", "")
    chosen, parts = spread(
        scheme,
        usual.usual,
        side if side in AFFECTED else AFFECTED[0],
        number_in(units) if units else None,
        product,
    )
    return [
        {
            "date": said["date"],
            "muscle": part.muscle,
            "side": part.side,
            "units": cell_of(round(part.units, DIGITS)),
            "product": chosen,
        }
        for part in parts
    ]


@at_desk
async def session(request: Request, desk: Desk) -> Response:
    """Every muscle of one session."""
    found = await _rows(request, desk)
    if found is None:
        return to(desk)
    key = (request.path_params["day"], request.path_params["product"])
    own = [row for row in found[1] if (row["date"], row["product"]) == key]
    if not own:
        raise HTTPException(HTTP_404_NOT_FOUND)
    return _session_screen(request, desk, {"date": key[0], "product": key[1]}, own, {})


def _session_screen(
    request: Request,
    desk: Desk,
    said: Mapping[str, str],
    rows: list[Cells],
    faults: Mapping[str, str],
) -> Response:
    return desk_screen(
        request,
        desk,
        "diary_session.html",
        status=HTTP_422_UNPROCESSABLE_CONTENT if faults else 200,
        values=said,
        rows=rows,
        fields_of_rows=fields_of(SITES, muscle=condition_of(desk).nameable),
        products=typed.CHOICES["product"],
        faults=faults,
    )


@at_desk
@in_turn
async def write_session(request: Request, desk: Desk) -> Response:
    """Write every muscle of one session down anew; without one it goes."""
    found = await _rows(request, desk)
    if found is None:
        return to(desk)
    tables, rows = found
    async with request.form(max_fields=MOST_FIELDS) as form:
        said = {name: str(form.get(name, "")).strip() for name in ("date", "product")}
        own = rows_in(form, SITES)
    muscles = condition_of(desk).nameable
    faults = faults_of("injections", [{**row, **said} for row in own], muscles)
    faults = {
        name.split("-")[0] if name.split("-")[0] in said else name: faults[name] for name in faults
    }
    if faults:
        return _session_screen(request, desk, said, own, faults)
    key = (request.path_params["day"], request.path_params["product"])
    others = [row for row in rows if (row["date"], row["product"]) != key]
    return _keep(desk, tables, [*others, *({**row, **said} for row in own)])
