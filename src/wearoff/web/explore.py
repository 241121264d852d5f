"""Explore: an invented person, what is injected, and what the model says comes of it.

The whole page is made here, so that it works and reads without script; the script asks for the
same with the header `PART` and puts the parts in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.status import HTTP_400_BAD_REQUEST, HTTP_503_SERVICE_UNAVAILABLE

from wearoff.evidence import injections
from wearoff.faces.shared.body_map import body_map
from wearoff.faces.simulation import explored, simulated
from wearoff.model.conditions import CONDITIONS
from wearoff.simulation.ready import PEOPLE
from wearoff.units import PRODUCT_UNITS
from wearoff.web import explore_address as addresses
from wearoff.web import jobs
from wearoff.web.calls import EXPLORE
from wearoff.web.explore_address import LIMITS, MADE_FOR, OTHER, PATH, Asked, Scenario, address
from wearoff.web.screens import refused, screen
from wearoff.web.waiting import AT_ONCE, waited
from wearoff.web.workers import Busy
from wearoff.words import explore as words
from wearoff.words.waiting import WARM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from wearoff.simulation.explored_result import ExploreResult
    from wearoff.web.workers import Ticket

PART = "x-part"
"""Header of a request that wants the parts that change, without the frame."""
PATIENCE = 20.0
"""Seconds that the script waits; it says so meanwhile."""
FAILED = frozenset({"fault", "cancelled"})
KEPT = 64
"""Scenarios whose years are kept: whoever goes back and forth does not wait again."""


async def page(request: Request) -> Response:
    """An invented person, or what is wrong with the address and one that works."""
    part = bool(request.headers.get(PART))
    asked, found = await _found(request, PATIENCE if part else AT_ONCE)
    if isinstance(found, Response):
        return found
    template = "explore_parts.html" if part else "explore.html"
    ready = request.app.state.workers.ready
    warming = "" if ready == WARM else ready
    context = _context(asked, found)
    return await run_in_threadpool(screen, request, template, warming=warming, **context)


async def _found(
    request: Request, seconds: float
) -> tuple[Asked, dict[str, ExploreResult] | Response]:
    """What an address asks for and what came of it, by letter; or the page that says why not."""
    asked = addresses.asked(request.url.query)
    if asked.faults:
        return asked, _refused(request, asked.faults, asked.address)
    try:
        tickets = _tickets(request, asked.scenarios)
    except Busy:
        status = HTTP_503_SERVICE_UNAVAILABLE
        return asked, refused(request, "busy", status=status, back=asked.address)
    for ticket in tickets.values():
        await ticket.wait(seconds)
        if ticket.state == "refused":
            plain = address(addresses.usually(asked.scenario.condition))
            return asked, _refused(request, ticket.refusal, plain)
        if ticket.state != "done":
            return asked, waited(request, ticket, back=PATH)
    return asked, {letter: ticket.result for letter, ticket in tickets.items()}


def _refused(request: Request, faults: tuple[str, ...], works: str) -> Response:
    return screen(
        request, "explore_refused.html", status=HTTP_400_BAD_REQUEST, faults=faults, works=works
    )


def _tickets(request: Request, scenarios: Mapping[str, Scenario]) -> dict[str, Ticket]:
    """What works out each scenario, or did; what failed is tried again."""
    state = request.app.state
    kept: dict[Scenario, Ticket] = state.invented
    found: dict[str, Ticket] = {}
    for letter, scenario in scenarios.items():
        ticket = kept.pop(scenario, None)
        if ticket is None or ticket.state in FAILED:
            ticket = state.workers.submit(jobs.explore, scenario.options)
        found[letter] = kept[scenario] = ticket
    for scenario in list(kept)[:-KEPT]:
        del kept[scenario]
    return found


def _context(asked: Asked, found: dict[str, ExploreResult]) -> dict[str, Any]:
    scenario, other, inside = asked.scenario, asked.other, asked.inside
    outcomes = words.inside(CONDITIONS[scenario.condition].outcomes)
    first, *_ = found.values()
    table = sites(scenario, first)
    return {
        "words": words,
        "harms_title": simulated.HARMS,
        "asked": asked,
        "now": scenario,
        "made_for": (MADE_FOR, scenario.made_for),
        "other_field": (OTHER, str(addresses.QueryParams(other.fields)) if other else ""),
        "limits": LIMITS,
        "ready": [
            (each, address(addresses.ready(each)), addresses.ready(each) == scenario)
            for each in PEOPLE
        ],
        "conditions": [(name, CONDITIONS[name].title) for name in addresses.OFFERED],
        "plans": [(name, words.PLANS[name]) for name in addresses.plans_of(scenario.condition)],
        "products": list(PRODUCT_UNITS),
        "sites": table,
        "map": body_map({site: units for _, sides in table for site, units in sides.values()}),
        "insides": [
            (name, words.OUTCOMES[name], address(scenario, other, name)) for name in outcomes
        ],
        "shown": explored.shown(found, inside),
        "documents": {
            letter: f"{EXPLORE.path}?{each.as_call}" for letter, each in asked.scenarios.items()
        },
        "keep": address(scenario, scenario, inside),
        "swap": address(other, scenario, inside) if other else "",
        "alone": address(scenario, None, inside),
    }


def sites(
    scenario: Scenario, found: ExploreResult
) -> list[tuple[str, dict[str, tuple[str, float]]]]:
    """The table of units: each muscle with its sides, each with its field and units."""
    rows: dict[str, dict[str, tuple[str, float]]] = {}
    changed = dict(scenario.sites)
    for each in found.first_session:
        site = f"{each.muscle}_{each.side}"
        units = changed.get(site, scenario.planned[site])
        rows.setdefault(each.muscle, {})[each.side] = (site, units)
    order = [part.muscle for part in injections.plan(scenario.plan).parts]
    return sorted(rows.items(), key=lambda row: order.index(row[0]) if row[0] in order else 0)
