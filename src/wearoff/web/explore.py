"""Explore: an invented person, what is injected, and what the model says comes of it.

The whole page is made here, so that it works and reads without script; the script asks for the
same with the header `PART` and puts the parts in place.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from starlette.status import HTTP_400_BAD_REQUEST

from wearoff.errors import InputError
from wearoff.evidence import injections
from wearoff.faces.simulation import explored
from wearoff.model.conditions import CONDITIONS
from wearoff.simulation.ready import PEOPLE
from wearoff.units import PRODUCT_UNITS
from wearoff.web import explore_address as addresses
from wearoff.web.explore_address import LIMITS, MADE_FOR, OTHER, Asked, Scenario, address
from wearoff.web.screens import screen
from wearoff.words import explore as words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.simulation.explored_result import ExploreResult

PART = "x-part"
"""Header of a request that wants the parts that change, without the frame."""
KEPT = 64
"""Scenarios whose years are kept: whoever goes back and forth does not wait again."""


def page(request: Request) -> Response:
    """An invented person, or what is wrong with the address and one that works."""
    asked = addresses.asked(request.url.query)
    if asked.faults:
        return _refused(request, asked.faults, asked.address)
    scenarios = {"A": asked.scenario, "B": asked.other} if asked.other else {"": asked.scenario}
    try:
        found = {letter: years_of(each) for letter, each in scenarios.items() if each}
    except InputError as error:
        plain = address(addresses.usually(asked.scenario.condition))
        return _refused(request, (str(error),), plain)
    part = bool(request.headers.get(PART))
    template = "explore_parts.html" if part else "explore.html"
    return screen(request, template, **_context(asked, found))


def _refused(request: Request, faults: tuple[str, ...], works: str) -> Response:
    return screen(
        request, "explore_refused.html", status=HTTP_400_BAD_REQUEST, faults=faults, works=works
    )


@lru_cache(maxsize=KEPT)
def years_of(scenario: Scenario) -> ExploreResult:
    """What comes of a scenario."""
    import wearoff

    return wearoff.explore(**scenario.options).result


def _context(asked: Asked, found: dict[str, ExploreResult]) -> dict[str, Any]:
    scenario, other, inside = asked.scenario, asked.other, asked.inside
    outcomes = words.inside(CONDITIONS[scenario.condition].outcomes)
    first, *_ = found.values()
    return {
        "words": words,
        "asked": asked,
        "now": scenario,
        "made_for": (MADE_FOR, scenario.made_for),
        "other_field": (OTHER, str(addresses.QueryParams(other.fields)) if other else ""),
        "limits": LIMITS,
        "ready": [(each, address(addresses.ready(each))) for each in PEOPLE],
        "conditions": [(name, CONDITIONS[name].title) for name in addresses.OFFERED],
        "plans": [(name, words.PLANS[name]) for name in addresses.plans_of(scenario.condition)],
        "products": list(PRODUCT_UNITS),
        "sites": sites(scenario, first),
        "insides": [
            (name, words.OUTCOMES[name], address(scenario, other, name)) for name in outcomes
        ],
        "shown": explored.shown(found, inside),
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
